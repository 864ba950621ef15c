"""The inner loops of reading, compiled (các vòng lặp tính toán).

numba makes `int()` of a uint8 unsigned, so every pixel goes through np.int32 before it is subtracted.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np
from numba import njit

from daihoi.paper.loops import blank

# Places of the features that `follow` returns.
COVER, COVER_1, COVER_2, COVER_3, DARK, HEIGHT, IN_BAND, GAP, WEIGHT, SLOPE, OFFSET, THICK, FIRST, LAST, BEND, BARE, MATCH = range(17)
OPEN_HEIGHT, OPEN_COLUMNS, OPEN_SPREAD = 17, 18, 19
FEATURES = 20


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
def strip(seen, paper, x, y, px, halo, margin, ink_at, rim_at, reach, far, lines):
    """Say how dark a straight strip is, lay the print on it, and what ink the print does not explain.

    `lines` are left out: start, end, half width, upright or not. Answers ink, weight, the shift of the print,
    its contrast and darkness, and the noise of the paper.
    """
    values = darkness(seen, paper, x, y, px)
    shift_y, shift_x, contrast, level = align(values, ink_at, rim_at, reach, far)
    middle, spread = noise(values, halo, margin - shift_y, margin - shift_x)
    height, width = values.shape
    weight = np.empty((height, width), np.float32)
    ink = np.empty((height, width), np.float32)
    share = np.float32(0.8 * min(1.2, max(0.2, level / 255.0)))
    for j in range(height):
        print_ = halo[j + margin - shift_y, margin - shift_x : margin - shift_x + width]
        for i in range(width):
            near = np.float32(print_[i])
            w = np.float32(1.2) - near * np.float32(1 / 60)
            weight[j, i] = min(np.float32(1.0), max(np.float32(0.0), w))
            ink[j, i] = np.float32(values[j, i]) - share * near
    for n in range(lines.shape[0]):
        blank(weight, lines[n, 0], lines[n, 1], lines[n, 2], lines[n, 3] > 0)
    return ink, weight, shift_y, shift_x, contrast, level, middle, spread


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
    counts = np.zeros(512, np.int32)
    total = 0
    height, width = values.shape
    for y in range(0, height, 2):
        for x in range(width):
            if halo[y + margin_y, x + margin_x] < 15:
                counts[values[y, x] + 256] += 1
                total += 1
    if total < 30:
        return 0.0, 4.0
    middle, run = 0, 0
    while run * 2 < total:
        run += counts[middle]
        middle += 1
    middle -= 1
    # the lower quarter holds no ink: spread below the median only
    low, run = 0, 0
    while run * 6.3 < total:
        run += counts[low]
        low += 1
    low -= 1
    return float(middle - 256), max(1.0, float(middle - low))


@njit(cache=True, nogil=True)
def fits(values, ink_at, rim_at, dy, dx):
    """How much darker the print's ink is than its rim at one shift, and how dark."""
    height, width = values.shape
    dark, n, light, m = 0, 0, 0, 0
    for i in range(ink_at.shape[0]):
        y, x = ink_at[i, 0] + dy, ink_at[i, 1] + dx
        if 0 <= y < height and 0 <= x < width:
            dark += values[y, x]
            n += 1
    for i in range(rim_at.shape[0]):
        y, x = rim_at[i, 0] + dy, rim_at[i, 1] + dx
        if 0 <= y < height and 0 <= x < width:
            light += values[y, x]
            m += 1
    return dark / max(n, 1) - light / max(m, 1), dark / max(n, 1)


@njit(cache=True, nogil=True)
def align(values, ink_at, rim_at, reach, far):  # noqa: C901 — one compiled loop
    """The shift that lays the print on its image: near first, farther only when the best lies at the border or fits badly."""
    best, best_y, best_x, level = -1e9, 0, 0, 0.0
    for span in (2, reach, far):
        if span == reach and max(abs(best_y), abs(best_x)) < 3 and (far == reach or best > 0.8 * max(level, 30.0)):
            break
        if span == far and far > reach and max(abs(best_y), abs(best_x)) < reach and best > 0.8 * max(level, 30.0):
            break
        middle_y, middle_x, best = 0, 0, -1e9
        for dy in range(-span, span + 1, 2):
            for dx in range(-span, span + 1, 2):
                score, dark = fits(values, ink_at, rim_at, dy, dx)
                if score > best:
                    best, middle_y, middle_x, level = score, dy, dx, dark
        best_y, best_x = middle_y, middle_x
        for dy in range(middle_y - 1, middle_y + 2):
            for dx in range(middle_x - 1, middle_x + 2):
                score, dark = fits(values, ink_at, rim_at, dy, dx)
                if score > best:
                    best, best_y, best_x, level = score, dy, dx, dark
    return best_y, best_x, best, level


@njit(cache=True, nogil=True)
def smooth(ink, weight, middle, threshold, x0, x1):
    """Mean of three neighbours along the line, letters left out; and how many columns from x0 to x1 hold ink."""
    height, width = ink.shape
    out = np.empty((height, width), np.float32)
    heavy = np.zeros(width + 2, np.float32)  # ink times weight, with a free place at both ends
    mass = np.zeros(width + 2, np.float32)
    dark = np.zeros(width, np.uint8)
    least, middle = np.float32(threshold), np.float32(middle)
    for y in range(height):
        for x in range(width):
            mass[x + 1] = weight[y, x]
            heavy[x + 1] = weight[y, x] * ink[y, x]
        for x in range(width):
            total = heavy[x] + np.float32(2) * heavy[x + 1] + heavy[x + 2]
            all_ = mass[x] + np.float32(2) * mass[x + 1] + mass[x + 2]
            value = total / max(all_, np.float32(0.2)) - middle
            value = value if all_ > np.float32(0.2) else np.float32(0)
            out[y, x] = max(np.float32(0), value)
        for x in range(x0, x1):
            dark[x] |= np.uint8((out[y, x] > least) & (weight[y, x] > np.float32(0.5)))
    return out, dark.sum()


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
