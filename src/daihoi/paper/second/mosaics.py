"""A mosaic of unexplained ink over each field, compiled (bức khảm mực của từng ô).

Each tile holds how dark the white of the print is (square root, in 1/255) and how much of it is white at all.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np
from numba import njit

PX = 5  # pixels of a millimetre
WHITE, INK = 18, 150  # darkness of the print below which paper is white, above which it is ink
REACH = 7  # pixels the print may lie beside its place
MARGIN = REACH + 2
NEARER = 0.15  # contrast that a shift of one pixel must bring


@njit(cache=True, nogil=True)
def straight(image, paper, matrix, x0, y0, out):  # noqa: PLR0915 — one compiled loop
    """How much darker than its paper each point of a place is; `out` begins at the pixel (x0, y0) of the straight page."""
    height, width = image.shape
    deep, broad = paper.shape
    rows, columns = out.shape
    # one affine map serves a place: its middle and the slopes there
    mx, my = (x0 + columns / 2) / PX, (y0 + rows / 2) / PX
    w = matrix[2, 0] * mx + matrix[2, 1] * my + matrix[2, 2]
    u = (matrix[0, 0] * mx + matrix[0, 1] * my + matrix[0, 2]) / w
    v = (matrix[1, 0] * mx + matrix[1, 1] * my + matrix[1, 2]) / w
    ax, bx = (matrix[0, 0] - u * matrix[2, 0]) / w / PX, (matrix[0, 1] - u * matrix[2, 1]) / w / PX
    ay, by = (matrix[1, 0] - v * matrix[2, 0]) / w / PX, (matrix[1, 1] - v * matrix[2, 1]) / w / PX
    one = 65536  # steps of a pixel
    cells = np.empty(columns, np.int64)
    for c in range(columns):
        cells[c] = min(max(int((x0 + c) / PX), 0), broad - 1)
    step_x, step_y = np.int64(np.round(ax * one)), np.int64(np.round(ay * one))
    most_x, most_y = np.int64(width) * one, np.int64(height) * one
    row = np.empty(columns, np.uint8)
    for r in range(rows):
        down = r + 0.5 - rows / 2
        levels = paper[min(max(int((y0 + r) / PX), 0), deep - 1)]
        across = 0.5 - columns / 2
        x, y = np.int64((u + ax * across + bx * down) * one), np.int64((v + ay * across + by * down) * one)
        end_x, end_y = x + step_x * (columns - 1), y + step_y * (columns - 1)
        if min(x, end_x) >= 0 and min(y, end_y) >= 0 and max(x, end_x) < most_x and max(y, end_y) < most_y:
            for c in range(columns):
                row[c] = image[np.uint64(y >> 16), np.uint64(x >> 16)]
                x += step_x
                y += step_y
        else:
            for c in range(columns):
                inside = 0 <= x < most_x and 0 <= y < most_y
                row[c] = image[y >> 16, x >> 16] if inside else np.uint8(255)
                x += step_x
                y += step_y
        line = out[r]
        for c in range(columns):
            line[c] = np.uint8(max(np.int32(0), np.int32(levels[cells[c]]) - np.int32(row[c])))


@njit(cache=True, nogil=True)
def fit(dark, points):
    """The shift at which the print's ink stands out most from its rim, and by how much."""
    width, count = dark.shape[1], points.shape[0]
    every = dark.reshape(-1)
    flat = np.empty(count, np.int64)
    for i in range(count):
        flat[i] = (MARGIN + points[i, 0]) * width + MARGIN + points[i, 1]
    best, best_y, best_x = -1e9, 0, 0
    for step, span in ((3, REACH - 1), (1, 2)):
        middle_y, middle_x = best_y, best_x
        for dy in range(middle_y - span, middle_y + span + 1, step):
            for dx in range(middle_x - span, middle_x + span + 1, step):
                total, shift = np.int32(0), dy * width + dx  # at most REACH + 1: never outside
                for i in range(count):
                    total += points[i, 2] * np.int32(every[np.uint64(flat[i] + shift)])
                score = total / max(count, 1) - NEARER * (abs(dy) + abs(dx))
                if score > best:
                    best, best_y, best_x = score, dy, dx
    return best_y, best_x


@njit(cache=True, nogil=True)
def mosaics(image, paper, matrix, print_, edges_x, edges_y, points, starts, out):
    """Fill one mosaic for each field: `out` (fields, rows, columns, 2); `edges_x`, `edges_y` are the borders of the tiles in pixels.

    `paper` is the level of the paper, one pixel a millimetre; `matrix` leads from millimetres to pixels of the image.
    """
    rows, columns = out.shape[1], out.shape[2]
    for n in range(out.shape[0]):
        x0, y0 = edges_x[n, 0], edges_y[n, 0]
        dark = np.empty((edges_y[n, rows] - y0 + 2 * MARGIN, edges_x[n, columns] - x0 + 2 * MARGIN), np.uint8)
        straight(image, paper, matrix, x0 - MARGIN, y0 - MARGIN, dark)
        dy, dx = fit(dark, points[starts[n] : starts[n + 1]])
        _fill(dark, dy, dx, print_, edges_x[n], edges_y[n], out[n])


@njit(cache=True, nogil=True)
def _fill(dark, dy, dx, print_, edges_x, edges_y, out):
    """The mosaic of one field: first each column of a row of tiles, then the columns of each tile."""
    rows, columns = out.shape[0], out.shape[1]
    tall, wide = print_.shape
    x0, y0 = edges_x[0], edges_y[0]
    from_x, to_x = max(0, x0), min(wide, edges_x[columns])
    width = max(0, to_x - from_x)
    totals, whites = np.empty(width, np.int32), np.empty(width, np.int32)
    for r in range(rows):
        totals[:], whites[:] = 0, 0
        for y in range(max(0, edges_y[r]), min(tall, edges_y[r + 1])):
            seen = dark[y - y0 + MARGIN + dy, from_x - x0 + MARGIN + dx : to_x - x0 + MARGIN + dx]
            printed = print_[y, from_x:to_x]
            for x in range(width):
                is_white = np.int32(printed[x] < WHITE)
                totals[x] += np.int32(seen[x]) * is_white
                whites[x] += is_white
        for c in range(columns):
            total, white = np.int32(0), np.int32(0)
            for x in range(max(from_x, edges_x[c]) - from_x, min(to_x, edges_x[c + 1]) - from_x):
                total += totals[x]
                white += whites[x]
            size = (edges_y[r + 1] - edges_y[r]) * (edges_x[c + 1] - edges_x[c])
            out[r, c, 0] = np.sqrt(np.float32(total) / np.float32(max(white, 1)) / np.float32(255))
            out[r, c, 1] = np.float32(white) / np.float32(max(1, size))
