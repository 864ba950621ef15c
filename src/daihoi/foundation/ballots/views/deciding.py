"""Doubtful marks, sheets and pages on screen, one card after the other (phiếu nghi ngờ)."""

from collections import Counter
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.contents import token
from daihoi.foundation.ballots.forms.counting import BoardForm, DecisionForm, PageForm
from daihoi.foundation.ballots.models import Claim, Poll
from daihoi.foundation.ballots.pictures import BESIDE, has_picture, picture_of
from daihoi.foundation.ballots.queries import words
from daihoi.foundation.ballots.queries.access import may_conclude
from daihoi.foundation.ballots.queries.answers import Answer, last_answer_of
from daihoi.foundation.ballots.queries.keying import NO_SUCH_SHEET, differences_of
from daihoi.foundation.ballots.queries.names import names_of
from daihoi.foundation.ballots.queries.places import Places
from daihoi.foundation.ballots.queries.polls import charter_of, contest_of
from daihoi.foundation.ballots.queries.questions import Form, Question, questions_of, work_for
from daihoi.foundation.ballots.queries.readings import Stage, decisions_of, readings_of, standings
from daihoi.foundation.ballots.queries.rereading import marked, unsure
from daihoi.foundation.ballots.queries.verdicts import READ_AGAIN, asked_in_words, choices_of, discards, invalid_reasons, reading_now
from daihoi.foundation.ballots.services.adjudicating import BLANK, HELD_BY_OTHER, HOLD_RAN_OUT
from daihoi.foundation.ballots.views.desk import NO_STORE, frame, poll_of
from daihoi.foundation.journal.services import try_again
from daihoi.rules.errors import RuleViolation
from daihoi.rules.readings import READ_ASIDE
from daihoi.web.errors import refusal_page, refusals

CONFLICTS = {HELD_BY_OTHER, HOLD_RAN_OUT, "ballots.already_settled", "ballots.not_yours"}


@require_http_methods(["GET", "POST"])
def doubts(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """List the open questions; POST takes the next one that waits for this person."""
    poll = poll_of(request, poll_id)
    if request.method == "POST":
        return _next_card(request, poll)
    return _list(request, poll)


def _list(request: HttpRequest, poll: Poll, refusal: str = "") -> HttpResponse:
    """Show the open questions, with 409 when someone was faster."""
    work = work_for(request.user, poll) if poll.state == Poll.State.COUNTING else []  # type: ignore[arg-type]
    context = frame(request, poll) | {
        "work": work,
        "names": names_of(poll) if work else {},
        "mine": sum(each.is_for_me for each in work),
        "held": sum(each.is_held_from_me for each in work),
        "refusal": refusal,
        "blank_pages": sum(each.is_for_me and each.question.why == BLANK for each in work),
        "last": last_answer(request, poll),
    }
    return render(request, "ballots/doubts.html", context, status=HTTPStatus.CONFLICT if refusal else HTTPStatus.OK)


def _next_card(request: HttpRequest, poll: Poll) -> HttpResponse:
    """Take the first question that waits for this person; where another was faster, the one after it, and what was put off last."""
    put_off = _put_off(request, poll)
    mine = [each.question.key for each in work_for(request.user, poll) if each.is_for_me]  # type: ignore[arg-type]
    turns = {token(poll, key): key for key in mine}
    for question in (turns[name] for name in sorted(turns, key=lambda name: put_off.index(name) if name in put_off else -1)):
        try:
            try_again(services.claim, actor=request.user, poll=poll, question=question)  # type: ignore[arg-type]
        except RuleViolation as violation:
            if violation.code not in CONFLICTS:
                return refusal_page(request, violation)
        else:
            return redirect("ballots:doubt", poll.pk, question)
    return redirect("ballots:doubts", poll.pk)


def _put_off(request: HttpRequest, poll: Poll) -> list[str]:
    """Give the questions of a vote that this person gave back, in that order, by names that tell nobody which they are."""
    return list(request.session.get(f"put-off-{poll.pk}", ()))


def take_question(request: HttpRequest, poll: Poll, question: str) -> HttpResponse:
    """Hold a question and go to its card."""
    try:
        try_again(services.claim, actor=request.user, poll=poll, question=question)  # type: ignore[arg-type]
    except RuleViolation as violation:
        return _refused(request, poll, violation)
    return redirect("ballots:doubt", poll.pk, question)


def _refused(request: HttpRequest, poll: Poll, violation: RuleViolation) -> HttpResponse:
    """Answer a refusal: someone was faster (409), no authority (403), or a rule (422)."""
    if violation.code in CONFLICTS:
        return _list(request, poll, violation.message)
    return refusal_page(request, violation)


@require_POST
def take(request: HttpRequest, poll_id: UUID, question: str) -> HttpResponse:
    """Take one question by name."""
    return take_question(request, poll_of(request, poll_id), question)


@require_POST
def give_back(request: HttpRequest, poll_id: UUID, question: str) -> HttpResponse:
    """Let go of a question without an answer; it comes again after all others."""
    poll = poll_of(request, poll_id)
    services.release(actor=request.user, poll=poll, question=question)  # type: ignore[arg-type]
    name = token(poll, question)
    request.session[f"put-off-{poll.pk}"] = [*(each for each in _put_off(request, poll) if each != name), name]
    return redirect("ballots:doubts", poll.pk)


@require_http_methods(["GET", "POST"])
def doubt(request: HttpRequest, poll_id: UUID, question: str) -> HttpResponse:
    """Show one held question with its crop; POST answers it and brings the next card."""
    poll = poll_of(request, poll_id)
    questions = questions_of(poll)
    asked = next((each for each in questions if each.key == question), None)
    held = claim_of(request, poll, question)
    if asked is None or held is None:
        gone = (
            _("Phiếu này đã quyết xong.")
            if asked is None
            else _("Bạn không giữ phiếu này, hoặc đã hết thời gian giữ. Nhận lại phiếu rồi quyết.")
        )
        return _list(request, poll, gone)
    page_form = _page_form(request, poll, asked)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        fields = page_form.cleaned_data if page_form is not None and page_form.is_valid() else None
        if answer != READ_AGAIN or fields is not None:
            return _answer(request, poll, question, answer, fields)
    context = frame(request, poll) | card(request, poll, asked, held, questions) | {"page_form": page_form}
    return render(request, "ballots/doubt.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK)


def _page_form(request: HttpRequest, poll: Poll, asked: Question) -> PageForm | None:
    """Make the form by which people read a page line by line: empty where the machine read nothing, else as the page reads now; bound only when that answer is given."""
    if asked.why in READ_ASIDE or not any(choice.answer == READ_AGAIN for choice in choices_of(asked)):
        return None
    people = contest_of(poll).candidates
    same = Counter(person.name for person in people)
    names = [f"{person.name} ({person.born})" if same[person.name] > 1 and person.born else person.name for person in people]
    data = request.POST if request.POST.get("answer") == READ_AGAIN else None
    if asked.form is Form.PAGE:
        return PageForm(data, poll=poll, names=names, prefix="trang")
    now, page = reading_now(poll, asked), asked.page or 1
    numbers = [each["number"] for each in poll.layout["pages"]] if asked.form is Form.CALLED else [page]
    return PageForm(data, poll=poll, names=names, numbers=numbers, initial={"page": page, "marked": marked(now)}, prefix="trang")


def _answer(request: HttpRequest, poll: Poll, question: str, answer: str, fields: dict[str, Any] | None) -> HttpResponse:
    """Write an answer and bring the next card, or say why not."""
    try:
        try_again(services.adjudicate, actor=request.user, poll=poll, question=question, answer=answer, fields=fields)  # type: ignore[arg-type]
    except RuleViolation as violation:
        return _refused(request, poll, violation)
    return _next_card(request, poll)


def open_question(poll: Poll, key: str) -> Question | None:
    """Find an open question by its name."""
    return next((each for each in questions_of(poll) if each.key == key), None)


def question_of(poll: Poll, key: str) -> Question:
    """Find an open question by its name, or there is no such page."""
    found = open_question(poll, key)
    if found is None:
        raise Http404
    return found


def claim_of(request: HttpRequest, poll: Poll, question: str) -> Claim | None:
    """Give this person's hold on a question, if it has not run out."""
    held = Claim.objects.filter(poll=poll, question=token(poll, question), holder=request.user.pk, held_until__gt=timezone.now())
    return held.first()


def last_answer(request: HttpRequest, poll: Poll) -> Answer | None:
    """Give this person's last answer, if it was not taken back."""
    newest = None if poll.is_closed else last_answer_of(poll, request.user.pk)
    return newest if newest is not None and newest.verdict is not None else None


def card(request: HttpRequest, poll: Poll, asked: Question, held: Claim | None, questions: list[Question] | None = None) -> dict[str, Any]:
    """Give what the card of a question shows: picture, reason, equal choices."""
    mine = [each for each in work_for(request.user, poll, questions) if each.is_for_me]  # type: ignore[arg-type]
    return {
        "asked": asked,
        "held": held,
        "title": words.title_of(asked),
        "place": words.place_of(asked, names_of(poll)),
        "lies": words.lies_in_words(asked),
        "why": words.why_in_words(asked),
        "remedy": words.remedy_of(asked),
        "sentence": asked_in_words(asked),
        **_beside(poll, asked),
        "choices": choices_of(asked),
        "reasons": reasons_for(poll, asked),
        "rule": words.rule_of(asked, charter_of(poll)),
        "unsure": unsure(reading_now(poll, asked)) if asked.form in {Form.SHEET, Form.CALLED} else [],
        "has_picture": has_picture(poll, asked),
        "mine": len(mine),
        "last": last_answer(request, poll),
    }


def _beside(poll: Poll, asked: Question) -> dict[str, Any]:
    """Name the pages shown beside a page in question, and that page itself."""
    if not asked.beside:
        return {}
    readings = readings_of(poll)
    names, places = names_of(poll), Places(poll, readings, decisions_of(poll))
    lines = {line["source"]: line for line in readings if line["source"] in {asked.source, *asked.beside}}
    said = {source: words.page_in_words(line, poll.layout, names, places.of_page(source)) for source, line in lines.items()}
    pictures = [(f"{BESIDE}-{number}", said[source]) for number, source in enumerate(asked.beside)]
    return {"beside": pictures, "asked_caption": said[asked.source]}


@require_POST
def undo(request: HttpRequest, poll_id: UUID, question: str) -> HttpResponse:
    """Take back one's own answer and hold the question again."""
    poll = poll_of(request, poll_id)
    try:
        try_again(services.take_back, actor=request.user, poll=poll, question=question)  # type: ignore[arg-type]
    except RuleViolation as violation:
        return refusal_page(request, violation)
    messages.success(request, _("Đã lấy lại ý kiến vừa rồi."))
    return take_question(request, poll, question)


@require_http_methods(["GET", "POST"])
def board(request: HttpRequest, poll_id: UUID, question: str) -> HttpResponse:
    """Write what the whole committee concluded on a question brought before it."""
    poll = poll_of(request, poll_id)
    asked = question_of(poll, question)
    if not may_conclude(request.user, poll):  # type: ignore[arg-type]
        raise Http404
    form = BoardForm(request.POST or None, answers=board_answers(poll, asked))
    page_form = _page_form(request, poll, asked)
    if request.method == "POST" and form.is_valid():
        fields = page_form.cleaned_data if page_form is not None and page_form.is_valid() else None
        facts = {"poll": poll, "question": question, "fields": fields} | form.cleaned_data
        try:
            with refusals(form):
                try_again(services.decide_for_board, actor=request.user, **facts)  # type: ignore[arg-type]
                messages.success(request, _("Đã ghi kết luận của cả ban."))
                return redirect("ballots:keying" if asked.is_keyed else "ballots:doubts", poll.pk)
        except RuleViolation as violation:
            return refusal_page(request, violation)
    context = frame(request, poll) | card(request, poll, asked, None) | {"form": form, "page_form": page_form}
    context["differences"] = (
        [words.difference_in_words(each) for each in differences_of(standings(poll, [question])[question])] if asked.is_keyed else []
    )
    return render(request, "ballots/board.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK)


def board_answers(poll: Poll, asked: Question) -> list[tuple[str, str]]:
    """Give the answers the whole committee may write."""
    plain = [(choice.answer, choice.title) for choice in choices_of(asked) if choice.answer.partition(":")[0] not in {"invalid", "discard"}]
    prefixes = {"discard": _("Không tính trang này"), "invalid": _("Phiếu không hợp lệ")}
    return plain + [(code, f"{prefixes[code.partition(':')[0]]}: {title}") for code, title in reasons_for(poll, asked)]


def reasons_for(poll: Poll, asked: Question) -> list[tuple[str, str]]:
    """Give the reasons behind "not valid" or "not counted" as answers."""
    if asked.is_keyed:
        invalid = [(f"invalid:{code}", title) for code, title in invalid_reasons(poll).items()]
        return [*invalid, (f"discard:{NO_SUCH_SHEET}", discards()[NO_SUCH_SHEET])]
    if asked.form is Form.PAGE:
        return [(f"discard:{code}", title) for code, title in discards().items()]
    return [(f"invalid:{code}", title) for code, title in invalid_reasons(poll).items()]


@require_http_methods(["GET", "POST"])
def blank_pages(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Show all blank pages that wait for this person, small, and answer for all of them at once."""
    poll = poll_of(request, poll_id)
    if request.method == "POST":
        try:
            done = try_again(services.discard_blank_pages, actor=request.user, poll=poll)  # type: ignore[arg-type]
        except RuleViolation as violation:
            return refusal_page(request, violation)
        messages.success(request, _("Đã ghi ý kiến của bạn về {n} trang trắng.").format(n=done))
        return redirect("ballots:doubts", poll.pk)
    waiting = [each.question for each in work_for(request.user, poll) if each.is_for_me and each.question.why == BLANK]  # type: ignore[arg-type]
    return render(request, "ballots/blank_pages.html", frame(request, poll) | {"waiting": waiting, "names": names_of(poll)})


def is_blank_page_of(request: HttpRequest, poll: Poll, asked: Question) -> bool:
    """Tell whether a page is one of the blank ones that wait for this person."""
    if asked.why != BLANK:
        return False
    return any(each.is_for_me and each.question == asked for each in work_for(request.user, poll))  # type: ignore[arg-type]


@require_GET
def picture(request: HttpRequest, poll_id: UUID, question: str, what: str) -> HttpResponse:
    """Give the picture of a question, opened on the fly, only to who holds it or decides for the board."""
    poll = poll_of(request, poll_id)
    asked = question_of(poll, question)
    if not (claim_of(request, poll, question) or is_board_case(request, poll, question) or is_blank_page_of(request, poll, asked)):
        raise Http404
    data = picture_of(poll, asked, what)
    if data is None:
        raise Http404
    response = HttpResponse(data, content_type="image/png")
    response["Cache-Control"] = NO_STORE
    return response


def is_board_case(request: HttpRequest, poll: Poll, question: str) -> bool:
    """Tell whether this person decides for the board on a question that stands before it."""
    standing = standings(poll).get(question)
    return standing is not None and standing.stage is Stage.BOARD and may_conclude(request.user, poll)  # type: ignore[arg-type]
