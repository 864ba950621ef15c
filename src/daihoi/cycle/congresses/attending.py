"""Questions on the calendar of leaders who attend congresses (lịch dự đại hội; PR-11)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from daihoi.cycle.congresses.models import Attendance
from daihoi.cycle.congresses.queries import planned_dates, stage_events
from daihoi.foundation.assignments.queries.calendars import calendar
from daihoi.foundation.organization.authority import Actor, visible_units
from daihoi.foundation.organization.models import Placement
from daihoi.foundation.organization.queries import newest
from daihoi.rules.stages import Stage

VIEW = "tracking.view"


@dataclass(frozen=True)
class Visit:
    """One leader at one congress on one day (lượt dự)."""

    attendance: Attendance
    day: date
    is_held: bool
    unit: str
    clashes: bool = False

    @property
    def who(self) -> str:
        """Name the leader."""
        return self.attendance.post.person.full_name


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
    now = timezone.now()
    plan = planned_dates(now).filter(congress=OuterRef("congress")).values("planned")[:1]
    held = stage_events(now).filter(congress=OuterRef("congress"), stage=Stage.held).values("happened_on")[:1]
    names = newest(Placement.objects.filter(unit=OuterRef("congress__unit"))).values("name")[:1]
    rows = (
        Attendance.objects.filter(released_at__isnull=True, congress__unit__in=visible_units(user, VIEW))
        .select_related("post__person", "congress")
        .annotate(planned=Subquery(plan), held=Subquery(held), unit_name=Subquery(names))
    )
    found = [
        Visit(row, row.held or row.planned, row.held is not None, row.unit_name or "")
        for row in rows
        if (row.held or row.planned) and first <= (row.held or row.planned) <= last
    ]
    twice = clashing(found)
    marked = [Visit(v.attendance, v.day, v.is_held, v.unit, (v.attendance.post.person_id, v.day) in twice) for v in found]
    wanted = [v for v in marked if post is None or v.attendance.post_id == post]
    return sorted(wanted, key=lambda v: (v.day, v.who, v.unit))


def clashing(found: Iterable[Visit]) -> set[tuple[UUID, date]]:
    """Give the persons and days that stand in the calendar twice."""
    counted: dict[tuple[UUID, date], set[UUID]] = defaultdict(set)
    for visit in found:
        counted[visit.attendance.post.person_id, visit.day].add(visit.attendance.congress_id)
    return {key for key, congresses in counted.items() if len(congresses) > 1}


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


def same_day(attendance: Attendance) -> bool:
    """Tell whether a leader already attends another congress on the day of this one."""
    now = timezone.now()
    mine = planned_dates(now).filter(congress=attendance.congress).values_list("planned", flat=True).first()
    others = Attendance.objects.filter(post__person=attendance.post.person_id, released_at__isnull=True).exclude(pk=attendance.pk)
    return mine is not None and planned_dates(now).filter(planned=mine, congress__in=others.values("congress")).exists()
