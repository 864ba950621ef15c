"""From page images in scanning order to ballots (ghép trang thành phiếu)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from daihoi.paper.leaves import Leaves
from daihoi.paper.shapes import ReadingLine

# A page set aside for one of these is no page of this election; any other cause may hide one of its pages.
FOREIGN = frozenset({"wrong_ballot", "blank_page", "no_marks_found", "broken_file"})


def joined(lines: Iterable[ReadingLine], first_ballot: int = 1) -> Iterator[ReadingLine]:
    """Number the ballots and name the duplicates, keeping the order; holds one ballot at a time."""
    seen: dict[str, str] = {}
    pile: Pages | Leaves | None = None
    waiting: list[ReadingLine] = []
    for line in lines:
        if _mark_duplicate(line, seen):
            pile = pile or (Leaves(first_ballot) if "symbol" in line else Pages(first_ballot))
            pile.add(line)
        waiting.append(line)
        yield from _settled(waiting, pile)
    if pile:
        pile.end()
    yield from waiting


def _settled(waiting: list[ReadingLine], pile: "Pages | Leaves | None") -> Iterator[ReadingLine]:
    """Hand out the lines before the first one whose ballot is still open."""
    held = next(iter(pile.open), None) if pile else None
    while waiting and waiting[0] is not held:
        yield waiting.pop(0)


@dataclass
class Pages:
    """The pages of ballots of one leaf, as they come (chồng trang)."""

    ballot: int
    open: list[ReadingLine] = field(default_factory=list)

    def add(self, line: ReadingLine) -> None:
        """Take the next page: it goes to the ballot begun, unless its number has come already."""
        if self.open and not _goes_on(self.open, line):
            self.end()
        self.open.append(line)
        if len(self.open) == line["pages"]:
            self.end()

    def end(self) -> None:
        """The ballot begun is over."""
        self.ballot, self.open = _close(self.open, self.ballot), []


def _mark_duplicate(line: ReadingLine, seen: dict[str, str]) -> bool:
    """Name a page image of equal bytes; answer whether the line takes a place in a ballot."""
    first = seen.setdefault(line["digest"], line["source"])
    if first != line["source"]:
        line["status"], line["duplicate_of"], line["cause"] = "duplicate", first, None
        return False
    return line["status"] == "read" or (line["cause"] not in FOREIGN and line["pages"] > 1)


def _goes_on(window: list[ReadingLine], line: ReadingLine) -> bool:
    """Whether a page may belong to the ballot begun: its number has not come yet."""
    return line["page"] is None or all(line["page"] != other["page"] for other in window)


def _close(window: list[ReadingLine], ballot: int) -> int:
    """Give the pages of one ballot its number."""
    read = [line for line in window if line["status"] == "read"]
    for line in read:
        line["ballot"] = ballot
    return ballot + 1 if read else ballot
