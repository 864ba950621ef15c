"""How long a count takes (PR-19)."""

import pytest

from daihoi.rules.time_plan import Pace, Pile, SecondCheck, TimePlan, time_plan

HALL = Pile(350, 2, 70)


@pytest.mark.parametrize(
    ("pile", "pace", "expected"),
    [
        (HALL, Pace(30), TimePlan(700, 1, 23, 0, 4)),  # PR-19: 350 ballots on two leaves at 30 a minute, about 23 minutes
        (HALL, Pace(30, 2), TimePlan(700, 2, 12, 0, 4)),
        (HALL, Pace(30, 1, SecondCheck.PARALLEL), TimePlan(700, 2, 23, 0, 4)),
        (HALL, Pace(30, 1, SecondCheck.AFTER), TimePlan(700, 1, 23, 23, 4)),
        (Pile(1, 1, 1), Pace(30), TimePlan(1, 1, 1, 0, 1)),
        (Pile(0, 2, 70), Pace(30), TimePlan(0, 1, 0, 0, 0)),
    ],
)
def test_time_plan(pile, pace, expected):
    assert time_plan(pile, pace) == expected


def test_minutes_are_the_sum_of_the_parts():
    assert time_plan(HALL, Pace(30, 1, SecondCheck.AFTER)).minutes == 23 + 23 + 4


@pytest.mark.parametrize("ballots", [1, 7, 350, 5000])
@pytest.mark.parametrize("pace", [1, 30, 300])
def test_more_stations_never_take_longer(ballots, pace):
    minutes = [time_plan(Pile(ballots, 2, 70), Pace(pace, stations)).minutes for stations in range(1, 9)]
    assert minutes == sorted(minutes, reverse=True)
