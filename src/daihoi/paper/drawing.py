"""The shapes of a ballot page and its small pictures: corner marks, codes, examples (nét vẽ trên phiếu)."""

from dataclasses import dataclass, field

import cv2
import segno

from daihoi.paper.words import HEADINGS

SERIF, SANS = "Tinos", "Be Vietnam Pro"
INK = 128  # below it a pixel of the print belongs to a letter


@dataclass
class Drawing:
    """The shapes of one page."""

    texts: list[dict[str, object]] = field(default_factory=list)
    rects: list[dict[str, object]] = field(default_factory=list)
    lines: list[dict[str, object]] = field(default_factory=list)
    images: list[dict[str, object]] = field(default_factory=list)
    blocks: list[dict[str, object]] = field(default_factory=list)
    watermarks: list[dict[str, object]] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        font: str = SERIF,
        bold: bool = False,
        align: str = "left",
        fill: str = "#000000",
    ) -> None:
        """Write one line on a baseline."""
        weight = 700 if bold else 400
        self.texts.append({"x": x, "y": y, "text": words, "size": size, "font": font, "weight": weight, "align": align, "fill": fill})

    def rect(self, box: tuple[float, float, float, float], *, fill: str | None = None, stroke: float = 0, radius: float = 0) -> None:
        """Draw a rectangle; its line lies inside the box."""
        half = stroke / 2
        x0, y0, x1, y1 = box
        self.rects.append(
            {"x": x0 + half, "y": y0 + half, "w": x1 - x0 - stroke, "h": y1 - y0 - stroke, "fill": fill, "stroke": stroke, "radius": radius}
        )

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float, fill: str = "#000000") -> None:
        """Draw a straight line."""
        self.lines.append({"x0": x0, "y0": y0, "x1": x1, "y1": y1, "width": width, "fill": fill})

    def bits(self, box: tuple[float, float, float, float], matrix: list[list[bool]]) -> None:
        """Draw a code or a corner mark."""
        self.picture(box, svg(matrix))

    def picture(self, box: tuple[float, float, float, float], drawn: str) -> None:
        """Draw a square picture."""
        self.images.append({"x": box[0], "y": box[1], "w": box[2] - box[0], "svg": drawn})


def strike_example(drawing: Drawing, x: float, y: float, scale: float) -> None:
    """A struck and an unstruck name that is nobody's."""
    for row, (struck, meaning) in enumerate(((True, "không bầu"), (False, "bầu"))):
        baseline = y + (10.5 + 9.5 * row) * scale
        drawing.text(x, baseline, "Họ Đệm Tên", 13 * scale, font=SERIF)
        drawing.text(x + 27.5 * scale, baseline, meaning, 8.5 * scale, font=SANS)
        if struck:
            drawing.line(x - 1, baseline - 1.3 * scale, x + 25 * scale, baseline - 1.7 * scale, 0.6)


def box_example(drawing: Drawing, x: float, y: float, scale: float, *, choose: bool) -> None:
    """Both answers side by side, none before the other in weight."""
    side = 5.5 * scale
    labels = ("bầu", "không bầu") if choose else HEADINGS
    y += 4 * scale if choose else 0  # one row of squares stands in the middle of the frame
    for column, label in enumerate(labels):
        centre = x + (9 + 26 * column) * scale
        drawing.text(centre, y + 5.5 * scale, label, 7.5 * scale, font=SANS, align="center")
        for row in range(1 if choose else 2):
            box = (centre - side / 2, y + (8 + 8 * row) * scale, centre + side / 2, y + (8 + 8 * row) * scale + side)
            drawing.rect(box, stroke=0.25)
            if (row == column) if not choose else column == 0:
                inside = side * 0.18
                drawing.line(box[0] + inside, box[1] + inside, box[2] - inside, box[3] - inside, 0.4)
                drawing.line(box[2] - inside, box[1] + inside, box[0] + inside, box[3] - inside, 0.4)
    if not choose:
        drawing.text(x + 22 * scale, y + 15.5 * scale, "hoặc", 7.5 * scale, font=SANS, align="center")


def marker(identity: int) -> list[list[bool]]:
    """The dark cells of a corner mark."""
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    bits = cv2.aruco.generateImageMarker(dictionary, identity, 6)
    return [[bool(cell < INK) for cell in row] for row in bits]


def code_matrix(payload: str) -> list[list[bool]]:
    """The dark cells of a QR code."""
    return [[bool(cell) for cell in row] for row in segno.make_qr(payload, error="m", boost_error=True).matrix]


def svg(matrix: list[list[bool]]) -> str:
    """Dark cells as one path, runs of a row joined, rows overlapping by a hair so that no seam shows."""
    path = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                path.append(f"M{x} {y}h{run}v1.02h-{run}z")
            x += max(run, 1)
    side = len(matrix)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{"".join(path)}"/></svg>'
