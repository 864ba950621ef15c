"""Print the ballots of a signed proof (in phiếu)."""

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import CountRecord, Poll, PrintRun
from daihoi.foundation.ballots.queries.access import require_member, require_no_candidate
from daihoi.foundation.ballots.queries.accounts import newest_counts
from daihoi.foundation.ballots.queries.polls import locked, refuse_stopped
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

PRINTABLE = {Poll.State.PROOFED, Poll.State.PRINTED, Poll.State.ISSUED}


@transaction.atomic
def print_batch(*, actor: User, poll: Poll, copies: int, runs: int | None = None) -> PrintRun:
    """Record a run of the printer; a later run adds to the number printed; `runs` are those the person saw (in phiếu)."""
    require(actor, "ballots.print_batch", poll.unit)
    require_member(actor, poll)
    require_no_candidate(actor, poll)
    poll = locked(poll)
    refuse_stopped(poll)
    if poll.state == Poll.State.DRAFT:
        missing = 2 - poll.proof_signatures.count()
        raise RuleViolation(
            "ballots.proof_not_signed", _("Bản in thử còn thiếu {n} chữ ký. Hai người đối chiếu và ký trước khi in."), n=missing
        )
    if poll.is_voided:
        raise RuleViolation("ballots.poll_voided", _("Phiếu này đã hủy vì danh sách sai. Chốt lại danh sách, rồi in phiếu mới."))
    if poll.state not in PRINTABLE:
        raise RuleViolation("ballots.print_over", _("Đã sang kiểm phiếu, không in thêm được nữa."))
    if runs is not None and runs != poll.print_runs.count():
        raise RuleViolation("ballots.printed_meanwhile", _("Vừa có đợt in được ghi, có thể do bấm hai lần. Xem các đợt in rồi ghi tiếp."))
    if copies < 1:
        raise RuleViolation("ballots.no_copies", _("Số phiếu in phải từ 1 trở lên."), field="copies")
    run = PrintRun.objects.create(poll=poll, copies=copies, digest=poll.ballot.digest)
    before, turn = newest_counts(poll).get(CountRecord.Kind.PRINTED, (0, 0))
    reason = _("In thêm {n} phiếu").format(n=copies) if turn else ""
    CountRecord.objects.create(poll=poll, kind=CountRecord.Kind.PRINTED, turn=turn + 1, count=before + copies, reason=reason)
    if poll.state == Poll.State.PROOFED:
        poll.state = Poll.State.PRINTED
        poll.save(update_fields=["state"])
    record(actor, "ballots.batch_printed", poll, copies=copies, printed=before + copies, digest=run.digest)
    return run
