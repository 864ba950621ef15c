"""Where everything stands on a printed ballot, in millimetres from the top left corner (bố cục phiếu).

No drawing here and no image: `plan` turns names and a form into numbers, `printing` draws them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from math import ceil
from pathlib import Path

from PIL import ImageFont

from daihoi.rules.errors import RuleViolation, _

FONTS = Path(__file__).parent / "fonts"
POINT_MM = 25.4 / 72
INK_EM = 1.24  # from the top of Ẵ to the bottom of ỵ, in units of the type size
WHITE_MM = 2.2  # least white between two names: a line there must not touch either
LARGEST_PT, SMALLEST_PT = 15.0, 9.5
MOST_PAGES = 12  # 4 corner marks a page out of a dictionary of 50
CORNERS = 4
WORDS_INSET_MM = 2.2  # of the instruction from its frame
SIDES = 2  # of a leaf
BOXES_APART_MM = 20.0  # white between the box to agree and the box to disagree, on A4


@dataclass(frozen=True)
class Sheet:
    """Fixed places of one page size (khổ giấy)."""

    name: str
    width: float
    height: float
    marker: float  # side of a corner mark
    inset: float  # its distance from both edges
    left: float  # print area between the edge marks
    right: float
    code: float  # side of the first code
    second_code: float
    head_bottom: float
    box_top: float
    box_bottom: float
    rows_top: float
    back_top: float
    rows_bottom: float
    scale: float  # of the types of head and instruction
    symbol: float  # side of the symbol that holds leaves together

    @property
    def middle(self) -> float:
        """Middle of the page from left to right."""
        return self.width / 2

    @property
    def stamp(self) -> tuple[float, float, float, float]:
        """The place of 38 mm kept free for the stamp (nơi đóng dấu)."""
        x, y = self.inset + self.marker + 2, self.inset + self.marker + 1.5
        return (x, y, x + 38, y + 38)

    @property
    def example(self) -> float:
        """Width of the example beside the instruction (ví dụ trên phiếu)."""
        return 50 * self.scale

    @property
    def words_width(self) -> float:
        """Width left for the instruction in its frame."""
        return self.right - self.left - self.example - 7

    @property
    def words_height(self) -> float:
        """Height of the instruction in its frame."""
        return self.box_bottom - self.box_top - 2 * WORDS_INSET_MM

    def code_box(self, *, first_page: bool) -> tuple[float, float, float, float]:
        """Place of the first code: top right."""
        side = self.code if first_page else self.second_code
        x, y = self.right - side, self.inset + self.marker + 2
        return (x, y, x + side, y + side)

    def second_code_box(self) -> tuple[float, float, float, float]:
        """Place of the second code: the middle of the foot, far from every corner that may tear."""
        x, y = self.middle - self.second_code / 2, self.height - self.inset - self.second_code
        return (x, y, x + self.second_code, y + self.second_code)

    def symbol_boxes(self, *, first_page: bool) -> list[tuple[float, float, float, float]]:
        """Places of the symbol: beside the first code, on the first page below it; and beside the second code."""
        x0, y0, _x1, y1 = self.code_box(first_page=first_page)
        x, y = (self.right - self.symbol, y1 + 2.5) if first_page else (x0 - 3.5 - self.symbol, y0 + 1)
        foot_x, foot_y = self.middle + self.second_code / 2 + 5, self.second_code_box()[1] + 2
        return [(x, y, x + self.symbol, y + self.symbol), (foot_x, foot_y, foot_x + self.symbol, foot_y + self.symbol)]


SHEETS = {
    "A4": Sheet("A4", 210, 297, 9, 10, 22, 188, 20, 14, 58, 62, 88, 93, 36, 270.5, 1.0, 9),
    "A5": Sheet("A5", 148, 210, 8, 8, 16.5, 131.5, 17, 13, 56, 57.5, 78.5, 81.5, 32.5, 187, 0.78, 8),
}


@dataclass(frozen=True)
class Place:
    """Where one candidate stands: page, baseline, columns (vị trí một người)."""

    candidate: int
    page: int
    x: float  # left end of the name
    number_x: float  # right end of the number
    baseline: float
    boxes: tuple[tuple[str, float, float], ...] = ()  # kind, left, top


@dataclass(frozen=True)
class Plan:
    """All places of one ballot, with the type size that holds for every name."""

    sheet: Sheet
    form: str
    type_pt: float
    pitch: float
    columns: int
    box: float
    pages: int
    places: tuple[Place, ...]
    heads: tuple[tuple[int, float, float, float], ...] = field(default=())  # page, x of agree, x of disagree, top of the rows

    @property
    def leaves(self) -> int:
        """Sheets of paper of one ballot, each printed on both sides (số tờ)."""
        return ceil(self.pages / SIDES)


@lru_cache(maxsize=8)
def font(file: str) -> ImageFont.FreeTypeFont:
    """One of our fonts at 1000 units an em."""
    return ImageFont.truetype(str(FONTS / file), 1000)


def width_em(text: str, file: str = "Tinos-Regular.ttf") -> float:
    """Width of a text in units of the type size."""
    return font(file).getlength(text) / 1000


def marker_ids(page: int) -> tuple[int, int, int, int]:
    """Ids of the corner marks of a page: top left, top right, bottom right, bottom left."""
    first = CORNERS * (page - 1)
    return (first, first + 1, first + 2, first + 3)


def marker_boxes(sheet: Sheet) -> list[tuple[float, float, float, float]]:
    """Places of the corner marks in the order of their ids."""
    near, side = sheet.inset, sheet.marker
    far_x, far_y = sheet.width - near - side, sheet.height - near - side
    return [(x, y, x + side, y + side) for x, y in ((near, near), (far_x, near), (far_x, far_y), (near, far_y))]


def edge_boxes(sheet: Sheet) -> list[tuple[float, float, float, float]]:
    """Small squares along both sides: they prove the fit and stand in for a lost corner."""
    side, count = 3.0, 6
    top, bottom = sheet.inset + sheet.marker, sheet.height - sheet.inset - sheet.marker
    step = (bottom - top) / (count + 1)
    rows = [top + step * (i + 1) - side / 2 for i in range(count)]
    return [(x, y, x + side, y + side) for y in rows for x in (sheet.inset, sheet.width - sheet.inset - side)]


def plan(form: str, labels: Sequence[str], page_size: str) -> Plan:
    """Choose columns, pitch and type size so that no name wraps and the fewest pages suffice."""
    if page_size not in SHEETS:
        raise RuleViolation("ballot.page_size", _("Khổ giấy {page_size} chưa có. Hãy chọn A4 hoặc A5."), page_size=page_size)
    if not labels:
        raise RuleViolation("ballot.no_names", _("Danh sách chưa có tên nào. Hãy thêm người vào danh sách trước khi in phiếu."))
    sheet = SHEETS[page_size]
    pleasant = 12.0 if page_size == "A4" else SMALLEST_PT
    for least, most in ((pleasant, 2), (SMALLEST_PT, 2), (pleasant, MOST_PAGES), (SMALLEST_PT, MOST_PAGES)):
        for pages, (columns, pitch, box) in product((1, *range(SIDES, most + 1, SIDES)), _shapes(form)):
            made = _try(sheet, form, labels, pages, columns, pitch, box)
            if made and made.type_pt >= least:
                return made
    longest = max(labels, key=width_em)
    message = (
        _(
            "Danh sách {names} người không in được trên khổ A4 với cỡ chữ từ {least}; tên dài nhất là «{longest}». Hãy rút ngắn tên, hoặc bớt người."
        )
        if page_size == "A4"
        else _(
            "Danh sách {names} người không in được trên khổ {page_size} với cỡ chữ từ {least}; tên dài nhất là «{longest}». Hãy dùng khổ A4."
        )
    )
    raise RuleViolation(
        "ballot.does_not_fit",
        message,
        names=len(labels),
        page_size=page_size,
        least=SMALLEST_PT,
        longest=longest,
    )


def _shapes(form: str) -> list[tuple[int, float, float]]:
    """Columns, row pitch and box side, from the most pleasant to the densest."""
    if form in {"agree_disagree", "single"}:
        return [(1, 15, 6.5), (1, 12, 6.5), (1, 10, 6.0), (2, 11, 6.0), (2, 9, 5.5), (2, 8, 5.0)]
    if form == "choose":
        return [(1, 12, 6.5), (2, 12, 6.5), (2, 10, 6.0), (2, 9, 5.5), (2, 8, 5.0)]
    return [(1, 11, 0), (2, 11, 0), (2, 10, 0), (2, 9, 0), (2, 8.2, 0), (2, 7.4, 0), (2, 6.8, 0), (2, 6.4, 0)]


def _try(sheet: Sheet, form: str, labels: Sequence[str], pages: int, columns: int, pitch: float, box: float) -> Plan | None:
    """The plan of this shape, or nothing when it does not fit."""
    head = 9.0 if form in {"agree_disagree", "single"} else 0.0
    room = [sheet.rows_bottom - (sheet.rows_top if page == 0 else sheet.back_top) - head for page in range(pages)]
    rows = [int(space / pitch) for space in room]
    if sum(rows) * columns < len(labels) or (pages == SIDES and rows[0] * columns >= len(labels)):
        return None
    column = (sheet.right - sheet.left + 4) / columns - 4
    before, behind = _beside(sheet, form, box, columns)
    widest = max(width_em(label) for label in labels)
    points = min(LARGEST_PT, (pitch - WHITE_MM) / INK_EM / POINT_MM, (column - before - behind) / widest / POINT_MM)
    points = int(points * 4) / 4
    if points < SMALLEST_PT:
        return None
    used = _share_out(len(labels), rows, columns)
    if not used[-1]:
        return None
    spread = min(15.0 if box and form != "choose" else 12.0 if box else 11.0, min(space / n for space, n in zip(room, used, strict=True)))
    return _places(sheet, form, len(labels), used, columns, max(pitch, spread), points, box, head)


def _beside(sheet: Sheet, form: str, box: float, columns: int) -> tuple[float, float]:
    """Room before the name for the number, behind it for the boxes."""
    if form == "choose":
        return 8.5 + box + 4, 1.0
    if form in {"agree_disagree", "single"}:
        return 8.5, 2 * box + (9.0 + BOXES_APART_MM * sheet.scale if columns == 1 else 16.5)
    return 8.5, 1.0


def _share_out(count: int, rows: Sequence[int], columns: int) -> list[int]:
    """Rows used on each page: the front of one leaf is full; several leaves share evenly, so that no side of them stays empty."""
    full = max(rows)
    if len(rows) > SIDES:
        full = next(cap for cap in range(1, full + 1) if sum(min(most, cap) for most in rows) * columns >= count)
    used, left = [], count
    for most in (min(each, full) for each in rows):
        here = min(most, ceil(left / columns))
        used.append(here)
        left -= here * columns
    return used


def _places(
    sheet: Sheet, form: str, count: int, used: Sequence[int], columns: int, pitch: float, points: float, box: float, head: float
) -> Plan:
    """Give every candidate a place, down the first column, then the second, then the next page."""
    column = (sheet.right - sheet.left + 4) / columns
    before, _behind = _beside(sheet, form, box, columns)
    places: list[Place] = []
    heads: list[tuple[int, float, float, float]] = []
    for page, rows in enumerate(used, start=1):
        top = (sheet.rows_top if page == 1 else sheet.back_top) + head
        for across in range(columns):
            left = sheet.left + across * column
            end = left + column - 4
            agree, disagree = _box_columns(sheet, end, box, columns)
            heads += [(page, agree + box / 2, disagree + box / 2, top)] if head and len(places) < count else []
            for down in range(min(rows, count - len(places))):
                middle = top + (down + 0.5) * pitch
                boxes = _boxes(form, left, agree, disagree, middle - box / 2)
                places.append(Place(len(places) + 1, page, left + before, left + 6.5, middle + points * POINT_MM * 0.25, boxes))
    return Plan(sheet, form, points, pitch, columns, box, len(used), tuple(places), tuple(heads))


def _box_columns(sheet: Sheet, end: float, box: float, columns: int) -> tuple[float, float]:
    """Left sides of the agree and the disagree boxes."""
    gap = BOXES_APART_MM * sheet.scale if columns == 1 else 9.0
    disagree = end - box - (5.0 if columns == 1 else 2.5)
    return disagree - gap - box, disagree


def _boxes(form: str, left: float, agree: float, disagree: float, top: float) -> tuple[tuple[str, float, float], ...]:
    """The squares of one row."""
    if form == "choose":
        return (("choose", left + 8.5, top),)
    if form in {"agree_disagree", "single"}:
        return (("agree", agree, top), ("disagree", disagree, top))
    return ()
