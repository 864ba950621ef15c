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
FEATURES = 20


@njit(cache=True, nogil=True)
def follow(ink, weight, threshold, x0, x1, corridor, baseline, em, path, out):  # noqa: C901, PLR0915 — one compiled loop
    """Follow the darkest way from the left end of a name to its right end, climbing at most two rows a column, and measure it."""
    # corridor: the rows allowed at the left end and at the right end, first and last
    columns = x1 - x0
    top, bottom = int(min(corridor[0], corridor[2])), int(max(corridor[1], corridor[3])) + 1
    top, bottom = max(top, 0), min(bottom, ink.shape[0])
    rows = bottom - top
    never = np.float32(-1e6)
    best = np.full(rows + 4, np.float32(-1e9), np.float32)  # two places of no way at both ends
    fresh = np.empty(rows, np.float32)
    steps = np.empty(rows, np.int32)
    back = np.zeros((columns, rows), np.int8)
    least, cap = np.float32(threshold), np.float32(3.0 * threshold)
    near, far = np.float32(0.1 * threshold), np.float32(0.2 * threshold)
    gains = np.empty((columns, rows), np.float32)
    for r in range(rows):
        for c in range(columns):
            gains[c, r] = weight[top + r, x0 + c] * (min(ink[top + r, x0 + c], cap) - least)
    for c in range(columns):
        share = c / columns
        first, last = corridor[0] + (corridor[2] - corridor[0]) * share - top, corridor[1] + (corridor[3] - corridor[1]) * share - top
        if c == 0:
            for r in range(rows):
                best[r + 2] = gains[0, r] if first <= r <= last else never
            continue
        for r in range(rows):
            score, step = best[r + 2], np.int32(0)
            other = best[r + 1] - near
            step = np.int32(-1) if other > score else step
            score = max(other, score)
            other = best[r + 3] - near
            step = np.int32(1) if other > score else step
            score = max(other, score)
            other = best[r] - far
            step = np.int32(-2) if other > score else step
            score = max(other, score)
            other = best[r + 4] - far
            step = np.int32(2) if other > score else step
            score = max(other, score)
            fresh[r] = score + gains[c, r]
            steps[r] = step
        for r in range(rows):
            best[r + 2] = fresh[r] if first <= r <= last else fresh[r] - gains[c, r] + never
            back[c, r] = steps[r]
    best = best[2 : rows + 2]
    r = int(np.argmax(best))
    for c in range(columns - 1, -1, -1):
        path[c] = top + r
        r += back[c, r]
    _measure(ink, weight, threshold, x0, columns, baseline, em, path, out)


@njit(cache=True, nogil=True)
def _measure(ink, weight, threshold, x0, columns, baseline, em, path, out):  # noqa: C901, PLR0915 — one compiled loop
    """Coverage, place, straightness and thickness of a path."""
    mass = np.zeros(3)
    dark = np.zeros(3)
    level, level_n = 0.0, 0.0
    height_sum, band, n = 0.0, 0.0, 0.0
    sum_x, sum_y, sum_xx, sum_xy = 0.0, 0.0, 0.0, 0.0
    gap, longest = 0.0, 0.0
    thick, thick_n = 0.0, 0.0
    first, last = -1, -1
    bare, barest = 0, 0
    rows = ink.shape[0]
    for c in range(columns):
        x, y = x0 + c, path[c]
        w, value = weight[y, x], ink[y, x]
        third = min(2, 3 * c // columns)
        mass[third] += w
        rise = (baseline - y) / em
        if 0.0 <= rise <= 0.70:
            band += 1.0
        if value > threshold:
            dark[third] += w
            level += w * value
            level_n += w
            gap = 0.0
            if w > 0.3:
                bare = 0
                if first < 0:
                    first = c
                last = c
                n += 1.0
                sum_x += c
                sum_y += y
                sum_xx += float(c) * c
                sum_xy += float(c) * y
                if w > 0.8:
                    run, middle = 1, y
                    k = y - 1
                    while k >= 0 and ink[k, x] > 0.45 * value and weight[k, x] > 0.5:
                        run += 1
                        middle += k
                        k -= 1
                    k = y + 1
                    while k < rows and ink[k, x] > 0.45 * value and weight[k, x] > 0.5:
                        run += 1
                        middle += k
                        k += 1
                    height_sum += (baseline - middle / run) / em
                    thick += run
                    thick_n += 1.0
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
    out[HEIGHT] = height_sum / thick_n if thick_n else (baseline - sum_y / n) / em if n else -9.0
    out[IN_BAND] = band / max(columns, 1)
    out[GAP] = longest
    out[WEIGHT] = total
    spread = n * sum_xx - sum_x * sum_x
    out[SLOPE] = (n * sum_xy - sum_x * sum_y) / spread if n > 3 and spread > 1e-6 else 0.0
    out[OFFSET] = (sum_y - out[SLOPE] * sum_x) / n if n else 0.0
    bend = 0.0
    for c in range(columns):
        if ink[path[c], x0 + c] > threshold and weight[path[c], x0 + c] > 0.3:
            bend += (path[c] - out[OFFSET] - out[SLOPE] * c) ** 2
    out[BEND] = np.sqrt(bend / n) if n else 0.0
    out[THICK] = thick / thick_n if thick_n else 0.0
    out[FIRST] = first / max(columns, 1)
    out[LAST] = last / max(columns, 1)
    out[BARE] = barest / max(columns, 1)
    _measure_open(ink, weight, threshold, x0, columns, baseline, em, path, out)


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
