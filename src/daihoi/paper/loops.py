"""Compiled loops over the whole page: folds and streaks, lines that run on (vòng lặp trên cả trang).

Every pixel goes through np.int32 before it is subtracted: numba makes `int()` of a uint8 unsigned.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np
from numba import njit

BYTE = 255  # the most that a byte counts
BLOCK = 64  # rows that are turned together


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


@njit(cache=True, nogil=True)
def lightest(image, upright, step, most):
    """The mean of so many of the lightest pixels of each column, or of each row, where every so many pixels are looked at; less than 256 in all."""
    seen = _apart(image, step) if upright else _apart_across(image, step)
    length = seen.shape[1]
    least, counts, over = np.zeros(length, np.uint8), np.empty(length, np.uint8), np.zeros(length, np.uint16)
    for bit in (128, 64, 32, 16, 8, 4, 2, 1):  # the level that so many reach, bit by bit
        counts[:] = 0
        for row in seen:
            for x in range(length):
                counts[x] += np.uint8(row[x] >= np.uint8(least[x] | np.uint8(bit)))
        for x in range(length):
            least[x] |= np.uint8(bit) if counts[x] >= most else np.uint8(0)
    for row in seen:
        for x in range(length):
            over[x] += np.uint16(row[x] - least[x]) if row[x] > least[x] else np.uint16(0)
    return least.astype(np.float32) + over.astype(np.float32) / np.float32(most)


@njit(cache=True, nogil=True)
def _apart(image, step):
    """The rows of an image that lie so far apart."""
    out = np.empty(((image.shape[0] + step - 1) // step, image.shape[1]), np.uint8)
    for n in range(out.shape[0]):
        row, seen = out[n], image[n * step]
        for x in range(row.shape[0]):
            row[x] = seen[x]
    return out


@njit(cache=True, nogil=True)
def _apart_across(image, step):
    """The columns of an image that lie so far apart, as rows."""
    out = np.empty(((image.shape[1] + step - 1) // step, image.shape[0]), np.uint8)
    for top in range(0, image.shape[0], BLOCK):
        for y in range(top, min(top + BLOCK, image.shape[0])):
            row = image[y]
            for n in range(out.shape[0]):
                out[n, y] = row[n * step]
    return out


@njit(cache=True, nogil=True)
def counted(values):
    """How often each byte is among values: in four counts, so that none waits for the one before."""
    counts, rest = np.zeros((4, 256), np.int64), values.shape[0] // 4 * 4
    for first in range(0, rest, 4):
        for n in range(4):
            counts[n, values[first + n]] += 1
    for n in range(rest, values.shape[0]):
        counts[0, values[n]] += 1
    return counts.sum(axis=0)


@njit(cache=True, nogil=True)
def lonely(image, level, most_beside, most_around, wide):
    """How many pixels darker than a level have at most so many of their kind in the three by three around them, and in a wider square.

    Beyond its edges the image comes back as in a mirror.
    """
    columns, reach, dark, count = image.shape[1], wide // 2, np.uint8(level), 0
    down, beside, around = np.empty(columns + 2 * reach, np.uint8), np.empty(columns, np.uint8), np.empty(columns, np.uint8)
    few_beside, few_around = np.uint8(most_beside), np.uint8(most_around)
    for y in range(image.shape[0]):
        _company(image, y, dark, 1, down[: columns + 2], beside)
        _company(image, y, dark, reach, down, around)
        row, n = image[y], np.int32(0)
        for x in range(columns):
            n += np.int32((row[x] < dark) & (beside[x] <= few_beside) & (around[x] <= few_around))
        count += n
    return count


@njit(cache=True, nogil=True)
def _company(image, y, dark, reach, down, out):
    """How many pixels are darker than a level in the square that reaches so far around each pixel of a row."""
    last, columns = image.shape[0] - 1, image.shape[1]
    inner = down[reach : reach + columns]
    down[:], out[:] = 0, 0
    for d in range(-reach, reach + 1):
        row = image[last - abs(last - abs(y + d))]
        for x in range(columns):
            inner[x] += np.uint8(row[x] < dark)
    for n in range(1, reach + 1):
        down[reach - n], down[reach + columns - 1 + n] = inner[n], inner[columns - 1 - n]
    for d in range(2 * reach + 1):
        beside = down[d : d + columns]
        for x in range(columns):
            out[x] += beside[x]


@njit(cache=True, nogil=True)
def has_between(image, low, high, share):
    """Whether more than a share of the pixels lie between two levels; of most pages the first rows tell."""
    count, most = 0, share * image.size
    for row in image:
        n = np.int32(0)
        for x in range(row.shape[0]):
            n += np.int32((row[x] > low) & (row[x] < high))
        count += n
        if count > most:
            return True
    return False


@njit(cache=True, nogil=True)
def halved_apart(image, step):
    """Of the image at half its size every so many pixels along both axes, one after the other."""
    rows, columns = (image.shape[0] // 2 + step - 1) // step, (image.shape[1] // 2 + step - 1) // step
    out = np.empty(rows * columns, np.uint8)
    for y in range(rows):
        upper, lower, row = image[2 * step * y], image[2 * step * y + 1], out[y * columns : (y + 1) * columns]
        for x in range(columns):
            at = 2 * step * x
            total = np.int64(upper[at]) + np.int64(upper[at + 1]) + np.int64(lower[at]) + np.int64(lower[at + 1])
            row[x] = np.uint8((total + 2) >> 2)
    return out


@njit(cache=True, nogil=True)
def middles(values, reach):
    """The median of so many values on both sides of each; beyond the ends the last one goes on."""
    out, near = np.empty(values.shape[0], np.float32), np.empty(2 * reach + 1, np.float32)
    last = values.shape[0] - 1
    for n in range(values.shape[0]):
        if n == 0:
            for m in range(near.shape[0]):
                near[m] = values[min(max(m - reach, 0), last)]
            near.sort()
        else:  # one value leaves the ordered ones, another comes
            place, comes = np.searchsorted(near, values[max(n - 1 - reach, 0)]), values[min(n + reach, last)]
            while place < near.shape[0] - 1 and near[place + 1] < comes:
                near[place], place = near[place + 1], place + 1
            while place > 0 and near[place - 1] > comes:
                near[place], place = near[place - 1], place - 1
            near[place] = comes
        out[n] = near[reach]
    return out


@njit(cache=True, nogil=True)
def darker(values, where, least):
    """How many pixels of some places are darker than that."""
    count, counts = 0, np.empty(values.shape[1], np.uint8)
    for first in range(0, values.shape[0], BYTE):
        counts[:] = 0
        for y in range(first, min(first + BYTE, values.shape[0])):
            row, inside = values[y], where[y]
            for x in range(counts.shape[0]):
                counts[x] += np.uint8((row[x] > least) & (inside[x] > np.uint8(0)))
        count += counts.sum()
    return count


@njit(cache=True, nogil=True)
def runs_on(residue, ends, slope, least):
    """How far a line goes on before its beginning and beyond its end (x and y of both), in low pixels."""
    return run_on(residue, ends[0], ends[1], slope, -1, least), run_on(residue, ends[2], ends[3], slope, 1, least)


@njit(cache=True, nogil=True)
def standing(values, size, inner, outer, threshold, share):
    """Whether anything stands out in such a share of the bands of `size` rows; the mean darkness of each column within them, and how much it stands out.

    Where too few bands are left to reach the share, they are not looked at.
    """
    bands, width = values.shape[0] // size, values.shape[1]
    profile, ridge, seen = np.empty((bands, width), np.float32), np.empty((bands, width), np.float32), 0
    for b in range(bands):
        _slab(values[b * size : (b + 1) * size], profile[b])
        _ridge(profile[b], inner, outer, ridge[b])
        seen += _is_crossed(ridge[b], threshold)
        if (seen + bands - 1 - b) / bands < share:
            return False, profile, ridge
    return True, profile, ridge


@njit(cache=True, nogil=True, error_model="numpy")
def _slab(values, out):
    """Mean darkness of each column of a band, letters left out; -1000 where too little is free."""
    (size, width), least = values.shape, np.int8(-128)
    total, known = np.zeros(width, np.int16), np.zeros(width, np.int16)
    for y in range(size):
        row = values[y]
        for x in range(width):
            value, free = row[x] if row[x] < np.int8(60) else np.int8(60), row[x] > least
            total[x] += np.int16(value) if free else np.int16(0)
            known[x] += np.int16(free)
    for x in range(width):
        out[x] = total[x] / known[x] if known[x] * 5 >= size else -1000.0


@njit(cache=True, nogil=True, error_model="numpy")
def _ridge(row, inner, outer, out):
    """How much each place of a profile stands out over both its sides."""
    width = row.shape[0]
    means, counts = np.zeros(width - outer + inner), np.zeros(width - outer + inner)  # of the places from x to x + outer - inner
    for d in range(outer - inner + 1):
        beside = row[d : d + means.shape[0]]
        for x in range(means.shape[0]):
            means[x] += beside[x] if beside[x] > -500 else 0.0
            counts[x] += 1.0 if beside[x] > -500 else 0.0
    for x in range(means.shape[0]):
        means[x] = means[x] / counts[x] if counts[x] >= 2 else -1000.0
    out[:] = -1000.0
    seen, over, before, behind = row[outer : width - outer], out[outer : width - outer], means, means[outer + inner :]
    for x in range(seen.shape[0]):
        beside = before[x] if before[x] > behind[x] else behind[x]
        over[x] = seen[x] - beside if seen[x] >= -500 and beside > -1000 else -1000.0


@njit(cache=True, nogil=True)
def _is_crossed(row, threshold):
    """Whether anything stands out in a band."""
    n = np.int32(0)
    for x in range(row.shape[0]):
        n += np.int32(row[x] > threshold)
    return n > 0


@njit(cache=True, nogil=True)
def crossed(ridge, threshold):
    """Share of the bands in which anything stands out."""
    bands = 0
    for b in range(ridge.shape[0]):
        bands += _is_crossed(ridge[b], threshold)
    return bands / ridge.shape[0]


@njit(cache=True, nogil=True)
def support(ridge, start, end, threshold):
    """Share of the bands in which a line from start to end stands out."""
    bands, width = ridge.shape
    score, n = 0.0, 0
    for b in range(bands):
        at = int(start + (end - start) * b / max(1, bands - 1) + 0.5)
        if 0 <= at < width and ridge[b, at] > -500:
            n += 1
            if ridge[b, at] > threshold:
                score += 1.0
            elif (at > 0 and ridge[b, at - 1] > threshold) or (at < width - 1 and ridge[b, at + 1] > threshold):
                score += 0.7
    return score / n if n * 2 > bands else 0.0


@njit(cache=True, nogil=True)
def best_line(ridge, steepest, threshold):
    """The best supported straight line from the first band to the last, where no voter writes: share, start, end."""
    bands, width = ridge.shape
    best, found_start, found_end = 0.0, 0, 0
    last = bands - 1
    for x in range(width):
        if not (ridge[0, x] > threshold):
            continue
        for z in range(max(0, x - steepest), min(width, x + steepest + 1)):
            if not (ridge[last, z] > threshold):
                continue
            share = support(ridge, x, z, threshold)
            if share > best:
                best, found_start, found_end = share, float(x), float(z)
    return best, found_start, found_end


@njit(cache=True, nogil=True)
def taken_out(profile, ridge, start, end, flank):
    """How many pixels wide a line from start to end is, at half the height of its mean profile; it is taken out of what stands out."""
    bands, last = ridge.shape[0], ridge.shape[1] - 1
    mean, count = np.zeros(2 * flank + 1, np.float32), 0
    places = np.empty(bands, np.int64)
    for b in range(bands):
        at = np.rint(start + b * ((end - start) / max(1, bands - 1)))
        places[b] = min(max(at, 0), last)
        around = profile[b, max(0, places[b] - flank) : places[b] + flank + 1]
        if places[b] >= flank and places[b] < last - flank and around.min() > -500:
            mean += around
            count += 1
    if not count:
        mean[flank], count = 1, 1
    mean /= np.float32(count)
    half = (mean.max() + min(mean[0], mean[-1])) / np.float32(2)
    wide = (mean > half).sum()
    for b in range(bands):
        ridge[b, max(0, places[b] - wide - 2) : places[b] + wide + 3] = -1000
    return wide


@njit(cache=True, nogil=True)
def near(points, circles, off):
    """How many points lie nearer to each circle (x, y, radius) than that."""
    across, down, out = points[:, 0].copy(), points[:, 1].copy(), np.empty(circles.shape[0], np.int64)
    for c in range(circles.shape[0]):
        x, y, radius = circles[c]
        least, most, n = max(radius - off, 0.0) ** 2, (radius + off) ** 2, np.int32(0)
        for p in range(across.shape[0]):
            far = (across[p] - x) ** 2 + (down[p] - y) ** 2
            n += np.int32((far > least) & (far < most))
        out[c] = n
    return out
