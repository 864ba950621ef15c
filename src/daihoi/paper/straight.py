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
NUMBERS = 11
WHITE = 15  # darkness of the print below which nothing is printed
ZERO = 256  # among counted values: none is lower than -255 or higher than 255


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


@njit(cache=True, nogil=True, error_model="numpy")
def darkness(seen, paper, x, y, px):
    """How much darker than the paper each pixel of a strip is, in 1/255 of the paper."""
    height, width = seen.shape
    deep = paper.shape[0]
    # 255 over the paper's level along the first and the last row; in between it changes evenly
    upper, lower = np.empty(width, np.float32), np.empty(width, np.float32)
    _levels(paper[min(max(int(y), 0), deep - 1)], x, px, upper)
    _levels(paper[min(max(int(y + height / px), 0), deep - 1)], x, px, lower)
    out = np.empty((height, width), np.int16)
    for j in range(height):
        down, row, line = np.float32((j + 0.5) / height), seen[j], out[j]
        for i in range(width):
            value = np.float32(255) - np.float32(row[i]) * (upper[i] + (lower[i] - upper[i]) * down)
            line[i] = np.int16(value if value > np.float32(-200) else np.float32(-200))
    return out


@njit(cache=True, nogil=True, error_model="numpy")
def _levels(paper, x, px, out):
    """255 over the level of the paper at each pixel of a row; there is a pixel of paper each millimetre."""
    last = paper.shape[0] - 2
    for i in range(out.shape[0]):
        at = x + (i + 0.5) / px - 0.5
        cell = int(at)
        cell = 0 if cell < 0 else (last if cell > last else cell)
        part = at - cell
        part = 0.0 if part < 0.0 else (1.0 if part > 1.0 else part)
        level = paper[np.uint64(cell)] * (1 - part) + paper[np.uint64(cell + 1)] * part
        out[i] = 255.0 / (level if level > 1.0 else 1.0)


@njit(cache=True, nogil=True)
def noise(values, halo, margin_y, margin_x):
    """Median and robust spread of the values where nothing is printed, in every fourth row."""
    height, width = values.shape[0], values.shape[1] // 4 * 4
    counts, places = np.zeros((4, 2 * ZERO), np.int32), np.empty(width, np.int16)
    one, two, three, four = counts[0], counts[1], counts[2], counts[3]  # neighbours are counted apart, so that none waits for another
    for y in range(0, height, 4):
        row, print_ = values[y, :width], halo[y + margin_y, margin_x : margin_x + width]
        for x in range(width):
            places[x] = row[x] + np.int16(ZERO) if print_[x] < WHITE else np.int16(0)
        for x in range(0, width, 4):
            one[np.uint64(places[x])] += 1
            two[np.uint64(places[x + 1])] += 1
            three[np.uint64(places[x + 2])] += 1
            four[np.uint64(places[x + 3])] += 1
    counts[:, 0] = 0
    total = counts.sum()
    if total < 30:
        return 0.0, 4.0
    # the lower quarter holds no ink: spread below the median only
    middle, low = _reached(counts, total / 2), _reached(counts, total / 6.3)
    return float(middle), max(1.0, float(middle - low))


@njit(cache=True, nogil=True)
def _reached(counts, wanted):
    """The least value up to which at least so many are counted."""
    place, total = 0, counts[:, 0].sum()
    while total < wanted:
        place += 1
        total += counts[0, place] + counts[1, place] + counts[2, place] + counts[3, place]
    return place - ZERO


@njit(cache=True, nogil=True)
def _nine(values, print_, dy, dx, step, out):
    """Mean of the values at points that were moved, for three times three moves; points outside do not count."""
    points, flat, free = print_
    if max(abs(dy), abs(dy + 2 * step), abs(dx), abs(dx + 2 * step)) > free:
        for n in range(out.shape[0]):
            for m in range(out.shape[1]):
                out[n, m] = _mean_at(values, points, dy + n * step, dx + m * step)
        return
    every, across, down = values.reshape(-1), np.uint64(step), np.uint64(step * values.shape[1])
    shift, count = np.int32(dy * values.shape[1] + dx), max(flat.shape[0], 1)
    a, b, c, d, e, f, g, h, i = (
        np.int32(0),
        np.int32(0),
        np.int32(0),
        np.int32(0),
        np.int32(0),
        np.int32(0),
        np.int32(0),
        np.int32(0),
        np.int32(0),
    )
    for n in range(flat.shape[0]):
        at = np.uint64(flat[n] + shift)
        a, b, c = a + np.int32(every[at]), b + np.int32(every[at + across]), c + np.int32(every[at + across + across])
        at += down
        d, e, f = d + np.int32(every[at]), e + np.int32(every[at + across]), f + np.int32(every[at + across + across])
        at += down
        g, h, i = g + np.int32(every[at]), h + np.int32(every[at + across]), i + np.int32(every[at + across + across])
    out[0, 0], out[0, 1], out[0, 2] = a / count, b / count, c / count
    out[1, 0], out[1, 1], out[1, 2] = d / count, e / count, f / count
    out[2, 0], out[2, 1], out[2, 2] = g / count, h / count, i / count


@njit(cache=True, nogil=True)
def _mean_at(values, points, dy, dx):
    """Mean of the values at points that were moved; those outside do not count."""
    height, width = values.shape
    total, n = np.int32(0), 0
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
    best = (-1e9, 0, 0, 0.0)  # contrast, shift down and across, level of the ink
    height, width = values.shape
    ink = (ink_at, *_flattened(ink_at, width, height))
    rim = (rim_at, *_flattened(rim_at, width, height))
    for span in (2, reach, far):
        fits, moved = best[0] > 0.8 * max(best[3], 30.0), max(abs(best[1]), abs(best[2]))
        if span == reach and moved < 3 and (far == reach or fits):
            break
        if span == far and far > reach and moved < reach and fits:
            break
        rough = _best_shift(values, ink, rim, (-1e9, 0, 0, best[3]), span, 2)
        best = _best_shift(values, ink, rim, rough, 1, 1)
    return best[1], best[2], best[0], best[3]


@njit(cache=True, nogil=True)
def _best_shift(values, ink, rim, best, wide, step):
    """The best shift in steps around the one that was best before, or that one itself."""
    top, left, side = best[1] - wide, best[2] - wide, 2 * wide // step + 1
    darks, lights = np.empty((side + 2, side + 2)), np.empty((side + 2, side + 2))
    for n in range(0, side, 3):
        for m in range(0, side, 3):
            _nine(values, ink, top + n * step, left + m * step, step, darks[n : n + 3, m : m + 3])
            _nine(values, rim, top + n * step, left + m * step, step, lights[n : n + 3, m : m + 3])
    for n in range(side):
        for m in range(side):
            if darks[n, m] - lights[n, m] > best[0]:
                best = (darks[n, m] - lights[n, m], top + n * step, left + m * step, darks[n, m])
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
    values = darkness(seen, paper, prints.places[n, 0], prints.places[n, 1], measures.px)
    ink_at = prints.ink[prints.ink_starts[n] : prints.ink_starts[n + 1]]
    rim_at = prints.rim[prints.rim_starts[n] : prints.rim_starts[n + 1]]
    shift_y, shift_x, contrast, level = align(values, ink_at, rim_at, measures.reach, measures.far)
    full = prints.halo[prints.halo_starts[n] : prints.halo_starts[n + 1]].reshape((height + 2 * margin, width + 2 * margin))
    middle, spread = noise(values, full, margin - shift_y, margin - shift_x)
    halo = full[margin - shift_y : margin - shift_y + height, margin - shift_x : margin - shift_x + width]
    numbers[SHIFT_Y], numbers[SHIFT_X], numbers[CONTRAST], numbers[LEVEL] = shift_y, shift_x, contrast, level
    numbers[MIDDLE], numbers[SPREAD] = middle, spread
    numbers[LEFT], numbers[RIGHT] = max(0, prints.name[n, 0] + 1 + shift_x), min(width, prints.name[n, 1] - 1 + shift_x)
    return values, halo


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
def survey(strips, paper, prints, measures, lines, starts, along, numbers, ink, weight):
    """Look at all names of a page, cut out one after the other; the ink of those that need a closer look is kept in the same way.

    `lines` of folds and streaks from `starts[n]` to `starts[n + 1]` cross the place n; where one runs `along` a name it is always kept.
    """
    cut, used = 0, 0
    for n in range(prints.places.shape[0]):
        own = numbers[n]
        width, height = int(prints.places[n, 2]), int(prints.places[n, 3])
        values, halo = laid(strips[cut : cut + height * width].reshape((height, width)), paper, prints, n, measures, own)
        cut += height * width
        own[KEPT] = -1
        if max(abs(own[SHIFT_Y]), abs(own[SHIFT_X])) > measures.far or own[CONTRAST] < measures.match_least * max(
            own[LEVEL], measures.least_level
        ):
            continue
        # where ink covers most of the paper its spread is no noise
        own[SPREAD] = min(own[SPREAD], measures.most_spread)
        own[THRESHOLD] = max(measures.dark_least, measures.dark_noise * own[SPREAD])
        crossing, share = lines[starts[n] : starts[n + 1]], explained(own[LEVEL])
        left, right = max(0, int(own[LEFT]) - measures.beside), min(width, int(own[RIGHT]) + measures.beside)
        middle = min(measures.most_middle, own[MIDDLE])
        if not (crossing.size or along[n]) and _most_inked(values, halo, share, middle + own[THRESHOLD], left, right) < measures.few:
            continue
        even = ink[used : used + height * width].reshape((height, width))
        counts = weight[used : used + height * width].reshape((height, width))
        white(halo, crossing, counts)
        own[INKED] = smooth(values, halo, share, counts, middle, own[THRESHOLD], left, right, even)
        if along[n] or own[INKED] >= measures.few:
            own[KEPT] = used
            used += height * width
