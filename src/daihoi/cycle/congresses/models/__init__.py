"""Tables of congresses: rounds and what happened, what is prepared, what is decided, what is reported (đại hội)."""

from daihoi.cycle.congresses.models.deciding import ApprovalBatch, Decision, ExtraordinaryGrounds, GatePass, Matter, Submission, Verdict
from daihoi.cycle.congresses.models.preparing import Attendance, Lesson, Place, Preparation, Session, Subcommittee, SubcommitteeSeat
from daihoi.cycle.congresses.models.results import ResultDraft, SentResult
from daihoi.cycle.congresses.models.rounds import (
    STAGE_TITLES,
    Congress,
    Contents,
    Form,
    FrozenCharter,
    Level,
    OrdinalBasis,
    PlannedDate,
    Round,
    Source,
    StageEvent,
)

__all__ = [
    "STAGE_TITLES",
    "ApprovalBatch",
    "Attendance",
    "Congress",
    "Contents",
    "Decision",
    "ExtraordinaryGrounds",
    "Form",
    "FrozenCharter",
    "GatePass",
    "Lesson",
    "Level",
    "Matter",
    "OrdinalBasis",
    "Place",
    "PlannedDate",
    "Preparation",
    "ResultDraft",
    "Round",
    "SentResult",
    "Session",
    "Source",
    "StageEvent",
    "Subcommittee",
    "SubcommitteeSeat",
    "Submission",
    "Verdict",
]
