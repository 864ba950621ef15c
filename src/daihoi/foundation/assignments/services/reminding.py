"""Remind: one digest a day for each person by the clock, a letter or a text by an issuing unit (nhắc việc, đôn đốc)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import Assignment, Digest, Event, Mailbox, Step, Urging
from daihoi.foundation.assignments.queries.people import orphans
from daihoi.foundation.assignments.queries.reminders import drafts
from daihoi.foundation.assignments.services.assigning import PORTION
from daihoi.foundation.assignments.services.handing import move_duties
from daihoi.foundation.assignments.wording import text_of
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.canonical import digest, merkle_root
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.rules.errors import RuleViolation


@transaction.atomic
def write_digests(*, on: date, origin: str) -> list[Digest]:
    """Write what each person hears on a day, once a day and person; letters by mail wait for delivery (viết bản tin nhắc việc)."""
    found = drafts(on)
    boxes = dict(Mailbox.objects.exclude(address="").values_list("user_id", "address")) if settings.SMTP_HOST else {}
    rows = [
        Digest(
            user=draft.user,
            on=on,
            soon=len(draft.soon),
            late=len(draft.late),
            below=draft.below_total,
            text=text_of(draft, on),
            delivery=Digest.Delivery.WAITING if draft.user.pk in boxes else Digest.Delivery.NONE,
        )
        for draft in found
    ]
    Digest.objects.bulk_create(rows, batch_size=PORTION)
    if rows:
        root = merkle_root(f"{row.pk}:{row.user_id}:{digest(row.text)}" for row in rows)
        record(None, "assignments.digests_written", rows[0], origin=origin, on=on, people=len(rows), rows=root)
    return rows


@transaction.atomic
def follow_successions(*, origin: str) -> int:
    """Move what closed units still owe to the one unit that took each of them in; a split waits for people (PR-13)."""
    moved = 0
    for orphan in orphans():
        if len(orphan.successors) == 1 and not orphan.successors[0].closed:
            moved += move_duties(from_=orphan.unit, to=orphan.successors[0], origin=origin)
            record(None, "assignments.succession_followed", orphan.unit, origin=origin, to=orphan.successors[0].pk)
    return moved


@transaction.atomic
def urge(
    *, actor: User, unit: Unit, items: Sequence[Assignment], on: date, symbol: str = "", papers: tuple[StoredFile, StoredFile] | None = None
) -> Urging:
    """Note that an issuing unit urged units on, by a letter with its number or by a text (đôn đốc)."""
    require(actor, "assignments.remind", unit)
    if not items:
        raise RuleViolation("assignments.nothing_late", _("Không có việc quá hạn để đôn đốc. Mở lại trang để xem."))
    urging = Urging.objects.create(
        unit=unit,
        form=Urging.Form.LETTER if papers else Urging.Form.TEXT,
        on=on,
        symbol=symbol,
        units=len({item.unit_id for item in items}),
        items=len(items),
        docx=papers[0] if papers else None,
        pdf=papers[1] if papers else None,
    )
    note = symbol or str(Urging.Form.TEXT.label)
    Event.objects.bulk_create([Event(assignment_id=item.pk, step=Step.REMINDED, by=actor, note=note) for item in items], batch_size=PORTION)
    facts: dict[str, Any] = {
        "units": urging.units,
        "items": urging.items,
        "symbol": symbol,
        "rows": merkle_root(str(item.pk) for item in items),
    }
    record(actor, "assignments.urged", urging, unit=unit, **facts)
    return urging
