"""Paragraphs of a text and their identity through edits (đoạn): the same paragraph keeps its key from version to version.

`kept` matches the paragraphs of a new text with those of the one before: equal ones first, then moved ones, then the most alike.
It asks neither clock nor chance, so the same two texts always give the same keys.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise

ALIKE = 0.5  # share of common pairs of syllables from which two paragraphs count as one that was edited
SYLLABLE = re.compile(r"\w+")


class Style(StrEnum):
    """What a paragraph is in its text (kiểu đoạn)."""

    PART = "heading1"
    HEADING = "heading2"
    SUBHEADING = "heading3"
    BODY = "body"
    TABLE = "table"


HEADINGS = (Style.PART, Style.HEADING, Style.SUBHEADING)


@dataclass(frozen=True)
class Piece:
    """A paragraph that has no identity yet, as it comes from a file or a form."""

    text: str
    style: str = Style.BODY


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of one version, with the key it keeps (đoạn)."""

    key: str
    text: str
    style: str = Style.BODY

    @property
    def is_heading(self) -> bool:
        """Tell whether it is the head of a section."""
        return self.style in HEADINGS

    @property
    def digest(self) -> str:
        """Give a short digest of what it says, to see whether somebody changed it meanwhile."""
        return digest_of(self.text, self.style)

    @property
    def rows(self) -> list[list[str]]:
        """Give a table as rows of cells."""
        return [[cell.strip() for cell in line.split("|")] for line in self.text.split("\n")]


def digest_of(text: str, style: str) -> str:
    """Give the short digest of a paragraph's words and style."""
    return sha256(f"{style}\n{text}".encode()).hexdigest()[:16]


def digest_of_all(paragraphs: Iterable[Paragraph]) -> str:
    """Give the digest of a whole text with the keys of its paragraphs (mã kiểm chứng của bản)."""
    return sha256("\n\n".join(f"{each.key}\n{each.style}\n{each.text}" for each in paragraphs).encode()).hexdigest()


def clean(text: str) -> str:
    """Give the one spelling in which texts are kept: NFC, single blanks, lines apart only inside a table."""
    lines = unicodedata.normalize("NFC", text).replace("\u00ad", "").splitlines()
    return "\n".join(line for line in (" ".join(each.split()) for each in lines) if line)


def next_key(used: Collection[str]) -> str:
    """Give the key of a new paragraph: one more than every key the document ever had."""
    return f"p{max((int(key[1:]) for key in used), default=0) + 1}"


def kept(old: Sequence[Paragraph], new: Sequence[Piece], used: Collection[str] = ()) -> tuple[Paragraph, ...]:
    """Give a new text the keys of the paragraphs it continues; what has no forerunner gets a fresh key (giữ danh tính đoạn)."""
    pairs = _equal(old, new)
    pairs |= _alike(old, new, pairs)
    taken = set(used) | {paragraph.key for paragraph in old}
    found = []
    for place, piece in enumerate(new):
        if place in pairs:
            key = old[pairs[place]].key
        else:
            key = next_key(taken)
            taken.add(key)
        found.append(Paragraph(key, piece.text, piece.style))
    return tuple(found)


def _equal(old: Sequence[Paragraph], new: Sequence[Piece]) -> dict[int, int]:
    """Pair paragraphs of equal words: first those in the same order, then those that moved."""
    before, after = [_words(each.text) for each in old], [_words(each.text) for each in new]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    pairs = {b + step: a + step for a, b, size in matcher.get_matching_blocks() for step in range(size)}
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, words in enumerate(before):
        if place not in set(pairs.values()):
            waiting[words].append(place)
    for place, words in enumerate(after):
        if place not in pairs and waiting.get(words):
            pairs[place] = waiting[words].pop(0)
    return pairs


def _alike(old: Sequence[Paragraph], new: Sequence[Piece], pairs: dict[int, int]) -> dict[int, int]:
    """Pair what is left by likeness, the most alike first, near ones before far ones."""
    rest_old = [place for place in range(len(old)) if place not in set(pairs.values())]
    rest_new = [place for place in range(len(new)) if place not in pairs]
    holders: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    sizes = {}
    for place in rest_old:
        counted = _pairs(old[place].text)
        sizes[place] = sum(counted.values())
        for pair, times in counted.items():
            holders[pair].append((place, times))
    scores = []
    for place in rest_new:
        counted = _pairs(new[place].text)
        common: Counter[int] = Counter()
        for pair, times in counted.items():
            for before, there in holders.get(pair, ()):
                common[before] += min(times, there)
        size = sum(counted.values())
        scores += [(-2 * n / (size + sizes[before]), abs(before - place), before, place) for before, n in common.items()]
    found: dict[int, int] = {}
    for score, _distance, before, place in sorted(scores):
        if -score >= ALIKE and place not in found and before not in found.values():
            found[place] = before
    return found


def _words(text: str) -> tuple[str, ...]:
    """Give the syllables of a text without case and signs."""
    return tuple(SYLLABLE.findall(text.casefold()))


def _pairs(text: str) -> Counter[tuple[str, str]]:
    """Count the pairs of neighbouring syllables, the ends included, so that a heading of one word counts too."""
    words = ("^", *_words(text), "$")
    return Counter(pairwise(words))
