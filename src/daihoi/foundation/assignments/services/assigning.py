"""Give one thing to many units in one act (giao việc)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import AnchorDay, Asks, Assignment, Batch, Event, State, Step
from daihoi.foundation.assignments.queries.calendars import calendar
from daihoi.foundation.journal.canonical import merkle_root
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import in_branch, require
from daihoi.foundation.organization.grades import refuse_on_a_network
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import newest_paths, newest_place
from daihoi.rules.deadlines import Due, due_day
from daihoi.rules.errors import RuleViolation

PORTION = 2000


@dataclass(frozen=True)
class Task:
    """What is asked of each unit (nội dung việc)."""

    title: str
    due: Due
    owner_post: str = ""
    asks: str = Asks.TEXT
    details: str = ""
    grade: str = ""


@dataclass(frozen=True)
class Source:
    """Where a task comes from: a key such as "directives.clause:<id>" and the page that shows it (nguồn)."""

    key: str = ""
    title: str = ""
    link: str = ""  # a name of an address and its arguments: "directives:clause <id>"


@transaction.atomic
def assign(
    *,
    issuer: Unit,
    units: Iterable[Unit],
    task: Task,
    source: Source,
    actor: User | None = None,
    cause: Entry | None = None,
    recorded_at: datetime | None = None,
) -> Batch:
    """Give one task to each of many units in one act and one line of the journal (giao việc)."""
    require(actor, "assignments.assign", issuer, cause=cause)
    keys = _keys(units)
    _may_be_given(issuer, keys, task, is_checked=cause is None)
    if cause is None:
        refuse_late_at_once(task.due, timezone.localdate(recorded_at))
    batch = _batch(issuer, task, source, recorded_at or timezone.now())
    days = dict(AnchorDay.objects.filter(anchor=task.due.anchor).values_list("unit_id", "day")) if task.due.is_counted else {}
    rows = _rows(batch, keys, days)
    for first in range(0, len(rows), PORTION):
        Assignment.objects.bulk_create(rows[first : first + PORTION])
    root = merkle_root(f"{row.pk}:{row.unit_id}:{row.due}" for row in rows)
    record(actor, "assignments.assigned", batch, unit=issuer, cause=cause, source=source.key, units=len(rows), rows=root)
    return batch


def _keys(units: Iterable[Unit]) -> list[UUID]:
    """Give the keys of the units, each once."""
    keys = units.values_list("pk", flat=True) if isinstance(units, QuerySet) else (unit.pk for unit in units)
    return list(dict.fromkeys(keys))


def _may_be_given(issuer: Unit, keys: list[UUID], task: Task, *, is_checked: bool) -> None:
    """Refuse a task without words or units, and a person's task for units outside his branch."""
    if not task.title.strip():
        raise RuleViolation("assignments.no_title", _("Việc được giao cần có tên. Hãy ghi ngắn gọn việc phải làm."), field="title")
    if not keys:
        raise RuleViolation("assignments.no_units", _("Chưa có đơn vị nào để giao. Hãy chọn nhánh hoặc loại đơn vị."))
    if task.asks not in Asks.values:
        raise RuleViolation("assignments.asks", _("Không có loại minh chứng “{asks}”."), asks=task.asks)
    if is_checked:
        refuse_on_a_network(task.grade)
    place = newest_place(issuer)
    if is_checked and place:
        inside = set(Placement.objects.filter(in_branch(place.path), valid_to__isnull=True).values_list("unit_id", flat=True))
        outside = [key for key in keys if key not in inside]
        if outside:
            raise RuleViolation(
                "assignments.outside", _("{n} đơn vị không thuộc nhánh của đơn vị giao hoặc đã kết thúc. Bỏ các đơn vị đó."), n=len(outside)
            )


def refuse_late_at_once(due: Due, given_on: date, field: str = "due_on") -> None:
    """Refuse a fixed due day before the day on which the task is given: it would be late the moment it is made (hạn trước ngày giao)."""
    if due.fixed is not None and due.fixed < given_on:
        raise RuleViolation(
            "assignments.due_before_giving",
            _("Hạn {due:%d/%m/%Y} sớm hơn ngày giao {day:%d/%m/%Y}: việc vừa giao đã quá hạn. Ghi hạn từ ngày giao trở đi."),
            due=due.fixed,
            day=given_on,
            field=field,
        )


def _batch(issuer: Unit, task: Task, source: Source, at: datetime) -> Batch:
    """Write what is asked."""
    return Batch.objects.create(
        issuer=issuer,
        title=task.title.strip(),
        details=task.details,
        asks=task.asks,
        owner_post=task.owner_post,
        source=source.key,
        source_title=source.title[:300],
        link=source.link,
        grade=task.grade,
        assigned_at=at,
        **rule_of(task.due),
    )


def rule_of(due: Due) -> dict[str, object]:
    """Spread the rule of a due day over the columns of a batch."""
    return {
        "due_on": due.fixed,
        "anchor": due.anchor,
        "due_days": due.days,
        "due_before": due.before,
        "due_working": due.working,
    }


def _rows(batch: Batch, keys: list[UUID], days: Mapping[UUID, date]) -> list[Assignment]:
    """Make one row a unit; a due day is counted once for each day it is counted from."""
    due, working, places = batch.due, calendar(), newest_paths(keys)
    counted = {day: due_day(due, day, working) for day in {*days.values(), None}}
    return [
        Assignment(
            batch_id=batch.pk,
            unit_id=key,
            branch=places.get(key, ""),
            post=batch.owner_post,
            anchor_unit_id=key if due.is_counted else None,
            due=counted[days.get(key)],
        )
        for key in keys
    ]


@transaction.atomic
def move_batch(*, actor: User, batch: Batch, due: date, reason: str) -> int:
    """Move the due day of a whole batch where it is still owed, with a reason; each former day stays in an event (dời hạn cả lần giao)."""
    require(actor, "assignments.assign", batch.issuer)
    if not reason.strip():
        raise RuleViolation("assignments.moved_without_reason", _("Dời hạn phải có lý do. Hãy ghi lý do."), field="reason")
    refuse_late_at_once(Due(fixed=due), timezone.localdate(batch.assigned_at), field="due")
    if Assignment.objects.filter(batch=batch).exclude(subject="").exists():
        raise RuleViolation("assignments.due_of_phase", _("Hạn này theo một việc khác; đổi ngày ở trang của việc đó."))
    rows = list(Assignment.objects.select_for_update().filter(batch=batch, owed=True).exclude(due=due))
    if not rows:
        raise RuleViolation("assignments.nothing_to_move", _("Không còn nơi nào phải đổi hạn: đã xong, hoặc hạn đã là ngày này."))
    events = [Event(assignment=row, step=Step.DUE_MOVED, by=actor, due_before=row.due, due_after=due, note=reason.strip()) for row in rows]
    Event.objects.bulk_create(events, batch_size=PORTION)
    keys = [row.pk for row in rows]
    for first in range(0, len(keys), PORTION):
        Assignment.objects.filter(pk__in=keys[first : first + PORTION]).update(due=due)
    before = batch.due
    Batch.objects.filter(pk=batch.pk).update(**rule_of(Due(fixed=due)))
    batch.refresh_from_db()
    root = merkle_root(f"{row.pk}:{row.due}:{due}" for row in rows)
    was = str(before.fixed or before.anchor)
    record(actor, "assignments.batch_moved", batch, unit=batch.issuer, before=was, due=due, units=len(rows), rows=root)
    return len(rows)


@transaction.atomic
def drop_batch(*, batch: Batch, reason: str, actor: User | None = None, cause: Entry | None = None) -> int:
    """Take back what was assigned where it is still owed, with a reason (thôi giao việc)."""
    require(actor, "assignments.assign", batch.issuer, cause=cause)
    if not reason.strip():
        raise RuleViolation("assignments.dropped_without_reason", _("Thôi giao việc phải có lý do. Hãy ghi lý do."), field="reason")
    keys = list(Assignment.objects.filter(batch=batch, owed=True).values_list("pk", flat=True))
    Assignment.objects.filter(batch=batch, owed=True).update(state=State.DROPPED, owed=False)
    Event.objects.bulk_create(
        [Event(assignment_id=key, step=Step.DROPPED, by=actor, note=reason.strip()) for key in keys], batch_size=PORTION
    )
    record(actor, "assignments.batch_dropped", batch, unit=batch.issuer, cause=cause, units=len(keys), rows=merkle_root(map(str, keys)))
    return len(keys)
