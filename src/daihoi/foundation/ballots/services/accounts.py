"""Record the numbers of ballots counted by hand (ghi số phiếu)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import CountRecord, Poll
from daihoi.foundation.ballots.queries.access import require_member, require_no_candidate
from daihoi.foundation.ballots.queries.accounts import newest_counts
from daihoi.foundation.ballots.queries.loops import release_of
from daihoi.foundation.ballots.queries.polls import contest_of, locked, refuse_stopped
from daihoi.foundation.ballots.services.correcting import Counts, propose_correction, write_counts
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation
from daihoi.rules.issuing import issue_findings

Kind = CountRecord.Kind


@transaction.atomic
def record_issue(
    *,
    actor: User,
    poll: Poll,
    issued: int,
    spoiled: int,
    left_over: int,
    printed: int | None = None,
    present: int | None = None,
    reason: str = "",
) -> list[CountRecord]:
    """Record the ballots issued, spoiled and left over; a change of an earlier number needs a reason, EL-36 (ghi số phiếu phát ra).

    No more are issued than people are present, or than the base where nobody counted them (EL-41 to EL-43). Once the box is open a change
    waits for a second person of the committee.
    """
    require(actor, "ballots.record_counts", poll.unit)
    require_member(actor, poll)
    require_no_candidate(actor, poll)
    poll = locked(poll)
    _refuse_unless(poll, {Poll.State.PRINTED, Poll.State.ISSUED, Poll.State.COUNTING}, _("Chưa in phiếu nên chưa có phiếu để phát."))
    if poll.state == Poll.State.PRINTED and release_of(poll) is None:
        refuse_stopped(poll)  # nothing is released while stopped, so what is recorded after a release was handed out before (PR-16)
        raise RuleViolation("ballots.not_released", _("Chưa cho bầu. Thử máy in và máy quét, rồi trưởng ban kiểm phiếu cho bầu."))
    known = newest_counts(poll)
    made = known[Kind.PRINTED][0] if printed is None else printed
    people = known.get(Kind.PRESENT, (None, 0))[0] if present is None else present
    _refuse_issue(poll, issued, made, people)
    _refuse_returned_over_issued(known.get(Kind.RETURNED, (0, 0))[0], issued, "issued")
    counts = {Kind.PRINTED: made, Kind.ISSUED: issued, Kind.SPOILED: spoiled, Kind.LEFT_OVER: left_over}
    changed = _changed(poll, counts | ({} if people is None else {Kind.PRESENT: people}), reason)
    if _awaits_second(poll, changed):
        propose_correction(actor, poll, changed, reason)
        return []
    facts: dict[str, Any] = {"present": people, "printed": made, "issued": issued, "spoiled": spoiled, "left_over": left_over}
    record(actor, "ballots.issue_recorded", poll, **facts, **_corrected(poll, changed, reason))
    if poll.state == Poll.State.PRINTED:
        poll.state = Poll.State.ISSUED
        poll.save(update_fields=["state"])
    return write_counts(poll, changed, reason=reason, recorded_by=actor)


def _refuse_issue(poll: Poll, issued: int, printed: int, present: int | None) -> None:
    """Refuse more ballots than were printed, or than there are people to vote."""
    if issued > printed:
        raise RuleViolation(
            "ballots.issued_over_printed",
            _("Phát ra {issued} nhiều hơn in {printed}. Đếm lại phiếu đã phát, hoặc sửa số in kèm lý do."),
            issued=issued,
            printed=printed,
            field="issued",
        )
    found = next(iter(issue_findings(issued=issued, present=present, base=contest_of(poll).base)), None)
    if found:
        raise RuleViolation(found.code, found.template, **found.facts, field=found.where)


@transaction.atomic
def record_return(*, actor: User, poll: Poll, returned: int, reason: str = "") -> list[CountRecord]:
    """Record the ballots taken out of the box; a change needs a reason and a second person, EL-36 (ghi số phiếu thu về)."""
    require(actor, "ballots.record_counts", poll.unit)
    require_member(actor, poll)
    require_no_candidate(actor, poll)
    poll = locked(poll)
    _refuse_unless(poll, {Poll.State.ISSUED, Poll.State.COUNTING}, _("Chưa ghi số phiếu phát ra. Ghi số phát ra trước, rồi ghi số thu về."))
    _refuse_returned_over_issued(returned, newest_counts(poll)[Kind.ISSUED][0], "returned")
    changed = _changed(poll, {Kind.RETURNED: returned}, reason)
    if _awaits_second(poll, changed):
        propose_correction(actor, poll, changed, reason)
        return []
    if poll.state == Poll.State.ISSUED:
        poll.state = Poll.State.COUNTING
        poll.save(update_fields=["state"])
    record(actor, "ballots.return_recorded", poll, returned=returned)
    return write_counts(poll, changed, reason=reason, recorded_by=actor)


def _refuse_unless(poll: Poll, states: set[Poll.State], too_early: str) -> None:
    """Refuse a number before its time, and every change after the count is closed."""
    if poll.state == Poll.State.CLOSED:
        raise RuleViolation("ballots.closed", _("Kiểm phiếu đã khóa, không sửa được số phiếu nữa."))
    if poll.state not in states:
        raise RuleViolation("ballots.counts_too_early", too_early)


def _refuse_returned_over_issued(returned: int, issued: int, field: str) -> None:
    """Refuse more ballots back than were handed out."""
    if returned > issued:
        raise RuleViolation(
            "ballots.returned_over_issued",
            _("Thu về {returned} nhiều hơn phát ra {issued}. Xem lại biên bản, sửa một trong hai ô."),
            returned=returned,
            issued=issued,
            field=field,
        )


def _changed(poll: Poll, counts: Counts, reason: str) -> Counts:
    """Give the numbers that differ from what holds; refuse a correction without a reason."""
    known = newest_counts(poll)
    changed = {kind: count for kind, count in counts.items() if kind not in known or known[kind][0] != count}
    corrected = [kind for kind in changed if kind in known]
    if corrected and not reason.strip():
        names = ", ".join(str(kind.label) for kind in corrected)
        raise RuleViolation("ballots.correction_needs_reason", _("Sửa số đã ghi ({names}) cần lý do."), names=names, field="reason")
    return changed


def _awaits_second(poll: Poll, changed: Counts) -> bool:
    """Tell whether a change waits for a second person: the box is open, so the number was used (EL-36)."""
    return poll.state == Poll.State.COUNTING and bool(changed)


def _corrected(poll: Poll, changed: Counts, reason: str) -> dict[str, Any]:
    """Give what the journal keeps of a correction: the numbers before it and the reason."""
    before = {str(kind): count for kind, (count, _turn) in newest_counts(poll).items() if kind in changed}
    return {"before": before, "reason": reason.strip()} if before else {}
