"""Hand out ballots per delegation or zone against a signature (phát phiếu theo đoàn)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import Poll, ZoneCount
from daihoi.foundation.ballots.queries.access import require_member, require_no_candidate
from daihoi.foundation.ballots.queries.loops import release_of
from daihoi.foundation.ballots.queries.polls import locked, refuse_stopped
from daihoi.foundation.ballots.queries.zones import newest_zone
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation
from daihoi.rules.names import nfc

BEFORE_PRINT = {Poll.State.DRAFT, Poll.State.PROOFED}


@dataclass(frozen=True)
class ZoneNumbers:
    """One delegation or zone as its head signs for it; before handing out only its people are known (số của một đoàn)."""

    zone: str
    people: int
    handed_out: int | None = None
    exchanged: int = 0
    unused: int = 0
    reason: str = ""


@transaction.atomic
def record_zone(*, actor: User, poll: Poll, numbers: ZoneNumbers) -> ZoneCount:
    """Record what one delegation or zone got, exchanged and gave back; a correction needs a reason, EL-36 (phát phiếu theo đoàn)."""
    require(actor, "ballots.record_counts", poll.unit)
    require_member(actor, poll)
    require_no_candidate(actor, poll)
    poll = locked(poll)
    if numbers.handed_out is not None and poll.state == Poll.State.PRINTED and release_of(poll) is None:
        refuse_stopped(poll)
    zone = " ".join(nfc(numbers.zone).split())
    before = newest_zone(poll, zone)
    _refuse_out_of_time(poll, numbers)
    _refuse_numbers(zone, numbers)
    facts = {name: getattr(numbers, name) for name in ("people", "handed_out", "exchanged", "unused")}
    if before is not None and all(getattr(before, name) == value for name, value in facts.items()):
        raise RuleViolation("ballots.zone_unchanged", _("{zone}: các số vẫn như đã ghi."), zone=zone)
    if before is not None and before.is_recorded and not numbers.reason.strip():
        raise RuleViolation("ballots.correction_needs_reason", _("Sửa số đã ghi ({names}) cần lý do."), names=zone, field="reason")
    turn = before.turn + 1 if before else 1
    row = ZoneCount.objects.create(poll=poll, zone=zone, turn=turn, reason=numbers.reason.strip(), **facts)
    record(actor, "ballots.zone_recorded", poll, zone=row.pk, turn=turn, **facts)
    return row


def _refuse_out_of_time(poll: Poll, numbers: ZoneNumbers) -> None:
    """Refuse numbers before there is paper and every change after the count is closed."""
    if poll.is_closed or poll.is_voided:
        raise RuleViolation("ballots.closed", _("Kiểm phiếu đã khóa, không sửa được số phiếu nữa."))
    if numbers.handed_out is not None and poll.state in BEFORE_PRINT:
        raise RuleViolation("ballots.counts_too_early", _("Chưa in phiếu nên chưa có phiếu để phát."), field="handed_out")


def _refuse_numbers(zone: str, numbers: ZoneNumbers) -> None:
    """Refuse a zone without a name and more ballots back than were handed out."""
    if not zone:
        raise RuleViolation("ballots.zone_unnamed", _("Ghi tên đoàn hoặc khu vực."), field="zone")
    if numbers.handed_out is None and (numbers.exchanged or numbers.unused):
        raise RuleViolation("ballots.zone_not_handed_out", _("{zone}: ghi số đã phát trước."), zone=zone, field="handed_out")
    if numbers.handed_out is not None and numbers.unused > numbers.handed_out:
        raise RuleViolation(
            "ballots.unused_over_handed_out",
            _("{zone}: trả lại {unused} nhiều hơn đã phát {handed_out}. Xem lại phiếu ký nhận."),
            zone=zone,
            unused=numbers.unused,
            handed_out=numbers.handed_out,
            field="unused",
        )
