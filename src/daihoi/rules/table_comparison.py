"""Comparison of two tables row by row, and word by word inside a cell (so sánh bảng)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from daihoi.rules.comparison import Part, State, compare_words
from daihoi.rules.paragraphs import Paragraph, Style

Cells = Sequence[str]
Pair = tuple[Cells | None, Cells | None]


@dataclass(frozen=True)
class TableRow:
    """One row of a comparison: what stayed, came or went in each of its cells (dòng của bảng so sánh)."""

    state: State
    cells: tuple[tuple[Part, ...], ...]


def tables(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> dict[str, tuple[TableRow, ...]]:
    """Compare the tables of two versions, by the key of their paragraph; what was no table before, or is none now, is left out."""
    befores, afters = {each.key: each for each in old}, {each.key: each for each in new}
    found = {}
    for key in befores | afters:
        pair = [each for each in (befores.get(key), afters.get(key)) if each]
        if all(each.style == Style.TABLE for each in pair):
            found[key] = compare_tables(befores[key].rows if key in befores else (), afters[key].rows if key in afters else ())
    return found


def compare_tables(old: Sequence[Cells], new: Sequence[Cells]) -> tuple[TableRow, ...]:
    """Compare two tables; a row is known by its first cell, and one that has another number of cells goes and comes whole."""
    return tuple(row for before, after in _pairs(old, new) for row in _rows(before, after))


def _pairs(old: Sequence[Cells], new: Sequence[Cells]) -> Iterable[Pair]:
    """Put rows beside each other: equal ones, then those that begin alike, then those in the same place."""
    for tag, i, j, k, m in _steps([tuple(row) for row in old], [tuple(row) for row in new]):
        if tag != "replace":
            yield from _beside(old[i:j], new[k:m])
            continue
        for _tag, a, b, c, d in _steps([row[0] for row in old[i:j]], [row[0] for row in new[k:m]]):
            yield from _beside(old[i:j][a:b], new[k:m][c:d])


def _steps(old: Sequence[object], new: Sequence[object]) -> list[tuple[str, int, int, int, int]]:
    """Give the steps from one list to the other."""
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


def _beside(old: Sequence[Cells], new: Sequence[Cells]) -> Iterable[Pair]:
    """Pair rows in their order; those left over stand alone."""
    both = min(len(old), len(new))
    yield from zip(old[:both], new[:both], strict=True)
    yield from ((row, None) for row in old[both:])
    yield from ((None, row) for row in new[both:])


def _rows(before: Cells | None, after: Cells | None) -> Iterable[TableRow]:
    """Show a pair: one row with its changes, or a row that went and one that came."""
    if before is not None and after is not None and len(before) == len(after):
        cells = tuple(compare_words(was, now) for was, now in zip(before, after, strict=True))
        yield TableRow(State.SAME if list(before) == list(after) else State.CHANGED, cells)
        return
    if before is not None:
        yield TableRow(State.REMOVED, tuple((Part("removed", cell),) if cell else () for cell in before))
    if after is not None:
        yield TableRow(State.ADDED, tuple((Part("added", cell),) if cell else () for cell in after))
