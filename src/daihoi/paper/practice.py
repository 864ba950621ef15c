"""Practice sheets for the loop test of printer and scanner: printed, marked by hand after a plan, scanned, compared (phiếu thử máy; PR-18).

They carry a style of their own in the printed code, so that the reader of the real ballots refuses each of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import cast

from daihoi.paper.drawing import Drawing
from daihoi.paper.layout import SIDES
from daihoi.paper.printing import compile_pages, draw_ballot, job_of, layout_of, turns
from daihoi.paper.shapes import LayoutShape
from daihoi.rules.charter import Charter
from daihoi.rules.contests import Contest

Place = tuple[int, str]  # candidate from 1, kind of the field
STRIKES = ("none", "level", "level", "slanted", "wavy", "double", "zigzag", "cross", "level", "level")
BOXES = ("none", "x", "x", "x", "x_small", "x", "x", "x_small", "x", "x")
MOST_BY_HAND = 12  # marks on one sheet but the one on which all are marked: people draw them
LABEL_MM = 4.0  # from the edge: outside everything the reader looks at
BLANK, OUT_OF_PLACE = "blank_page", "out_of_place"


@dataclass(frozen=True)
class PlannedSheet:
    """What one practice sheet is to bear: one kind of mark on some fields (một tờ của kế hoạch)."""

    number: int
    mark: str
    fields: tuple[Place, ...]


@dataclass(frozen=True)
class Difference:
    """A field that was not read as planned; `state` doubtful is a question to people, not a fault (chỗ khác kế hoạch)."""

    candidate: int
    kind: str
    planned: str
    state: str


@dataclass(frozen=True)
class PageOutcome:
    """What became of one page of the pile; `cause` names why it was set aside (kết quả một trang)."""

    sheet: int
    page: int
    source: str
    cause: str = ""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class LoopOutcome:
    """A whole pile against its plan: fields read right, asked of people, read wrong; pages set aside (kết quả thử máy)."""

    pages_expected: int
    pages_seen: int
    right: int
    asked: int
    wrong: int
    aside: int
    pages: tuple[PageOutcome, ...] = field(default=())

    def is_passed(self, doubtful_percent: int) -> bool:
        """Say whether every sheet came back and was read, nothing wrong, and few enough fields asked of people, PR-18."""
        whole = self.pages_seen == self.pages_expected and not self.aside and not self.wrong
        return whole and self.asked * 100 <= doubtful_percent * (self.right + self.asked)


@dataclass(frozen=True)
class Practice:
    """Practice sheets ready for the printer, with their layout and plan (xấp phiếu thử)."""

    pdf: bytes
    layout: dict[str, object]
    plan: tuple[PlannedSheet, ...]


def practice_sheets(contest: Contest, charter: Charter, *, page_size: str, code: str, letter: str, sheets: int) -> Practice:
    """Print `sheets` specimens of a ballot, each with its number in the outer margin (in phiếu thử máy)."""
    pdf, layout = numbered_specimens(contest, charter, page_size=page_size, code=code, letter=letter, sheets=sheets, label="PHIẾU THỬ MÁY")
    return Practice(pdf, layout, plan_of(layout, sheets))


def numbered_specimens(
    contest: Contest, charter: Charter, *, page_size: str, code: str, letter: str, sheets: int, label: str
) -> tuple[bytes, dict[str, object]]:
    """Print specimens that differ in the number in their outer margin only; gives PDF and layout (in phiếu mẫu có số tờ)."""
    job = job_of(contest, charter, page_size=page_size, code=code, letter=letter, specimen=True)
    layout = layout_of(job, compile_pages(job, draw_ballot(job)))
    drawings: list[Drawing] = []
    for sheet, turn in zip(range(1, sheets + 1), cycle(turns(job)), strict=False):
        for number, drawing in enumerate(draw_ballot(turn), 1):
            words = f"{label} {sheet}/{sheets} · trang {number} · không phải phiếu bầu"
            drawing.text(job.plan.sheet.middle, job.plan.sheet.height - LABEL_MM, words, 6.5, align="center", fill="#777777")
            drawings.append(drawing)
    return compile_pages(job, drawings), layout


def plan_of(layout: Mapping[str, object], sheets: int) -> tuple[PlannedSheet, ...]:
    """Choose what to mark on each sheet: nothing, all, then one kind of mark after another on changing names (kế hoạch đánh dấu)."""
    shape = cast(LayoutShape, layout)
    people = sorted({each["candidate"] for page in shape["pages"] for each in page["fields"]})
    is_strike = shape["form"] == "strike_out"
    marks = STRIKES if is_strike else BOXES
    kind = {"strike_out": "strike", "choose": "choose"}.get(shape["form"], "")
    planned = []
    for number in range(1, sheets + 1):
        turn = (number - 1) % len(marks)
        chosen = _chosen(people, turn, number)
        places = tuple((person, kind or ("agree" if turn == 1 or (person // 2 + number) % 2 else "disagree")) for person in chosen)
        planned.append(PlannedSheet(number, marks[turn], places))
    return tuple(planned)


def _chosen(people: Sequence[int], turn: int, number: int) -> list[int]:
    """People marked on one sheet: nobody on the first, all on the second, later every n-th, another one each time."""
    if turn == 0:
        return []
    if turn == 1:
        return list(people)
    step = max(2, -(-len(people) // MOST_BY_HAND)) + number % 3 if len(people) > 1 else 1
    return [person for person in people if (person + number) % step == 0] or [people[number % len(people)]]


def compare(plan: Sequence[PlannedSheet], layout: Mapping[str, object], lines: Sequence[Mapping[str, object]]) -> LoopOutcome:
    """Compare a scanned pile with its plan, sheet by sheet in printed order or, where that fits better, from the last sheet; blank backs are left out (so với kế hoạch)."""
    shape = cast(LayoutShape, layout)
    seen = [line for line in lines if line["cause"] != BLANK]
    sides = min(SIDES, len(shape["pages"]))
    leaves = [seen[at : at + sides] for at in range(0, len(seen), sides)]
    turned = [line for leaf in reversed(leaves) for line in leaf]
    return min((_outcome(plan, shape, pile) for pile in (seen, turned)), key=lambda found: found.wrong + found.aside)


def _outcome(plan: Sequence[PlannedSheet], shape: LayoutShape, lines: Sequence[Mapping[str, object]]) -> LoopOutcome:
    """Compare page by page in this order; pages beyond the plan, and those that never came, only lengthen or shorten the count."""
    places = [(sheet, page) for sheet in plan for page in shape["pages"]]
    outcomes: list[PageOutcome] = []
    right = asked = wrong = 0
    for (sheet, page), line in zip(places, lines, strict=False):
        source, cause = str(line["source"]), str(line["cause"] or "")
        if not cause and line["page"] != page["number"]:
            cause = OUT_OF_PLACE
        differences = () if cause else tuple(_differences(sheet, line))
        outcomes.append(PageOutcome(sheet.number, page["number"], source, cause, differences))
        doubts = sum(found.state == "doubtful" for found in differences)
        asked, wrong = asked + doubts, wrong + len(differences) - doubts
        right += 0 if cause else len(page["fields"]) - len(differences)
    aside = sum(bool(outcome.cause) for outcome in outcomes)
    return LoopOutcome(len(places), len(lines), right, asked, wrong, aside, tuple(outcomes))


def _differences(sheet: PlannedSheet, line: Mapping[str, object]) -> Iterator[Difference]:
    """Fields of one page that were not read as planned."""
    marked = set(sheet.fields) if sheet.mark != "none" else set()
    fields = line["fields"]
    assert isinstance(fields, list)  # noqa: S101 — a reading line by its shape
    for each in fields:
        planned = "marked" if (each["candidate"], each["kind"]) in marked else "clear"
        if each["state"] != planned:
            yield Difference(each["candidate"], each["kind"], planned, each["state"])
