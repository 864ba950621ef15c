"""A closer look at one place, and a fold through it measured beside a field and taken away, compiled (trừ nếp gấp khỏi một chỗ)."""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from daihoi.paper import cutting, straight
from daihoi.paper.compiled import compiled
from daihoi.paper.thresholds import FOLD, STRIKE

POSITIVE, INFINITE = np.int32(0x7FFFFFFF), np.int32(0x7F800000)  # the bits of a number without its sign, and of the largest one
TOGETHER = 32  # numbers that are counted at once


class Measured(NamedTuple):
    """A fold as it is seen beside a field (nếp gấp đo bên cạnh chỗ cần đọc)."""

    is_seen: bool  # on both sides, and far enough
    rows: NDArray[np.int64]  # of its middle, column by column
    profile: NDArray[np.float32]  # how dark it is, from row to row
    is_alike: bool  # it is no darker within the field than beside it: no pen went along it
    dark: float  # at its darker side; it may be interrupted


@compiled
def bared(image, matrix, paper, prints, n, measures, along_lines):
    """The ink of one place whatever lies on it, how much each pixel counts, the numbers of the place and how well the print fits.

    `along_lines`: each pixel is the mean of three neighbours.
    """
    numbers, maps = np.zeros(straight.NUMBERS), np.empty((1, 2, 3))
    cutting.affines(matrix, prints.places[n : n + 1], measures.px, maps)
    seen = np.empty((int(prints.places[n, 3]), int(prints.places[n, 2])), np.uint8)
    cutting.sampled(image, maps[0], seen)
    values, halo = straight.laid(seen, paper, prints, n, measures, numbers)
    numbers[straight.SPREAD] = min(numbers[straight.SPREAD], measures.most_spread)
    numbers[straight.THRESHOLD] = max(measures.dark_least, measures.dark_noise * numbers[straight.SPREAD])
    weight, ink = np.empty(values.shape, np.float32), np.empty(values.shape, np.float32)
    straight.white(halo, np.empty((0, 4)), weight)
    middle, share = min(measures.most_middle, numbers[straight.MIDDLE]), straight.explained(numbers[straight.LEVEL])
    if along_lines:
        straight.smooth(values, halo, share, weight, middle, numbers[straight.THRESHOLD], 0, values.shape[1], ink)
    else:
        ink[:] = values.astype(np.float32) - share * halo.astype(np.float32)
    dark = _low(values, prints.ink[prints.ink_starts[n] : prints.ink_starts[n + 1]], numbers)
    light = _low(values, prints.rim[prints.rim_starts[n] : prints.rim_starts[n + 1]], numbers)
    return ink, weight, numbers, (dark - light) / max(dark, STRIKE.print_least)


@compiled
def _low(values, points, numbers):
    """The darkness that a fifth of the points of the print stay below: those that strokes leave free."""
    down, across, count, found = int(numbers[straight.SHIFT_Y]), int(numbers[straight.SHIFT_X]), 0, np.empty(points.shape[0], np.int16)
    for n in range(points.shape[0]):
        y, x = points[n, 0] + down, points[n, 1] + across
        if 0 <= y < values.shape[0] and 0 <= x < values.shape[1]:
            found[count] = values[y, x]
            count += 1
    if not count:
        return 0.0
    ordered, at = np.sort(found[:count]), FOLD.free_share * (count - 1)
    below, above = float(ordered[int(at)]), float(ordered[min(int(at) + 1, count - 1)])
    return below + (above - below) * (at % 1)


@compiled
def measured(ink, weight, start, end, first, last, outside):
    """Measure a fold that enters a place at one row and leaves it at another, where columns lie `outside` the reach of strokes.

    `first`, `last`: columns of the field.
    """
    columns, before, after = ink.shape[1], np.flatnonzero(outside[:first]), last + 1 + np.flatnonzero(outside[last + 1 :])
    along = start + (end - start) * np.arange(columns) / columns
    rows, profile = np.round(along).astype(np.int64), np.zeros(2 * FOLD.reach_px + 1, np.float32)
    is_seen = min(before.size, after.size) >= FOLD.least_px
    if not is_seen:
        return Measured(is_seen, rows, profile, is_seen, 0.0)
    sides = _beside(ink, weight, rows, before), _beside(ink, weight, rows, after)
    profiles = typical(sides[0]), typical(sides[1])
    off = _off(profiles[0]), _off(profiles[1])
    if max(abs(off[0]), abs(off[1])) >= FOLD.straight_px:  # first laid on the middle of the fold at both sides, then measured
        middles = before.mean(), after.mean()
        along = along + off[0] + (off[1] - off[0]) * (np.arange(columns) - middles[0]) / (middles[1] - middles[0])
        rows = np.round(along).astype(np.int64)
        sides = _beside(ink, weight, rows, before), _beside(ink, weight, rows, after)
        profiles = typical(sides[0]), typical(sides[1])
    profile = np.minimum(profiles[0], profiles[1])
    is_alike = _is_alike(_beside(ink, weight, rows, np.arange(first, last)), profile)
    return Measured(is_seen, rows, profile, is_alike, max(_darkest(sides[0]), _darkest(sides[1])))


@compiled
def _beside(ink, weight, rows, columns):
    """The ink up to so many rows above and below a line through some columns; not a number where the print leaves nothing free."""
    seen, white = np.full((2 * FOLD.reach_px + 1, columns.size), np.nan, np.float32), np.float32(FOLD.white)
    for n in range(seen.shape[0]):
        for i in range(columns.size):
            x = np.uint64(columns[i])
            y = np.uint64(rows[x] + n - FOLD.reach_px)  # above the first row is far below the last
            if y < np.uint64(ink.shape[0]) and weight[y, x] > white:
                seen[n, i] = ink[y, x]
    return seen


@compiled
def _off(profile):
    """How far from its line the middle of a fold lies."""
    near = profile[FOLD.reach_px - FOLD.astray_px : FOLD.reach_px + FOLD.astray_px + 1]
    if near.max() <= FOLD.hides:
        return 0.0
    total, moment = 0.0, 0.0
    for n in range(near.size):
        total += near[n]
        moment += near[n] * (n - FOLD.astray_px)
    return moment / total


@compiled
def typical(seen):
    """The darkness of each row that half of its columns stay below; nothing where too few columns are free."""
    typical, keys = np.empty(seen.shape[0], np.float32), _room(seen.shape[1])
    for n in range(typical.size):
        typical[n] = _stayed_below(seen[n], 50.0, np.float32(0), keys)
    return typical


@compiled
def _darkest(seen):
    """The darkness of the darkest row that most of its columns stay below."""
    dark, keys = np.float32(0), _room(seen.shape[1])
    for n in range(seen.shape[0]):
        dark = _stayed_below(seen[n], FOLD.dark_percent, dark, keys)
    return np.float64(dark)


@compiled
def _stayed_below(row, percent, least, keys):
    """The darkness that so many of the free columns of a row stay below, but `least` where it is no darker or too few are free."""
    count = _in_order(row, keys)
    at = np.float32(count - 1) * np.float32(percent / 100)
    place = int(at)
    if count < FOLD.least_px or _not_above(keys, np.float32(least).view(np.int32)) > place + 1:
        return least
    below, above = _next_two(keys, place)
    return max(least, below + (above - below) * (at - np.float32(place)))


@compiled
def _room(count):
    """Room for so many numbers, in whole portions that are counted at once; what is left stands behind all others."""
    return np.full((count + TOGETHER - 1) // TOGETHER * TOGETHER, POSITIVE, np.int32)


@compiled
def _in_order(row, keys):
    """Make numbers whole ones that stand in the same order, what is no number behind all others; answers how many are numbers."""
    bits, count = row.view(np.int32), np.int32(0)
    for x in range(row.size):
        is_number = (bits[x] & POSITIVE) <= INFINITE
        keys[x] = _turned(bits[x]) if is_number else POSITIVE
        count += np.int32(is_number)
    return count


@compiled
def _turned(bits):
    """The bits of a number as a whole one that stands in the same order, or back."""
    return np.int32(bits ^ ((bits >> np.int32(31)) & POSITIVE))


@compiled
def _number(key):
    """The number that a whole one stands for."""
    return np.int32(_turned(np.int32(key))).view(np.float32)


@compiled
def _next_two(keys, place):
    """The number at a place in the order of size, and the one behind it, if there is one."""
    least, most = keys.min(), INFINITE
    while least < most:
        half = np.int32((np.int64(least) + np.int64(most)) >> 1)
        if _not_above(keys, half) > place:
            most = half
        else:
            least = np.int32(half + 1)
    above = POSITIVE
    for x in range(keys.size):
        above = keys[x] if least < keys[x] < above else above
    is_alike = _not_above(keys, least) > place + 1 or above == POSITIVE
    return _number(least), _number(least if is_alike else above)


@compiled
def _not_above(keys, most):
    """How many do not stand above this one."""
    count = np.int32(0)
    for x in range(keys.size):
        count += np.int32(keys[x] <= most)
    return count


@compiled
def _is_alike(near, profile):
    """Whether a fold is no darker within the field than beside it, part by part."""
    parts = max(1, near.shape[1] // FOLD.part_px)
    size, longer = near.shape[1] // parts, near.shape[1] % parts
    for n in range(parts):
        start = n * size + min(n, longer)
        if _is_darker(near[:, start : start + size + (n < longer)], profile):
            return False
    return True


@compiled
def _is_darker(part, profile):
    """Whether two rows together are darker than the fold is beside the field."""
    before, count_before = 0.0, 0
    for n in range(part.shape[0]):
        total, count = 0.0, 0
        for x in range(part.shape[1]):
            if not np.isnan(part[n, x]):
                total += part[n, x] - profile[n]
                count += 1
        if n and count + count_before >= FOLD.least_px:
            most = FOLD.more_dark + FOLD.more_share * (profile[n] + profile[n - 1]) / 2
            if (total + before) / (count + count_before) > most:
                return True
        before, count_before = total, count
    return False


@compiled
def lifted(ink, weight, fold, hides):
    """Ink and weight without a measured fold; where it is darker than `hides`, nothing counts."""
    ink, weight = ink.copy(), weight.copy()
    for n in range(fold.profile.size):
        is_hidden = fold.profile[n] > np.float32(hides)
        for x in range(fold.rows.size):
            y = fold.rows[x] + n - FOLD.reach_px
            if 0 <= y < ink.shape[0]:
                ink[y, x] -= fold.profile[n]
                weight[y, x] = np.float32(0) if is_hidden else weight[y, x]
    return ink, weight
