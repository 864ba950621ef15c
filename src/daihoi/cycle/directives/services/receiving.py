"""A unit receives a text and reads it (tiếp nhận văn bản)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.directives.models import Delivery
from daihoi.cycle.directives.queries.coverage import batches_of
from daihoi.cycle.directives.services.texts import not_in_the_future
from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import Assignment, State
from daihoi.foundation.assignments.services.living import read as read_work
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation


@transaction.atomic
def mark_received(*, actor: User, delivery: Delivery, on: date | None = None) -> Delivery:
    """Record that a unit received a text, in one tap; a second tap changes nothing (nhận văn bản; PR-05)."""
    require(actor, "directives.receive", delivery.unit)
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
        record(actor, "directives.text_received", delivery, unit=delivery.unit, text=delivery.text_id, on=day)
    return delivery


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
