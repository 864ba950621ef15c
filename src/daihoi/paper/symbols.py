"""The eight symbols that hold the leaves of one ballot together, and their reading (ký hiệu giữ các tờ của một phiếu).

Every leaf of a ballot bears the same symbol, twice on each side; the symbols take turns through the print run, so that neighbours
in it differ, and each is shared by an eighth of all ballots: it leads to nobody. People see the same shape as the machine.
"""

from collections.abc import Sequence
from math import cos, pi, sin

import cv2
import numpy as np

from daihoi.paper import cutting
from daihoi.paper.registration import Fit, Grey, Levels, local_affine
from daihoi.paper.shapes import LayoutShape
from daihoi.paper.thresholds import SYMBOL

Point = tuple[float, float]
PX_PER_MM = 3
WHITE_MM = 0.8  # around a symbol, part of its look
REACH_MM = 1.0  # a symbol may lie so far beside its place
FINE = 16  # sub-pixels of a side when a shape becomes pixels
HALF = np.diag([0.5, 0.5, 1.0])


def _round(radius: float) -> list[Point]:
    return [(0.5 + radius * cos(2 * pi * turn / 48), 0.5 + radius * sin(2 * pi * turn / 48)) for turn in range(48)]


def _upright(x0: float, y0: float, x1: float, y1: float) -> list[Point]:
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


# Outlines in a square of side 1, y downwards; a second outline inside the first is a hole.
SHAPES: dict[str, list[list[Point]]] = {
    "tròn": [_round(0.48)],
    "khung": [_upright(0.04, 0.04, 0.96, 0.96), _upright(0.26, 0.26, 0.74, 0.74)],
    "tam giác": [[(0.5, 0.02), (1.0, 0.94), (0.0, 0.94)]],
    "cộng": [[*((0.36, 0.0), (0.64, 0.0), (0.64, 0.36), (1.0, 0.36), (1.0, 0.64), (0.64, 0.64)),
              *((0.64, 1.0), (0.36, 1.0), (0.36, 0.64), (0.0, 0.64), (0.0, 0.36), (0.36, 0.36))]],
    "hai cột": [_upright(0.06, 0.04, 0.36, 0.96), _upright(0.64, 0.04, 0.94, 0.96)],
    "góc": [[(0.04, 0.04), (0.36, 0.04), (0.36, 0.64), (0.96, 0.64), (0.96, 0.96), (0.04, 0.96)]],
    "hai ô": [_upright(0.02, 0.02, 0.49, 0.49), _upright(0.51, 0.51, 0.98, 0.98)],
    "đồng hồ cát": [[(0.04, 0.02), (0.96, 0.02), (0.5, 0.5)], [(0.5, 0.5), (0.96, 0.98), (0.04, 0.98)]],
}  # fmt: skip
NAMES = tuple(SHAPES)


def svg(number: int) -> str:
    """One symbol, counted from 1, as a picture in a square."""
    paths = ["M" + "L".join(f"{x:.4f} {y:.4f}" for x, y in outline) + "z" for outline in SHAPES[NAMES[number - 1]]]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path fill-rule="evenodd" d="{"".join(paths)}"/></svg>'


def picture(name: str, side: int) -> Grey:
    """One symbol as grey pixels, black on white."""
    large = np.full((side * FINE, side * FINE), 255, np.uint8)
    outlines = [np.round(np.array(outline) * (side * FINE - 1)).astype(np.int32) for outline in SHAPES[name]]
    cv2.fillPoly(large, outlines, (0,))
    return np.asarray(cv2.resize(large, (side, side), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def all_in_one(side: int) -> Grey:
    """The mean of all symbols: what the print of a page may show in their place."""
    return np.asarray(np.mean([picture(name, side) for name in NAMES], axis=0), dtype=np.uint8)


class SymbolReader:
    """Reads the symbol of page images of one ballot (đọc ký hiệu)."""

    def __init__(self, layout: LayoutShape) -> None:
        """Prepare the looks of all symbols of this ballot; a ballot of one leaf has none."""
        self.names = list(layout.get("symbols", ()))
        self.places = {page["number"]: page.get("symbols_mm", []) for page in layout["pages"]}
        first = next((boxes[0] for boxes in self.places.values() if boxes), [0.0, 0.0, 0.0, 0.0])
        self.side_mm = first[2] - first[0]
        self.looks = [self._look(name) for name in self.names]

    def _look(self, name: str) -> Grey:
        """A symbol with white around it, as a scanner softens it."""
        white = round(WHITE_MM * PX_PER_MM)
        side = round(self.side_mm * PX_PER_MM)
        framed = cv2.copyMakeBorder(picture(name, side), white, white, white, white, cv2.BORDER_CONSTANT, value=(255,))
        return np.asarray(cv2.GaussianBlur(framed, (3, 3), 0.6), dtype=np.uint8)

    def read(self, levels: Levels, fit: Fit) -> int | None:
        """The number of the symbol on a page, from 1; nothing where no place shows one clearly or two contradict each other."""
        seen = {found for box in self.places[fit.page] for found in [self._at(levels, fit, box)] if found}
        return seen.pop() if len(seen) == 1 else None

    def _at(self, levels: Levels, fit: Fit, box: Sequence[float]) -> int:
        """The symbol at one place, or 0."""
        out = WHITE_MM + REACH_MM
        side = round((self.side_mm + 2 * out) * PX_PER_MM)
        patch = np.empty((side, side), np.uint8)
        affine = local_affine(HALF @ fit.matrix, box[0] - out, box[1] - out, PX_PER_MM, side, side)
        cutting.sampled(levels.at(1), affine, patch)
        scores = [float(cv2.matchTemplate(patch, look, cv2.TM_CCOEFF_NORMED).max()) for look in self.looks]
        best, second = sorted(scores, reverse=True)[:2]
        if best < SYMBOL.like or best - second < SYMBOL.ahead:
            return 0
        return scores.index(best) + 1
