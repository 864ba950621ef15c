"""Do the parts of a list add up to its total (tổng và các phần)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from daihoi.rules.figures.tokens import NUMBER, Figure, Kind, Reading

LIST = re.compile(r"\b(?:bao\s+)?gồm(?:\s+có)?\s*:?\s*", re.IGNORECASE)
# Where the list ends and the sentence goes on.
LIST_END = re.compile(r"[;)]|[.!?…](?=\s|$)|\b(?:với|đã|đạt|chiếm|trong đó|nhằm|để)\b|\n\s*\n", re.IGNORECASE)
ITEM = re.compile(r"(?:,|\bvà\b|\bcùng\b|\n[ \t]*[-+•*–])\s*", re.IGNORECASE)
LEAD = re.compile(r"(?:có|là|:)?\s*")
# A list is not looked for further than this many characters.
REACH = 2000
DIRECT = re.compile(r"[^\d,;:.()]{0,90}[,(:]?\s*$")
ADDITION = re.compile(r"(?:[\d.]+\s*\+\s*)+[\d.]*\d\s*=\s*$")
SPLIT = re.compile(rf"[^\d,;:.()=]{{0,40}}=\s*{NUMBER}(?:\s*\+\s*{NUMBER})+")
ALTOGETHER = re.compile(
    r"[^\d,;:.()%]{0,40}[,;(–]?\s*(?:(?:tổng cộng|cộng lại|cộng chung|cộng|cả thảy|tất cả)(?:\s+(?:là|có|bằng|được))?\s*:?|(?:tổng số|tổng)\s*(?:là|bằng|:))\s*",
    re.IGNORECASE,
)
# Lists that follow their total without "gồm": they are stated only where they agree, or nearly.
BARE_LIST = re.compile(r"[^\d,;:.()%]{0,60}(?P<opens>[(:]|\b(?:với|trong đó)\b\s*(?:có|:)?)\s*(?:có\s+)?", re.IGNORECASE)
BARE_END = re.compile(r"[;)%]|[.!?…](?=\s|$)|\n\s*\n|\b(?:với|đã|đạt|chiếm|nhằm|để|tổng|số dư)\b")
# So far, in per cent of the total, may a list in brackets be off and still be meant to add up.
NEAR_TOTAL = 10
# What one person may be together with others: such counts need not add up.
ATTRIBUTE = re.compile(
    r"\s*(?:đồng chí\s+|người\s+)?(?:là\s+)?(?:nữ|trẻ|đoàn viên|dân tộc|tôn giáo|dưới|trên|đại học|thạc|tiến|công nhân|học sinh|mới|có|người)\b",
    re.IGNORECASE,
)
IS_TOTAL = re.compile(r"\btổng(?:\s+số)?\s*(?:là|:)?\s*$", re.IGNORECASE)
# So many words may follow the count of an item that ends with it: nữ 15 đồng chí.
FEW = 3


@dataclass(frozen=True)
class Sum:
    """Parts and the total they should come to (tổng đã kiểm tra)."""

    parts: tuple[int, ...]
    total: int
    line: int
    end_line: int
    text: str

    @property
    def is_right(self) -> bool:
        """Say whether the parts add up."""
        return sum(self.parts) == self.total

    def as_dict(self) -> dict[str, object]:
        """Give the sum as plain data."""
        return {"parts": list(self.parts), "total": self.total, "ok": self.is_right, "line": self.line, "text": self.text}


def sums_of(reading: Reading) -> list[Sum]:
    """Find every list of parts after a total, and every written addition."""
    found = [*lists(reading), *additions(reading)]
    known = {each.parts for each in found}
    found += [each for each in bare_lists(reading) if each.parts not in known]
    return sorted(found, key=lambda each: each.line)


def bare_lists(reading: Reading) -> Iterator[Sum]:
    """Read lists in brackets or after a colon: 313 tổ chức (124 đảng bộ và 189 chi bộ)."""
    for total in (figure for figure in reading.figures if figure.kind is Kind.number):
        opened = BARE_LIST.match(reading.plain, total.end)
        if not opened:
            continue
        ending = BARE_END.search(reading.plain, opened.end())
        stop = ending.start() if ending else len(reading.plain)
        parts = parts_between(reading, opened.end(), stop)
        if not parts:
            yield from trailing(reading, opened.end(), stop, total, is_list=False)
        if len(parts) < 2 or len(parts) != sum(
            figure.kind is Kind.number and opened.end() <= figure.start < stop for figure in reading.figures
        ):
            continue
        added = sum(part.value for part in parts)
        overlap = any(ATTRIBUTE.match(reading.plain, part.end) for part in parts)
        may_be_near = opened["opens"] == "(" and not overlap and abs(added - total.value) * 100 <= NEAR_TOTAL * total.value
        if added == total.value or may_be_near:
            yield sum_from(reading, parts, total.value, total)


def lists(reading: Reading) -> Iterator[Sum]:
    """Read lists: 313 tổ chức, gồm 124 đảng bộ và 189 chi bộ."""
    for match in LIST.finditer(reading.plain):
        clause_start = next(clause.start for clause in reversed(reading.clauses) if clause.start <= match.start())
        ending = list_end(reading, match.end())
        parts = parts_between(reading, match.end(), ending)
        totals = [
            each for each in reading.figures if clause_start <= each.start and each.end <= match.start() and each.kind is not Kind.share
        ]
        if len(parts) > 1 and totals:
            yield from judged(reading, parts, totals, match.start())
        elif not parts and totals:
            yield from trailing(reading, match.end(), ending, totals[-1])


def trailing(reading: Reading, start: int, end: int, total: Figure, is_list: bool = True) -> Iterator[Sum]:
    """Read a list whose items end with their counts: gồm đảng bộ cơ sở 124, chi bộ cơ sở 189; stated where it agrees, or nearly."""
    parts = []
    shut = re.sub(r"\([^()]*\)", lambda found: " " * len(found[0]), reading.plain[start:end])
    begins = [start, *(start + match.end() for match in ITEM.finditer(shut)), end]
    for begin, stop in pairwise(begins):
        inside = [each for each in reading.figures if begin <= each.start < stop and each.kind is not Kind.share]
        if len(inside) != 1 or inside[0].kind is not Kind.number or len(reading.plain[inside[0].end : stop].split()) > FEW:
            return
        parts += inside
    added = sum(part.value for part in parts)
    values = [total.value, total.whole or total.value]
    near = is_list or bool(IS_TOTAL.search(reading.plain, max(0, total.start - 20), total.start))
    if len(parts) > 1 and (added in values or (near and abs(added - total.value) * 100 <= NEAR_TOTAL * total.value)):
        yield sum_from(reading, parts, added if added in values else total.value, total)


def list_end(reading: Reading, start: int) -> int:
    """Give the place where a list ends; what stands in brackets inside it belongs to its items."""
    shut = re.sub(r"\([^()]*\)", lambda found: " " * len(found[0]), reading.plain[start : start + REACH])
    match = LIST_END.search(shut)
    return start + (match.start() if match else len(shut))


def parts_between(reading: Reading, start: int, end: int) -> list[Figure]:
    """List the counts with which the items of a list begin; an item without a count is a further noun."""
    shut = re.sub(r"\([^()]*\)", lambda found: " " * len(found[0]), reading.plain[start:end])
    begins = [start, *(start + match.end() for match in ITEM.finditer(shut))]
    leads = [LEAD.match(reading.plain, begin) for begin in begins]
    places = {lead.end() for lead in leads if lead}
    return [figure for figure in reading.figures if figure.kind is Kind.number and figure.start in places]


def judged(reading: Reading, parts: list[Figure], totals: list[Figure], place: int) -> Iterator[Sum]:
    """Take the total that agrees; a difference is stated only where the list follows its total directly."""
    numbers = tuple(part.value for part in parts)
    values = [value for total in reversed(totals) for value in (total.value, total.whole) if value]
    for length in range(len(numbers), 1, -1):
        if sum(numbers[:length]) in values:
            yield sum_from(reading, parts[:length], sum(numbers[:length]), totals[0])
            return
    nearest = totals[-1]
    if not DIRECT.fullmatch(reading.plain[nearest.end : place]):
        return
    possible = [value for value in values if value >= max(numbers)]
    if possible:
        yield sum_from(reading, parts, min(possible, key=lambda value: abs(value - sum(numbers))), totals[0])


def sum_from(reading: Reading, parts: list[Figure], total: int, first: Figure) -> Sum:
    """Write a sum down."""
    start, end = min(first.start, parts[0].start), max(first.end, parts[-1].end)
    lines = reading.line_of(parts[0].start), reading.line_of(end)
    return Sum(tuple(part.value for part in parts), total, *lines, reading.quoted(start, end))


def additions(reading: Reading) -> Iterator[Sum]:
    """Read additions: 1.381 + 15 + 191 = 1.587, and 27.690 người và 9.264 người, tổng cộng 36.954."""
    counts = [figure for figure in reading.figures if figure.kind is Kind.number]
    for place, total in enumerate(counts):
        written = ADDITION.search(reading.plain, max(0, total.start - 120), total.start)
        if written:
            parts = [each for each in counts[:place] if each.start >= written.start()]
        elif place and ALTOGETHER.fullmatch(reading.plain, counts[place - 1].end, total.start):
            parts = joined(reading, counts[:place])
        else:
            continue
        if len(parts) > 1:
            yield sum_from(reading, parts, total.value, parts[0])
    for total in counts:
        split = SPLIT.match(reading.plain, total.end)
        if split:
            yield sum_from(reading, [each for each in counts if total.end <= each.start < split.end()], total.value, total)


def joined(reading: Reading, counts: list[Figure]) -> list[Figure]:
    """List the counts joined by commas and "và" just before a grand total."""
    parts = counts[-1:]
    for figure in reversed(counts[:-1]):
        stretch = reading.plain[figure.end : parts[0].start]
        if not re.fullmatch(r"[^\d,;:.()%]{0,40}(?:,|\bvà\b)[^\d,;:.()%]{0,20}", stretch) or not parts:
            break
        parts.insert(0, figure)
    return parts
