"""What is done to every pixel of a page, compiled: bend it into the picture, let ink take its light (điểm ảnh).

numba counts in 64 bits wherever two integers meet, which takes twice the time of a float of 32 bits: so the loops reckon in those.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np
from numba import njit

LANES = 32  # pixels that a processor reckons together


@njit(cache=True, nogil=True)
def bend(source, across, down, step_y, step_x, border, out):
    """Draw the picture of a page, each pixel read between four of the page.

    `across`, `down`: where the pixels (step_y · i, step_x · j) of the picture lie on the page; between them lies a straight line.
    """
    height, width = out.shape
    inked = _inked(source)
    ramp = np.arange(width).astype(np.float32)
    for y in range(height):
        i = y // step_y
        low = (y - i * step_y) / step_y
        for j in range(-(-width // step_x)):
            x0 = across[i, j] * (1 - low) + across[i + 1, j] * low
            y0 = down[i, j] * (1 - low) + down[i + 1, j] * low
            x1 = across[i, j + 1] * (1 - low) + across[i + 1, j + 1] * low
            y1 = down[i, j + 1] * (1 - low) + down[i + 1, j + 1] * low
            last = min(width, (j + 1) * step_x)
            _straight(source, inked, x0, y0, (x1 - x0) / step_x, (y1 - y0) / step_x, border, out[y], j * step_x, last, ramp)


@njit(cache=True, nogil=True)
def _inked(source):
    """The first and the last pixel of each row that is not white: what lies beside them need not be reckoned."""
    height, width = source.shape
    found = np.empty((height, 2), np.int64)
    for y in range(height):
        row, all_of_them = source[y], np.uint8(255)
        for x in range(width):
            all_of_them &= row[x]
        found[y, 0], found[y, 1] = width, -1
        if all_of_them < 255:
            first, last = 0, width - 1
            while row[first] == 255:
                first += 1
            while row[last] == 255:
                last -= 1
            found[y, 0], found[y, 1] = first, last
    return found


@njit(cache=True, nogil=True)
def _straight(source, inked, x0, y0, dx, dy, border, out, done, end, ramp):
    """Follow a straight line over the page, in runs within one row whose pixels follow each other."""
    height, width = source.shape
    flat = source.reshape(height * width)
    shift, start = dx - 1, done
    slow_x, slow_y = 1 / max(abs(shift), 1e-7), 1 / max(abs(dy), 1e-7)
    while done < end:
        x, y = x0 + dx * (done - start), y0 + dy * (done - start)
        column, row = int(np.floor(x)), int(np.floor(y))
        u, v = x - column, y - row
        run = min(((1 - u) if shift > 0 else u) * slow_x, ((1 - v) if dy > 0 else v) * slow_y)
        run = min(end - done, int(min(run, 1e6)) + 1)
        if row < 0 or row + 1 >= height or column < 0 or column + run >= width:
            for k in range(run):
                out[done + k] = _near_edge(source, column + k, row, u + shift * k, v + dy * k, border)
        elif column > max(inked[row, 1], inked[row + 1, 1]) or column + run < min(inked[row, 0], inked[row + 1, 0]):
            for k in range(np.uint64(done), np.uint64(done + run)):
                out[k] = 255
        else:
            whole = (run + LANES - 1) // LANES * LANES
            length = whole if done + whole <= end and column + whole < width else run
            _between(flat, row * width + column, width, u, v, shift, dy, out, done, ramp, length)
        done += run


@njit(cache=True, nogil=True)
def _between(flat, at, width, u, v, shift, dy, out, done, ramp, run):
    """Read a run between two rows."""
    u, v, du, dv = np.float32(u), np.float32(v), np.float32(shift), np.float32(dy)
    upper, lower, piece = flat[at : at + run + 1], flat[at + width : at + width + run + 1], out[done : done + run]
    for k in range(run):
        u_k, v_k = u + ramp[k] * du, v + ramp[k] * dv
        a, b, c, d = np.float32(upper[k]), np.float32(upper[k + 1]), np.float32(lower[k]), np.float32(lower[k + 1])
        top, foot = a + (b - a) * u_k, c + (d - c) * u_k
        piece[k] = np.uint8(np.int32(top + (foot - top) * v_k + np.float32(0.5)))


@njit(cache=True, nogil=True)
def _near_edge(source, column, row, u, v, border):
    """One pixel where some of its neighbours lie beyond the page."""
    height, width = source.shape
    total = 0.5
    for down, share_y in ((0, 1 - v), (1, v)):
        for right, share_x in ((0, 1 - u), (1, u)):
            r, c = row + down, column + right
            inside = r >= 0 and r < height and c >= 0 and c < width
            total += share_y * share_x * (source[r, c] if inside else border)
    return np.uint8(min(max(total, 0.0), 255.0))


@njit(cache=True, nogil=True)
def press(canvas, stroke, at, fine, coarse, grain, cover, lights):
    """Let a stroke take light from the canvas; the grain of the paper keeps some of the ink off."""
    top, left = at
    for y in range(max(0, -top), min(stroke.shape[0], canvas.shape[0] - top)):
        for x in range(max(0, -left), min(stroke.shape[1], canvas.shape[1] - left)):
            if stroke[y, x] == 0:
                continue
            kept = 1 + grain * (0.55 * fine[y, x] + 0.45 * coarse[y, x] - 0.2)
            dark = stroke[y, x] / 255 * min(max(kept, 0.0), 1.0) * cover
            for band in range(canvas.shape[2]):
                canvas[top + y, left + x, band] = np.uint8(canvas[top + y, left + x, band] * (1 - dark * (1 - lights[band])))
