"""What due days would come of a rule before anything is given, and which days one can count from (xem trước hạn)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from daihoi.foundation.assignments.models import Anchor, AnchorDay
from daihoi.foundation.assignments.queries.calendars import calendar
from daihoi.rules.deadlines import Due, due_day


@dataclass(frozen=True)
class Forecast:
    """From which to which day the due days of so many units fall, and how many are over already (dự tính hạn)."""

    units: int
    late: int
    unknown: int
    first: date | None
    last: date | None

    @property
    def key(self) -> str:
        """Name what was shown, so that a confirmation holds for nothing else."""
        return f"{self.units}.{self.late}.{self.unknown}.{self.first}.{self.last}"


def forecast(units: Collection[UUID], due: Due, today: date) -> Forecast:
    """Count the due days that units would get today (dự tính hạn của các đơn vị)."""
    if not due.is_counted:
        late = len(units) if due.fixed and due.fixed < today else 0
        return Forecast(len(units), late, 0, due.fixed, due.fixed)
    wanted, working = set(units), calendar()
    rows = AnchorDay.objects.filter(anchor=due.anchor).values_list("unit_id", "day")
    days = [day for unit, day in rows if unit in wanted]
    counted = {day: due_day(due, day, working) for day in set(days)}
    found = sorted(each for day in days if (each := counted[day]))
    late = sum(each < today for each in found)
    return Forecast(len(wanted), late, len(wanted) - len(found), found[0] if found else None, found[-1] if found else None)


def anchors_named() -> list[tuple[str, str]]:
    """Name each day one can count from, with how many units have it and when, for two rounds may bear one title (mốc tính hạn)."""
    rows = Anchor.objects.annotate(n=Count("days"), first=Min("days__day"), last=Max("days__day")).order_by("title", "first", "key")
    return [
        (
            row.key,
            _("{title}: {n} đơn vị, từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}").format(
                title=row.title, n=row.n, first=row.first, last=row.last
            )
            if row.n
            else _("{title}: chưa đơn vị nào có ngày").format(title=row.title),
        )
        for row in rows
    ]
