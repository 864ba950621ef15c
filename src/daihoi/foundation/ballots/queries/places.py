"""Where the paper of a ballot lies: which bundle, which sheet in it; one numbering for all screens and papers (chỗ của tờ phiếu).

A bundle holds what came out of the box, in the order in which it was scanned or keyed in: no page scanned twice, no white back, no sheet of
another vote and nothing that people left out takes a place. Leaves of one ballot lie together and take one place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from daihoi.foundation.ballots.models import Poll, ScanBatch
from daihoi.foundation.ballots.queries.readings import DUPLICATE, FOREIGN, Decision, Line, lines_read, read_batches

NO_PAPER = FOREIGN | {"blank_page"}  # set aside for these causes, a page is no ballot of the bundle until people say that it is


@dataclass(frozen=True)
class Place:
    """Where one ballot lies: in the pile, in its bundle; `ballot` is None while no page of it was read (chỗ của tờ phiếu)."""

    sheet: int
    bundle: str
    order: int
    place: int
    ballot: int | None
    sources: tuple[str, ...]
    is_settled: bool = True  # nobody has to say any more what lies there

    def __str__(self) -> str:
        return _("{label}, tờ {n}").format(label=self.bundle, n=self.place)


class Placed:
    """What people said of pages: which they left out, to which ballot and as which of its pages they gave one (trang đã xếp)."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        made = list(decisions)
        self.dropped: set[str] = {each["source"] for each in made if "discard" in each}
        self.given: dict[str, int] = {
            each["source"]: int(each.get("belongs_to") or each["ballot"]) for each in made if "belongs_to" in each or "fields" in each
        }
        self.numbers: dict[str, int] = {each["source"]: int(each["page"]) for each in made if "fields" in each}

    def ballot(self, line: Line) -> int | None:
        """Give the ballot a page belongs to, as the machine or people put it."""
        return self.given.get(line["source"], line["ballot"])

    def is_settled(self, line: Line) -> bool:
        """Tell whether nobody has to say any more what a page is."""
        return line["source"] in self.given or line["status"] == "read"

    def is_paper(self, line: Line) -> bool:
        """Tell whether a page image shows paper that lies in its bundle and was not seen before."""
        if line["status"] == DUPLICATE or line["source"] in self.dropped:
            return False
        return line["source"] in self.given or line["cause"] not in NO_PAPER


class Places:
    """Every ballot of the bundles that stand, in the order of the pile (chồng phiếu)."""

    def __init__(self, poll: Poll, readings: Iterable[Line], decisions: Iterable[Decision]) -> None:
        self.rows = tuple(_places(poll, list(readings), Placed(decisions)))

    @cached_property
    def _by_ballot(self) -> dict[int | None, Place]:
        return {row.ballot: row for row in self.rows}

    @cached_property
    def _by_source(self) -> dict[str, Place]:
        return {source: row for row in self.rows for source in row.sources}

    def of_ballot(self, ballot: int) -> Place | None:
        """Find where a ballot lies."""
        return self._by_ballot.get(ballot)

    def of_page(self, source: str) -> Place | None:
        """Find where the paper of a page image lies."""
        return self._by_source.get(source)

    def of_bundle(self, batch: ScanBatch) -> list[Place]:
        """Give the places of one bundle, the first on top."""
        return [row for row in self.rows if row.sources[0].startswith(f"{batch.code}-")]


def _places(poll: Poll, readings: list[Line], said: Placed) -> Iterator[Place]:
    """Number the ballots bundle by bundle, in the order in which their first pages lie there."""
    sheet, seen = 0, set[int]()
    by_bundle: dict[str, list[Line]] = {}
    for line in readings:
        by_bundle.setdefault(line["source"].partition("-")[0], []).append(line)
    for batch in read_batches(poll):
        papers = [paper for paper in papers_in(by_bundle.get(batch.code, []), said, poll.pages_a_ballot) if paper.ballot not in seen]
        for place, paper in enumerate(papers, 1):
            sheet += 1
            sources, is_settled = tuple(line["source"] for line in paper.lines), all(map(said.is_settled, paper.lines))
            yield Place(sheet, batch.label, batch.order or 0, place, paper.ballot, sources, is_settled)
        seen |= {paper.ballot for paper in papers if paper.ballot is not None}


@dataclass
class _Paper:
    """The pages of one ballot as they come."""

    ballot: int | None
    lines: list[Line]


def papers_in(lines: list[Line], said: Placed, pages: int) -> Iterable[_Paper]:
    """Gather the pages of one bundle by the ballot they belong to; a page that nobody read lies with the page before or behind it where one is missing there."""
    found: list[_Paper] = []
    known: dict[int, _Paper] = {}
    for line in filter(said.is_paper, lines):
        ballot = said.ballot(line)
        last = found[-1] if found and len(found[-1].lines) < pages else None
        paper = last if ballot is None else known.get(ballot) or (last if last and last.ballot is None else None)
        if paper is None:
            found.append(paper := _Paper(ballot, []))
        paper.lines.append(line)
        if ballot is not None:
            paper.ballot = ballot
            known[ballot] = paper
    return found


def held_place(batch: ScanBatch) -> tuple[int, int]:
    """Say at which sheet of its bundle the reading stopped, and which one before it was the last good one, 0 where there is none (tờ lạ)."""
    paper = [line for line in lines_read(batch)[: (batch.held_at or 1) - 1] if Placed().is_paper(line)]
    good = max((number for number, line in enumerate(paper, 1) if line["status"] == "read"), default=0)
    return batch.sheet_of(len(paper) + 1), batch.sheet_of(good) if good else 0
