"""What an issuing unit may urge on: the late items of its branch or of one batch, never graded ones (việc để đôn đốc)."""

from dataclasses import dataclass
from datetime import date

from daihoi.foundation.assignments.models import Assignment, Batch
from daihoi.foundation.assignments.queries.lists import in_state, of_branch, unit_names
from daihoi.foundation.assignments.queries.reminders import OPEN_GRADES
from daihoi.foundation.organization.models import Unit

MOST = 2000


@dataclass(frozen=True)
class LateRow:
    """One late item with the name of its unit (việc quá hạn)."""

    item: Assignment
    unit: str
    title: str
    due: date
    days: int


def late_rows(unit: Unit, on: date, batch: Batch | None = None) -> list[LateRow]:
    """Give the late items of a branch, the oldest first; those with a grade stay inside the program (PR-06, PR-25)."""
    found = in_state(of_branch(unit), "late", on).filter(batch__grade__in=OPEN_GRADES).exclude(unit=unit)
    if batch is not None:
        found = found.filter(batch=batch)
    items = list(found[:MOST])
    names = unit_names(item.unit_id for item in items)
    return [
        LateRow(item, names.get(item.unit_id, item.unit.code), item.batch.title, item.due, item.late_days(on)) for item in items if item.due
    ]
