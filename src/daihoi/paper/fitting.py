"""The homography between points on paper and points in an image, compiled (phép chiếu từ tờ giấy lên ảnh).

A compiled function is kept on disk as long as its own file is the same: what these loops call stands in this file.
What divides by nothing becomes not a number, and is refused by who asked.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np
from numba import njit

UNKNOWNS = 8
LEAST_RANGE = 40  # between the ink of an edge square and the paper
LEAST_AREA, MOST_AREA, MOST_BOX = 0.7, 1.4, 1.7  # of the area of an edge square: that of its ink, and that of the box around it


@njit(cache=True, nogil=True, error_model="numpy")
def moved(matrix, points):
    """Points led through a homography."""
    out = np.empty(points.shape, np.float64)
    for n in range(points.shape[0]):
        x, y = points[n, 0], points[n, 1]
        w = matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2]
        out[n, 0] = (matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]) / w
        out[n, 1] = (matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]) / w
    return out


@njit(cache=True, nogil=True, error_model="numpy")
def distances(some, others):
    """How far each point lies from its fellow."""
    out = np.empty(some.shape[0], np.float64)
    for n in range(some.shape[0]):
        out[n] = np.hypot(some[n, 0] - others[n, 0], some[n, 1] - others[n, 1])
    return out


@njit(cache=True, nogil=True, error_model="numpy")
def median(values):
    """The middle value, or the mean of the two in the middle."""
    ordered, half = np.sort(values), values.shape[0] // 2
    return ordered[half] if values.shape[0] % 2 else (ordered[half - 1] + ordered[half]) / 2


@njit(cache=True, nogil=True, error_model="numpy")
def homography(source, target):
    """The homography of least algebraic error, both sides brought to the size of one; not a number where there is none."""
    from_x, from_y, from_size = _frame(source)
    to_x, to_y, to_size = _frame(target)
    system, wanted = np.zeros((UNKNOWNS, UNKNOWNS)), np.zeros(UNKNOWNS)
    row = np.empty(UNKNOWNS)
    for n in range(source.shape[0]):
        x, y = (source[n, 0] - from_x) / from_size, (source[n, 1] - from_y) / from_size
        u, v = (target[n, 0] - to_x) / to_size, (target[n, 1] - to_y) / to_size
        row[:] = (x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y)
        _added(system, wanted, row, u)
        row[:] = (0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y)
        _added(system, wanted, row, v)
    _solve(system, wanted)
    inner = np.append(wanted, 1.0).reshape(3, 3)
    to = np.array([[to_size, 0.0, to_x], [0.0, to_size, to_y], [0.0, 0.0, 1.0]])
    from_ = np.array([[1 / from_size, 0.0, -from_x / from_size], [0.0, 1 / from_size, -from_y / from_size], [0.0, 0.0, 1.0]])
    matrix = _product(to, _product(inner, from_))
    return matrix / matrix[2, 2]


@njit(cache=True, nogil=True, error_model="numpy")
def _frame(points):
    """The middle of points, and how far they lie from it in the mean."""
    x, y = points[:, 0].mean(), points[:, 1].mean()
    size = (np.abs(points[:, 0] - x).sum() + np.abs(points[:, 1] - y).sum()) / (2 * points.shape[0])
    return x, y, size


@njit(cache=True, nogil=True, error_model="numpy")
def _added(system, wanted, row, value):
    """One more equation of the least squares."""
    for i in range(UNKNOWNS):
        wanted[i] += row[i] * value
        for j in range(UNKNOWNS):
            system[i, j] += row[i] * row[j]


@njit(cache=True, nogil=True, error_model="numpy")
def _solve(system, wanted):
    """Solve the equations in place; what has no solution becomes not a number."""
    for i in range(UNKNOWNS):
        pivot = i + np.argmax(np.abs(system[i:, i]))
        if system[pivot, i] == 0:
            wanted[:] = np.nan
            return
        for j in range(UNKNOWNS):
            system[i, j], system[pivot, j] = system[pivot, j], system[i, j]
        wanted[i], wanted[pivot] = wanted[pivot], wanted[i]
        for k in range(i + 1, UNKNOWNS):
            share = system[k, i] / system[i, i]
            for j in range(i, UNKNOWNS):
                system[k, j] -= share * system[i, j]
            wanted[k] -= share * wanted[i]
    for i in range(UNKNOWNS - 1, -1, -1):
        for j in range(i + 1, UNKNOWNS):
            wanted[i] -= system[i, j] * wanted[j]
        wanted[i] /= system[i, i]


@njit(cache=True, nogil=True, error_model="numpy")
def _product(one, other):
    """Two matrices of three by three, multiplied."""
    out = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            for k in range(3):
                out[i, j] += one[i, k] * other[k, j]
    return out


@njit(cache=True, nogil=True, error_model="numpy")
def trimmed(source, target, unit, near):
    """The homography without the points that lie far from it: the matrix, the error left in units, and the share of the points that lie near."""
    matrix = homography(source, target)
    rest = distances(moved(matrix, source), target) / unit
    close = rest < max(near, 3 * median(rest))
    count, kept = rest.shape[0], close.sum()
    if kept < count and kept >= 4:
        matrix = homography(source[close], target[close])
    rest = distances(moved(matrix, source[close]), target[close]) / unit
    return matrix, np.sqrt((rest**2).mean()), kept / count


@njit(cache=True, nogil=True, error_model="numpy")
def rough(corners_mm, corners_px):
    """The homography of the middles of four marks, of four corners each."""
    middles_mm, middles_px = np.empty((4, 2)), np.empty((4, 2))
    for n in range(4):
        for axis in range(2):
            middles_mm[n, axis] = corners_mm[4 * n : 4 * n + 4, axis].mean()
            middles_px[n, axis] = corners_px[4 * n : 4 * n + 4, axis].mean() + 0.5
    return homography(middles_mm, middles_px)


@njit(cache=True, nogil=True, error_model="numpy")
def placed(image, matrix, middle, squares_mm, reach, corners_mm, corners_px, near):
    """The fit of a page by the corners of its marks and by its edge squares, which are looked for where a first matrix expects them.

    `squares_mm`: the middles of the squares and their sides; `reach`: how far around them, `near`: how far off a point may lie, in millimetres.
    Told are the matrix, its error in millimetres, the share of the points that lie near, how many squares are seen, how far off
    they lie, and the pixels of a millimetre in the middle of the page.
    """
    px, expected = _pixels_at(matrix, middle[0], middle[1]), moved(matrix, squares_mm[:, :2])
    seen = centres(image, expected - 0.5, reach * px, squares_mm[:, 2] ** 2 * px**2) + 0.5
    is_seen = ~np.isnan(seen[:, 0])
    count, off = is_seen.sum(), np.inf
    if count:
        off = median(distances(seen[is_seen], expected[is_seen])) / px
    all_mm = np.concatenate((corners_mm, squares_mm[is_seen][:, :2]))
    fine, error, share = trimmed(all_mm, np.concatenate((corners_px + 0.5, seen[is_seen])), px, near)
    return fine, error, share, count, off, px


@njit(cache=True, nogil=True, error_model="numpy")
def _pixels_at(matrix, x, y):
    """Pixels of a millimetre around a point."""
    w = matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2]
    u = matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]
    v = matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]
    a, b = (matrix[0, 0] * w - u * matrix[2, 0]) / w**2, (matrix[0, 1] * w - u * matrix[2, 1]) / w**2
    c, d = (matrix[1, 0] * w - v * matrix[2, 0]) / w**2, (matrix[1, 1] * w - v * matrix[2, 1]) / w**2
    return np.sqrt(abs(a * d - b * c))


@njit(cache=True, nogil=True)
def centres(image, expected, reach, areas):
    """Centres of the edge squares near their expected places; not a number where none fits."""
    height, width = image.shape
    out = np.full(expected.shape, np.nan)
    for n in range(expected.shape[0]):
        x0, x1 = int(expected[n, 0] - reach), int(expected[n, 0] + reach) + 1
        y0, y1 = int(expected[n, 1] - reach), int(expected[n, 1] + reach) + 1
        if x0 < 0 or y0 < 0 or x1 > width or y1 > height:
            continue
        window = image[y0:y1, x0:x1]
        low, high = _range(window)
        if high - low < LEAST_RANGE:
            continue
        area = areas[n]
        x, y, count, box = _dark_part(window, (low + high) // 2)
        if count < LEAST_AREA * area or count > MOST_AREA * area:
            continue
        left, right, top, bottom = box
        if (
            (right - left + 1) * (bottom - top + 1) > MOST_BOX * area
            or min(left, top) == 0
            or right == x1 - x0 - 1
            or bottom == y1 - y0 - 1
        ):
            continue
        out[n, 0], out[n, 1] = x0 + x, y0 + y
    return out


@njit(cache=True, nogil=True)
def _range(window):
    """The darkest and the lightest pixel."""
    low, high = np.uint8(255), np.uint8(0)
    for y in range(window.shape[0]):
        row = window[y]
        for x in range(row.shape[0]):
            low = row[x] if row[x] < low else low
            high = row[x] if row[x] > high else high
    return np.int32(low), np.int32(high)


@njit(cache=True, nogil=True)
def _dark_part(window, cut):
    """Of the pixels darker than a level: their centre, their number, and the first and last column and row."""
    rows, columns = window.shape
    seen, level = np.zeros(columns, np.uint8), np.uint8(cut)
    count, sum_x, sum_y, top, bottom = 0, 0, 0, rows, 0
    for y in range(rows):
        row = window[y]
        n, along = np.int32(0), np.int32(0)
        for x in range(columns):
            is_dark = np.int32(row[x] < level)
            n += is_dark
            along += is_dark * np.int32(x)
            seen[x] |= np.uint8(is_dark)
        if n:
            top, bottom = min(top, y), y
        count, sum_x, sum_y = count + n, sum_x + along, sum_y + n * y
    across = np.flatnonzero(seen)
    if not count:
        return 0.0, 0.0, 0, (columns, 0, rows, 0)
    return sum_x / count, sum_y / count, count, (across[0], across[-1], top, bottom)


@njit(cache=True, nogil=True)
def settled(start, fine, window, height, width):
    """Points made finer, where they neither lie at the edge of the image nor moved out of the window."""
    out, reach = start.astype(np.float64), window + 2
    for n in range(start.shape[0]):
        (x, y), (to_x, to_y) = start[n], fine[n]
        if min(x, y) >= reach and x <= width - reach and y <= height - reach and np.hypot(to_x - x, to_y - y) < window:
            out[n] = fine[n]
    return out
