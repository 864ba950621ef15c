"""Kinds of papers (thể loại văn bản): who may issue them (FM-15, FM-16, FM-20), their usual sections and route (DO-01)."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from daihoi.rules.paragraphs import Paragraph

DATA = Path(__file__).parent / "data" / "papers" / "kinds.toml"
GRASSROOTS = ("grassroots_committee", "commune_org", "sectional_org")  # FM-20 speaks of the grassroots committee and its standing committee
CELLS = ("grassroots_cell", "sub_cell")  # and of the cell
CONGRESS = "congress"


@dataclass(frozen=True)
class SectionRule:
    """One section that a paper of a kind usually has, with words by which its heading is known (mục)."""

    title: str
    words: tuple[str, ...] = ()

    def stands_in(self, headings: Iterable[str]) -> bool:
        """Tell whether one of the headings is this section's."""
        wanted = (self.title.casefold(), *self.words)
        return any(word in heading for heading in headings for word in wanted)


@dataclass(frozen=True)
class Step:
    """One step of the route of approval: which level decides, and within how many working days (bước duyệt)."""

    title: str
    to: str  # own, superior
    days: int


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper with what usually belongs to it (thể loại văn bản)."""

    id: str
    title: str
    code: str
    rule: str
    bodies: tuple[str, ...]
    sections: tuple[SectionRule, ...] = ()
    route: tuple[Step, ...] = ()
    needed_by: tuple[str, ...] = ()  # congresses of a committee, of a cell

    def may_issue(self, body: str, unit_kind: str) -> bool:
        """Tell whether a body of such a unit may issue it (FM-20); the levels above the grassroots are not bound by it, a congress is (FM-16)."""
        return body in bodies_of(unit_kind) and (body in self.bodies or (body != CONGRESS and not is_bound(unit_kind)))


def _data() -> Mapping[str, object]:
    """Read the data file."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def sections_of(rows: Iterable[Mapping[str, object]]) -> tuple[SectionRule, ...]:
    """Read sections as a template keeps them."""
    found = []
    for row in rows:
        words = row.get("words", ())
        found.append(SectionRule(str(row["title"]), tuple(str(word).casefold() for word in words) if isinstance(words, Sequence) else ()))
    return tuple(found)


def route_of(rows: Iterable[Mapping[str, object]]) -> tuple[Step, ...]:
    """Read a route as a template keeps it."""
    return tuple(Step(str(row["title"]), str(row["to"]), int(str(row["days"]))) for row in rows)


@cache
def kinds() -> Mapping[str, PaperKind]:
    """Give all kinds by their identifier."""
    rows = _data()["kind"]
    assert isinstance(rows, list)  # noqa: S101 (the shape of our own data file)
    return {
        row["id"]: PaperKind(
            row["id"],
            row["title"],
            row["code"],
            row["rule"],
            tuple(row["bodies"]),
            sections_of(row["sections"]),
            route_of(row["route"]),
            tuple(row.get("needed_by", ())),
        )
        for row in rows
    }


@cache
def body_titles() -> Mapping[str, str]:
    """Give the bodies that issue papers."""
    found = _data()["bodies"]
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, Mapping) else {}


def is_bound(unit_kind: str) -> bool:
    """Tell whether FM-20 says what the bodies of such a unit may issue."""
    return unit_kind in GRASSROOTS or unit_kind in CELLS


def bodies_of(unit_kind: str) -> tuple[str, ...]:
    """Give the bodies that a unit of a kind has: a cell decides as a cell, everybody else by its committees."""
    return ("cell", CONGRESS) if unit_kind in CELLS else ("exec_committee", "standing_committee", CONGRESS)


def consolidation_days() -> int:
    """Give after how many days a committee's consolidated report is due; a habit of one round, so only the default."""
    found = _data()["consolidation"]
    return int(found["days"]) if isinstance(found, Mapping) else 0


def missing_sections(sections: Iterable[SectionRule], paragraphs: Iterable[Paragraph]) -> tuple[SectionRule, ...]:
    """Name the sections of a template that no heading of a text speaks of (mục còn thiếu)."""
    headings = [paragraph.text.casefold() for paragraph in paragraphs if paragraph.is_heading]
    return tuple(section for section in sections if not section.stands_in(headings))
