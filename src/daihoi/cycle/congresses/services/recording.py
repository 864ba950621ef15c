"""Record what is planned and what happened; a correction is a new row (ghi ngày dự kiến và mốc)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import STAGE_TITLES, Congress, PlannedDate, StageEvent
from daihoi.cycle.congresses.queries import planned_dates, stage_events
from daihoi.cycle.congresses.readiness import anchor_of
from daihoi.cycle.congresses.services.clocks import ask_new_days, debt_subject, follow_stage, set_dates_before
from daihoi.cycle.congresses.unlikely import confirmed, unlikely_plan, unlikely_stage
from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.services import meet_deadline, move_deadlines
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation
from daihoi.rules.stages import Stage


@transaction.atomic
def plan_date(
    *, actor: User, congress: Congress, planned: date, reason: str = "", document: str = "", is_confirmed: bool = False
) -> PlannedDate:
    """Plan the opening of a congress, or move it with a reason; a day outside the round is confirmed (đặt, dời ngày đại hội; DR-11)."""
    require(actor, "congresses.plan", congress.unit)
    before = planned_dates(timezone.now()).filter(congress=congress).first()
    if before and before.planned == planned:
        raise RuleViolation("plan.unchanged", _("Ngày dự kiến đã là {planned:%d/%m/%Y}. Không có gì để đổi."), planned=planned)
    if before and before.planned and not reason.strip():
        raise RuleViolation(
            "plan.moved_without_reason",
            _("Dời ngày từ {before:%d/%m/%Y} sang {planned:%d/%m/%Y} phải có lý do. Hãy ghi lý do."),
            before=before.planned,
            planned=planned,
        )
    noted = confirmed(unlikely_plan(congress, planned), planned, is_confirmed=is_confirmed)
    reason = reason.strip() or (_("có ngày mới sau khi hoãn") if before else "")
    row = PlannedDate.objects.create(congress=congress, planned=planned, replaces=before, reason=reason, document=document)
    replaced = str(before.pk) if before else ""
    entry = record(actor, "congresses.date_planned", congress, planned=planned, row=str(row.pk), replaces=replaced, **noted)
    title = str(congress.round)
    move_deadlines(cause=entry, unit=congress.unit, anchor=anchor_of(congress), day=planned, title=title, why=reason)
    set_dates_before(cause=entry, congress=congress)
    meet_deadline(cause=entry, subject=debt_subject(congress, "plan"))
    return row


@transaction.atomic
def postpone(*, actor: User, congress: Congress, reason: str, document: str = "") -> PlannedDate:
    """Postpone a congress whose new day is not known; a new day is asked for by a deadline (hoãn, chưa có ngày mới; DR-11)."""
    require(actor, "congresses.plan", congress.unit)
    before = planned_dates(timezone.now()).filter(congress=congress).first()
    if before is None:
        raise RuleViolation("plan.nothing_to_postpone", _("Đại hội chưa có ngày dự kiến nên không có gì để hoãn. Hãy đặt ngày."))
    if before.planned is None:
        raise RuleViolation("plan.already_postponed", _("Đại hội đã ghi là hoãn, chưa có ngày mới. Khi có ngày, hãy đặt ngày mới."))
    if stage_events(timezone.now()).filter(congress=congress, stage=Stage.held).exists():
        raise RuleViolation("plan.held_already", _("Đại hội đã họp, không hoãn được. Nếu ghi nhầm, hãy đính chính mốc “Đại hội”."))
    if not reason.strip():
        raise RuleViolation("plan.postponed_without_reason", _("Hoãn đại hội phải có lý do. Hãy ghi lý do."), field="reason")
    row = PlannedDate.objects.create(congress=congress, planned=None, replaces=before, reason=reason.strip(), document=document)
    entry = record(actor, "congresses.postponed", congress, row=str(row.pk), replaces=str(before.pk))
    title = str(congress.round)
    move_deadlines(cause=entry, unit=congress.unit, anchor=anchor_of(congress), day=None, title=title, why=reason)
    ask_new_days(cause=entry, congresses=[congress])
    return row


@transaction.atomic
def record_stage(
    *,
    congress: Congress,
    stage: Stage,
    happened_on: date,
    document: str = "",
    reason: str = "",
    source: int | None = None,
    is_confirmed: bool = False,
    actor: User | None = None,
    cause: Entry | None = None,
) -> StageEvent:
    """Record that a congress reached a stage; what happened is never refused, an unlikely day is confirmed (ghi mốc; PR-02)."""
    require(actor, "congresses.record_stage", congress.unit, cause=cause)
    _not_in_the_future(stage, happened_on)
    before = _withdrawn(congress, stage)
    noted = confirmed(unlikely_stage(congress, stage, happened_on), happened_on, is_confirmed=is_confirmed)
    reason = reason.strip() or (_("ghi lại sau khi rút") if before else "")
    event = StageEvent.objects.create(
        congress=congress,
        stage=stage,
        happened_on=happened_on,
        withdraws=before,
        document=document,
        reason=reason,
        source=source,
    )
    entry = record(
        actor,
        "congresses.stage_recorded",
        congress,
        cause=cause,
        stage=str(stage),
        happened_on=happened_on,
        row=str(event.pk),
        source=source,
        **noted,
    )
    follow_stage(cause=entry, congress=congress, stage=stage, on=happened_on)
    return event


@transaction.atomic
def correct_stage(
    *, actor: User, event: StageEvent, happened_on: date | None, reason: str, document: str = "", is_confirmed: bool = False
) -> StageEvent:
    """Correct the day of a recorded stage, or withdraw it, by a new row (đính chính mốc)."""
    require(actor, "congresses.correct_stage", event.congress.unit)
    stage = Stage(event.stage)
    if StageEvent.objects.filter(withdraws=event).exists():
        raise RuleViolation("stage.already_corrected", _("Dòng này đã được đính chính. Hãy mở dòng mới nhất."))
    if not reason.strip():
        raise RuleViolation("stage.corrected_without_reason", _("Đính chính mốc “{stage}” phải có lý do."), stage=STAGE_TITLES[stage])
    if happened_on:
        _not_in_the_future(stage, happened_on)
    if happened_on == event.happened_on:
        raise RuleViolation("stage.unchanged", _("Ngày không đổi. Không có gì để đính chính."))
    noted = {}
    if happened_on:
        noted = confirmed(unlikely_stage(event.congress, stage, happened_on), happened_on, is_confirmed=is_confirmed)
    row = StageEvent.objects.create(
        congress=event.congress, stage=stage, happened_on=happened_on, withdraws=event, reason=reason, document=document
    )
    entry = record(
        actor,
        "congresses.stage_corrected",
        event.congress,
        stage=str(stage),
        happened_on=happened_on,
        row=str(row.pk),
        withdraws=str(event.pk),
        **noted,
    )
    follow_stage(cause=entry, congress=event.congress, stage=stage, on=happened_on)
    return row


def _withdrawn(congress: Congress, stage: Stage) -> StageEvent | None:
    """Give the withdrawal that a stage is recorded again after, or refuse a second day of one stage."""
    chain = list(StageEvent.objects.filter(congress=congress, stage=stage))
    replaced = {event.withdraws_id for event in chain}
    before = next((event for event in chain if event.pk not in replaced), None)
    if before and before.happened_on:
        raise RuleViolation(
            "stage.already_recorded",
            _("Mốc “{stage}” đã ghi ngày {on:%d/%m/%Y}. Nếu sai, hãy đính chính dòng đó."),
            stage=STAGE_TITLES[stage],
            on=before.happened_on,
        )
    return before


def _not_in_the_future(stage: Stage, happened_on: date) -> None:
    """Refuse a day that has not come: what is to happen is a plan."""
    if happened_on > timezone.localdate():
        raise RuleViolation(
            "stage.in_the_future",
            _("Mốc “{stage}” ngày {on:%d/%m/%Y} chưa tới. Hãy đặt ngày dự kiến thay vì ghi đã diễn ra."),
            stage=STAGE_TITLES[stage],
            on=happened_on,
        )
