"""The shapes of layout.json and READINGS.jsonl, as the contract fixes them (khuôn dữ liệu)."""

from typing import NotRequired, TypedDict


class FieldShape(TypedDict):
    """One place where a voter may mark."""

    candidate: int
    kind: str
    box_mm: list[float]
    baseline_mm: NotRequired[float]
    type_mm: NotRequired[float]


class MarkShape(TypedDict):
    """A corner mark."""

    id: int
    box_mm: list[float]


class PageShape(TypedDict):
    """One printed side."""

    number: int
    fields: list[FieldShape]
    stamp_mm: list[float]
    marks: list[MarkShape]
    edge_mm: list[list[float]]
    codes_mm: list[list[float]]
    payload: str
    print: str
    symbols_mm: NotRequired[list[list[float]]]


class LayoutShape(TypedDict):
    """A printed ballot as the reader must know it."""

    form: str
    page_mm: list[float]
    page_size: str
    code: str
    style: str
    letter: str
    specimen: bool
    name_pt: float
    print_px_per_mm: int
    pages: list[PageShape]
    symbols: NotRequired[list[str]]


class FieldReading(TypedDict):
    """What was read in one field."""

    candidate: int
    kind: str
    state: str
    score: float
    why: NotRequired[str]


class SheetMark(TypedDict):
    """A mark on the sheet that belongs to no field."""

    kind: str
    state: str
    box_mm: list[float]


class ReadingLine(TypedDict):
    """One line of READINGS.jsonl."""

    source: str
    digest: str
    status: str
    cause: str | None
    duplicate_of: str | None
    ballot: int | None
    page: int | None
    pages: int
    fields: list[FieldReading]
    sheet_marks: list[SheetMark]
    readers_agree: bool
    symbol: NotRequired[int | None]
    ink: NotRequired[str]
    note: NotRequired[str]
