"""A fold through a place looked at and taken away, compiled (trừ nếp gấp khỏi một chỗ).

A compiled function is kept on disk as long as its own file is the same: what these loops call stands in this file.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def beside(ink, weight, rows, reach, white):
    """The ink up to so many rows above and below a line through all columns; not a number where the print leaves nothing free."""
    seen = np.full((2 * reach + 1, rows.size), np.nan, np.float32)
    for n in range(seen.shape[0]):
        for x in range(rows.size):
            y = rows[x] + n - reach
            if 0 <= y < ink.shape[0] and weight[y, x] > white:
                seen[n, x] = ink[y, x]
    return seen


@njit(cache=True, nogil=True)
def lifted(ink, weight, rows, profile, hides):
    """Ink and weight without a line of such a darkness from row to row; where it is darker than `hides`, nothing counts."""
    ink, weight = ink.copy(), weight.copy()
    reach = profile.size // 2
    for n in range(profile.size):
        for x in range(rows.size):
            y = rows[x] + n - reach
            if 0 <= y < ink.shape[0]:
                ink[y, x] -= profile[n]
                weight[y, x] = np.float32(0) if profile[n] > hides else weight[y, x]
    return ink, weight
