"""The life of one assignment: received, read, planned, done with evidence, returned with reasons, accepted (thực hiện, nghiệm thu)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import OWED, Asks, Assignment, Batch, Event, State, Step
from daihoi.foundation.assignments.services.assigning import PORTION
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.canonical import merkle_root
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.rules.errors import RuleViolation

OPEN = (*OWED, State.DONE, State.ACCEPTED)


@dataclass(frozen=True)
class Evidence:
    """What a unit shows: words, a file, and the key of one sending, so that a second sending changes nothing (minh chứng; PR-05)."""

    note: str = ""
    file: StoredFile | None = None
    key: UUID | None = None


@transaction.atomic
def receive(*, unit: Unit, actor: User | None = None, cause: Entry | None = None, batches: "QuerySet[Batch] | None" = None) -> int:
    """Confirm that everything sent to a unit arrived, or only what belongs to some batches (xác nhận đã nhận)."""
    require(actor, "assignments.report", unit, cause=cause)
    waiting = Assignment.objects.filter(unit=unit, state=State.SENT, owed=True, subject="")
    keys = list((waiting if batches is None else waiting.filter(batch__in=batches)).values_list("pk", flat=True))
    if keys:
        Assignment.objects.filter(unit=unit, state=State.SENT, pk__in=keys).update(state=State.RECEIVED)
        Event.objects.bulk_create([Event(assignment_id=key, step=Step.RECEIVED, by=actor) for key in keys], batch_size=PORTION)
        record(actor, "assignments.received", unit, unit=unit, cause=cause, items=len(keys), rows=merkle_root(map(str, keys)))
    return len(keys)


@transaction.atomic
def read(*, assignment: Assignment, actor: User | None = None, cause: Entry | None = None) -> bool:
    """Note that a person of the unit opened what was sent; once, and who reads has received (đã đọc)."""
    require(actor, "assignments.report", assignment.unit, cause=cause)
    _arrive(assignment, actor)
    new = Assignment.objects.filter(pk=assignment.pk, state__in=(State.SENT, State.RECEIVED), owed=True).update(state=State.READ)
    if new:
        Event.objects.create(assignment=assignment, step=Step.READ, by=actor)
        record(actor, "assignments.read", assignment, unit=assignment.unit, cause=cause)
    return bool(new)


def _arrive(assignment: Assignment, actor: User | None) -> None:
    """Note the receipt of what nobody had confirmed before working on it; the act that follows tells the journal."""
    if Assignment.objects.filter(pk=assignment.pk, state=State.SENT, owed=True, subject="").update(state=State.RECEIVED):
        Event.objects.create(assignment=assignment, step=Step.RECEIVED, by=actor)


@transaction.atomic
def plan(*, assignment: Assignment, evidence: Evidence, actor: User | None = None, cause: Entry | None = None) -> Event:
    """Note the unit's own plan for an assignment (lập kế hoạch)."""
    require(actor, "assignments.report", assignment.unit, cause=cause)
    sent = _sent_before(assignment, evidence)
    if sent:
        return sent
    if not evidence.note.strip() and evidence.file is None:
        raise RuleViolation("assignments.plan_empty", _("Ghi số và ngày kế hoạch, hoặc gửi tệp."), field="note")
    _arrive(assignment, actor)
    changed = Assignment.objects.filter(pk=assignment.pk, owed=True).exclude(state=State.RETURNED).update(state=State.PLANNED)
    if not changed:
        _refuse_closed(assignment)
    event = _happened(assignment, Step.PLANNED, evidence, actor)
    record(actor, "assignments.planned", assignment, unit=assignment.unit, cause=cause, event=event.pk)
    return event


@transaction.atomic
def report_done(*, assignment: Assignment, on: date, evidence: Evidence, actor: User | None = None, cause: Entry | None = None) -> Event:
    """Report that an assignment is done, with what it asks for; the same sending twice is one report (báo xong)."""
    require(actor, "assignments.report", assignment.unit, cause=cause)
    sent = _sent_before(assignment, evidence)
    if sent:
        return sent
    _is_enough(assignment, on, evidence, is_checked=cause is None)
    _arrive(assignment, actor)
    changed = Assignment.objects.filter(pk=assignment.pk, state__in=OPEN).update(state=State.DONE, owed=False, met_on=on)
    if not changed:
        _refuse_closed(assignment)
    event = _happened(assignment, Step.DONE, evidence, actor, on)
    facts: dict[str, Any] = {"on": on, "event": event.pk, "file": evidence.file.digest if evidence.file else ""}
    record(actor, "assignments.done", assignment, unit=assignment.unit, cause=cause, **facts)
    return event


def _sent_before(assignment: Assignment, evidence: Evidence) -> Event | None:
    """Find the event of a sending that arrived already."""
    found = Event.objects.filter(key=evidence.key).first() if evidence.key else None
    if found and found.assignment_id != assignment.pk:
        raise RuleViolation("assignments.other_key", _("Mã lần gửi này thuộc việc khác. Mở lại trang rồi gửi."))
    return found


def _is_enough(assignment: Assignment, on: date, evidence: Evidence, *, is_checked: bool) -> None:
    """Refuse a report without what the assignment asks for, or of a day to come."""
    if on > timezone.localdate():
        raise RuleViolation("assignments.future", _("Ngày xong {on} chưa tới. Ghi ngày việc đã xong."), on=f"{on:%d/%m/%Y}", field="on")
    asks = assignment.batch.asks
    if asks == Asks.TEXT and not evidence.note.strip():
        raise RuleViolation("assignments.needs_text", _("Việc này cần báo kết quả bằng chữ. Ghi ngắn kết quả."), field="note")
    if asks == Asks.FILE and evidence.file is None:
        raise RuleViolation("assignments.needs_file", _("Việc này cần tệp minh chứng. Chụp ảnh hoặc chọn tệp."), field="file")
    if asks == Asks.FORM and is_checked:
        raise RuleViolation("assignments.needs_form", _("Việc này xong khi biểu mẫu được gửi. Mở biểu mẫu để điền."))


def _refuse_closed(assignment: Assignment) -> None:
    """Refuse a change to what nobody owes any more."""
    assignment.refresh_from_db(fields=["state"])
    raise RuleViolation(
        "assignments.closed", _("Việc này ở tình trạng “{state}”, không báo thêm được."), state=assignment.get_state_display()
    )


def _happened(assignment: Assignment, step: Step, evidence: Evidence, actor: User | None, on: date | None = None) -> Event:
    """Write what happened and read the row again."""
    event = Event.objects.create(
        assignment=assignment, step=step, by=actor, on=on, note=evidence.note.strip(), file=evidence.file, key=evidence.key
    )
    assignment.refresh_from_db(fields=["state", "owed", "met_on"])
    return event


@transaction.atomic
def give_back(*, actor: User, assignment: Assignment, reason: str) -> Event:
    """Return what was reported, with the reason; it is owed again (trả lại)."""
    require(actor, "assignments.accept", assignment.batch.issuer)
    if not reason.strip():
        raise RuleViolation("assignments.returned_without_reason", _("Trả lại phải có lý do để đơn vị biết sửa gì."), field="reason")
    states = (State.DONE, State.ACCEPTED)
    if not Assignment.objects.filter(pk=assignment.pk, state__in=states).update(state=State.RETURNED, owed=True, met_on=None):
        _refuse_closed(assignment)
    event = _happened(assignment, Step.RETURNED, Evidence(reason), actor)
    record(actor, "assignments.returned", assignment, unit=assignment.batch.issuer, event=event.pk)
    return event


@transaction.atomic
def accept(*, actor: User, batch: Batch, only: Collection[UUID] | None = None, but: Collection[UUID] = ()) -> int:
    """Accept what was reported: one, several, or all of a batch with a list of exceptions (nghiệm thu)."""
    require(actor, "assignments.accept", batch.issuer)
    found = Assignment.objects.filter(batch=batch, state=State.DONE)
    wanted = set(only) if only is not None else None
    keys = [key for key in found.values_list("pk", flat=True) if key not in set(but) and (wanted is None or key in wanted)]
    if not keys:
        raise RuleViolation("assignments.nothing_to_accept", _("Không có báo cáo nào chờ nghiệm thu. Mở lại trang để xem."))
    for first in range(0, len(keys), PORTION):
        Assignment.objects.filter(pk__in=keys[first : first + PORTION], state=State.DONE).update(state=State.ACCEPTED)
    Event.objects.bulk_create([Event(assignment_id=key, step=Step.ACCEPTED, by=actor) for key in keys], batch_size=PORTION)
    facts: dict[str, Any] = {"items": len(keys), "exceptions": len(but), "rows": merkle_root(map(str, keys))}
    record(actor, "assignments.accepted", batch, unit=batch.issuer, **facts)
    return len(keys)


@transaction.atomic
def extend(*, actor: User, assignment: Assignment, due: date, reason: str) -> Event:
    """Give one unit another due day, with the reason (gia hạn)."""
    require(actor, "assignments.assign", assignment.batch.issuer)
    if not reason.strip():
        raise RuleViolation("assignments.extended_without_reason", _("Gia hạn phải có lý do. Hãy ghi lý do."), field="reason")
    if due == assignment.due:
        raise RuleViolation("assignments.due_unchanged", _("Hạn vẫn là {due}. Ghi ngày khác."), due=f"{due:%d/%m/%Y}", field="due")
    before = assignment.due
    if not Assignment.objects.filter(pk=assignment.pk, owed=True).update(due=due):
        _refuse_closed(assignment)
    event = Event.objects.create(
        assignment=assignment, step=Step.DUE_MOVED, by=actor, due_before=before, due_after=due, note=reason.strip()
    )
    assignment.refresh_from_db(fields=["due"])
    record(actor, "assignments.extended", assignment, unit=assignment.batch.issuer, before=before, due=due)
    return event
