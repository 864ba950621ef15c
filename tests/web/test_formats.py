"""Numbers and dates as people read them (screens, section 6)."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from daihoi.web import formats


@pytest.mark.parametrize(
    ("language", "thousands", "share", "decimal"),
    [("vi", "5.408", "72,86\u00a0%", "1.234,5"), ("en", "5,408", "72.86%", "1,234.5")],
)
def test_numbers_follow_the_language_of_the_page(language, thousands, share, decimal):
    with translation.override(language):
        assert formats.thousands(5408) == thousands
        assert formats.share(3940, 5408) == share
        assert formats.decimal("1234.5") == decimal


@pytest.mark.parametrize(
    ("part", "whole", "places", "expected"),
    [
        (497, 567, 2, "87.65"),
        (313, 1094, 2, "28.61"),
        (26, 61, 2, "42.62"),
        (1, 8, 2, "12.50"),
        (1, 200, 0, "1"),  # half up: 0.5 becomes 1
        (1, 3, 1, "33.3"),
        (0, 5, 2, "0.00"),
        (5, 5, 2, "100.00"),
        (0, 0, 2, ""),
    ],
)
def test_shares_round_half_up_with_integers_only(part, whole, places, expected):
    assert formats.exact_share(part, whole, places) == expected


def test_nothing_of_nothing_has_no_share():
    assert formats.share(0, 0) == "–"


def test_dates_have_zeros_and_local_time():
    at = datetime(2020, 6, 5, 23, 30, tzinfo=UTC)
    assert formats.day(date(2020, 6, 5)) == "05/06/2020"
    assert formats.day(at) == "06/06/2020"
    assert formats.moment(at) == "06:30, 06/06/2020"
    assert (formats.day(None), formats.clock(None), formats.moment(None)) == ("", "", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25/06/2020", date(2020, 6, 25)),
        (" 2020-06-25 ", date(2020, 6, 25)),
        ("31/02/2020", None),
        ("06/25/2020", None),
        ("", None),
        ("hôm nay", None),
    ],
)
def test_a_day_is_read_in_two_ways_only(text, expected):
    assert formats.read_day(text) == expected
