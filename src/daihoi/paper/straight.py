"""How dark the places of a page are, and the print laid on them, compiled (độ đậm, đặt bản in lên ảnh).

A compiled function is kept on disk as long as its own file is the same: what these loops call stands in this file.
numba makes `int()` of a uint8 unsigned, so every pixel goes through a signed type before it is subtracted.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

SHIFT_Y, SHIFT_X, CONTRAST, LEVEL, MIDDLE, SPREAD, THRESHOLD, INKED, KEPT = range(9)
LEFT, RIGHT = 9, 10  # columns of the name on the image
WAY, AGAINST = 11, 12  # what the darkest way through it shows, and why the line along it may not count
FOLDED = 13  # whether a fold or streak runs along it
NUMBERS = 14
WHITE = 15  # darkness of the print below which nothing is printed
NEAR = 3  # pixels: most prints are off by less
CALLED = 64  # bytes that come from memory together
PORTION = 1 << 14  # numbers counted at once
TOGETHER = 8  # pixels that are summed at once
LEAST, PRINTED = -200, 256  # no value is lower or as high
USUAL = 7  # the paper of most names is no darker or lighter, and spreads less than twice as far


class Prints(NamedTuple):
    """The places of one printed side, each with its print (các chỗ cần đọc trên một mặt)."""

    places: NDArray[np.float64]  # x, y in millimetres, width and height in pixels
    halo: NDArray[np.uint8]  # the prints with a margin around, one after the other
    halo_starts: NDArray[np.int64]
    ink: NDArray[np.int16]  # rows and columns of printed pixels
    ink_starts: NDArray[np.int64]
    rim: NDArray[np.int16]  # and of white ones beside them
    rim_starts: NDArray[np.int64]
    free: NDArray[np.int64]  # how far the points of a place may move without leaving it
    name: NDArray[np.int64]  # first and last column of the name
    cells: NDArray[np.int32]  # which cell of the paper lies left of each column of each place, one after the other
    parts: NDArray[np.float32]  # and how much the next one counts
    columns: NDArray[np.int64]


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
    few: float
    match_clear: float
    print_least: float


@njit(cache=True, nogil=True, error_model="numpy")
def darkness(seen, paper, prints, n, px):
    """How much darker than the paper each pixel of a place is, in 1/255 of the paper."""
    height, width = seen.shape
    y, deep = prints.places[n, 1], paper.shape[0]
    start, end = prints.columns[n], prints.columns[n + 1]
    cells, parts = prints.cells[start:end], prints.parts[start:end]
    # 255 over the paper's level along the first and the last row; in between it changes evenly
    upper, lower = np.empty(width, np.float32), np.empty(width, np.float32)
    _levels(paper[min(max(int(y), 0), deep - 1)], cells, parts, upper)
    _levels(paper[min(max(int(y + height / px), 0), deep - 1)], cells, parts, lower)
    out = np.empty((height, width), np.int16)
    for j in range(height):
        down, row, line = np.float32((j + 0.5) / height), seen[j], out[j]
        for i in range(width):
            value = np.float32(255) - np.float32(row[i]) * (upper[i] + (lower[i] - upper[i]) * down)
            line[i] = np.int16(value if value > np.float32(LEAST) else np.float32(LEAST))
    return out


@njit(cache=True, nogil=True, error_model="numpy")
def _levels(paper, cells, parts, out):
    """255 over the level of the paper at each pixel of a row; there is a pixel of paper each millimetre."""
    last = np.int32(paper.shape[0] - 2)
    for i in range(out.shape[0]):
        cell = np.uint64(cells[i] if cells[i] < last else last)
        level, beside = np.float32(paper[cell]), np.float32(paper[cell + np.uint64(1)])
        out[i] = level + (beside - level) * parts[i]
    for i in range(out.shape[0]):
        out[i] = np.float32(255) / (out[i] if out[i] > np.float32(1) else np.float32(1))


@njit(cache=True, nogil=True)
def noise(values, halo, margin_y, margin_x):
    """Median and robust spread of the values where nothing is printed, in every fourth row."""
    height, width = values.shape
    seen = np.empty(((height + 3) // 4, width), np.int16)
    for n in range(seen.shape[0]):
        row, print_, line = values[4 * n], halo[4 * n + margin_y, margin_x : margin_x + width], seen[n]
        for x in range(width):
            line[x] = row[x] if print_[x] < WHITE else np.int16(PRINTED)
    every = seen.reshape(-1)
    total = _below(every, PRINTED - 1)
    if total < 30:
        return 0.0, 4.0
    # the lower quarter holds no ink: spread below the median only
    middle = _reached(every, total / 2, LEAST, PRINTED - 1, 0)
    low = _reached(every, total / 6.3, LEAST, middle, middle - USUAL)
    return float(middle), max(1.0, float(middle - low))


@njit(cache=True, nogil=True)
def _reached(values, wanted, least, most, usual):
    """The least value that so many do not exceed; it lies between these two, mostly not far from the usual one."""
    for far in (USUAL, -USUAL, 0):  # bisected around the usual value first
        least, most = _narrowed(values, wanted, least, most, usual + far)
    while least < most:
        least, most = _narrowed(values, wanted, least, most, (least + most) >> 1)
    return most


@njit(cache=True, nogil=True)
def _narrowed(values, wanted, least, most, edge):
    """Between which two the value lies, after a look at one between them."""
    if not least <= edge < most:
        return least, most
    return (least, edge) if _below(values, edge) >= wanted else (edge + 1, most)


@njit(cache=True, nogil=True)
def _below(values, most):
    """How many values do not exceed this one."""
    total, limit = 0, np.int16(most)
    for start in range(0, values.shape[0], PORTION):
        part, count = values[start : start + PORTION], np.int16(0)  # short numbers, many of which are reckoned at once
        for x in range(part.shape[0]):
            count = np.int16(count + np.int16(part[x] <= limit))
        total += count
    return total


@njit(cache=True, nogil=True)
def align(values, ink, rim, free, reach, far):
    """The shift that lays the print on its image: near first, farther only when the best lies at the border or fits badly."""
    best, known = (-1e9, 0, 0, 0.0), 0  # contrast, shift down and across, level of the ink
    if free > NEAR:
        for step in (2, 1):
            best = _best_of_nine(values, ink, rim, best, step)
        if max(abs(best[1]), abs(best[2])) < NEAR and (far == reach or _fits(best)):
            return best[1], best[2], best[0], best[3]
    known = far + 1
    darks, lights = _around(values, ink, known, free), _around(values, rim, known, free)
    for span in (reach, far):
        best = _best_shift(darks, lights, known, (-1e9, 0, 0, best[3]), span, 2)
        best = _best_shift(darks, lights, known, best, 1, 1)
        if far == reach or (max(abs(best[1]), abs(best[2])) < reach and _fits(best)):
            break
    return best[1], best[2], best[0], best[3]


@njit(cache=True, nogil=True)
def _fits(best):
    """Whether the print is as dark beside the white around it as on its own."""
    return best[0] > 0.8 * max(best[3], 30.0)


@njit(cache=True, nogil=True)
def _best_of_nine(values, ink, rim, best, step):
    """The best of nine shifts around the one that was best before, or that one itself; no point may leave the place."""
    darks, lights = _nine(values, ink, best[1], best[2], step), _nine(values, rim, best[1], best[2], step)
    down, across = best[1], best[2]
    for n in range(9):
        if darks[n] - lights[n] > best[0]:
            best = (darks[n] - lights[n], down + (n // 3 - 1) * step, across + (n % 3 - 1) * step, darks[n])
    return best


@njit(cache=True, nogil=True)
def _nine(values, points, down, across, step):
    """Mean of the values at points that were moved, for nine moves."""
    every, beside, below = values.reshape(-1), np.uint64(step), np.uint64(step * values.shape[1])
    a, b, c = np.int32(0), np.int32(0), np.int32(0)
    d, e, f = np.int32(0), np.int32(0), np.int32(0)
    g, h, i = np.int32(0), np.int32(0), np.int32(0)
    for n in range(points.shape[0]):
        at = np.uint64((points[n, 0] + down - step) * values.shape[1] + points[n, 1] + across - step)
        a, b, c = a + np.int32(every[at]), b + np.int32(every[at + beside]), c + np.int32(every[at + beside + beside])
        at += below
        d, e, f = d + np.int32(every[at]), e + np.int32(every[at + beside]), f + np.int32(every[at + beside + beside])
        at += below
        g, h, i = g + np.int32(every[at]), h + np.int32(every[at + beside]), i + np.int32(every[at + beside + beside])
    count = max(points.shape[0], 1)
    return a / count, b / count, c / count, d / count, e / count, f / count, g / count, h / count, i / count


@njit(cache=True, nogil=True)
def _around(values, points, reach, free):
    """The mean of the values at points that were moved, for each move of so many pixels; beyond the place is white paper."""
    long = (2 * reach + TOGETHER) // TOGETHER * TOGETHER  # moves along a row are summed at once
    out = 0
    if free < long - reach:
        framed, out = np.zeros((values.shape[0] + 2 * long, values.shape[1] + 2 * long), np.int16), long
        framed[long:-long, long:-long] = values
        values = framed
    sums, every, across = np.zeros((2 * reach + 1, long), np.int32), values.reshape(-1), np.uint64(values.shape[1])
    for n in range(points.shape[0]):
        at = np.uint64((points[n, 0] + out - reach) * values.shape[1] + points[n, 1] + out - reach)
        for down in range(sums.shape[0]):
            row, line = every[at : at + np.uint64(long)], sums[down]
            for i in range(line.shape[0]):
                line[i] += np.int32(row[i])
            at += across
    return sums / max(points.shape[0], 1)


@njit(cache=True, nogil=True)
def _best_shift(darks, lights, known, best, wide, step):
    """The best shift in steps around the one that was best before, or that one itself."""
    top, left = best[1] - wide, best[2] - wide
    for down in range(top, top + 2 * wide + 1, step):
        for across in range(left, left + 2 * wide + 1, step):
            dark, light = darks[down + known, across + known], lights[down + known, across + known]
            if dark - light > best[0]:
                best = (dark - light, down, across, dark)
    return best


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
def laid(seen, paper, prints, n, measures, numbers):
    """Find the shift of the print on one place, and measure the paper; answers its darkness and the print on it."""
    height, width = seen.shape
    margin = measures.margin
    values = darkness(seen, paper, prints, n, measures.px)
    ink_at = prints.ink[prints.ink_starts[n] : prints.ink_starts[n + 1]]
    rim_at = prints.rim[prints.rim_starts[n] : prints.rim_starts[n + 1]]
    shift_y, shift_x, contrast, level = align(values, ink_at, rim_at, prints.free[n], measures.reach, measures.far)
    full = prints.halo[prints.halo_starts[n] : prints.halo_starts[n + 1]].reshape((height + 2 * margin, width + 2 * margin))
    middle, spread = noise(values, full, margin - shift_y, margin - shift_x)
    halo = full[margin - shift_y : margin - shift_y + height, margin - shift_x : margin - shift_x + width]
    numbers[SHIFT_Y], numbers[SHIFT_X], numbers[CONTRAST], numbers[LEVEL] = shift_y, shift_x, contrast, level
    numbers[MIDDLE], numbers[SPREAD] = middle, spread
    numbers[LEFT], numbers[RIGHT] = max(0, prints.name[n, 0] + 1 + shift_x), min(width, prints.name[n, 1] - 1 + shift_x)
    return values, halo


@njit(cache=True, nogil=True)
def called(prints, n, margin):
    """Touch the rows of a print that most shifts need once, so that their memory comes all at the same time."""
    met, spare = np.uint8(0), (margin - NEAR) * (int(prints.places[n, 2]) + 2 * margin)
    for at in range(prints.halo_starts[n] + spare, prints.halo_starts[n + 1] - spare, CALLED):
        met |= prints.halo[at]
    return met


@njit(cache=True, nogil=True)
def counted(print_):
    """How much a pixel counts beside a print that may be so dark there."""
    w = np.float32(1.2) - np.float32(print_) * np.float32(1 / 60)
    return min(np.float32(1.0), max(np.float32(0.0), w))


@njit(cache=True, nogil=True)
def white(halo, lines, weight):
    """How much each pixel counts: nothing where the print is dark, or along the lines (start, end, half width, upright or not)."""
    height, width = halo.shape
    for j in range(height):
        for i in range(width):
            weight[j, i] = counted(halo[j, i])
    for n in range(lines.shape[0]):
        blank(weight, lines[n, 0], lines[n, 1], lines[n, 2], lines[n, 3] > 0)


@njit(cache=True, nogil=True)
def inked(seen, paper, prints, n, measures, lines):
    """The ink of one place that the print does not explain, how much each pixel counts, and the numbers of the place."""
    numbers = np.zeros(NUMBERS)
    values, halo = laid(seen, paper, prints, n, measures, numbers)
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


@njit(cache=True, nogil=True, error_model="numpy")
def smooth(values, halo, share, weight, middle, threshold, x0, x1, out):
    """Mean ink of three neighbours along the line, letters left out; and how many columns from x0 to x1 hold ink."""
    height, width = values.shape
    heavy, dark = np.empty(width, np.float32), np.zeros(max(0, x1 - x0), np.uint8)
    middle, least, last = np.float32(middle), np.float32(threshold), width - 1
    for y in range(height):
        row, print_, mass, ink = values[y], halo[y], weight[y], out[y]
        for x in range(width):
            heavy[x] = mass[x] * (np.float32(row[x]) - share * np.float32(print_[x]))
        inner = ink[1:last]
        for x in range(inner.shape[0]):
            total = heavy[x] + np.float32(2) * heavy[x + 1] + heavy[x + 2]
            inner[x] = _even(total, mass[x] + np.float32(2) * mass[x + 1] + mass[x + 2], middle)
        for end, beside in ((0, 1), (last, last - 1)):  # which have one neighbour only
            ink[end] = _even(np.float32(2) * heavy[end] + heavy[beside], np.float32(2) * mass[end] + mass[beside], middle)
        between, counts = ink[x0:x1], mass[x0:x1]
        for x in range(dark.shape[0]):
            dark[x] |= np.uint8((between[x] > least) & (counts[x] > np.float32(0.5)))
    return dark.sum()


@njit(cache=True, nogil=True, error_model="numpy")
def _even(total, mass, middle):
    """The mean above the level of the paper; nothing where letters hide all."""
    value = total / (mass if mass > np.float32(0.2) else np.float32(0.2)) - middle
    value = value if mass > np.float32(0.2) else np.float32(0)
    return value if value > np.float32(0) else np.float32(0)


@njit(cache=True, nogil=True)
def _most_inked(values, halo, share, least, x0, x1):
    """At most so many columns from x0 to x1 hold ink, told without dividing: what `smooth` counts on a place that no line crosses is no more."""
    height, width = values.shape
    above, dark = np.zeros(width + 2, np.float32), np.zeros(max(0, x1 - x0), np.uint8)
    least = np.float32(0.999 * least)  # more than what is lost behind the point
    for y in range(height):
        row, print_, inner, near = values[y], halo[y], above[1 : width + 1], above[x0 : x1 + 2]
        for x in range(width):
            inner[x] = counted(print_[x]) * (np.float32(row[x]) - share * np.float32(print_[x]) - least)
        for x in range(dark.shape[0]):
            dark[x] |= np.uint8(near[x] + np.float32(2) * near[x + 1] + near[x + 2] > np.float32(0))
    return dark.sum()


@njit(cache=True, nogil=True)
def survey(seen, paper, prints, n, measures, lines, along, own, ink, weight):
    """Measure one name and lay bare its ink; answers whether it needs a closer look.

    `lines` of folds and streaks cross it; where one runs `along` a name it is always looked at.
    """
    values, halo = laid(seen, paper, prints, n, measures, own)
    own[KEPT] = -1
    is_far = max(abs(own[SHIFT_Y]), abs(own[SHIFT_X])) > measures.far
    if is_far or own[CONTRAST] < measures.match_least * max(own[LEVEL], measures.least_level):
        return False
    # where ink covers most of the paper its spread is no noise
    own[SPREAD] = min(own[SPREAD], measures.most_spread)
    own[THRESHOLD] = max(measures.dark_least, measures.dark_noise * own[SPREAD])
    left, right = max(0, int(own[LEFT]) - measures.beside), min(seen.shape[1], int(own[RIGHT]) + measures.beside)
    middle, share = min(measures.most_middle, own[MIDDLE]), explained(own[LEVEL])
    if not (lines.size or along) and _most_inked(values, halo, share, middle + own[THRESHOLD], left, right) < measures.few:
        return False
    white(halo, lines, weight)
    own[INKED] = smooth(values, halo, share, weight, middle, own[THRESHOLD], left, right, ink)
    own[KEPT] = n if along or own[INKED] >= measures.few else -1
    return own[KEPT] >= 0
