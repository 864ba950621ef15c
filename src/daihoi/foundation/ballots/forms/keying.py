"""Forms of ballots keyed in by people (biểu nhập phiếu bằng tay)."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from daihoi.foundation.ballots.forms.fields import Count
from daihoi.foundation.ballots.services import (
    Entry,
)


class KeyedBundleForm(forms.Form):
    """A bundle counted by hand, to be keyed in (xấp nhập tay)."""

    sheets = Count(label=_("Số phiếu đếm tay"), help_text=_("Nên đếm từng xấp 50 phiếu và giữ nguyên thứ tự cho đến khi nhập xong."))
    entries = forms.TypedChoiceField(
        label=_("Mỗi phiếu nhập"),
        coerce=int,
        choices=[(2, _("hai lần, hai người")), (3, _("ba lần, ba người"))],
        help_text=_("Các lần nhập phải giống nhau. Hai người khác nhau thì người thứ ba nhập; vẫn khác thì cả ban xem tờ phiếu."),
    )
    label = forms.CharField(label=_("Tên xấp"), max_length=80, required=False)


NUMBERS = re.compile(r"^(\d{1,3})(?:-(\d{1,3}))?$")


KIND_LABELS = {
    "strike": _("Số của những người bị gạch"),
    "agree": _("Số có dấu ở ô đồng ý"),
    "disagree": _("Số có dấu ở ô không đồng ý"),
    "choose": _("Số của những người được đánh dấu"),
}


class KeySheetForm(forms.Form):
    """One sheet as one person sees it: numbers typed, a reason why it is not valid (nhập một tờ)."""

    def __init__(self, *args: Any, places: list[tuple[int, str]], reasons: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = places
        self.kinds = list(dict.fromkeys(kind for _number, kind in places))
        typed = {"inputmode": "text", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
        for kind in self.kinds:
            first = {"data-focus": ""} if kind == self.kinds[0] else {}
            widget = forms.TextInput(attrs=typed | first)
            self.fields[kind] = forms.CharField(label=KIND_LABELS[kind], required=False, max_length=400, widget=widget)
        self.fields[self.kinds[0]].help_text = _("Cách nhau bằng dấu cách. 3-6 là từ 3 đến 6, * là tất cả, 0 là không ai.")
        choices = [("", _("hợp lệ, theo các số đã gõ")), *reasons]
        self.fields["invalid"] = forms.ChoiceField(label=_("Tờ phiếu"), choices=choices, required=False)

    def entry(self) -> Entry:
        """Give what was typed as the act takes it."""
        return Entry(marked=frozenset(self.cleaned_data["marked"]), invalid=self.cleaned_data["invalid"])

    def clean(self) -> dict[str, Any]:
        """Read the numbers; a sheet on which nobody is marked is said by 0, never by an empty line."""
        data = super().clean() or {}
        if not data.get("invalid") and not any(data.get(kind, "").strip() for kind in self.kinds):
            raise forms.ValidationError(gettext("Chưa gõ số nào. Không ai bị đánh dấu thì gõ 0."))
        marked: set[tuple[int, str]] = set()
        for kind in self.kinds:
            try:
                marked |= {(number, kind) for number in read_numbers(data.get(kind, ""), [n for n, each in self.places if each == kind])}
            except ValueError as fault:
                message = gettext("Không đọc được “{typed}”. Gõ số, cách nhau bằng dấu cách.").format(typed=fault)
                self.add_error(kind, message)
        return data | {"marked": marked}


def read_numbers(text: str, known: list[int]) -> set[int]:
    """Read numbers as people type them: "1 4-6", "*" for all, "0" for nobody."""
    found: set[int] = set()
    for word in text.replace(",", " ").replace(";", " ").split():
        span = NUMBERS.match(word)
        if word == "*":
            found |= set(known)
        elif span is None or (span[2] and int(span[2]) < int(span[1])):
            raise ValueError(word)
        elif word != "0":
            found |= set(range(int(span[1]), int(span[2] or span[1]) + 1))
    return found
