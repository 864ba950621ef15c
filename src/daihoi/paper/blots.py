"""Ink over a printed name, or close to it, that is longer than a dot, compiled (vết mực trên tên)."""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np

from daihoi.paper import pieces
from daihoi.paper.compiled import compiled
from daihoi.paper.thresholds import STRIKE

JOIN_MM = 1.25  # on both sides: letters hide the parts of a stroke between
LEAST = 6  # pixels


@compiled
def has_blot(ink, weight, spread, first, last, px):
    """Whether ink from a column to another is longer than a dot, on paper whose values spread so far."""
    seen, threshold = np.empty((ink.shape[0], last - first), np.uint8), np.float32(max(STRIKE.blot_dark, STRIKE.blot_noise * spread))
    count, top, bottom = 0, ink.shape[0], -1
    for y in range(ink.shape[0]):
        inked = _inked(ink[y, first:last], weight[y, first:last], threshold, seen[y])
        if inked:
            count, top, bottom = count + inked, min(top, y), y
    if count < LEAST:
        return False
    joined = _joined(seen[max(0, top - 2) : bottom + 3], int(JOIN_MM * px))
    for left, top, right, bottom, area in pieces.pieces(joined, 1)[2]:
        if max(right - left, bottom - top) + 1 > STRIKE.blot_extent_mm * px or area > STRIKE.blot_area_mm2 * px * px:
            return True
    return False


@compiled
def _inked(ink, weight, threshold, seen):
    """Tell where a row is inked, and how often."""
    count, rim_threshold = np.int32(0), max(threshold, np.float32(STRIKE.rim_dark))
    white, rim = np.float32(STRIKE.blot_white), np.float32(STRIKE.blot_rim)
    for x in range(seen.shape[0]):
        on_white = (ink[x] > threshold) & (weight[x] > white)
        seen[x] = on_white | ((ink[x] > rim_threshold) & (weight[x] > rim))
        count += np.int32(seen[x])
    return count


@compiled
def _joined(seen, reach):
    """What is inked or lies between inked pixels of rows that touch; beyond the edge all counts as lying between."""
    return np.uint8(1) - _wider(np.uint8(1) - _wider(seen, reach), reach)


@compiled
def _wider(seen, reach):
    """What is set at most one row above or below, and so many columns to the left or right."""
    rows, columns = seen.shape
    out, line = np.zeros((rows, columns), np.uint8), np.zeros(columns + 2 * reach, np.uint8)
    for y in range(rows):
        middle, row = line[reach : reach + columns], out[y]
        middle[:] = 0
        for near in seen[max(0, y - 1) : y + 2]:
            for x in range(columns):
                middle[x] |= near[x]
        for start in range(2 * reach + 1):
            moved = line[start : start + columns]
            for x in range(columns):
                row[x] |= moved[x]
    return out
