"""Close the count and fix its tally; open it again by decision (khóa, mở lại kiểm phiếu)."""

import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.machine import program_digest
from daihoi.foundation.ballots.models import Adjudication, Claim, CustodyEvent, Poll, Tally
from daihoi.foundation.ballots.queries.access import require_member, require_no_candidate
from daihoi.foundation.ballots.queries.closing import closing_findings
from daihoi.foundation.ballots.queries.custody import envelopes_of
from daihoi.foundation.ballots.queries.figures import new_figures
from daihoi.foundation.ballots.queries.polls import charter_of, contest_of, locked, tally_of
from daihoi.foundation.ballots.queries.readings import decisions_of, readings_of
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import merkle_root, record
from daihoi.foundation.organization.authority import require
from daihoi.rules.counting import count
from daihoi.rules.errors import RuleViolation


@transaction.atomic
def close_count(*, actor: User, poll: Poll) -> Tally:
    """Close the count: only when the accounts balance and nothing is open, EL-26, EL-36 (khóa kiểm phiếu)."""
    require(actor, "ballots.close_count", poll.unit)
    require_member(actor, poll)
    poll = locked(poll)
    require_no_candidate(actor, poll)
    if poll.is_closed:
        raise RuleViolation("ballots.closed", _("Kiểm phiếu đã khóa."))
    if poll.state != Poll.State.COUNTING:
        raise RuleViolation("ballots.not_counting", _("Chưa ghi số phiếu thu về, nên chưa kiểm phiếu được."))
    findings = closing_findings(poll)
    if findings:
        listed = "\n".join(finding.message for finding in findings)
        raise RuleViolation("ballots.cannot_close", "{listed}", listed=listed, findings=[finding.as_dict() for finding in findings])
    readings, decisions = readings_of(poll), decisions_of(poll)
    tally = _write(poll, readings, decisions)
    new_figures(tally).save(force_insert=True)
    poll.state = Poll.State.CLOSED
    poll.save(update_fields=["state"])
    Claim.objects.filter(poll=poll).delete()
    record(
        actor,
        "ballots.count_closed",
        poll,
        tally=tally.pk,
        turn=tally.turn,
        digest=tally.digest,
        program=tally.program_digest,
        readings=tally.readings_digest,
        decisions=tally.decisions_digest,
    )
    return tally


@transaction.atomic
def reopen_count(*, cause: Entry, poll: Poll) -> Tally:
    """Open a closed count again by the decision that is its cause; the tally stays beside the one that follows (mở lại kiểm phiếu)."""
    poll = locked(poll)
    tally = tally_of(poll)
    if tally is None:
        raise RuleViolation("ballots.not_closed", _("Kiểm phiếu chưa khóa, không có gì để mở lại."))
    voted = [each for each in envelopes_of(poll) if each.last.paper in {"", CustodyEvent.Paper.VOTED}]
    if poll.key.destroyed_at or any(each.is_destroyed for each in voted):
        raise RuleViolation("ballots.key_destroyed", _("Phiếu đã hủy, không kiểm lại được nữa."))
    sealed = [each.name for each in voted if not each.is_open]
    if sealed:
        message = _(
            "Phiếu còn trong phong bì niêm phong: {names}. Ghi việc mở niêm phong ở trang phiếu niêm phong trước, rồi mở lại kiểm phiếu."
        )
        raise RuleViolation("ballots.still_sealed", message, names=", ".join(sealed))
    poll.state = Poll.State.COUNTING
    poll.save(update_fields=["state"])
    record(None, "ballots.count_reopened", poll, cause=cause, tally=tally.pk, turn=tally.turn)
    return tally


def _write(poll: Poll, readings: list[dict[str, Any]], decisions: list[dict[str, Any]]) -> Tally:
    """Count by the frozen rules and keep the result with the digests of what it came from."""
    contest = contest_of(poll)
    result: dict[str, Any] = dict(count(contest, charter_of(poll), readings, decisions))
    if result["pending"] or result["valid"] + result["invalid"] != contest.returned:
        raise RuleViolation("ballots.cannot_close", _("Hợp lệ cộng không hợp lệ khác số thu về. Xem lại các lô và các phiếu để riêng."))
    return Tally.objects.create(
        poll=poll,
        turn=Tally.objects.filter(poll=poll).count() + 1,
        contest_toml=contest.to_toml(),
        readings_digest=merkle_root(json_line(line) for line in readings),
        decisions_digest=merkle_root(commitments_of(poll)),
        result=result,
        digest=str(result["digest"]),
        program_digest=program_digest(),
        issued=contest.issued,
        returned=contest.returned,
        valid=result["valid"],
        invalid=result["invalid"],
    )


def commitments_of(poll: Poll) -> list[str]:
    """Give the salted commitments of all answers: a digest over bare verdicts could be guessed, since each has two values."""
    return list(Adjudication.objects.filter(poll=poll).order_by("pk").values_list("commitment", flat=True))


def json_line(line: dict[str, Any]) -> str:
    """Write a reading the way digests are taken of it."""
    return json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
