"""Read a table people keep as CSV or XLSX: decode, header, types; every finding names row, column, value and remedy (đọc bảng).

A table knows nothing of what it means: the rules over its rows stand with whoever imports it.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePath

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from daihoi.foundation.organization.cells import READERS, Unclear, heading_key

MAX_BYTES = 32 * 1024 * 1024
MAX_UNPACKED = 512 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELLS = 4_000_000
CELL = re.compile(rb"""(?<![A-Za-z:_-])r[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z]{0,7})([0-9]{1,10})["']""")
HEADER_WITHIN = 10
SHEETS = {".xlsx", ".xlsm"}
TEXTS = {".csv", ".txt", ".tsv"}


@dataclass(frozen=True)
class Column:
    """One column of a table: contract name, type, Vietnamese headings (cột)."""

    name: str
    type: str = "text"
    headings: tuple[str, ...] = ()
    required: bool = False
    choices: Mapping[str, str] | None = None


@dataclass(frozen=True)
class CellFinding:
    """What is wrong in a table, where, and what to do (phát hiện)."""

    level: str
    row: int
    column: str
    value: str
    code: str
    message: str

    def as_json(self) -> dict[str, object]:
        """Give the finding as in the contract."""
        return {
            "level": self.level,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "message": self.message,
        }


@dataclass(frozen=True)
class Row:
    """One row with its number as people see it in the sheet; `values` by contract name, absent cells are None (dòng)."""

    number: int
    values: Mapping[str, object]
    raw: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Give a text, empty when absent."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""


@dataclass
class Table:
    """Rows of a table and what was found while reading them (bảng)."""

    rows: list[Row] = field(default_factory=list)
    findings: list[CellFinding] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)

    def find(self, level: str, row: int, column: str, value: object, code: str, message: str) -> None:
        """Add one finding."""
        self.findings.append(CellFinding(level, row, column, "" if value is None else str(value), code, message))

    def error(self, row: Row, column: str, code: str, message: str) -> None:
        """Add an error about a cell of a row."""
        self.find("error", row.number, column, row.raw.get(column, ""), code, message)

    def warning(self, row: Row, column: str, code: str, message: str) -> None:
        """Add a warning about a cell of a row."""
        self.find("warning", row.number, column, row.raw.get(column, ""), code, message)

    @property
    def errors(self) -> list[CellFinding]:
        """Findings that keep the table from being written."""
        return [finding for finding in self.findings if finding.level == "error"]

    def as_json(self, would_write: int | None = None) -> dict[str, object]:
        """Give the answer of a dry run."""
        ordered = sorted(self.findings, key=lambda finding: (finding.row, finding.column))
        count = 0 if self.errors else len(self.rows) if would_write is None else would_write
        return {"findings": [finding.as_json() for finding in ordered], "rows": len(self.rows), "would_write": count}


def read_table(name: str, data: bytes, columns: Sequence[Column]) -> Table:
    """Read a CSV or XLSX file into rows of typed values; refuse nothing, report everything."""
    table = Table()
    cells = _decode(name, data, table)
    if not cells:
        if not table.findings:
            table.find("error", 1, "", "", "empty", _("Tệp không có dòng nào. Chọn tệp có dòng tiêu đề và ít nhất một dòng."))
        return table
    at, header = _header(cells, columns, table)
    if table.errors:
        return table
    table.headings = {column.name: _shown(cells[at][index]) for index, column in header.items()}
    for number, row in enumerate(cells[at + 1 :], start=at + 2):
        if any(_shown(cell) for cell in row):
            table.rows.append(_typed(number, row, header, table))
    if not table.rows:
        table.find("error", at + 2, "", "", "empty", _("Dưới dòng tiêu đề chưa có dòng nào. Điền ít nhất một dòng."))
    return table


def _decode(name: str, data: bytes, table: Table) -> list[list[object]]:
    """Turn bytes into rows of cells."""
    suffix = PurePath(name).suffix.lower()
    if len(data) > MAX_BYTES:
        table.find("error", 0, "", name, "too_large", _("Tệp lớn hơn {limit} MB. Chia thành nhiều tệp.").format(limit=MAX_BYTES // 1024**2))
        return []
    if suffix in SHEETS:
        cells = _sheet(name, data, table)
    elif suffix in TEXTS:
        cells = _text(name, data, table)
    else:
        table.find("error", 0, "", name, "wrong_type", _("Chỉ nhận tệp CSV hoặc XLSX. Lưu bảng thành một trong hai loại này."))
        return []
    if len(cells) > MAX_ROWS:
        table.find(
            "error", 0, "", str(len(cells)), "too_many_rows", _("Tệp có hơn {limit} dòng. Chia thành nhiều tệp.").format(limit=MAX_ROWS)
        )
        return []
    return cells


def _sheet(name: str, data: bytes, table: Table) -> list[list[object]]:
    """Read the first sheet of a workbook, unless it is broken or would unpack without end."""
    broken = _("Không mở được bảng tính này. Mở bằng phần mềm bảng tính, lưu lại thành XLSX rồi chọn lại.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            is_bomb = _unpacks_without_end(archive)
        if is_bomb:
            table.find("error", 0, "", name, "too_large", _("Bảng tính nở ra quá lớn. Chỉ giữ một trang có dữ liệu rồi lưu lại."))
            return []
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        return [list(row) for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, IndexError, OSError, EOFError):
        table.find("error", 0, "", name, "broken_file", broken)
        return []


def _unpacks_without_end(archive: zipfile.ZipFile) -> bool:
    """Unpack piece by piece and tell whether the parts, or the rectangle from A1 to the farthest cell, are too large to hold.

    What the directory of the archive says of sizes is not trusted. A single cell at XFD1048576 would make the reader lay out 17 billion.
    """
    left = MAX_UNPACKED
    for entry in archive.infolist():
        rows, columns, tag = 1, 1, b""
        with archive.open(entry) as part:
            while piece := part.read(1 << 20):
                left -= len(piece)
                for letters, number in CELL.findall(tag + piece):
                    rows, columns = max(rows, int(number)), max(columns, _column(letters.upper()))
                if left < 0 or rows * columns > MAX_CELLS:
                    return True
                tag = piece[piece.rfind(b"<") :] if b"<" in piece else (tag + piece)[-(1 << 20) :]
    return False


def _column(letters: bytes) -> int:
    """Number a column: A is 1, XFD 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(name: str, data: bytes, table: Table) -> list[list[object]]:
    """Read CSV in UTF-8 (or UTF-16 with its mark), separated by comma, semicolon or tab."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as wrong:
        row = data[: wrong.start].count(b"\n") + 1
        message = _("Dòng {row} không viết bằng Unicode (có thể là TCVN3 hoặc VNI). Lưu lại thành “CSV UTF-8” hoặc XLSX.").format(row=row)
        table.find("error", row, "", "", "not_utf8", message)
        return []
    if "\x00" in text:
        table.find("error", 0, "", name, "broken_file", _("Tệp không phải là CSV. Chọn lại tệp."))
        return []
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        if first.count(delimiter) >= MAX_COLUMNS:
            table.find(
                "error", 1, "", "", "too_many_columns", _("Bảng có hơn {limit} cột. Chỉ giữ các cột cần nhập.").format(limit=MAX_COLUMNS)
            )
            return []
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [list[object](row[:MAX_COLUMNS]) for row in islice(lines, MAX_ROWS + 1)]
    except csv.Error:
        table.find("error", 0, "", name, "broken_file", _("Tệp CSV bị hỏng. Mở bằng phần mềm bảng tính rồi lưu lại."))
        return []


def _shown(cell: object) -> str:
    """Give a cell as people see it."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _header(cells: list[list[object]], columns: Sequence[Column], table: Table) -> tuple[int, dict[int, Column]]:
    """Find the heading row among the first rows and name its columns; unknown ones are reported."""
    known = {heading_key(heading): column for column in columns for heading in (column.name, *column.headings)}
    at = max(range(min(HEADER_WITHIN, len(cells))), key=lambda i: (sum(heading_key(_shown(c)) in known for c in cells[i]), -i))
    header: dict[int, Column] = {}
    for index, cell in enumerate(cells[at]):
        heading = _shown(cell)
        column = known.get(heading_key(heading))
        if column is None:
            if heading:
                message = _("Không biết cột “{heading}”, cột này không được đọc. Các cột: {names}.")
                names = ", ".join(f"{column.headings[0]} ({column.name})" if column.headings else column.name for column in columns)
                table.find("warning", at + 1, heading, heading, "unknown_column", message.format(heading=heading, names=names))
        elif column in header.values():
            table.find(
                "error", at + 1, column.name, heading, "column_twice", _("Cột {name} có hai lần. Bỏ một cột.").format(name=column.name)
            )
        else:
            header[index] = column
    for column in columns:
        if column.required and column not in header.values():
            names = ", ".join((column.name, *column.headings))
            message = _("Thiếu cột {name}. Đặt tiêu đề cột là một trong: {names}.").format(name=column.name, names=names)
            table.find("error", at + 1, column.name, "", "missing_column", message)
    return at, header


def _typed(number: int, cells: list[object], header: dict[int, Column], table: Table) -> Row:
    """Turn one row of cells into typed values."""
    values: dict[str, object] = {}
    raw: dict[str, str] = {}
    for index, column in header.items():
        cell = cells[index] if index < len(cells) else None
        shown = _shown(cell)
        raw[column.name] = shown
        values[column.name] = None
        if not shown:
            if column.required:
                message = _("Dòng {row} thiếu {name}. Điền ô này.").format(row=number, name=column.name)
                table.find("error", number, column.name, "", "missing_value", message)
            continue
        try:
            values[column.name] = READERS[column.type](cell if not isinstance(cell, str) else shown, column.choices or {})
        except Unclear as unclear:
            table.find("error", number, column.name, shown, unclear.code, unclear.message)
    return Row(number, values, raw)
