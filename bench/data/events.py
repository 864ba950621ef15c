"""Five years of congresses: planned, moved, held early or late, written down late, corrected."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from bench.data.shapes import DAY, Land
from bench.data.tree import Placed

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Opened:
    """One round: what it counts and when."""

    code: str
    level: str
    kinds: tuple[str, ...]
    term: str
    directive: str
    dated: date
    charter: str
    starts: date
    deadline: date


def _round(code: str, level: str, kinds: str, term: str, starts: str, deadline: str) -> Opened:
    old = starts < "2024"
    directive, dated, charter = ("35-CT/TW", date(2019, 5, 30), "dcsvn-2020") if old else ("45-CT/TW", date(2025, 4, 14), "dcsvn-2025")
    days = date.fromisoformat(starts), date.fromisoformat(deadline)
    return Opened(code, level, tuple(kinds.split()), term, directive, dated, charter, *days)


ROUNDS = (
    _round("chi-bo-2020", "sub_cell", "sub_cell", "2020-2022", "2020-01-06", "2020-06-30"),
    _round("co-so-2020", "grassroots", "grassroots_committee grassroots_cell", "2020-2025", "2020-03-02", "2020-06-30"),
    _round("cap-tren-2020", "upper_grassroots", "upper_grassroots", "2020-2025", "2020-05-04", "2020-08-31"),
    _round("truc-thuoc-2020", "central_sub", "central_sub", "2020-2025", "2020-08-03", "2020-10-31"),
    _round("chi-bo-2022", "sub_cell", "sub_cell", "2022-2025", "2022-08-01", "2022-12-31"),
    _round("chi-bo-2025", "sub_cell", "sub_cell", "2025-2027", "2025-01-06", "2025-05-31"),
    _round("co-so-2025", "grassroots", "grassroots_committee grassroots_cell", "2025-2030", "2025-03-03", "2025-06-30"),
    _round("cap-tren-2025", "upper_grassroots", "upper_grassroots commune_org", "2025-2030", "2025-07-07", "2025-08-31"),
    _round("truc-thuoc-2025", "central_sub", "central_sub", "2025-2030", "2025-09-01", "2025-10-31"),
)


@dataclass(frozen=True)
class Told:
    """The congresses of one round, one place of each array a unit; moments in seconds, 0 where nothing was told."""

    unit: Ints
    plan: Ints
    plan_known: Ints
    moved: Ints
    moved_known: Ints
    held: Ints
    held_known: Ints
    corrected: Ints
    corrected_known: Ints
    pilot: Ints


def tell(land: Land, opened: Opened, places: list[Placed]) -> Told:
    """What was planned, held and corrected in a round, for the units that stood when it began."""
    chance, tree = land.chance, land.tree
    start, end = opened.starts.toordinal(), opened.deadline.toordinal()
    owing = _owing(opened, places, start)
    units = np.array([place.unit for place in owing], dtype=np.int64)
    many = len(units)
    branch = np.array([hash_of(place.path[:8]) for place in owing], dtype=np.int64)
    parent = np.array([place.superior + 1 for place in owing], dtype=np.int64)
    pace = chance.normal(0, (end - start) / 14, 1 << 16)[branch] + chance.normal(0, 5, int(parent.max(initial=0)) + 1)[parent]
    plan = start + np.clip(chance.beta(3.2, 2.2, many) * (end - start) * 0.97 + pace, 0, end - start).astype(np.int64)
    plan_known = (
        (start - chance.integers(20, 70, many) - 719_163) * DAY + chance.integers(8, 17, many) * 3600 + chance.integers(0, 3600, many)
    )
    is_moved = chance.random(many) < 0.14
    moved = np.where(is_moved, plan + chance.integers(3, 40, many), 0)
    moved_known = np.where(is_moved, np.maximum(plan_known + DAY, (plan - chance.integers(0, 15, many) - 719_163) * DAY + 50_400), 0)
    held = np.where(is_moved, moved, plan) + _delay(chance, many)
    if opened.starts.year == 2020:  # the weeks in which nothing met
        first = date(2020, 4, 1).toordinal()
        held = np.where((held >= first) & (held < first + 22), held + 25, held)
    closed = np.array([tree.closed[unit] or 10**7 for unit in units.tolist()], dtype=np.int64)
    held = np.where((chance.random(many) < 0.004) | (held >= closed), 0, held)
    held_known = np.where(held > 0, (held - 719_163) * DAY + chance.integers(15, 22, many) * 3600 + _lag(chance, many) * DAY, 0)
    is_corrected = (held > 0) & (chance.random(many) < 0.01)
    corrected = np.where(is_corrected, held + chance.choice([-2, -1, 1, 2], many), 0)
    corrected_known = np.where(is_corrected, held_known + chance.integers(1, 25, many) * DAY, 0)
    pilot = (chance.random(many) < 0.01).astype(np.int64)
    return Told(units, plan, plan_known, moved, moved_known, held, held_known, corrected, corrected_known, pilot)


def hash_of(path: str) -> int:
    """A number below 65,536 for a path, the same in every run."""
    return int(path, 36) % 65_521


def _owing(opened: Opened, places: list[Placed], start: int) -> list[Placed]:
    """The places of the kinds of a round that stood on its first day, or of units opened by the reorganization meanwhile."""
    kinds = set(opened.kinds)
    found = [place for place in places if place.kind in kinds and place.since <= start and not 0 < place.to <= start]
    return sorted(found, key=lambda place: place.unit)


def _delay(chance: np.random.Generator, many: int) -> Ints:
    """Days between the planned day and the day held."""
    kind = chance.choice(4, many, p=[0.72, 0.05, 0.18, 0.05])
    early, late, very = chance.integers(-5, 0, many), chance.integers(1, 15, many), chance.integers(15, 61, many)
    return np.select([kind == 1, kind == 2, kind == 3], [early, late, very], 0)


def _lag(chance: np.random.Generator, many: int) -> Ints:
    """Days between the day held and the day it was written down."""
    kind = chance.choice(4, many, p=[0.62, 0.28, 0.08, 0.02])
    return np.select(
        [kind == 1, kind == 2, kind == 3], [chance.integers(1, 4, many), chance.integers(4, 11, many), chance.integers(11, 61, many)], 0
    )


def members(land: Land, leaves: list[int], total: int) -> Iterator[tuple[int, int, int]]:
    """Members of the units without others below them, adding up to a total: unit, official, probationary."""
    weights = np.clip(land.chance.lognormal(0, 0.55, len(leaves)), 0.16, 8)
    cut = np.rint(np.cumsum(weights) / weights.sum() * total).astype(int)
    for unit, many in zip(leaves, np.diff(np.concatenate(([0], cut))).tolist(), strict=True):
        fresh = many // 25
        yield unit, many - fresh, fresh
