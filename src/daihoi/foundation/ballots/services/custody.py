"""Seal, hand over, open, seal again and destroy the paper of a vote (phiếu niêm phong)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import CustodyEvent, Poll
from daihoi.foundation.ballots.queries.access import require_member
from daihoi.foundation.ballots.queries.custody import Envelope, envelope_of, envelopes_of
from daihoi.foundation.ballots.queries.polls import locked
from daihoi.foundation.files.services import destroy_key
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

Kind = CustodyEvent.Kind
KEEP = "ballots.keep_custody"


@dataclass(frozen=True)
class Sealing:
    """One envelope as it is sealed (việc niêm phong)."""

    envelope: str
    contents: str
    sheets: int
    seal: str
    holder: str
    destroy_by: date
    happened_on: date


@dataclass(frozen=True)
class Order:
    """The decision by which an envelope is opened or destroyed (quyết định)."""

    decision: str
    decision_on: date


@transaction.atomic
def seal_envelope(*, actor: User, poll: Poll, sealing: Sealing) -> CustodyEvent:
    """Seal paper of a closed count under a numbered seal, EL-31, EL-47 (niêm phong phiếu)."""
    require(actor, "ballots.keep_custody", poll.unit)
    require_member(actor, poll, KEEP)
    poll = locked(poll)
    name = " ".join(sealing.envelope.split())
    if not (poll.is_closed or poll.is_voided):
        raise RuleViolation("ballots.seal_after_closing", _("Khóa kiểm phiếu trước, rồi niêm phong phiếu."))
    if not name or envelope_of(poll, name):
        raise RuleViolation(
            "ballots.envelope_known", _("Đã có phong bì “{name}”. Ghi tên khác cho phong bì mới."), name=name, field="envelope"
        )
    if sealing.destroy_by <= sealing.happened_on:
        raise RuleViolation("ballots.keeping_too_short", _("Ngày được hủy phải sau ngày niêm phong."), field="destroy_by")
    _refuse_day(sealing.happened_on, None)
    _refuse_seal(poll, sealing.seal)
    event = CustodyEvent(poll=poll, sequence=1, kind=Kind.SEALED, **vars(sealing) | {"envelope": name, "seal": sealing.seal.strip()})
    record(actor, "ballots.envelope_sealed", poll, **_kept(event))
    return event


@transaction.atomic
def hand_over_envelope(*, actor: User, poll: Poll, envelope: str, holder: str, on: date) -> CustodyEvent:
    """Hand a sealed envelope to another post or office (bàn giao phiếu niêm phong)."""
    require(actor, "ballots.keep_custody", poll.unit)
    require_member(actor, poll, KEEP)
    held = _sealed(locked(poll), envelope, on)
    if not holder.strip() or holder.strip() == held.last.holder:
        raise RuleViolation("ballots.same_holder", _("Ghi nơi giữ mới; {holder} đang giữ."), holder=held.last.holder, field="holder")
    event = _next(held, Kind.HANDED, on, holder=holder.strip())
    record(actor, "ballots.envelope_handed_over", poll, **_kept(event))
    return event


@transaction.atomic
def open_envelope(*, actor: User, poll: Poll, envelope: str, order: Order, on: date) -> CustodyEvent:
    """Open an envelope by decision only (mở niêm phong)."""
    require(actor, "ballots.keep_custody", poll.unit)
    require_member(actor, poll, KEEP)
    held = _sealed(locked(poll), envelope, on)
    _refuse_order(order, on)
    event = _next(held, Kind.OPENED, on, **_order(order))
    record(actor, "ballots.envelope_opened", poll, **_kept(event))
    return event


@transaction.atomic
def reseal_envelope(*, actor: User, poll: Poll, envelope: str, seal: str, sheets: int, on: date) -> CustodyEvent:
    """Seal an opened envelope again, under a new seal, its sheets counted anew (niêm phong lại)."""
    require(actor, "ballots.keep_custody", poll.unit)
    require_member(actor, poll, KEEP)
    poll = locked(poll)
    held = _found(poll, envelope, on)
    if not held.is_open:
        raise RuleViolation("ballots.envelope_not_open", _("Phong bì {name} không mở, không cần niêm phong lại."), name=held.name)
    _refuse_seal(poll, seal)
    event = _next(held, Kind.RESEALED, on, seal=seal.strip(), sheets=sheets)
    record(actor, "ballots.envelope_resealed", poll, **_kept(event))
    return event


@transaction.atomic
def destroy_envelope(*, actor: User, poll: Poll, envelope: str, order: Order, on: date, witnesses: tuple[str, str]) -> CustodyEvent:
    """Destroy an envelope by decision before two people; with the last one the key of the scans goes too, EL-47 (hủy phiếu)."""
    require(actor, "ballots.destroy_envelope", poll.unit)
    require_member(actor, poll, "ballots.destroy_envelope")
    poll = locked(poll)
    held = _sealed(poll, envelope, on)
    _refuse_order(order, on)
    if on < held.last.destroy_by:
        raise RuleViolation(
            "ballots.still_kept",
            _("Phong bì {name} còn giữ đến ngày {day}."),
            name=held.name,
            day=f"{held.last.destroy_by:%d/%m/%Y}",
            field="on",
        )
    event = _next(held, Kind.DESTROYED, on, first_witness=witnesses[0], second_witness=witnesses[1], **_order(order))
    is_last = all(each.is_destroyed for each in envelopes_of(poll) if each.name != held.name)
    record(actor, "ballots.envelope_destroyed", poll, key_destroyed=is_last, **_kept(event))
    if is_last:
        destroy_key(poll.key)
    return event


def _found(poll: Poll, name: str, on: date) -> Envelope:
    """Find an envelope that still exists; what happens to it comes after what happened before."""
    held = envelope_of(poll, name)
    if held is None or held.is_destroyed:
        raise RuleViolation("ballots.no_envelope", _("Không còn phong bì “{name}”."), name=name)
    _refuse_day(on, held.last.happened_on)
    return held


def _sealed(poll: Poll, name: str, on: date) -> Envelope:
    """Find an envelope that is under seal."""
    held = _found(poll, name, on)
    if held.is_open:
        raise RuleViolation("ballots.envelope_open", _("Phong bì {name} đang mở. Niêm phong lại trước."), name=held.name)
    return held


def _refuse_day(on: date, before: date | None) -> None:
    """Refuse a day to come, and one before the last event."""
    if on > timezone.localdate():
        raise RuleViolation("ballots.custody_in_future", _("Ngày này chưa đến."), field="on")
    if before and on < before:
        raise RuleViolation("ballots.custody_out_of_order", _("Việc trước đó ghi ngày {day}."), day=f"{before:%d/%m/%Y}", field="on")


def _refuse_seal(poll: Poll, seal: str) -> None:
    """Refuse a seal without a number and a number that was used before."""
    if not seal.strip() or CustodyEvent.objects.filter(poll=poll, seal=seal.strip()).exists():
        raise RuleViolation(
            "ballots.seal_used",
            _("Số niêm phong “{seal}” đã dùng hoặc còn trống. Mỗi lần niêm phong một số."),
            seal=seal.strip(),
            field="seal",
        )


def _refuse_order(order: Order, on: date) -> None:
    """Refuse to touch sealed paper without a decision made before."""
    if not order.decision.strip():
        raise RuleViolation("ballots.custody_needs_decision", _("Chỉ làm theo quyết định: ghi số và ngày quyết định."), field="decision")
    if order.decision_on > on:
        raise RuleViolation("ballots.decision_later", _("Quyết định ghi ngày sau ngày làm. Xem lại hai ngày."), field="decision_on")


def _order(order: Order) -> dict[str, Any]:
    """Give a decision as a row keeps it."""
    return {"decision": order.decision.strip(), "decision_on": order.decision_on}


def _next(held: Envelope, kind: Kind, on: date, **changes: Any) -> CustodyEvent:
    """Begin the next event of an envelope: what does not change is carried over."""
    last = held.last
    carried = {name: getattr(last, name) for name in ("contents", "sheets", "seal", "holder", "destroy_by")}
    facts: dict[str, Any] = {"poll": last.poll, "envelope": last.envelope, "kind": kind, "happened_on": on, "sequence": last.sequence + 1}
    return CustodyEvent(**(facts | carried | changes))


def _kept(event: CustodyEvent) -> dict[str, Any]:
    """Write an event and give what the journal says of it."""
    event.save(force_insert=True)
    facts = {"event": event.pk, "envelope": event.envelope, "seal": event.seal, "sheets": event.sheets}
    return facts | {"on": event.happened_on.isoformat(), "decision": event.decision}
