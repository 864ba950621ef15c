"""Seal, hand over, open, seal again and destroy the paper of a vote (phiếu niêm phong)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import CountFigures, CustodyEvent, Poll
from daihoi.foundation.ballots.queries.access import require_member
from daihoi.foundation.ballots.queries.custody import Envelope, Voted, envelope_of, envelopes_of, free_from, least_kept, voted_of
from daihoi.foundation.ballots.queries.figures import new_figures
from daihoi.foundation.ballots.queries.polls import locked, tally_of
from daihoi.foundation.ballots.queries.readings import forget_readings
from daihoi.foundation.files.services import destroy_key
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation
from daihoi.rules.names import nfc

Kind = CustodyEvent.Kind
Paper = CustodyEvent.Paper
KEEP = "ballots.keep_custody"


@dataclass(frozen=True)
class Sealing:
    """One envelope as it is sealed (việc niêm phong)."""

    envelope: str
    paper: str
    contents: str
    sheets: int
    seal: str
    holder: str
    kept_until: date
    happened_on: date


@dataclass(frozen=True)
class Order:
    """The decision by which an envelope is opened or destroyed (quyết định)."""

    decision: str
    decision_on: date


@dataclass(frozen=True)
class Presence:
    """Somebody before whom an envelope is destroyed: name and capacity (người chứng kiến)."""

    name: str
    capacity: str


@dataclass(frozen=True)
class Resealing:
    """An envelope as it is sealed again: its sheets counted anew, with words where their number changed (việc niêm phong lại)."""

    seal: str
    sheets: int
    words: str = ""
    paper: str = ""


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
    _refuse_day(sealing.happened_on, None)
    _refuse_short(poll, sealing)
    _refuse_seal(poll, sealing.seal)
    if sealing.paper == Paper.VOTED:
        _refuse_too_many(voted_of(poll), sealing.sheets)
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
def reseal_envelope(*, actor: User, poll: Poll, envelope: str, resealing: Resealing, on: date) -> CustodyEvent:
    """Seal an opened envelope again, under a new seal, its sheets counted anew (niêm phong lại)."""
    require(actor, "ballots.keep_custody", poll.unit)
    require_member(actor, poll, KEEP)
    poll = locked(poll)
    held = _found(poll, envelope, on)
    if not held.is_open:
        raise RuleViolation("ballots.envelope_not_open", _("Phong bì {name} không mở, không cần niêm phong lại."), name=held.name)
    _refuse_seal(poll, resealing.seal)
    _refuse_unexplained(held, resealing)
    paper = held.last.paper or resealing.paper  # an envelope sealed before this was asked says it now
    if paper == Paper.VOTED:
        _refuse_too_many(voted_of(poll, [each for each in envelopes_of(poll) if each.name != held.name]), resealing.sheets)
    event = _next(
        held, Kind.RESEALED, on, **vars(resealing) | {"seal": resealing.seal.strip(), "words": resealing.words.strip(), "paper": paper}
    )
    record(actor, "ballots.envelope_resealed", poll, **_kept(event))
    return event


@transaction.atomic
def order_destruction(*, actor: User, poll: Poll, envelope: str, order: Order, on: date) -> CustodyEvent:
    """Order that an envelope be destroyed, by decision, once its keeping time is over; another person confirms the deed, EL-47 (quyết định hủy)."""
    require(actor, "ballots.order_destruction", poll.unit)
    require_member(actor, poll, "ballots.order_destruction")
    poll = locked(poll)
    held = _sealed(poll, envelope, on)
    if held.is_ordered:
        raise RuleViolation(
            "ballots.destruction_ordered", _("Đã ghi quyết định hủy phong bì {name}; chờ người thứ hai xác nhận."), name=held.name
        )
    _refuse_order(order, on)
    _refuse_kept(poll, held, on)
    event = _next(held, Kind.ORDERED, on, ordered_by=actor, **_order(order))
    record(actor, "ballots.destruction_ordered", poll, **_kept(event))
    return event


@transaction.atomic
def destroy_envelope(*, actor: User, poll: Poll, envelope: str, on: date, witnesses: tuple[Presence, Presence]) -> CustodyEvent:
    """Confirm that an envelope was destroyed before two people, as another person ordered; with the last voted ballot the key of all that single ballots say goes, EL-47 (hủy phiếu)."""
    require(actor, "ballots.destroy_envelope", poll.unit)
    require_member(actor, poll, "ballots.destroy_envelope")
    poll = locked(poll)
    held = _sealed(poll, envelope, on)
    last = held.last
    if not held.is_ordered:
        raise RuleViolation("ballots.destruction_not_ordered", _("Chưa ghi quyết định hủy phong bì {name}."), name=held.name)
    if last.ordered_by_id == actor.pk:
        raise RuleViolation("ballots.destruction_needs_two", _("Bạn đã ghi quyết định hủy. Người khác xác nhận việc hủy."))
    _refuse_kept(poll, held, on)
    event = _next(
        held,
        Kind.DESTROYED,
        on,
        ordered_by=last.ordered_by,
        done_by=actor,
        decision=last.decision,
        decision_on=last.decision_on,
        **_present(*witnesses),
    )
    facts = _kept(event)
    is_last = event.paper == Paper.VOTED and voted_of(poll).are_gone
    record(actor, "ballots.envelope_destroyed", poll, key_destroyed=is_last, **facts)
    if is_last:
        _keep_figures(poll)
        destroy_key(poll.key)
        forget_readings()
    return event


def _keep_figures(poll: Poll) -> None:
    """Keep how a count came about that was closed before its figures were kept: the minutes print them for ever."""
    tally = tally_of(poll)
    if tally is not None and not CountFigures.objects.filter(tally=tally).exists():
        new_figures(tally).save(force_insert=True)


def _present(first: Presence, second: Presence) -> dict[str, str]:
    """Give two witnesses as a row keeps them; refuse one person in two capacities."""
    names = [nfc(each.name) for each in (first, second)]
    if not all(names) or names[0].casefold() == names[1].casefold():
        message = _("Hai người chứng kiến khác nhau: ghi đủ họ tên từng người.")
        raise RuleViolation("ballots.two_witnesses", message, field="second_name")
    return {"first_name": names[0], "second_name": names[1], "first_witness": first.capacity, "second_witness": second.capacity}


def _refuse_short(poll: Poll, sealing: Sealing) -> None:
    """Refuse to keep paper shorter than the rules of the vote say."""
    least = least_kept(poll, sealing.happened_on)
    if sealing.kept_until < least:
        message = _("Theo quy tắc của cuộc bầu này phiếu giữ ít nhất đến ngày {day}. Ghi ngày ấy hoặc muộn hơn.")
        raise RuleViolation("ballots.keeping_too_short", message, day=f"{least:%d/%m/%Y}", field="kept_until")


def _refuse_kept(poll: Poll, held: Envelope, on: date) -> None:
    """Refuse to destroy paper within its keeping time, and while its count is open again."""
    if poll.state == Poll.State.COUNTING:
        raise RuleViolation("ballots.counted_again", _("Kiểm phiếu đang mở lại. Khóa kiểm phiếu xong mới hủy phiếu."))
    free = free_from(poll, held)
    if on < free:
        message = _("Phong bì {name} còn giữ đến ngày {day}.")
        raise RuleViolation("ballots.still_kept", message, name=held.name, day=f"{free:%d/%m/%Y}", field="on")


def _refuse_too_many(others: Voted, sheets: int) -> None:
    """Refuse envelopes that would hold more voted ballots than came out of the box."""
    if others.sealed + sheets > others.returned:
        message = _("Thu về {returned} tờ phiếu đã bầu, các phong bì khác giữ {sealed} tờ: phong bì này không thể có {sheets} tờ. Đếm lại.")
        facts = {"returned": others.returned, "sealed": others.sealed, "sheets": sheets}
        raise RuleViolation("ballots.more_than_returned", message, **facts, field="sheets")


def _refuse_unexplained(held: Envelope, resealing: Resealing) -> None:
    """Refuse another number of sheets than before without words for the minutes of the opening."""
    before = held.last.sheets
    if resealing.sheets != before and not resealing.words.strip():
        message = _(
            "Trước khi mở có {before} tờ, nay {now} tờ. Ghi vì sao khác, tờ thiếu ở đâu, ai giữ; biên bản mở niêm phong in đúng lời này."
        )
        raise RuleViolation("ballots.sheets_changed", message, before=before, now=resealing.sheets, field="words")


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
    carried = {name: getattr(last, name) for name in ("paper", "contents", "sheets", "seal", "holder", "kept_until")}
    facts: dict[str, Any] = {"poll": last.poll, "envelope": last.envelope, "kind": kind, "happened_on": on, "sequence": last.sequence + 1}
    return CustodyEvent(**(facts | carried | changes))


def _kept(event: CustodyEvent) -> dict[str, Any]:
    """Write an event and give what the journal says of it."""
    event.save(force_insert=True)
    facts = {"event": event.pk, "envelope": event.envelope, "paper": event.paper, "seal": event.seal, "sheets": event.sheets}
    return facts | {"on": event.happened_on.isoformat(), "decision": event.decision}
