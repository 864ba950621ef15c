"""How far what was assigned is, by source and branch: the numbers behind every matrix (độ bao phủ)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
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
        found = placed(found, place.path) if place else found.none()
    rows = found.order_by().values("batch__source", "state").annotate(n=Count("pk"), late=_late(on))
    return _summed(wanted, ((row["batch__source"], row["state"], row["n"], row["late"]) for row in rows))


def by_branch(sources: Iterable[str], on: date, *, under: Unit) -> dict[UUID, dict[str, Coverage]]:
    """Count the same for each unit directly below one, and for that unit itself (độ bao phủ theo nhánh)."""
    wanted, place = list(sources), newest_place(under)
    if place is None:
        return {}
    below = newest(Placement.objects.filter(in_branch(place.path), depth=place.depth + 1))
    heads = dict(below.values_list("path", "unit_id"))
    found = placed(Assignment.objects.filter(batch__source__in=wanted).exclude(state=State.DROPPED), place.path)
    rows = found.order_by().values("batch__source", "state", head=Substr("unit__placements__path", 1, len(place.path) + STEP))
    cells: dict[UUID, list[tuple[str, str, int, int]]] = defaultdict(list)
    for row in rows.annotate(n=Count("pk"), late=_late(on)):
        cells[heads.get(row["head"], under.pk)].append((row["batch__source"], row["state"], row["n"], row["late"]))
    return {unit: _summed(wanted, counted) for unit, counted in cells.items()}


def placed(found: "QuerySet[Assignment]", path: str) -> "QuerySet[Assignment]":
    """Join each assignment with the newest place of its unit, in one branch."""
    stands = Q(unit__placements__valid_to__isnull=True)
    stood_last = Q(unit__placements__valid_to=F("unit__closed"), unit__placements__valid_to__gt=F("unit__placements__valid_from"))
    return found.filter(stands | stood_last, unit__placements__path__gte=path, unit__placements__path__lt=f"{path}~")


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
