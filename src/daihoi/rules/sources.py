"""Sources of opinions (nguồn góp ý): a body or a conference, never a person; and how much one opinion may hold."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from daihoi.rules import shapes, toml

FILE = "opinions.toml"
PARTS = re.compile(r"[,;:()–—]|\s-\s")  # a name may stand behind the name of a body
NAME = (2, 5)  # words of a person's name


@dataclass(frozen=True)
class Limits:
    """How long an opinion and the name of its body may be, and how many speakers may stand behind it (mức của một ý kiến)."""

    text: int
    body: int
    times: int


@cache
def limits() -> Limits:
    """Read how much one opinion may hold."""
    row = shapes.mapping(_data()["limits"], FILE)
    return Limits(*(shapes.whole(row, name, FILE, least=1) for name in ("text", "body", "times")))


def looks_like_person(body: str) -> bool:
    """Tell whether a source looks like a person's name or title: a finding that a human confirms."""
    return any(_is_person(part.split()) for part in PARTS.split(unicodedata.normalize("NFC", body)))


def _is_person(words: list[str]) -> bool:
    """Tell whether words are a person: addressed so, or a family name with given names behind a title, a post or nothing."""
    text = " ".join(words).casefold()
    if any(text.startswith(f"{form} ") or text == form for form in _words("forms")) or text in _words("posts"):
        return True
    for lead in sorted((*_words("titles"), *_words("posts")), key=len, reverse=True):
        if text.startswith((f"{lead} ", f"{lead}. ")):
            return _is_name(words[len(lead.split()) :])
    return _is_name(words, least=NAME[0] + 1)  # Hà Nội and Cao Bằng stand for bodies


def _is_name(words: list[str], least: int = NAME[0]) -> bool:
    """Tell whether words are a family name with given names, written as one writes a name."""
    if not least <= len(words) <= NAME[1] or not all(word.isalpha() for word in words):
        return False
    family, are_names = words[0].casefold(), all(word[:1].isupper() for word in words)
    if len(words) > NAME[0] and words[1].casefold() in _words("middles") and family in _words("families") | _words("rare"):
        return are_names or all(word.islower() for word in words)
    return are_names and family in _words("families")


@cache
def _words(name: str) -> frozenset[str]:
    """Give the words of one list."""
    return frozenset(str(word) for word in shapes.sequence(shapes.mapping(_data()["person"], FILE), name, FILE))


@cache
def _data() -> Mapping[str, object]:
    """Read the data file."""
    return toml.parsed((resources.files("daihoi.rules") / "data" / "papers" / FILE).read_text(encoding="utf-8"), FILE)
