"""Questions about assignments and deadlines, one module per family (tra việc được giao)."""

from daihoi.foundation.assignments.queries.calendars import calendar
from daihoi.foundation.assignments.queries.coverage import Coverage, by_branch, coverage
from daihoi.foundation.assignments.queries.items import assignment_of, events_of, in_branch_of, late, link_url, open_items, seen_assignments

__all__ = [
    "Coverage",
    "assignment_of",
    "by_branch",
    "calendar",
    "coverage",
    "events_of",
    "in_branch_of",
    "late",
    "link_url",
    "open_items",
    "seen_assignments",
]
