"""What belongs to a question about a page that the machine read and set aside: pages that share its answer, pages to compare (trang đi kèm)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from daihoi.rules.readings import LEAVES_APART, LIKELY_DUPLICATE, READ_ASIDE

Line = dict[str, Any]
MOST_BESIDE, MOST_AWAY = 8, 2
SIDES = 2


@dataclass(frozen=True)
class Companions:
    """Pages with one answer (the other side of a leaf), pages shown beside, ballots it may belong to."""

    mates: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    ballots: tuple[int, ...] = ()


def companions_of(source: str, lines: Sequence[Line], asked: Collection[str]) -> Companions:
    """Give the companions of a page set aside; only pages that are asked for too can share the answer."""
    place = next((place for place, line in enumerate(lines) if line["source"] == source), None)
    line = lines[place] if place is not None else {}
    if place is None or line.get("cause") not in READ_ASIDE:
        return Companions()
    if line["cause"] == LIKELY_DUPLICATE:
        mates = [each["source"] for each in lines if each["ballot"] == line["ballot"] and each["source"] in asked and each is not line]
        return Companions(tuple(mates), (line["duplicate_of"],), (line["ballot"],))
    return _of_leaf(line, place, lines, asked)


def _of_leaf(line: Line, place: int, lines: Sequence[Line], asked: Collection[str]) -> Companions:
    """Give the leaves around one that was set apart."""
    before, behind = (takewhile(_is_apart_or_none, each) for each in (reversed(lines[:place]), lines[place + 1 :]))
    numbers = {each["ballot"] for each in (line, *before, *behind) if each["ballot"] is not None}
    near = tuple(
        sorted((each for each in numbers if abs(each - line["ballot"]) <= MOST_AWAY), key=lambda each: (each != line["ballot"], each))
    )
    mates = [
        each["source"]
        for each in lines[max(0, place - 1) : place + SIDES]
        if each["source"] in asked and each is not line and is_other_side(line, each)
    ]
    others = [(at, each) for at, each in enumerate(lines) if each["ballot"] in numbers and each is not line and each["source"] not in mates]
    fronts = [(at, each) for at, each in others if not (at and is_other_side(lines[at - 1], each))]
    nearest = sorted(sorted(fronts, key=lambda each: abs(each[0] - place))[:MOST_BESIDE], key=lambda each: each[0])
    return Companions(tuple(mates), tuple(each["source"] for _at, each in nearest), near)


def _is_apart_or_none(line: Line) -> bool:
    """Whether a line lies in the same mix-up, or is a page between that counts for nothing."""
    return bool(line["ballot"] is None or line["cause"] == LEAVES_APART)


def is_other_side(one: Line, other: Line) -> bool:
    """Whether two lines are the two sides of one leaf of one ballot."""
    if one["ballot"] != other["ballot"] or not one["page"] or not other["page"] or one["page"] == other["page"]:
        return False
    return bool((one["page"] + 1) // SIDES == (other["page"] + 1) // SIDES)
