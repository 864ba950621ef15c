"""Shapes of what people type about reports (biểu nhập của báo cáo)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daihoi.cycle.reporting.queries.lists import FIELDS
from daihoi.web.fields import DayField


class FreezeForm(forms.Form):
    """Freeze the figures of a day (chốt số liệu)."""

    on = DayField(label=_("Tính đến ngày"))


class LayoutForm(forms.Form):
    """Remember an order of columns (bố cục xuất); each line says field = heading."""

    name = forms.CharField(label=_("Tên bố cục"), max_length=80)
    columns = forms.CharField(
        label=_("Các cột, mỗi dòng một cột"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("Tên cột của chương trình = tên cột nơi nhận muốn; theo đúng thứ tự."),
    )
    form = forms.ChoiceField(label=_("Loại tệp"), choices=[("xlsx", "XLSX"), ("csv", "CSV")])

    def clean_columns(self) -> list[tuple[str, str]]:
        """Read the lines; a column is named as the program or as people name it."""
        known = {name: name for name in FIELDS} | {str(title).casefold(): name for name, title in FIELDS.items()}
        found, wrong = [], []
        for text in self.cleaned_data["columns"].splitlines():
            field, _sign, heading = (part.strip() for part in text.partition("="))
            if not field:
                continue
            name = known.get(field) or known.get(field.casefold())
            if name is None:
                wrong.append(field)
            else:
                found.append((name, heading or str(FIELDS[name])))
        if wrong:
            message = _("Không biết cột: {names}. Dùng tên trong danh sách bên cạnh.")
            raise forms.ValidationError(str(message).format(names=", ".join(wrong)))
        return found


class CompareForm(forms.Form):
    """Send a list of another system (danh sách nơi khác)."""

    round = forms.ChoiceField(label=_("Đợt đại hội"))
    system = forms.CharField(label=_("Hệ thống"), max_length=120, help_text=_("Ví dụ: phần mềm theo dõi tiến trình đại hội."))
    on = DayField(label=_("Số liệu tính đến ngày"))
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
