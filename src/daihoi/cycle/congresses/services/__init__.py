"""Acts on rounds and congresses: open, call, plan, prepare, submit, decide, record, report, import (các việc về đại hội)."""

from daihoi.cycle.congresses.services.advancing import OpenGate, Told, advance, pass_gate
from daihoi.cycle.congresses.services.calling import call_congress, mark_pilot, open_round, set_contents
from daihoi.cycle.congresses.services.deciding import Letters, Paper, approve_many, keep_scan, return_submission, submit
from daihoi.cycle.congresses.services.extraordinary import Grounds, call_extraordinary
from daihoi.cycle.congresses.services.importing import CongressRow, import_congresses
from daihoi.cycle.congresses.services.preparing import (
    Done,
    Sitting,
    add_lesson,
    assign_leader,
    record_preparation,
    release_leader,
    seat_member,
    set_sessions,
    set_times,
    set_up_subcommittee,
    withdraw_preparation,
)
from daihoi.cycle.congresses.services.quick import prefill_result, save_field, send_result
from daihoi.cycle.congresses.services.recording import correct_stage, plan_date, postpone, record_stage

__all__ = [
    "CongressRow",
    "Done",
    "Grounds",
    "Letters",
    "OpenGate",
    "Paper",
    "Sitting",
    "Told",
    "add_lesson",
    "advance",
    "approve_many",
    "assign_leader",
    "call_congress",
    "call_extraordinary",
    "correct_stage",
    "import_congresses",
    "keep_scan",
    "mark_pilot",
    "open_round",
    "pass_gate",
    "plan_date",
    "postpone",
    "prefill_result",
    "record_preparation",
    "record_stage",
    "release_leader",
    "return_submission",
    "save_field",
    "seat_member",
    "send_result",
    "set_contents",
    "set_sessions",
    "set_times",
    "set_up_subcommittee",
    "submit",
    "withdraw_preparation",
]
