"""When the figures of a week are frozen (ngày chốt số liệu hằng tuần; PR-01): one weekday at one hour."""

from datetime import date, datetime, time, timedelta, tzinfo

WEEK = timedelta(days=7)


def moment_of(day: date, hour: int, zone: tzinfo | None) -> datetime:
    """Give the moment at which the figures of a day are frozen; hour 24 is its end."""
    return datetime.combine(day, time(), tzinfo=zone) + timedelta(hours=hour)


def last_cutoff(now: datetime, weekday: int, hour: int) -> date:
    """Give the day of the newest cut-off that has passed; `weekday` counts from Monday = 1."""
    day = now.date() - timedelta(days=(now.isoweekday() - weekday) % 7)
    return day if moment_of(day, hour, now.tzinfo) <= now else day - WEEK


def cutoffs_between(first: date, last: date) -> list[date]:
    """Give the days a week apart after `first`, up to and with `last`."""
    return [first + WEEK * number for number in range(1, (last - first).days // 7 + 1)]
