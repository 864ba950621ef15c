"""Practice decks: ballots with known marks, printed for the loop test of machines and people (bộ phiếu tập)."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import cast

from daihoi.paper.drawing import Drawing
from daihoi.paper.pages import pages
from daihoi.paper.practice import PlannedSheet
from daihoi.paper.printing import Job, compile_pages, draw_ballot, draw_page, job_of, layout_of, turns
from daihoi.paper.shapes import FieldReading, FieldShape, LayoutShape, PageShape
from daihoi.rules.charter import Charter
from daihoi.rules.contests import Contest

DECK_NAME = "deck.pdf"
INK = "#1c2f7a"
STRIKE_EM = (0.23, 0.31)  # over the baseline, of the type size: small letters are struck as plainly as large ones
LABEL_MM = 4.0  # from the edge: outside everything the reader looks at


@dataclass(frozen=True)
class Deck:
    """A practice deck and what its reading must be."""

    pdf: bytes
    layout: dict[str, object]
    readings: list[dict[str, object]]
    plan: tuple[PlannedSheet, ...] = ()


def practice_deck(
    contest: Contest, charter: Charter, *, page_size: str, code: str, letter: str, sheets: int, seed: int, specimen: bool = False
) -> Deck:
    """Draw `sheets` ballots with marks from a seed; as specimens they cannot be read as ballots of the vote (in bộ phiếu tập)."""
    job = job_of(contest, charter, page_size=page_size, code=code, letter=letter, specimen=specimen)
    layout = layout_of(job, compile_pages(job, draw_ballot(job)))
    shape = cast(LayoutShape, layout)
    rng = random.Random(seed)  # noqa: S311 — practice marks need repetition, not secrecy
    drawings: list[Drawing] = []
    marked: list[set[tuple[int, str]]] = []
    for sheet, turn in zip(range(1, sheets + 1), cycle(turns(job)), strict=False):
        choice = choose(shape, contest.seats, rng)
        marked.append(choice)
        drawings += [_filled(turn, page, choice, rng, f"Phiếu tập {sheet}/{sheets} · {page['number']}") for page in shape["pages"]]
    pdf = compile_pages(job, drawings)
    mark = "level" if shape["form"] == "strike_out" else "x"
    plan = tuple(PlannedSheet(number, mark, tuple(sorted(choice))) for number, choice in enumerate(marked, 1))
    return Deck(pdf, layout, _readings(shape, pdf, marked), plan)


def choose(layout: LayoutShape, seats: int, rng: random.Random) -> set[tuple[int, str]]:
    """The fields one voter marks."""
    people = sorted({field["candidate"] for page in layout["pages"] for field in page["fields"]})
    if layout["form"] in {"agree_disagree", "single"}:
        return {(person, "agree" if rng.random() < 0.85 else "disagree") for person in people}
    kept = set(rng.sample(people, rng.randint(max(1, min(seats, len(people)) - 2), min(seats, len(people)))))
    if layout["form"] == "choose":
        return {(person, "choose") for person in kept}
    return {(person, "strike") for person in people if person not in kept}


def _filled(job: Job, page: PageShape, marked: set[tuple[int, str]], rng: random.Random, label: str) -> Drawing:
    """One page with its marks and, in the outer margin, the number of the practice sheet."""
    drawing = draw_page(job, page["number"])
    for field in page["fields"]:
        if (field["candidate"], field["kind"]) in marked:
            _mark(drawing, field, rng)
    drawing.text(job.plan.sheet.middle, job.plan.sheet.height - LABEL_MM, label, 6.5, align="center", fill="#777777")
    return drawing


def _mark(drawing: Drawing, field: FieldShape, rng: random.Random) -> None:
    """A clean stroke through a name or a clean X in a square."""
    x0, y0, x1, y1 = field["box_mm"]
    if field["kind"] == "strike":
        ends = [field["baseline_mm"] - rng.uniform(*STRIKE_EM) * field["type_mm"] for _ in range(2)]
        drawing.line(x0 - rng.uniform(0.8, 2.5), ends[0], x1 + rng.uniform(0.8, 2.5), ends[1], 0.6, INK)
        return
    inside = (x1 - x0) * 0.2
    jitter = [rng.uniform(-0.4, 0.4) for _ in range(4)]
    drawing.line(x0 + inside + jitter[0], y0 + inside, x1 - inside, y1 - inside + jitter[1], 0.6, INK)
    drawing.line(x1 - inside + jitter[2], y0 + inside, x0 + inside, y1 - inside + jitter[3], 0.6, INK)


def _readings(layout: LayoutShape, pdf: bytes, marked: Sequence[set[tuple[int, str]]]) -> list[dict[str, object]]:
    """What READINGS.jsonl must say of the deck."""
    lines: list[dict[str, object]] = []
    for index, page in enumerate(pages(DECK_NAME, pdf)):
        ballot, side = divmod(index, len(layout["pages"]))
        fields = [_truth(field, marked[ballot]) for field in layout["pages"][side]["fields"]]
        line: Mapping[str, object] = {
            "source": page.source,
            "digest": page.digest,
            "status": "read",
            "cause": None,
            "duplicate_of": None,
            "ballot": ballot + 1,
            "page": side + 1,
            "fields": fields,
            "sheet_marks": [{"kind": "stamp", "state": "absent", "box_mm": layout["pages"][side]["stamp_mm"]}] if side == 0 else [],
            "readers_agree": True,
        }
        lines.append(dict(line))
    return lines


def _truth(field: FieldShape, marked: set[tuple[int, str]]) -> FieldReading:
    is_marked = (field["candidate"], field["kind"]) in marked
    return {"candidate": field["candidate"], "kind": field["kind"], "state": "marked" if is_marked else "clear", "score": float(is_marked)}
