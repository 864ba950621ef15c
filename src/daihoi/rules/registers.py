"""Number and symbol of outgoing papers (FM-07, FM-15, FM-16, FM-20: số và ký hiệu): kinds, bodies and the way of counting, as data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from daihoi.rules import shapes, toml

BY_TERM, BY_YEAR = "term", "year"
CONGRESS = "ĐH"
CODE = re.compile(r"[^\W\d_]{1,12}")
PLACES = re.compile(r"\{(number(?::0[1-9]d)?|kind|body|year)\}")


@dataclass(frozen=True)
class DocumentKind:
    """One kind of paper with its code (thể loại văn bản)."""

    code: str
    title: str
    rule: str


@dataclass(frozen=True)
class Body:
    """One issuing body with its code and what it may never issue since a day (cơ quan ban hành)."""

    code: str
    title: str
    rule: str
    units: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    since: date | None = None

    def may_issue(self, kind: str, on: date) -> bool:
        """Say whether this body may issue a kind of paper on a day (FM-20)."""
        return kind not in self.never or (self.since is not None and on < self.since)


@dataclass(frozen=True)
class Numbering:
    """How a series runs and how a number is written (cách đánh số; FM-07)."""

    by: str
    pattern: str


@dataclass(frozen=True)
class Table:
    """The whole data file."""

    numbering: Numbering
    kinds: Mapping[str, DocumentKind]
    bodies: Mapping[str, Body]


@cache
def table() -> Table:
    """Read the data file once."""
    data = toml.parsed((resources.files("daihoi.rules") / "data" / "registers.toml").read_text(encoding="utf-8"), "registers.toml")
    way = shapes.mapping(data.get("numbering"), "numbering")
    kinds = [_kind(shapes.mapping(row, "kind")) for row in shapes.sequence(data, "kind", "registers.toml")]
    bodies = [_body(shapes.mapping(row, "body")) for row in shapes.sequence(data, "body", "registers.toml")]
    numbering = Numbering(shapes.text(way, "by", "numbering"), shapes.text(way, "pattern", "numbering"))
    return Table(numbering, {row.code: row for row in kinds}, {row.code: row for row in bodies})


def _kind(row: Mapping[str, object]) -> DocumentKind:
    """Read one kind."""
    return DocumentKind(shapes.text(row, "code", "kind"), shapes.text(row, "title", "kind"), shapes.text(row, "rule", "kind"))


def _body(row: Mapping[str, object]) -> Body:
    """Read one body."""
    code, since = shapes.text(row, "code", "body"), row.get("since")
    units, never = (tuple(map(str, shapes.sequence(row, name, code))) for name in ("kinds_of_unit", "never"))
    named = shapes.text(row, "title", code), shapes.text(row, "rule", code)
    return Body(code, *named, units, never, since if isinstance(since, date) else None)


def body_of(kind_of_unit: str) -> str:
    """Give the code of the committee of a kind of unit, ĐU where nothing else is known."""
    return next((body.code for body in table().bodies.values() if kind_of_unit in body.units), "ĐU")


def may_issue(body: str, kind: str, on: date) -> bool:
    """Say whether a body may issue a kind on a day; a body outside the table may issue every kind (FM-20)."""
    known = table().bodies.get(body)
    return known is None or known.may_issue(kind, on)


def is_pattern(pattern: str) -> bool:
    """Say whether a pattern holds the number and nothing that cannot be filled in."""
    rest = PLACES.sub("", pattern)
    return "{number" in pattern and "{" not in rest and "}" not in rest


def symbol(pattern: str, number: int, kind: str, body: str, year: int) -> str:
    """Write number and symbol: 35-BC/ĐU (FM-07)."""
    return pattern.format(number=number, kind=kind, body=body, year=year)
