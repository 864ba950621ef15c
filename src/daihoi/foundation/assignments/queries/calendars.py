"""The working days of this installation: the national calendar and what its own file adds (lịch làm việc)."""

from functools import cache
from pathlib import Path

from django.conf import settings

from daihoi.rules.working_days import Calendar, from_toml, national


def calendar() -> Calendar:
    """Give the calendar by which deadlines are counted (lịch làm việc)."""
    return _with_file(settings.CALENDAR_FILE)


@cache
def _with_file(path: str) -> Calendar:
    """Read the file of the installation once; days announced late stand there."""
    return from_toml(Path(path).read_text(encoding="utf-8"), national()) if path else national()
