"""The pieces of the ink of a page, and how far each reaches, compiled (các mảng mực).

A compiled function is kept on disk as long as its own file is the same: what these loops call stands in this file.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np
from numba import njit

LEFT, TOP, RIGHT, BOTTOM, COUNT = range(5)  # of a piece: its first column and row, its last ones, and its pixels
NEVER = -1000


@njit(cache=True, nogil=True)
def pieces(ink, apart):
    """The inked pixels (x, y), the piece each belongs to, and the pieces: pixels at most so far apart along both axes belong together."""
    points = _inked(ink)
    above = np.arange(points.shape[0])  # the pixel that stands for its piece, or leads to it
    latest, row_of = np.zeros(ink.shape[1] + 2 * apart, np.int64), np.full(ink.shape[1] + 2 * apart, NEVER)
    for n in range(points.shape[0]):
        x, y = points[n]
        for column in range(x, x + 2 * apart + 1):  # the latest pixel of each column near: an earlier one is its neighbour or too far
            if y - row_of[column] <= apart:
                one, other = _first(above, latest[column]), _first(above, n)
                above[max(one, other)] = min(one, other)
        latest[x + apart], row_of[x + apart] = n, y
    return points, *_gathered(points, above)


@njit(cache=True, nogil=True)
def _inked(ink):
    """Column and row of each inked pixel, row by row."""
    count = 0
    for y in range(ink.shape[0]):
        row, n = ink[y], np.int32(0)
        for x in range(row.shape[0]):
            n += np.int32(row[x] > np.uint8(0))
        count += n
    points, done = np.empty((count, 2), np.int64), 0
    for y in range(ink.shape[0]):
        row, most = ink[y], np.uint8(0)
        for x in range(row.shape[0]):
            most |= row[x]
        if most:
            for x in range(row.shape[0]):
                if row[x]:
                    points[done] = x, y
                    done += 1
    return points


@njit(cache=True, nogil=True)
def _first(above, n):
    """The first pixel of the piece of a pixel; the way to it is made shorter."""
    while above[n] != n:
        above[n] = above[above[n]]
        n = above[n]
    return n


@njit(cache=True, nogil=True)
def _gathered(points, above):
    """The piece of each pixel, and the reach of each piece, in the order of their first pixels."""
    piece, out, count = np.empty(points.shape[0], np.int64), np.empty((points.shape[0], COUNT + 1), np.int64), 0
    for n in range(points.shape[0]):
        x, y = points[n]
        first = _first(above, n)
        if first == n:
            piece[n], count = count, count + 1
            out[piece[n]] = x, y, x, y, 0
        piece[n] = piece[first]
        own = out[piece[n]]
        own[LEFT], own[RIGHT], own[BOTTOM] = min(own[LEFT], x), max(own[RIGHT], x), y
        own[COUNT] += 1
    return piece, out[:count]
