"""Consolidate, split and merge units (hợp nhất, chia tách, sáp nhập)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization import placing
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Placement, Succession, Unit
from daihoi.foundation.organization.services.units import close_unit, create_unit, move_unit
from daihoi.rules.errors import RuleViolation


@dataclass(frozen=True)
class NewUnit:
    """A unit that a reorganization opens, and which units below the old one it takes (đơn vị mới)."""

    code: str
    name: str
    kind: str
    takes: tuple[Unit, ...] = ()


@transaction.atomic
def consolidate_units(
    *,
    units: Sequence[Unit],
    new: NewUnit,
    superior: Unit,
    on: date,
    actor: User | None = None,
    cause: Entry | None = None,
    recorded_at: datetime | None = None,
) -> Unit:
    """Make one new unit of several, which close; their branches go on below it (hợp nhất)."""
    require(actor, "organization.consolidate_units", superior, cause=cause)
    for unit in units:
        require(actor, "organization.consolidate_units", unit, cause=cause)
    _at_least_two(units)
    known = recorded_at or timezone.now()
    entry = record(actor, "organization.units_consolidated", superior, unit=superior, cause=cause, on=on, units=[u.pk for u in units])
    found = create_unit(cause=entry, code=new.code, name=new.name, kind=new.kind, superior=superior, opened=on, recorded_at=known)
    for unit in units:
        _absorb(unit, found, on, known, entry, Succession.Form.CONSOLIDATION)
    return found


@transaction.atomic
def merge_units(
    *,
    absorbing: Unit,
    absorbed: Sequence[Unit],
    on: date,
    actor: User | None = None,
    cause: Entry | None = None,
    recorded_at: datetime | None = None,
) -> Unit:
    """Let one unit take in others; it lives on and only the absorbed close (sáp nhập)."""
    for unit in (absorbing, *absorbed):
        require(actor, "organization.merge_units", unit, cause=cause)
    _at_least_two([absorbing, *absorbed])
    known = recorded_at or timezone.now()
    entry = record(actor, "organization.units_merged", absorbing, unit=absorbing, cause=cause, on=on, absorbed=[u.pk for u in absorbed])
    for unit in absorbed:
        _absorb(unit, absorbing, on, known, entry, Succession.Form.MERGER)
    return absorbing


@transaction.atomic
def split_unit(
    *,
    unit: Unit,
    into: Sequence[NewUnit],
    on: date,
    actor: User | None = None,
    cause: Entry | None = None,
    recorded_at: datetime | None = None,
) -> list[Unit]:
    """Make several new units of one, which closes; each takes its part of the units below (chia tách)."""
    require(actor, "organization.split_unit", unit, cause=cause)
    place = placing.open_placement(unit)
    _at_least_two(into)
    _all_taken_once(unit, into)
    known = recorded_at or timezone.now()
    entry = record(actor, "organization.unit_split", unit, unit=unit, cause=cause, on=on, into=[new.code for new in into])
    found = []
    for new in into:
        made = create_unit(cause=entry, code=new.code, name=new.name, kind=new.kind, superior=place.superior, opened=on, recorded_at=known)
        for below in new.takes:
            move_unit(cause=entry, unit=below, superior=made, on=on, recorded_at=known)
        Succession.objects.create(predecessor=unit, successor=made, form=Succession.Form.SPLIT, on=on, recorded_at=known)
        found.append(made)
    close_unit(cause=entry, unit=unit, on=on, recorded_at=known)
    return found


def _absorb(unit: Unit, into: Unit, on: date, known: datetime, entry: Entry, form: Succession.Form) -> None:
    """Move what stands directly below a unit to its successor, then close it."""
    place = placing.open_placement(unit)
    for below in (
        Placement.objects.filter(superior=unit, valid_to__isnull=True, depth=place.depth + 1).select_related("unit").order_by("path")
    ):
        move_unit(cause=entry, unit=below.unit, superior=into, on=on, recorded_at=known)
    close_unit(cause=entry, unit=unit, on=on, recorded_at=known)
    Succession.objects.create(predecessor=unit, successor=into, form=form, on=on, recorded_at=known)


def _at_least_two(units: Sequence[object]) -> None:
    """Refuse a reorganization of fewer than two different units."""
    keys = {getattr(unit, "code", unit) for unit in units}
    if len(keys) < 2 or len(keys) != len(units):
        raise RuleViolation("organization.needs_two", _("Cần ít nhất hai đơn vị khác nhau. Chọn thêm đơn vị, mỗi đơn vị một lần."))


def _all_taken_once(unit: Unit, into: Sequence[NewUnit]) -> None:
    """Require that every unit below goes to exactly one of the new units."""
    below = set(Placement.objects.filter(superior=unit, valid_to__isnull=True).values_list("unit_id", flat=True))
    taken = [child.pk for new in into for child in new.takes]
    if set(taken) != below or len(taken) != len(below):
        raise RuleViolation(
            "organization.children_left",
            _("Có {below} đơn vị trực thuộc, đã chia {taken}. Mỗi đơn vị trực thuộc phải về đúng một đơn vị mới."),
            below=len(below),
            taken=len(set(taken) & below),
        )
