"""Acts on assignments and deadlines, one module per family (việc giao việc)."""

from daihoi.foundation.assignments.services.assigning import Source, Task, assign, drop_batch, move_batch
from daihoi.foundation.assignments.services.deadlines import (
    Deadline,
    drop_deadline,
    meet_deadline,
    move_deadlines,
    move_many_deadlines,
    set_deadline,
    set_deadlines,
)
from daihoi.foundation.assignments.services.handing import hand_over, move_duties
from daihoi.foundation.assignments.services.living import Evidence, accept, extend, give_back, plan, read, receive, report_done
from daihoi.foundation.assignments.services.personal import close_feed, open_feed, set_address
from daihoi.foundation.assignments.services.reminding import follow_successions, urge, write_digests

__all__ = [
    "Deadline",
    "Evidence",
    "Source",
    "Task",
    "accept",
    "assign",
    "close_feed",
    "drop_batch",
    "drop_deadline",
    "extend",
    "follow_successions",
    "give_back",
    "hand_over",
    "meet_deadline",
    "move_batch",
    "move_deadlines",
    "move_duties",
    "move_many_deadlines",
    "open_feed",
    "plan",
    "read",
    "receive",
    "report_done",
    "set_address",
    "set_deadline",
    "set_deadlines",
    "urge",
    "write_digests",
]
