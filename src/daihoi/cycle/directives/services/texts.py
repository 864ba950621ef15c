"""Record a text, and how one text changes another (ghi văn bản, quan hệ văn bản)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.directives.models import Relation, Text, TextKind, Verb
from daihoi.foundation.accounts.models import User
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.grades import Grade, refuse_on_a_network
from daihoi.foundation.organization.models import Unit
from daihoi.rules.errors import RuleViolation
from daihoi.rules.names import nfc


@dataclass(frozen=True)
class Heading:
    """What names a text: kind, number, body, date and abstract (thông tin văn bản)."""

    kind: str
    number: str
    body: str
    dated: date
    abstract: str
    grade: str = Grade.INTERNAL


@transaction.atomic
def record_text(
    *,
    unit: Unit,
    heading: Heading,
    file: StoredFile | None = None,
    words: str = "",
    actor: User | None = None,
    cause: Entry | None = None,
) -> Text:
    """Record a text of a leading body, known by number, body and date together (ghi văn bản)."""
    require(actor, "directives.record_text", unit, cause=cause)
    number, body = nfc("".join(heading.number.split())), nfc(heading.body)
    not_in_the_future(heading.dated)
    refuse_on_a_network(heading.grade)
    same_day = Text.objects.filter(dated=heading.dated)  # compared here: SQLite folds plain letters only
    standing = next((each for each in same_day if _folded(each.number, each.body) == _folded(number, body)), None)
    if standing:
        raise RuleViolation(
            "directives.known_text",
            _("{text} của {body}, ngày {day:%d/%m/%Y}, đã có. Mở văn bản đó."),
            text=str(standing),
            body=body,
            day=heading.dated,
        )
    text = Text.objects.create(
        unit=unit,
        kind=TextKind(heading.kind),
        number=number,
        body=body,
        dated=heading.dated,
        abstract=nfc(heading.abstract),
        grade=Grade(heading.grade),
        file=file,
        words=words,
    )
    record(actor, "directives.text_recorded", text, cause=cause, kind=text.kind, number=number, dated=heading.dated, grade=text.grade)
    return text


def _folded(number: str, body: str) -> tuple[str, str]:
    """Give number and body as they are compared: small letters, one Unicode form (so số và cơ quan)."""
    return nfc(number).casefold(), nfc(body).casefold()


def not_in_the_future(day: date) -> None:
    """Refuse a day that has not come: what is recorded has happened."""
    if day > timezone.localdate():
        raise RuleViolation("directives.in_the_future", _("Ngày {day:%d/%m/%Y} chưa tới. Ghi ngày việc đã xảy ra."), day=day)


@transaction.atomic
def relate_texts(*, actor: User, text: Text, target: Text, verb: str, on: date, note: str = "") -> Relation:
    """Say that a text amends, replaces, repeals or guides another from a day on (ghi quan hệ văn bản)."""
    require(actor, "directives.relate_texts", text.unit)
    if text.pk == target.pk:
        raise RuleViolation("directives.relates_to_itself", _("Một văn bản không tác động lên chính nó. Chọn văn bản khác."))
    if on < text.dated:
        raise RuleViolation(
            "directives.relation_too_early",
            _("Ngày {on:%d/%m/%Y} sớm hơn ngày ban hành {dated:%d/%m/%Y} của {text}. Ghi ngày có hiệu lực."),
            on=on,
            dated=text.dated,
            text=str(text),
        )
    if Relation.objects.filter(text=text, target=target, verb=verb, withdrawn_at__isnull=True).exists():
        raise RuleViolation("directives.related_already", _("Quan hệ này đã ghi. Rút dòng cũ trước khi ghi lại."))
    relation = Relation.objects.create(text=text, target=target, verb=Verb(verb), on=on, note=note.strip())
    record(actor, "directives.texts_related", relation, unit=text.unit, text=text.pk, target=target.pk, verb=verb, on=on)
    return relation


@transaction.atomic
def withdraw_relation(*, actor: User, relation: Relation, reason: str) -> Relation:
    """Take back a relation that was recorded by mistake; its row stays with the reason (rút quan hệ văn bản)."""
    require(actor, "directives.relate_texts", relation.text.unit)
    if not reason.strip():
        raise RuleViolation("directives.withdrawn_without_reason", _("Rút một quan hệ phải có lý do. Hãy ghi lý do."))
    changed = Relation.objects.filter(pk=relation.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now(), withdrawn_reason=reason.strip()
    )
    if changed != 1:
        raise RuleViolation("directives.withdrawn_already", _("Quan hệ này đã được rút."))
    relation.refresh_from_db()
    record(actor, "directives.relation_withdrawn", relation, unit=relation.text.unit)
    return relation
