"""Forms of the second check (biểu nhập kiểm lần hai)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SeedForm(forms.Form):
    """The public seed with its origin (số gieo công khai)."""

    seed = forms.CharField(label=_("Số gieo công khai"), max_length=120, help_text=_("Gõ đúng như đã đọc to, ví dụ: 3 1 4."))
    origin = forms.CharField(
        label=_("Gieo thế nào, ai gieo"), max_length=300, help_text=_("Ví dụ: ba xúc xắc, một đại biểu gieo trước đại hội.")
    )


class RecheckForm(forms.Form):
    """How the sheets differ that do (kiểm phiếu lần hai)."""

    words = forms.CharField(label=_("Các phiếu ấy khác thế nào"), max_length=300, required=False)


class CompareForm(forms.Form):
    """Sheets of one bundle: equal to the record or not (tờ so phiếu)."""

    rest_is_equal = forms.BooleanField(label=_("Mọi tờ chưa đánh dấu của lô này đã so và đều giống"), required=False)

    def __init__(self, *arguments: Any, sheets: Mapping[int, bool | None], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.sheets = sheets
        for sheet, is_equal in sheets.items():
            said = "" if is_equal is None else "equal" if is_equal else "differs"
            self.fields[f"s{sheet}"] = forms.ChoiceField(
                choices=[("equal", _("Giống")), ("differs", _("Khác bản ghi"))], initial=said, required=False
            )

    def equal(self) -> dict[int, bool]:
        """Give what was said of each sheet; where nothing was said, nothing unless the rest is equal."""
        said = {sheet: self.cleaned_data[f"s{sheet}"] for sheet in self.sheets}
        return {sheet: word != "differs" for sheet, word in said.items() if word or self.cleaned_data["rest_is_equal"]}
