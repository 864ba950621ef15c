"""A closer look at the few fields that the first look leaves in doubt (nhìn kỹ các ô còn nghi vấn).

Thick strokes hide the white beside the letters, by which the print is found: then only what they leave free is compared.
A fold runs on beyond both ends of a name or square: it is measured there and taken away; what remains is judged like any ink.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from daihoi.paper import cutting, lifting, straight
from daihoi.paper.clean import NO_LINES, PX
from daihoi.paper.registration import Grey, Matrix
from daihoi.paper.surface import Ridge
from daihoi.paper.thresholds import FOLD, STRIKE

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Looked:
    """The ink of a place that the print does not explain, and how much each of its pixels counts."""

    ink: Floats
    weight: Floats
    numbers: NDArray[np.float64]
    match: float  # contrast of the print where strokes leave it free, as a share of its darkness

    def whole(self) -> tuple[Floats, Floats]:
        """The ink, and how much each pixel counts."""
        return self.ink, self.weight


def look(
    image: Grey, matrix: Matrix, paper: Grey, prints: straight.Prints, n: int, limits: straight.Measures, *, along_lines: bool
) -> Looked:
    """Look at one place again, whatever lies on it. `along_lines`: mean of three neighbours."""
    numbers, maps = np.zeros(straight.NUMBERS), np.empty((1, 2, 3))
    cutting.affines(matrix, prints.places[n : n + 1], limits.px, maps)
    seen = np.empty((int(prints.places[n, 3]), int(prints.places[n, 2])), np.uint8)
    cutting.sampled(image, maps[0], seen)
    values, halo = straight.laid(seen, paper, prints, n, limits, numbers)
    numbers[straight.SPREAD] = min(numbers[straight.SPREAD], limits.most_spread)
    numbers[straight.THRESHOLD] = max(limits.dark_least, limits.dark_noise * numbers[straight.SPREAD])
    weight, ink = np.empty(values.shape, np.float32), np.empty(values.shape, np.float32)
    straight.white(halo, NO_LINES, weight)
    middle, share = min(limits.most_middle, numbers[straight.MIDDLE]), straight.explained(numbers[straight.LEVEL])
    if along_lines:
        straight.smooth(values, halo, share, weight, middle, numbers[straight.THRESHOLD], 0, values.shape[1], ink)
    else:
        ink[:] = values - share * halo
    shift = (int(numbers[straight.SHIFT_Y]), int(numbers[straight.SHIFT_X]))
    ink_at = prints.ink[prints.ink_starts[n] : prints.ink_starts[n + 1]]
    rim_at = prints.rim[prints.rim_starts[n] : prints.rim_starts[n + 1]]
    dark, light = (_low(values, points, shift) for points in (ink_at, rim_at))
    return Looked(ink, weight, numbers, (dark - light) / max(dark, STRIKE.print_least))


def _low(values: NDArray[np.int16], points: NDArray[np.int32], shift: tuple[int, int]) -> float:
    """The darkness that a fifth of the points stay below."""
    rows, columns = points[:, 0] + shift[0], points[:, 1] + shift[1]
    inside = (rows >= 0) & (columns >= 0) & (rows < values.shape[0]) & (columns < values.shape[1])
    ordered = np.sort(values[rows[inside], columns[inside]])
    if not len(ordered):
        return 0.0
    at = FOLD.free_share * (len(ordered) - 1)
    below, above = ordered[int(at)], ordered[min(int(at) + 1, len(ordered) - 1)]
    return float(below + (float(above) - float(below)) * (at % 1))


@dataclass(frozen=True)
class Fold:
    """A fold or streak through a place: where it enters and where it leaves, in pixels across its course."""

    start: float
    end: float

    @classmethod
    def of(cls, ridge: Ridge, along: float, across: float, length: int, page_mm: float) -> "Fold":
        """Where a ridge of the page runs through a place, so many pixels long, that begins at these millimetres."""
        return cls((ridge.place(along, page_mm) - across) * PX, (ridge.place(along + length / PX, page_mm) - across) * PX)

    @property
    def middle(self) -> float:
        """Half way."""
        return (self.start + self.end) / 2


@dataclass(frozen=True)
class Unfolded:
    """A place without a fold (phần ảnh đã trừ nếp gấp)."""

    ink: Floats
    weight: Floats
    is_alike: bool  # the fold is no darker within the field than beside it: no pen went along it
    dark: float  # of the fold, at its darker side; it may be interrupted

    def rows(self, wanted: slice) -> tuple[Floats, Floats]:
        """The ink of some rows, and how much each pixel counts."""
        return self.ink[wanted], self.weight[wanted]


def without(
    ink: Floats, weight: Floats, fold: Fold, field: tuple[int, int], outside: NDArray[np.bool_], hides: float = FOLD.hides
) -> Unfolded | None:
    """A place without a fold that runs from its first column to its last, or nothing where too little of it is seen beside the field.

    `field`: its first and last column; `outside`: the columns that no stroke reaches; `hides`: where the fold is darker, nothing counts.
    """
    columns = np.arange(ink.shape[1])
    sides = [outside & (columns < field[0]), outside & (columns > field[1])]
    if min(side.sum() for side in sides) < FOLD.least_px:
        return None
    along = fold.start + (fold.end - fold.start) * columns / len(columns)
    for _turn in range(2):  # first laid on the middle of the fold at both sides, then measured
        rows = np.round(along).astype(np.int64)
        seen = lifting.beside(ink, weight, rows, FOLD.reach_px, np.float32(FOLD.white))
        profiles = [_typical(seen[:, side], 50) for side in sides]
        off = [_off(profile) for profile in profiles]
        if max(abs(each) for each in off) < FOLD.straight_px:
            break
        middles = [float(columns[side].mean()) for side in sides]
        along = along + off[0] + (off[1] - off[0]) * (columns - middles[0]) / (middles[1] - middles[0])
    profile = np.minimum(*profiles)
    is_alike = _is_alike(seen - profile[:, None], profile, field)
    ink, weight = lifting.lifted(ink, weight, rows, profile, np.float32(hides))
    return Unfolded(ink, weight, is_alike, max(float(_typical(seen[:, side], FOLD.dark_percent).max()) for side in sides))


@dataclass(frozen=True)
class Crossing:
    """A fold through a place: its field's first and last column, the columns no stroke reaches; for an upright fold, rows."""

    fold: Fold
    field: tuple[int, int]
    outside: NDArray[np.bool_]
    is_upright: bool = False


def without_all(looked: Looked, crossings: Sequence[Crossing], hides: float) -> Unfolded | None:
    """A place without all folds through it, or nothing where one of them cannot be measured."""
    ink, weight, is_alike, dark = looked.ink, looked.weight, True, 0.0
    for each in crossings:
        lying = [np.ascontiguousarray(part.T if each.is_upright else part) for part in (ink, weight)]
        left = without(lying[0], lying[1], each.fold, each.field, each.outside, hides)
        if left is None:
            return None
        ink, weight = (left.ink.T, left.weight.T) if each.is_upright else (left.ink, left.weight)
        is_alike, dark = is_alike and left.is_alike, max(dark, left.dark)
    return Unfolded(ink, weight, is_alike, dark)


def _off(profile: Floats) -> float:
    """How far from its line the middle of a fold lies."""
    near = profile[FOLD.reach_px - FOLD.astray_px : FOLD.reach_px + FOLD.astray_px + 1]
    return float((near * np.arange(-FOLD.astray_px, FOLD.astray_px + 1)).sum() / near.sum()) if near.max() > FOLD.hides else 0.0


def _typical(seen: Floats, percent: float) -> Floats:
    """The darkness of each row that so many of its columns stay below; nothing where too few columns are free."""
    count = (~np.isnan(seen)).sum(axis=1)
    rows = np.flatnonzero(count >= FOLD.least_px)
    ordered, last = np.sort(seen[rows], axis=1), count[rows] - 1  # what is no number stands behind all others
    at = last.astype(np.float32) * np.float32(percent / 100)
    place, each = at.astype(np.int64), np.arange(len(rows))
    below, above = ordered[each, place], ordered[each, np.minimum(place + 1, last)]
    typical = np.zeros(len(seen), np.float32)
    typical[rows] = below + (above - below) * (at - place.astype(np.float32))
    return np.maximum(typical, 0)


def _is_alike(rest: Floats, profile: Floats, field: tuple[int, int]) -> bool:
    """Whether the fold is no darker within the field than beside it, part by part."""
    near = rest[:, field[0] : field[1]]
    most = FOLD.more_dark + FOLD.more_share * (profile[1:] + profile[:-1]) / 2
    for part in np.array_split(near, max(1, near.shape[1] // FOLD.part_px), axis=1):
        free = ~np.isnan(part)
        count = free.sum(axis=1)
        total = np.where(free, part, 0).sum(axis=1)
        pairs, counts = total[1:] + total[:-1], count[1:] + count[:-1]
        enough = counts >= FOLD.least_px
        if (pairs[enough] / counts[enough] > most[enough]).any():
            return False
    return True


def free_columns(start: float, length: int, spans: Sequence[tuple[float, float]], beside_mm: float) -> NDArray[np.bool_]:
    """The columns of a place, beginning at `start`, that lie farther than strokes reach from all these fields (first and last mm)."""
    at = start + (np.arange(length) + 0.5) / PX
    free = np.ones(length, bool)
    for first, last in spans:
        free &= (at < first - beside_mm) | (at > last + beside_mm)
    return free
