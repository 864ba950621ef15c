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
NUMBERS = 9
WHITE = 15  # darkness of the print below which nothing is printed
HIDDEN = 32767  # above all darkness


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
    """Median and robust spread of the values where nothing is printed, in every fourth row."""
    height, width = values.shape[0], values.shape[1] // 4 * 4
    free = np.empty((height + 3) // 4 * width, np.int16)
    for y in range(0, height, 4):
        row, print_, part = values[y, :width], halo[y + margin_y, margin_x : margin_x + width], free[y // 4 * width : (y // 4 + 1) * width]
        for x in range(width):
            part[x] = row[x] if print_[x] < WHITE else np.int16(HIDDEN)
    total = _at_most(free, 255)
    if total < 30:
        return 0.0, 4.0
    middle = _reached(free, total / 2, 255)
    # the lower quarter holds no ink: spread below the median only
    low = _reached(free, total / 6.3, middle)
    return float(middle), max(1.0, float(middle - low))


@njit(cache=True, nogil=True)
def _at_most(values, most):
    """How many of the values are not above another."""
    count, most = np.int32(0), np.int16(most)
    for i in range(values.shape[0]):
        count += np.int32(values[i] <= most)
    return count


@njit(cache=True, nogil=True)
def _reached(values, count, highest):
    """The least value up to which at least so many values lie; `highest` is not too low."""
    low, high = -256, highest
    while low < high:
        middle = (low + high) >> 1
        if _at_most(values, middle) >= count:
            high = middle
        else:
            low = middle + 1
    return low


@njit(cache=True, nogil=True)
def _means(values, print_, dy, dx, step):
    """Mean of the values at points that were moved, for three moves side by side; points outside do not count."""
    points, flat, free = print_
    if max(abs(dy), abs(dx), abs(dx + 2 * step)) <= free:
        every, shift, step = values.reshape(-1), np.int32(dy * values.shape[1] + dx), np.uint32(step)
        one, two, three = np.int32(0), np.int32(0), np.int32(0)
        for i in range(flat.shape[0]):
            at = np.uint32(flat[i] + shift)
            one += np.int32(every[at])
            two += np.int32(every[at + step])
            three += np.int32(every[at + step + step])
        count = max(flat.shape[0], 1)
        return one / count, two / count, three / count
    return _mean_at(values, points, dy, dx), _mean_at(values, points, dy, dx + step), _mean_at(values, points, dy, dx + 2 * step)


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
    middle_y, middle_x = best[1], best[2]
    for dy in range(middle_y - wide, middle_y + wide + 1, step):
        for from_dx in range(middle_x - wide, middle_x + wide + 1, 3 * step):
            darks = _means(values, ink, dy, from_dx, step)
            lights = _means(values, rim, dy, from_dx, step)
            for n in range(3):
                dx, contrast = from_dx + n * step, darks[n] - lights[n]
                if dx <= middle_x + wide and contrast > best[0]:
                    best = (contrast, dy, dx, darks[n])
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


@njit(cache=True, nogil=True)
def smooth(values, halo, share, weight, middle, threshold, x0, x1, out):
    """Mean ink of three neighbours along the line, letters left out; and how many columns from x0 to x1 hold ink."""
    heavy = np.empty(weight.shape, np.float32)
    dark = np.zeros(weight.shape[1], np.uint8)
    _weighed(values, halo, share, weight, heavy)
    _averaged(heavy, weight, np.float32(middle), out)
    _darkened(out, weight, np.float32(threshold), x0, x1, dark)
    return dark.sum()


@njit(cache=True, nogil=True)
def _weighed(values, halo, share, weight, out):
    """The ink that the print does not explain, times its weight."""
    height, width = values.shape
    for y in range(height):
        for x in range(width):
            out[y, x] = weight[y, x] * (np.float32(values[y, x]) - share * np.float32(halo[y, x]))


@njit(cache=True, nogil=True)
def _averaged(heavy, weight, middle, out):
    """Weighted means of three neighbours, the whole strip as one row; then its ends, which have one neighbour only."""
    one, mass, ink = out.reshape(-1), weight.reshape(-1), heavy.reshape(-1)
    for i in range(1, one.shape[0] - 1):
        total = ink[i - 1] + np.float32(2) * ink[i] + ink[i + 1]
        one[i] = _even(total, mass[i - 1] + np.float32(2) * mass[i] + mass[i + 1], middle)
    for y in range(out.shape[0]):
        for end, beside in ((0, 1), (out.shape[1] - 1, out.shape[1] - 2)):
            total = np.float32(2) * heavy[y, end] + heavy[y, beside]
            out[y, end] = _even(total, np.float32(2) * weight[y, end] + weight[y, beside], middle)


@njit(cache=True, nogil=True)
def _even(total, mass, middle):
    """The mean above the level of the paper; nothing where letters hide all."""
    value = total / (mass if mass > np.float32(0.2) else np.float32(0.2)) - middle
    value = value if mass > np.float32(0.2) else np.float32(0)
    return value if value > np.float32(0) else np.float32(0)


@njit(cache=True, nogil=True)
def _darkened(ink, weight, least, x0, x1, dark):
    """Note the columns that hold ink."""
    for y in range(ink.shape[0]):
        row, counts, seen = ink[y, x0:x1], weight[y, x0:x1], dark[x0:x1]
        for x in range(seen.shape[0]):
            seen[x] |= np.uint8((row[x] > least) & (counts[x] > np.float32(0.5)))


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
