"""Import many units in one act: all or nothing (nhập cây tổ chức)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.canonical import merkle_root
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization import placing
from daihoi.foundation.organization.authority import require
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
BATCH = 2000


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
    """Write all rows of a checked list, superiors first, in one act (nhập cây tổ chức)."""
    known = recorded_at or timezone.now()
    codes = {row.code for row in rows}
    outside = {row.parent for row in rows if row.parent and row.parent not in codes}
    standing = {unit.code: unit for unit in Unit.objects.filter(code__in=outside)}
    for unit in standing.values():
        require(actor, "organization.import_units", unit, cause=cause, origin=origin)
    if not standing or any(not row.parent for row in rows):
        require(actor, "organization.import_units", None, cause=cause, origin=origin)
    units, places = _plan(rows, standing, known)
    heads = [
        Headcount(unit=unit, on=row.members_on or row.opened, official=row.members, recorded_at=known)
        for row, unit in zip(rows, units, strict=True)
        if row.members is not None
    ]
    for model, made in ((Unit, units), (Placement, places), (Headcount, heads)):
        for first in range(0, len(made), BATCH):
            model._default_manager.bulk_create(made[first : first + BATCH])
            if progress and model is Placement:
                progress(min(first + BATCH, len(made)), len(made))
    if units:
        root = merkle_root(f"{place.unit_id}:{place.path}:{place.valid_from}" for place in places)
        acting = next(iter(standing.values())) if len(standing) == 1 else None
        record(
            actor,
            "organization.units_imported",
            units[0],
            unit=acting,
            cause=cause,
            origin=origin,
            units=len(units),
            headcounts=len(heads),
            rows=root,
        )
    return units


def _plan(rows: Sequence[UnitRow], standing: dict[str, Unit], known: datetime) -> tuple[list[Unit], list[Placement]]:
    """Give each row its unit and its place, a superior before those below it, whatever the order of rows."""
    units = [Unit(code=row.code, opened=row.opened, closed=row.closed) for row in rows]
    by_code: dict[str, tuple[UnitRow | None, Unit]] = {code: (None, unit) for code, unit in standing.items()}
    by_code |= {row.code: (row, unit) for row, unit in zip(rows, units, strict=True)}
    above = Placement.objects.filter(unit__in=standing.values(), valid_to__isnull=True)
    paths: dict[UUID | None, str] = {None: "", **dict(above.values_list("unit_id", "path"))}
    steps: dict[UUID | None, int] = {}

    def path_of(code: str) -> str:
        row, unit = by_code[code]
        if unit.pk not in paths and row is not None:
            superior = by_code[row.parent][1].pk if row.parent else None
            path = path_of(row.parent) if row.parent else ""
            number = steps[superior] if superior in steps else (placing.next_step(path) if superior in standing_keys or not path else 1)
            steps[superior] = number + 1
            paths[unit.pk] = path + placing.step(number)
        return paths[unit.pk]

    standing_keys = {unit.pk for unit in standing.values()}
    places = []
    for row, unit in zip(rows, units, strict=True):
        path = path_of(row.code)
        places.append(
            Placement(
                unit=unit,
                name=row.name,
                kind=row.kind,
                superior=by_code[row.parent][1] if row.parent else None,
                path=path,
                depth=len(path) // 4,
                valid_from=row.opened,
                valid_to=row.closed,
                recorded_at=known,
                ended_recorded_at=known if row.closed else None,
            )
        )
    return units, places
