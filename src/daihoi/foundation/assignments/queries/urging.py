"""What an issuing unit may urge on: the late items of its branch or of one batch, never graded ones (việc để đôn đốc)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from daihoi.foundation.assignments.models import Assignment, Batch
from daihoi.foundation.assignments.queries.items import in_branch_of
from daihoi.foundation.assignments.queries.lists import in_state, of_branch, unit_names
from daihoi.foundation.organization.grades import OPEN_GRADES
from daihoi.foundation.organization.models import Unit

MOST = 500


@dataclass(frozen=True)
class LateRow:
    """One late item with the name of its unit (việc quá hạn)."""

    item: Assignment
    unit: str
    title: str
    due: date
    days: int


def late_rows(unit: Unit, on: date, batch: Batch | None = None, within: Unit | None = None) -> list[LateRow]:
    """Give the late items of a branch, the oldest first; those with a grade stay inside the program (PR-06, PR-25)."""
    items = list(_late(unit, on, batch, within)[:MOST])
    names = unit_names(item.unit_id for item in items)
    return [
        LateRow(item, names.get(item.unit_id, item.unit.code), item.batch.title, item.due, item.late_days(on)) for item in items if item.due
    ]


def late_count(unit: Unit, on: date, batch: Batch | None = None, within: Unit | None = None) -> int:
    """Count all late items of a branch, also those beyond what one letter lists (số việc quá hạn)."""
    return _late(unit, on, batch, within).count()


def late_units(unit: Unit, on: date, batch: Batch | None = None, within: Unit | None = None) -> int:
    """Count the units behind all late items, also those that one letter does not list (số đơn vị có việc quá hạn)."""
    return _late(unit, on, batch, within).order_by().values("unit").distinct().count()


def _late(unit: Unit, on: date, batch: Batch | None, within: Unit | None) -> "QuerySet[Assignment]":
    """Give the late items of a branch that may leave the program; with `within` only those of one branch below it."""
    found = in_state(of_branch(unit), "late", on).filter(batch__grade__in=OPEN_GRADES).exclude(unit=unit)
    if within is not None:
        found = found.filter(unit__in=in_branch_of(within).values("unit"))
    return found.filter(batch=batch) if batch is not None else found
