"""After a second check that differs: the board asks, the presidium decides (xử lý kiểm phiếu lần hai)."""

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.elections.models import Contest, RecheckStep
from daihoi.cycle.elections.queries.rechecks import Recheck, recheck_findings, standing_recheck
from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.queries.access import require_member, require_no_candidate
from daihoi.foundation.ballots.services import reopen_count
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

Step = RecheckStep.Step
ASK, DECIDE = "elections.ask_recount", "elections.decide_recheck"


@transaction.atomic
def ask_recount(*, actor: User, contest: Contest, words: str) -> RecheckStep:
    """Ask the presidium to open the count again: the head writes what the whole board concluded (cả ban đề nghị mở lại)."""
    require(actor, "elections.ask_recount", contest.unit)
    contest, found = _open(actor, contest, ASK)
    require_no_candidate(actor, found.tally.poll)
    _refuse_certified(contest)
    if found.asked:
        raise RuleViolation("elections.recount_asked", _("Cả ban đã đề nghị mở lại. Chờ đoàn chủ tịch quyết định."))
    return _write(actor, contest, found, Step.ASKED, words)[0]


@transaction.atomic
def decide_recount(*, actor: User, contest: Contest, words: str) -> RecheckStep:
    """Open the count again, as the board asked: a new tally follows, the earlier one stays (quyết định mở lại kiểm phiếu)."""
    require(actor, "elections.decide_recheck", contest.unit)
    contest, found = _open(actor, contest, DECIDE)
    _refuse_certified(contest)
    if found.asked is None:
        raise RuleViolation("elections.board_asks_first", _("Cả ban kiểm phiếu đề nghị mở lại trước; trưởng ban ghi đề nghị ấy."))
    if found.asked.recorded_by_id == actor.pk:
        raise RuleViolation("elections.two_people", _("Bạn đã ghi đề nghị của cả ban. Người khác trong đoàn chủ tịch quyết định."))
    row, entry = _write(actor, contest, found, Step.REOPENED, words)
    reopen_count(cause=entry, poll=found.tally.poll)
    return row


@transaction.atomic
def uphold_outcome(*, actor: User, contest: Contest, words: str) -> RecheckStep:
    """Let the result stand, with the reason, where no difference can change who is elected (quyết định giữ kết quả)."""
    require(actor, "elections.decide_recheck", contest.unit)
    contest, found = _open(actor, contest, DECIDE)
    if not found.changes_nobody:
        message = _("Những phiếu khác có thể làm đổi người trúng cử, hoặc chưa so hết cả chồng. So hết cả chồng, hoặc mở lại kiểm phiếu.")
        raise RuleViolation("elections.outcome_may_change", message)
    return _write(actor, contest, found, Step.UPHELD, words)[0]


def refuse_differing(contest: Contest) -> None:
    """Refuse to certify or sign while a second check that differs is not settled."""
    for finding in recheck_findings(contest):
        raise RuleViolation(finding.code, finding.template, **finding.facts)


def _open(actor: User, contest: Contest, act: str) -> tuple[Contest, Recheck]:
    """Lock a contest whose second check differs and waits for a decision, for who may act on it, or refuse."""
    contest = Contest.objects.select_for_update(of=("self",)).select_related("congress__unit", "poll__unit").get(pk=contest.pk)
    found = standing_recheck(contest)
    if found is None or not found.is_open:
        raise RuleViolation("elections.nothing_differs", _("Không có kiểm lần hai nào thấy khác mà chưa quyết định."))
    require_member(actor, found.tally.poll, act)
    return contest, found


def _refuse_certified(contest: Contest) -> None:
    """Send who would open again what was announced to the steps for that: a result is never rewritten."""
    if contest.result_id is not None:
        message = _("Kết quả đã công bố. Mở lại ở trang mở lại sau công bố, theo cách của trang ấy.")
        raise RuleViolation("elections.certified_not_reopened", message)


def _write(actor: User, contest: Contest, found: Recheck, step: Step, words: str) -> tuple[RecheckStep, Entry]:
    """Append one step with its reason; the journal gets no words."""
    if not words.strip():
        raise RuleViolation("elections.recheck_needs_words", _("Ghi lý do."), field="words")
    row = RecheckStep.objects.create(contest=contest, check_row=found.checks[-1], step=step, words=words.strip(), recorded_by=actor)
    entry = record(actor, "elections.recheck_step_recorded", contest, check=row.check_row_id, step=str(step), turn=found.tally.turn)
    return row, entry
