"""Questions on the calendar of leaders who attend congresses (lịch dự đại hội; PR-11)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from daihoi.cycle.congresses.models import Attendance, Session
from daihoi.cycle.congresses.queries import planned_dates, stage_events
from daihoi.foundation.assignments.queries.calendars import calendar
from daihoi.foundation.organization.authority import Actor, visible_units
from daihoi.foundation.organization.models import Placement
from daihoi.foundation.organization.queries import newest
from daihoi.rules.stages import Stage
from daihoi.rules.visits import Day as Together
from daihoi.rules.visits import Stay, day_of

VIEW = "tracking.view"


@dataclass(frozen=True)
class Visit:
    """One leader at one congress on one day (lượt dự)."""

    attendance: Attendance
    day: date
    is_held: bool
    unit: str
    stay: Stay
    together: Together = Together.FREE

    @property
    def who(self) -> str:
        """Name the leader."""
        return self.attendance.post.person.full_name

    @property
    def clashes(self) -> bool:
        """Tell whether the person cannot be at all places of that day."""
        return self.together == Together.CLASH


@dataclass(frozen=True)
class Day:
    """One day of the calendar (ngày)."""

    on: date
    visits: tuple[Visit, ...]
    in_month: bool
    is_working: bool
    remark: str


def visits(user: Actor, first: date, last: date, post: UUID | None = None) -> list[Visit]:
    """Give who attends which congress between two days, with clashes: the same leader on the same day (lịch dự)."""
    found = [
        visit for visit in _dated(Attendance.objects.filter(congress__unit__in=visible_units(user, VIEW))) if first <= visit.day <= last
    ]
    together = _together(found)
    marked = [replace(visit, together=together[visit.attendance.post.person_id, visit.day]) for visit in found]
    wanted = [visit for visit in marked if post is None or visit.attendance.post_id == post]
    return sorted(wanted, key=lambda visit: (visit.day, visit.who, visit.unit))


def _dated(rows: "QuerySet[Attendance]") -> list[Visit]:
    """Give the visits that have a day: the one held, else the one planned."""
    now = timezone.now()
    plan = planned_dates(now).filter(congress=OuterRef("congress")).values("planned")[:1]
    held = stage_events(now).filter(congress=OuterRef("congress"), stage=Stage.held).values("happened_on")[:1]
    names = newest(Placement.objects.filter(unit=OuterRef("congress__unit"))).values("name")[:1]
    official = Session.objects.filter(congress=OuterRef("congress"), kind=Session.Kind.OFFICIAL)
    found = (
        rows.filter(released_at__isnull=True)
        .select_related("post__person", "congress")
        .annotate(planned=Subquery(plan), held=Subquery(held), unit_name=Subquery(names))
        .annotate(**{f"session_{name}": Subquery(official.values(name)[:1]) for name in ("opens_on", "opens_at", "half_days")})
    )
    return [
        Visit(row, day, row.held is not None, row.unit_name or "", _stay(row, day)) for row in found if (day := row.held or row.planned)
    ]


def _stay(row: Any, day: date) -> Stay:
    """Give the hours of the session a leader attends, where it is planned for that day."""
    return Stay(row.session_opens_at, row.session_half_days) if row.session_opens_on == day else Stay()


def _together(found: Iterable[Visit]) -> dict[tuple[UUID, date], Together]:
    """Say for each person and day whether the places go together, with the way between them (PR-11)."""
    days: dict[tuple[UUID, date], dict[UUID, Stay]] = defaultdict(dict)
    for visit in found:
        days[visit.attendance.post.person_id, visit.day][visit.attendance.congress_id] = visit.stay
    half_day, travel = settings.HALF_DAY_HOURS, settings.TRAVEL_HOURS
    return {key: day_of(list(stays.values()), half_day=half_day, travel=travel) for key, stays in days.items()}


def month_of(user: Actor, month: date, post: UUID | None = None) -> list[Day]:
    """Give the weeks that show a month, Monday first, with holidays and swapped working days noted (lịch tháng)."""
    begin = month.replace(day=1)
    end = (begin + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    first, last = begin - timedelta(days=begin.weekday()), end + timedelta(days=6 - end.weekday())
    by_day: dict[date, list[Visit]] = defaultdict(list)
    for visit in visits(user, first, last, post):
        by_day[visit.day].append(visit)
    working = calendar()
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    return [Day(day, tuple(by_day[day]), begin <= day <= end, working.is_working(day), _remark(day)) for day in days]


def month_with_visits(user: Actor, today: date) -> date:
    """Give the month to open first: of the next attendance, else of the last one, else this month (tháng mở đầu)."""
    days = [visit.day for visit in visits(user, date.min, date.max)]
    ahead, past = [day for day in days if day >= today], [day for day in days if day < today]
    return min(ahead, default=max(past, default=today))


def _remark(day: date) -> str:
    """Say that a day is a holiday, or worked instead of another day."""
    working = calendar()
    special = working.worked.get(day) or working.off.get(day)
    return special.name if special else ""


def same_day(attendance: Attendance) -> Together:
    """Tell whether a leader attends other congresses on the day of this one, and whether there is time for the way."""
    found = _dated(Attendance.objects.filter(post__person=attendance.post.person_id))
    mine = next((visit.day for visit in found if visit.attendance.pk == attendance.pk), None)
    return _together(found)[attendance.post.person_id, mine] if mine else Together.FREE
