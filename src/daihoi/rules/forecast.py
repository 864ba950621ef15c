"""When a branch will be done, from how late its congresses have been so far (dự báo ngày xong).

How late a congress is, is counted from its planned day. Of those that have met the delay is known; of those that are overdue it is
known to be longer than the days they wait already. Both together give the share still open so many days after the planned day
(product-limit estimate), and this is carried on over the units that are still to meet. Reports of the last week are still coming in, so the
delays are learned from the day a week before, and a unit without a report may have met since. "Done" means a share of the units, not the very
last one: a few never meet, and no rule can tell when.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

ENOUGH = 20  # units whose planned day has passed; fewer say nothing
GOAL_PERCENT = 99
HORIZON = 250  # days; beyond, nothing is said
REPORTING = 7  # days until nearly all that happened is reported
EARLIER, LATER = 6, 14  # days by which the pace of a branch changes: measured against what came, see docs/scale.md
SPREAD = 1.64  # of a normal distribution: nine in ten lie between
PAST = 400  # days before the planned day that are written down


@dataclass(frozen=True)
class Waiting:
    """What is known: delays of those that met until a week ago, days since the planned day of the others then, by how many units.

    `waiting` counts, a week ago, every unit that had not met then; `unreported` those of them without a report today.
    """

    held: int
    total: int
    delays: Mapping[int, int]
    waiting: Mapping[int, int]
    unreported: Mapping[int, int]


@dataclass(frozen=True)
class Forecast:
    """Days from the day asked until the goal is reached; no last day where it may lie beyond the horizon (dự báo)."""

    goal: int
    days: int | None
    first: int
    last: int | None


def goal_of(total: int) -> int:
    """Give how many must be done for the branch to count as done: 99 of 100, all of fewer."""
    return -(-total * GOAL_PERCENT // 100)


def open_share(delays: Mapping[int, int], waiting: Mapping[int, int]) -> dict[int, float]:
    """Give the share still open so many days after the planned day, for each day on which some met."""
    at_risk = sum(delays.values()) + sum(waiting.values())
    left, found = 1.0, {}
    for day in sorted({*delays, *waiting}):
        met = delays.get(day, 0)
        if met and at_risk:
            left *= 1 - met / at_risk
        found[day] = left
        at_risk -= met + waiting.get(day, 0)
    return found


def forecast(known: Waiting) -> Forecast | None:
    """Tell when the branch will be done, with a range; nothing where too little is known or it is done (dự báo)."""
    goal = goal_of(known.total)
    passed = sum(known.delays.values()) + sum(many for age, many in known.waiting.items() if age >= 0)
    if known.held >= goal or passed < ENOUGH:
        return None
    share = _written(open_share(known.delays, known.waiting))
    first, middle, last = (_day(known, share, goal, luck) for luck in (SPREAD, 0, -SPREAD))
    soonest = -REPORTING if first is None else first
    return Forecast(goal, middle, soonest - EARLIER, None if last is None else last + LATER)


def _written(share: Mapping[int, float]) -> list[float]:
    """Write the share still open for every day around the planned day."""
    found, left = [], 1.0
    for day in range(-PAST, PAST + HORIZON):
        left = share.get(day, left)
        found.append(left)
    return found


def _day(known: Waiting, share: list[float], goal: int, luck: float) -> int | None:
    """Give the first day, counted from the day asked, on which the goal is expected to be reached, with so much luck."""

    def is_reached(day: int) -> bool:
        expected, variance = float(known.held), 0.0
        for age, many in known.unreported.items():
            now, then = share[_at(age)], share[_at(age + day + REPORTING)]
            met = 1 - then / now if now else 1.0
            expected += many * met
            variance += many * met * (1 - met)
        return expected + luck * sqrt(variance) >= goal - 0.5

    days = range(1 - REPORTING, HORIZON + 1)  # what is expected only grows from day to day
    found = bisect_left(days, True, key=is_reached)
    return days[found] if found < len(days) else None


def _at(day: int) -> int:
    """Give the place of a day in the written share."""
    return max(0, min(2 * PAST + HORIZON - 1, day + PAST))
