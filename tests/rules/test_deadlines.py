"""Due days: fixed, or counted in working days around holidays and swapped days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from daihoi.rules import charter, directives
from daihoi.rules.deadlines import Due, Length, due_day, length, lengths
from daihoi.rules.errors import RuleViolation
from daihoi.rules.working_days import from_toml, national

CALENDAR = national()
SPAN = some.dates(date(2019, 2, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("due", "anchor_day", "expected"),
    [
        (Due(fixed=date(2025, 6, 30)), None, date(2025, 6, 30)),
        (Due(), None, None),
        (Due(anchor="congress:r", days=45), None, None),
        # DR-07: 45 working days before 25/6/2025 jump over 1/5, the swapped 2/5 and count the worked Saturday 26/4
        (Due(anchor="congress:r", days=45), date(2025, 6, 25), date(2025, 4, 21)),
        # DR-08: 30 working days before 12/5/2020 jump over 30/4, 1/5 and 2/4 (Hùng Kings)
        (Due(anchor="congress:r", days=30), date(2020, 5, 12), date(2020, 3, 26)),
        # TX-17, EL-48: 7 working days after a congress that closed on 30/4/2020
        (Due(anchor="congress:r", days=7, before=False), date(2020, 4, 29), date(2020, 5, 12)),
        # the day counted from does not count itself
        (Due(anchor="congress:r", days=1), date(2020, 6, 15), date(2020, 6, 12)),
        (Due(anchor="congress:r", days=0), date(2020, 6, 14), date(2020, 6, 14)),
        # Tết Canh Tý: the working day before 30/1/2020 is 22/1/2020
        (Due(anchor="congress:r", days=1), date(2020, 1, 30), date(2020, 1, 22)),
        (Due(anchor="congress:r", days=10, working=False), date(2020, 6, 15), date(2020, 6, 5)),
    ],
)
def test_a_due_day(due, anchor_day, expected):
    assert due_day(due, anchor_day, CALENDAR) == expected


@given(SPAN, some.integers(1, 60))
def test_counting_forth_lands_on_a_working_day_and_counts_them_all(day, count):
    found = CALENDAR.shift(day, count)
    assert CALENDAR.is_working(found)
    assert CALENDAR.working_days(day, found) == count


@given(SPAN, some.integers(1, 60))
def test_counting_back_counts_as_many_as_counting_forth(day, count):
    found = CALENDAR.shift(day, -count)
    between = [found + timedelta(days=n) for n in range((day - found).days)]
    assert (CALENDAR.is_working(found), sum(map(CALENDAR.is_working, between))) == (True, count)
    assert CALENDAR.working_days(day, found) == -count


def test_holidays_and_swapped_days_of_a_spring():
    spring = [date(2024, 4, 27) + timedelta(days=n) for n in range(9)]
    assert [CALENDAR.is_working(day) for day in spring] == [False, False, False, False, False, True, True, True, False]
    assert [each.on for each in CALENDAR.unconfirmed(spring[0], spring[-1])] == [date(2024, 4, 29), date(2024, 5, 4)]


def test_every_special_day_is_a_change_to_the_week():
    assert [day for day in CALENDAR.worked if day.weekday() < 5] == []
    assert {each.instead_of for each in CALENDAR.worked.values()} - set(CALENDAR.off) == {date(2018, 12, 31)}
    assert {day.year for day in CALENDAR.off} == set(range(2019, 2027))
    assert (CALENDAR.covers(date(2026, 12, 31)), CALENDAR.covers(date(2027, 1, 1))) == (True, False)


def test_an_installation_adds_days_announced_late():
    later = from_toml('last = 2027-12-31\n[[off]]\non = 2027-01-01\nname = "Tết Dương lịch"\nconfirmed = false\n', CALENDAR)
    assert (later.is_working(date(2027, 1, 1)), later.is_working(date(2025, 1, 1)), later.covers(date(2027, 6, 1))) == (False, False, True)
    assert later.rest_days == frozenset({5, 6})


def test_what_an_installation_says_of_a_day_holds():
    said = '[[worked]]\non = 2026-08-31\nconfirmed = false\n[[off]]\non = 2026-08-22\nname = "Thứ Bảy"\nconfirmed = false\n'
    own, (monday, saturday) = from_toml(said, CALENDAR), (date(2026, 8, 31), date(2026, 8, 22))
    assert [(day in each.off, day in each.worked) for each in (CALENDAR, own) for day in (monday, saturday)] == [
        (True, False), (False, True), (False, True), (True, False),
    ]  # fmt: skip
    assert [each.is_working(day) for each in (CALENDAR, own) for day in (monday, saturday)] == [False, True, True, False]
    assert (own.unknown_years(date(2026, 12, 1), date(2028, 1, 1)), own.unknown_years(monday, monday)) == ((2027, 2028), ())


def test_every_special_day_names_where_it_comes_from():
    assert [each.on for each in (*CALENDAR.off.values(), *CALENDAR.worked.values()) if "chưa tìm thấy" in each.source] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("first = 1\nlast = 2026-01-01\n", "calendar.day"),
        ('rest_days = ["sabato"]\nfirst = 2026-01-01\nlast = 2026-12-31\n', "calendar.rest_days"),
        ("first = 2026-01-01\nlast = 2026-12-31\n[[off]]\non = 2026-01-01\nconfirmed = true\n", "calendar.source"),
    ],
)
def test_a_calendar_that_nobody_can_read_is_refused(text, code):
    with pytest.raises(RuleViolation) as refusal:
        from_toml(text)
    assert refusal.value.code == code


def test_lengths_are_data_with_their_source():
    found = lengths(directives.load("45-CT/TW", date(2025, 4, 14)), charter.load("dcsvn-2025"))
    assert {each.what: each.days for each in found} == {
        "contents_approval": 45, "opening_announced": 30,
        "candidacy.file_working_days": 15, "report.working_days": 7, "approval.working_days": 15,
    }  # fmt: skip
    assert all(each.rule and each.source for each in found)
    complaints = lengths(directives.load("35-CT/TW", date(2019, 5, 30)))
    assert [length(complaints, "complaint_cut_off", kind).days for kind in ("grassroots", "central_sub")] == [25, 30]
    assert length(complaints, "contents_approval") is None
    assert isinstance(complaints[0], Length)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"fixed": date(2025, 1, 1), "anchor": "congress:r"}, "deadline.two_ways"), ({"anchor": "x", "days": -1}, "deadline.days")],
)
def test_a_due_rule_that_means_two_things_is_refused(wrong, code):
    with pytest.raises(RuleViolation) as refusal:
        Due(**wrong)
    assert refusal.value.code == code
