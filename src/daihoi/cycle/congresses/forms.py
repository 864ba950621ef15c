"""Shapes of what people type about rounds and congresses (biểu nhập)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daihoi.cycle.congresses.models import STAGE_TITLES, Contents, Level
from daihoi.cycle.congresses.models import Form as Attendance
from daihoi.foundation.organization.models import Kind
from daihoi.rules import charter as charters
from daihoi.rules.stages import Stage

DAY = ["%d/%m/%Y", "%Y-%m-%d"]


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Make a field for a day, dd/mm/yyyy."""
    widget = forms.DateInput(
        format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "10", "placeholder": "dd/mm/yyyy"}
    )
    return forms.DateField(label=label, input_formats=DAY, widget=widget, **options)


class PlanForm(forms.Form):
    """Plan or move the opening (đặt, dời ngày)."""

    planned = day_field(_("Ngày dự kiến"))
    reason = forms.CharField(
        label=_("Lý do"), required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Bắt buộc khi dời ngày đã đặt.")
    )
    document = forms.CharField(label=_("Văn bản"), required=False, max_length=200, help_text=_("Số hiệu và ngày, nếu có."))


class StageForm(forms.Form):
    """Record what happened (ghi mốc)."""

    stage = forms.ChoiceField(label=_("Mốc"), choices=[(str(stage), title) for stage, title in STAGE_TITLES.items()])
    happened_on = day_field(_("Ngày diễn ra"), help_text=_("Ngày việc xảy ra, không phải ngày ghi."))
    document = forms.CharField(
        label=_("Văn bản"), required=False, max_length=200, help_text=_("Chưa có thì để trống, nợ lại; việc đã xảy ra vẫn ghi được.")
    )
    reason = forms.CharField(
        label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Ví dụ: báo qua điện thoại.")
    )

    def clean_stage(self) -> Stage:
        """Give the stage itself."""
        return Stage(self.cleaned_data["stage"])


class CorrectionForm(forms.Form):
    """Correct or withdraw a recorded stage (đính chính)."""

    happened_on = day_field(_("Ngày đúng"), required=False, help_text=_("Để trống là rút mốc này, khi việc chưa hề xảy ra."))
    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 2}))
    document = forms.CharField(label=_("Văn bản"), required=False, max_length=200)


class KindForm(forms.Form):
    """Fix what kind of congress it is (loại đại hội)."""

    pilot = forms.BooleanField(label=_("Đại hội điểm"), required=False)
    contents = forms.TypedChoiceField(label=_("Số nội dung"), choices=Contents.choices, coerce=int)
    reason = forms.CharField(
        label=_("Lý do"), required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Bắt buộc khi bớt nội dung (3 hoặc 2).")
    )
    document = forms.CharField(label=_("Ý kiến của cấp trên"), required=False, max_length=200, help_text=_("Số hiệu và ngày."))


class CallForm(forms.Form):
    """Call a congress (triệu tập)."""

    called_on = day_field(_("Ngày triệu tập"))
    form = forms.ChoiceField(label=_("Hình thức"), choices=Attendance.choices, widget=forms.RadioSelect)
    ordinal = forms.IntegerField(label=_("Lần thứ"), min_value=1, required=False)
    contents = forms.TypedChoiceField(label=_("Số nội dung"), choices=Contents.choices, coerce=int)
    document = forms.CharField(label=_("Quyết định triệu tập"), required=False, max_length=200)
    reason = forms.CharField(
        label=_("Lý do đổi quy chế"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Chỉ khi đại hội tự chọn một giá trị dưới đây."),
    )

    def __init__(self, *args: Any, charter: charters.Charter, **kwargs: Any) -> None:
        """Add one field for each value that no document fixes."""
        super().__init__(*args, **kwargs)
        self.open_values = [rule for rule in charter.rules.values() if not rule.confirmed]
        for rule in self.open_values:
            self.fields[f"rule-{rule.key}"] = _rule_field(rule)

    def settings(self) -> dict[str, object]:
        """Give the values that differ from the rule set's own."""
        found: dict[str, object] = {}
        for rule in self.open_values:
            typed = self.cleaned_data.get(f"rule-{rule.key}")
            if typed not in (None, "") and str(typed) != _plain(rule.value):
                found[rule.key] = _like(rule.value, str(typed))
        return found


def _plain(value: object) -> str:
    """Write a value of a rule as it stands in a field."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _like(value: object, typed: str) -> object:
    """Read a typed value as the kind of value it replaces."""
    if isinstance(value, bool):
        return typed == "yes"
    if isinstance(value, int):
        return int(typed)
    return tuple(part.strip() for part in typed.split(",")) if isinstance(value, tuple) else typed


def _rule_field(rule: charters.RuleValue) -> forms.Field:
    """Make the field of one value: yes or no, a choice, a number or words."""
    label, initial = rule.title, _plain(rule.value)
    if isinstance(rule.value, bool):
        return forms.ChoiceField(label=label, choices=[("yes", _("Có")), ("no", _("Không"))], initial=initial, required=False)
    if rule.choices and not isinstance(rule.value, tuple):
        return forms.ChoiceField(label=label, choices=[(choice, choice) for choice in rule.choices], initial=initial, required=False)
    if isinstance(rule.value, int):
        return forms.IntegerField(label=label, initial=rule.value, required=False)
    return forms.CharField(label=label, initial=initial, required=False)


class RoundForm(forms.Form):
    """Open a round (mở đợt)."""

    code = forms.SlugField(label=_("Mã đợt"), max_length=40, help_text=_("Chữ không dấu, số, gạch nối; ví dụ co-so-2020."))
    directive = forms.CharField(label=_("Số hiệu chỉ thị"), max_length=60)
    directive_date = day_field(_("Ngày chỉ thị"))
    level = forms.ChoiceField(label=_("Cấp"), choices=Level.choices)
    kinds = forms.MultipleChoiceField(label=_("Loại tổ chức được tính"), widget=forms.CheckboxSelectMultiple)
    term = forms.CharField(label=_("Nhiệm kỳ"), max_length=20, help_text=_("Ví dụ 2020-2025."))
    starts = day_field(_("Bắt đầu"))
    deadline = day_field(_("Hạn"))
    charter = forms.ChoiceField(label=_("Bộ quy chế"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds and rule sets there are."""
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = list(Kind.objects.values_list("code", "title"))  # type: ignore[attr-defined]  # a choice field
        self.fields["charter"].choices = [(name, charters.load(name).title) for name in charters.names()]  # type: ignore[attr-defined]


class ImportForm(forms.Form):
    """Send a list of congresses (nhập danh sách)."""

    round = forms.ChoiceField(label=_("Đợt đại hội"))
    file = forms.FileField(label=_("Tệp XLSX, XLS hoặc CSV"), required=False)
    kept = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rounds: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the rounds there are."""
        super().__init__(*args, **kwargs)
        self.fields["round"].choices = rounds  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Ask for a file, unless one was tried already."""
        typed = super().clean() or {}
        if not typed.get("file") and not typed.get("kept") and "file" not in self.errors:
            self.add_error("file", _("Chưa chọn tệp. Hãy chọn tệp XLSX, XLS hoặc CSV."))
        return typed
