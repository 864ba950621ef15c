"""The ink along a printed name: what is measured of it, and what a stroke of a pen looks like (mực dọc theo một tên)."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper import kernels as k
from daihoi.paper import straight
from daihoi.paper.clean import PX
from daihoi.paper.registration import Grey
from daihoi.paper.shapes import FieldShape
from daihoi.paper.thresholds import STRIKE

Features = list[float]

BESIDE_PX = 12  # where a stroke through a name of narrow letters shows first
JOIN_PX = 15  # letters hide the parts of a stroke between


@dataclass(frozen=True)
class Finding:
    """The reading of one field and why (kết quả đọc một ô)."""

    state: str
    score: float
    why: str
    features: Features


@dataclass(frozen=True)
class Strip:
    """A printed name as the reader expects it."""

    entry: FieldShape
    x: float
    y: float
    width: int
    height: int
    halo: tuple[Grey, Grey]  # for sharp and for soft images, with MARGIN around
    ink: NDArray[np.int64]
    rim: NDArray[np.int64]
    x0: int  # of the name, in pixels of the strip
    x1: int
    baseline: float
    em: float

    @property
    def name(self) -> tuple[int, int]:
        """First and last column of the name."""
        return self.x0, self.x1


@dataclass
class Inked:
    """The unexplained ink of one name on the image; its pixels are asked for where they are needed."""

    pixels: Callable[[], tuple[NDArray[np.float32], NDArray[np.float32]]]
    threshold: float
    spread: float
    left: int
    right: int
    baseline: float
    em: float

    @classmethod
    def of(cls, strip: Strip, pixels: Callable[[], tuple[NDArray[np.float32], NDArray[np.float32]]], numbers: Sequence[float]) -> "Inked":
        """The ink of a strip whose print was found at a shift."""
        left, right, baseline = int(numbers[straight.LEFT]), int(numbers[straight.RIGHT]), strip.baseline + numbers[straight.SHIFT_Y]
        return cls(pixels, numbers[straight.THRESHOLD], numbers[straight.SPREAD], left, right, baseline, strip.em)

    @cached_property
    def ink_and_weight(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """How dark each pixel is, and how much it counts."""
        return self.pixels()

    def follow(self, corridor: tuple[float, float, float, float]) -> Features:
        """Measures of the darkest way within a corridor of rows."""
        features, path = np.zeros(k.FEATURES), np.zeros(max(1, self.right - self.left), np.int64)
        rows, threshold = np.array(corridor, np.float64), self.threshold
        k.follow(*self.ink_and_weight, threshold, self.left, self.right, rows, self.baseline, self.em, path, features)
        measured: Features = features.tolist()
        return measured

    def band(self) -> tuple[float, float, float, float]:
        """The rows of the letters."""
        top, bottom = self.baseline - 0.60 * self.em, self.baseline - 0.06 * self.em
        return (top, bottom, top, bottom)

    def diagonals(self, strip: Strip) -> tuple[tuple[float, float, float, float], tuple[float, float, float, float]]:
        """The corridors of a cross from corner to corner."""
        _x0, y0, _x1, y1 = strip.entry["box_mm"]
        top, bottom, half = (y0 - strip.y) * PX, (y1 - strip.y) * PX, 0.30 * self.em
        return (top - half, top + half, bottom - half, bottom + half), (bottom - half, bottom + half, top - half, top + half)


def leaning(f: Features) -> float:
    """How far the name leans towards being struck, between 0 and 1, from coverage and darkness."""
    z = 14.0 * (float(f[k.COVER]) - 0.45) + 0.02 * min(60.0, float(f[k.DARK])) - 0.4
    return round(1.0 / (1.0 + math.exp(-z)), 4)


def has_blot(name: Inked, strip: Strip) -> bool:
    """Ink over or close to the name that is longer than a dot."""
    threshold = max(STRIKE.blot_dark, STRIKE.blot_noise * name.spread)
    ink, weight = name.ink_and_weight
    on_white = (ink > threshold) & (weight > STRIKE.blot_white)
    on_rims = (ink > max(threshold, STRIKE.rim_dark)) & (weight > STRIKE.blot_rim)
    seen = (on_white | on_rims).astype(np.uint8)
    x0, x1 = max(0, strip.x0 - BESIDE_PX), min(strip.width, strip.x1 + BESIDE_PX)
    seen = np.ascontiguousarray(seen[:, x0:x1])
    if cv2.countNonZero(seen) < 6:
        return False
    joined = cv2.morphologyEx(seen, cv2.MORPH_CLOSE, np.ones((3, JOIN_PX), np.uint8))
    count, _labels, stats, _middles = cv2.connectedComponentsWithStats(joined, connectivity=8, ltype=cv2.CV_16U)
    for label in range(1, count):
        _x, _y, w, h, area = (int(v) for v in stats[label])
        if max(w, h) > STRIKE.blot_extent_mm * PX or area > STRIKE.blot_area_mm2 * PX * PX:
            return True
    return False
