"""The clean print, cut into the places that are read (bản in sạch, cắt theo từng chỗ cần đọc)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper.registration import Grey
from daihoi.paper.straight import Prints

PX = 6  # pixels of a millimetre, as in the clean print: so squares are looked at, small names, and names that lie on folds
NAME_PX = 5  # and all other names, which are most of what is read
MARGIN = 14  # pixels of print kept around a strip, for shifts
SAMPLE = 150


class Place(Protocol):
    """A strip or a square on the sheet, in millimetres, with its size in pixels."""

    @property
    def px(self) -> int:
        """Pixels of a millimetre."""

    @property
    def x(self) -> float:
        """Left."""

    @property
    def y(self) -> float:
        """Top."""

    @property
    def width(self) -> int:
        """Pixels across."""

    @property
    def height(self) -> int:
        """Pixels down."""

    @property
    def halo(self) -> tuple[Grey, Grey]:
        """The print for sharp and for soft images, with MARGIN around."""

    @property
    def ink(self) -> NDArray[np.int64]:
        """Rows and columns of printed pixels."""

    @property
    def rim(self) -> NDArray[np.int64]:
        """Rows and columns of white ones beside them."""

    @property
    def name(self) -> tuple[int, int]:
        """First and last column of what is printed."""


@dataclass(frozen=True)
class Clean:
    """A clean print, so many pixels of a millimetre: how dark it is, and how far it may reach on a sharp and on a soft image."""

    px: int
    dark: Grey
    halos: tuple[Grey, Grey]

    @classmethod
    def of(cls, print_: Grey, px: int) -> "Clean":
        """The print of a layout, made smaller where fewer pixels are wanted."""
        dark = (255 - print_).astype(np.uint8)
        return cls(px, _resized(dark, px), (_resized(_halo(dark, 0.7), px), _resized(_halo(dark, 1.2), px)))

    def bare(self, x: float, y: float, width: int, height: int) -> Grey:
        """How dark a strip of it is."""
        return np.ascontiguousarray(_cut(self.dark, round(x * self.px), round(y * self.px), width, height, 0))

    def around(self, x: float, y: float, width: int, height: int) -> tuple[Grey, Grey]:
        """How far the print of a strip may reach, with MARGIN pixels more on each side."""
        sharp, soft = (_cut(each, round(x * self.px), round(y * self.px), width, height, MARGIN) for each in self.halos)
        return sharp, soft


def _halo(print_dark: Grey, soft: float) -> Grey:
    """Where the print may reach when it is blurred and a little off."""
    wide = cv2.dilate(print_dark, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.GaussianBlur(wide, (0, 0), soft), dtype=np.uint8)


def _resized(picture: Grey, px: int) -> Grey:
    """A picture of the print with so many pixels of a millimetre; what is left at its end is filled up with white."""
    tall, wide = (-(-size // PX) for size in picture.shape)
    whole = cv2.copyMakeBorder(picture, 0, tall * PX - picture.shape[0], 0, wide * PX - picture.shape[1], cv2.BORDER_CONSTANT, value=0)
    return np.asarray(cv2.resize(whole, (wide * px, tall * px), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _cut(picture: Grey, left: int, top: int, width: int, height: int, margin: int) -> Grey:
    """A part of a picture with so many pixels around; white beyond the page."""
    left, top = left - margin, top - margin
    right, bottom = left + width + 2 * margin, top + height + 2 * margin
    inside = picture[max(0, top) : bottom, max(0, left) : right]
    tall, wide = picture.shape
    return cv2.copyMakeBorder(
        inside, max(0, -top), max(0, bottom - tall), max(0, -left), max(0, right - wide), cv2.BORDER_CONSTANT, value=0
    ).astype(np.uint8)


def samples(dark: Grey, box: tuple[int, int, int, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pixels of ink within a box and pixels close to it that are white."""
    near = cv2.dilate(dark, np.ones((3, 3), np.uint8))
    far = cv2.dilate(dark, np.ones((7, 7), np.uint8))
    x0, y0, x1, y1 = box
    ink, rim = np.zeros(dark.shape, bool), np.zeros(dark.shape, bool)
    ink[y0:y1, x0:x1] = dark[y0:y1, x0:x1] > 170
    rim[y0 - 2 : y1 + 2, x0 - 2 : x1 + 2] = (near < 20)[y0 - 2 : y1 + 2, x0 - 2 : x1 + 2] & (far > 120)[y0 - 2 : y1 + 2, x0 - 2 : x1 + 2]
    return _thin(np.argwhere(ink)), _thin(np.argwhere(rim))


def _thin(points: NDArray[np.int64]) -> NDArray[np.int64]:
    if len(points) <= SAMPLE:
        return np.ascontiguousarray(points)
    return np.ascontiguousarray(points[np.random.default_rng(1).permutation(len(points))[:SAMPLE]])


def prints_of(places: Sequence[Place]) -> tuple[Prints, Prints]:
    """All places of a printed side for the compiled loops, for sharp and for soft images."""
    corners = np.array([(each.x, each.y, each.width, each.height) for each in places], np.float64).reshape(-1, 4)
    ink, ink_starts = _joined([each.ink.astype(np.int16) for each in places], np.empty((0, 2), np.int16))
    rim, rim_starts = _joined([each.rim.astype(np.int16) for each in places], np.empty((0, 2), np.int16))
    names = np.array([each.name for each in places], np.int64).reshape(-1, 2)
    free = np.array([_free(each) for each in places], np.int64)
    along = [np.clip(each.x + (np.arange(each.width) + 0.5) / each.px - 0.5, 0, None) for each in places]
    cells, columns = _joined([at.astype(np.int32) for at in along], np.empty(0, np.int32))
    parts = np.concatenate([np.empty(0, np.float32), *((at % 1).astype(np.float32) for at in along)])
    halo_, halo_starts = _joined([each.halo[0].ravel() for each in places], np.empty(0, np.uint8))
    sharp = Prints(corners, halo_, halo_starts, ink, ink_starts, rim, rim_starts, free, names, cells, parts, columns)
    return sharp, sharp._replace(halo=np.concatenate([np.empty(0, np.uint8), *(each.halo[1].ravel() for each in places)]))


def _free(place: Place) -> int:
    """How far the points of a print may move without leaving their place."""
    y, x = np.concatenate([place.ink, place.rim]).reshape(-1, 2).T
    return int(min(y.min(), x.min(), place.height - 1 - y.max(), place.width - 1 - x.max())) if len(y) else 0


def _joined(parts: Sequence[NDArray[Any]], none: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Arrays one after the other, and where each begins and the last ends."""
    return np.concatenate([none, *parts]), np.cumsum([0, *(len(part) for part in parts)]).astype(np.int64)
