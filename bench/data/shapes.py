"""Three shapes of tree, and what happens to them between 2015 and 2025."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from bench.data.tree import Placed, Tree

PLACES = (
    "An",
    "Bình",
    "Châu",
    "Đông",
    "Giang",
    "Hà",
    "Khánh",
    "Long",
    "Minh",
    "Nam",
    "Phú",
    "Quang",
    "Sơn",
    "Tân",
    "Thạnh",
    "Vĩnh",
    "Xuân",
    "Yên",
)
TITLES = {
    "central": "Trung ương",
    "central_sub": "Đảng bộ tỉnh",
    "upper_grassroots": "Đảng bộ huyện",
    "commune_org": "Đảng bộ xã",
    "grassroots_committee": "Đảng bộ cơ sở",
    "grassroots_cell": "Chi bộ cơ sở",
    "sectional_org": "Đảng bộ bộ phận",
    "sub_cell": "Chi bộ",
}
START, FIRST_YEAR, REORGANIZED = date(2015, 1, 1), 2021, date(2025, 7, 1)
DAY = 86_400


def moment(on: int, hours: float) -> int:
    """Seconds since 1970 of a day given as an ordinal."""
    return (on - date(1970, 1, 1).toordinal()) * DAY + int(hours * 3600)


def split(total: int, parts: int, chance: np.random.Generator, spread: float) -> list[int]:
    """Split a number into log-normal parts that add up."""
    if parts == 0:
        return []
    weights = chance.lognormal(0, spread, parts)
    cut = np.rint(np.cumsum(weights) / weights.sum() * total).astype(int)
    return np.diff(np.concatenate(([0], cut))).tolist()


class Land:
    """A tree being built from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = np.random.default_rng(seed)
        self.tree = Tree()
        self.since = START.toordinal()
        self.known = moment(self.since, 0)
        self.acts: list[tuple[str, int, int, int]] = []  # act, day, moment, placements begun

    def name(self, kind: str, number: int) -> str:
        """A name that no other unit of its superior has."""
        return f"{TITLES[kind]} {PLACES[number % 18]} {PLACES[number // 18 % 18]} {number + 1}"

    def fill(self, superior: int, kind: str, many: int) -> list[int]:
        """Open so many units below one."""
        return [self.tree.open(superior, self.name(kind, n), kind, self.since, self.known) for n in range(many)]

    def under(self, above: Sequence[int], kind: str, total: int, spread: float) -> list[int]:
        """Open so many units below many, in log-normal parts."""
        parts = split(total, len(above), self.chance, spread)
        return [unit for superior, many in zip(above, parts, strict=True) for unit in self.fill(superior, kind, many)]

    def some(self, units: Sequence[int], share: float) -> list[int]:
        """A random share of units."""
        many = int(len(units) * share)
        return sorted(int(units[n]) for n in self.chance.choice(len(units), many, replace=False)) if many else []

    def noted(self, act: str, day: int, known: int, begun: int) -> None:
        """Remember a bulk act for the journal."""
        self.acts.append((act, day, known, begun))


def country(land: Land, units: int) -> None:
    """One Centre, 67 committees, 1,311 above grassroots, 52,105 grassroots organizations, cells; log-normal sizes."""
    share = units / 302_000
    top = land.fill(-1, "central", 1)
    provinces = land.fill(top[0], "central_sub", max(2, min(67, int(67 * share * 4))))
    districts = land.under(provinces, "upper_grassroots", max(4, int(1311 * share)), 0.5)
    grassroots = int(52_105 * share)
    committees = land.under(districts, "grassroots_committee", int(grassroots * 0.4), 0.6)
    land.under(districts, "grassroots_cell", grassroots - len(committees), 0.8)
    land.under(committees, "sub_cell", units - len(land.tree.opened), 0.7)


def deep(land: Land, units: int) -> None:
    """Twelve levels, three below each: deep and narrow."""
    kinds = ["central_sub", *["upper_grassroots"] * 5, "commune_org", "grassroots_committee", "sectional_org", "sectional_org"]
    level = land.fill(-1, "central", 1)
    growth = units ** (1 / 11.4)
    for kind in kinds:
        level = land.under(level, kind, max(2, round(len(level) * growth)), 0.25)
    land.under(level, "sub_cell", units - len(land.tree.opened), 0.25)


def flat(land: Land, units: int) -> None:
    """One Centre, 500 committees, all others directly below them: flat and wide."""
    top = land.fill(-1, "central", 1)
    wide = land.fill(top[0], "central_sub", max(3, units // 604))
    land.under(wide, "grassroots_cell", units - len(land.tree.opened), 0.5)


SHAPES: dict[str, Callable[[Land, int], None]] = {"country": country, "deep": deep, "flat": flat}


def standing(land: Land, *kinds: str) -> list[int]:
    """Units of some kinds that stand now."""
    return [place.unit for place in land.tree.place if place is not None and place.kind in kinds]


class Year:
    """One year without a reorganization: its days in order, each known somewhat later or earlier."""

    def __init__(self, land: Land, year: int) -> None:
        self.land, self.tree, self.chance = land, land.tree, land.chance
        self.first = date(year, 1, 15).toordinal()
        places = enumerate(self.tree.place)
        self.leaves = [unit for unit, place in places if place is not None and place.superior >= 0 and not self.tree.below[unit]]
        self.days = iter(sorted(self.chance.integers(0, 330, len(self.leaves) // 20 + 50).tolist()))

    def when(self) -> tuple[int, int]:
        """The next day, and when it became known."""
        on = self.first + next(self.days)
        return on, moment(on, float(self.chance.uniform(-20, 240)))

    def standing_leaves(self) -> list[int]:
        """Units without others below them that still stand."""
        return [unit for unit in self.leaves if self.tree.place[unit]]

    def rename(self) -> int:
        """Other names."""
        chosen = self.land.some(self.leaves, 0.004)
        for unit in chosen:
            self.tree.rename(unit, self.tree.stands(unit).name + " mới", *self.when())
        return len(chosen)

    def move(self) -> int:
        """Units move to a neighbour of their superior; how many placements began."""
        begun = 0
        for unit in self.land.some(self.leaves, 0.006):
            own = self.tree.stands(unit).superior
            around = self.tree.below[self.tree.stands(own).superior] if self.tree.depth(unit) > 2 else {}
            near = [each for each in around if self.tree.below[each] and each != own]
            on, known = self.when()
            if near:
                begun += self.tree.move(unit, near[int(self.chance.integers(len(near)))], on, known)
        return begun

    def merge(self) -> int:
        """Units go on in a sister; how many."""
        merged = 0
        for unit in self.land.some(self.standing_leaves(), 0.003):
            sisters = [each for each in self.tree.below[self.tree.stands(unit).superior] if each != unit and not self.tree.below[each]]
            if sisters:
                self.tree.absorb(unit, sisters[0], *self.when())
                merged += 1
        return merged

    def close(self) -> None:
        """Units end."""
        for unit in self.land.some(self.standing_leaves(), 0.004):
            self.tree.close(unit, *self.when())

    def open(self, number: int) -> None:
        """New units beside others of their kind."""
        parents = [unit for unit, place in enumerate(self.tree.place) if place is not None and self.tree.below[unit]]
        for superior in self.land.some(parents, 0.02):
            kind = self.tree.stands(next(iter(self.tree.below[superior]))).kind
            on, known = self.when()
            if not any(self.tree.below[child] for child in self.tree.below[superior]):
                self.tree.open(superior, self.land.name(kind, number), kind, on, known)


def quiet_year(land: Land, number: int) -> None:
    """Renames, moves, mergers, closings and openings of one year."""
    year = Year(land, number)
    begun = year.rename() + year.move()
    land.noted("organization.unit_moved", year.first + 330, moment(year.first + 340, 9), begun)
    land.noted("organization.units_merged", year.first + 330, moment(year.first + 341, 9), year.merge())
    year.close()
    year.open(5000 + number)


def reorganize(land: Land) -> None:
    """July 2025: a level closes, new units directly under the upper one take what stood below, committees merge (OR-09)."""
    tree = land.tree
    on = REORGANIZED.toordinal()
    tops = standing(land, "central_sub")
    begun = 0
    for number, top in enumerate(tops):
        known = moment(on, 8 + number % 200)
        for district in [unit for unit in tree.below[top] if tree.stands(unit).kind == "upper_grassroots"]:
            begun += _communes(land, top, district, on, known)
    keep = max(2, len(tops) * 34 // 67)
    for number, top in enumerate(tops[keep:]):
        begun += tree.absorb(top, tops[number % keep], on, moment(on, 9 + number % 200))
    land.noted("organization.units_merged", on, moment(on, 220), begun)


def _communes(land: Land, top: int, district: int, on: int, known: int) -> int:
    """Close a district: what stood below it goes to new communes directly under the committee above."""
    tree = land.tree
    below = list(tree.below[district])
    many = min(len(below), 3) or 1
    number = tree.used[top]
    new = [tree.open(top, land.name("commune_org", number + n), "commune_org", on, known) for n in range(many)]
    begun = sum(tree.move(unit, new[n % many], on, known) for n, unit in enumerate(below))
    tree.close(district, on, known)
    tree.successions.extend((district, unit, "split", on, known) for unit in new)
    return begun + many


def build(shape: str, units: int, seed: int) -> Land:
    """The tree of a shape with its whole history."""
    land = Land(seed)
    SHAPES[shape](land, units)
    for year in range(FIRST_YEAR, REORGANIZED.year):
        quiet_year(land, year)
    reorganize(land)
    return land


def placements(land: Land) -> list[Placed]:
    """All placements, ended ones first."""
    return [*land.tree.past, *(place for place in land.tree.place if place is not None)]
