"""Void a wrong print run with minutes of destruction (hủy đợt in)."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import CountRecord, Poll, PrintRun, VoidedRun
from daihoi.foundation.ballots.queries.access import is_member, require_member, require_no_candidate
from daihoi.foundation.ballots.queries.accounts import newest_counts
from daihoi.foundation.ballots.queries.polls import locked
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import Forbidden, require
from daihoi.rules.errors import RuleViolation

Kind = CountRecord.Kind
BEFORE_THE_BOX = {Poll.State.PRINTED, Poll.State.ISSUED}
IN_HANDS = {Poll.State.ISSUED, Poll.State.COUNTING}


@dataclass(frozen=True)
class Destruction:
    """How the sheets of a wrong run were destroyed, as the minutes record it (việc hủy phiếu)."""

    reason: str
    destroyed: int
    first_witness: str
    second_witness: str
    is_list_wrong: bool = False
    missing_note: str = ""


@transaction.atomic
def void_run(*, actor: User, run: PrintRun, destruction: Destruction) -> VoidedRun:
    """Take the destroyed sheets of a wrong run out of the accounts; where the list itself was wrong, the whole vote is void, PR-17 (hủy đợt in).

    Sheets that were not destroyed bear the same code and could be read as votes: they stay in the number printed, for people to find or to write off.
    """
    require(actor, "ballots.void_run", run.poll.unit)
    require_member(actor, run.poll, "ballots.void_run")
    require_no_candidate(actor, run.poll)
    poll = locked(run.poll)
    if destruction.is_list_wrong and poll.state in IN_HANDS:
        _require_head(actor, poll)
    live = list(PrintRun.objects.filter(poll=poll, voided__isnull=True))
    _refuse_run(poll, run, live)
    _refuse_destruction(run, destruction)
    if destruction.is_list_wrong and len(live) > 1:
        raise RuleViolation(
            "ballots.other_runs_first",
            _("Danh sách sai thì mọi đợt in đều sai. Hủy {n} đợt in kia trước, rồi hủy đợt này và ghi là danh sách sai."),
            n=len(live) - 1,
        )
    if not destruction.is_list_wrong:
        _refuse_sheets_in_hands(poll, run)
    voided = VoidedRun.objects.create(run=run, copies=run.copies, **_tidy(destruction))
    before, turn = newest_counts(poll)[Kind.PRINTED]
    after, reason = max(before - voided.destroyed, 0), _("Hủy đợt in {n} phiếu").format(n=voided.destroyed)
    CountRecord.objects.create(poll=poll, kind=Kind.PRINTED, turn=turn + 1, count=after, reason=reason)
    if destruction.is_list_wrong:
        poll.state = Poll.State.VOIDED
    elif len(live) == 1:
        poll.state = Poll.State.PROOFED
    poll.save(update_fields=["state"])
    facts: dict[str, Any] = {"copies": run.copies, "destroyed": voided.destroyed, "printed": after, "list_wrong": voided.is_list_wrong}
    record(actor, "ballots.run_voided", poll, run=run.pk, digest=run.digest, **facts)
    return voided


def _require_head(actor: User, poll: Poll) -> None:
    """Let the head of the counting committee alone void a vote whose ballots people hold or have cast."""
    if not is_member(actor, poll, "ballots.close_count"):
        message = _("Phiếu đã phát ra. Từ lúc này chỉ trưởng ban kiểm phiếu hủy được cả cuộc bỏ phiếu, khi danh sách trên phiếu sai.")
        raise Forbidden("authority.forbidden", message)


def _tidy(destruction: Destruction) -> dict[str, object]:
    """Give the facts of a destruction without stray spaces."""
    return {name: value.strip() if isinstance(value, str) else value for name, value in vars(destruction).items()}


def _refuse_run(poll: Poll, run: PrintRun, live: list[PrintRun]) -> None:
    """Refuse what was voided before, and everything after the count is closed."""
    if poll.is_closed:
        raise RuleViolation("ballots.closed", _("Kiểm phiếu đã khóa, không hủy đợt in được nữa."))
    if run.pk not in {each.pk for each in live}:
        raise RuleViolation("ballots.run_voided", _("Đợt in này đã hủy."))


def _refuse_destruction(run: PrintRun, destruction: Destruction) -> None:
    """Refuse minutes that do not account for every sheet of the run."""
    if not destruction.reason.strip():
        raise RuleViolation("ballots.void_needs_reason", _("Hủy đợt in cần lý do, ví dụ: sai giới tính một người."), field="reason")
    if destruction.destroyed > run.copies:
        raise RuleViolation(
            "ballots.destroyed_over_copies",
            _("Hủy {destroyed} tờ nhiều hơn {copies} tờ của đợt in. Đếm lại; tờ của đợt khác thì hủy ở đợt ấy."),
            destroyed=destruction.destroyed,
            copies=run.copies,
            field="destroyed",
        )
    if destruction.destroyed < run.copies and not destruction.missing_note.strip():
        raise RuleViolation(
            "ballots.missing_unexplained",
            _("Còn {n} tờ của đợt in chưa hủy. Ghi những tờ ấy ở đâu, ai giữ."),
            n=run.copies - destruction.destroyed,
            field="missing_note",
        )


def _refuse_sheets_in_hands(poll: Poll, run: PrintRun) -> None:
    """Refuse to void sheets that were handed out with a right list: they are votes, or must first come back."""
    if poll.state not in BEFORE_THE_BOX:
        raise RuleViolation(
            "ballots.void_too_late", _("Đã mở thùng kiểm phiếu. Lúc này chỉ hủy được khi chính danh sách trên phiếu sai và phải bầu lại.")
        )
    counts = newest_counts(poll)
    issued, left = counts.get(Kind.ISSUED, (0, 0))[0], counts[Kind.PRINTED][0] - run.copies
    if issued > left:
        raise RuleViolation(
            "ballots.void_issued",
            _("Đã ghi phát ra {issued} phiếu, hủy đợt này chỉ còn {left}. Thu lại phiếu của đợt này và sửa số phát ra trước."),
            issued=issued,
            left=left,
        )
