"""Form fields as people here type (ô nhập): 5.408 is a whole number, 05/06/2020 the fifth of June."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from daihoi.web.formats import read_day

LONGEST = 24  # signs: more is no number that anybody counts to
PLAIN = re.compile(r"[0-9]+")
MOST = 2**31 - 1
GROUPED = re.compile(r"[0-9]{1,3}([.,\u00a0 ])[0-9]{3}(\1[0-9]{3})*")


def whole_number(text: str) -> int | None:
    """Read 5408, 5.408 or 5 408; 5.40 is unclear and nothing."""
    text = text.strip()
    if len(text) > LONGEST:
        return None
    if PLAIN.fullmatch(text):
        return int(text)
    return int(re.sub(r"\D", "", text)) if GROUPED.fullmatch(text) else None


class NumberField(forms.IntegerField):
    """A whole number from 0 up, typed with or without dots."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "num"})

    def __init__(self, **options: Any) -> None:
        """Refuse numbers below 0, and those no column holds, unless told otherwise."""
        options = {"min_value": 0, "max_value": MOST} | options
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        """Read what was typed."""
        if value in self.empty_values:
            return None
        number = value if isinstance(value, int) else whole_number(str(value))
        if number is None:
            raise ValidationError(_("“%(value)s” không rõ là số nào. Ghi 5408 hoặc 5.408."), code="invalid", params={"value": value})
        return number


class DayField(forms.DateField):
    """A day, typed as dd/mm/yyyy."""

    widget = forms.DateInput(
        format="%d/%m/%Y",
        attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 10, "placeholder": "dd/mm/yyyy", "class": "num"},
    )

    def to_python(self, value: Any) -> date | None:
        """Read what was typed."""
        if value in self.empty_values:
            return None
        day = value if isinstance(value, date) else read_day(str(value))
        if day is None:
            message = _("“%(value)s” không có trong lịch. Ghi ngày theo dd/mm/yyyy, ví dụ 28/02/2018.")
            raise ValidationError(message, code="invalid", params={"value": value})
        return day
