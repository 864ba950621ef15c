"""A list of units as people hand it in: its columns, and the rules over all its rows at once (bảng tổ chức)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.authority import can, visible_placements
from daihoi.foundation.organization.models import Kind, Placement, Unit
from daihoi.foundation.organization.placing import is_code
from daihoi.foundation.organization.services.imports import UnitRow
from daihoi.foundation.organization.sheets.words import name_words
from daihoi.foundation.organization.tables import Column, Reading, Row, Table, read_table

EARLIEST = date(1900, 1, 1)  # before any record of units
MOST_NAMES = 2000  # superiors looked up by name; a list with more gives codes


def columns() -> tuple[Column, ...]:
    """Give the columns of the contract with their Vietnamese headings."""
    kinds = dict(Kind.objects.values_list("code", "title"))
    return (
        Column("no", headings=("số thứ tự", "stt", "tt", "số tt")),
        Column("code", headings=("mã", "mã đơn vị", "mã tổ chức"), required=True),
        Column("name", headings=("tên", "tên đơn vị", "tên tổ chức", "đơn vị", "tên tổ chức đảng"), required=True),
        Column("kind", "choice", ("loại", "loại hình", "loại tổ chức"), required=True, choices=kinds),
        Column("parent", headings=("cấp trên", "mã cấp trên", "đơn vị cấp trên", "trực thuộc")),
        Column("opened", "date", ("ngày thành lập", "ngày mở", "thành lập")),
        Column("closed", "date", ("ngày kết thúc", "ngày giải thể", "kết thúc")),
        Column("members", "whole", ("đảng viên", "số đảng viên", "tổng số đảng viên")),
        Column("members_on", "date", ("ngày tính đảng viên", "tính đến ngày")),
    )


def read_units(name: str, data: bytes, actor: User | None = None, reading: Reading | None = None) -> tuple[Table, list[UnitRow]]:
    """Read and check a list of units; the rows are complete only when the table has no errors (xem thử)."""
    table = read_table(name, data, columns(), reading)
    if table.errors and not table.rows:
        return table, []
    _superiors_by_name(table, actor)
    check = _Check(table, actor)
    check.run()
    return table, [] if table.errors else [check.row(row) for row in table.rows]


def _superiors_by_name(table: Table, actor: User | None) -> None:
    """Turn names in the column of superiors into codes: of this list first, then of the units a person may import below (PR-04)."""
    codes = {row.text("code") for row in table.rows}
    listed: dict[str, list[str]] = defaultdict(list)
    for row in table.rows:
        listed[name_words(row.text("name"))].append(row.text("code"))
    wanted = {row.text("parent") or (row.group if not row.raw.get("parent") else "") for row in table.rows} - codes - {""}
    standing = set(Unit.objects.filter(code__in=wanted).values_list("code", flat=True))
    by_name = {text: own[0] for text in wanted - standing if len(own := listed.get(name_words(text), [])) == 1}
    by_name |= _standing_by_name(wanted - standing - set(by_name), actor)
    if by_name or any(row.group for row in table.rows):
        table.rows = [_with_superior(row, by_name) for row in table.rows]


def _with_superior(row: Row, by_name: Mapping[str, str]) -> Row:
    """Give a row the code of its superior, named in its own cell or in the group row above it."""
    text = row.text("parent") or row.group
    return replace(row, values={**row.values, "parent": by_name.get(text, row.text("parent"))})


def _standing_by_name(texts: set[str], actor: User | None) -> dict[str, str]:
    """Find units that stand in the tree by their present or a former name, where only one bears it."""
    if not texts or len(texts) > MOST_NAMES:
        return {}
    wanted = {name_words(text): text for text in texts}
    found: dict[str, set[str]] = defaultdict(set)
    places = visible_placements(actor, "organization.import_units") if actor else Placement.objects.all()
    for code, name in places.exclude(kind="sub_cell").values_list("unit__code", "name").iterator():
        if (words := name_words(name)) in wanted:
            found[wanted[words]].add(code)
    return {text: codes.pop() for text, codes in found.items() if len(codes) == 1}


class _Check:
    """The rules over one list of units."""

    def __init__(self, table: Table, actor: User | None) -> None:
        self.table = table
        self.actor = actor
        self.by_code: dict[str, Row] = {}
        self.twice: list[Row] = []
        for row in table.rows:
            if self.by_code.setdefault(row.text("code"), row) is not row and row.text("code"):
                self.twice.append(row)
        parents = {row.text("parent") for row in table.rows} - {""}
        self.outside: Mapping[str, Unit] = {unit.code: unit for unit in Unit.objects.filter(code__in=parents - set(self.by_code))}
        self.open_since: Mapping[str, date] = dict(
            Placement.objects.filter(unit__in=self.outside.values(), valid_to__isnull=True).values_list("unit__code", "valid_from")
        )
        self.ranks: Mapping[str, int] = dict(Kind.objects.values_list("code", "rank"))

    def run(self) -> None:
        """Apply every rule to every row."""
        self._codes()
        self._superiors()
        self._circles()
        for row in self.table.rows:
            self._dates(row)
            self._below(row)
            self._members(row)
        self._names()

    def row(self, row: Row) -> UnitRow:
        """Give a checked row as the act takes it."""
        values = row.values
        closed = cast("date | None", values.get("closed"))
        members_on = cast("date | None", values.get("members_on")) or min(closed or date.max, timezone.localdate())
        return UnitRow(
            code=row.text("code"),
            name=row.text("name"),
            kind=row.text("kind"),
            parent=row.text("parent"),
            opened=self._opened(row),
            closed=closed,
            members=cast("int | None", values.get("members")),
            members_on=members_on,
        )

    def _opened(self, row: Row) -> date:
        """Give the day from which a unit stands; an empty one is that of its superior, or the earliest there is."""
        opened, parent = row.values.get("opened"), row.text("parent")
        if isinstance(opened, date):
            return opened
        above = self.by_code.get(parent)
        since = self._opened(above) if above else self.open_since.get(parent, EARLIEST)
        return min([since, *(day for name in ("closed", "members_on") if isinstance(day := row.values.get(name), date))])

    def _codes(self) -> None:
        for code, row in self.by_code.items():
            if code and not is_code(code):
                message = _("Mã “{code}” có dấu cách hoặc ký hiệu không dùng được. Dùng chữ, số, dấu chấm, dấu gạch.")
                self.table.error(row, "code", "bad_code", message.format(code=code))
        for row in self.twice:
            message = _("Mã {code} đã có ở dòng {first}. Mỗi đơn vị một mã: sửa mã hoặc bỏ một dòng.")
            code = row.text("code")
            self.table.error(row, "code", "code_twice", message.format(code=code, first=self.by_code[code].number))
        codes = list(self.by_code)
        for first in range(0, len(codes), 5000):
            for code in Unit.objects.filter(code__in=codes[first : first + 5000]).values_list("code", flat=True):
                message = _("Mã {code} đã có đơn vị trong hệ thống. Bỏ dòng này; đổi tên hay chuyển đơn vị làm trên trang của đơn vị.")
                self.table.error(self.by_code[code], "code", "code_taken", message.format(code=code))

    def _superiors(self) -> None:
        allowed = {code: self.actor is None or can(self.actor, "organization.import_units", unit) for code, unit in self.outside.items()}
        roots = self.actor is None or can(self.actor, "organization.import_units", None)
        for row in self.table.rows:
            parent = row.text("parent")
            if not parent:
                if not roots:
                    message = _("Chỉ quản trị toàn hệ thống được lập đơn vị cao nhất. Ghi mã đơn vị cấp trên.")
                    self.table.error(row, "parent", "root_not_allowed", message)
            elif parent in self.by_code:
                continue
            elif parent not in self.outside or not allowed[parent]:
                message = _("Không có mã {parent}. Sửa thành mã đã có, hoặc thêm dòng cho {parent}.")
                self.table.error(row, "parent", "unknown_parent", message.format(parent=parent))
            elif parent not in self.open_since:
                message = _("Đơn vị {parent} đã kết thúc. Ghi mã của đơn vị đang hoạt động.")
                self.table.error(row, "parent", "closed_parent", message.format(parent=parent))

    def _circles(self) -> None:
        sound: set[str] = {""}
        for row in self.table.rows:
            way: list[str] = []
            code = row.text("code")
            while code not in sound and code in self.by_code and code not in way:
                way.append(code)
                code = self.by_code[code].text("parent")
            if code in way:
                message = _("Các đơn vị {codes} là cấp trên của nhau theo vòng. Sửa cột cấp trên.")
                self.table.error(self.by_code[code], "parent", "circle", message.format(codes=" → ".join([*way[way.index(code) :], code])))
            sound.update(way)

    def _dates(self, row: Row) -> None:
        opened, closed = row.values.get("opened"), row.values.get("closed")
        if isinstance(opened, date) and isinstance(closed, date) and closed < opened:
            self.table.error(row, "closed", "closed_before_opened", _("Ngày kết thúc sớm hơn ngày thành lập. Sửa một trong hai ngày."))

    def _below(self, row: Row) -> None:
        """Compare a unit with its superior: days and kind."""
        parent = row.text("parent")
        above = self.by_code.get(parent)
        since = above.values.get("opened") if above else self.open_since.get(parent)
        opened = row.values.get("opened")
        if isinstance(since, date) and isinstance(opened, date) and opened < since:
            message = _("Thành lập trước cấp trên {parent} ({since}): chỉ hiện trong cây từ ngày đó. Không chặn; kiểm tra hai ngày.")
            self.table.warning(row, "opened", "opened_before_parent", message.format(parent=parent, since=f"{since:%d/%m/%Y}"))
        if above is None:
            return
        ended, closed = above.values.get("closed"), row.values.get("closed")
        if isinstance(ended, date) and (not isinstance(closed, date) or closed > ended):
            message = _("Cấp trên {parent} kết thúc ngày {ended}. Ghi ngày kết thúc không muộn hơn, hoặc đổi cấp trên.")
            self.table.error(row, "closed", "outlives_parent", message.format(parent=parent, ended=f"{ended:%d/%m/%Y}"))
        if self.ranks.get(above.text("kind"), -1) >= self.ranks.get(row.text("kind"), 99):
            message = _("Loại này thường không nằm dưới loại của {parent}. Không chặn; kiểm tra cột loại và cột cấp trên.")
            self.table.warning(row, "kind", "kind_order", message.format(parent=parent))

    def _members(self, row: Row) -> None:
        on, opened, closed = (row.values.get(name) for name in ("members_on", "opened", "closed"))
        if not isinstance(on, date) or not isinstance(opened, date):
            return
        if on < opened or (isinstance(closed, date) and on > closed):
            message = _("Ngày {on} đơn vị không hoạt động. Ghi một ngày từ ngày thành lập đến ngày kết thúc.")
            self.table.error(row, "members_on", "members_outside", message.format(on=f"{on:%d/%m/%Y}"))

    def _names(self) -> None:
        same: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.table.rows:
            same[row.text("parent"), row.text("name").casefold()].append(row)
        for rows in same.values():
            for row in rows[1:]:
                message = _("Cùng tên “{name}” với dòng {first}. Không chặn; kiểm tra có phải hai đơn vị khác nhau.")
                self.table.warning(row, "name", "same_name", message.format(name=row.text("name"), first=rows[0].number))
