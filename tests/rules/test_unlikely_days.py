"""Days that contradict what is known of a round and a congress (PR-02)."""

from datetime import date

import pytest

from daihoi.rules.stages import Stage
from daihoi.rules.unlikely_days import Known, Unlikely, bounds, of_plan, of_stage

DIRECTIVE, STARTS, DEADLINE = date(2019, 5, 30), date(2020, 3, 2), date(2020, 6, 30)
CALLED, HELD = date(2020, 4, 21), date(2020, 6, 3)
KNOWN = Known(DIRECTIVE, STARTS, DEADLINE, {Stage.called: CALLED, Stage.held: HELD})


@pytest.mark.parametrize(
    ("stage", "day", "found"),
    [
        (Stage.held, date(2020, 6, 3), []),
        (Stage.called, date(2020, 1, 2), []),
        (Stage.held, date(2020, 4, 20), [Unlikely("earlier", CALLED, Stage.called)]),
        (Stage.held, date(2020, 3, 1), [Unlikely("starts", STARTS), Unlikely("earlier", CALLED, Stage.called)]),
        (Stage.results_reported, date(2020, 6, 2), [Unlikely("earlier", HELD, Stage.held)]),
        (Stage.prepared, date(2020, 6, 4), [Unlikely("later", HELD, Stage.held)]),
        (Stage.called, date(2019, 5, 29), [Unlikely("directive", DIRECTIVE)]),
        (Stage.filed, date(2026, 1, 1), []),
    ],
)
def test_a_stage_is_held_against_the_round_and_the_other_stages(stage, day, found):
    assert list(of_stage(stage, day, KNOWN)) == found


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (STARTS, []),
        (DEADLINE, []),
        (date(2020, 7, 1), [Unlikely("deadline", DEADLINE)]),
        (date(1999, 1, 1), [Unlikely("directive", DIRECTIVE), Unlikely("starts", STARTS)]),
    ],
)
def test_a_plan_lies_within_the_round(day, found):
    assert list(of_plan(day, KNOWN)) == found


def test_every_bound_says_what_it_concerns_and_from_which_day():
    assert [(each.bound, each.days, bool(each.of)) for each in bounds()] == [
        (name, 0, True) for name in ("directive", "starts", "deadline", "earlier", "later")
    ]
