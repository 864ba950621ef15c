"""Correct a number that the count already used: one person proposes, a second of the committee confirms (sửa số phiếu), EL-31, EL-36."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import CountCorrection, CountRecord, Poll
from daihoi.foundation.ballots.queries.access import require_member, require_no_candidate
from daihoi.foundation.ballots.queries.accounts import newest_counts, waiting_correction
from daihoi.foundation.ballots.queries.polls import locked
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

Counts = Mapping[CountRecord.Kind, int]
State = CountCorrection.State


def write_counts(poll: Poll, counts: Counts, *, reason: str, recorded_by: User, confirmed_by: User | None = None) -> list[CountRecord]:
    """Append numbers that hold from now on; the rows before them stay."""
    known = newest_counts(poll)
    return [
        CountRecord.objects.create(
            poll=poll,
            kind=kind,
            turn=known.get(kind, (0, 0))[1] + 1,
            count=count,
            reason=reason.strip() if kind in known else "",
            recorded_by=recorded_by,
            confirmed_by=confirmed_by,
        )
        for kind, count in counts.items()
    ]


def propose_correction(actor: User, poll: Poll, counts: Counts, reason: str) -> CountCorrection:
    """Keep what one person wants corrected until a second agrees; no number changes yet (đề nghị sửa số phiếu)."""
    if waiting_correction(poll) is not None:
        raise RuleViolation(
            "ballots.correction_waiting", _("Đang có đề nghị sửa số phiếu chờ xác nhận. Xác nhận hoặc bỏ đề nghị ấy trước.")
        )
    if not reason.strip():
        raise RuleViolation(
            "ballots.correction_needs_reason",
            _("Sửa số đã ghi ({names}) cần lý do."),
            names=", ".join(str(kind.label) for kind in counts),
            field="reason",
        )
    known = newest_counts(poll)
    before = {str(kind): known[kind][0] if kind in known else None for kind in counts}
    after = {str(kind): count for kind, count in counts.items()}
    made = CountCorrection.objects.create(poll=poll, before=before, after=after, reason=reason.strip(), proposed_by=actor)
    record(actor, "ballots.correction_proposed", poll, correction=made.pk, before=before, after=after, reason=made.reason)
    return made


@transaction.atomic
def confirm_correction(*, actor: User, correction: CountCorrection) -> list[CountRecord]:
    """Let a correction hold: somebody of the committee other than who proposed it has counted too (xác nhận sửa số phiếu)."""
    require(actor, "ballots.confirm_correction", correction.poll.unit)
    require_member(actor, correction.poll, "ballots.confirm_correction")
    require_no_candidate(actor, correction.poll)
    poll, found = _waiting(correction)
    if found.proposed_by_id == actor.pk:
        raise RuleViolation(
            "ballots.own_correction",
            _("Bạn đề nghị lần sửa này. Người khác của ban kiểm phiếu đếm lại rồi xác nhận, hoặc trưởng ban xác nhận."),
        )
    counts = {CountRecord.Kind(kind): count for kind, count in found.after.items()}
    rows = write_counts(poll, counts, reason=found.reason, recorded_by=found.proposed_by, confirmed_by=actor)
    _answer(actor, found, State.CONFIRMED)
    facts = {"before": found.before, "after": found.after, "reason": found.reason}
    record(actor, "ballots.correction_confirmed", poll, correction=found.pk, proposed_by=found.proposed_by_id, **facts)
    return rows


@transaction.atomic
def decline_correction(*, actor: User, correction: CountCorrection) -> CountCorrection:
    """Leave the numbers as they stand; who proposed may take it back as well (bỏ đề nghị sửa số phiếu)."""
    require(actor, "ballots.confirm_correction", correction.poll.unit)
    require_member(actor, correction.poll, "ballots.confirm_correction")
    require_no_candidate(actor, correction.poll)
    poll, found = _waiting(correction)
    _answer(actor, found, State.DECLINED)
    record(actor, "ballots.correction_declined", poll, correction=found.pk, before=found.before, after=found.after, reason=found.reason)
    return found


def _waiting(correction: CountCorrection) -> tuple[Poll, CountCorrection]:
    """Read a correction again under the lock of its vote, or refuse what was answered or came too late."""
    poll = locked(correction.poll)
    found = CountCorrection.objects.select_related("proposed_by").get(pk=correction.pk)
    if found.state != State.WAITING or poll.state != Poll.State.COUNTING:
        raise RuleViolation("ballots.correction_answered", _("Đề nghị sửa này không còn chờ xác nhận. Tải lại trang để xem số đang có."))
    return poll, found


def _answer(actor: User, correction: CountCorrection, state: CountCorrection.State) -> None:
    """Write who answered and how."""
    correction.state, correction.answered_by, correction.answered_at = state, actor, timezone.now()
    correction.save(update_fields=["state", "answered_by", "answered_at"])
