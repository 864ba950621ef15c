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
def straight(image, paper, matrix, x0, y0, out):
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
    for r in range(rows):
        down = r + 0.5 - rows / 2
        cell_y = min(max(int((y0 + r) / PX), 0), deep - 1)
        for c in range(columns):
            across = c + 0.5 - columns / 2
            x, y = int(u + ax * across + bx * down), int(v + ay * across + by * down)
            if x < 0 or y < 0 or x >= width or y >= height:
                out[r, c] = 0
                continue
            level = np.int32(paper[cell_y, min(max(int((x0 + c) / PX), 0), broad - 1)])
            out[r, c] = np.uint8(max(0, level - np.int32(image[y, x])))


@njit(cache=True, nogil=True)
def fit(dark, points):
    """The shift at which the print's ink stands out most from its rim, and by how much."""
    height, width = dark.shape
    best, best_y, best_x = -1e9, 0, 0
    for step, span in ((3, REACH - 1), (1, 2)):
        middle_y, middle_x = best_y, best_x
        for dy in range(middle_y - span, middle_y + span + 1, step):
            for dx in range(middle_x - span, middle_x + span + 1, step):
                total = np.int32(0)
                for i in range(points.shape[0]):
                    py, px = MARGIN + points[i, 0] + dy, MARGIN + points[i, 1] + dx
                    if 0 <= py < height and 0 <= px < width:
                        total += points[i, 2] * np.int32(dark[py, px])
                score = total / max(points.shape[0], 1) - NEARER * (abs(dy) + abs(dx))
                if score > best:
                    best, best_y, best_x = score, dy, dx
    return best_y, best_x


@njit(cache=True, nogil=True)
def mosaics(image, paper, matrix, print_, edges_x, edges_y, points, starts, out):
    """Fill one mosaic for each field: `out` (fields, rows, columns, 2); `edges_x`, `edges_y` are the borders of the tiles in pixels.

    `paper` is the level of the paper, one pixel a millimetre; `matrix` leads from millimetres to pixels of the image.
    """
    rows, columns = out.shape[1], out.shape[2]
    tall, wide = print_.shape
    for n in range(out.shape[0]):
        x0, y0 = edges_x[n, 0], edges_y[n, 0]
        dark = np.empty((edges_y[n, rows] - y0 + 2 * MARGIN, edges_x[n, columns] - x0 + 2 * MARGIN), np.uint8)
        straight(image, paper, matrix, x0 - MARGIN, y0 - MARGIN, dark)
        dy, dx = fit(dark, points[starts[n] : starts[n + 1]])
        for r in range(rows):
            top, bottom = edges_y[n, r], edges_y[n, r + 1]
            for c in range(columns):
                left, right = edges_x[n, c], edges_x[n, c + 1]
                total, white = np.int32(0), np.int32(0)
                for y in range(max(0, top), min(tall, bottom)):
                    for x in range(max(0, left), min(wide, right)):
                        if print_[y, x] < WHITE:
                            total += np.int32(dark[y - y0 + MARGIN + dy, x - x0 + MARGIN + dx])
                            white += 1
                out[n, r, c, 0] = np.sqrt(np.float32(total) / np.float32(max(white, 1)) / np.float32(255))
                out[n, r, c, 1] = np.float32(white) / np.float32(max(1, (bottom - top) * (right - left)))
