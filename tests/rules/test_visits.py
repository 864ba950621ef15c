"""One person, two congresses, one day: the way between them is weighed (PR-11)."""

from datetime import time

import pytest

from daihoi.rules.visits import Day, Stay, day_of

MORNING, NOON, LATE = Stay(time(7, 30), 1), Stay(time(13, 30), 1), Stay(time(14), 1)


@pytest.mark.parametrize(
    ("stays", "travel", "found"),
    [
        ([MORNING], 2, Day.FREE),
        ([MORNING, NOON], 2, Day.TIGHT),  # 07:30 + 4 hours + 2 hours = 13:30
        ([NOON, MORNING], 2, Day.TIGHT),
        ([MORNING, NOON], 3, Day.CLASH),
        ([MORNING, LATE], 3, Day.CLASH),
        ([Stay(time(7, 30), 2), LATE], 0, Day.CLASH),
        ([MORNING, Stay()], 0, Day.CLASH),  # unknown hours take the whole day
        ([MORNING, Stay(time(9), 1), LATE], 1, Day.CLASH),
    ],
)
def test_two_places_on_one_day(stays, travel, found):
    assert day_of(stays, half_day=4, travel=travel) == found
