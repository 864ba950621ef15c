"""Small compiled loops over pixels: edge squares, lines across a strip, lines that run on (vòng lặp nhỏ).

Every pixel goes through np.int32 before it is subtracted: numba makes `int()` of a uint8 unsigned.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def centres(image, expected, reach, area):  # noqa: C901 — one compiled loop
    """Centres of the squares near their expected places; not a number where none fits."""
    height, width = image.shape
    out = np.full(expected.shape, np.nan)
    for n in range(expected.shape[0]):
        x0, x1 = int(expected[n, 0] - reach), int(expected[n, 0] + reach) + 1
        y0, y1 = int(expected[n, 1] - reach), int(expected[n, 1] + reach) + 1
        if x0 < 0 or y0 < 0 or x1 > width or y1 > height:
            continue
        low, high = 255, 0
        for y in range(y0, y1):
            for x in range(x0, x1):
                value = np.int32(image[y, x])
                low, high = min(low, value), max(high, value)
        if high - low < 40:
            continue
        cut = (low + high) // 2
        count, sum_x, sum_y = 0.0, 0.0, 0.0
        least_x, most_x, least_y, most_y = x1, x0, y1, y0
        for y in range(y0, y1):
            for x in range(x0, x1):
                if np.int32(image[y, x]) < cut:
                    count += 1.0
                    sum_x += x
                    sum_y += y
                    least_x, most_x = min(least_x, x), max(most_x, x)
                    least_y, most_y = min(least_y, y), max(most_y, y)
        if count < 0.7 * area or count > 1.4 * area:
            continue
        wide, tall = most_x - least_x + 1, most_y - least_y + 1
        if wide * tall > 1.7 * area or least_x == x0 or most_x == x1 - 1 or least_y == y0 or most_y == y1 - 1:
            continue
        out[n, 0], out[n, 1] = sum_x / count, sum_y / count
    return out


@njit(cache=True, nogil=True)
def blank(weight, start, end, reach, upright):
    """Set the weight along a line to nothing."""
    height, width = weight.shape
    if upright:
        for y in range(height):
            at = start + (end - start) * y / height
            for x in range(max(0, int(at - reach)), min(width, int(at + reach) + 1)):
                weight[y, x] = 0.0
        return
    for x in range(width):
        at = start + (end - start) * x / width
        for y in range(max(0, int(at - reach)), min(height, int(at + reach) + 1)):
            weight[y, x] = 0.0


@njit(cache=True, nogil=True)
def run_on(residue, x, y, slope, step, least):  # noqa: C901 — one compiled loop
    """How far a line goes on from a point, in low pixels; print is passed over."""
    height, width = residue.shape
    far, light, seen = 0, 0, 0
    for d in range(2, width):
        at_x = int(x + step * d)
        if at_x < 0 or at_x >= width:
            break
        at_y = int(y + slope * step * d)
        reach = 2 + d // 60
        dark, known = False, False
        for row in range(at_y - reach, at_y + reach + 1):
            if 0 <= row < height:
                value = np.int32(residue[row, at_x])
                if value > -128:
                    known = True
                    if value > least:
                        dark = True
        if not known:
            continue
        if dark:
            far, light = d, 0
            seen += 1
        else:
            light += 1
            if light > 5:
                break
    return far if seen > 3 else 0
