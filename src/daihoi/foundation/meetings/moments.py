"""When something happened in the hall: now, unless a conference is written down afterwards (thời điểm diễn ra).

The journal keeps its own clock: an event knows when it happened, its journal line when it was recorded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_TOLD: ContextVar[datetime | None] = ContextVar("moment", default=None)


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
