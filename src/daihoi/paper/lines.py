"""The ink along a printed name: what is measured of it, and what a stroke of a pen looks like (mực dọc theo một tên)."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from daihoi.paper import kernels as k
from daihoi.paper.registration import Grey
from daihoi.paper.shapes import FieldShape

Features = list[float]


class Finding(NamedTuple):
    """The reading of one field and why (kết quả đọc một ô)."""

    state: str
    score: float
    why: str
    features: Features


@dataclass(frozen=True)
class Strip:
    """A printed name as the reader expects it."""

    entry: FieldShape
    px: int  # of a millimetre
    x: float
    y: float
    width: int
    height: int
    halo: tuple[Grey, Grey]  # for sharp and for soft images, with MARGIN around
    ink: NDArray[np.int64]
    rim: NDArray[np.int64]
    x0: int  # of the name, in pixels of the strip
    x1: int
    baseline: float
    em: float

    @property
    def name(self) -> tuple[int, int]:
        """First and last column of the name."""
        return self.x0, self.x1


def leaning(f: Features) -> float:
    """How far the name leans towards being struck, between 0 and 1, from coverage and darkness."""
    z = 14.0 * (f[k.COVER] - 0.45) + 0.02 * min(60.0, f[k.DARK]) - 0.4
    return round(1.0 / (1.0 + math.exp(-z)), 4)
