"""Issue a paper: number, date, signature (phát hành văn bản)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.documents.models import Document, Issue, Version
from daihoi.cycle.documents.queries.texts import approved_version, pattern, working
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.registers.services import take_number
from daihoi.rules.errors import RuleViolation
from daihoi.rules.papers import CONGRESS


@dataclass(frozen=True)
class Signing:
    """Day, body symbol, signer and recipients of a paper that goes out (ký ban hành)."""

    signed_on: date
    symbol: str
    signer_title: str = ""
    signer_name: str = ""
    place: str = ""
    recipients: str = ""


@transaction.atomic
def issue_document(*, actor: User, document: Document, signing: Signing) -> Issue:
    """Give a paper its number from the register and fix the version that goes out (phát hành; FM-07, FM-16)."""
    require(actor, "documents.issue", document.unit)
    if hasattr(document, "issue"):
        raise RuleViolation(
            "documents.issued", _("Văn bản đã phát hành với số {symbol}. Lập văn bản mới để sửa."), symbol=document.issue.symbol
        )
    version = _to_go_out(document)
    entry = record(actor, "documents.issued", version, unit=document.unit, number=version.number, signed_on=signing.signed_on)
    number = take_number(
        cause=entry,
        unit=document.unit,
        body=signing.symbol.strip(),
        kind=document.paper.code,
        on=signing.signed_on,
        abstract=document.title,
        subject=f"documents.document:{document.pk}",
        period=document.congress.round.term if document.body == CONGRESS and document.congress else None,
    )
    return Issue.objects.create(
        document=document,
        version=version,
        number=number.number,
        symbol=number.symbol,
        signed_on=signing.signed_on,
        place=signing.place.strip(),
        signer_title=signing.signer_title.strip(),
        signer_name=" ".join(signing.signer_name.split()),
        recipients=signing.recipients.strip(),
    )


def _to_go_out(document: Document) -> Version:
    """Give the version that passed its route or a vote; without a route, the newest one."""
    approved = approved_version(document)
    if approved:
        return approved
    text = working(document)
    if text is None or not text.is_closed:
        raise RuleViolation(
            "documents.unsaved", _("Còn {n} lần sửa chưa lưu thành bản. Lưu bản đang soạn trước."), n=len(text.rows) if text else 0
        )
    if pattern(document.unit, document.kind).route:
        raise RuleViolation("documents.not_approved", _("Văn kiện chưa qua hết các bước duyệt. Trình duyệt trước khi phát hành."))
    return text.version
