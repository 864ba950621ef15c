"""What an accuracy run found, in the words of the contract (tóm tắt một lượt đo)."""

import math
from collections import Counter
from typing import Any

from daihoi.paper.accuracy.counts import Measured

BY = ("form", "damage", "mark")
CHANCE = 0.05  # 95 % confidence
FINE = 1e-9


def upper_bound(wrong: int, decided: int) -> float:
    """The share of wrong readings that the truth stays below with 95 % confidence: 3/n when none is wrong, else by Poisson."""
    if not decided:
        return 1.0
    if not wrong:
        return 3 / decided
    low, high = 0.0, wrong + 10 * (wrong + 10) ** 0.5
    while high - low > FINE * high:
        mean = (low + high) / 2
        term = chance = math.exp(-mean)
        for step in range(1, wrong + 1):
            term *= mean / step
            chance += term
        low, high = (mean, high) if chance > CHANCE else (low, mean)
    return min(1.0, float(high / decided))


def shares(found: "Counter[str]") -> dict[str, int]:
    """Five counts that add up to the positions.

    A mark that no rule covers belongs to people: sent to them it is right, settled without them it is wrong.
    """
    return {
        "positions": found.total(),
        "right": found["right"] + found["settled_board"],
        "to_people": found["to_people"],
        "wrong": found["wrong"] + found["settled"],
        "on_refused_sheets": found["refused"],
    }


def summary(run: Measured) -> dict[str, Any]:
    """The JSON of `daihoi accuracy`; all counts of two ranges add up."""
    whole = shares(run.fields)
    groups: dict[tuple[str, str], Counter[str]] = {}
    for what in BY:
        for (name, outcome), number in getattr(run, f"by_{what}").items():
            groups.setdefault((what, name), Counter())[outcome] += number
    return {
        **whole,
        "refused_sheets": run.sheets["refused"],
        "refused_good_sheets": run.sheets["refused good"],
        "sheets": run.sheets["sheets"],
        "bound95": upper_bound(whole["wrong"], whole["right"] + whole["wrong"]),
        "by": [{"what": what, "name": name, **shares(found)} for (what, name), found in sorted(groups.items())],
        "profile": run.profile,
        "failures": run.failures,
    }
