"""Open a count again whose result was announced: by board and presidium until the minutes are signed, then by the superior's decision (mở lại sau công bố)."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.elections.models import Contest, ReopeningStep, Result
from daihoi.cycle.elections.queries.reopenings import Step, resting_on, way_of
from daihoi.cycle.elections.services.holding import refuse_held
from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.queries.access import require_member, require_no_candidate
from daihoi.foundation.ballots.services import reopen_count
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation
from daihoi.rules.reopening import Way

ASK, DECIDE, ORDER = "elections.ask_recount", "elections.decide_recheck", "elections.order_recount"


@dataclass(frozen=True)
class SuperiorDecision:
    """The superior's decision by its body, number and day (quyết định của cấp trên)."""

    body: str
    number: str
    dated: date


@transaction.atomic
def ask_reopening(*, actor: User, contest: Contest, words: str) -> ReopeningStep:
    """Ask the presidium to open an announced count again: the head writes what the whole board concluded (cả ban đề nghị mở lại)."""
    require(actor, "elections.ask_recount", contest.unit)
    contest, result = _announced(contest)
    require_member(actor, result.tally.poll, ASK)
    require_no_candidate(actor, result.tally.poll)
    _refuse_way(result, Way.BOARD_AND_PRESIDIUM)
    _refuse_resting(contest)
    return _write(actor, contest, result, Step.ASKED, words)[0]


@transaction.atomic
def order_reopening(*, actor: User, contest: Contest, words: str, decision: SuperiorDecision) -> ReopeningStep:
    """Record the superior's decision by which an announced count is opened again (ghi quyết định của cấp trên), EL-50."""
    require(actor, "elections.order_recount", contest.unit)
    contest, result = _announced(contest)
    _refuse_way(result, Way.SUPERIOR)
    if not decision.body.strip() or not decision.number.strip():
        raise RuleViolation("elections.order_needs_paper", _("Ghi cơ quan quyết định và số quyết định."), field="number")
    if decision.dated > timezone.localdate():
        raise RuleViolation("elections.letter_in_future", _("Ngày văn bản ở sau hôm nay. Ghi đúng ngày trên văn bản."), field="dated")
    return _write(actor, contest, result, Step.ORDERED, words, **asdict(decision))[0]


@transaction.atomic
def decide_reopening(*, actor: User, contest: Contest, words: str) -> ReopeningStep:
    """Open an announced count again as the board asked; the announcement stays beside (đoàn chủ tịch quyết định mở lại)."""
    require(actor, "elections.decide_recheck", contest.unit)
    contest, result = _announced(contest)
    require_member(actor, result.tally.poll, DECIDE)
    _refuse_way(result, Way.BOARD_AND_PRESIDIUM)
    _refuse_resting(contest)
    return _reopen(actor, contest, result, words, after=Step.ASKED)


@transaction.atomic
def carry_out_order(*, actor: User, contest: Contest, words: str) -> ReopeningStep:
    """Open an announced count again as the superior decided; the head does it, another recorded the decision (thi hành quyết định mở lại)."""
    require(actor, "elections.ask_recount", contest.unit)
    contest, result = _announced(contest)
    require_member(actor, result.tally.poll, ASK)
    require_no_candidate(actor, result.tally.poll)
    return _reopen(actor, contest, result, words, after=Step.ORDERED)


def refuse_recounted(contest: Contest) -> None:
    """Refuse what rests on a result whose count is open again: nobody knows yet who was elected there."""
    for each in (contest.earlier, contest.among, contest.voters):
        if each is not None and each.is_counted_again:
            message = _("Kết quả {title} đang kiểm lại. Chờ công bố kết quả mới rồi mới làm việc này.")
            raise RuleViolation("elections.rests_on_recount", message, title=each.title)


def _announced(contest: Contest) -> tuple[Contest, Result]:
    """Lock a contest whose result stands, or refuse."""
    contest = Contest.objects.select_for_update(of=("self",)).select_related("congress__unit", "poll__unit").get(pk=contest.pk)
    refuse_held(contest.congress)
    if contest.result is None:
        raise RuleViolation("elections.not_announced", _("Không có kết quả đã công bố nào đang đứng để mở lại."))
    return contest, contest.result


def _refuse_way(result: Result, way: Way) -> None:
    """Refuse a decision of those who may not decide at this moment."""
    due = way_of(result)
    if due == way:
        return
    message = {
        Way.BOARD_AND_PRESIDIUM: _("Biên bản chưa ký xong: cả ban đề nghị, đoàn chủ tịch quyết định mở lại."),
        Way.SUPERIOR: _("Biên bản đã ký: chỉ mở lại theo quyết định của cấp trên, có số, ngày, cơ quan."),
        Way.NOBODY: _("Biên bản đã ký nên không mở lại được."),
    }[due]
    if due == Way.SUPERIOR and not result.is_signed:
        message = _("Quy tắc đang dùng: chỉ mở lại theo quyết định của cấp trên, có số, ngày, cơ quan.")
    raise RuleViolation("elections.reopening_by_others", message)


def _refuse_resting(contest: Contest) -> None:
    """Refuse to open again by board and presidium what other votes already rest on."""
    titles = list(resting_on(contest).values_list("title", flat=True))
    if titles:
        message = _("Đã có cuộc bầu dựa trên kết quả này: {titles}. Chỉ mở lại theo quyết định của cấp trên, sau khi ký biên bản.")
        raise RuleViolation("elections.others_rest_on_it", message, titles=", ".join(titles))


def _reopen(actor: User, contest: Contest, result: Result, words: str, *, after: Step) -> ReopeningStep:
    """Let the result stand no more and open the count, once the step before was written by another person."""
    before = result.reopening_steps.filter(step=after).first()
    if before is None:
        message = {
            Step.ASKED: _("Cả ban kiểm phiếu đề nghị mở lại trước; trưởng ban ghi đề nghị ấy."),
            Step.ORDERED: _("Ghi quyết định của cấp trên trước."),
        }[after]
        raise RuleViolation("elections.reopening_order", message)
    if before.recorded_by_id == actor.pk:
        raise RuleViolation("elections.reopening_two_people", _("Bạn đã ghi bước trước. Người khác làm bước này."))
    row, entry = _write(actor, contest, result, Step.REOPENED, words)
    contest.result = None
    contest.save(update_fields=["result"])
    reopen_count(cause=entry, poll=result.tally.poll)
    return row


def _write(actor: User, contest: Contest, result: Result, step: Step, words: str, **paper: Any) -> tuple[ReopeningStep, Entry]:
    """Append one step with its reason; the journal gets the paper, not the reason."""
    if not words.strip():
        raise RuleViolation("elections.recheck_needs_words", _("Ghi lý do."), field="words")
    if result.reopening_steps.filter(step=step).exists():
        raise RuleViolation("elections.reopening_step_once", _("Bước này đã ghi."))
    texts = {name: value.strip() if isinstance(value, str) else value for name, value in paper.items()}
    row = ReopeningStep.objects.create(result=result, step=step, words=words.strip(), recorded_by=actor, **texts)
    facts: dict[str, Any] = {name: value.isoformat() if isinstance(value, date) else value for name, value in texts.items()}
    entry = record(actor, "elections.reopening_step_recorded", contest, result=result.pk, digest=result.digest, step=str(step), **facts)
    return row, entry
