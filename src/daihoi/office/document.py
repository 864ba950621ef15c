"""What an official paper says, apart from how it is drawn (văn bản): the one model behind DOCX and PDF."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from daihoi.office.formats import Format

NO_BREAK = "\u00a0"


class Align(StrEnum):
    """Where text stands in its column."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True)
class Run:
    """A piece of text in one hand."""

    text: str
    bold: bool = False
    italic: bool = False


Rich = str | Run | tuple[str | Run, ...]


def runs(text: Rich) -> tuple[Run, ...]:
    """Give any text as a tuple of runs."""
    pieces: Iterable[str | Run] = text if isinstance(text, tuple) else (text,)
    return tuple(piece if isinstance(piece, Run) else Run(piece) for piece in pieces)


def plain(text: Rich) -> str:
    """Give the words of a text without their hand."""
    return "".join(run.text for run in runs(text))


def bold(text: object) -> Run:
    """Give a value in bold."""
    return Run(str(text), bold=True)


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the body (đoạn)."""

    text: Rich
    align: Align = Align.JUSTIFY
    is_indented: bool = True
    leads: bool = False  # stays on the page of what it introduces


@dataclass(frozen=True)
class Section:
    """A headline inside the body (mục), kept with what follows it."""

    title: str


@dataclass(frozen=True)
class Numbered:
    """A numbered list (các khoản)."""

    items: tuple[Rich, ...]
    start: int = 1


@dataclass(frozen=True)
class Column:
    """One column of a table; its width is a share of the whole."""

    title: str
    width: float
    align: Align = Align.LEFT


@dataclass(frozen=True)
class Table:
    """A ruled table whose head is repeated on every page (bảng)."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Rich, ...], ...]
    note: str = ""  # stands under it, such as the rule of rounding
    is_small: bool = False


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG as wide as the text, with what it shows in words (hình)."""

    svg: str
    says: str


@dataclass(frozen=True)
class Signature:
    """One signature: in whose name, as what, who (quyền hạn, chức vụ, họ và tên)."""

    title: str = ""
    power: str = ""
    name: str = ""
    note: str = ""


@dataclass(frozen=True)
class Signatures:
    """Two or three signatures beside each other, from left to right."""

    signatures: tuple[Signature, ...]


@dataclass(frozen=True)
class Annex:
    """The head of an annex (phụ lục), which begins a page of its own after the signatures."""

    title: str


Block = Paragraph | Section | Numbered | Table | Picture | Signatures | Annex


@dataclass(frozen=True)
class Symbol:
    """Number and symbol of a paper (số và ký hiệu), FM-07: the running number is empty until the clerk enters it."""

    kind: str
    body: str
    number: int | None = None


@dataclass(frozen=True)
class Document:
    """One official paper (văn bản), FM-01."""

    form: Format
    issuing: str
    name: str
    abstract: str = ""
    upper: str = ""
    symbol: Symbol | None = None
    place: str = ""
    signed_on: date | None = None
    blocks: tuple[Block, ...] = ()
    signature: Signature | None = None
    recipients: tuple[str, ...] = ()
    marks: tuple[str, ...] = field(default=())
    foot: str = ""
    first_page: int = 1  # in a book the pages run through

    @property
    def is_letter(self) -> bool:
        """Tell a letter (công văn), which has no name: its abstract stands under the number (FM-09)."""
        return not self.name

    @property
    def number_line(self) -> str:
        """Number and symbol as printed, with room for the number while it is not given (FM-07)."""
        if self.symbol is None:
            return ""
        number = NO_BREAK * 8 if self.symbol.number is None else f"{self.symbol.number:02d}"
        return self.form.text("number").format(number=number, kind=self.symbol.kind, body=self.symbol.body)

    @property
    def date_line(self) -> str:
        """Place and date as printed (FM-08), with room for the day while it is not known."""
        place = f"{self.place}, " if self.place else ""
        if self.signed_on is None:
            return f"{place}ngày{NO_BREAK * 6} tháng{NO_BREAK * 6} năm{NO_BREAK * 8}"
        day, month = f"{self.signed_on.day:02d}", str(self.signed_on.month)
        words = f"ngày {day} tháng {month.zfill(2) if self.signed_on.month < 3 else month} năm {self.signed_on.year}"
        return place + words.replace(" ", NO_BREAK)
