"""A unit receives a text and reads it (tiếp nhận văn bản)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.directives.models import Delivery, Text
from daihoi.cycle.directives.queries.coverage import batches_of
from daihoi.cycle.directives.queries.units import texts_at_work
from daihoi.cycle.directives.services.texts import not_in_the_future
from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import Assignment, State
from daihoi.foundation.assignments.services.living import read as read_work
from daihoi.foundation.assignments.services.living import receive as receive_work
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.rules.errors import RuleViolation


@transaction.atomic
def mark_received(*, actor: User, delivery: Delivery, on: date | None = None, cause: Entry | None = None) -> Delivery:
    """Record that a unit received a text and the work that came with it, in one tap; a second tap changes nothing (nhận văn bản; PR-05)."""
    require(actor, "directives.receive", delivery.unit, cause=cause)
    day = on or timezone.localdate()
    not_in_the_future(day)
    if day < delivery.sent_on:
        raise RuleViolation(
            "directives.received_before_sent",
            _("Ngày nhận {day:%d/%m/%Y} sớm hơn ngày gửi {sent:%d/%m/%Y}. Xem lại ngày."),
            day=day,
            sent=delivery.sent_on,
        )
    written = Delivery.objects.filter(pk=delivery.pk, received_on__isnull=True).update(
        received_on=day, received_at=timezone.now(), received_by=actor
    )
    delivery.refresh_from_db()
    if written:
        entry = record(actor, "directives.text_received", delivery, unit=delivery.unit, cause=cause, text=delivery.text_id, on=day)
        receive_work(unit=delivery.unit, actor=actor, cause=entry, batches=batches_of(delivery.text))
    return delivery


def arrived_by(*, actor: User, cause: Entry, text: Text, unit: Unit, by: date) -> None:
    """Let a text count as received where the unit shows by a plan or a conference that it had it; the day of that is the latest it can be."""
    delivery = Delivery.objects.filter(text=text, unit=unit, received_on__isnull=True).select_related("text", "unit").first()
    if delivery:
        mark_received(actor=actor, cause=cause, delivery=delivery, on=max(by, delivery.sent_on))


@transaction.atomic
def receive_all(*, actor: User, unit: Unit) -> int:
    """Confirm that all work sent to a unit arrived, and with it the texts the work comes from (xác nhận đã nhận hết)."""
    require(actor, "directives.receive", unit)
    n = receive_work(unit=unit, actor=actor)
    _receive_texts(actor, unit)
    return n


@transaction.atomic
def read_clause(*, actor: User, assignment: Assignment) -> bool:
    """Note that a person of the unit opened the work on a clause; its text has then been received, though not yet read (đã đọc việc)."""
    require(actor, "directives.receive", assignment.unit)
    new = read_work(assignment=assignment, actor=actor)
    _receive_texts(actor, assignment.unit)
    return new


def _receive_texts(actor: User, unit: Unit) -> None:
    """Receive the texts whose work a unit has received; each writes its own line."""
    waiting = Delivery.objects.filter(unit=unit, received_on__isnull=True)
    for delivery in waiting.filter(text__in=texts_at_work(unit)).select_related("text", "unit"):
        mark_received(actor=actor, delivery=delivery)


@transaction.atomic
def mark_read(*, actor: User, delivery: Delivery, on: date | None = None) -> Delivery:
    """Record that the unit's people have read a text; who reads has received (đọc văn bản)."""
    require(actor, "directives.receive", delivery.unit)
    received = mark_received(actor=actor, delivery=delivery, on=on)
    day = max(on or timezone.localdate(), received.received_on or delivery.sent_on)
    not_in_the_future(day)
    written = Delivery.objects.filter(pk=delivery.pk, read_on__isnull=True).update(read_on=day, read_at=timezone.now(), read_by=actor)
    delivery.refresh_from_db()
    if written:
        entry = record(actor, "directives.text_read", delivery, unit=delivery.unit, text=delivery.text_id, on=day)
        waiting = Assignment.objects.filter(unit=delivery.unit, batch__in=batches_of(delivery.text), state__in=(State.SENT, State.RECEIVED))
        for assignment in waiting.select_related("unit"):
            read_work(assignment=assignment, actor=actor, cause=entry)
    return delivery
