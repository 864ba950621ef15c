"""When congresses of the demonstration were planned, held and known (ngày của bản trình diễn): curves by week, then a day for each unit."""

from bisect import bisect_left
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

Curve = tuple[tuple[date, int], ...]

# Cumulated numbers at some days; between them the pace is even.
DONG_THAP_HELD: Curve = (
    (date(2020, 3, 2), 0),
    (date(2020, 3, 23), 30),
    (date(2020, 4, 13), 38),
    (date(2020, 4, 20), 84),
    (date(2020, 5, 4), 226),
    (date(2020, 5, 18), 372),
    (date(2020, 6, 8), 452),
    (date(2020, 6, 25), 497),
)
DONG_THAP_PLANNED: Curve = (
    (date(2020, 3, 2), 0),
    (date(2020, 3, 23), 40),
    (date(2020, 4, 6), 90),
    (date(2020, 4, 27), 215),
    (date(2020, 5, 18), 400),
    (date(2020, 6, 8), 473),
    (date(2020, 6, 25), 497),
)
BLOC_CELLS_HELD: Curve = (
    (date(2020, 1, 6), 0),
    (date(2020, 1, 20), 160),
    (date(2020, 2, 3), 812),
    (date(2020, 2, 17), 1302),
    (date(2020, 3, 23), 1397),
    (date(2020, 4, 6), 1808),
    (date(2020, 4, 20), 2720),
    (date(2020, 5, 4), 3450),
    (date(2020, 5, 15), 3940),
)
BLOC_CELLS_PLANNED: Curve = (
    (date(2020, 1, 6), 0),
    (date(2020, 2, 3), 900),
    (date(2020, 3, 2), 1900),
    (date(2020, 3, 30), 2700),
    (date(2020, 4, 20), 3400),
    (date(2020, 5, 15), 3940),
)
BLOC_GRASSROOTS_HELD: Curve = ((date(2020, 3, 2), 0), (date(2020, 3, 30), 40), (date(2020, 4, 27), 120), (date(2020, 5, 15), 313))
BLOC_GRASSROOTS_PLANNED: Curve = ((date(2020, 3, 2), 0), (date(2020, 3, 30), 70), (date(2020, 4, 27), 170), (date(2020, 5, 15), 313))


def day_of(curve: Curve, number: int) -> date:
    """Give the day on which the number-th congress falls, counted from one."""
    place = bisect_left([reached for _day, reached in curve], number)
    (start, before), (end, after) = curve[place - 1], curve[place]
    span = (end - start).days
    return start + timedelta(days=-(-span * (number - before) // (after - before)))


def evening(day: date) -> datetime:
    """Give half past four in the afternoon of a day."""
    return timezone.make_aware(datetime.combine(day, time(16, 30)))


def known(rng: Random, held: date, published: date, *, late: bool) -> datetime:
    """Give when a congress became known: within three days, never after the published figure unless it is late."""
    if late:
        return evening(published + timedelta(days=rng.randint(1, 4)))
    return evening(min(held + timedelta(days=rng.randint(0, 3)), published))
