"""The format of a paper is the one of its day, and only unconfirmed values may be changed."""

from datetime import date

import pytest

from daihoi.office.document import Document, Symbol
from daihoi.office.formats import UnknownFormatValue, editions, format_on


@pytest.mark.parametrize(
    ("day", "name"), [(date(2020, 7, 29), "party-2018"), (date(2026, 1, 8), "party-2018"), (date(2026, 1, 9), "party-2026")]
)
def test_edition_follows_the_day_of_the_paper(day, name):
    assert format_on(day).name == name


def test_margins_are_20_20_30_15_in_both_editions():  # FM-11
    assert [one.lengths("margins_mm") for one in editions()] == [(20, 15, 20, 30)] * 3


def test_every_value_of_the_party_format_names_its_rule():
    assert {value.rule[:3] for one in editions() if one.family == "party" for value in one.values.values()} == {"FM-"}


def test_line_spacing_is_a_setting():  # FM-17, unconfirmed
    assert format_on(date(2026, 6, 1), settings={"line_spacing_pt": 19}).number("line_spacing_pt") == 19


@pytest.mark.parametrize("key", ["heading", "unknown"])
def test_confirmed_or_unknown_value_cannot_be_set(key):
    with pytest.raises(UnknownFormatValue):
        format_on(date(2026, 6, 1), settings={key: "X"})


def test_signer_title_is_bold_before_and_plain_after():  # FM-18
    assert [format_on(date(year, 6, 1)).is_on("title_is_bold") for year in (2020, 2026)] == [True, False]


@pytest.mark.parametrize(
    ("number", "line"), [(9, "Số 09-NQ/ĐU"), (127, "Số 127-NQ/ĐU"), (None, "Số \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0-NQ/ĐU")]
)
def test_number_and_symbol(number, line):  # FM-07, TX-29
    paper = Document(format_on(date(2021, 5, 1)), "Ban Chấp hành", "Nghị quyết", symbol=Symbol("NQ", "ĐU", number))
    assert paper.number_line == line


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2018, 2, 20), "Hạ Long, ngày\xa020\xa0tháng\xa002\xa0năm\xa02018"),
        (date(2020, 6, 5), "Hạ Long, ngày\xa005\xa0tháng\xa06\xa0năm\xa02020"),
        (date(2020, 12, 25), "Hạ Long, ngày\xa025\xa0tháng\xa012\xa0năm\xa02020"),
    ],
)
def test_place_and_date(day, line):  # FM-08
    assert Document(format_on(day), "Ban Chấp hành", "Nghị quyết", place="Hạ Long", signed_on=day).date_line == line
