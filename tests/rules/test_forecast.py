"""When a branch will be done: the share still open, the goal, the range."""

from daihoi.rules.forecast import ENOUGH, Forecast, Waiting, forecast, goal_of, open_share


def test_the_goal_is_99_of_100_and_all_of_fewer():
    assert [goal_of(total) for total in (0, 1, 26, 99, 100, 101, 567)] == [0, 1, 26, 99, 99, 100, 562]


def test_overdue_units_keep_the_share_open():
    assert open_share({0: 6, 3: 2}, {}) == {0: 0.25, 3: 0.0}
    assert open_share({0: 5}, {4: 5}) == {0: 0.5, 4: 0.5}
    assert open_share({0: 4, 5: 2}, {2: 4}) == {0: 0.6, 2: 0.6, 5: 0.0}


def test_too_little_known_or_already_done_says_nothing():
    few = Waiting(held=5, total=50, delays={0: ENOUGH - 1}, waiting={-10: 31}, unreported={-10: 31})
    done = Waiting(held=100, total=101, delays={0: 100}, waiting={0: 1}, unreported={0: 1})
    assert [forecast(few), forecast(done)] == [None, None]


def test_punctual_units_are_done_on_the_last_planned_day():
    known = Waiting(held=40, total=60, delays={0: 40}, waiting={-17: 20}, unreported={-17: 20})
    assert forecast(known) == Forecast(goal=60, days=10, first=4, last=24)


def test_units_that_never_meet_leave_the_last_day_open():
    known = Waiting(held=40, total=60, delays={0: 40}, waiting={30: 20}, unreported={30: 20})
    found = forecast(known)
    assert (found.days, found.last) == (None, None)
