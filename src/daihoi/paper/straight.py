"""Places of the page cut out straight, how dark they are, and the print laid on them, compiled (cắt thẳng, đặt bản in lên ảnh).

A compiled function is kept on disk as long as its own file is the same: what these loops call stands in this file.
numba makes `int()` of a uint8 unsigned, so every pixel goes through a signed type before it is subtracted.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

ONE = 65536  # steps of a pixel
SHIFT_Y, SHIFT_X, CONTRAST, LEVEL, MIDDLE, SPREAD, THRESHOLD, INKED, KEPT = range(9)
NUMBERS = 9
WHITE = 15  # darkness of the print below which nothing is printed


class Prints(NamedTuple):
    """The places of one printed side, each with its print (các chỗ cần đọc trên một mặt)."""

    places: NDArray[np.float64]  # x, y in millimetres, width and height in pixels
    halo: NDArray[np.uint8]  # the prints with a margin around, one after the other
    halo_starts: NDArray[np.int64]
    ink: NDArray[np.int32]  # rows and columns of printed pixels
    ink_starts: NDArray[np.int64]
    rim: NDArray[np.int32]  # and of white ones beside them
    rim_starts: NDArray[np.int64]
    name: NDArray[np.int64]  # first and last column of the name


class Measures(NamedTuple):
    """What the loops need of the thresholds (ngưỡng)."""

    px: float
    margin: int
    reach: int
    far: int
    least_level: float
    match_least: float
    dark_least: float
    dark_noise: float
    most_spread: float
    most_middle: float
    beside: int
    few: int


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
def sampled(image, affine, out):
    """Cut a place out of an image, each pixel the weighted mean of the four around it; beyond the image its edge goes on."""
    height, width = image.shape
    rows, columns = out.shape
    across, down = affine[0, 0], affine[1, 0]
    is_turned = abs(across) < 4 * abs(down) or across < 0
    step, step_down = np.int64(np.round(across * ONE)), np.int64(np.round(down * ONE))
    between = np.empty(int(abs(across) * columns) + 8, np.int16)
    for j in range(rows):
        x, y = affine[0, 1] * j + affine[0, 2], affine[1, 1] * j + affine[1, 2]
        end_x, end_y = x + across * columns, y + down * columns
        outside = min(x, end_x) < 0 or min(y, end_y) < 2 or max(x, end_x) >= width - 3 or max(y, end_y) >= height - 3
        if is_turned or outside:
            _sampled_at_edge(image, np.int64(x * ONE), np.int64(y * ONE), step, step_down, out[j])
            continue
        first = int(x)
        slope = down / across
        _between_rows(image, first, int(end_x) + 2, y + (first - x) * slope, slope, between)
        at, row = np.int64((x - first) * ONE), out[j]
        for i in range(columns):
            left, right = np.uint64(at >> 16), np.int32((at >> 8) & 255)
            one = np.int32(between[left])
            other = np.int32(between[left + np.uint64(1)])
            row[i] = np.uint8(((one << np.int32(8)) + (other - one) * right + np.int32(16384)) >> np.int32(15))
            at += step


@njit(cache=True, nogil=True)
def _between_rows(image, first, last, y, slope, out):
    """The image along a slightly slanted row, from a column to another, in 1/128: each pixel the weighted mean of the two it lies between."""
    x = first
    fall = np.float32(slope * 256)
    while x < last:
        top = int(np.floor(y))
        count = last - x  # as long as the row stays between the same two
        if slope > 1e-9:
            count = min(count, int((top + 1 - y) / slope) + 1)
        elif slope < -1e-9:
            count = min(count, int((y - top) / -slope) + 1)
        upper, lower, part = image[top, x : x + count], image[top + 1, x : x + count], out[x - first : x - first + count]
        start = np.float32((y - top) * 256)
        for i in range(count):
            one = np.int32(upper[i])
            share = np.int32(start + fall * np.float32(i))
            part[i] = np.int16(((one << np.int32(8)) + (np.int32(lower[i]) - one) * share) >> np.int32(1))
        x += count
        y += count * slope


@njit(cache=True, nogil=True)
def _sampled_at_edge(image, x, y, across, down, out):
    """One row of a place that reaches beyond the image."""
    height, width = image.shape
    for i in range(out.shape[0]):
        left, top = min(max(x, 0), (width - 1) * ONE), min(max(y, 0), (height - 1) * ONE)
        at_x, at_y = min(left >> 16, width - 2), min(top >> 16, height - 2)
        right, low = (left - at_x * ONE) / ONE, (top - at_y * ONE) / ONE
        upper = image[at_y, at_x] * (1 - right) + image[at_y, at_x + 1] * right
        lower = image[at_y + 1, at_x] * (1 - right) + image[at_y + 1, at_x + 1] * right
        out[i] = np.uint8(upper * (1 - low) + lower * low + 0.5)
        x += across
        y += down


@njit(cache=True, nogil=True)
def darkness(seen, paper, x, y, px):
    """How much darker than the paper each pixel of a strip is, in 1/255 of the paper."""
    height, width = seen.shape
    deep, broad = paper.shape
    # 255 over the paper's level along the first and the last row; in between it changes evenly
    upper = np.empty(width, np.float32)
    lower = np.empty(width, np.float32)
    row_0 = min(max(int(y), 0), deep - 1)
    row_1 = min(max(int(y + height / px), 0), deep - 1)
    for i in range(width):
        at = x + (i + 0.5) / px - 0.5
        cell = min(max(int(at), 0), broad - 2)
        part = min(max(at - cell, 0.0), 1.0)
        upper[i] = 255.0 / max(1.0, paper[row_0, cell] * (1 - part) + paper[row_0, cell + 1] * part)
        lower[i] = 255.0 / max(1.0, paper[row_1, cell] * (1 - part) + paper[row_1, cell + 1] * part)
    out = np.empty((height, width), np.int16)
    for j in range(height):
        down = np.float32((j + 0.5) / height)
        for i in range(width):
            value = np.float32(255) - np.float32(seen[j, i]) * (upper[i] + (lower[i] - upper[i]) * down)
            out[j, i] = np.int16(max(np.float32(-200), value))
    return out


@njit(cache=True, nogil=True)
def noise(values, halo, margin_y, margin_x):
    """Median and robust spread of the values where nothing is printed."""
    counts = np.zeros((4, 512), np.int32)  # neighbours are often alike: tables of their own do not wait for each other
    height, width = values.shape
    for y in range(0, height, 4):
        row, print_ = values[y], halo[y + margin_y, margin_x : margin_x + width]
        for x in range(0, width - 3, 4):
            counts[0, row[x] + 256] += np.int32(print_[x] < WHITE)
            counts[1, row[x + 1] + 256] += np.int32(print_[x + 1] < WHITE)
            counts[2, row[x + 2] + 256] += np.int32(print_[x + 2] < WHITE)
            counts[3, row[x + 3] + 256] += np.int32(print_[x + 3] < WHITE)
    counts[0] += counts[1] + counts[2] + counts[3]
    total = counts[0].sum()
    if total < 30:
        return 0.0, 4.0
    middle, run = 0, 0
    while run * 2 < total:
        run += counts[0, middle]
        middle += 1
    middle -= 1
    # the lower quarter holds no ink: spread below the median only
    low, run = 0, 0
    while run * 6.3 < total:
        run += counts[0, low]
        low += 1
    low -= 1
    return float(middle - 256), max(1.0, float(middle - low))


@njit(cache=True, nogil=True)
def _mean_at(values, points, flat, dy, dx, is_inside):
    """Mean of the values at points that were moved; those outside do not count."""
    height, width = values.shape
    total, n = np.int32(0), 0
    if is_inside:
        every, shift = values.reshape(-1), np.int32(dy * width + dx)
        for i in range(flat.shape[0]):
            total += np.int32(every[np.uint32(flat[i] + shift)])
        return total / max(flat.shape[0], 1)
    for i in range(points.shape[0]):
        y, x = points[i, 0] + dy, points[i, 1] + dx
        if 0 <= y < height and 0 <= x < width:
            total += np.int32(values[y, x])
            n += 1
    return total / max(n, 1)


@njit(cache=True, nogil=True)
def _flattened(points, width, height):
    """The places of points in an array of so many columns, and how far they may move without leaving it."""
    flat = np.empty(points.shape[0], np.int32)
    free = width
    for i in range(points.shape[0]):
        y, x = np.int32(points[i, 0]), np.int32(points[i, 1])
        flat[i] = y * np.int32(width) + x
        free = min(free, y, x, height - 1 - y, width - 1 - x)
    return flat, free


@njit(cache=True, nogil=True)
def align(values, ink_at, rim_at, reach, far):
    """The shift that lays the print on its image: near first, farther only when the best lies at the border or fits badly."""
    best, best_y, best_x, level = -1e9, 0, 0, 0.0
    height, width = values.shape
    ink_flat, ink_free = _flattened(ink_at, width, height)
    rim_flat, rim_free = _flattened(rim_at, width, height)
    for span in (2, reach, far):
        if span == reach and max(abs(best_y), abs(best_x)) < 3 and (far == reach or best > 0.8 * max(level, 30.0)):
            break
        if span == far and far > reach and max(abs(best_y), abs(best_x)) < reach and best > 0.8 * max(level, 30.0):
            break
        middle_y, middle_x, best = 0, 0, -1e9
        for step in (2, 1):
            from_y, from_x, wide = (0, 0, span) if step == 2 else (middle_y, middle_x, 1)
            for dy in range(from_y - wide, from_y + wide + 1, step):
                for dx in range(from_x - wide, from_x + wide + 1, step):
                    moved = max(abs(dy), abs(dx))
                    dark = _mean_at(values, ink_at, ink_flat, dy, dx, moved <= ink_free)
                    score = dark - _mean_at(values, rim_at, rim_flat, dy, dx, moved <= rim_free)
                    if score > best:
                        best, best_y, best_x, level = score, dy, dx, dark
            middle_y, middle_x = best_y, best_x
    return best_y, best_x, best, level


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
def laid(image, affine, paper, prints, n, measures, numbers):
    """Cut one place out, find the shift of its print, and measure the paper; answers its darkness and the print on it."""
    x, y = prints.places[n, 0], prints.places[n, 1]
    width, height = int(prints.places[n, 2]), int(prints.places[n, 3])
    margin = measures.margin
    seen = np.empty((height, width), np.uint8)
    sampled(image, affine, seen)
    values = darkness(seen, paper, x, y, measures.px)
    ink_at = prints.ink[prints.ink_starts[n] : prints.ink_starts[n + 1]]
    rim_at = prints.rim[prints.rim_starts[n] : prints.rim_starts[n + 1]]
    shift_y, shift_x, contrast, level = align(values, ink_at, rim_at, measures.reach, measures.far)
    full = prints.halo[prints.halo_starts[n] : prints.halo_starts[n + 1]].reshape((height + 2 * margin, width + 2 * margin))
    middle, spread = noise(values, full, margin - shift_y, margin - shift_x)
    halo = full[margin - shift_y : margin - shift_y + height, margin - shift_x : margin - shift_x + width]
    numbers[SHIFT_Y], numbers[SHIFT_X], numbers[CONTRAST], numbers[LEVEL] = shift_y, shift_x, contrast, level
    numbers[MIDDLE], numbers[SPREAD] = middle, spread
    return values, halo


@njit(cache=True, nogil=True)
def white(halo, lines, weight):
    """How much each pixel counts: nothing where the print is dark, or along the lines (start, end, half width, upright or not)."""
    height, width = halo.shape
    for j in range(height):
        for i in range(width):
            w = np.float32(1.2) - np.float32(halo[j, i]) * np.float32(1 / 60)
            weight[j, i] = min(np.float32(1.0), max(np.float32(0.0), w))
    for n in range(lines.shape[0]):
        blank(weight, lines[n, 0], lines[n, 1], lines[n, 2], lines[n, 3] > 0)


@njit(cache=True, nogil=True)
def inked(image, affine, paper, prints, n, measures, lines):
    """The ink of one place that the print does not explain, how much each pixel counts, and the numbers of the place."""
    numbers = np.zeros(NUMBERS)
    values, halo = laid(image, affine, paper, prints, n, measures, numbers)
    height, width = values.shape
    weight, ink = np.empty((height, width), np.float32), np.empty((height, width), np.float32)
    white(halo, lines, weight)
    share = explained(numbers[LEVEL])
    for j in range(height):
        for i in range(width):
            ink[j, i] = np.float32(values[j, i]) - share * np.float32(halo[j, i])
    return ink, weight, numbers


@njit(cache=True, nogil=True)
def explained(level):
    """How much of the print's darkness shows on an image whose print is so dark."""
    return np.float32(0.8 * min(1.2, max(0.2, level / 255.0)))


@njit(cache=True, nogil=True)
def smooth(values, halo, share, weight, middle, threshold, x0, x1, out):
    """Mean ink of three neighbours along the line, letters left out; and how many columns from x0 to x1 hold ink."""
    height, width = values.shape
    heavy = np.zeros(width + 2, np.float32)  # ink times weight, with a free place at both ends
    mass = np.zeros(width + 2, np.float32)
    dark = np.zeros(width, np.uint8)
    least, middle = np.float32(threshold), np.float32(middle)
    for y in range(height):
        for x in range(width):
            w = weight[y, x]
            mass[x + 1] = w
            heavy[x + 1] = w * (np.float32(values[y, x]) - share * np.float32(halo[y, x]))
        for x in range(width):
            total = heavy[x] + np.float32(2) * heavy[x + 1] + heavy[x + 2]
            all_ = mass[x] + np.float32(2) * mass[x + 1] + mass[x + 2]
            value = total / max(all_, np.float32(0.2)) - middle
            value = value if all_ > np.float32(0.2) else np.float32(0)
            out[y, x] = max(np.float32(0), value)
        for x in range(x0, x1):
            dark[x] |= np.uint8((out[y, x] > least) & (weight[y, x] > np.float32(0.5)))
    return dark.sum()


@njit(cache=True, nogil=True)
def survey(image, maps, paper, prints, measures, lines, starts, along, numbers, ink, weight):
    """Look at all names of a page; the ink of those that need a closer look is kept, one after the other.

    `lines` of folds and streaks from `starts[n]` to `starts[n + 1]` cross the place n; where one runs `along` a name it is always kept.
    """
    used = 0
    for n in range(prints.places.shape[0]):
        own = numbers[n]
        values, halo = laid(image, maps[n], paper, prints, n, measures, own)
        height, width = values.shape
        own[KEPT] = -1
        if max(abs(own[SHIFT_Y]), abs(own[SHIFT_X])) > measures.far or own[CONTRAST] < measures.match_least * max(
            own[LEVEL], measures.least_level
        ):
            continue
        # where ink covers most of the paper its spread is no noise
        own[SPREAD] = min(own[SPREAD], measures.most_spread)
        own[THRESHOLD] = max(measures.dark_least, measures.dark_noise * own[SPREAD])
        even = ink[used : used + height * width].reshape((height, width))
        counts = weight[used : used + height * width].reshape((height, width))
        white(halo, lines[starts[n] : starts[n + 1]], counts)
        shift = int(own[SHIFT_X])
        left = max(0, max(0, prints.name[n, 0] + 1 + shift) - measures.beside)
        right = min(width, min(width, prints.name[n, 1] - 1 + shift) + measures.beside)
        middle = min(measures.most_middle, own[MIDDLE])
        own[INKED] = smooth(values, halo, explained(own[LEVEL]), counts, middle, own[THRESHOLD], left, right, even)
        if along[n] or own[INKED] >= measures.few:
            own[KEPT] = used
            used += height * width


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
