"""Questions about inspections: who is to be visited, what is still to be put right (tra cuộc kiểm tra)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from daihoi.cycle.directives.models import Inspection, Programme, Remedy, Visit
from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import Assignment, State
from daihoi.foundation.organization.authority import newest, visible_units
from daihoi.foundation.organization.models import Placement

VIEW = "directives.view_inspections"
REMEDY = "directives.remedy:"
ACCEPTED = (State.ACCEPTED, State.MET)


def remedy_key(remedy_id: UUID) -> str:
    """Give the key under which a remedy is assigned."""
    return f"{REMEDY}{remedy_id}"


def visible_inspections(user: User) -> "QuerySet[Inspection]":
    """Give the inspections of the units in which a person may look at them (cuộc kiểm tra được xem)."""
    return Inspection.objects.filter(unit__in=visible_units(user, VIEW)).select_related("unit", "programme", "text")


def visible_programmes(user: User) -> "QuerySet[Programme]":
    """Give the programmes of the units in which a person may look at them."""
    return Programme.objects.filter(unit__in=visible_units(user, VIEW)).select_related("unit")


@dataclass(frozen=True)
class Followed:
    """A required remedy with how far it is (yêu cầu đang theo dõi)."""

    remedy: Remedy
    state: str
    word: str
    assignment_id: UUID | None
    met_on: date | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits: neither accepted nor let go."""
        return self.remedy.waived_on is None and self.state not in ACCEPTED


def followed(remedies: "QuerySet[Remedy]") -> list[Followed]:
    """Put beside each remedy the state of its assignment."""
    rows = list(remedies.select_related("visit__unit", "visit__inspection").order_by("due", "id"))
    keys = {remedy_key(row.pk): row.pk for row in rows}
    given = {
        keys[each.batch.source]: each
        for each in Assignment.objects.filter(batch__source__in=keys).exclude(state=State.DROPPED).select_related("batch")
    }
    found = []
    for row in rows:
        each = given.get(row.pk)
        found.append(
            Followed(
                row,
                each.state if each else State.SENT,
                str(each.get_state_display()) if each else "",
                each.pk if each else None,
                each.met_on if each else None,
            )
        )
    return found


def open_remedies(inspection: Inspection) -> list[Remedy]:
    """Give the remedies of an inspection that are neither accepted nor let go (yêu cầu còn mở)."""
    return [each.remedy for each in followed(Remedy.objects.filter(visit__inspection=inspection)) if each.is_open]


@dataclass(frozen=True)
class Desk:
    """What an inspector sees first (bàn của kiểm tra viên)."""

    visited: int
    planned: int
    open_: list[Followed]
    next_visits: list[Visit]
    late_visits: list[Visit]

    def late(self, on: date) -> int:
        """Count the open remedies whose day has passed."""
        return sum(each.remedy.due < on for each in self.open_)


def desk(inspections: "QuerySet[Inspection]", on: date) -> Desk:
    """Give units visited, open remedies and the visits that come next, of the inspections that run."""
    running = inspections.filter(closed_on__isnull=True)
    visits = Visit.objects.filter(inspection__in=running)
    counts = visits.aggregate(n=Count("pk"), visited=Count("pk", filter=Q(visited_on__isnull=False)))
    waiting = visits.filter(visited_on__isnull=True).select_related("unit", "inspection").order_by("planned_on")
    return Desk(
        counts["visited"],
        counts["n"],
        [each for each in followed(Remedy.objects.filter(visit__inspection__in=running)) if each.is_open],
        list(waiting.filter(planned_on__gte=on)[:8]),
        list(waiting.filter(planned_on__lt=on)[:8]),
    )


def names_of(units: Iterable[UUID]) -> dict[UUID, str]:
    """Name units as they are called now (tên đơn vị)."""
    return dict(newest(Placement.objects.filter(unit__in=list(units))).values_list("unit_id", "name"))
