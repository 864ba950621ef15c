"""Decide on doubtful marks, sheets and pages: two people apart, a third where they differ, then the board (quyết định phiếu nghi ngờ)."""

import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.contents import sealed, token
from daihoi.foundation.ballots.models import Adjudication, Claim, Poll
from daihoi.foundation.ballots.queries.access import require_member, require_no_administrator, require_no_candidate
from daihoi.foundation.ballots.queries.polls import locked
from daihoi.foundation.ballots.queries.questions import Question, questions_of, work_for
from daihoi.foundation.ballots.queries.readings import BOARD, Stage, Standing, standings
from daihoi.foundation.ballots.queries.rereading import is_against_board
from daihoi.foundation.ballots.queries.verdicts import verdict_of
from daihoi.foundation.journal.services import merkle_root, record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

HOLD = timedelta(minutes=5)
BLANK = "blank_page"
HELD_BY_OTHER = "ballots.held_by_other"
HOLD_RAN_OUT = "ballots.hold_ran_out"


@transaction.atomic
def claim(*, actor: User, poll: Poll, question: str) -> Claim:
    """Hold an open question for some minutes, and let go of any other (giữ phiếu)."""
    require(actor, "ballots.adjudicate", poll.unit)
    poll = at_work(actor, poll)
    _open_question(poll, question)
    standing = standings(poll).get(question, Standing())
    if not standing.awaits(actor):
        raise RuleViolation("ballots.not_yours", _("Phiếu này không còn chờ ý kiến của bạn. Nhận phiếu khác."))
    now = timezone.now()
    name = token(poll, question)
    held = Claim.objects.filter(poll=poll, question=name, held_until__gt=now).exclude(holder=actor).select_related("holder").first()
    if held is not None:
        raise RuleViolation(HELD_BY_OTHER, _("{name} đã nhận phiếu này. Nhận phiếu khác."), name=str(held.holder))
    Claim.objects.filter(poll=poll, holder=actor).exclude(question=name).delete()
    made, _created = Claim.objects.update_or_create(poll=poll, question=name, defaults={"holder": actor, "held_until": now + HOLD})
    record(actor, "ballots.question_claimed", poll, claim=made.pk)
    return made


@transaction.atomic
def release(*, actor: User, poll: Poll, question: str) -> None:
    """Let go of a question without an answer (trả phiếu)."""
    require(actor, "ballots.adjudicate", poll.unit)
    held = Claim.objects.filter(poll=poll, question=token(poll, question), holder=actor)
    let_go = [str(each) for each in held.values_list("pk", flat=True)]
    held.delete()
    record(actor, "ballots.question_released", poll, claims=let_go)


@transaction.atomic
def adjudicate(*, actor: User, poll: Poll, question: str, answer: str, fields: Mapping[str, Any] | None = None) -> Adjudication:
    """Answer one question that one holds; nobody sees it before two people answered (quyết riêng)."""
    require(actor, "ballots.adjudicate", poll.unit)
    poll = at_work(actor, poll)
    held = Claim.objects.filter(poll=poll, question=token(poll, question), holder=actor, held_until__gt=timezone.now())
    if not held.exists():
        raise RuleViolation(HOLD_RAN_OUT, _("Hết thời gian giữ phiếu, ý kiến chưa được ghi. Nhận lại phiếu rồi quyết."))
    asked = _open_question(poll, question)
    if not standings(poll).get(question, Standing()).awaits(actor):
        raise RuleViolation("ballots.not_yours", _("Phiếu này không còn chờ ý kiến của bạn. Nhận phiếu khác."))
    verdict = verdict_of(poll, asked, answer, fields)
    if is_against_board(poll, verdict):
        message = _("Cả ban đã kết luận khác về phiếu này. Muốn đổi kết luận ấy thì đưa ra cả ban.")
        raise RuleViolation("ballots.board_concluded", message)
    row = write_answer(actor, poll, question, verdict)
    held.delete()
    record(actor, "ballots.adjudicated", poll, turn=row.turn, commitment=row.commitment)
    return row


@transaction.atomic
def discard_blank_pages(*, actor: User, poll: Poll) -> int:
    """Answer "blank" to every blank page that waits for a person, one answer a page, one entry for all (bỏ các mặt giấy trắng)."""
    require(actor, "ballots.adjudicate", poll.unit)
    poll = at_work(actor, poll)
    waiting = [work.question for work in work_for(actor, poll) if work.is_for_me and work.question.why == BLANK]
    if not waiting:
        raise RuleViolation("ballots.no_blank_pages", _("Không còn trang trắng nào chờ bạn."))
    rows = [write_answer(actor, poll, question.key, verdict_of(poll, question, f"discard:{BLANK}")) for question in waiting]
    record(actor, "ballots.blank_pages_discarded", poll, pages=len(rows), root=merkle_root(row.commitment for row in rows))
    return len(rows)


@transaction.atomic
def take_back(*, actor: User, poll: Poll, question: str) -> Adjudication:
    """Take back one's own answer before the count is closed, by a new row (lấy lại ý kiến)."""
    require(actor, "ballots.adjudicate", poll.unit)
    poll = at_work(actor, poll)
    standing = standings(poll).get(question, Standing())
    if standing.answer_of(actor) is None:
        raise RuleViolation("ballots.nothing_to_take_back", _("Bạn chưa có ý kiến nào về phiếu này để lấy lại."))
    if (standing.stage in {Stage.THIRD, Stage.BOARD} and len(standing.answers) > 1) or standing.board is not None:
        raise RuleViolation("ballots.answers_differ", _("Phiếu này đã chuyển người khác quyết, không lấy lại được nữa."))
    row = write_answer(actor, poll, question, None)
    record(actor, "ballots.answer_taken_back", poll, turn=row.turn, commitment=row.commitment)
    return row


@transaction.atomic
def decide_for_board(
    *, actor: User, poll: Poll, question: str, answer: str, reason: str, fields: Mapping[str, Any] | None = None
) -> Adjudication:
    """Write what the whole committee concluded, with its reason, EL-26 (cả ban kiểm phiếu kết luận)."""
    require(actor, "ballots.decide_for_board", poll.unit)
    poll = at_work(actor, poll)
    if not reason.strip():
        raise RuleViolation("ballots.board_needs_reason", _("Ghi lý do cả ban đã kết luận như vậy."), field="reason")
    asked = _open_question(poll, question)
    if standings(poll).get(question, Standing()).stage != Stage.BOARD:
        raise RuleViolation("ballots.not_for_board", _("Phiếu này chưa đưa ra cả ban. Hai người quyết riêng trước."))
    verdict = verdict_of(poll, asked, answer, fields)
    if verdict == BOARD:
        raise RuleViolation("ballots.board_decides", _("Cả ban phải kết luận, không đưa ra cả ban lần nữa."), field="answer")
    row = write_answer(actor, poll, question, verdict, reason.strip())
    record(actor, "ballots.board_decided", poll, turn=row.turn, commitment=row.commitment)
    return row


def at_work(actor: User, poll: Poll) -> Poll:
    """Lock the vote and refuse who may not decide on it: outsiders, candidates, administrators; and a closed count."""
    require_member(actor, poll)
    poll = locked(poll)
    require_no_administrator(actor)
    require_no_candidate(actor, poll)
    if poll.state != Poll.State.COUNTING:
        raise RuleViolation("ballots.not_counting", _("Cuộc bầu này không ở bước kiểm phiếu, nên không quyết định phiếu được."))
    return poll


def _open_question(poll: Poll, key: str) -> Question:
    """Find an open question, or say that it is settled."""
    for question in questions_of(poll):
        if question.key == key:
            return question
    raise RuleViolation("ballots.already_settled", _("Phiếu này đã quyết xong. Nhận phiếu khác."))


def write_answer(actor: User, poll: Poll, question: str, verdict: dict[str, Any] | None, reason: str = "") -> Adjudication:
    """Append one answer under the key of the vote, with its salted commitment; the journal, which goes public, holds neither the answer nor what it is about."""
    salt = secrets.token_hex(16)
    said = json.dumps({"question": question, "salt": salt, "verdict": verdict}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    name = token(poll, question)
    turn = Adjudication.objects.filter(poll=poll, question=name, decider=actor).count() + 1
    return Adjudication.objects.create(
        poll=poll,
        question=name,
        decider=actor,
        turn=turn,
        for_board=bool(reason),
        content=sealed(poll, {"question": question, "verdict": verdict, "reason": reason, "salt": salt}),
        commitment=sha256(said.encode()).hexdigest(),
    )
