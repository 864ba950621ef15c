"""Tables to take away (bảng tính): XLSX with numbers as numbers, machine CSV."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.http import HttpResponse

NUMBER = re.compile(r"[+-]?[0-9]+([.][0-9]+)?")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | Decimal | date | None


def xlsx_bytes(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], *, note: str = "") -> bytes:
    """Write one table as a workbook: a note above it says the unit and the day."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        strong = book.add_format({"bold": True})
        wrapped = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        sheet.write_string(0, 0, title, strong)
        sheet.write_string(1, 0, note)
        for column, name in enumerate(head):
            sheet.write_string(3, column, name, wrapped)
        widths = [len(name) for name in head]
        formats = {"whole": book.add_format({"num_format": "#,##0"}), "part": book.add_format({"num_format": "#,##0.00"})}
        formats["day"] = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows, start=4):
            for column, value in enumerate(row):
                _write(sheet, number, column, value, formats)
                widths[column] = max(widths[column], len(str(value if value is not None else "")))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(60, max(8, width + 2)))
        sheet.freeze_panes(4, 1)
    return buffer.getvalue()


def xlsx(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], *, note: str = "", name: str = "bang") -> HttpResponse:
    """Answer with one table as a workbook to save."""
    return _attachment(xlsx_bytes(title, head, rows, note=note), XLSX_TYPE, f"{name}.xlsx")


def csv_file(head: Sequence[str], rows: Iterable[Sequence[Cell]], *, name: str = "table") -> HttpResponse:
    """Answer with one table in machine format: UTF-8, comma, ISO dates, contract names as head."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([plain(value.isoformat() if isinstance(value, date) else value) for value in row] for row in rows)
    return _attachment(buffer.getvalue().encode(), "text/csv; charset=utf-8", f"{name}.csv")


def plain(value: object) -> object:
    """Keep text that a spreadsheet would take for a formula as text: a mark before it says so."""
    is_formula = isinstance(value, str) and value.startswith(FORMULA) and not NUMBER.fullmatch(value)
    return f"'{value}" if is_formula else value


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Cell, formats: dict[str, object]) -> None:
    """Write one cell as what it is; text never becomes a formula."""
    if value is None or value == "":
        sheet.write_blank(row, column, None)
    elif isinstance(value, (date, datetime)):
        sheet.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write_number(row, column, value, formats["whole" if isinstance(value, int) else "part"])


def _sheet_name(title: str) -> str:
    """Cut a title to what a sheet may be called."""
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "1"


def _attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    """Offer a file to save."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
