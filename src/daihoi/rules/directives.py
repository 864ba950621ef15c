"""What a directive fixes for one round (2.1 to 2.3 of the fact sheet: chỉ thị): dates, durations, sizes, ages, apart from election rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType

from daihoi.rules import shapes, toml
from daihoi.rules.charter import Document, document_from, source_of
from daihoi.rules.errors import RuleViolation, _

FOLDER = resources.files("daihoi.rules") / "data" / "directives"
TABLES = ("deadlines", "durations", "working_days", "sizes", "delegates", "ages", "contents")
Cell = str | int | bool | date

# A directive is known by number and date, since numbers repeat (35-CT/TW of 2019 and of 2024).
DirectiveKey = tuple[str, date]


@dataclass(frozen=True)
class Row:
    """One row of a table with its source (dòng quy định)."""

    values: Mapping[str, Cell]
    rule: str
    source: str
    confirmed: bool

    def __getitem__(self, name: str) -> Cell:
        return self.values[name]

    def matches(self, **wanted: Cell) -> bool:
        """Say whether the row has these values."""
        return all(self.values.get(name) == value for name, value in wanted.items())


@dataclass(frozen=True)
class Directive:
    """A directive with its tables (chỉ thị)."""

    document: Document
    term: str
    replaced_by: str
    documents: Mapping[str, Document]
    tables: Mapping[str, tuple[Row, ...]]

    @property
    def key(self) -> DirectiveKey:
        """Give number and date."""
        return self.document.number, self.document.date

    def rows(self, table: str, **wanted: Cell) -> tuple[Row, ...]:
        """List the rows of a table that have these values."""
        return tuple(row for row in self.tables.get(table, ()) if row.matches(**wanted))

    def number(self, table: str, name: str, **wanted: Cell) -> int:
        """Give the one number that a table holds for these values."""
        values = [row.values[name] for row in self.rows(table, **wanted) if name in row.values]
        if len(values) != 1 or not isinstance(values[0], int):
            raise RuleViolation(
                "directive.no_row",
                _("{directive}: bảng {table} không có đúng một giá trị {name} cho {wanted}."),
                directive=str(self.document),
                table=table,
                name=name,
                wanted=str(wanted),
            )
        return values[0]


def row_from(raw: object, documents: Mapping[str, Document], where: str) -> Row:
    """Read one row."""
    data = shapes.mapping(raw, where)
    confirmed, code = data.get("confirmed"), shapes.text(data, "document", where, "")
    if not isinstance(confirmed, bool) or (code and code not in documents):
        raise RuleViolation("directive.source", _("{where}: cần confirmed và document đã khai báo."), where=where)
    values: dict[str, Cell] = {}
    for name, value in data.items():
        if name not in ("rule", "document", "article", "confirmed"):
            if not isinstance(value, str | int | date):
                raise RuleViolation("directive.value", _("{where}: “{name}” phải là chữ, số hoặc ngày."), where=where, name=name)
            values[name] = value
    source = source_of(documents.get(code), shapes.text(data, "article", where, ""))
    return Row(MappingProxyType(values), shapes.text(data, "rule", where), source, confirmed)


def from_toml(text: str) -> Directive:
    """Read a directive from its file."""
    data = toml.parsed(text, _("Chỉ thị"))
    shapes.only(data, ("directive", "term", "replaced_by", "document", *TABLES), _("Chỉ thị"))
    documents = {code: document_from(code, raw) for code, raw in shapes.mapping(data.get("document", {}), "document").items()}
    own = document_from("directive", data.get("directive"))
    documents["directive"] = own
    tables = {
        table: tuple(row_from(raw, documents, f"{own.number}, {table}") for raw in shapes.sequence(data, table, own.number))
        for table in TABLES
    }
    return Directive(
        document=own,
        term=shapes.text(data, "term", own.number),
        replaced_by=shapes.text(data, "replaced_by", own.number, ""),
        documents=MappingProxyType(documents),
        tables=MappingProxyType(tables),
    )


@cache
def shipped() -> Mapping[DirectiveKey, Directive]:
    """Read the directives that ship with the program."""
    files = sorted((entry.name, entry) for entry in FOLDER.iterdir() if entry.name.endswith(".toml"))
    directives = [from_toml(entry.read_text(encoding="utf-8")) for _name, entry in files]
    return MappingProxyType({directive.key: directive for directive in directives})


def keys() -> tuple[DirectiveKey, ...]:
    """List the directives by number and date, the oldest first."""
    return tuple(sorted(shipped(), key=lambda key: (key[1], key[0])))


def load(number: str, day: date) -> Directive:
    """Give one directive by number and date."""
    if (number, day) not in shipped():
        known = ", ".join(str(shipped()[key].document) for key in keys())
        raise RuleViolation(
            "directive.unknown",
            _("Không có chỉ thị {number} ngày {day}. Hãy dùng một trong: {known}."),
            number=number,
            day=day,
            known=known,
        )
    return shipped()[number, day]
