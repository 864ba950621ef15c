"""A closer look at the few fields that the first look leaves in doubt (nhìn kỹ các ô còn nghi vấn).

Thick strokes hide the white beside the letters, by which the print is found: then only what they leave free is compared.
A fold runs on beyond both ends of a name or square: it is measured there and taken away; what remains is judged like any ink.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from daihoi.paper import lifting, straight
from daihoi.paper.clean import PX
from daihoi.paper.registration import Grey, Matrix
from daihoi.paper.surface import Ridge
from daihoi.paper.thresholds import FOLD

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Looked:
    """The ink of a place that the print does not explain, and how much each of its pixels counts."""

    ink: Floats
    weight: Floats
    numbers: NDArray[np.float64]
    match: float  # contrast of the print where strokes leave it free, as a share of its darkness


def look(image: Grey, matrix: Matrix, paper: Grey, prints: straight.Prints, n: int, limits: straight.Measures) -> Looked:
    """Look at one place again, whatever lies on it."""
    return Looked(*lifting.bared(image, matrix, paper, prints, n, limits, False))


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


def without(
    ink: Floats, weight: Floats, fold: Fold, field: tuple[int, int], outside: NDArray[np.bool_], hides: float = FOLD.hides
) -> Unfolded | None:
    """A place without a fold that runs from its first column to its last, or nothing where too little of it is seen beside the field.

    `field`: its first and last column; `outside`: the columns that no stroke reaches; `hides`: where the fold is darker, nothing counts.
    """
    found = lifting.measured(ink, weight, fold.start, fold.end, *field, outside)
    if not found.is_seen:
        return None
    left, counts = lifting.lifted(ink, weight, found, hides)
    return Unfolded(left, counts, found.is_alike, found.dark)


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


def free_columns(start: float, length: int, spans: Sequence[tuple[float, float]], beside_mm: float) -> NDArray[np.bool_]:
    """The columns of a place, beginning at `start`, that lie farther than strokes reach from all these fields (first and last mm)."""
    at = start + (np.arange(length) + 0.5) / PX
    free = np.ones(length, bool)
    for first, last in spans:
        free &= (at < first - beside_mm) | (at > last + beside_mm)
    return free
