"""The inner loops of reading, compiled (các vòng lặp tính toán).

numba makes `int()` of a uint8 unsigned, so every pixel goes through np.int32 before it is subtracted.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np
from numba import njit

# Places of the features that `follow` returns.
COVER, COVER_1, COVER_2, COVER_3, DARK, HEIGHT, IN_BAND, GAP, WEIGHT, SLOPE, OFFSET, THICK, FIRST, LAST, BEND, BARE = range(16)
FEATURES = 16
STEEPEST = 2  # rows the path may climb from one column to the next


@njit(cache=True, nogil=True)
def darkness(strip, paper, out):
    """How much darker than the paper each pixel is, 0..255; returns the median and the spread over all."""
    height, width = strip.shape
    counts = np.zeros(512, np.int32)
    for y in range(height):
        for x in range(width):
            level = np.int32(paper[y, x])
            if level < 1:
                level = 1
            value = (level - np.int32(strip[y, x])) * 255 // level
            if value < -200:
                value = -200
            out[y, x] = value
            counts[value + 256] += 1
    return counts


@njit(cache=True, nogil=True)
def noise(values, weight):
    """Median and robust spread of the values where nothing is printed."""
    counts = np.zeros(512, np.int32)
    total = 0
    height, width = values.shape
    for y in range(height):
        for x in range(width):
            if weight[y, x] > 0.95:
                counts[values[y, x] + 256] += 1
                total += 1
    if total < 50:
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
def align(values, ink, rim, reach, start_y, start_x):
    """The shift that lays the print on its image: ink dark, its rim light. Returns dy, dx, contrast and darkness of the ink."""
    height, width = values.shape
    best, best_y, best_x = -1e9, 0, 0
    for stage in range(2):
        step = 2 if stage == 0 else 1
        span = reach if stage == 0 else 1
        base_y, base_x = (start_y, start_x) if stage == 0 else (best_y, best_x)
        for dy in range(base_y - span, base_y + span + 1, step):
            for dx in range(base_x - span, base_x + span + 1, step):
                dark, n = 0, 0
                for i in range(ink.shape[0]):
                    y, x = ink[i, 0] + dy, ink[i, 1] + dx
                    if 0 <= y < height and 0 <= x < width:
                        dark += values[y, x]
                        n += 1
                light, m = 0, 0
                for i in range(rim.shape[0]):
                    y, x = rim[i, 0] + dy, rim[i, 1] + dx
                    if 0 <= y < height and 0 <= x < width:
                        light += values[y, x]
                        m += 1
                if n and m:
                    score = dark / n - light / m
                    if score > best:
                        best, best_y, best_x = score, dy, dx
    dark, n = 0, 0
    for i in range(ink.shape[0]):
        y, x = ink[i, 0] + best_y, ink[i, 1] + best_x
        if 0 <= y < height and 0 <= x < width:
            dark += values[y, x]
            n += 1
    return best_y, best_x, best, dark / max(n, 1)


@njit(cache=True, nogil=True)
def evidence(values, halo, margin_y, margin_x, gain, middle, weight, ink):
    """Weight of each pixel (1 where nothing is printed near) and the ink there that the print does not explain."""
    height, width = values.shape
    for y in range(height):
        for x in range(width):
            near = np.float32(halo[y + margin_y, x + margin_x])
            w = 1.0 - (near - 12.0) / 60.0
            if w > 1.0:
                w = 1.0
            if w < 0.0:
                w = 0.0
            weight[y, x] = w
            left = np.float32(values[y, x]) - middle - 0.8 * near * gain
            ink[y, x] = left if left > 0 else 0.0


@njit(cache=True, nogil=True)
def smooth(ink, weight, out):
    """Mean of three neighbours along the line, letters left out."""
    height, width = ink.shape
    for y in range(height):
        for x in range(width):
            total, mass = 2.0 * weight[y, x] * ink[y, x], 2.0 * weight[y, x]
            if x > 0:
                total += weight[y, x - 1] * ink[y, x - 1]
                mass += weight[y, x - 1]
            if x < width - 1:
                total += weight[y, x + 1] * ink[y, x + 1]
                mass += weight[y, x + 1]
            out[y, x] = total / mass if mass > 0.2 else 0.0


@njit(cache=True, nogil=True)
def follow(ink, weight, threshold, x0, x1, corridor, baseline, em, path, out):
    """Follow the darkest way from the left end of a name to its right end and measure it."""
    # corridor: the rows allowed at the left end and at the right end, first and last
    columns = x1 - x0
    top, bottom = int(min(corridor[0], corridor[2])), int(max(corridor[1], corridor[3])) + 1
    top, bottom = max(top, 0), min(bottom, ink.shape[0])
    rows = bottom - top
    best = np.zeros(rows, np.float32)
    fresh = np.zeros(rows, np.float32)
    back = np.zeros((columns, rows), np.int8)
    for c in range(columns):
        x = x0 + c
        for r in range(rows):
            y = top + r
            value = ink[y, x]
            cap = 3.0 * threshold
            if value > cap:
                value = cap
            gain = weight[y, x] * (value - threshold)
            share = c / columns
            if y < corridor[0] + (corridor[2] - corridor[0]) * share or y > corridor[1] + (corridor[3] - corridor[1]) * share:
                gain = -1e6
            if c == 0:
                fresh[r] = gain
                continue
            top_score, step = best[r], 0
            for d in range(1, STEEPEST + 1):
                if r >= d and best[r - d] - 0.1 * threshold * d > top_score:
                    top_score, step = best[r - d] - 0.1 * threshold * d, -d
                if r + d < rows and best[r + d] - 0.1 * threshold * d > top_score:
                    top_score, step = best[r + d] - 0.1 * threshold * d, d
            fresh[r] = top_score + gain
            back[c, r] = step
        best, fresh = fresh, best
    r = int(np.argmax(best))
    for c in range(columns - 1, -1, -1):
        path[c] = top + r
        r += back[c, r]
    _measure(ink, weight, threshold, x0, columns, baseline, em, path, out)


@njit(cache=True, nogil=True)
def _measure(ink, weight, threshold, x0, columns, baseline, em, path, out):
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


@njit(cache=True, nogil=True)
def flatten(low, paper, free, cell, out):
    """Unexplained darkness of the whole page at low resolution, and how its noise is spread."""
    height, width = low.shape
    counts = np.zeros(64, np.int64)
    for y in range(height):
        for x in range(width):
            level = np.int32(paper[y // cell, x // cell])
            value = (level - np.int32(low[y, x])) * 255 // max(level, 1)
            if not free[y, x]:
                out[y, x] = -128
                continue
            out[y, x] = min(max(value, -127), 127)
            if value < 0:
                counts[min(-value, 63)] += 1
    return counts


@njit(cache=True, nogil=True)
def slabs(values, size, out):
    """Mean darkness of each column within bands of `size` rows, letters left out; -1000 where too little is free."""
    bands, width = out.shape
    for b in range(bands):
        for x in range(width):
            total, n = 0, 0
            for y in range(b * size, (b + 1) * size):
                value = np.int32(values[y, x])
                if value > -128:
                    total += min(value, 60)
                    n += 1
            out[b, x] = total / n if n * 5 >= size else -1000.0


@njit(cache=True, nogil=True)
def ridges(profile, inner, outer, out):
    """How much each place of a profile stands out over both its sides."""
    bands, width = profile.shape
    for b in range(bands):
        for x in range(width):
            out[b, x] = -1000.0
            if x < outer or x >= width - outer or profile[b, x] < -500:
                continue
            left, n_left, right, n_right = 0.0, 0, 0.0, 0
            for d in range(inner, outer + 1):
                if profile[b, x - d] > -500:
                    left += profile[b, x - d]
                    n_left += 1
                if profile[b, x + d] > -500:
                    right += profile[b, x + d]
                    n_right += 1
            if n_left >= 2 and n_right >= 2:
                out[b, x] = profile[b, x] - max(left / n_left, right / n_right)
            elif n_left >= 2:
                out[b, x] = profile[b, x] - left / n_left
            elif n_right >= 2:
                out[b, x] = profile[b, x] - right / n_right


@njit(cache=True, nogil=True)
def best_line(ridge, steepest, threshold):
    """The straight line with the most support across all bands: position, drift over the page, share, mean height, ends seen."""
    bands, width = ridge.shape
    best, found_x, found_s = 0.0, 0, 0
    for s in range(-steepest, steepest + 1):
        for x in range(width):
            score, n = 0.0, 0
            first, last = 0.0, 0.0
            for b in range(bands):
                at = x + (s * (2 * b - bands + 1)) // (2 * bands)
                if 0 <= at < width and ridge[b, at] > -500:
                    n += 1
                    here = 0.0
                    if ridge[b, at] > threshold:
                        here = 1.0
                    elif (at > 0 and ridge[b, at - 1] > threshold) or (at < width - 1 and ridge[b, at + 1] > threshold):
                        here = 0.7
                    score += here
                    if b < 2:
                        first += here
                    if b >= bands - 2:
                        last += here
            if n * 2 > bands and score / n > best and first > 0.0 and last > 0.0:
                best, found_x, found_s = score / n, x, s
    return best, found_x, found_s
