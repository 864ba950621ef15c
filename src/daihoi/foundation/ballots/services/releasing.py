"""Release a vote to be held, once its machines were tried (cho bầu; PR-18)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.machine import program_digest
from daihoi.foundation.ballots.models import LoopTest, Poll, Release
from daihoi.foundation.ballots.queries.access import require_member, require_no_candidate
from daihoi.foundation.ballots.queries.loops import ALWAYS, NEVER, loop_rule, passed_test, release_of
from daihoi.foundation.ballots.queries.polls import locked, refuse_stopped
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

Way = Release.Way
RELEASABLE = {Poll.State.PRINTED, Poll.State.ISSUED, Poll.State.COUNTING}


@dataclass(frozen=True)
class Opening:
    """How the ballots will be counted, and why without a passed loop test where there is none (cách kiểm phiếu, lý do)."""

    way: str = Way.SCANNED
    reason: str = ""


@transaction.atomic
def release_poll(*, actor: User, poll: Poll, opening: Opening) -> Release:
    """Let the vote be held: machines passed their loop test with this very program, or the rule lets a reason stand for it, PR-18 (cho bầu).

    Ballots that are keyed in need no test. A later row changes how the ballots are counted.
    """
    require(actor, "ballots.release_poll", poll.unit)
    require_member(actor, poll)
    require_no_candidate(actor, poll)
    poll = locked(poll)
    refuse_stopped(poll)
    if poll.state not in RELEASABLE:
        raise RuleViolation("ballots.release_out_of_time", _("Ký bản in thử và in phiếu trước, rồi mới cho bầu; xong kiểm phiếu thì thôi."))
    before, program, needed = release_of(poll), program_digest(), loop_rule(poll)
    test = passed_test(poll, program) if opening.way == Way.SCANNED else None
    if before and before.way == opening.way and (test is None or before.loop_test_id == test.pk):
        raise RuleViolation("ballots.released", _("Đã cho bầu theo cách này. Tải lại trang để xem."))
    if opening.way == Way.SCANNED and test is None:
        _refuse_untried(poll, program, needed, opening.reason)
    facts = {"way": opening.way, "needed": needed, "program_digest": program, "reason": "" if test else opening.reason.strip()}
    made = Release.objects.create(poll=poll, turn=(before.turn if before else 0) + 1, loop_test=test, released_by=actor, **facts)
    record(actor, "ballots.poll_released", poll, way=made.way, test=test.pk if test else None, needed=needed, program=program)
    return made


def _refuse_untried(poll: Poll, program: str, needed: str, reason: str) -> None:
    """Refuse a scanned vote whose machines did not pass with this program, and say which of it is lacking."""
    if needed == NEVER or (needed != ALWAYS and reason.strip()):
        return
    newest = LoopTest.objects.filter(poll=poll).order_by("-tested_at").first()
    if newest is None:
        why = _("Chưa thử vòng máy in và máy quét.")
    elif not newest.is_passed:
        why = _("Lần thử máy mới nhất không đạt.")
    else:
        why = _("Chương trình đã thay đổi từ lần thử máy đạt: {then}, bây giờ {now}.").format(
            then=newest.program_digest[:16], now=program[:16]
        )
    remedy = _("In phiếu thử, đánh dấu, quét và thử lại.") if needed == ALWAYS else _("Thử lại, hoặc ghi lý do cho bầu mà không thử.")
    raise RuleViolation("ballots.loop_test_needed", "{why} {remedy}", why=why, remedy=remedy, field="reason")
