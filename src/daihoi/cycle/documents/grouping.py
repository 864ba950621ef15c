"""Put together contributions that say the same of one passage (xếp nhóm ý kiến)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One contribution as the grouping sees it: nobody's name, only passage, kind and words."""

    key: str
    passage: str
    kind: str
    text: str


@dataclass(frozen=True)
class Group:
    """Contributions that belong together, with the words of one of them."""

    passage: str
    kind: str
    text: str
    keys: tuple[str, ...]


def group(contributions: Iterable[Item]) -> Iterator[Group]:
    """Give groups of equal words on one passage, whatever the order in which they came."""
    found: dict[tuple[str, str, str], list[Item]] = {}
    for item in contributions:
        found.setdefault((item.passage, item.kind, " ".join(item.text.casefold().split())), []).append(item)
    for (passage, kind, _words), items in sorted(found.items()):
        ordered = sorted(items, key=lambda each: each.key)
        yield Group(passage, kind, min(each.text for each in ordered), tuple(each.key for each in ordered))
