"""Open a file of a list: .xlsx, .xls, .csv in any encoding; every sheet as rows of cells, in Unicode (mở tệp)."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePath

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from daihoi.foundation.organization.sheets.legacy import LATIN, decoded, to_unicode, usual_encoding

MAX_BYTES = 32 * 1024 * 1024
MAX_UNPACKED = 512 * 1024 * 1024
MAX_ROWS = 300_000
MAX_COLUMNS = 200
MAX_CELLS = 4_000_000
CELL = re.compile(rb"""(?<![A-Za-z:_-])r[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z]{0,7})([0-9]{1,10})["']""")
SHEETS = {".xlsx", ".xlsm"}
OLD_SHEETS = {".xls"}
TEXTS = {".csv", ".txt", ".tsv"}
BROKEN = (CalamineError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, IndexError, OSError, EOFError)
Say = Callable[[int, str, str, str], None]  # row, value, code, message of a file that cannot be read
Cells = list[list[object]]


@dataclass(frozen=True)
class Page:
    """One sheet of a file: its cells from A1 on, and which of them are merged (trang)."""

    name: str
    cells: Cells
    merged: tuple[tuple[int, int, int, int], ...] = ()  # first row, first column, last row, last column


@dataclass(frozen=True)
class Book:
    """All sheets of a file and the encoding its text was in (tệp bảng)."""

    pages: list[Page] = field(default_factory=list)
    encoding: str = "unicode"


def open_book(name: str, data: bytes, say: Say) -> Book:
    """Open a file by its kind; what keeps it from being read is said, never raised."""
    suffix = PurePath(name).suffix.lower()
    if len(data) > MAX_BYTES:
        say(0, name, "too_large", _("Tệp lớn hơn {limit} MB. Chia thành nhiều tệp.").format(limit=MAX_BYTES // 1024**2))
        return Book()
    if suffix in SHEETS | OLD_SHEETS:
        pages = _workbook(name, data, say)
    elif suffix in TEXTS:
        return _text(name, data, say)
    else:
        say(0, name, "wrong_type", _("Chỉ nhận tệp XLSX, XLS hoặc CSV. Lưu bảng thành một trong các loại này."))
        return Book()
    if any(len(page.cells) > MAX_ROWS for page in pages):
        most = max(len(page.cells) for page in pages)
        say(0, str(most), "too_many_rows", _("Tệp có hơn {limit} dòng. Chia thành nhiều tệp.").format(limit=MAX_ROWS))
        return Book()
    return _in_unicode(pages)


def _workbook(name: str, data: bytes, say: Say) -> list[Page]:
    """Read the sheets of a workbook, unless it is broken or would unpack without end."""
    try:
        if data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if _unpacks_without_end(archive):
                    say(0, name, "too_large", _("Bảng tính nở ra quá lớn. Chỉ giữ một trang có dữ liệu rồi lưu lại."))
                    return []
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible] or book.sheet_names
        pages = [_page(book.get_sheet_by_name(title)) for title in shown]
        return [page for page in pages if page.cells] or pages[:1]
    except BROKEN:
        say(0, name, "broken_file", _("Không mở được bảng tính này. Mở bằng phần mềm bảng tính, lưu lại thành XLSX rồi chọn lại."))
        return []


def _page(sheet: CalamineSheet) -> Page:
    """Take the cells of one sheet, with the blank ones before the first."""
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise ValueError(sheet.name)
    merged = sheet.merged_cell_ranges or []
    ranges = tuple((first[0], first[1], last[0], last[1]) for first, last in merged)
    return Page(sheet.name, [list(row) for row in sheet.to_python(skip_empty_area=False)], ranges)


def _in_unicode(pages: list[Page]) -> Book:
    """Read old fonts cell by cell: Unicode letters may stand for TCVN3 or VNI codes."""
    texts = [cell for page in pages for row in page.cells for cell in row if isinstance(cell, str) and not cell.isascii()]
    if not any(LATIN.search(text) for text in texts):
        return Book(pages)
    usual = usual_encoding(texts)
    if usual == "unicode" and all(to_unicode(text) == text for text in texts[:200]) and len(texts) > 20_000:
        return Book(pages)
    for page in pages:
        for row in page.cells:
            for at, cell in enumerate(row):
                if isinstance(cell, str) and LATIN.search(cell):
                    row[at] = to_unicode(cell, usual)
    return Book(pages, usual)


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


def _text(name: str, data: bytes, say: Say) -> Book:
    """Read CSV in UTF-8, UTF-16, CP1258, TCVN3 or VNI, separated by comma, semicolon or tab."""
    try:
        text, encoding = decoded(data)
    except UnicodeError:
        row = _first_foreign_row(data)
        message = _("Không nhận ra bảng mã của dòng {row}. Lưu lại thành “CSV UTF-8” hoặc XLSX.").format(row=row)
        say(row, "", "not_utf8", message)
        return Book()
    if "\x00" in text:
        say(0, name, "broken_file", _("Tệp không phải là CSV. Chọn lại tệp."))
        return Book()
    head = text.split("\n", 15)[:15]
    delimiter = max(",;\t", key=lambda mark: (max((line.count(mark) for line in head), default=0), sum(line.count(mark) for line in head)))
    try:
        if head and head[0].count(delimiter) >= MAX_COLUMNS:
            say(1, "", "too_many_columns", _("Bảng có hơn {limit} cột. Chỉ giữ các cột cần nhập.").format(limit=MAX_COLUMNS))
            return Book()
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        cells = [list[object](row[:MAX_COLUMNS]) for row in islice(lines, MAX_ROWS + 2)]
    except csv.Error:
        say(0, name, "broken_file", _("Tệp CSV bị hỏng. Mở bằng phần mềm bảng tính rồi lưu lại."))
        return Book()
    if len(cells) > MAX_ROWS + 1:
        say(0, str(len(cells)), "too_many_rows", _("Tệp có hơn {limit} dòng. Chia thành nhiều tệp.").format(limit=MAX_ROWS))
        return Book()
    if encoding in {"tcvn3", "vni"}:
        cells = [[to_unicode(cell, encoding) if isinstance(cell, str) else cell for cell in row] for row in cells]
        return Book([Page("", cells)], encoding)
    book = _in_unicode([Page("", cells)])
    return Book(book.pages, book.encoding if book.encoding != "unicode" else encoding)


def _first_foreign_row(data: bytes) -> int:
    """Give the row of the first byte that is no UTF-8."""
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        return data[: wrong.start].count(b"\n") + 1
    return 1
