"""Comparison of two texts by Vietnamese words (so sánh hai bản): what stayed, what changed, what moved.

Vietnamese is written in syllables. Names, numbers with their unit, dates and symbols of documents stay together as one word,
and a single syllable that stayed between two changes is shown with them, because nobody reads "kinh ~~tế~~ **doanh**".
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from daihoi.rules.paragraphs import Paragraph

CAPITAL = "A-ZĂÂĐÊÔƠƯÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴ"
NAME = rf"[{CAPITAL}]\w*(?: [{CAPITAL}]\w*)+"
WORD = re.compile(
    r"\d+(?:-[^\W\d]+)+/\w+"  # 35-CT/TW
    r"|ngày \d{1,2} tháng \d{1,2}(?: năm \d{4})?"
    r"|\d+(?:[./,-]\d+)*(?:\s?%)?"  # 5.408 · 72,86 % · 497/567 · 25/6/2020
    rf"|{NAME}"  # Đắk Nông
    r"|\w+|\s+|."
)


class State(StrEnum):
    """What happened to a paragraph between two versions (tình trạng đoạn)."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Part:
    """A run of words that stayed, came or went."""

    kind: str  # same, added, removed
    text: str


@dataclass(frozen=True)
class Line:
    """One paragraph of a comparison, with its place before and after; places count from 1 (đoạn so sánh)."""

    key: str
    style: str
    state: State
    parts: tuple[Part, ...]
    before: int | None
    after: int | None
    is_moved: bool = False

    @property
    def is_quiet(self) -> bool:
        """Tell whether nothing happened to it."""
        return self.state == State.SAME and not self.is_moved


def words(text: str) -> list[str]:
    """Cut a text into words, blanks and signs; joined again they are the text."""
    return WORD.findall(text)


def compare(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> tuple[Line, ...]:
    """Compare two versions paragraph by paragraph, in the order of the new one; what went stands where it stood (so sánh)."""
    places = {each.key: place for place, each in enumerate(old)}
    kept = {each.key for each in new}
    still = _in_order([places[each.key] for each in new if each.key in places])
    lines: list[Line] = []
    gone = [place for place, each in enumerate(old) if each.key not in kept]
    reached = -1
    for after, each in enumerate(new):
        before = places.get(each.key)
        if before is not None and before in still:
            lines += [_gone(old, place) for place in gone if reached < place < before]
            reached = before
        lines.append(_line(old, before, each, after, is_moved=before is not None and before not in still))
    return (*lines, *(_gone(old, place) for place in gone if place > reached))


def _gone(old: Sequence[Paragraph], place: int) -> Line:
    """Show a paragraph that went."""
    each = old[place]
    return Line(each.key, each.style, State.REMOVED, (Part("removed", each.text),), place + 1, None)


def _line(old: Sequence[Paragraph], before: int | None, each: Paragraph, after: int, *, is_moved: bool) -> Line:
    """Show a paragraph that stands in the new version."""
    if before is None:
        return Line(each.key, each.style, State.ADDED, (Part("added", each.text),), None, after + 1)
    parts = compare_words(old[before].text, each.text)
    is_same = old[before].text == each.text and old[before].style == each.style
    return Line(each.key, each.style, State.SAME if is_same else State.CHANGED, parts, before + 1, after + 1, is_moved)


def compare_words(old: str, new: str) -> tuple[Part, ...]:
    """Compare two texts word by word (so sánh theo từ)."""
    if old == new:
        return (Part("same", old),) if old else ()
    parts: list[Part] = []
    for start, end, into in changes(words(old), words(new)):
        parts += [Part("same", start)] if start else []
        parts += [Part("removed", end)] if end else []
        parts += [Part("added", into)] if into else []
    return tuple(parts)


def changes(old: Sequence[str], new: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    """Give what stayed, then what went and what came, again and again; small islands between two changes go with them."""
    for (a, b), (i, j), (k, m) in spans(old, new):
        yield "".join(old[a:b]), "".join(old[i:j]), "".join(new[k:m])


Span = tuple[int, int]


def spans(old: Sequence[str], new: Sequence[str]) -> list[tuple[Span, Span, Span]]:
    """Give the same as `changes` as places: kept in old, replaced in old, put in from new."""
    found: list[tuple[Span, Span, Span]] = []
    kept: Span = (0, 0)
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            kept = (i, j)
            if j == len(old) and m == len(new):
                found.append((kept, (j, j), (m, m)))
            continue
        if found and kept[1] == i and _is_island(old[slice(*kept)]):
            (before, (start, _end), (into, _until)) = found.pop()
            found.append((before, (start, j), (into, m)))
        else:
            found.append((kept, (i, j), (k, m)))
        kept = (j, j)
    return found


def _is_island(tokens: Sequence[str]) -> bool:
    """Tell whether so little stayed between two changes that people read it with them."""
    said = [token for token in tokens if not token.isspace()]
    return len(said) <= 1 and not any(token[0].isdigit() for token in said)


def _in_order(places: Sequence[int]) -> set[int]:
    """Give the longest run of places that kept their order; the others moved."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        at = bisect_left(tails, place)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [index]
    found, index = set(), ends[-1] if ends else -1
    while index >= 0:
        found.add(places[index])
        index = before[index]
    return found
