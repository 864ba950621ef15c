"""Read a table people keep as XLSX, XLS or CSV: open, head, rows, types; every finding names row, column, value and remedy (đọc bảng).

A table knows nothing of what it means: the rules over its rows stand with whoever imports it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.organization.cells import READERS, Unclear, is_blank
from daihoi.foundation.organization.sheets.columns import Column, Head, Match, find_head, is_numbers_of_columns, shown
from daihoi.foundation.organization.sheets.facts import TwoFacts, says_postponed, two_facts, years_of
from daihoi.foundation.organization.sheets.lines import Places, Sort, sort_of
from daihoi.foundation.organization.sheets.opening import MAX_BYTES, Book, Page, open_book
from daihoi.foundation.organization.sheets.sums import check_totals

__all__ = ["MAX_BYTES", "CellFinding", "Column", "Reading", "Row", "Table", "read_table"]

YEARS_WITHIN = 500  # rows that tell which year a sheet speaks of
OLD_NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "cp1258": "Windows-1258"}


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
    group: str = ""  # what the last group row above it names
    said: Mapping[str, str] = field(default_factory=dict)  # the words of a cell of a day that holds more than the day

    def text(self, name: str) -> str:
        """Give a text, empty when absent."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class Reading:
    """How a file is to be read: which sheet, and what people said its columns are (cách đọc)."""

    sheet: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)  # what stands over a column → contract name, empty for none
    recall: Callable[[str], Mapping[str, str]] = field(default=lambda _shape: {})  # shape of head → what was remembered for it
    splits: Mapping[str, date] = field(default_factory=dict)  # a cell with words and a day → the day people confirmed
    is_plain: bool = False  # every row below the head is data: a list of people has no totals, and Tống is a family name


@dataclass
class Table:
    """Rows of a table and what was found while reading them (bảng)."""

    rows: list[Row] = field(default_factory=list)
    findings: list[CellFinding] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    head: Head | None = None
    samples: dict[int, list[str]] = field(default_factory=dict)
    is_remembered: bool = False
    splits: Mapping[str, date] = field(default_factory=dict)
    two_facts: dict[str, TwoFacts] = field(default_factory=dict)  # cells to be split once people confirm, by their text

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


def read_table(name: str, data: bytes, columns: Sequence[Column], reading: Reading | None = None) -> Table:
    """Read a file into rows of typed values; refuse nothing, report everything."""
    asked = reading or Reading()
    table = Table(splits=asked.splits)
    book = open_book(name, data, lambda row, value, code, message: table.find("error", row, "", value, code, message))
    if not any(_has_words(page) for page in book.pages):
        if not table.findings:
            table.find("error", 1, "", "", "empty", _("Tệp không có dòng nào. Chọn tệp có dòng tiêu đề và ít nhất một dòng."))
        return table
    page, head = _page(book, columns, asked, table)
    if book.encoding in OLD_NAMES:
        message = _("Tệp viết bằng bảng mã {name}, đã chuyển sang Unicode. Xem lại vài tên.").format(name=OLD_NAMES[book.encoding])
        table.find("warning", 0, "", "", "old_encoding", message)
    table.head = _as_people_said(head, columns, asked, table)
    table.samples = _samples(page, head)
    _report_head(table, columns)
    if not table.errors:
        _read_rows(page, table, asked)
    return table


def _has_words(page: Page) -> bool:
    """Tell whether anything stands on a page; lines of empty cells are none."""
    return any(shown(cell) for row in page.cells for cell in row)


def _page(book: Book, columns: Sequence[Column], asked: Reading, table: Table) -> tuple[Page, Head]:
    """Take the sheet asked for, or the one whose head names most columns; tell when there are several."""
    pages = [page for page in book.pages if _has_words(page)]
    table.sheets, table.encoding = tuple(page.name for page in pages), book.encoding
    heads = {page.name: find_head(page, columns) for page in pages}
    chosen = next((page for page in pages if asked.sheet and page.name == asked.sheet), None)
    page = chosen or max(pages, key=lambda each: len(heads[each.name].columns))
    table.sheet = page.name
    if chosen is None and len(pages) > 1:
        message = _("Tệp có {n} trang; đọc trang “{sheet}”. Chọn trang khác nếu cần.").format(n=len(pages), sheet=page.name)
        table.find("warning", 0, "", page.name, "several_sheets", message)
    return page, heads[page.name]


def _as_people_said(head: Head, columns: Sequence[Column], asked: Reading, table: Table) -> Head:
    """Let what people chose now, or chose before for this shape of head, go before what is proposed."""
    said = dict(asked.chosen) or dict(asked.recall(head.shape))
    if not said:
        return head
    table.is_remembered = not asked.chosen
    known = {column.name: column for column in columns}
    matches = {
        at: Match(known[said[label]], 100) if said[label] in known else None for at, label in enumerate(head.labels) if label in said
    }
    proposed = {at: match for at, match in head.columns.items() if at not in matches}
    return Head(head.first, head.last, head.labels, {at: match for at, match in sorted({**proposed, **matches}.items()) if match})


def _samples(page: Page, head: Head) -> dict[int, list[str]]:
    """Give a few values of each column, for people to recognize it."""
    below = page.cells[head.last + 1 : head.last + 40]
    found = {at: [shown(row[at]) for row in below if at < len(row) and shown(row[at])] for at in range(len(head.labels))}
    return {at: list(dict.fromkeys(values))[:3] for at, values in found.items()}


def _report_head(table: Table, columns: Sequence[Column]) -> None:
    """Say which columns are unknown, guessed, there twice or missing."""
    head = table.head
    if head is None:
        return
    names = ", ".join(f"{column.headings[0]} ({column.name})" if column.headings else column.name for column in columns)
    for at, label in enumerate(head.labels):
        match = head.columns.get(at)
        if match is not None:
            _report_column(table, head.last + 1, label, match)
        elif label:
            message = _("Không biết cột “{heading}”, cột này không được đọc. Các cột: {names}.")
            table.find("warning", head.last + 1, label, label, "unknown_column", message.format(heading=label, names=names))
    for column in columns:
        if column.required and column.name not in table.headings:
            listed = ", ".join((column.name, *column.headings))
            message = _("Thiếu cột {name}. Đặt tiêu đề cột là một trong: {names}.").format(name=column.name, names=listed)
            table.find("error", head.last + 1, column.name, "", "missing_column", message)


def _report_column(table: Table, row: int, label: str, match: Match) -> None:
    """Take a column in; say when it is there twice or only guessed."""
    name = match.column.name
    if name in table.headings:
        table.find("error", row, name, label, "column_twice", _("Cột {name} có hai lần. Bỏ một cột.").format(name=name))
        return
    table.headings[name] = label
    if match.sure < 97:
        message = _("Cột “{heading}” được hiểu là “{name}”. Chọn lại nếu không đúng.")
        title = match.column.headings[0] if match.column.headings else name
        table.find("warning", row, name, label, "guessed_column", message.format(heading=label, name=title))


def _read_rows(page: Page, table: Table, asked: Reading) -> None:
    """Read the rows below the head: data typed, groups kept as context, totals checked, the rest passed over."""
    head = table.head
    if head is None:
        return
    at = {match.column.name: index for index, match in head.columns.items()}
    days = frozenset(index for index, match in head.columns.items() if match.column.type in {"date", "moment"})
    places = Places(at.get("no"), at.get("unit", at.get("name")), frozenset(head.columns), days)
    group, totals = "", list[tuple[int, Sequence[object], int]]()
    for number, row in enumerate(page.cells[head.last + 1 :], start=head.last + 2):
        if number == head.last + 2 and is_numbers_of_columns(row):
            continue
        sort = _plain(row) if asked.is_plain else sort_of(row, places, after_total=bool(totals) and totals[-1][2] == len(table.rows))
        if sort is Sort.DATA and not _repeats_head(row, head):
            table.rows.append(_typed(number, row, Rest(table, page, asked, days), group))
        elif sort is Sort.GROUP:
            group = shown(row[places.name]) if places.name is not None and places.name < len(row) else ""
        elif sort is Sort.TOTAL:
            totals.append((number, row, len(table.rows)))
    if not table.rows:
        table.find("error", head.last + 2, "", "", "empty", _("Dưới dòng tiêu đề chưa có dòng nào. Điền ít nhất một dòng."))
    check_totals(table.rows, totals, head, table.find)


@dataclass(frozen=True)
class Rest:
    """What a row is read with (cùng bảng)."""

    table: Table
    page: Page
    asked: Reading
    days: frozenset[int]

    @property
    def columns(self) -> Mapping[int, Match]:
        """Give what each column is taken for."""
        return self.table.head.columns if self.table.head else {}

    def years(self) -> list[int]:
        """Give the years that the columns of days and the lines above the head speak of."""
        above = [cell for row in self.page.cells[: self.table.head.first] for cell in row] if self.table.head else []
        cells = [row[at] for row in self.page.cells[:YEARS_WITHIN] for at in self.days if at < len(row)]
        return years_of([*above, *cells], timezone.localdate())


def _plain(row: Sequence[object]) -> Sort:
    """Take every row that is not empty for data."""
    return Sort.DATA if any(shown(cell) for cell in row) else Sort.NOTHING


def _repeats_head(row: Sequence[object], head: Head) -> bool:
    """Tell whether a row is the head again, as at the top of each printed page."""
    words = [(at, shown(cell)) for at, cell in enumerate(row) if shown(cell)]
    return len(words) > 1 and all(at < len(head.labels) and word in head.labels[at] for at, word in words)


def _typed(number: int, cells: Sequence[object], rest: Rest, group: str) -> Row:
    """Turn one row of cells into typed values."""
    table, values = rest.table, dict[str, object]()
    raw: dict[str, str] = {}
    said: dict[str, str] = {}
    for index, match in rest.columns.items():
        column = match.column
        cell = cells[index] if index < len(cells) else None
        text = shown(cell)
        raw[column.name] = text
        values[column.name] = None
        if not text or is_blank(text, column.type):
            if column.required:
                message = _("Dòng {row} thiếu {name}. Điền ô này.").format(row=number, name=column.name)
                table.find("error", number, column.name, "", "missing_value", message)
            continue
        try:
            values[column.name] = READERS[column.type](cell if not isinstance(cell, str) else text, column.choices or {})
        except Unclear as unclear:
            if column.has_words and _is_split(rest, number, column, text):
                said[column.name], values[column.name] = _words(rest, text), rest.asked.splits.get(text)
            elif not column.has_words or text not in table.two_facts:
                table.find("error", number, column.name, text, unclear.code, unclear.message)
    return Row(number, values, raw, group, said)


def _is_split(rest: Rest, number: int, column: Column, text: str) -> bool:
    """Tell whether a cell of words, with or without a day, can be taken apart; else ask people once for all cells like it."""
    proposal = rest.table.two_facts.get(text) or two_facts(text, rest.years())
    if proposal is None:
        return says_postponed(text) and not any(letter.isdigit() for letter in text)
    rest.table.two_facts[text] = proposal
    if text in rest.asked.splits:
        return True
    if proposal.words:
        message = _("Ô này có hai ý: “{words}” và ngày {day:%d/%m/%Y}. Chọn cách tách ở phần “Ô có hai ý” rồi thử lại.")
    else:
        message = _("Ngày thiếu năm: có phải {day:%d/%m/%Y}? Chọn ở phần “Ô có hai ý” rồi thử lại.")
    rest.table.find("error", number, column.name, text, "two_facts", message.format(words=proposal.words, day=proposal.days[0]))
    return False


def _words(rest: Rest, text: str) -> str:
    """Give the words of a cell that was taken apart."""
    proposal = rest.table.two_facts.get(text)
    return proposal.words if proposal else text
