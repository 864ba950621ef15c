"""The whole page at low resolution: paper level, folds and streaks, stamp, ink where none belongs (bề mặt trang)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper import cutting, loops, pieces, whole
from daihoi.paper.registration import Grey, Matrix
from daihoi.paper.shapes import LayoutShape, PageShape, SheetMark
from daihoi.paper.thresholds import SHEET

LOW = 2  # pixels of a millimetre
UNKNOWN = -128
HALF_PIXEL = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1.0]])
MOST_BEND_PX = 1.0
MOST_STRETCH = 0.1  # of an image that is made straight pixel by pixel
BEYOND = 24  # pixels that a tilted page reaches beyond its image
BAND = round(SHEET.band_mm * LOW)
INNER, OUTER = round(SHEET.ridge_inner_mm * LOW), round(SHEET.ridge_outer_mm * LOW)
BETWEEN = 2  # pixels on both sides of the middle between two squares
BLACK, MOST_BLACK = 40, 400  # level of broad print, and pixels of it looked at to know its contrast
AROUND = 2  # pixels by which what looks foreign is shown wider
APART = 2 * AROUND + 1  # letters part the strokes that lie over them
FLANK = 6  # pixels looked at on both sides of a ridge to measure it


@dataclass(frozen=True)
class Ridge:
    """A straight dark line that runs across the page: a fold or a streak of the glass (nếp gấp, vệt kính bẩn)."""

    upright: bool
    at: float  # millimetres, in the middle of the page
    drift: float  # millimetres over the whole page
    width: float
    kind: str

    def place(self, along: float, length: float) -> float:
        """Where the line is at a point of the other axis."""
        return self.at + self.drift * (along / length - 0.5)


@dataclass(frozen=True)
class Surface:
    """What is known of one page image before its fields are read."""

    paper: Grey  # 1 pixel a millimetre
    residue: NDArray[np.int8]  # unexplained darkness, LOW pixels a millimetre
    noise: float
    ridges: tuple[Ridge, ...]
    contrast: float  # of the broadest print, as a share of the paper


class SurfaceReader:
    """Looks at whole pages of one printed side."""

    def __init__(self, layout: LayoutShape, page: PageShape, print_: Grey) -> None:
        """Prepare the masks of the print, of the fields and of the stamp place."""
        self.width_mm, self.height_mm = map(float, layout["page_mm"])
        self.size = (round(self.width_mm * LOW), round(self.height_mm * LOW))
        low = cv2.resize(print_, self.size, interpolation=cv2.INTER_AREA)
        dark = (low < 245).astype(np.uint8)
        self.free = (cv2.dilate(dark, np.ones((3, 3), np.uint8)) == 0).astype(np.uint8)
        black = np.flatnonzero(cv2.dilate(low, np.ones((5, 5), np.uint8)) < BLACK)
        self.black = black[:: 1 + len(black) // MOST_BLACK]
        self.stamp = page["stamp_mm"]
        # the marks of many voters stand one below the other: squares say nothing about streaks
        self.squares = np.zeros((self.size[1], self.size[0]), bool)
        for entry in page["fields"]:
            if entry["kind"] != "strike":
                x0, y0, x1, y1 = entry["box_mm"]
                out = SHEET.square_mm
                self.squares[self._px(y0 - out) : self._px(y1 + out), self._px(x0 - out) : self._px(x1 + out)] = True
        self.has_squares = bool(self.squares.any())
        self.between = self._between([entry["box_mm"] for entry in page["fields"] if entry["kind"] != "strike"])
        self.zones = self._zones(page)
        self.to_mm = np.array([[1 / LOW, 0, 0.5 / LOW], [0, 1 / LOW, 0.5 / LOW], [0, 0, 1.0]])

    def _between(self, boxes: Sequence[Sequence[float]]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Of the white between two squares that stand one over the other: its middle rows, those around them, and its columns."""
        middles, lefts = [], []
        for x0, _y0, x1, y1 in boxes:
            below = min((top for left, top, right, _bottom in boxes if left < x1 and right > x0 and top > y1), default=y1)
            if SHEET.between_mm < below - y1 < SHEET.between_most_mm:
                middles.append(self._px((y1 + below) / 2))
                lefts.append(self._px(x0 - SHEET.square_mm))
        wide = round((boxes[0][2] - boxes[0][0] + 2 * SHEET.square_mm) * LOW) if boxes else 0
        down, across = np.array(middles, np.int64).reshape(-1, 1, 1), np.array(lefts, np.int64).reshape(-1, 1, 1)
        near, around = (np.arange(-half, half)[None, :, None] for half in (BETWEEN, 2 * BETWEEN))
        return down + near, down + around, across + np.arange(wide)[None, None, :]

    def _zones(self, page: PageShape) -> Grey:
        """255 where ink is foreign; 0 in fields, stamp place and along the edges of the paper."""
        zones = np.full((self.size[1], self.size[0]), 255, np.uint8)
        edge = round(SHEET.edge_mm * LOW)
        zones[:edge], zones[-edge:], zones[:, :edge], zones[:, -edge:] = 0, 0, 0, 0
        for entry in page["fields"]:
            x0, y0, x1, y1 = entry["box_mm"]
            across, down = (SHEET.beside_name_mm, SHEET.above_name_mm) if entry["kind"] == "strike" else (SHEET.around_box_mm,) * 2
            zones[self._px(y0 - down) : self._px(y1 + down), self._px(x0 - across) : self._px(x1 + across)] = 0
        if self.stamp:
            x0, y0, x1, y1 = self.stamp
            out = SHEET.stamp_over_mm
            zones[self._px(y0 - out) : self._px(y1 + out), self._px(x0 - out) : self._px(x1 + out)] = 0
        return zones

    @staticmethod
    def _px(value: float) -> int:
        return max(0, round(value * LOW))

    def look(self, image: Grey, matrix: Matrix) -> Surface:
        """The surface of one registered page image."""
        low = self._low(image, matrix)
        paper, residue, noise, contrast = whole.surface(low, self.free, self.black)
        return Surface(paper, residue, noise, self._ridges(residue, noise, matrix), contrast)

    def _low(self, image: Grey, matrix: Matrix) -> Grey:
        """The whole page, straight, at low resolution; scans without perspective take the faster way."""
        low: Grey
        is_bent, is_askew, affine, low = whole.straight(image, matrix, self.width_mm, self.height_mm, LOW, MOST_BEND_PX, MOST_STRETCH)
        if is_bent:
            flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
            bent = HALF_PIXEL @ matrix @ self.to_mm
            low = np.asarray(cv2.warpPerspective(image, bent, self.size, flags=flags, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8)
        elif is_askew:
            affine[:, 2] += BEYOND
            wider = cv2.copyMakeBorder(image, BEYOND, BEYOND, BEYOND, BEYOND, cv2.BORDER_REPLICATE).astype(np.uint8, copy=False)
            cutting.sampled(wider, affine, low)
        return low

    def _ridges(self, residue: NDArray[np.int8], noise: float, matrix: Matrix) -> tuple[Ridge, ...]:
        """Lines from edge to edge, upright and level."""
        level = upright = residue
        if self.has_squares:
            level = np.where(self.squares, np.int8(UNKNOWN), residue)
            upright = level.copy()
            near, around, across = self.between
            # a fold goes through the whole white between two squares, the arm of an X crosses it askew
            upright[around, across] = residue[near, across].min(axis=1, keepdims=True)
        return (
            *self._straight(upright, noise, True, matrix),
            *self._straight(np.asarray(cv2.transpose(level), np.int8), noise, False, matrix),
        )

    def _straight(self, residue: NDArray[np.int8], noise: float, upright: bool, matrix: Matrix) -> list[Ridge]:
        """Lines that run from the first row to the last."""
        length, threshold = residue.shape[0], max(SHEET.ridge_least, SHEET.ridge_noise * noise / math.sqrt(BAND))
        is_crossed, profile, ridge = loops.standing(residue, BAND, INNER, OUTER, threshold, SHEET.ridge_share)
        found: list[Ridge] = []
        while is_crossed and len(found) < SHEET.most_ridges:
            share, start, end = loops.best_line(ridge, round(SHEET.steepest * length), threshold)
            if share < SHEET.ridge_share:
                break
            found.append(self._ridge(profile, ridge, start, end, length, upright, _tilt(matrix)))
            is_crossed = loops.crossed(ridge, threshold) >= SHEET.ridge_share
        return found

    def _ridge(
        self, profile: NDArray[np.float32], ridge: NDArray[np.float32], start: float, end: float, length: int, upright: bool, tilt: float
    ) -> Ridge:
        """Measure a line, name it and take it out of the profile."""
        bands, thick = len(ridge), loops.taken_out(profile, ridge, start, end, FLANK) / LOW
        # the bands are measured at their middles
        drift = float(end - start) * length / max(1, (bands - 1) * BAND)
        middle = (start + end) / 2 - drift * (bands * BAND / length - 1) / 2
        slope = drift / length
        along_scan = abs(slope + (tilt if upright else -tilt))
        straight = along_scan < abs(slope) - 0.002 or (along_scan < 0.004 and thick <= SHEET.streak_mm)
        return Ridge(upright, (middle + 0.5) / LOW, drift / LOW, thick, "streak" if straight else "fold")

    def marks(self, surface: Surface) -> list[SheetMark]:
        """The sheet marks of the contract: stamp, fold, streak, foreign ink."""
        found: list[SheetMark] = [self._ridge_mark(ridge) for ridge in surface.ridges]
        least = self._least(surface)
        if self.stamp:
            x0, y0, x1, y1 = (self._px(v) for v in self.stamp)
            found.append(self._stamp_mark(self._ink(surface, least, (x0, y0, x1, y1))))
        if loops.darker(surface.residue, self.zones, least) < SHEET.foreign_least_px:
            return found
        return found + self._foreign(self._ink(surface, least, (0, 0, *self.size)))

    @staticmethod
    def _least(surface: Surface) -> np.int8:
        """How dark ink is on such paper; whole numbers: the part behind the point says nothing."""
        return np.int8(min(127.0, max(SHEET.ink_least, SHEET.ink_noise * surface.noise)))

    def ink_beside_stamp(self, surface: Surface) -> Grey:
        """The ink of the whole page but that of a stamp in its place."""
        ink = self._ink(surface, self._least(surface), (0, 0, *self.size))
        if self.stamp:
            x0, y0, x1, y1 = self.stamp
            out = SHEET.stamp_over_mm
            ink[self._px(y0 - out) : self._px(y1 + out), self._px(x0 - out) : self._px(x1 + out)] = 0
        return ink

    def _ridge_mark(self, ridge: Ridge) -> SheetMark:
        half = ridge.width / 2 + 0.5
        low, high = ridge.at - abs(ridge.drift) / 2 - half, ridge.at + abs(ridge.drift) / 2 + half
        box = [low, 0.0, high, self.height_mm] if ridge.upright else [0.0, low, self.width_mm, high]
        return {"kind": ridge.kind, "state": "present", "box_mm": [round(v, 1) for v in box]}

    def _ink(self, surface: Surface, least: np.int8, place: tuple[int, int, int, int]) -> Grey:
        """Dark pixels of a place of the page that the print does not explain, without folds and streaks."""
        left, top, right, bottom = place
        ink = (surface.residue[top:bottom, left:right] > least).view(np.uint8)
        for ridge in surface.ridges:
            ends = (
                [(ridge.place(0, 1), 0.0), (ridge.place(1, 1), self.height_mm)]
                if ridge.upright
                else [(0.0, ridge.place(0, 1)), (self.width_mm, ridge.place(1, 1))]
            )
            (ax, ay), (bx, by) = [(round(x * LOW) - left, round(y * LOW) - top) for x, y in ends]
            cv2.line(ink, (ax, ay), (bx, by), 0, round((ridge.width + 1.6) * LOW))
        return ink

    def _stamp_mark(self, place: Grey) -> SheetMark:
        """Is there a stamp in its place (dấu của cấp ủy triệu tập)?"""
        _left, _top, wide, tall = cv2.boundingRect(place)
        area, extent = cv2.countNonZero(place) / LOW**2, (min(wide, tall) - 1) / LOW
        if area >= SHEET.stamp_area_mm2 and extent >= SHEET.stamp_extent_mm:
            state = "present"
        else:
            state = "absent" if area < SHEET.no_stamp_area_mm2 else "doubtful"
        return {"kind": "stamp", "state": state, "box_mm": [round(v, 1) for v in self.stamp]}

    def _foreign(self, ink: Grey) -> list[SheetMark]:
        """Ink outside all fields: a person must see it."""
        points, _piece, reach = pieces.pieces(cv2.bitwise_and(ink, self.zones), APART)
        if len(points) < SHEET.foreign_least_px:
            return []
        extent, area = (reach[:, 2:4] - reach[:, :2]).max(axis=1) / LOW, reach[:, pieces.COUNT] / LOW**2
        # dust is small; writing has length
        is_foreign = (extent >= SHEET.foreign_extent_mm) & (area >= SHEET.foreign_area_mm2) | (area >= SHEET.foreign_blot_mm2)
        boxes = (reach[is_foreign][: SHEET.most_foreign, :4] + (-AROUND, -AROUND, AROUND + 1, AROUND + 1)) / LOW
        return [{"kind": "foreign_ink", "state": "doubtful", "box_mm": [round(v, 1) for v in box]} for box in boxes.tolist()]


def _tilt(matrix: Matrix) -> float:
    """How far a page is turned in its image from the nearest quarter turn."""
    return (math.atan2(matrix[1, 0], matrix[0, 0]) + math.pi / 4) % (math.pi / 2) - math.pi / 4
