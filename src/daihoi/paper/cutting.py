"""Places of a page cut out straight, and whole pages made smaller, compiled (cắt thẳng một chỗ, thu nhỏ cả trang).

What is kept on disk as long as this file is the same calls loops of this file alone.
numba makes `int()` of a uint8 unsigned, so every pixel goes through a signed type before it is subtracted.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np
from numba import njit

from daihoi.paper.compiled import compiled
from daihoi.paper.rows import TOGETHER, between_rows

ONE = 65536  # steps of a pixel
BLOCK = 32  # rows that are made together
NOWHERE = -1
CALLED = 64  # bytes that come from memory together


@njit(cache=True, nogil=True, error_model="numpy")  # what divides by nothing becomes not a number, and is refused later
def affines(matrix, places, px, out):
    """The map from the pixels of each straight strip (x, y in millimetres, width and height in pixels) to those of the image."""
    for n in range(places.shape[0]):
        x, y, width, height = places[n]
        middle_x, middle_y = x + width / 2 / px, y + height / 2 / px
        w = matrix[2, 0] * middle_x + matrix[2, 1] * middle_y + matrix[2, 2]
        u = matrix[0, 0] * middle_x + matrix[0, 1] * middle_y + matrix[0, 2]
        v = matrix[1, 0] * middle_x + matrix[1, 1] * middle_y + matrix[1, 2]
        a = (matrix[0, 0] * w - u * matrix[2, 0]) / w**2 / px
        b = (matrix[0, 1] * w - u * matrix[2, 1]) / w**2 / px
        c = (matrix[1, 0] * w - v * matrix[2, 0]) / w**2 / px
        d = (matrix[1, 1] * w - v * matrix[2, 1]) / w**2 / px
        out[n, 0, 0], out[n, 0, 1], out[n, 0, 2] = a, b, u / w - 0.5 - a * (width - 1) / 2 - b * (height - 1) / 2
        out[n, 1, 0], out[n, 1, 1], out[n, 1, 2] = c, d, v / w - 0.5 - c * (width - 1) / 2 - d * (height - 1) / 2


@compiled
def sampled(image, affine, out):
    """Cut a place out of an image, each pixel the weighted mean of the four around it; beyond the image its edge goes on."""
    height, width = image.shape
    tall, columns = out.shape
    if not np.isfinite(affine).all():  # no place of the image: white
        out[:] = 255
        return
    across, down, start_x, start_y = affine[0, 0], affine[1, 0], affine[0, 2], affine[1, 2]
    is_back = across < 0  # upside down: rows are cut from their ends and turned at last
    if is_back:
        start_x, start_y, across, down = start_x + across * (columns - 1), start_y + down * (columns - 1), -across, -down
    step, step_down = np.int64(np.round(across * ONE)), np.int64(np.round(down * ONE))
    is_turned = across < 4 * abs(down)
    slope = 0.0 if is_turned else down / across
    wide = (int(across * columns) + 8 + TOGETHER - 1) // TOGETHER * TOGETHER
    between, starts, fall = np.empty((BLOCK, wide), np.int16), np.empty(BLOCK, np.int64), _fall(slope, wide)
    pixels, pairs, taken = image.reshape(-1), np.empty(wide - 1, np.int32), np.empty(columns, np.int32)
    for top in range(0, tall, BLOCK):
        for j in range(top, min(top + BLOCK, tall)):
            x, y = affine[0, 1] * j + start_x, affine[1, 1] * j + start_y
            end_x, end_y = x + across * columns, y + down * columns
            outside = min(x, end_x) < 0 or min(y, end_y) < 2 or max(x, end_x) >= width - 3 or max(y, end_y) >= height - 3
            starts[j - top] = NOWHERE if outside or is_turned or width < TOGETHER else np.int64(x * ONE)
            if starts[j - top] == NOWHERE:
                _sampled_at_edge(image, np.int64(x * ONE), np.int64(y * ONE), step, step_down, out, j)
            else:
                first = int(x)
                end = max(int(end_x) + 2 - first, TOGETHER)
                between_rows(pixels, height, width, first, 0, end, y + (first - x) * slope, slope, fall, between[j - top])
        _between_columns(between, starts, np.uint32(step), pairs, taken, out, top)
    if is_back:
        _turn(out)


@njit(cache=True, nogil=True)
def _fall(slope, columns):
    """How far a slanted row has fallen at each column, in 1/128."""
    out = np.empty(columns, np.int16)
    for i in range(columns):
        out[i] = np.int16(np.round(slope * 128 * i))
    return out


@njit(cache=True, nogil=True)
def _turn(out):
    """Every row from its end to its beginning."""
    line, last = np.empty(out.shape[1], np.uint8), np.uint64(out.shape[1] - 1)
    for row in out:
        for i in range(line.shape[0]):
            line[i] = row[i]
        for i in range(line.shape[0]):
            row[i] = line[last - np.uint64(i)]


@njit(cache=True, nogil=True)
def _between_columns(between, starts, step, pairs, taken, out, top):
    """Some rows at the wanted steps: each pixel the weighted mean of two neighbours, which are taken together as one number."""
    for j in range(min(BLOCK, out.shape[0] - top)):
        if starts[j] == NOWHERE:
            continue
        line, row, start = between[j], out[top + j], np.uint32(starts[j] & (ONE - 1))
        for i in range(pairs.shape[0]):
            one, other = np.int32(line[i]), np.int32(line[i + 1])
            pairs[i] = one | ((other - one) << np.int32(16))
        for i in range(taken.shape[0]):
            taken[i] = pairs[np.uint64(np.uint32(start + np.uint32(i) * step) >> np.uint32(16))]
        for i in range(row.shape[0]):
            part = np.int32((np.uint32(start + np.uint32(i) * step) >> np.uint32(8)) & np.uint32(255))
            one, more = taken[i] & np.int32(0x7FFF), taken[i] >> np.int32(16)
            row[i] = np.uint8(((one << np.int32(8)) + more * part + np.int32(16384)) >> np.int32(15))


@njit(cache=True, nogil=True)
def _sampled_at_edge(image, x, y, across, down, out, j):
    """One row of a place that reaches beyond the image."""
    height, width = image.shape
    for i in range(out.shape[1]):
        left, top = min(max(x, 0), (width - 1) * ONE), min(max(y, 0), (height - 1) * ONE)
        at_x, at_y = min(left >> 16, width - 2), min(top >> 16, height - 2)
        right, low = (left - at_x * ONE) / ONE, (top - at_y * ONE) / ONE
        upper = image[at_y, at_x] * (1 - right) + image[at_y, at_x + 1] * right
        lower = image[at_y + 1, at_x] * (1 - right) + image[at_y + 1, at_x + 1] * right
        out[j, i] = np.uint8(upper * (1 - low) + lower * low + 0.5)
        x += across
        y += down


@njit(cache=True, nogil=True)
def called(image, affine, columns, rows):
    """Touch a place of an image once, so that its memory comes all at the same time, not piece by piece when it is needed."""
    met = np.uint8(0)
    if not np.isfinite(affine).all():
        return met
    left, right = _between(affine[0, 2], affine[0, 0] * columns, affine[0, 1] * rows, image.shape[1])
    top, bottom = _between(affine[1, 2], affine[1, 0] * columns, affine[1, 1] * rows, image.shape[0])
    for y in range(top, bottom):
        for x in range(left, right, CALLED):
            met |= image[y, x]
    return met


@njit(cache=True, nogil=True)
def _between(start, across, down, most):
    """The first and the last pixel of a place along one axis."""
    first, last = start + min(across, 0.0) + min(down, 0.0), start + max(across, 0.0) + max(down, 0.0)
    return int(min(max(first, 0), most)), int(min(max(last + 2, 0), most))


@njit(cache=True, nogil=True)
def halved(image, top, left, height, width):
    """A part of an image at half its size, so many pixels high and wide: the mean of four pixels each."""
    out, sums = np.empty((height, width), np.uint8), np.empty(2 * width, np.uint16)
    for y in range(height):
        upper, lower = image[top + 2 * y, left : left + 2 * width], image[top + 2 * y + 1, left : left + 2 * width]
        for x in range(2 * width):
            sums[x] = np.uint16(upper[x]) + np.uint16(lower[x])
        row = out[y]
        for x in range(width):
            row[x] = np.uint8((np.uint32(sums[2 * x]) + np.uint32(sums[2 * x + 1]) + np.uint32(2)) >> np.uint32(2))
    return out


@njit(cache=True, nogil=True)
def corners(image, levels, side, seam):
    """The four corners of an image, so many times halved, laid side by side with white between."""
    factor = 1 << levels
    height, width = image.shape[0] // factor, image.shape[1] // factor
    out = np.full((2 * side + seam, 2 * side + seam), np.uint8(255), np.uint8)
    for n in range(4):
        low, right = n // 2, n % 2
        crop, top, left = image, low * (height - side) * factor, right * (width - side) * factor
        for level in range(levels - 1, -1, -1):
            crop, top, left = halved(crop, top, left, side << level, side << level), 0, 0
        for y in range(side):
            row, seen = out[low * (side + seam) + y, right * (side + seam) :], crop[top + y, left:]
            for x in range(side):
                row[x] = seen[x]
    return out


@njit(cache=True, nogil=True)
def quartered(image):
    """The image at a quarter of its size: the mean of sixteen pixels each."""
    height, width = image.shape[0] // 4, image.shape[1] // 4
    out, sums = np.empty((height, width), np.uint8), np.empty(4 * width, np.uint16)
    for y in range(height):
        one, two, three, four, row = image[4 * y], image[4 * y + 1], image[4 * y + 2], image[4 * y + 3], out[y]
        for x in range(4 * width):
            sums[x] = np.uint16(one[x]) + np.uint16(two[x]) + np.uint16(three[x]) + np.uint16(four[x])
        for x in range(width):
            total = np.uint32(sums[4 * x]) + np.uint32(sums[4 * x + 1]) + np.uint32(sums[4 * x + 2]) + np.uint32(sums[4 * x + 3])
            row[x] = np.uint8((total + np.uint32(8)) >> np.uint32(4))
    return out
