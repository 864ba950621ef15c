"""From page images in scanning order to ballots (ghép trang thành phiếu)."""

from collections.abc import Iterable, Iterator

from daihoi.paper.shapes import ReadingLine

# A page set aside for one of these is no page of this election; any other cause may hide one of its pages.
FOREIGN = frozenset({"wrong_ballot", "blank_page", "no_marks_found", "broken_file"})


def joined(lines: Iterable[ReadingLine], first_ballot: int = 1) -> Iterator[ReadingLine]:
    """Number the ballots and name the duplicates, keeping the order; holds one ballot at a time."""
    seen: dict[str, str] = {}
    window: list[ReadingLine] = []
    waiting: list[ReadingLine] = []
    ballot = first_ballot
    for line in lines:
        own = _mark_duplicate(line, seen)
        if own and window and not _goes_on(window, line):
            ballot = _close(window, ballot)
            yield from waiting
            window, waiting = [], []
        waiting.append(line)
        if own:
            window.append(line)
            if len(window) == line["pages"]:
                ballot = _close(window, ballot)
                yield from waiting
                window, waiting = [], []
    _close(window, ballot)
    yield from waiting


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
