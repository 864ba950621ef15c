"""The second check of a count: all ballots, or above a set size a sample with a stated risk, drawn from a public seed (kiểm phiếu lần hai).

The draw is made so that any language gives the same list: `docs/second-check.md` tells it in words.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any

from daihoi.rules import shapes, toml
from daihoi.rules.errors import RuleViolation, _

FILE = "second_check.toml"
BLANKS = re.compile(r"[ \t\r\n\u00a0]+")


@dataclass(frozen=True)
class Setting:
    """Up to how many ballots all are checked, and with what risk a sample may miss a wrong outcome (mức kiểm lần hai)."""

    full_up_to: int
    risk_percent: int
    source: str
    confirmed: bool


@cache
def setting() -> Setting:
    """Read the data file."""
    data = toml.parsed((resources.files("daihoi.rules") / "data" / FILE).read_text(encoding="utf-8"), FILE)
    row = shapes.mapping(data["second_check"], FILE)
    return Setting(
        shapes.whole(row, "full_up_to", FILE),
        shapes.whole(row, "risk_percent", FILE, least=1),
        shapes.text(row, "source", FILE),
        row.get("confirmed") is True,
    )


def as_read_aloud(seed: str) -> str:
    """Give the one spelling of a seed from which everybody draws: composed letters (NFC), single blanks (số gieo viết thống nhất)."""
    return BLANKS.sub(" ", unicodedata.normalize("NFC", seed)).strip(" ")


def draw(seed: str, pile: int, size: int) -> list[int]:
    """Draw sheets of a pile by a public seed: those with the smallest SHA-256 of "seed,place", in the order of the pile."""

    def lot(place: int) -> str:
        return sha256(f"{seed},{place}".encode()).hexdigest()

    return sorted(sorted(range(1, pile + 1), key=lot)[:size])


def sample_size(pile: int, wrong: int, risk_percent: int) -> int:
    """Say how many sheets to draw so that, were so many recorded wrongly, a draw without any of them has at most the risk."""
    if wrong < 1:
        return pile
    missed, all_draws, size = 1, 1, 0
    while size < pile and 100 * missed > risk_percent * all_draws:
        missed, all_draws, size = missed * max(pile - wrong - size, 0), all_draws * (pile - size), size + 1
    return size


def least_wrong(result: Mapping[str, Any]) -> int:
    """Say how many ballots at least must be recorded wrongly for another outcome; 0 where a single vote decides or nobody stands.

    One ballot changes each person's votes by one at most, and the distance of two persons by two.
    """
    votes = {row["candidate"]: row["for"] for row in result["votes"]}
    elected, needed = set(result["elected"]), result["needed"]
    if result["tied"]:
        return 0
    found = [votes[each] - needed + 1 for each in elected if needed]
    lowest = min((votes[each] for each in elected), default=0)
    full = len(elected) >= result["seats"]
    for rival in set(votes) - elected:
        to_pass = max(needed - votes[rival], 1)
        found.append(max(to_pass, -(-(lowest - votes[rival]) // 2)) if full else to_pass)
    return min(found, default=0)


@dataclass(frozen=True)
class Plan:
    """What the second check looks at (kế hoạch kiểm lần hai)."""

    pile: int
    is_full: bool
    least_wrong: int
    risk_percent: int
    sheets: tuple[int, ...]

    def places(self, bundles: Sequence[int]) -> list[tuple[int, int]]:
        """Say for each sheet which bundle it lies in, and at which place of it."""
        if sum(bundles) != self.pile:
            message = _("Các xấp cộng lại {sum} tờ, chồng phiếu có {pile}. Ghi lại số tờ từng xấp.")
            raise RuleViolation("second_check.bundles", message, sum=sum(bundles), pile=self.pile)
        ends = [sum(bundles[: place + 1]) for place in range(len(bundles))]
        at = [next(place for place, end in enumerate(ends) if sheet <= end) for sheet in self.sheets]
        return [(place + 1, sheet - (ends[place] - bundles[place])) for place, sheet in zip(at, self.sheets, strict=True)]


def plan_of(result: Mapping[str, Any], seed: str, *, full_up_to: int | None = None, risk_percent: int | None = None) -> Plan:
    """Plan the second check of a closed count: everything up to the set size, else the sample the seed draws."""
    known = setting()
    risk = known.risk_percent if risk_percent is None else risk_percent
    pile, wrong, spelled = int(result["returned"]), least_wrong(result), as_read_aloud(seed)
    size = pile if pile <= (known.full_up_to if full_up_to is None else full_up_to) else sample_size(pile, wrong, risk)
    if size < pile and not spelled:
        raise RuleViolation("second_check.no_seed", _("Cần số gieo công khai, ví dụ các mặt xúc xắc đọc to trước đại hội."), field="seed")
    sheets = tuple(draw(spelled, pile, size)) if size < pile else tuple(range(1, pile + 1))
    return Plan(pile, size == pile, wrong, risk, sheets)
