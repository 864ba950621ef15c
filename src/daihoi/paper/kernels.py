"""The darkest way through a name, compiled (đường đậm nhất qua một tên).

numba makes `int()` of a uint8 unsigned, so every pixel goes through np.int32 before it is subtracted.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np
from numba import njit

# Places of the features that `follow` returns.
COVER, COVER_1, COVER_2, COVER_3, DARK, HEIGHT, IN_BAND, GAP, WEIGHT, SLOPE, OFFSET, THICK, FIRST, LAST, BEND, BARE, MATCH = range(17)
OPEN_HEIGHT, OPEN_COLUMNS, OPEN_SPREAD = 17, 18, 19
ARC, OFF_ARC = 20, 21  # half the curvature of the arc laid on the line, and how far the line strays from it
SUNK = 22  # share of the inked places at the foot of the letters or below it
FEATURES = 23
FOOT_EM = 0.03
NEVER = np.float32(-1e6)  # the price of leaving the corridor


@njit(cache=True, nogil=True)
def follow(ink, weight, threshold, x0, x1, corridor, baseline, em, path, out):
    """Follow the darkest way from the left end of a name to its right end, climbing at most two rows a column, and measure it.

    `corridor`: the rows allowed at the left end, first and last, and at the right end.
    """
    columns = x1 - x0
    top, bottom = int(min(corridor[0], corridor[2])), int(max(corridor[1], corridor[3])) + 1
    top, bottom = max(top, 0), min(bottom, ink.shape[0])
    near, far = np.float32(0.1 * threshold), np.float32(0.2 * threshold)
    gains = np.empty((columns, bottom - top), np.float32)
    _gains(ink, weight, np.float32(threshold), top, x0, gains)
    best = np.full((columns, bottom - top + 4), np.float32(-1e9), np.float32)  # two places of no way at both ends
    _ways(gains, corridor, top, near, far, best)
    _way_back(best, near, far, top, path)
    out[:] = 0.0
    _measure_cover(ink, weight, threshold, x0, columns, baseline, em, path, out)
    _measure_line(ink, weight, threshold, x0, columns, baseline, em, path, out)
    _measure_thickness(ink, weight, threshold, x0, columns, baseline, em, path, out)
    _measure_open(ink, weight, threshold, x0, columns, baseline, em, path, out)


@njit(cache=True, nogil=True)
def _gains(ink, weight, least, top, x0, out):
    """What each pixel adds to a way: above the threshold something, below it less than nothing."""
    row, cap = np.empty(out.shape[0], np.float32), np.float32(3) * least
    for r in range(out.shape[1]):
        values, weights = ink[top + r, x0 : x0 + row.shape[0]], weight[top + r, x0 : x0 + row.shape[0]]
        for c in range(row.shape[0]):
            row[c] = weights[c] * ((values[c] if values[c] < cap else cap) - least)
        for c in range(row.shape[0]):
            out[c, r] = row[c]


@njit(cache=True, nogil=True)
def _ways(gains, corridor, top, near, far, best):
    """The gain of the best way to each pixel, column by column; a way outside the corridor is none."""
    columns, rows = gains.shape
    for r in range(rows):
        best[0, r + 2] = gains[0, r]
    for c in range(columns):
        share = c / columns
        first, last = corridor[0] + (corridor[2] - corridor[0]) * share - top, corridor[1] + (corridor[3] - corridor[1]) * share - top
        if c > 0:
            _next_column(best, gains, c, near, far)
        for r in range(min(rows, max(0, int(np.ceil(first))))):
            best[c, r + 2] += NEVER - gains[c, r]
        for r in range(min(rows, max(0, int(np.floor(last)) + 1)), rows):
            best[c, r + 2] += NEVER - gains[c, r]


@njit(cache=True, nogil=True)
def _next_column(best, gains, c, near, far):
    """One column on: straight, or climbing a row or two at a price. Rows taken here, not by who calls, are quick to take."""
    old, gain, new = best[c - 1], gains[c], best[c]
    one, two = np.uint64(1), np.uint64(2)
    for i in range(gain.shape[0]):
        r = np.uint64(i)
        upper, lower, highest, lowest = old[r + one], old[r + two + one], old[r], old[r + two + two]
        beside = (upper if upper > lower else lower) - near
        beyond = (highest if highest > lowest else lowest) - far
        climbed, score = (beside if beside > beyond else beyond), old[r + two]
        new[r + two] = (score if score > climbed else climbed) + gain[i]


@njit(cache=True, nogil=True)
def _way_back(best, near, far, top, path):
    """The best way, from its end to its beginning."""
    columns = best.shape[0]
    r = int(np.argmax(best[columns - 1, 2:-2]))
    path[columns - 1] = top + r
    for c in range(columns - 2, -1, -1):
        score, step = best[c, r + 2], 0
        for climb, price in ((-1, near), (1, near), (-2, far), (2, far)):
            if best[c, r + 2 + climb] - price > score:
                score, step = best[c, r + 2 + climb] - price, climb
        r += step
        path[c] = top + r


@njit(cache=True, nogil=True)
def _measure_cover(ink, weight, threshold, x0, columns, baseline, em, path, out):
    """How much of the white along a path is inked, how dark, and where none is."""
    mass, dark = np.zeros(3), np.zeros(3)
    level, level_n, band = 0.0, 0.0, 0.0
    gap, longest, bare, barest = 0.0, 0.0, 0, 0
    for c in range(columns):
        w, value = weight[path[c], x0 + c], ink[path[c], x0 + c]
        third = min(2, 3 * c // columns)
        mass[third] += w
        if 0.0 <= (baseline - path[c]) / em <= 0.70:
            band += 1.0
        if value > threshold:
            dark[third] += w
            level += w * value
            level_n += w
            gap, bare = 0.0, 0 if w > 0.3 else bare
        else:
            gap += w
            longest = max(longest, gap)
        bare += 1
        barest = max(barest, bare)
    total = mass[0] + mass[1] + mass[2]
    out[COVER] = (dark[0] + dark[1] + dark[2]) / max(total, 1e-6)
    for t in range(3):
        out[COVER_1 + t] = dark[t] / mass[t] if mass[t] > 2.0 else -1.0
    out[DARK] = level / max(level_n, 1e-6)
    out[IN_BAND], out[BARE] = band / max(columns, 1), barest / max(columns, 1)
    out[GAP], out[WEIGHT] = longest, total


@njit(cache=True, nogil=True)
def _measure_line(ink, weight, threshold, x0, columns, baseline, em, path, out):  # noqa: PLR0915 — one compiled loop
    """The straight line through the inked places of a path, its mean height, how much the path bends, where it begins and ends."""
    sum_x, sum_y, sum_xx, sum_xy, n = 0.0, 0.0, 0.0, 0.0, 0.0
    first, last, sunk = -1, -1, 0
    for c in range(columns):
        y = path[c]
        if ink[y, x0 + c] > threshold and weight[y, x0 + c] > 0.3:
            first, last = c if first < 0 else first, c
            n += 1.0
            sunk += baseline - y < FOOT_EM * em
            sum_x += c
            sum_y += y
            sum_xx += float(c) * c
            sum_xy += float(c) * y
    spread = n * sum_xx - sum_x * sum_x
    out[SLOPE] = (n * sum_xy - sum_x * sum_y) / spread if n > 3 and spread > 1e-6 else 0.0
    out[OFFSET] = (sum_y - out[SLOPE] * sum_x) / n if n else 0.0
    out[HEIGHT] = (baseline - sum_y / n) / em if n else -9.0
    bend, arc, squares, cubes, fourths = 0.0, 0.0, 0.0, 0.0, 0.0
    for c in range(columns):
        if ink[path[c], x0 + c] > threshold and weight[path[c], x0 + c] > 0.3:
            off, away = path[c] - out[OFFSET] - out[SLOPE] * c, c - sum_x / n
            bend += off**2
            arc += off * away**2
            squares += away**2
            cubes += away**3
            fourths += away**4
    out[BEND] = np.sqrt(bend / n) if n else 0.0
    # what of the square is neither even nor slanted
    freely = fourths - squares**2 / n - cubes**2 / squares if n > 3 and spread > 1e-6 else 0.0
    if freely > 1e-6:
        out[ARC] = arc / freely
        out[OFF_ARC] = np.sqrt(max(0.0, bend - arc**2 / freely) / n)
    out[FIRST], out[LAST] = first / max(columns, 1), last / max(columns, 1)
    out[SUNK] = sunk / n if n else 0.0


@njit(cache=True, nogil=True)
def _measure_thickness(ink, weight, threshold, x0, columns, baseline, em, path, out):
    """How thick the line is where no letter hides it, and how high its middle runs there."""
    height, thick, n = 0.0, 0.0, 0.0
    for c in range(columns):
        x, y = x0 + c, path[c]
        value = ink[y, x]
        if not (value > threshold and weight[y, x] > 0.8):
            continue
        run, middle = 1, y
        for step in (-1, 1):
            k = y + step
            while 0 <= k < ink.shape[0] and ink[k, x] > 0.45 * value and weight[k, x] > 0.5:
                run += 1
                middle += k
                k += step
        height += (baseline - middle / run) / em
        thick += run
        n += 1.0
    if n:
        out[HEIGHT], out[THICK] = height / n, thick / n


@njit(cache=True, nogil=True)
def _measure_open(ink, weight, threshold, x0, columns, baseline, em, path, out):  # noqa: C901, PLR0915 — one compiled loop
    """The height of a line where no letter hides any part of it: between words and just beside the name."""
    rows, width = ink.shape
    beside, around = int(0.3 * em), int(0.34 * em)
    total, squares, n = 0.0, 0.0, 0
    for x in range(max(0, x0 - beside), min(width, x0 + columns + beside)):
        c = min(max(x - x0, 0), columns - 1)
        y = path[c] + int(np.round(out[SLOPE] * (x - x0 - c)))
        top, bottom = max(0, y - around), min(rows, y + around + 1)
        free, darkest, best = True, threshold, -1
        for k in range(top, bottom):
            if weight[k, x] < 0.8:
                free = False
                break
            if ink[k, x] > darkest and abs(k - y) <= 4:
                darkest, best = ink[k, x], k
        if not free or best < 0:
            continue
        heavy, moment = 0.0, 0.0
        k = best
        while k >= top and ink[k, x] > 0.4 * darkest:
            heavy += ink[k, x]
            moment += ink[k, x] * k
            k -= 1
        k = best + 1
        while k < bottom and ink[k, x] > 0.4 * darkest:
            heavy += ink[k, x]
            moment += ink[k, x] * k
            k += 1
        # the height in the middle of the name
        height = (baseline - moment / heavy + out[SLOPE] * (x - x0 - columns / 2)) / em
        total += height
        squares += height * height
        n += 1
    out[OPEN_COLUMNS] = n
    if n:
        out[OPEN_HEIGHT] = total / n
        out[OPEN_SPREAD] = np.sqrt(max(0.0, squares / n - (total / n) ** 2))
