"""One ballot: valid, invalid for one main reason, or not yet settled (EL-24, EL-25; Điều 15, Điều 30.1 Quy chế 190-QĐ/TW)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from daihoi.rules.charter import Charter
from daihoi.rules.contests import Contest, Form, form_of
from daihoi.rules.errors import RuleViolation, _
from daihoi.rules.readings import REASONS, Decisions, PageImage, Place

VALID, INVALID, PENDING = "valid", "invalid", "pending"
# What people may conclude from ink that belongs to no field.
INK_REASONS = ("added_name", "foreign_mark", "writing", "several_inks")


@dataclass(frozen=True)
class Question:
    """Something people must still decide (việc cần ban kiểm phiếu kết luận)."""

    what: str
    source: str = ""
    page: int = 1
    candidate: int = 0
    kind: str = ""
    state: str = ""
    cause: str = ""


@dataclass(frozen=True)
class Ballot:
    """One ballot, put together from its pages and the decisions about it (phiếu bầu)."""

    number: int
    pages: tuple[PageImage, ...]
    states: Mapping[Place, str]
    questions: tuple[Question, ...] = ()
    decided_reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What one ballot counts for (kết luận về phiếu)."""

    outcome: str
    reason: str = ""
    votes_for: tuple[int, ...] = ()
    votes_against: tuple[int, ...] = ()
    notes: tuple[str, ...] = field(default=())


def ballots_from(contest: Contest, charter: Charter, pages: Iterable[PageImage], decisions: Decisions) -> list[Ballot]:
    """Put the ballots together, in the order of their numbers."""
    form = form_of(contest, charter)
    places = [(candidate, kind) for candidate in range(1, len(contest.candidates) + 1) for kind in form.kinds]
    known = set(places)
    groups: dict[int, list[PageImage]] = {}
    for page in pages:
        if page.ballot is not None:
            refuse_unknown(f"{'DECISIONS' if page.by_people else 'READINGS'}, {page.source}", page.fields, known, form)
            groups.setdefault(page.ballot, []).append(page)
    for key in decisions.fields:
        refuse_unknown(_("DECISIONS, dòng {number}").format(number=decisions.lines[key]), [key[1:]], known, form)
    return [assembled(contest, charter, number, group, places, decisions) for number, group in sorted(groups.items())]


def refuse_unknown(where: str, places: Iterable[Place], known: set[Place], form: Form) -> None:
    """Refuse a field that the ballot of this contest does not have."""
    for candidate, kind in places:
        if (candidate, kind) not in known:
            raise RuleViolation(
                "reading.unknown_field",
                _("{where}: phiếu này không có ô “{kind}” của người số {candidate} (mẫu phiếu {form}). Hãy đọc lại bằng đúng layout.json."),
                where=where,
                kind=kind,
                candidate=candidate,
                form=form.value,
            )


def assembled(contest: Contest, charter: Charter, number: int, group: list[PageImage], places: list[Place], decisions: Decisions) -> Ballot:
    """Put one ballot together: the state of every field, and what is open about it."""
    pages = tuple(sorted(group, key=lambda page: (page.page, page.source)))
    givers: dict[Place, list[PageImage]] = {}
    for page in pages:
        for place in page.fields if page.status == "read" else ():
            givers.setdefault(place, []).append(page)
    states: dict[Place, str] = {}
    for place in places:
        decided = decisions.fields.get((number, *place))
        seen = givers.get(place, [])
        states[place] = decided or (seen[0].fields[place] if len(seen) == 1 else "unknown")
    questions = (
        *(Question("page", page.source, page.page, cause=page.cause) for page in pages if page.status == "set_aside"),
        *page_questions(pages, givers),
        *field_questions(places, states, givers),
        *sheet_questions(contest, charter, number, pages, decisions),
    )
    return Ballot(number, pages, states, questions, decisions.invalid.get(number, ()))


def page_questions(pages: tuple[PageImage, ...], givers: Mapping[Place, list[PageImage]]) -> list[Question]:
    """Ask about pages that give the same field twice: one of them belongs elsewhere or is a copy."""
    twice = {page.source for seen in givers.values() if len(seen) > 1 for page in seen}
    return [Question("page_twice", page.source, page.page) for page in pages if page.source in twice]


def field_questions(places: list[Place], states: Mapping[Place, str], givers: Mapping[Place, list[PageImage]]) -> list[Question]:
    """Ask about doubtful marks, and once about a missing page."""
    doubts = [(place, givers[place][0]) for place in places if states[place] == "doubtful"]
    found = [Question("mark", page.source, page.page, place[0], place[1], "doubtful") for place, page in doubts]
    missing = [place for place in places if states[place] == "unknown" and not givers.get(place)]
    return [*found, Question("missing_page", candidate=missing[0][0], kind=missing[0][1])] if missing else found


def sheet_questions(contest: Contest, charter: Charter, number: int, pages: tuple[PageImage, ...], decisions: Decisions) -> list[Question]:
    """Ask about ink in no field and about the stamp, unless people have answered (docs/decisions/0001-sheet-marks.md)."""
    harmless = {"foreign_ink": "absent"} if any(charter.flag(f"invalid.{reason}") for reason in INK_REASONS) else {}
    if contest.stamp == "check" and charter.flag("invalid.not_issued"):
        harmless["stamp"] = "present"
    here = [page for page in pages if page.status == "read"]
    found = []
    for kind, wanted in harmless.items():
        seen = [(page, state) for page in here for state in states_seen(number, kind, page, decisions)]
        found += [Question("sheet_mark", page.source, page.page, kind=kind, state=state) for page, state in seen if state != wanted]
        if kind == "stamp" and here and not seen and not any(page.by_people for page in here):
            found.append(Question("sheet_mark", here[0].source, here[0].page, kind=kind, state="doubtful"))
    return found


def states_seen(number: int, kind: str, page: PageImage, decisions: Decisions) -> list[str]:
    """Give what is known of one kind of mark on a page: what people said of this page, or of the ballot, or what was read."""
    said = decisions.sheet_marks.get((number, kind, page.source)) or decisions.sheet_marks.get((number, kind, ""))
    return [said] if said else [mark.state for mark in page.sheet_marks if mark.kind == kind]


def verdict_of(ballot: Ballot, form: Form, contest: Contest, charter: Charter) -> Verdict:
    """Settle one ballot; a doubt matters only where it could change the answer."""
    if ballot.decided_reasons:
        return Verdict(INVALID, ballot.decided_reasons[0], notes=ballot.decided_reasons[1:])
    reason = sure_reason(ballot, form, contest.seats)
    if reason and charter.flag(f"invalid.{reason}") and not has_open_ink(ballot):
        return Verdict(INVALID, reason)
    if ballot.questions or any(state not in ("marked", "clear") for state in ballot.states.values()):
        return Verdict(PENDING)
    return Verdict(VALID, "", *votes_on(ballot, form, charter, len(contest.candidates)))


def has_open_ink(ballot: Ballot) -> bool:
    """Tell whether ink in no field waits for people: it may strike or choose a person, so the marks alone do not settle the ballot (EL-26)."""
    return any(question.what == "sheet_mark" and question.kind == "foreign_ink" for question in ballot.questions)


def sure_reason(ballot: Ballot, form: Form, seats: int) -> str:
    """Name the reason that holds whatever the doubtful marks become, or none."""
    states = ballot.states
    if form is Form.agree_disagree:
        return ""
    if form is Form.single:
        boxes = {states[1, kind] for kind in form.kinds}
        return {frozenset({"marked"}): "both_boxes", frozenset({"clear"}): "no_box"}.get(frozenset(boxes), "")
    chosen_when, refused_when = ("clear", "marked") if form is Form.strike_out else ("marked", "clear")
    least = sum(state == chosen_when for state in states.values())
    most = sum(state != refused_when for state in states.values())
    if least > seats:
        return "too_many"
    return "" if most else "nobody"


def votes_on(ballot: Ballot, form: Form, charter: Charter, people: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Say for whom and against whom a valid ballot counts."""
    numbers = range(1, people + 1)
    if form is Form.choose:
        return tuple(each for each in numbers if ballot.states[each, "choose"] == "marked"), ()
    if form is Form.strike_out:
        struck = tuple(each for each in numbers if ballot.states[each, "strike"] == "marked")
        kept = tuple(each for each in numbers if each not in struck)
        return kept, struck if charter.flag("strike_out.against_counted") else ()
    marked = {each: tuple(ballot.states[each, kind] == "marked" for kind in form.kinds) for each in numbers}
    return tuple(each for each in numbers if marked[each] == (True, False)), tuple(
        each for each in numbers if marked[each] == (False, True)
    )


def refuse_switched_off(decisions: Decisions, charter: Charter) -> None:
    """Refuse a reason that this rule set does not know as one."""
    for ballot, reasons in decisions.invalid.items():
        for reason in reasons:
            if reason in REASONS and not charter.flag(f"invalid.{reason}"):
                raise RuleViolation(
                    "decision.reason_off",
                    _("DECISIONS: phiếu số {ballot}: quy tắc đã chọn không coi “{reason}” là lý do không hợp lệ. Hãy chọn lý do khác."),
                    ballot=ballot,
                    reason=reason,
                )
