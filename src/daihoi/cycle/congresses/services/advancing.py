"""Move a congress to a stage with its conditions seen: what is missing warns and becomes a debt (chuyển mốc; PR-02)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import STAGE_TITLES, Congress, GatePass, StageEvent
from daihoi.cycle.congresses.services.clocks import after, debt_subject
from daihoi.cycle.congresses.services.recording import record_stage
from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.services import Deadline, set_deadlines
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.deadlines import Due
from daihoi.rules.errors import RuleViolation
from daihoi.rules.preparations import table
from daihoi.rules.stages import Stage


@dataclass(frozen=True)
class OpenGate:
    """A condition that is not met: its code, what is missing, and whether it stops the step (điều kiện còn thiếu)."""

    code: str
    title: str
    is_hard: bool = False


@dataclass(frozen=True)
class Told:
    """When something happened, by which paper, and how it became known (việc đã xảy ra)."""

    on: date
    document: str = ""
    reason: str = ""
    source: int | None = None
    is_confirmed: bool = False  # an unlikely day was seen and meant


@transaction.atomic
def advance(*, actor: User, congress: Congress, stage: Stage, told: Told, missing: Sequence[OpenGate]) -> StageEvent:
    """Record a stage; only a counting gate stops it, every other condition that is not met becomes a debt with a date (PR-02)."""
    require(actor, "congresses.record_stage", congress.unit)
    hard = [gate.title for gate in missing if gate.is_hard]
    if hard:
        raise RuleViolation(
            "stage.counting_open",
            _("Chưa ghi được mốc “{stage}”: {what}. Kiểm phiếu phải xong trước."),
            stage=STAGE_TITLES[stage],
            what="; ".join(hard),
        )
    entry = record(actor, "congresses.stage_entered", congress, stage=str(stage), missing=[gate.code for gate in missing])
    event = record_stage(
        cause=entry,
        congress=congress,
        stage=stage,
        happened_on=told.on,
        document=told.document,
        reason=told.reason,
        source=told.source,
        is_confirmed=told.is_confirmed,
    )
    passed = set(GatePass.objects.filter(congress=congress, stage=stage).values_list("gate", flat=True))
    _owe(entry, congress, [gate for gate in missing if gate.code not in passed])
    return event


def _owe(cause: Entry, congress: Congress, gates: Sequence[OpenGate]) -> None:
    """Set one deadline for each thing that is missing."""
    day = after(timezone.localdate(), table().debt_days)
    link = f"congresses:detail {congress.pk}"
    debts = [
        Deadline(congress.unit, debt_subject(congress, gate.code), _("Nợ: {what}").format(what=gate.title), Due(fixed=day), link=link)
        for gate in gates
    ]
    if debts:
        set_deadlines(cause=cause, deadlines=debts)


@transaction.atomic
def pass_gate(*, actor: User, congress: Congress, stage: Stage, gate: OpenGate, reason: str) -> GatePass:
    """Let one warning pass, in the own name and with a reason; a counting gate is never let pass (cho qua; PR-02)."""
    require(actor, "congresses.pass_gate", congress.unit)
    if gate.is_hard:
        raise RuleViolation("gate.hard", _("“{gate}” là điều kiện kiểm phiếu, không ai cho qua được."), gate=gate.title)
    if not reason.strip():
        raise RuleViolation("gate.passed_without_reason", _("Cho qua một điều kiện phải có lý do."), field="reason")
    if GatePass.objects.filter(congress=congress, stage=stage, gate=gate.code).exists():
        raise RuleViolation("gate.already_passed", _("Điều kiện này đã được cho qua."))
    row = GatePass.objects.create(congress=congress, stage=stage, gate=gate.code, reason=reason.strip(), passed_by=actor)
    record(actor, "congresses.gate_passed", congress, stage=str(stage), gate=gate.code, row=str(row.pk))
    return row
