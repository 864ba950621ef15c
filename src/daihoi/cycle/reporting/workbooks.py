"""Weekly figures, lists and comparisons as workbooks; the same figures give the same bytes (bảng tính)."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.office.weekly import day_text, narrative

Cell = str | int | Decimal | date | None


@dataclass(frozen=True)
class Sheet:
    """One sheet: what stands over it, its head, its rows (trang)."""

    name: str
    title: str
    note: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    total: bool = False  # the last row is a sum


def workbook(sheets: Sequence[Sheet], made: datetime) -> bytes:
    """Write sheets into one workbook dated by its figures, not by the clock."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        book.set_properties({"created": timezone.localtime(made).replace(tzinfo=None), "title": sheets[0].title})
        formats = {
            "title": book.add_format({"bold": True, "font_size": 13}),
            "note": book.add_format({"italic": True}),
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1}),
            "text": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
            "whole": book.add_format({"border": 1, "num_format": "#,##0", "valign": "top"}),
            "part": book.add_format({"border": 1, "num_format": "#,##0.00", "valign": "top"}),
            "day": book.add_format({"border": 1, "num_format": "dd/mm/yyyy", "valign": "top", "align": "center"}),
            "strong": book.add_format({"border": 1, "bold": True, "num_format": "#,##0"}),
            "strong_part": book.add_format({"border": 1, "bold": True, "num_format": "#,##0.00"}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name[:31]), sheet, formats)
    return buffer.getvalue()


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    """Write one sheet, ready to be printed on A4."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(3)
    page.write_string(0, 0, sheet.title, formats["title"])
    page.write_string(1, 0, sheet.note, formats["note"])
    widths = [max(6, min(14, len(name))) for name in sheet.head]
    for column, name in enumerate(sheet.head):
        page.write_string(3, column, name, formats["head"])
    rows = list(sheet.rows)
    for number, row in enumerate(rows, start=4):
        is_total = sheet.total and number == len(rows) + 3
        for column, cell in enumerate(row):
            _cell(page, (number, column), cell, formats, is_total=is_total)
            widths[column] = max(widths[column], min(60, len(str(cell or "")) + 2))
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.freeze_panes(4, 2)


def _cell(page: Any, at: tuple[int, int], cell: Cell, formats: dict[str, Any], *, is_total: bool) -> None:
    """Write one cell as what it is; text never becomes a formula."""
    if cell is None or cell == "":
        page.write_blank(*at, None, formats["strong" if is_total else "text"])
    elif isinstance(cell, str):
        page.write_string(*at, cell, formats["strong" if is_total else "text"])
    elif isinstance(cell, date):
        page.write_datetime(*at, datetime(cell.year, cell.month, cell.day), formats["day"])  # noqa: DTZ001 (a sheet has no zone)
    elif isinstance(cell, Decimal):
        page.write_number(*at, cell, formats["strong_part" if is_total else "part"])
    else:
        page.write_number(*at, cell, formats["strong" if is_total else "whole"])


def weekly_workbook(figures: dict[str, Any], digest: str) -> bytes:
    """Write the weekly pack of a branch (bộ số liệu tuần): figures, lists, narrative."""
    known = datetime.fromisoformat(figures["known"])
    note = _("{unit}, tính đến ngày {on}, chốt lúc {known}. Mã số liệu {digest}").format(
        unit=figures["unit_name"], on=day_text(figures["on"]), known=f"{timezone.localtime(known):%H:%M %d/%m/%Y}", digest=digest
    )
    title = _("Tiến độ đại hội tuần đến ngày {on}").format(on=day_text(figures["on"]))
    head = [
        _("TT"),
        _("Đơn vị"),
        _("Tổng số"),
        _("Đại hội trong tuần"),
        _("Lũy kế"),
        _("Tỷ lệ %"),
        _("Chi bộ đã đại hội"),
        _("Tổng chi bộ"),
    ]
    head += [_("Tuần tới"), _("Dời ngày"), _("Quá hạn"), _("Hoàn thành"), _("Tăng, giảm so tuần trước"), _("Báo cáo")]
    rows = [_weekly_row(place, row) for place, row in enumerate(figures["branches"], 1)]
    cells = figures["cells"] or {"held": 0, "total": 0}
    whole = {**figures, "name": _("Tổng cộng"), "cells_held": cells["held"], "cells_total": cells["total"], "is_nil": False}
    rows.append(_weekly_row(None, {**whole, "finished": False}))
    told: list[list[Cell]] = [[number, text] for number, text in enumerate(narrative(figures), 1)]
    sheets = [
        Sheet(_("Tổng hợp"), title, note, head, rows, total=True),
        *_lists(figures, title, note),
        Sheet(_("Lời báo cáo"), title, note, [_("TT"), _("Nội dung")], told),
    ]
    return workbook(sheets, known)


def _weekly_row(place: int | None, row: dict[str, Any]) -> list[Cell]:
    """Lay out one line of the weekly progress of a province."""
    counts: list[Cell] = [row["total"], row["week"], row["held"], Decimal(row["percent"]), row["cells_held"], row["cells_total"]]
    after: list[Cell] = [row["next"], row["postponed"], row["overdue"], _("xong") if row["finished"] else "", row["change"]]
    return [place, row["name"], *counts, *after, _("không có báo cáo mới") if row["is_nil"] else ""]


def _lists(figures: dict[str, Any], title: str, note: str) -> list[Sheet]:
    """Write the units behind the figures, one sheet a list."""
    lists, first = figures["lists"], [_("TT"), _("Đơn vị"), _("Thuộc")]
    moved = [*first, _("Từ ngày"), _("Sang ngày"), _("Lý do")]
    waiting = [*first, _("Ngày cũ"), _("Lý do")]
    return [
        Sheet(_("Trong tuần"), title, note, [*first, _("Ngày đại hội")], _listed(lists["week"], "day")),
        Sheet(_("Tuần tới"), title, note, [*first, _("Ngày dự kiến")], _listed(lists["next"], "day")),
        Sheet(_("Dời ngày"), title, note, moved, _listed(lists["postponed"], "before", "day", "reason")),
        *(
            [Sheet(_("Chưa có ngày mới"), title, note, waiting, _listed(lists["undated"], "before", "reason"))]
            if lists.get("undated")
            else []
        ),
        Sheet(_("Quá hạn"), title, note, [*first, _("Ngày dự kiến"), _("Số ngày quá hạn")], _listed(lists["overdue"], "day", "days")),
    ]


def _listed(rows: Sequence[dict[str, Any]], *names: str) -> list[list[Cell]]:
    """Lay out a list of units; days are days."""
    return [
        [
            place,
            row["name"],
            row["branch"],
            *(date.fromisoformat(row[name]) if name in {"day", "before"} and row[name] else row[name] for name in names),
        ]
        for place, row in enumerate(rows, 1)
    ]
