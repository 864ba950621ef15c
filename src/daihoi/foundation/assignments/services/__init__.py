"""Acts on assignments and deadlines, one module per family (việc giao việc)."""

from daihoi.foundation.assignments.services.assigning import Source, Task, assign, drop_batch
from daihoi.foundation.assignments.services.deadlines import (
    Deadline,
    drop_deadline,
    meet_deadline,
    move_deadlines,
    move_many_deadlines,
    set_deadline,
    set_deadlines,
)

__all__ = [
    "Deadline",
    "Source",
    "Task",
    "assign",
    "drop_batch",
    "drop_deadline",
    "meet_deadline",
    "move_deadlines",
    "move_many_deadlines",
    "set_deadline",
    "set_deadlines",
]
