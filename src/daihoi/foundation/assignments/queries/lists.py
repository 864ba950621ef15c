"""Rows of lists with what a page shows: the name of the unit, the branch it stands in (danh sách việc)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone

from daihoi.foundation.assignments.models import Assignment, Batch, State
from daihoi.foundation.assignments.queries.coverage import placed
from daihoi.foundation.assignments.queries.people import open_batches
from daihoi.foundation.organization.authority import Actor, visible_units
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import STEP, in_branch, newest, newest_place

SOON = timedelta(days=7)
STATES = ("late", "soon", "open", "done", "all")


@dataclass(frozen=True)
class Branch:
    """What stands open in one branch (tình hình một nhánh)."""

    unit: Unit
    name: str
    late: int
    soon: int
    owed: int
    oldest: date | None

    def days(self, on: date) -> int:
        """Count the days of the oldest late one."""
        return (on - self.oldest).days if self.oldest and self.oldest < on else 0


def unit_names(units: Iterable[UUID]) -> dict[UUID, str]:
    """Give the newest name of each unit, in one question (tên đơn vị)."""
    wanted = set(units)
    return dict(newest(Placement.objects.filter(unit__in=wanted)).values_list("unit_id", "name")) if wanted else {}


def in_state(found: "QuerySet[Assignment]", state: str, on: date) -> "QuerySet[Assignment]":
    """Keep the assignments of one kind of list: late, due within a week, owed, reported, all (lọc việc)."""
    if state == "late":
        return found.filter(owed=True, due__lt=on)
    if state == "soon":
        return found.filter(owed=True, due__gte=on, due__lte=on + SOON)
    if state == "open":
        return found.filter(owed=True)
    if state == "done":
        return found.filter(state=State.DONE)
    return found.exclude(state=State.DROPPED)


def of_branch(unit: Unit) -> "QuerySet[Assignment]":
    """Give every assignment of a unit and of all below it, the oldest due day first (việc của nhánh)."""
    place = newest_place(unit)
    found = placed(Assignment.objects.all(), place.path) if place and place.depth > 1 else Assignment.objects.all()
    return found.select_related("batch", "unit").order_by(F("due").asc(nulls_last=True), "pk")


def branches(unit: Unit, on: date) -> list[Branch]:
    """Count what is open in each unit directly below one, the most late first (việc theo nhánh)."""
    place = newest_place(unit)
    if place is None:
        return []
    below = newest(Placement.objects.filter(in_branch(place.path), depth=place.depth + 1)).select_related("unit")
    heads = {row.path: row for row in below}
    open_ones = placed(Assignment.objects.filter(owed=True, due__lte=on + SOON), place.path).order_by()
    counted = open_ones.values(head=Substr("unit__placements__path", 1, len(place.path) + STEP)).annotate(
        owed=Count("pk"), late=Count("pk", filter=Q(due__lt=on)), oldest=Min("due")
    )
    rows = [
        Branch(heads[row["head"]].unit, heads[row["head"]].name, row["late"], row["owed"] - row["late"], row["owed"], row["oldest"])
        for row in counted
        if row["head"] in heads
    ]
    return sorted(rows, key=lambda row: (-row.late, -row.soon, row.name))


def batches_seen(user: Actor, under: Unit) -> "QuerySet[Batch]":
    """Give the batches issued by a unit or below it that a person may see, the newest first (các lần giao việc)."""
    place = newest_place(under)
    inside = newest(Placement.objects.filter(in_branch(place.path) if place else Q(unit=under))).values("unit")
    seen = Batch.objects.filter(issuer__in=visible_units(user, "assignments.view").values("pk")).filter(issuer__in=inside)
    seen = seen.filter(open_batches(user, timezone.localdate()))
    return seen.exclude(assignments__subject__gt="").order_by("-assigned_at", "-pk")


def tallies(batches: Iterable[Batch], on: date) -> dict[UUID, dict[str, int]]:
    """Count of each batch how many units owe it, reported, were accepted, are late (tổng hợp lần giao)."""
    found: dict[UUID, dict[str, int]] = {batch.pk: dict.fromkeys(("total", "done", "accepted", "late"), 0) for batch in batches}
    rows = Assignment.objects.filter(batch__in=list(found)).exclude(state=State.DROPPED).order_by()
    for row in rows.values("batch", "state").annotate(n=Count("pk"), behind=Count("pk", filter=Q(owed=True, due__lt=on))):
        tally = found[row["batch"]]
        tally["total"] += row["n"]
        tally["late"] += row["behind"]
        tally["done"] += row["n"] * (row["state"] in (State.DONE, State.ACCEPTED, State.MET))
        tally["accepted"] += row["n"] * (row["state"] in (State.ACCEPTED, State.MET))
    return found
