"""Single assignments: of a unit, of a branch, of one subject (việc của đơn vị)."""

from datetime import date

from django.db.models import F, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from daihoi.foundation.assignments.models import Assignment, Event
from daihoi.foundation.assignments.queries.people import within_grade
from daihoi.foundation.organization.authority import Actor, visible_placements
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import in_branch, newest, newest_place

VIEW = "assignments.view"


def open_items(unit: Unit) -> "QuerySet[Assignment]":
    """Give what a unit still owes, the oldest due day first; what waits for a day comes last (việc còn phải làm)."""
    return _listed(Assignment.objects.filter(unit=unit, owed=True))


def in_branch_of(unit: Unit) -> "QuerySet[Assignment]":
    """Give every assignment of a unit and of all below it, as the tree stands (việc của cả nhánh)."""
    place = newest_place(unit)
    if place is None:
        return Assignment.objects.filter(unit=unit)
    if place.depth == 1 and Placement.objects.filter(depth=1, valid_to__isnull=True).count() == 1:
        return Assignment.objects.all()
    inside = newest(Placement.objects.filter(in_branch(place.path)))
    return Assignment.objects.filter(unit__in=inside.values("unit"))


def seen_assignments(user: Actor, act: str = VIEW) -> "QuerySet[Assignment]":
    """Give the assignments a person may see; others do not exist for him (việc được xem)."""
    return Assignment.objects.filter(
        within_grade(user, timezone.localdate()), unit__in=newest(visible_placements(user, act)).values("unit")
    )


def late(found: "QuerySet[Assignment]", on: date) -> "QuerySet[Assignment]":
    """Keep what was due before a day and is still owed (việc quá hạn)."""
    return found.filter(owed=True, due__lt=on)


def assignment_of(subject: str) -> Assignment | None:
    """Find the deadline of a subject, such as "congresses.approval:<id>" (hạn của một đối tượng)."""
    return Assignment.objects.select_related("batch", "unit").filter(subject=subject).first() if subject else None


def events_of(assignment: Assignment) -> "QuerySet[Event]":
    """Give what happened to an assignment, in order, with who did it (diễn biến)."""
    return assignment.events.select_related("by", "file", "unit_before", "unit_after").order_by("at", "pk")


def link_url(link: str) -> str:
    """Give the address behind a link such as "congresses:detail <id>"; nothing where that page is not installed."""
    name, *arguments = link.split()[:3] or [""]
    if not name or name.startswith("/"):
        return name
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def _listed(found: "QuerySet[Assignment]") -> "QuerySet[Assignment]":
    """Order a list by due day and bring what each row shows."""
    return found.select_related("batch", "unit").order_by(F("due").asc(nulls_last=True), "pk")
