"""The thresholds, words and parts that the checks go by (DO-07: ngưỡng, từ ngữ, bố cục), dated data with their source."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from importlib import resources
from types import MappingProxyType
from typing import TypeVar

from daihoi.rules import shapes, toml
from daihoi.rules.errors import RuleViolation, _

FILE = resources.files("daihoi.rules") / "data" / "checks" / "reports.toml"
WHERE = "reports.toml"
# "hoá" and "hóa", "uỷ" and "ủy" are one word in two spellings; the tone goes to the first vowel.
MOVED = MappingProxyType(
    {
        unicodedata.normalize("NFC", pair[0] + pair[1] + tone): unicodedata.normalize("NFC", pair[0] + tone + pair[1])
        for pair in ("oa", "oe", "uy")
        for tone in ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
    }
)
TWO_SPELLINGS = re.compile(rf"(?<!q)(?:{'|'.join(MOVED)})(?![^\W\d_])")


def folded(text: str) -> str:
    """Give a text in small letters, one spelling and single spaces; the marks stay."""
    small = " ".join(unicodedata.normalize("NFC", text).lower().split())
    return TWO_SPELLINGS.sub(lambda match: MOVED[match[0]], small)


@dataclass(frozen=True)
class Threshold:
    """One number with its source (ngưỡng)."""

    key: str
    value: int
    title: str
    rule: str
    source: str
    confirmed: bool


@dataclass(frozen=True)
class Part:
    """A part of a report, found by how its heading or its first sentence begins (phần của báo cáo)."""

    key: str
    title: str
    headings: tuple[str, ...]
    openings: tuple[str, ...]
    inside: tuple[str, ...]


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document with the parts that it owes (loại văn kiện)."""

    key: str
    title: str
    titles: tuple[str, ...]
    starts: tuple[str, ...]
    required: tuple[str, ...]
    remedies: tuple[str, ...]
    rule: str
    source: str
    words: int
    is_forward: bool


Keyed = TypeVar("Keyed", Threshold, Part, DocumentKind)


@dataclass(frozen=True)
class Lexicon:
    """All that the checks go by (bộ từ ngữ và ngưỡng)."""

    thresholds: Mapping[str, Threshold]
    parts: Mapping[str, Part]
    kinds: Mapping[str, DocumentKind]
    words: Mapping[str, tuple[str, ...]]

    def limit(self, key: str) -> int:
        """Give one number."""
        return self.thresholds[key].value

    def pattern(self, name: str) -> re.Pattern[str]:
        """Give one list of words as a pattern for folded text."""
        return self.patterns[name]

    @cached_property
    def patterns(self) -> Mapping[str, re.Pattern[str]]:
        """Make the patterns once."""
        return {name: pattern_of(words) for name, words in self.words.items()}

    def with_limits(self, changes: Mapping[str, int]) -> "Lexicon":
        """Let a committee set its own numbers; those with a confirmed source stay."""
        changed = dict(self.thresholds)
        for key, value in changes.items():
            if key not in changed or changed[key].confirmed or value < 0:
                open_ones = ", ".join(key for key, each in changed.items() if not each.confirmed)
                raise RuleViolation(
                    "checks.limit", _("Không đổi được ngưỡng “{key}”. Hãy dùng một trong: {allowed}."), key=key, allowed=open_ones
                )
            changed[key] = replace(changed[key], value=value)
        return replace(self, thresholds=MappingProxyType(changed))

    def kind(self, key: str) -> DocumentKind:
        """Give one kind of document."""
        if key not in self.kinds:
            raise RuleViolation(
                "checks.kind", _("Không có loại văn kiện “{kind}”. Hãy dùng một trong: {allowed}."), kind=key, allowed=", ".join(self.kinds)
            )
        return self.kinds[key]


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """Match any of the words as whole words, the longest first."""
    longest = sorted((folded(word) + (" " if word.endswith(" ") else "") for word in words), key=len, reverse=True)
    return re.compile(
        "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" if word[-1].isalnum() else rf"(?<!\w){re.escape(word)}" for word in longest)
    )


@cache
def shipped() -> Lexicon:
    """Read the data that ships with the program."""
    data = toml.parsed(FILE.read_text(encoding="utf-8"), WHERE)
    sources = {code: source_words(code, raw) for code, raw in shapes.mapping(data.get("source"), WHERE).items()}
    words = dict(shapes.mapping(data.get("words"), WHERE))
    sources[shapes.text(words, "source", WHERE)]
    del words["source"]
    return Lexicon(
        thresholds=MappingProxyType(keyed(threshold_from(raw, sources) for raw in rows(data, "threshold"))),
        parts=MappingProxyType(keyed(part_from(raw) for raw in rows(data, "part"))),
        kinds=MappingProxyType(keyed(kind_from(raw, sources) for raw in rows(data, "kind"))),
        words=MappingProxyType({name: strings(words, name) for name in words}),
    )


def rows(data: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    """List the tables of one name."""
    return [shapes.mapping(raw, name) for raw in shapes.sequence(data, name, WHERE)]


def keyed(each: Iterable[Keyed]) -> dict[str, Keyed]:
    """Key things by their key."""
    return {thing.key: thing for thing in each}


def strings(data: Mapping[str, object], name: str) -> tuple[str, ...]:
    """Take a list of words; a missing one is empty."""
    return tuple(str(word) for word in shapes.sequence(data, name, WHERE))


def source_words(code: str, raw: object) -> str:
    """Give a source with its date; a source without one is refused."""
    data = shapes.mapping(raw, code)
    day = data.get("date")
    if not isinstance(day, date):
        raise RuleViolation("checks.no_date", _("{code}: nguồn phải có ngày. Hãy ghi date = NĂM-THÁNG-NGÀY."), code=code)
    return f"{shapes.text(data, 'title', code)} ({day.day}/{day.month}/{day.year})"


def threshold_from(raw: Mapping[str, object], sources: Mapping[str, str]) -> Threshold:
    """Read one number."""
    key = shapes.text(raw, "key", WHERE)
    return Threshold(
        key,
        shapes.whole(raw, "value", key),
        shapes.text(raw, "title", key),
        shapes.text(raw, "rule", key),
        sources[shapes.text(raw, "source", key)],
        raw.get("confirmed") is True,
    )


def part_from(raw: Mapping[str, object]) -> Part:
    """Read one part of a report."""
    key = shapes.text(raw, "key", WHERE)
    lists = {name: tuple(folded(word) for word in strings(raw, name)) for name in ("headings", "openings", "inside")}
    return Part(key, shapes.text(raw, "title", key), lists["headings"], lists["openings"], lists["inside"])


def kind_from(raw: Mapping[str, object], sources: Mapping[str, str]) -> DocumentKind:
    """Read one kind of document."""
    key = shapes.text(raw, "key", WHERE)
    return DocumentKind(
        key=key,
        title=shapes.text(raw, "title", key),
        titles=strings(raw, "titles"),
        starts=strings(raw, "starts"),
        required=strings(raw, "required"),
        remedies=strings(raw, "remedies") or ("tasks",),
        rule=shapes.text(raw, "rule", key),
        source=sources[shapes.text(raw, "source", key)],
        words=shapes.whole(raw, "words", key),
        is_forward=shapes.text(raw, "looks", key, "back") == "forward",
    )
