"""Planned hours of a programme (giờ dự kiến)."""

from datetime import datetime, timedelta

from daihoi.foundation.meetings.models import Item, Meeting


def planned_times(meeting: Meeting, items: list[Item]) -> list[tuple[Item, datetime]]:
    """Give each item with the moment at which it is planned to begin (giờ dự kiến từng việc)."""
    at, found = meeting.opens_at, []
    for item in items:
        found.append((item, at))
        at += timedelta(minutes=item.minutes)
    return found
