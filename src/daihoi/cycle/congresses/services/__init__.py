"""Acts on rounds and congresses: open, call, plan, record, correct, import (các việc về đại hội)."""

from daihoi.cycle.congresses.services.calling import call_congress, mark_pilot, open_round, set_contents
from daihoi.cycle.congresses.services.importing import CongressRow, import_congresses
from daihoi.cycle.congresses.services.recording import correct_stage, plan_date, record_stage

__all__ = [
    "CongressRow",
    "call_congress",
    "correct_stage",
    "import_congresses",
    "mark_pilot",
    "open_round",
    "plan_date",
    "record_stage",
    "set_contents",
]
