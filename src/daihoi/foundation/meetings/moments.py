"""When something happened in the hall: now, unless a conference is written down afterwards (thời điểm diễn ra).

The journal keeps its own clock: an event knows when it happened, its journal line when it was recorded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_TOLD: ContextVar[datetime | None] = ContextVar("moment", default=None)
_LATE: ContextVar[bool] = ContextVar("late", default=False)


def moment() -> datetime:
    """Give the moment of what is being recorded."""
    return _TOLD.get() or timezone.now()


@contextmanager
def at(when: datetime) -> Iterator[None]:
    """Record what follows as of an earlier moment."""
    before = _TOLD.set(when)
    try:
        yield
    finally:
        _TOLD.reset(before)


@contextmanager
def afterwards(when: datetime) -> Iterator[None]:
    """Record what follows as of an earlier moment, and say of each event that it was recorded afterwards (ghi lại sau)."""
    before = _LATE.set(True)
    try:
        with at(when):
            yield
    finally:
        _LATE.reset(before)


def is_afterwards() -> bool:
    """Tell whether what is being recorded was over before (đang ghi lại sau)."""
    return _LATE.get()
