"""Folds and streaks that cross a place or run along a name, compiled (nếp gấp, vệt kính bẩn qua một chỗ)."""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from daihoi.paper.compiled import compiled
from daihoi.paper.surface import Ridge
from daihoi.paper.thresholds import STRIKE

UPRIGHT, AT, DRIFT, WIDTH = range(4)  # of a fold or streak, in millimetres
RIDGE_MM = 0.45  # left out on both sides of it
NONE = np.empty((0, 4))  # of the folds and streaks of a page, or of the lines across a place


def laid_out(ridges: Sequence[Ridge]) -> NDArray[np.float64]:
    """The folds and streaks of a page, one a row, for the compiled loops."""
    return np.array([(each.upright, each.at, each.drift, each.width) for each in ridges], np.float64) if ridges else NONE


@compiled
def lines(ridges, place, px, page_mm):
    """Start, end, half width in pixels and direction of the folds and streaks that cross a place of a page so wide and high."""
    out, count = np.empty((ridges.shape[0], 4)), 0
    x, y, wide, tall = place[0], place[1], place[2] / px, place[3] / px
    for ridge in ridges:
        along, long, across, broad, length = (y, tall, x, wide, page_mm[1]) if ridge[UPRIGHT] else (x, wide, y, tall, page_mm[0])
        start, end, reach = _place(ridge, along, length), _place(ridge, along + long, length), ridge[WIDTH] / 2 + RIDGE_MM
        if min(start, end) - reach < across + broad and max(start, end) + reach > across:
            out[count] = (start - across) * px, (end - across) * px, reach * px, ridge[UPRIGHT]
            count += 1
    return out[:count]


@compiled
def is_along(ridges, place, px, baseline, em, width_mm):
    """Whether a fold or streak runs so close to letters, whose baseline and size are given in pixels, that it may hide a strike."""
    em_mm, middle = em / px, place[0] + place[2] / px / 2
    for ridge in ridges:
        height = (place[1] + baseline / px - _place(ridge, middle, width_mm)) / em_mm
        reach = (ridge[WIDTH] / 2 + RIDGE_MM) / em_mm
        if not ridge[UPRIGHT] and -reach < height < STRIKE.letters_em + reach:
            return True
    return False


@compiled
def _place(ridge, along, length):
    """Where a fold or streak is at a point of the other axis."""
    return ridge[AT] + ridge[DRIFT] * (along / length - 0.5)
