"""Ours against theirs: a list of another system row by row beside our own (đối chiếu số liệu; PR-09)."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from daihoi.cycle.congresses import imports
from daihoi.cycle.congresses.queries import View, view
from daihoi.cycle.reporting.models import TheirList
from daihoi.cycle.reporting.queries.lists import Item, items, layouts
from daihoi.foundation.organization.models import HeadReading, Unit
from daihoi.foundation.organization.sheets.columns import Column
from daihoi.foundation.organization.sheets.matching import names_in
from daihoi.foundation.organization.sheets.words import heading_key
from daihoi.foundation.organization.tables import CellFinding, Reading, Row, Table

MOST_READ = 2  # sheets kept in memory
COMPARED = {
    "planned": gettext_lazy("ngày dự kiến"),
    "held": gettext_lazy("ngày đại hội"),
    "members": gettext_lazy("đảng viên"),
    "contents": gettext_lazy("số nội dung"),
    "pilot": gettext_lazy("đại hội điểm"),
}


@dataclass(frozen=True)
class Difference:
    """One value that stands differently here and there (khác nhau)."""

    row: int
    code: str
    name: str
    field: str
    ours: Any
    theirs: Any


@dataclass
class Comparison:
    """What two lists agree and disagree on (kết quả đối chiếu)."""

    asked: View
    only_ours: list[Item] = field(default_factory=list)
    only_theirs: list[tuple[int, str]] = field(default_factory=list)
    doubts: list[imports.Doubt] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    same: int = 0
    rows: int = 0
    held_ours: int = 0
    held_theirs: int = 0
    columns: tuple[str, ...] = ()
    findings: list[CellFinding] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        """Tell whether nothing differs."""
        return not (self.only_ours or self.only_theirs or self.differences)


_read: dict[Hashable, Table] = {}  # the sheets read last in this process


def columns_for(unit: Unit) -> tuple[Column, ...]:
    """Give the columns of a list, known also by the heads of the layouts this unit saved: what we gave out comes back so (PR-09)."""
    standard = {heading_key(heading) for column in imports.COLUMNS for heading in (column.name, *column.headings)}
    heads: dict[str, set[str]] = {}
    for layout in layouts(Unit.objects.filter(pk=unit.pk)):
        has_code = any(name == "code" for name, _heading in layout.columns)
        for name, heading in layout.columns:
            if heading_key(heading) not in standard:
                means = "unit" if name == "code" or (name == "name" and not has_code) else name
                heads.setdefault(heading, set()).add(means)
    own = {heading: next(iter(means)) for heading, means in heads.items() if len(means) == 1}
    return tuple(
        replace(column, headings=(*column.headings, *(heading for heading, means in own.items() if means == column.name)))
        for column in imports.COLUMNS
    )


def table_of(theirs: TheirList, reading: Reading | None = None) -> Table:
    """Read the rows of a kept list once in a process for the same answers; the file never changes (đọc danh sách của họ)."""
    asked, columns = reading or Reading(), columns_for(theirs.unit)
    said = HeadReading.objects.filter(unit=theirs.unit).order_by("-pk").values_list("pk", flat=True).first()
    key = (
        get_language(),
        theirs.file.digest,
        theirs.file.name,
        asked.sheet,
        *map(frozenset, (asked.chosen.items(), asked.splits.items())),
        said,
        *(column.headings for column in columns),
    )
    if key not in _read:
        while len(_read) >= MOST_READ:
            _read.pop(next(iter(_read)), None)
        _read[key] = imports.read(theirs.file.name, theirs.file.read(), reading, columns)
    return _read[key]


def compare(theirs: TheirList, table: Table) -> Comparison:
    """Compare a kept list with ours as it stands on its day; units are found by code, by present or by former name."""
    asked = view(theirs.unit, theirs.round, theirs.on)
    found = Comparison(asked, rows=len(table.rows), findings=table.errors)
    ours = {item.unit: item for item in items(asked)}
    found.columns = tuple(name for name in COMPARED if name in table.headings)
    matched = _matched(table, theirs, ours, found)
    found.only_ours = [item for unit, item in ours.items() if unit not in matched]
    found.held_ours = sum(item.values["held"] is not None for item in ours.values())
    found.held_theirs = sum(isinstance(row.values.get("held"), date) for row in table.rows)
    return found


def _matched(table: Table, theirs: TheirList, ours: dict[UUID, Item], found: Comparison) -> set[UUID]:
    """Put each of their rows beside ours and note what differs."""
    names = names_in(theirs.unit)
    matched: set[UUID] = set()
    for row in map(imports.as_said, table.rows):
        text, meant = imports.meant(row, names, theirs.round)
        unit = meant.unit
        if unit is None or unit.pk not in ours or unit.pk in matched:
            found.only_theirs.append((row.number, text))
            if unit is None and not meant.is_left_out and text:
                found.doubts.append(imports.Doubt(row.number, text, meant.proposals))
            continue
        matched.add(unit.pk)
        differing = _differing(row, ours[unit.pk], found.columns)
        found.differences += differing
        found.same += not differing
    return matched


def _differing(row: Row, item: Item, columns: Sequence[str]) -> list[Difference]:
    """Compare the values their list has with ours; where theirs is revised, the day that holds counts."""
    mine = item.values
    ours = {**mine, "planned": mine["plan"], "pilot": bool(mine["pilot"])}
    holds = None if row.values.get("postponed") else row.values.get("revised") or row.values.get("planned")
    theirs = {**row.values, "planned": holds, "pilot": bool(row.values.get("pilot"))}
    return [
        Difference(row.number, mine["code"], mine["name"], name, ours[name], theirs.get(name))
        for name in columns
        if ours[name] != theirs.get(name)
    ]


def said(value: Any) -> str:
    """Write a value as people compare it."""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else "–" if value is None else str(value)
