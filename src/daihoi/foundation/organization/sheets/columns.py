"""Find the head of a sheet, of one line or of two or three with merged cells, and propose what each column is (tiêu đề cột)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise

from rapidfuzz import fuzz

from daihoi.foundation.organization.sheets.opening import Cells, Page
from daihoi.foundation.organization.sheets.words import heading_key, heading_words

HEADER_WITHIN = 20
DEEPEST = 4  # lines of a head
LIKELY = 84  # of 100: below, a likeness is no proposal
NUMBERS_OF_COLUMNS = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])\)?(?:\s*=.*)?")


@dataclass(frozen=True)
class Column:
    """One column of a table: contract name, type, Vietnamese headings (cột)."""

    name: str
    type: str = "text"
    headings: tuple[str, ...] = ()
    required: bool = False
    choices: Mapping[str, str] | None = None
    has_words: bool = False  # a cell of a day that may say "hoãn", alone or with a day


@dataclass(frozen=True)
class Match:
    """What a column of a sheet is taken for, and how sure that is, of 100 (cột được hiểu là)."""

    column: Column
    sure: int
    place: int = 0  # of the heading among those the column is known by


@dataclass(frozen=True)
class Head:
    """The head of a sheet: its rows, what stands over each column, what each column is taken for (tiêu đề)."""

    first: int
    last: int
    labels: tuple[str, ...]
    columns: dict[int, Match] = field(default_factory=dict)

    @property
    def shape(self) -> str:
        """Name this shape of head, to remember how it was read (hình dạng tiêu đề)."""
        return sha256("|".join(heading_key(label) for label in self.labels).encode()).hexdigest()


def shown(cell: object) -> str:
    """Give a cell as people see it."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def find_head(page: Page, columns: Sequence[Column]) -> Head:
    """Take the first rows that name most columns, the fewest lines of them."""
    filled = _filled(page)
    heads = [
        _head(filled, first, depth, columns)
        for first in range(len(filled))
        for depth in range(1, DEEPEST + 1)
        if _may_head(filled, first, depth)
    ]
    return max(heads, key=lambda head: (_worth(head), head.first - head.last, -head.first))


def _worth(head: Head) -> int:
    """Weigh a head: every column it names, the sure ones more."""
    return sum(match.sure for match in head.columns.values())


def _filled(page: Page) -> Cells:
    """Give the first rows with merged cells written into each cell they cover."""
    rows = [list(row) for row in page.cells[:HEADER_WITHIN]]
    for top, left, bottom, right in page.merged:
        for row in range(top, min(bottom, len(rows) - 1) + 1):
            for column in range(left, min(right, len(rows[row]) - 1) + 1):
                rows[row][column] = page.cells[top][left]
    return rows


def _may_head(rows: Cells, first: int, depth: int) -> bool:
    """Tell whether rows can be a head: only words in them, and more than a title."""
    if first + depth > len(rows):
        return False
    lines = rows[first : first + depth]
    if depth == 1:
        return any(shown(cell) for cell in lines[0])
    words = [shown(cell) for row in lines for cell in row if shown(cell)]
    return bool(shown(lines[-1][0] if lines[-1] else "") or any(map(shown, lines[-1]))) and not any(word[0].isdigit() for word in words)


def _head(rows: Cells, first: int, depth: int, columns: Sequence[Column]) -> Head:
    """Name every column by the words above it, outer ones first."""
    lines = rows[first : first + depth]
    width = max(map(len, lines))
    table = [[shown(row[at]) if at < len(row) else "" for at in range(width)] for row in lines]
    for upper, lower in pairwise(table):
        for at in range(1, width):
            if not upper[at] and lower[at] and upper[at - 1]:
                upper[at] = upper[at - 1]
    labels, parts = [], []
    for at in range(width):
        own = list(dict.fromkeys(row[at] for row in table if row[at]))
        parts.append(own)
        labels.append(" ".join(own))
    return Head(first, first + depth - 1, tuple(labels), _propose(parts, columns))


def _propose(parts: list[list[str]], columns: Sequence[Column]) -> dict[int, Match]:
    """Give each column of the sheet the meaning it is most like; one meaning goes to one column."""
    found = [
        (match.sure, -at, at, match)
        for at, own in enumerate(parts)
        if own
        for column in columns
        if (match := _like(own, column)).sure >= LIKELY
    ]
    chosen: dict[int, Match] = {}
    for sure, _order, at, match in sorted(found, key=lambda each: (-each[0], not each[3].column.required, each[3].place, -each[1])):
        twins = [other for other in chosen.values() if other.column.name == match.column.name]
        if at not in chosen and (not twins or (sure == 100 and twins[0].sure == 100 and twins[0].place == match.place)):
            chosen[at] = match
    return dict(sorted(chosen.items()))


def _like(own: list[str], column: Column) -> Match:
    """Tell how like the words over a column are to the headings a meaning is known by."""
    best = Match(column, 0)
    whole = " ".join(own)
    for place, heading in enumerate((column.name, *column.headings)):
        for words, less in ((whole, 0), (own[-1], 3 if len(own) > 1 else 0), (own[0], 8 if len(own) > 1 else 0)):
            sure = max(0, _likeness(words, heading) - less)
            if sure > best.sure:
                best = Match(column, sure, place)
    return best


def _likeness(words: str, heading: str) -> int:
    """Compare two headings: 100 the same, 97 the same but for marks and abbreviations, less by likeness."""
    if heading_key(words) == heading_key(heading):
        return 100
    one, other = heading_words(words), heading_words(heading)
    if one == other and one:
        return 97
    if len(one) < 4 or len(other) < 4:
        return 0
    return min(95, int(fuzz.token_sort_ratio(one, other)))


def is_numbers_of_columns(row: Sequence[object]) -> bool:
    """Tell a row that only numbers the columns: (1), (2) … or A, B, 1, 2."""
    words = [shown(cell) for cell in row if shown(cell)]
    return (
        len(words) > 2 and all(NUMBERS_OF_COLUMNS.fullmatch(word) for word in words) and len(set(words)) == len(words) and _counts_up(words)
    )


def _counts_up(words: Sequence[str]) -> bool:
    """Tell whether the numbers among words go up one by one from one."""
    numbers = [int(found[0]) for word in words if (found := re.search(r"\d+", word))]
    return numbers == list(range(1, len(numbers) + 1)) and len(numbers) + 3 >= len(words) and len(numbers) > 1
