"""Screens of assignments, one module per reader (màn hình giao việc)."""

from daihoi.foundation.assignments.views.mine import count, evidence, item, mine, own, panel, read_item, tell
from daihoi.foundation.assignments.views.office import accept_batch, assign_form, batch, board, decide, drop, move_due
from daihoi.foundation.assignments.views.personal import change_feed, feed, hand_over, move, personal, working_days
from daihoi.foundation.assignments.views.urging import letter, picture, remind, told

__all__ = [
    "accept_batch",
    "assign_form",
    "batch",
    "board",
    "change_feed",
    "count",
    "decide",
    "drop",
    "evidence",
    "feed",
    "hand_over",
    "item",
    "letter",
    "mine",
    "move",
    "move_due",
    "own",
    "panel",
    "personal",
    "picture",
    "read_item",
    "remind",
    "tell",
    "told",
    "working_days",
]
