"""Corner marks that stand plainly in reduced crops, compiled (tìm dấu góc).

A compiled function is kept on disk as long as its own file is the same: what these loops call stands in this file.
Only what is seen in full is told: a crop with no mark, with two, or with a broken one is left to the slower detector.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np
from numba import njit

CELLS, INNER = 6, 4  # of a mark along a side, and those of them that hold its bits
LEAST_CONTRAST = 60
SMALLEST, LARGEST = 0.75, 1.35  # of the expected side
MOST_UNEVEN, MOST_ASKEW = (
    3.0,
    2.0,
)  # pixels between sides, and between the middles of the diagonals: more, and something hides a corner or hangs on it
NO_MARK = -1


@njit(cache=True, nogil=True)
def plain_marks(crops, side, seam, wanted, codes):
    """Of each of four crops laid side by side its only mark, and its four corners in its own order."""
    known, quads = np.full(4, NO_MARK, np.int64), np.zeros((4, 4, 2))
    for n in range(4):
        top, left = (n // 2) * (side + seam), (n % 2) * (side + seam)
        crop = crops[top : top + side, left : left + side].copy()
        low, high = np.int64(crop.min()), np.int64(crop.max())
        if high - low < LEAST_CONTRAST:
            return known, quads
        level = (low + high) // 2
        code, corners = _only_mark(crop, level, wanted, codes)
        if code < 0:
            return known, quads
        known[n] = code // 4
        for m in range(4):
            quads[n, m] = corners[(m - code) % 4]
        quads[n, :, 0] += left
        quads[n, :, 1] += top
    return known, quads


@njit(cache=True, nogil=True)
def _only_mark(crop, level, wanted, codes):
    """The code in the table of the only mark of a crop, and its corners; none where there are two."""
    found, quad, corners, waiting = NO_MARK, np.zeros((4, 2)), np.zeros((4, 2)), np.empty(crop.size, np.int64)
    across = crop.shape[1] + 2
    dark = np.zeros((crop.shape[0] + 2, across), np.bool_)  # with light around
    dark[1:-1, 1:-1] = crop < level
    dark = dark.ravel()
    for start in range(dark.size):
        if not dark[start]:
            continue
        wide, tall = _dark_piece(dark, across, start, waiting, corners)
        if min(wide, tall) < SMALLEST * wanted or max(wide, tall) > LARGEST * wanted:
            continue
        if not _is_square(corners):
            continue
        code = _code_of(crop, level, corners)
        if code < 0 or codes[code] < 0:
            continue
        if found >= 0:
            return NO_MARK, quad
        found = codes[code]
        quad[:] = corners
    return found, quad


@njit(cache=True, nogil=True)
def _dark_piece(dark, across, start, waiting, corners):
    """Take a dark piece out of a crop: how wide and how tall it is; its outermost pixels towards the four corners are written down."""
    waiting[0], count, done = start, 1, 0
    dark[start] = False
    least_x, most_x, least_y, most_y = across, 0, across, 0
    outermost = np.full(4, -1e9)
    while done < count:
        at = waiting[done]
        y, x = at // across - 1, at % across - 1
        done += 1
        least_x, most_x, least_y, most_y = min(least_x, x), max(most_x, x), min(least_y, y), max(most_y, y)
        for n, out in enumerate((-x - y, x - y, x + y, y - x)):
            if out > outermost[n]:
                outermost[n], corners[n, 0], corners[n, 1] = out, x, y
        for beside in (at - across, at - 1, at + 1, at + across):
            if dark[beside]:
                dark[beside] = False
                waiting[count] = beside
                count += 1
    return most_x - least_x + 1, most_y - least_y + 1


@njit(cache=True, nogil=True)
def _is_square(corners):
    """Whether four corners are nearly those of a square."""
    least, most = 1e9, 0.0
    for n in range(4):
        one, other = corners[n], corners[(n + 1) % 4]
        side = np.hypot(one[0] - other[0], one[1] - other[1])
        least, most = min(least, side), max(most, side)
    askew = np.abs(corners[0] + corners[2] - corners[1] - corners[3]).max()
    return most - least <= MOST_UNEVEN and askew <= MOST_ASKEW


@njit(cache=True, nogil=True)
def _code_of(crop, level, corners):
    """The bits within four corners, row by row; none where the frame of the mark is not dark all around."""
    code = 0
    for row in range(CELLS):
        for column in range(CELLS):
            down, right = (row + 0.5) / CELLS, (column + 0.5) / CELLS
            upper, lower = corners[0] * (1 - right) + corners[1] * right, corners[3] * (1 - right) + corners[2] * right
            x, y = upper * (1 - down) + lower * down
            is_light = crop[int(y + 0.5), int(x + 0.5)] >= level
            if min(row, column) == 0 or max(row, column) == CELLS - 1:
                if is_light:
                    return NO_MARK
                continue
            code = 2 * code + is_light
    return code
