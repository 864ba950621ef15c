"""Put the elections of a congress on hold: stop, report, the superior's reply, resume (tạm dừng bầu cử), PR-16."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Congress
from daihoi.cycle.congresses.readiness import superior_of
from daihoi.cycle.elections.models import Contest, HoldStep
from daihoi.cycle.elections.queries.rounds import next_step, open_hold
from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.ballots.services import Stop, resume_polls, stop_polls
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import can, require
from daihoi.rules.errors import RuleViolation

Step = HoldStep.Step


@dataclass(frozen=True)
class Letter:
    """The paper behind a step: its number, its day, and for a reply what it says (văn bản)."""

    number: str
    dated: date
    words: str = ""


@transaction.atomic
def hold_elections(*, actor: User, contest: Contest, reason: str) -> HoldStep:
    """Stop the elections of a congress after a result, until the superior has answered, PR-16 (tạm dừng bầu cử)."""
    require(actor, "elections.hold_elections", contest.unit)
    contest = _locked(contest)
    if contest.result is None:
        raise RuleViolation("elections.not_certified_yet", _("Kết quả chưa công bố. Kiểm phiếu và công bố xong rồi mới tạm dừng."))
    refuse_held(contest.congress)
    if not reason.strip():
        raise RuleViolation("elections.hold_needs_reason", _("Ghi vì sao tạm dừng, không ghi tên người."), field="words")
    last = HoldStep.objects.filter(congress=contest.congress).order_by("-hold").values_list("hold", flat=True).first() or 0
    return _write(actor, contest, last + 1, Step.STOPPED, words=reason)


@transaction.atomic
def report_hold(*, actor: User, contest: Contest, letter: Letter) -> HoldStep:
    """Record the report to the superior (báo cáo cấp trên)."""
    require(actor, "elections.hold_elections", contest.unit)
    return _go_on(actor, contest, Step.REPORTED, letter)


@transaction.atomic
def answer_hold(*, actor: User, contest: Contest, letter: Letter) -> HoldStep:
    """Record what the superior answered; whoever sits below it only copies its letter, and is marked so (cấp trên trả lời)."""
    require(actor, "elections.answer_hold", contest.unit)
    if not letter.words.strip():
        raise RuleViolation("elections.answer_needs_words", _("Ghi cấp trên trả lời thế nào."), field="words")
    is_on_behalf = not can(actor, "elections.answer_hold", superior_of(contest.unit))
    return _go_on(actor, contest, Step.ANSWERED, letter, is_on_behalf=is_on_behalf)


@transaction.atomic
def resume_elections(*, actor: User, contest: Contest) -> HoldStep:
    """Go on with the elections after the superior's reply; a reply copied here counts once another person has read its letter (bầu tiếp)."""
    require(actor, "elections.hold_elections", contest.unit)
    _refuse_own_copy(actor, contest)
    return _go_on(actor, contest, Step.RESUMED)


def refuse_held(congress: Congress) -> None:
    """Refuse an act that waits while the elections of the congress stand still, and let a hold that is just being written come first."""
    Congress.objects.select_for_update(of=("self",)).get(pk=congress.pk)
    steps = open_hold(congress)
    if steps:
        stopped = steps[0]
        raise RuleViolation(
            "elections.on_hold",
            _("Bầu cử của đại hội đang tạm dừng: {by} ghi lúc {at}; việc đang chờ: {step}. Xem trang các lần bầu của {title}."),
            by=stopped.recorded_by.full_name if stopped.recorded_by else str(_("người ghi không rõ")),
            at=timezone.localtime(stopped.recorded_at).strftime("%H:%M, %d/%m/%Y"),
            step=str(next_step(steps).label),
            title=stopped.contest.title,
        )


def _locked(contest: Contest) -> Contest:
    """Read a contest again and let other holds of its congress wait."""
    Congress.objects.select_for_update(of=("self",)).get(pk=contest.congress_id)
    return Contest.objects.select_related("congress__unit", "result").get(pk=contest.pk)


def _go_on(actor: User, contest: Contest, step: Step, letter: Letter | None = None, *, is_on_behalf: bool = False) -> HoldStep:
    """Write the next step of the hold that stands; steps come in their order only."""
    contest = _locked(contest)
    steps = open_hold(contest.congress)
    if not steps:
        raise RuleViolation("elections.not_on_hold", _("Bầu cử của đại hội này không tạm dừng."))
    if next_step(steps) != step:
        raise RuleViolation(
            "elections.hold_order", _("Việc đang chờ là: {step}. Ghi việc ấy trước."), step=str(next_step(steps).label)
        )  # fmt: skip
    if letter is not None:
        _refuse_letter(steps, letter)
    paper: dict[str, Any] = {"words": letter.words, "number": letter.number, "dated": letter.dated} if letter else {}
    return _write(actor, steps[0].contest, steps[0].hold, step, is_on_behalf=is_on_behalf, **paper)


def _refuse_letter(steps: Sequence[HoldStep], letter: Letter) -> None:
    """Refuse a letter without its number, of a day to come, or older than the one it answers."""
    if not letter.number.strip():
        raise RuleViolation("elections.letter_needs_number", _("Ghi số văn bản."), field="number")
    if letter.dated > timezone.localdate():
        raise RuleViolation("elections.letter_in_future", _("Ngày văn bản ở sau hôm nay. Ghi đúng ngày trên văn bản."), field="dated")
    before = max((step.dated for step in steps if step.dated), default=None)
    if before is not None and letter.dated < before:
        raise RuleViolation(
            "elections.answer_before_report",
            _("Cấp trên trả lời ngày {answered}, trước ngày báo cáo {reported}. Ghi đúng ngày trên văn bản trả lời."),
            answered=f"{letter.dated:%d/%m/%Y}",
            reported=f"{before:%d/%m/%Y}",
            field="dated",
        )


def _refuse_own_copy(actor: User, contest: Contest) -> None:
    """Refuse to resume on a reply that the same person copied from a letter for the superior."""
    if any(step.is_on_behalf and step.recorded_by_id == actor.pk for step in open_hold(contest.congress)):
        raise RuleViolation(
            "elections.own_copy",
            _("Bạn ghi thay trả lời của cấp trên. Người khác xem văn bản ấy rồi ghi bầu tiếp, hoặc cấp trên tự ghi trả lời."),
        )


def _write(actor: User, contest: Contest, hold: int, step: Step, *, is_on_behalf: bool = False, **paper: Any) -> HoldStep:
    """Append one step with its words and its letter; the journal gets no words."""
    texts = {name: value.strip() if isinstance(value, str) else value for name, value in paper.items()}
    row = HoldStep.objects.create(
        congress=contest.congress, contest=contest, hold=hold, step=step, is_on_behalf=is_on_behalf, recorded_by=actor, **texts
    )
    behalf: dict[str, Any] = {"is_on_behalf": True} if is_on_behalf else {}
    entry = record(actor, "elections.hold_step_recorded", contest, hold=hold, step=str(step), **behalf)
    _tell_polls(entry, contest.congress)
    return row


def _tell_polls(cause: Entry, congress: Congress) -> None:
    """Let all votes of the congress stand still, or go on after the last step."""
    polls, steps = Poll.objects.filter(contest_row__congress=congress), open_hold(congress)
    if not steps:
        resume_polls(cause=cause, polls=polls)
    elif steps[0].recorded_by is not None:
        stop = Stop(steps[0].recorded_by, steps[0].recorded_at, Poll.Awaited(next_step(steps)))
        stop_polls(cause=cause, polls=polls, stop=stop)
