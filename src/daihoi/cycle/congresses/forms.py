"""Shapes of what people type about rounds and congresses (biểu nhập)."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from daihoi.cycle.congresses.models import (
    STAGE_TITLES,
    Contents,
    ExtraordinaryGrounds,
    Level,
    OrdinalBasis,
    Place,
    Source,
    Subcommittee,
)
from daihoi.cycle.congresses.models import Form as Attendance
from daihoi.foundation.organization.queries import kind_titles
from daihoi.rules import charter as charters
from daihoi.rules.stages import Stage
from daihoi.web.fields import NumberField
from daihoi.web.formats import FIRST_YEAR, LAST_YEAR

DAY = ["%d/%m/%Y", "%Y-%m-%d"]


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Make a field for a day, dd/mm/yyyy."""
    widget = forms.DateInput(
        format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "10", "placeholder": "dd/mm/yyyy"}
    )
    bounds = [MinValueValidator(date(FIRST_YEAR, 1, 1)), MaxValueValidator(date(LAST_YEAR, 12, 31))]
    return forms.DateField(label=label, input_formats=DAY, widget=widget, validators=bounds, **options)


def time_field(label: Any) -> forms.TimeField:
    """Make a field for an hour of the day, hh:mm."""
    widget = forms.TimeInput(
        format="%H:%M", attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "5", "placeholder": "07:30"}
    )
    return forms.TimeField(label=label, required=False, input_formats=["%H:%M", "%Hh%M", "%Hg%M"], widget=widget)


class PlanForm(forms.Form):
    """Plan or move the opening (đặt, dời ngày)."""

    planned = day_field(_("Ngày dự kiến"), required=False)
    is_postponed = forms.BooleanField(
        label=_("Hoãn, chưa có ngày mới"), required=False, help_text=_("Đại hội không còn tính là quá hạn; đơn vị được nhắc đặt ngày mới.")
    )
    reason = forms.CharField(
        label=_("Lý do"), required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Bắt buộc khi dời hoặc hoãn ngày đã đặt.")
    )
    document = forms.CharField(label=_("Văn bản"), required=False, max_length=200, help_text=_("Số hiệu và ngày, nếu có."))

    def clean(self) -> dict[str, Any]:
        """Ask for a day, or for the word that there is none."""
        typed = super().clean() or {}
        if not self.errors and bool(typed.get("planned")) == bool(typed.get("is_postponed")):
            self.add_error("planned", _("Ghi ngày dự kiến, hoặc đánh dấu hoãn khi chưa có ngày mới; chỉ một trong hai."))
        return typed


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
    ordinal_basis = forms.TypedChoiceField(
        label=_("Căn cứ tính lần thứ"), choices=[("", "–"), *OrdinalBasis.choices], coerce=int, empty_value=None, required=False
    )
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
        self.fields["kinds"].choices = list(kind_titles().items())  # type: ignore[attr-defined]  # a choice field
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


def source_field() -> forms.TypedChoiceField:
    """Make the field that says how the news came, when one records on behalf of a unit (PR-02)."""
    choices = [("", _("đơn vị tự ghi")), *Source.choices]
    return forms.TypedChoiceField(label=_("Nguồn báo"), choices=choices, coerce=int, empty_value=None, required=False)


class AdvanceForm(StageForm):
    """Record a stage with how it became known (chuyển mốc)."""

    source = source_field()
    field_order = ["stage", "happened_on", "source", "document", "reason"]


class PassForm(forms.Form):
    """Let a condition pass (cho qua)."""

    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Tên bạn đứng cạnh lý do này."))


class SessionForm(forms.Form):
    """Plan the sessions (các phiên)."""

    official_on = day_field(_("Phiên chính thức, ngày khai mạc"))
    official_half_days = NumberField(label=_("Số buổi của phiên chính thức"), min_value=1, max_value=20)
    official_at = time_field(_("Phiên chính thức bắt đầu lúc"))
    preparatory_on = day_field(_("Phiên trù bị, ngày"), required=False, help_text=_("Để trống khi họp một phiên."))
    preparatory_half_days = NumberField(label=_("Số buổi của phiên trù bị"), min_value=1, max_value=20, required=False)
    preparatory_at = time_field(_("Phiên trù bị bắt đầu lúc"))
    place = forms.CharField(label=_("Nơi họp"), required=False, max_length=200)


class HoursForm(forms.Form):
    """The hours of one item of the programme (giờ của mục)."""

    at = time_field(_("Giờ định sẵn"))
    minutes = NumberField(label=_("Số phút"), min_value=0, max_value=720, required=False)
    began = time_field(_("Bắt đầu"))
    ended = time_field(_("Xong"))


class ScanForm(forms.Form):
    """Send the signed scan of a letter (bản quét đã ký)."""

    file = forms.FileField(label=_("Bản quét đã ký, đóng dấu"), help_text=_("Tệp PDF hoặc JPEG."))


class TaskForm(forms.Form):
    """Record a task that is done (việc chuẩn bị)."""

    done_on = day_field(_("Ngày xong"))
    document = forms.CharField(label=_("Văn bản"), required=False, max_length=200, help_text=_("Số hiệu và ngày, nếu có."))
    source = source_field()
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class WithdrawForm(forms.Form):
    """Take back a task recorded by mistake (rút việc đã ghi)."""

    note = forms.CharField(label=_("Lý do rút"), widget=forms.Textarea(attrs={"rows": 2}))


class SubcommitteeForm(forms.Form):
    """Set up a subcommittee (lập tiểu ban)."""

    kind = forms.ChoiceField(label=_("Loại"), choices=Subcommittee.Kind.choices)
    set_up_on = day_field(_("Ngày lập"))
    people = NumberField(label=_("Số người"), min_value=1)
    document = forms.CharField(label=_("Quyết định"), required=False, max_length=200)


class PostForm(forms.Form):
    """Choose a person with a post (chọn người có chức vụ)."""

    post = forms.ChoiceField(label=_("Người có chức vụ"), help_text=_("Chỉ người đang giữ chức vụ trong cấp ủy mới có tên ở đây."))
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=200)

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the posts there are."""
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = posts  # type: ignore[attr-defined]  # a choice field
        if not posts:
            self.fields["post"].help_text = _("Chưa ghi ai. Mở phần Tổ chức, trang của đơn vị, mục “Cấp ủy, chức vụ” để ghi người.")


class SeatForm(PostForm):
    """Seat a person in a subcommittee (phân công vào tiểu ban)."""

    place = forms.ChoiceField(label=_("Vai trò"), choices=Place.choices, initial=Place.MEMBER)
    note = None  # type: ignore[assignment]  # a seat has no note


class ReasonForm(forms.Form):
    """Give a reason (lý do)."""

    reason = forms.CharField(label=_("Lý do"), max_length=200)


class LessonForm(forms.Form):
    """Keep a lesson of a pilot (bài học)."""

    stage = forms.ChoiceField(label=_("Ở bước nào"), choices=[(str(stage), title) for stage, title in STAGE_TITLES.items()])
    text = forms.CharField(
        label=_("Bài học"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Việc gì, nên làm thế nào. Không ghi tên người.")
    )

    def clean_stage(self) -> Stage:
        """Give the stage itself."""
        return Stage(self.cleaned_data["stage"])


class SubmitForm(forms.Form):
    """Hand in contents or results (trình hồ sơ)."""

    submitted_on = day_field(_("Ngày trình"))
    document = forms.CharField(label=_("Tờ trình, báo cáo"), required=False, max_length=200)
    source = source_field()
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class ReturnForm(forms.Form):
    """Send a submission back (trả lại)."""

    on = day_field(_("Ngày trả lại"))
    reason = forms.CharField(label=_("Lý do trả lại"), widget=forms.Textarea(attrs={"rows": 3}))


class LettersForm(forms.Form):
    """Issue letters of agreement, one or many (phát hành văn bản đồng ý)."""

    on = day_field(_("Ngày văn bản"))
    body = forms.CharField(label=_("Ký hiệu cơ quan"), max_length=12)
    kind = forms.ChoiceField(label=_("Thể loại"), choices=[("CV", _("công văn")), ("TB", _("thông báo")), ("QĐ", _("quyết định"))])
    signer_title = forms.CharField(label=_("Chức vụ người ký"), max_length=80, required=False)
    place = forms.CharField(label=_("Địa danh"), max_length=80, required=False)


class ExtraordinaryForm(forms.Form):
    """Call an extraordinary congress (đại hội bất thường)."""

    ground = forms.ChoiceField(label=_("Lý do"), choices=ExtraordinaryGrounds.Ground.choices)
    asked_by = forms.ChoiceField(label=_("Bên đề nghị"), choices=ExtraordinaryGrounds.AskedBy.choices)
    in_favour = NumberField(label=_("Số đề nghị"), min_value=1)
    of_all = NumberField(label=_("Trên tổng số"), min_value=1)
    consent = forms.CharField(label=_("Văn bản đồng ý của cấp trên"), max_length=200)
    consented_on = day_field(_("Ngày văn bản đồng ý"))
    called_on = day_field(_("Ngày triệu tập"))
    form = forms.ChoiceField(label=_("Hình thức"), choices=Attendance.choices)
    contents = forms.TypedChoiceField(label=_("Số nội dung"), choices=Contents.choices, coerce=int)
    document = forms.CharField(label=_("Quyết định triệu tập"), required=False, max_length=200)
