"""Rows that lie between the rows of an image, compiled (hàng nằm giữa hai hàng ảnh).

Both functions are put into the loops that call them, which thus know how many pixels they reckon together, and are quicker.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np
from numba import njit

TOGETHER = 64  # pixels that are reckoned together, at most
FAR = 16000  # 1/128 pixel: so far from the image all is its edge


@njit(nogil=True, inline="always")
def between_rows(pixels, height, width, first, start, end, y, slope, fall, line):
    """The columns of a slightly slanted row from `start` to `end`, TOGETHER or more, in 1/128: each the weighted mean of two pixels.

    The row begins at the column `first` of the image, `y` pixels below its upper edge, and has fallen by so many 1/128 at each column;
    above and below the image its edge goes on.
    """
    if abs(slope) * TOGETHER <= 1:
        _in_steps(pixels, height, width, first, start, end, y, fall, line, TOGETHER)
    elif abs(slope) * TOGETHER <= 2:
        _in_steps(pixels, height, width, first, start, end, y, fall, line, TOGETHER // 2)
    else:
        _in_steps(pixels, height, width, first, start, end, y, fall, line, TOGETHER // 16)


@njit(nogil=True, inline="always")
def _in_steps(pixels, height, width, first, start, end, y, fall, line, together):
    """The same, so many pixels `together` that they lie between three rows at most."""
    begin = np.int64(np.round(y * 128))
    for step in range(start, end, together):
        done = min(step, end - together)  # the last ones are reckoned twice
        one_end, other_end = begin + np.int64(fall[done]), begin + np.int64(fall[done + together - 1])
        row, last_row = min(one_end, other_end) >> 7, max(one_end, other_end) >> 7
        top = min(max(row, 0), height - 3)
        at, down, where = np.uint64(top * width + first + done), np.uint64(width), np.uint64(done)
        off = np.int16(min(max(begin - (top << 7), -FAR), FAR))
        if row == top and last_row == top:
            for i in range(together):
                k = np.uint64(i)
                one, other = np.int16(pixels[at + k]), np.int16(pixels[at + down + k])
                line[where + k] = np.int16(np.int16(one << np.int16(7)) + np.int16(np.int16(other - one) * np.int16(fall[where + k] + off)))
            continue
        for i in range(together):
            k = np.uint64(i)
            one, middle, other = np.int16(pixels[at + k]), np.int16(pixels[at + down + k]), np.int16(pixels[at + down + down + k])
            below = np.int16(np.int16(fall[where + k] + off) - np.int16(128))  # of the middle row, at most a row
            below = min(max(below, np.int16(-128)), np.int16(128))
            share = max(below, np.int16(0))
            beside = np.int16(np.int16(other - middle) * share) + np.int16(np.int16(one - middle) * np.int16(share - below))
            line[where + k] = np.int16(np.int16(middle << np.int16(7)) + beside)
