"""The homography between points on paper and points in an image, compiled (phép chiếu từ tờ giấy lên ảnh).

A compiled function is kept on disk as long as its own file is the same: what these loops call stands in this file.
What divides by nothing becomes not a number, and is refused by who asked.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np
from numba import njit

UNKNOWNS = 8


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
