"""What a hall full of voters marks: habits, slips and oddities drawn from a seed (lựa chọn ngẫu nhiên)."""

from collections.abc import Mapping
from typing import Any

from daihoi.paper.simulation.kinds import BOX_MARKS, STRIKE_MARKS, MarkKind
from daihoi.paper.simulation.strokes import Random

# One voter keeps to one way of marking nine times in ten.
HABIT = 0.9
# Some mark nobody, some mark everybody.
FORGETFUL = 0.04


def random_choices(layout: Mapping[str, Any], rng: Random, *, odd: float = 0.02) -> dict[tuple[int, str], str]:
    """A voter's marks for every field; a share `odd` of the fields is left with a mark no rule speaks of."""
    kinds = {field["kind"] for page in layout["pages"] for field in page["fields"]}
    candidates = sorted({field["candidate"] for page in layout["pages"] for field in page["fields"]})
    table = STRIKE_MARKS if "strike" in kinds else BOX_MARKS
    habit = _usual(table, rng)
    share = rng.uniform(0.1, 0.6) if "agree" not in kinds else rng.uniform(0.75, 1.0)
    if rng.random() < FORGETFUL:
        share = float(rng.random() < 0.5)
    choices = {}
    for candidate in candidates:
        if rng.random() < odd:
            kind = sorted(kinds)[int(rng.integers(len(kinds)))]
            choices[(candidate, kind)] = _odd(table, rng)
            continue
        for kind in _fields(kinds, share, rng):
            choices[(candidate, kind)] = habit if rng.random() < HABIT else _usual(table, rng)
    return choices


def _fields(kinds: set[str], share: float, rng: Random) -> tuple[str, ...]:
    if "agree" not in kinds:
        return tuple(kinds) if rng.random() < share else ()
    dice = rng.random()
    if dice < 0.015:
        return ("agree", "disagree")
    if dice < 0.04:
        return ()
    return ("agree",) if rng.random() < share else ("disagree",)


def _usual(table: Mapping[str, MarkKind], rng: Random) -> str:
    names = [name for name, kind in table.items() if kind.usual]
    weights = [table[name].usual for name in names]
    return str(rng.choice(names, p=[w / sum(weights) for w in weights]))


def _odd(table: Mapping[str, MarkKind], rng: Random) -> str:
    return str(rng.choice([name for name, kind in table.items() if not kind.usual and name != "none"]))
