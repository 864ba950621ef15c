"""Tables of hundreds of thousands of rows to take away (bảng dài): a workbook made by the library, its rows written straight into the sheet."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from daihoi.web.tables import plain, xlsx_bytes

Value = str | int | None
FIRST_ROW = 5  # below title, note, an empty row and the head
PORTION = 5000
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def long_xlsx(title: str, head: Sequence[str], rows: Iterable[Sequence[Value]], *, note: str = "") -> bytes:
    """Write a long table as a workbook: numbers as numbers, text as text that never becomes a formula."""
    frame = io.BytesIO(xlsx_bytes(title, head, [], note=note))
    buffer = io.BytesIO()
    with zipfile.ZipFile(frame) as given, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for entry in given.infolist():
            if entry.filename != "xl/worksheets/sheet1.xml":
                made.writestr(entry.filename, given.read(entry))
                continue
            before, after = re.sub(r"<dimension [^>]*/>", "", given.read(entry).decode()).split("</sheetData>")
            with made.open(entry.filename, "w", force_zip64=True) as sheet:
                sheet.write(before.encode())
                for piece in _pieces(rows):
                    sheet.write(piece.encode())
                sheet.write(f"</sheetData>{after}".encode())
    return buffer.getvalue()


def _pieces(rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """Write rows in portions."""
    waiting = iter(enumerate(rows, start=FIRST_ROW))
    while portion := list(islice(waiting, PORTION)):
        yield "".join(_row(number, row) for number, row in portion)


def _row(number: int, row: Sequence[Value]) -> str:
    """Write one row of a sheet."""
    cells = "".join(
        _cell(f"{letter}{number}", value) for letter, value in zip(LETTERS, row, strict=False) if value is not None and value != ""
    )
    return f'<row r="{number}">{cells}</row>'


def _cell(at: str, value: Value) -> str:
    """Write one cell as what it is."""
    if isinstance(value, int):
        return f'<c r="{at}"><v>{value}</v></c>'
    text = NOT_XML.sub("", str(value)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def long_csv(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Write a long table in machine format: UTF-8, comma, ISO dates, contract names as head."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(map(plain, row) for row in rows)
    return buffer.getvalue().encode()
