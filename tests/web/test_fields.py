"""Fields accept what people type and refuse what is unclear (screens, section 6)."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from daihoi.web.fields import DayField, NumberField


@pytest.mark.parametrize(
    ("text", "number"), [("5408", 5408), ("5.408", 5408), ("5,408", 5408), ("1.234.567", 1234567), (" 0 ", 0), ("5 408", 5408)]
)
def test_whole_numbers_with_and_without_dots(text, number):
    assert NumberField().clean(text) == number


@pytest.mark.parametrize("text", ["5.40", "5.4081", "1.234,567", "mười", "1e3", "-1", "", "5..408", "٣", "9" * 5000, "2147483648"])
def test_unclear_numbers_are_refused(text):
    with pytest.raises(ValidationError):
        NumberField().clean(text)


def test_day_is_day_month_year_in_both_languages():
    for language in ("vi", "en"):
        with translation.override(language):
            assert DayField().clean("05/06/2020") == date(2020, 6, 5)
            assert forms.DateField().clean("05/06/2020") == date(2020, 6, 5)


@pytest.mark.parametrize("text", ["31/02/2018", "06/25/2020", "5/6", "", "01/01/0001", "31/12/9999"])
def test_impossible_days_are_refused(text):
    with pytest.raises(ValidationError):
        DayField().clean(text)
