"""Send a text down a branch, and hand its clauses down as work (gửi văn bản, giao điều khoản)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.directives.models import Clause, Delivery, Text
from daihoi.cycle.directives.queries.coverage import source_of
from daihoi.cycle.directives.services.texts import not_in_the_future
from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import Asks, Assignment, Batch, State
from daihoi.foundation.assignments.services import Source, Task, assign
from daihoi.foundation.assignments.services.assigning import refuse_late_at_once
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import merkle_root, record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import branch
from daihoi.rules.deadlines import Due
from daihoi.rules.errors import RuleViolation

NEW = ("id", "text", "unit", "sent_on")  # what a new delivery has; the rest is empty until it is received


@dataclass(frozen=True)
class Recipients:
    """Every unit of given kinds in a branch (nơi nhận)."""

    unit: Unit
    kinds: tuple[str, ...]

    def keys(self, on: date) -> list[UUID]:
        """Give the units of these kinds that stand in the branch on a day."""
        return list(branch(self.unit, on).filter(kind__in=self.kinds).values_list("unit_id", flat=True))


@dataclass(frozen=True)
class ClauseTask:
    """One clause as work: until when, by which post, with which evidence (giao điều khoản)."""

    clause: Clause
    due: Due
    owner_post: str = ""
    asks: str = Asks.TEXT


@dataclass(frozen=True)
class Handed:
    """What one act of sending wrote (kết quả giao)."""

    units: int
    sent: int
    batches: tuple[Batch, ...] = ()


@transaction.atomic
def send_text(*, actor: User, text: Text, to: Recipients, on: date | None = None) -> Handed:
    """Send a text to every unit of given kinds in a branch; who has it already is left alone (gửi văn bản)."""
    require(actor, "directives.send", to.unit)
    keys = _recipients(text, to, on or timezone.localdate())
    entry, sent = _deliver(actor, text, to, keys, on or timezone.localdate())
    if entry is None:
        raise RuleViolation("directives.sent_already", _("Cả {n} đơn vị đã được gửi văn bản này."), n=len(keys))
    return Handed(len(keys), sent)


@transaction.atomic
def assign_clauses(
    *, actor: User, text: Text, to: Recipients, tasks: Sequence[ClauseTask], on: date | None = None, recorded_at: datetime | None = None
) -> Handed:
    """Make each clause the work of every unit of given kinds in a branch, and send the text with it (giao điều khoản)."""
    require(actor, "directives.send", to.unit)
    if not tasks or any(task.clause.text_id != text.pk for task in tasks):
        raise RuleViolation("directives.no_clause_chosen", _("Chưa chọn điều khoản nào của văn bản này để giao."))
    day = on or timezone.localdate()
    keys = _recipients(text, to, day)
    for task in tasks:
        refuse_late_at_once(task.due, day)
    _entry, sent = _deliver(actor, text, to, keys, day)
    entry = record(actor, "directives.clauses_assigned", text, unit=to.unit, clauses=[task.clause.pk for task in tasks], units=len(keys))
    batches = tuple(batch for task in tasks if (batch := _hand_down(entry, to, keys, task, recorded_at or _moment(day))))
    if not batches:
        raise RuleViolation("directives.assigned_already", _("Các điều khoản này đã giao cho cả {n} đơn vị."), n=len(keys))
    return Handed(len(keys), sent, batches)


def _moment(day: date) -> datetime | None:
    """Give the noon of a past day on which clauses were handed down; today needs none (ghi lại sau)."""
    return None if day >= timezone.localdate() else timezone.make_aware(datetime.combine(day, time(12)))


def _recipients(text: Text, to: Recipients, day: date) -> list[UUID]:
    """Give the units that receive, or refuse an empty list and a day that does not fit."""
    not_in_the_future(day)
    if day < text.dated:
        raise RuleViolation(
            "directives.sent_before_text",
            _("Ngày gửi {day:%d/%m/%Y} sớm hơn ngày ban hành {dated:%d/%m/%Y}. Xem lại ngày."),
            day=day,
            dated=text.dated,
        )
    keys = to.keys(day)
    if not keys:
        raise RuleViolation("directives.nobody_receives", _("Nhánh này không có đơn vị thuộc loại đã chọn. Chọn loại khác."))
    return keys


def _deliver(actor: User, text: Text, to: Recipients, keys: Sequence[UUID], day: date) -> tuple[Entry | None, int]:
    """Write a delivery for each unit that has none."""
    known = set(Delivery.objects.filter(text=text).values_list("unit_id", flat=True))
    new = [Delivery(text=text, unit_id=key, sent_on=day) for key in keys if key not in known]
    if not new:
        return None, 0
    _insert(new)
    root = merkle_root(f"{row.pk}:{row.unit_id}" for row in new)
    return record(actor, "directives.text_sent", text, unit=to.unit, kinds=sorted(to.kinds), units=len(new), rows=root, on=day), len(new)


def _insert(rows: Sequence[Delivery]) -> None:
    """Write new deliveries with the four columns they have; tens of thousands at once, where building objects' statements is what costs."""
    fields = [field for field in Delivery._meta.concrete_fields if field.name in NEW]
    prepared = [tuple(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO directives_delivery (id, text_id, unit_id, sent_on) VALUES (%s, %s, %s, %s)", prepared)


def _hand_down(entry: Entry, to: Recipients, keys: Sequence[UUID], task: ClauseTask, recorded_at: datetime | None) -> Batch | None:
    """Hand one clause to the units that do not have it yet."""
    source = source_of(task.clause)
    standing = Assignment.objects.filter(batch__source=source).exclude(state=State.DROPPED)
    known = set(standing.values_list("unit_id", flat=True))
    new = [key for key in keys if key not in known]
    if not new:
        return None
    given = Task(
        title=f"{task.clause.number}. {task.clause.title}"[:300],
        due=task.due,
        owner_post=task.owner_post,
        asks=task.asks,
        details=task.clause.content,
        grade=task.clause.text.grade,
    )
    where = Source(
        key=source, title=f"{task.clause.text}, {task.clause.text.dated:%d/%m/%Y}", link=f"directives:text {task.clause.text_id}"
    )
    units = [Unit(pk=key) for key in new]
    return assign(cause=entry, issuer=to.unit, units=units, task=given, source=where, recorded_at=recorded_at)
