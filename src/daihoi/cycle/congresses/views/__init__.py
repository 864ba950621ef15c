"""Screens of rounds and congresses, one function each (màn hình đại hội)."""

from daihoi.cycle.congresses.views.attending import assign, calendar, icalendar, release
from daihoi.cycle.congresses.views.deciding import batch, letter, letters, return_, submit, waiting
from daihoi.cycle.congresses.views.one import correct, detail, kind, plan, programme_, rules, sessions
from daihoi.cycle.congresses.views.preparing import lesson, seat, subcommittee, task, withdraw
from daihoi.cycle.congresses.views.quick import field, result, structure
from daihoi.cycle.congresses.views.rounds import call, congress_list, extraordinary, open_round_, round_list
from daihoi.cycle.congresses.views.scans import scan, scan_file
from daihoi.cycle.congresses.views.timing import times

__all__ = [
    "assign",
    "batch",
    "calendar",
    "call",
    "congress_list",
    "correct",
    "detail",
    "extraordinary",
    "field",
    "icalendar",
    "kind",
    "lesson",
    "letter",
    "letters",
    "open_round_",
    "plan",
    "programme_",
    "release",
    "result",
    "return_",
    "round_list",
    "rules",
    "scan",
    "scan_file",
    "seat",
    "sessions",
    "structure",
    "subcommittee",
    "submit",
    "task",
    "times",
    "waiting",
    "withdraw",
]
