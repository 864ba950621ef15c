"""When the figures of a week are frozen (ngày chốt số liệu hằng tuần; PR-01): one weekday at one hour."""

from datetime import date, datetime, time, timedelta

WEEK = timedelta(days=7)


def last_cutoff(now: datetime, weekday: int, hour: int) -> datetime:
    """Give the newest cut-off that has passed; `weekday` counts from Monday = 1."""
    day = now.date() - timedelta(days=(now.isoweekday() - weekday) % 7)
    moment = datetime.combine(day, time(hour), tzinfo=now.tzinfo)
    return moment if moment <= now else moment - WEEK


def cutoffs_between(first: date, last: date) -> list[date]:
    """Give the days a week apart after `first`, up to and with `last`."""
    return [first + WEEK * number for number in range(1, (last - first).days // 7 + 1)]
