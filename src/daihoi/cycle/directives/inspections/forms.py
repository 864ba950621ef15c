"""Shapes of what people type about inspections (biểu nhập)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daihoi.cycle.directives.models import Clause, InspectionForm, ObservationKind, Programme, Text
from daihoi.cycle.directives.services.inspecting import Plan
from daihoi.foundation.organization.forms import UnitField
from daihoi.web.fields import DayField


def lines_of(text: str) -> tuple[str, ...]:
    """Give the lines that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class LinesField(forms.CharField):
    """Several points, one a line (mỗi dòng một điểm)."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]  # a tuple instead of a text
        """Give the lines."""
        return lines_of(str(value or ""))

    def prepare_value(self, value: Any) -> Any:
        """Show the points one a line."""
        return "\n".join(value) if isinstance(value, (list, tuple)) else value


class ProgrammeForm(forms.Form):
    """The programme of a term (chương trình kiểm tra, giám sát)."""

    term = forms.CharField(label=_("Nhiệm kỳ"), max_length=20, help_text=_("Ví dụ 2020-2025."))
    number = forms.CharField(label=_("Số và ký hiệu"), max_length=60)
    dated = DayField(label=_("Ngày ban hành"))
    key_points = LinesField(label=_("Trọng tâm, trọng điểm kiểm tra"), help_text=_("Mỗi dòng một điểm."))
    widened_to = LinesField(label=_("Đối tượng giám sát mở rộng"), required=False, help_text=_("Mỗi dòng một loại tổ chức hoặc lĩnh vực."))


class OpenForm(forms.Form):
    """Open an inspection with its team (mở cuộc kiểm tra)."""

    title = forms.CharField(label=_("Nội dung kiểm tra"), max_length=300)
    form = forms.ChoiceField(label=_("Hình thức"), choices=InspectionForm.choices)
    decision = forms.CharField(label=_("Quyết định thành lập đoàn"), max_length=120, help_text=_("Số hiệu và ngày."))
    programme = forms.ModelChoiceField(label=_("Theo chương trình"), queryset=Programme.objects.none(), required=False)
    text = forms.ModelChoiceField(label=_("Văn bản được kiểm tra"), queryset=Text.objects.none(), required=False)
    key_points = LinesField(
        label=_("Trọng tâm, trọng điểm của cuộc này"), required=False, help_text=_("Để trống thì lấy của chương trình.")
    )
    starts = DayField(label=_("Từ ngày"))
    ends = DayField(label=_("Đến ngày"))
    head = forms.CharField(label=_("Trưởng đoàn"), max_length=120, help_text=_("Họ và tên."))
    members = LinesField(label=_("Thành viên"), required=False, help_text=_("Mỗi dòng một người."))

    def __init__(self, *arguments: Any, programmes: Any, texts: Any, **named: Any) -> None:
        """Offer what this person sees."""
        super().__init__(*arguments, **named)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        self.fields["text"].queryset = texts  # type: ignore[attr-defined]
        self.fields["text"].label_from_instance = lambda text: f"{text}, {text.dated:%d/%m/%Y}"  # type: ignore[attr-defined]

    def plan(self) -> Plan:
        """Give what was typed as one value."""
        names = ("title", "form", "decision", "starts", "ends", "programme", "text")
        typed = {name: self.cleaned_data[name] for name in names}
        programme = typed["programme"]
        points = self.cleaned_data["key_points"] or (tuple(programme.key_points) if programme else ())
        return Plan(**typed, key_points=points)


class VisitForm(forms.Form):
    """Put a unit on the list (chọn nơi kiểm tra)."""

    unit = UnitField(label=_("Mã đơn vị"))
    on = DayField(label=_("Ngày dự kiến"))


class VisitedForm(forms.Form):
    """Record the day of the visit (ghi ngày làm việc)."""

    on = DayField(label=_("Ngày làm việc"))


class ObservationForm(forms.Form):
    """Record what was found (nhận xét)."""

    kind = forms.ChoiceField(label=_("Loại nhận xét"), choices=ObservationKind.choices, initial=ObservationKind.SHORTCOMING)
    clause = forms.ModelChoiceField(label=_("Điều khoản"), queryset=Clause.objects.none(), required=False)
    content = forms.CharField(
        label=_("Nội dung"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Về tổ chức đảng, không ghi tên cá nhân.")
    )

    def __init__(self, *arguments: Any, clauses: Any, **named: Any) -> None:
        """Offer the clauses of the text that is inspected."""
        super().__init__(*arguments, **named)
        self.fields["clause"].queryset = clauses  # type: ignore[attr-defined]


class RemedyForm(forms.Form):
    """Require a remedy by a day (yêu cầu khắc phục)."""

    content = forms.CharField(label=_("Yêu cầu khắc phục"), max_length=300)
    due = DayField(label=_("Hạn"))


class CloseForm(forms.Form):
    """Close an inspection (kết thúc)."""

    on = DayField(label=_("Ngày kết thúc"))
    conclusion = forms.CharField(label=_("Kết luận"), widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *arguments: Any, remedies: Any, **named: Any) -> None:
        """Ask for the reason of each remedy that is still open."""
        super().__init__(*arguments, **named)
        self.remedies = {f"reason-{each.pk}": each.pk for each in remedies}
        for each in remedies:
            label = _("Lý do thôi yêu cầu: %(what)s") % {"what": each.content}
            self.fields[f"reason-{each.pk}"] = forms.CharField(label=label, required=False, max_length=300)

    def reasons(self) -> dict[Any, str]:
        """Give the reasons by remedy."""
        return {pk: self.cleaned_data.get(name, "") for name, pk in self.remedies.items()}
