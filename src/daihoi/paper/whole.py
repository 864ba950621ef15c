"""The whole page made straight at low resolution, and the level of its paper at each pixel, compiled (cả trang thu nhỏ, làm thẳng).

What is kept on disk as long as this file is the same calls loops of this file alone.
Every pixel goes through a signed type before it is subtracted: numba makes `int()` of a uint8 unsigned.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np
from numba import njit

from daihoi.paper.compiled import compiled
from daihoi.paper.rows import TOGETHER, between_rows

ONE = 65536  # steps of a pixel
NOISE_SHARE = 0.68  # of the lighter pixels: one deviation
NO_NOISE = 3.0
ROWS_APART = 7
REACH = 5  # cells around each whose lightest is looked for: a filled square is narrower than all of them together


@njit(cache=True, nogil=True)
def surface(low, free, black):
    """The level of the paper of a page, in cells of two pixels, and its residue, noise and contrast."""
    paper = _meaned(_closed(_closed(_cells(low))))
    return paper, *residue(low, paper, free, black)


@njit(cache=True, nogil=True)
def _cells(low):
    """A page at half its size: the mean of four pixels each."""
    out, sums = np.empty((low.shape[0] // 2, low.shape[1] // 2), np.uint8), np.empty(low.shape[1] // 2 * 2, np.uint16)
    for y in range(out.shape[0]):
        upper, lower, row = low[2 * y], low[2 * y + 1], out[y]
        for x in range(sums.shape[0]):
            sums[x] = np.uint16(upper[x]) + np.uint16(lower[x])
        for x in range(row.shape[0]):
            row[x] = np.uint8((np.uint32(sums[2 * x]) + np.uint32(sums[2 * x + 1]) + np.uint32(2)) >> np.uint32(2))
    return out


@njit(cache=True, nogil=True)
def _closed(cells):
    """Of each cell the lightest around it, turned into its opposite: done twice, what is dark and narrow is gone and all else as it was."""
    (rows, columns), across = cells.shape, cells.shape[1] + 2 * REACH
    padded = np.zeros((rows + 2 * REACH) * across, np.uint8)  # one row after the other
    spare, out = np.empty_like(padded), np.empty(cells.shape, np.uint8)
    for y in range(rows):
        row, seen = padded[(y + REACH) * across + REACH :], cells[y]
        for x in range(columns):
            row[x] = seen[x]
    for apart in (1, across):
        _most_of_eleven(padded, apart, spare)
    for y in range(rows):
        row, made = padded[y * across :], out[y]
        for x in range(columns):
            made[x] = ~row[x]
    return out


@njit(cache=True, nogil=True)
def _most_of_eleven(values, apart, spare):
    """Put in the place of each value the greatest of it and of the ten that follow so far apart."""
    one, two, three, four = values[: -3 * apart], values[apart:], values[2 * apart :], values[3 * apart :]
    for n in range(one.shape[0]):
        spare[n] = max(max(one[n], two[n]), max(three[n], four[n]))
    first, middle, last = spare[: -7 * apart], spare[4 * apart :], spare[7 * apart :]
    for n in range(first.shape[0]):
        values[n] = max(max(first[n], middle[n]), last[n])


@njit(cache=True, nogil=True)
def _meaned(cells):
    """Of each cell the mean of the five by five around it; at the edges of the page the cells come back as in a mirror."""
    (rows, columns), out, last = cells.shape, np.empty(cells.shape, np.uint8), cells.shape[0] - 1
    line = np.empty(columns + 4, np.uint16)
    for y in range(rows):
        above, upper, here = cells[abs(y - 2)], cells[abs(y - 1)], cells[y]
        lower, below, inner, row = cells[last - abs(last - y - 1)], cells[last - abs(last - y - 2)], line[2:-2], out[y]
        for x in range(columns):
            inner[x] = np.uint16(above[x]) + np.uint16(upper[x]) + np.uint16(here[x]) + np.uint16(lower[x]) + np.uint16(below[x])
        line[0], line[1], line[-2], line[-1] = line[4], line[3], line[-4], line[-5]
        for x in range(columns):
            total = np.uint32(line[x] + line[x + 1] + line[x + 2] + line[x + 3] + line[x + 4] + 12)
            row[x] = np.uint8(total * np.uint32(5243) >> np.uint32(17))  # divided by 25
    return out


@njit(cache=True, nogil=True)
def laid(matrix, width, height, low):
    """The map from the pixels of the whole page, so many of a millimetre, to those of its image, by three corners of the page."""
    left, top = _moved(matrix, 0.5 / low, 0.5 / low)
    right, falls = _moved(matrix, width + 0.5 / low, 0.5 / low)
    leans, bottom = _moved(matrix, 0.5 / low, height + 0.5 / low)
    across, down = low * width, low * height
    return np.array([[(right - left) / across, (leans - left) / down, left], [(falls - top) / across, (bottom - top) / down, top]])


@njit(cache=True, nogil=True)
def _moved(matrix, x, y):
    """A point of the page in its image, where pixels are counted by their middles."""
    w = matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2]
    u = (matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]) / w - 0.5
    v = (matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]) / w - 0.5
    return np.float64(np.float32(u)), np.float64(np.float32(v))


@compiled
def straight(image, matrix, width, height, low, most_bend, most_stretch):
    """The whole page, so many pixels of a millimetre, made straight; whether it is bent by more pixels than that, or turned or stretched more.

    Then it is left to slower ways: told are these two, the map from its pixels to those of the image, and its pixels.
    """
    affine, out = laid(matrix, width, height, low), np.empty((int(np.rint(height * low)), int(np.rint(width * low))), np.uint8)
    bend = (abs(matrix[2, 0]) * out.shape[1] + abs(matrix[2, 1]) * out.shape[0]) / low * max(image.shape)
    is_bent = bend > most_bend * matrix[2, 2]
    is_askew = not (abs(abs(affine[0, 0]) - 1) < most_stretch and abs(affine[1, 0]) < most_stretch)
    if not (is_bent or is_askew):
        straightened(image, affine, out)
    return is_bent, is_askew, affine, out


@compiled
def straightened(image, affine, out):
    """An image of nearly the same size made straight, each pixel the weighted mean of the four around it; beyond the image its edge goes on."""
    (height, width), columns = image.shape, out.shape[1]
    across, down, start_x, start_y = affine[0, 0], affine[1, 0], affine[0, 2], affine[1, 2]
    is_back = across < 0  # upside down: rows are made from their ends and turned at last
    if is_back:
        start_x, start_y, across, down = start_x + across * (columns - 1), start_y + down * (columns - 1), -across, -down
    slope, step = down / across, np.int64(np.round(across * ONE))
    wide = int(across * columns) + 3
    line, row, pixels = np.empty(wide + TOGETHER, np.int16), np.empty(columns + TOGETHER, np.uint8), image.reshape(-1)
    fall = np.round(slope * 128 * np.arange(line.shape[0])).astype(np.int16)  # of a slanted row at each column, in 1/128
    for j in range(out.shape[0]):
        x, y = affine[0, 1] * j + start_x, affine[1, 1] * j + start_y
        first = int(np.floor(x))
        start, end, begin = max(-first, 0), min(wide, width - first), y + (first - x) * slope
        if end - start < TOGETHER:
            start, end = wide, wide
        else:
            between_rows(pixels, height, width, first, start, end, begin, slope, fall, line)
        _beyond(pixels, height, width, first, begin, fall, line, 0, start)
        _beyond(pixels, height, width, first, begin, fall, line, end, wide)
        _between_columns(line, np.int64((x - first) * ONE), step, row, columns)
        made = out[j]
        for i in range(columns):
            made[i] = row[i]
        if is_back:
            for i in range(columns):
                made[i] = row[columns - 1 - i]


@njit(cache=True, nogil=True)
def _beyond(pixels, height, width, first, y, fall, line, start, end):
    """Columns of a row beside the image, where its first or last one goes on."""
    begin = np.int64(np.round(y * 128))
    for i in range(start, end):
        at, column = begin + np.int64(fall[i]), min(max(first + i, 0), width - 1)
        above = at >> 7
        one, other = pixels[min(max(above, 0), height - 1) * width + column], pixels[min(max(above + 1, 0), height - 1) * width + column]
        line[i] = np.int16(np.int64(one) * (128 - (at & 127)) + np.int64(other) * (at & 127))


@njit(cache=True, nogil=True)
def _between_columns(line, start, step, row, columns):
    """A row at steps of nearly a pixel: as long as they run beside the pixels, neighbours are weighed together."""
    done, apart = 0, step - ONE
    while done < columns:
        at = start + done * apart
        beside = at >> 16
        more = columns - done
        if apart > 0:
            more = min(more, ((beside + 1) * ONE - at + apart - 1) // apart)
        elif apart < 0:
            more = min(more, (at - beside * ONE) // -apart + 1)
        last = min(done + (more + TOGETHER - 1) // TOGETHER * TOGETHER, row.shape[0])
        ones, others, part = line[done + beside : last + beside], line[done + beside + 1 : last + beside + 1], row[done:last]
        share, more_share = np.int32(at - beside * ONE), np.int32(apart)
        for i in range(part.shape[0]):
            one, other = np.int32(ones[i]), np.int32(others[i])
            weight = ((share + np.int32(i) * more_share) >> np.int32(8)) & np.int32(255)
            part[i] = np.uint8(((one << np.int32(8)) + (other - one) * weight + np.int32(16384)) >> np.int32(15))
        done += more


@njit(cache=True, nogil=True)
def residue(low, paper, free, black):
    """How much darker than the paper each free pixel of the page is, in 1/255; -128 at the print; the noise of the paper; and the contrast of its black.

    `paper`: its level at half the size; `black`: where broad print lies in the pixels of the page, one after the other.
    """
    out, full, most = np.empty(low.shape, np.int8), np.float32(255), np.float32(127)
    width, last = low.shape[1], paper.shape[0] - 1
    wide, light, done = np.empty((3, 2 * paper.shape[1]), np.uint16), np.empty(width, np.uint8), 0
    ink, level, n = 0, 0, 0
    for y in range(low.shape[0]):
        at = min(y // 2, last)
        beside = min(max(at - 1 + y % 2 * 2, 0), last)
        while done <= max(at, beside):
            _doubled_across(paper[done], wide[done % 3])
            done += 1
        _between(wide[at % 3], wide[beside % 3], light)
        seen, bare, row = low[y], free[y], out[y]
        for x in range(width):
            value = full - full * np.float32(seen[x]) / np.float32(max(light[x], np.uint8(1)))
            row[x] = np.int8(min(most, max(-most, value))) if bare[x] else np.int8(-128)
        while n < black.shape[0] and black[n] < (y + 1) * width:
            x = black[n] - y * width
            ink, level, n = ink + np.int64(seen[x]), level + np.int64(light[x]), n + 1
    return out, _noise(out), 1.0 - ink / max(n, level) if n else 1.0


@njit(cache=True, nogil=True)
def _between(near, far, row):
    """A row between two that were doubled across, nearer to the first."""
    for x in range(min(row.shape[0], near.shape[0])):
        most, rest = np.uint16(near[x] * np.uint16(3)) >> np.uint16(2), far[x] >> np.uint16(2)
        row[x] = np.uint8(np.uint16(most + rest + np.uint16(2)) >> np.uint16(2))
    row[near.shape[0] :] = row[near.shape[0] - 1]


@njit(cache=True, nogil=True)
def _noise(residue):
    """How much lighter than the paper most of its lighter pixels are at the most; some rows tell."""
    counts = np.zeros(128, np.int32)
    for y in range(0, residue.shape[0], ROWS_APART):
        row = residue[y]
        for x in range(row.shape[0]):
            if np.int8(-128) < row[x] < np.int8(0):
                counts[-np.int32(row[x])] += 1
    total, run, noise = counts.sum(), 0, 0
    if not total:
        return NO_NOISE
    while run < NOISE_SHARE * total:
        noise += 1
        run += counts[noise]
    return float(noise)


@njit(cache=True, nogil=True)
def _doubled_across(row, wide):
    """A row at twice its length and four times its values."""
    last = row.shape[0] - 1
    for x in range(1, last):
        here = np.uint16(np.uint16(row[x]) * np.uint16(3))
        wide[2 * x], wide[2 * x + 1] = here + np.uint16(row[x - 1]), here + np.uint16(row[x + 1])
    for x in (0, last):
        here = np.uint16(row[x]) * np.uint16(3)
        wide[2 * x], wide[2 * x + 1] = here + np.uint16(row[max(x - 1, 0)]), here + np.uint16(row[min(x + 1, last)])
