"""The working days of this installation: the national calendar and what its own file adds (lịch làm việc)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from daihoi.foundation.assignments.models import AnchorDay, Assignment
from daihoi.rules.working_days import Calendar, SpecialDay, from_toml, national


def calendar() -> Calendar:
    """Give the calendar by which deadlines are counted (lịch làm việc)."""
    return _with_file(settings.CALENDAR_FILE)


@cache
def _with_file(path: str) -> Calendar:
    """Read the file of the installation once; days announced late stand there."""
    return from_toml(Path(path).read_text(encoding="utf-8"), national()) if path else national()


@dataclass(frozen=True)
class Doubts:
    """What is not sure about the days between a due day and the day it is counted from (điều chưa chắc của lịch)."""

    years: tuple[int, ...]
    days: tuple[SpecialDay, ...]

    def __bool__(self) -> bool:
        return bool(self.years or self.days)


def doubts(begin: date, end: date) -> Doubts:
    """Name the years without known days off, and the days nobody has read in the announcement itself (chỗ chưa chắc khi đếm hạn)."""
    first, last = min(begin, end), max(begin, end)
    known = calendar()
    return Doubts(known.unknown_years(first, last), known.unconfirmed(first, last))


def doubts_of(item: Assignment) -> Doubts | None:
    """Tell what is not sure about a due day that was counted in working days (chỗ chưa chắc của một hạn)."""
    batch = item.batch
    if item.due is None or not batch.anchor or not batch.due_working:
        return None
    day = AnchorDay.objects.filter(anchor=batch.anchor, unit=item.anchor_unit_id).values_list("day", flat=True).first()
    return doubts(item.due, day) if day else None
