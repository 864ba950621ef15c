"""Find the unit a sheet means by code, by its present or a former name, or by likeness for people to decide (đối chiếu tên; PR-04)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models import Q
from rapidfuzz import fuzz, process

from daihoi.foundation.organization.models import NameMatch, Placement, Unit
from daihoi.foundation.organization.queries import STEP, in_branch
from daihoi.foundation.organization.sheets.words import bare, name_words

LIKELY = 72  # of 100
PROPOSALS = 5
MOST_PROPOSED = 60  # names of one sheet for which likeness is looked up


@dataclass(frozen=True)
class Proposal:
    """A unit a doubtful name may mean (gợi ý)."""

    unit: Unit
    name: str
    likeness: int
    above: str = ""


@dataclass(frozen=True)
class Found:
    """The unit that is meant, or those that may be (kết quả đối chiếu)."""

    unit: Unit | None = None
    several: tuple[Unit, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    is_left_out: bool = False  # an officer decided that this name is no unit of ours


def _put(units: list[Unit], unit: Unit) -> None:
    """Add a unit once."""
    if unit not in units:
        units.append(unit)


@dataclass
class Names:
    """All names the units of a branch ever had, and what officers decided on doubtful ones (tên trong nhánh)."""

    units: dict[str, Unit] = field(default_factory=dict)
    kinds: dict[UUID, set[str]] = field(default_factory=lambda: defaultdict(set))
    paths: dict[UUID, set[str]] = field(default_factory=lambda: defaultdict(set))
    titles: dict[UUID, str] = field(default_factory=dict)
    exact: dict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))
    at_path: dict[str, str] = field(default_factory=dict)
    decided: dict[str, Unit | None] = field(default_factory=dict)
    looked_up: int = 0

    def add(self, place: Placement) -> None:
        """Take in one name of a unit, its present or a former one."""
        unit = place.unit
        self.units[unit.code] = unit
        self.kinds[unit.pk].add(place.kind)
        self.paths[unit.pk].add(place.path)
        self.titles[unit.pk] = place.name
        self.at_path[place.path] = place.name
        _put(self.exact[place.name.casefold()], unit)

    @cached_property
    def spelled(self) -> dict[str, list[Unit]]:
        """Give the units by their names with abbreviations written out."""
        found: dict[str, list[Unit]] = defaultdict(list)
        for name, units in self.exact.items():
            for unit in units:
                _put(found[name_words(name)], unit)
        return found

    @cached_property
    def unmarked(self) -> dict[str, list[Unit]]:
        """Give the units by their names without marks."""
        found: dict[str, list[Unit]] = defaultdict(list)
        for words, units in self.spelled.items():
            for unit in units:
                _put(found[bare(words)], unit)
        return found

    def find(self, text: str, *, kinds: Iterable[str] = (), group: str = "") -> Found:
        """Find a unit by code or name; of several of one name those of the kinds and the group asked for go first."""
        if text in self.units:
            return Found(self.units[text])
        words, wanted = name_words(text), set(kinds)
        if words in self.decided:
            unit = self.decided[words]
            return Found(unit, is_left_out=unit is None)
        same = self.exact.get(text.casefold()) or self.spelled.get(words) or self.unmarked.get(bare(words))
        if not same:
            return Found(proposals=self._like(words, wanted))
        units = self._narrowed(same, wanted, group)
        return Found(units[0]) if len(units) == 1 else Found(several=tuple(units), proposals=self._named(units))

    def _narrowed(self, units: Sequence[Unit], kinds: set[str], group: str) -> Sequence[Unit]:
        """Keep those of the kinds that count, then those below the group row of the sheet."""
        of_kind = [unit for unit in units if self.kinds[unit.pk] & kinds] or units
        if len(of_kind) < 2 or not group:
            return of_kind
        heads = self.spelled.get(name_words(group)) or self.unmarked.get(bare(name_words(group))) or []
        roots = [path for head in heads for path in self.paths[head.pk]]
        return [unit for unit in of_kind if any(path.startswith(root) for path in self.paths[unit.pk] for root in roots)] or of_kind

    def _named(self, units: Sequence[Unit]) -> tuple[Proposal, ...]:
        """Offer the units of one name."""
        return tuple(self._proposal(unit, 100) for unit in units[:PROPOSALS])

    def _proposal(self, unit: Unit, likeness: int) -> Proposal:
        """Name a unit and the one above it, so that namesakes can be told apart."""
        above = next((self.at_path[path[:-STEP]] for path in self.paths[unit.pk] if path[:-STEP] in self.at_path), "")
        return Proposal(unit, self.titles[unit.pk], likeness, above)

    def _like(self, words: str, kinds: set[str]) -> tuple[Proposal, ...]:
        """Offer the units whose names are most like."""
        self.looked_up += 1
        if self.looked_up > MOST_PROPOSED:
            return ()
        near = process.extract(bare(words), self.unmarked.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=LIKELY, limit=PROPOSALS * 3)
        found: dict[UUID, Proposal] = {}
        for key, likeness, _at in near:
            for unit in self.unmarked[key]:
                if not kinds or self.kinds[unit.pk] & kinds:
                    found.setdefault(unit.pk, self._proposal(unit, int(likeness)))
        return tuple(list(found.values())[:PROPOSALS])


def names_in(unit: Unit, chosen: Mapping[str, str] | None = None) -> Names:
    """Read every name of the branch, what was decided before, and what is chosen just now (name → code, "-" for none)."""
    names = Names()
    ever = Q(pk__in=[])
    for path in Placement.objects.filter(unit=unit).values_list("path", flat=True):
        ever |= in_branch(path)
    for place in Placement.objects.filter(ever).select_related("unit").order_by("valid_from"):
        names.add(place)
    for match in NameMatch.objects.filter(unit=unit).select_related("target"):
        if match.target is None or match.target.code in names.units:
            names.decided[match.key] = match.target
    for text, code in (chosen or {}).items():
        if code == "-" or code in names.units:
            names.decided[name_words(text)] = names.units.get(code)
    return names
