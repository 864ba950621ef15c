"""Import many units in one act: all or nothing (nhập cây tổ chức)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.canonical import merkle_root
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization import placing
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.bulk import insert
from daihoi.foundation.organization.models import Headcount, Placement, Unit


@dataclass(frozen=True)
class UnitRow:
    """One checked row of an import of units (dòng nhập)."""

    code: str
    name: str
    kind: str
    parent: str
    opened: date
    closed: date | None = None
    members: int | None = None
    members_on: date | None = None


Progress = Callable[[int, int], None]
BATCH = 5000


@transaction.atomic
def import_units(
    *,
    rows: Sequence[UnitRow],
    actor: User | None = None,
    cause: Entry | None = None,
    origin: str | None = None,
    recorded_at: datetime | None = None,
    progress: Progress | None = None,
) -> list[Unit]:
    """Write all rows of a checked list, superiors first, in one act; the first list of an installation is the tree as always known."""
    standing = _standing_superiors(rows)
    for unit in standing.values():
        require(actor, "organization.import_units", unit, cause=cause, origin=origin)
    if not standing or any(not row.parent for row in rows):
        require(actor, "organization.import_units", None, cause=cause, origin=origin)
    known = recorded_at or (timezone.now() if Unit.objects.exists() else _from_the_beginning(rows))
    units, places = _Planner(rows, standing, known).run()
    heads = _write(rows, units, places, known, progress)
    if units:
        acting = next(iter(standing.values())) if len(standing) == 1 else None
        facts = {"units": len(units), "headcounts": heads, "rows": merkle_root(f"{p.unit_id}:{p.path}:{p.valid_from}" for p in places)}
        record(actor, "organization.units_imported", units[0], unit=acting, cause=cause, origin=origin, **facts)
    return units


def _from_the_beginning(rows: Sequence[UnitRow]) -> datetime:
    """Give the first moment of the oldest unit: the tree that stood before the installation was known before it."""
    return timezone.make_aware(datetime.combine(min((row.opened for row in rows), default=timezone.localdate()), time.min))


def _standing_superiors(rows: Sequence[UnitRow]) -> dict[str, Unit]:
    """Find the superiors that stand in the tree already."""
    outside = {row.parent for row in rows if row.parent} - {row.code for row in rows}
    return {unit.code: unit for unit in Unit.objects.filter(code__in=outside)}


def _write(rows: Sequence[UnitRow], units: list[Unit], places: list[Placement], known: datetime, progress: Progress | None) -> int:
    """Write units, places and headcounts in portions; give the number of headcounts."""
    insert(units)
    for first in range(0, len(places), BATCH):
        insert(places[first : first + BATCH])
        if progress:
            progress(min(first + BATCH, len(places)), len(places))
    heads = [
        Headcount(unit=unit, on=row.members_on or row.opened, official=row.members, recorded_at=known)
        for row, unit in zip(rows, units, strict=True)
        if row.members is not None
    ]
    insert(heads)
    return len(heads)


class _Planner:
    """Places for the rows of an import, a superior before those below it, whatever the order of rows."""

    def __init__(self, rows: Sequence[UnitRow], standing: dict[str, Unit], known: datetime) -> None:
        self.known = known
        self.rows = {row.code: row for row in rows}
        self.units = {row.code: Unit(code=row.code, opened=row.opened, closed=row.closed) for row in rows} | standing
        above = Placement.objects.filter(unit__in=standing.values(), valid_to__isnull=True).select_related("unit")
        self.places = {place.unit.code: place for place in above}
        self.steps = {place.unit.code: placing.next_step(place.path) for place in above} | {"": placing.next_step("")}

    def run(self) -> tuple[list[Unit], list[Placement]]:
        """Give the units and placements in the order of the rows."""
        for code in self.rows:
            self._place(code)
        return [self.units[code] for code in self.rows], [self.places[code] for code in self.rows]

    def _place(self, code: str) -> Placement:
        """Place one unit; it stands in the tree only while its superior does."""
        if code in self.places:
            return self.places[code]
        row = self.rows[code]
        above = self._place(row.parent) if row.parent else None
        number = self.steps.get(row.parent, 1)
        self.steps[row.parent] = number + 1
        begins = max(row.opened, above.valid_from) if above else row.opened
        place = self.places[code] = Placement(
            unit=self.units[code],
            name=row.name,
            kind=row.kind,
            superior=above.unit if above else None,
            path=(above.path if above else "") + placing.step(number),
            depth=(above.depth if above else 0) + 1,
            valid_from=begins,
            valid_to=max(row.closed, begins) if row.closed else None,
            recorded_at=self.known,
            ended_recorded_at=self.known if row.closed else None,
        )
        return place
