"""What people must still decide, and how far each question has come (phiếu nghi ngờ)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils import timezone

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.contents import token
from daihoi.foundation.ballots.models import Claim, Poll, Scan
from daihoi.foundation.ballots.queries.access import may_decide
from daihoi.foundation.ballots.queries.calling import open_calls, pages_of
from daihoi.foundation.ballots.queries.companions import companions_of
from daihoi.foundation.ballots.queries.places import Place, Places
from daihoi.foundation.ballots.queries.polls import charter_of, contest_of
from daihoi.foundation.ballots.queries.readings import (
    KEYED,
    SET_ASIDE,
    Line,
    Stage,
    Standing,
    decisions_of,
    page_key,
    read_batches,
    readings_of,
    standings,
)
from daihoi.rules.counting import open_questions
from daihoi.rules.readings import READ_ASIDE


class Form(StrEnum):
    """What a question is about: one mark, the whole sheet, a page set aside, a ballot called out to be read again (loại câu hỏi)."""

    MARK = "mark"
    SHEET = "sheet"
    PAGE = "page"
    CALLED = "called"


@dataclass(frozen=True)
class Question:
    """One thing that people must decide (câu hỏi).

    `mates` are pages that share the answer (the other side of a leaf), `beside` pages shown with it for comparison,
    `ballots` those it may belong to.
    """

    key: str
    form: Form
    source: str
    ballot: int | None = None
    page: int | None = None
    candidate: int | None = None
    mark: str = ""
    sheet_mark: str = ""
    why: str = ""
    mates: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    ballots: tuple[int, ...] = ()
    lies: Place | None = None  # where its paper lies

    @property
    def is_keyed(self) -> bool:
        """The question is a whole sheet that people key in, because no scanner saw it."""
        return self.why == KEYED


def questions_of(poll: Poll, readings: list[Line] | None = None, decisions: list[dict[str, Any]] | None = None) -> list[Question]:
    """Give every open question of a vote, in the order of the pile."""
    lines = readings_of(poll) if readings is None else readings
    made = decisions_of(poll) if decisions is None else decisions
    contest = contest_of(poll)
    found = open_questions(contest, charter_of(poll), _not_plain(lines, made, stamp_matters=contest.stamp == "check"), made)
    wanted = {str(each.get("source") or "") for each in found}
    scans = dict(Scan.objects.filter(batch__poll=poll, source__in=wanted).values_list("source", "pk")) if found else {}
    reasons = {
        (line["source"], field["candidate"], field["kind"]): str(field["why"])
        for line in lines
        if line["source"] in wanted
        for field in line["fields"]
        if field.get("why")
    }
    asked = (_question(each, scans, reasons) for each in found)
    unique = {each.key: each for each in asked}.values()  # two strokes of one kind on one page are one question
    questions = [*called_questions(poll, lines, made), *with_companions(list(unique), lines)]
    return _placed(questions, Places(poll, lines, made)) if questions else []


def _placed(questions: list[Question], places: Places) -> list[Question]:
    """Say of each question where its paper lies; whether a page is missing is asked once nothing else of that paper is open."""
    found = ((each, places.of_page(each.source) if each.ballot is None else places.of_ballot(each.ballot)) for each in questions)
    return [replace(each, lies=place) for each, place in found if each.why != "missing_page" or place is None or place.is_settled]


def called_questions(poll: Poll, lines: list[Line], decisions: list[dict[str, Any]]) -> list[Question]:
    """Give the questions about ballots that were called out to be read again (phiếu gọi ra)."""
    found: list[Question] = []
    for call in open_calls(poll):
        pages = pages_of(poll, lines, decisions, call.ballot)
        if pages:
            first, beside = pages[0], tuple(str(page["source"]) for page in pages[1:])
            found.append(Question(call.key, Form.CALLED, first["source"], call.ballot, first["page"], why=call.reason, beside=beside))
    return found


def with_companions(questions: list[Question], lines: list[Line]) -> list[Question]:
    """Add the pages that belong to questions about pages set aside, and ask once for what has one answer."""
    asked = {each.source for each in questions if each.form is Form.PAGE and each.why in READ_ASIDE}
    apart = {each.ballot for each in questions if each.source in asked}  # whether a page is missing is seen when its leaves are settled
    found: list[Question] = []
    for each in questions:
        if each.why == "missing_page" and each.ballot in apart:
            continue
        if each.source not in asked or each.form is not Form.PAGE:
            found.append(each)
            continue
        companions = companions_of(each.source, lines, asked)
        if not any(each.source in other.mates for other in found):
            found.append(replace(each, mates=companions.mates, beside=companions.beside, ballots=companions.ballots))
    return found


def _not_plain(lines: list[Line], decisions: list[dict[str, Any]], *, stamp_matters: bool) -> list[Line]:
    """Leave out ballots that raise no question whatever the rules say, so that a large pile answers as fast as a small one."""
    decided = {each.get("ballot") for each in decisions}
    sources = {each.get("source") for each in decisions}
    pages = Counter(line["ballot"] for line in lines)
    doubtful = {
        line["ballot"]
        for line in lines
        if line["source"] in sources or pages[line["ballot"]] != line.get("pages", 1) or not _is_plain(line, stamp_matters=stamp_matters)
    }
    return [line for line in lines if line["ballot"] is None or line["ballot"] in doubtful or line["ballot"] in decided]


def _is_plain(line: Line, *, stamp_matters: bool) -> bool:
    """Tell whether every mark of a page is sure and no ink stands elsewhere."""
    sure = line["status"] == "read" and all(field["state"] != "doubtful" for field in line["fields"])
    return (
        sure and not stamp_matters and not any(mark["kind"] == "foreign_ink" and mark["state"] != "absent" for mark in line["sheet_marks"])
    )


def _question(found: Mapping[str, Any], scans: Mapping[str, Any], reasons: Mapping[tuple[str, int, str], str]) -> Question:
    """Name one open question of the rules so that its name never changes."""
    source, ballot, page = str(found.get("source") or ""), found.get("ballot"), found.get("page")
    if found["question"] == "mark":
        candidate, kind = int(found["candidate"]), str(found["kind"])
        why = reasons.get((source, candidate, kind), str(found["why"]))
        return Question(f"b{ballot}-c{candidate}-{kind}", Form.MARK, source, ballot, page, candidate, kind, why=why)
    if found["question"] == "sheet_mark":
        mark = str(found["sheet_mark"])
        return Question(f"b{ballot}-{mark}-p{page}", Form.SHEET, source, ballot, page, sheet_mark=mark, why=mark)
    if source:
        return Question(page_key(scans[source]), Form.PAGE, source, ballot, page, why=str(found.get("cause") or found["why"]))
    return Question(f"b{ballot}-{found['question']}", Form.SHEET, source, ballot, page, why=str(found["why"]))


@dataclass(frozen=True)
class Pile:
    """The pile of one vote as it stands at one moment (chồng phiếu)."""

    readings: list[Line]
    decisions: list[dict[str, Any]]
    questions: list[Question]


def pile_of(poll: Poll) -> Pile:
    """Read the pile once, for a page that asks several questions of it (chồng phiếu)."""
    readings, decisions = readings_of(poll), decisions_of(poll)
    return Pile(readings, decisions, questions_of(poll, readings, decisions))


@dataclass(frozen=True)
class Work:
    """One open question as one person may see it: no name, no other's answer (việc của một người)."""

    question: Question
    stage: Stage
    answered: int
    is_mine_done: bool
    is_for_me: bool
    holder: str
    is_held_by_me: bool
    is_held_from_me: bool


def work_for(user: User, poll: Poll, questions: list[Question] | None = None) -> list[Work]:
    """Give every open question with what one person may know of it; keyed sheets have a desk of their own until the board is asked (phiếu nghi ngờ của tôi)."""
    asked = questions_of(poll) if questions is None else questions
    answered = standings(poll) if asked else {}
    asked = [each for each in asked if not each.is_keyed or answered.get(each.key, Standing()).stage == Stage.BOARD]
    claims = {claim.question: claim for claim in Claim.objects.filter(poll=poll, held_until__gt=timezone.now()).select_related("holder")}
    able = bool(asked) and may_decide(user, poll)
    return [
        _work(question, answered.get(question.key, Standing()), claims.get(token(poll, question.key)), user, able=able)
        for question in asked
    ]


def _work(question: Question, standing: Standing, claim: Claim | None, user: User, *, able: bool) -> Work:
    """Reduce the standing of a question to what one person may see."""
    others = claim is not None and claim.holder_id != user.pk
    return Work(
        question=question,
        stage=standing.stage,
        answered=len(standing.answers),
        is_mine_done=standing.answer_of(user) is not None,
        is_for_me=able and standing.awaits(user) and not others,
        holder=str(claim.holder) if claim is not None and others else "",
        is_held_by_me=claim is not None and not others,
        is_held_from_me=able and standing.awaits(user) and others,
    )


def numbers_if_read(poll: Poll, readings: list[Line]) -> dict[str, int]:
    """Give the ballot number kept free for each page set aside, should people read it."""
    found: dict[str, int] = {}
    for batch in read_batches(poll):
        aside = [
            line["source"]
            for line in readings
            if line["status"] == SET_ASIDE and line["ballot"] is None and line["source"].startswith(f"{batch.code}-")
        ]
        found |= {source: batch.numbers.stop + place for place, source in enumerate(aside)}
    return found
