"""Simulated votes and their scans for the demonstration (phiếu quét mô phỏng)."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

import pypdfium2

from daihoi.foundation.ballots.models import LoopTest, Poll
from daihoi.foundation.ballots.queries.loops import practice_of
from daihoi.paper.printing import PrintedBallot
from daihoi.paper.simulation import simulate_sheet

DPI, POINTS = 200, 72
USUAL_STRIKES = ("wavy", "double")
USUAL_TICKS = ("x", "x", "tick")


@dataclass(frozen=True)
class Hall:
    """How a hall votes: how many return a ballot, on what paper and pens, with how many doubtful marks."""

    returned: int
    seed: int
    profile: str
    odd: int = 0


def strike_votes(names: int, seats: int, hall: Hall) -> Iterator[dict[tuple[int, str], str]]:
    """Strike out some names more than need be; the last ballots keep too many names, or none at all."""
    rng = Random(hall.seed)  # noqa: S311 (invented votes, not a secret)
    favour = [rng.random() for _ in range(names)]
    for number in range(hall.returned):
        count = names - seats + rng.choice((0, 0, 0, 1, 1, 2, 3))
        count = {hall.returned - 2: 1, hall.returned - 1: names}.get(number, count)
        ranked = sorted(range(names), key=lambda i: favour[i] * 0.6 + rng.random())
        mark = rng.choice(USUAL_STRIKES)
        yield {(i + 1, "strike"): mark for i in ranked[:count]}


def box_votes(names: int, hall: Hall) -> Iterator[dict[tuple[int, str], str]]:
    """Agree with most names; some ballots leave both boxes of a name empty, or mark both."""
    rng = Random(hall.seed)  # noqa: S311 (invented votes, not a secret)
    for number in range(hall.returned):
        votes = {(i + 1, "agree" if rng.random() < 0.93 else "disagree"): rng.choice(USUAL_TICKS) for i in range(names)}
        if number in range(3, 3 + hall.odd):
            votes[(rng.randint(1, names), "agree")] = "dot"
        yield votes


def sheets(poll: Poll, votes: Iterable[dict[tuple[int, str], str]], hall: Hall) -> list[bytes]:
    """Scan the ballots of a hall, one image a page, in the order of the pile."""
    printed = PrintedBallot(poll.ballot.read(), poll.layout)
    return [
        page
        for number, choices in enumerate(votes)
        for page in simulate_sheet(printed, choices, seed=[hall.seed, number], profile=hall.profile, dpi=DPI).pages
    ]


def practice_pages(poll: Poll) -> list[bytes]:
    """Scan the practice sheets of a vote, marked after their plan (PR-18)."""
    practice = practice_of(poll, LoopTest.Kind.HAND)
    printed = PrintedBallot(practice.pdf, practice.layout)
    return [
        page
        for sheet in practice.plan
        for page in simulate_sheet(
            printed, dict.fromkeys(sheet.fields, sheet.mark), seed=[18, sheet.number], profile="clean", dpi=DPI
        ).pages
    ]


def as_pdf(pages: list[bytes]) -> bytes:
    """Bind JPEG images into one PDF as they are, as a scanner hands it over."""
    document = pypdfium2.PdfDocument.new()
    for data in pages:
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(io.BytesIO(data), inline=True)
        width, height = (side * POINTS / DPI for side in image.get_px_size())
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page = document.new_page(width, height)
        page.insert_obj(image)
        page.gen_content()
    bound = io.BytesIO()
    document.save(bound)
    return bound.getvalue()
