"""How far what was assigned is, by source and branch: the numbers behind every matrix (độ bao phủ)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import CharField, Count, OuterRef, Q, Subquery
from django.db.models.functions import Substr

from daihoi.foundation.assignments.models import Assignment, State
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import STEP, in_branch, newest, newest_place

RECEIVED = (State.RECEIVED, State.READ, State.PLANNED, State.DONE, State.RETURNED, State.ACCEPTED, State.MET)
PLANNED = (State.PLANNED, State.DONE, State.RETURNED, State.ACCEPTED, State.MET)
DONE = (State.DONE, State.ACCEPTED, State.MET)
ACCEPTED = (State.ACCEPTED, State.MET)


@dataclass(frozen=True)
class Coverage:
    """How many units owe a thing, and how many are how far (độ bao phủ)."""

    total: int = 0
    received: int = 0
    read: int = 0
    planned: int = 0
    done: int = 0
    accepted: int = 0
    returned: int = 0
    late: int = 0

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(*(mine + theirs for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True)))


def coverage(sources: Iterable[str], on: date, *, under: Unit | None = None) -> dict[str, Coverage]:
    """Count for each source, such as "directives.clause:<id>", how far its units are, in a branch if told (độ bao phủ theo nguồn)."""
    wanted = list(sources)
    found = Assignment.objects.filter(batch__source__in=wanted).exclude(state=State.DROPPED)
    if under is not None:
        place = newest_place(under)
        inside = newest(Placement.objects.filter(in_branch(place.path))) if place else Placement.objects.none()
        found = found.filter(unit__in=inside.values("unit"))
    rows = found.order_by().values("batch__source", "state").annotate(n=Count("pk"), late=_late(on))
    return _summed(wanted, ((row["batch__source"], row["state"], row["n"], row["late"]) for row in rows))


def by_branch(sources: Iterable[str], on: date, *, under: Unit) -> dict[UUID, dict[str, Coverage]]:
    """Count the same for each unit directly below one, and for that unit itself (độ bao phủ theo nhánh)."""
    wanted, place = list(sources), newest_place(under)
    if place is None:
        return {}
    length = len(place.path) + STEP
    standing = newest(Placement.objects.filter(in_branch(place.path)))
    heads = dict(standing.filter(path__lt=f"{place.path}~", depth__lte=place.depth + 1).values_list("path", "unit_id"))
    found = Assignment.objects.filter(batch__source__in=wanted, unit__in=standing.values("unit")).exclude(state=State.DROPPED)
    rows = found.order_by().annotate(head=_head(length)).values("head", "batch__source", "state").annotate(n=Count("pk"), late=_late(on))
    cells: dict[UUID, list[tuple[str, str, int, int]]] = defaultdict(list)
    for row in rows:
        cells[heads.get(row["head"], under.pk)].append((row["batch__source"], row["state"], row["n"], row["late"]))
    return {unit: _summed(wanted, counted) for unit, counted in cells.items()}


def _head(length: int) -> Subquery:
    """Cut the path of an assignment's unit to the level below the one asked about."""
    path = newest(Placement.objects.filter(unit=OuterRef("unit"))).values(head=Substr("path", 1, length))[:1]
    return Subquery(path, output_field=CharField())


def _late(on: date) -> Count:
    """Count what was due before a day and is still owed."""
    return Count("pk", filter=Q(owed=True, due__lt=on))


def _summed(sources: list[str], rows: Iterable[tuple[str, str, int, int]]) -> dict[str, Coverage]:
    """Add up rows of states to what each source covers."""
    found = {source: Coverage() for source in sources}
    for source, state, n, late in rows:
        found[source] += Coverage(
            total=n,
            received=n * (state in RECEIVED),
            read=n * (state in RECEIVED and state != State.RECEIVED),
            planned=n * (state in PLANNED),
            done=n * (state in DONE),
            accepted=n * (state in ACCEPTED),
            returned=n * (state == State.RETURNED),
            late=late,
        )
    return found
