"""The ink of fields as it is kept to find a paper scanned twice, compiled (giữ nét mực của các ô).

A compiled function is kept on disk as long as its own file is the same: what these loops call stands in this file.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np
from numba import njit

HEAD = 4  # bytes before each window: its place, its rows and its columns
TAPS = 9  # neighbours weighed together along each axis


@njit(cache=True, nogil=True)
def packed(residue, shown, taps, windows):
    """All windows (place, top, left, rows, columns) one after the other, each with its head before it."""
    out, used = np.empty((windows[:, 3] * windows[:, 4]).sum() + HEAD * windows.shape[0], np.uint8), 0
    for place, top, left, rows, columns in windows:
        picture = softened(residue, shown, taps, top, left, rows, columns)
        out[used], out[used + 1], out[used + 2], out[used + 3] = place & 255, place >> 8, picture.shape[0], picture.shape[1]
        out[used + HEAD : used + HEAD + picture.size] = picture.ravel()
        used += HEAD + picture.size
    return out[:used]


@njit(cache=True, nogil=True)
def softened(residue, shown, taps, top, left, rows, columns):
    """One window of a page, as far as the page reaches: `shown` stands for each darkness, and `taps` weigh neighbours along both axes."""
    across, inked = _softened_across(residue[top : top + rows, left : left + columns], shown, taps)
    out, total, last = np.zeros(across.shape, np.uint8), np.empty(across.shape[1], np.float32), across.shape[0] - 1
    for r in range(across.shape[0]):
        total[:] = 0.0
        for n in range(TAPS):
            y = last - abs(last - abs(r + n - TAPS // 2))
            if inked[y]:
                _add(taps[n], across[y], total)
        picture = out[r]
        for c in range(picture.shape[0]):
            picture[c] = np.uint8(total[c])
    return out


@njit(cache=True, nogil=True)
def _softened_across(residue, shown, taps):
    """A window softened along its rows, and which of them bear ink: the others, which are most, are left as they come."""
    (rows, columns), reach = residue.shape, TAPS // 2
    dark, across, inked = np.empty(columns + 2 * reach, np.float32), np.empty((rows, columns), np.float32), np.zeros(rows, np.bool_)
    for r in range(rows):
        seen, most = residue[r], np.int8(-128)
        for c in range(columns):
            most = max(most, np.int8(seen[c]))
        inked[r] = shown[np.uint8(most)] > 0
        if inked[r]:
            for c in range(columns):
                dark[reach + c] = shown[seen[c]]
            for n in range(reach):
                dark[reach - 1 - n], dark[reach + columns + n] = dark[reach + 1 + n], dark[reach + columns - 2 - n]
            _weighed(taps, dark, across[r])
    return across, inked


@njit(cache=True, nogil=True)
def _weighed(taps, dark, line):
    """The neighbours of each place of a row, weighed into one."""
    for c in range(line.shape[0]):
        total = np.float32(0)
        for n in range(TAPS):
            total += taps[n] * dark[c + n]
        line[c] = total


@njit(cache=True, nogil=True)
def _add(weight, line, total):
    """A line weighed into a sum of lines."""
    for c in range(line.shape[0]):
        total[c] += weight * line[c]
