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
ROW, COLUMN = 16, 65535


@njit(cache=True, nogil=True)
def plain_marks(crops, side, seam, wanted, codes):
    """Of each of four crops laid side by side its only mark, and its four corners in its own order."""
    known, quads = np.full(4, NO_MARK, np.int64), np.zeros((4, 4, 2))
    for n in range(4):
        top, left = (n // 2) * (side + seam), (n % 2) * (side + seam)
        crop = crops[top : top + side, left : left + side]
        low, high = _range(crop)
        if high - low < LEAST_CONTRAST:
            return known, quads
        code, corners = _only_mark(crop, (low + high) // 2, wanted, codes)
        if code < 0:
            return known, quads
        known[n] = code // 4
        for m in range(4):
            quads[n, m] = corners[(m - code) % 4]
        quads[n, :, 0] += left
        quads[n, :, 1] += top
    return known, quads


@njit(cache=True, nogil=True)
def _range(crop):
    """The darkest and the lightest pixel."""
    low, high = np.uint8(255), np.uint8(0)
    for y in range(crop.shape[0]):
        row = crop[y]
        for x in range(row.shape[0]):
            low, high = min(low, row[x]), max(high, row[x])
    return np.int64(low), np.int64(high)


@njit(cache=True, nogil=True)
def _only_mark(crop, level, wanted, codes):
    """The code in the table of the only mark of a crop, and its corners; none where there are two."""
    found, quad, corners, waiting = NO_MARK, np.zeros((4, 2)), np.zeros((4, 2)), np.empty(crop.size, np.int64)
    dark = _dark_places(crop, np.uint8(level))
    across, places = dark.shape[1], dark.reshape(-1)
    for start in range(places.size):
        if not places[start]:
            continue
        count, wide, tall = _dark_piece(places, across, start, waiting)
        if min(wide, tall) < SMALLEST * wanted or max(wide, tall) > LARGEST * wanted:
            continue
        _outermost(waiting[:count], corners)
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
def _dark_places(crop, level):
    """The dark pixels of a crop, with light around."""
    dark = np.zeros((crop.shape[0] + 2, crop.shape[1] + 2), np.bool_)
    for y in range(crop.shape[0]):
        row, seen = dark[y + 1, 1:-1], crop[y]
        for x in range(seen.shape[0]):
            row[x] = seen[x] < level
    return dark


@njit(cache=True, nogil=True)
def _dark_piece(dark, across, start, piece):
    """Take a dark piece out of a crop: how many pixels it has, each row and column written down as one number, how wide and how tall it is."""
    piece[0], count, done = ((start // across) << ROW) + start % across, 1, 0
    dark[start] = False
    least_x, most_x, least_y, most_y = across, 0, across, 0
    while done < count:
        place = piece[done]
        y, x = place >> ROW, place & COLUMN
        at = y * across + x
        done += 1
        least_x, most_x, least_y, most_y = min(least_x, x), max(most_x, x), min(least_y, y), max(most_y, y)
        for beside, there in (
            (at - across, place - (1 << ROW)),
            (at - 1, place - 1),
            (at + 1, place + 1),
            (at + across, place + (1 << ROW)),
        ):
            if dark[beside]:
                dark[beside] = False
                piece[count] = there
                count += 1
    return count, most_x - least_x + 1, most_y - least_y + 1


@njit(cache=True, nogil=True)
def _outermost(piece, corners):
    """The outermost pixels of a piece towards its four corners."""
    out = np.full(4, -1 << ROW)
    for place in piece:
        y, x = (place >> ROW) - 1, (place & COLUMN) - 1
        for n, far in enumerate((-x - y, x - y, x + y, y - x)):
            if far > out[n]:
                out[n], corners[n, 0], corners[n, 1] = far, x, y


@njit(cache=True, nogil=True)
def _is_square(corners):
    """Whether four corners are nearly those of a square."""
    least, most = 1e9, 0.0
    for n in range(4):
        one, other = corners[n], corners[(n + 1) % 4]
        side = np.hypot(one[0] - other[0], one[1] - other[1])
        least, most = min(least, side), max(most, side)
    askew_x = abs(corners[0, 0] + corners[2, 0] - corners[1, 0] - corners[3, 0])
    askew_y = abs(corners[0, 1] + corners[2, 1] - corners[1, 1] - corners[3, 1])
    return most - least <= MOST_UNEVEN and max(askew_x, askew_y) <= MOST_ASKEW


@njit(cache=True, nogil=True)
def _code_of(crop, level, corners):
    """The bits within four corners, row by row; none where the frame of the mark is not dark all around."""
    code = 0
    for row in range(CELLS):
        for column in range(CELLS):
            down, right = (row + 0.5) / CELLS, (column + 0.5) / CELLS
            x, y = _inside(corners, 0, right, down), _inside(corners, 1, right, down)
            is_light = crop[int(y + 0.5), int(x + 0.5)] >= level
            if min(row, column) == 0 or max(row, column) == CELLS - 1:
                if is_light:
                    return NO_MARK
                continue
            code = 2 * code + is_light
    return code


@njit(cache=True, nogil=True)
def _inside(corners, axis, right, down):
    """Where a point lies that is so far from the first corner of four towards the next and towards the last."""
    upper = corners[0, axis] * (1 - right) + corners[1, axis] * right
    lower = corners[3, axis] * (1 - right) + corners[2, axis] * right
    return upper * (1 - down) + lower * down


@njit(cache=True, nogil=True)
def wrong_cells(cells, code):
    """How many cells of a code are other than known, of those darker and lighter than the middle between the darkest and the lightest."""
    low, high = _range(cells)
    middle, wrong = (low + high) // 2, 0
    for y in range(code.shape[0]):
        for x in range(code.shape[1]):
            wrong += (np.int64(cells[y, x]) < middle) != code[y, x]
    return wrong
