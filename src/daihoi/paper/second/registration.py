"""Find the page by four dark squares and by its whole print (định vị trang của máy đọc thứ hai).

Nothing here decodes a mark or a code: the page and its direction are those whose print correlates best with the image.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper.registration import Grey, Levels, Matrix
from daihoi.paper.shapes import LayoutShape, PageShape

LOOK_PX_PER_MM = 1.7  # least for looking at the whole page
SMALLEST, LARGEST = 0.55, 1.35  # of the expected side of a corner mark
FLATTEST, THINNEST = 0.72, 0.45  # of a corner mark: sides, filled share
WINDOW_MM = 12.0  # of the local threshold: wider than a mark
DARKER = 18  # than the paper around
FARTHEST = 0.32  # of a mark from its corner of the image, in page diagonals
MOST_FOR_SHORT = 4 * 65_000  # pixels: two spots never touch
LEAST_LIKENESS = 0.30
LEAST_LEAD = 0.02  # over the next best page or direction
HALF_BACK = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1.0]])  # from corners of pixels to their middles

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """Where the second reader sees the page: `matrix` leads from millimetres to pixels (vị trí)."""

    page: int
    matrix: Matrix
    likeness: float
    look: Grey  # the straight page, one pixel a millimetre


class SecondRegistrar:
    """Finds the pages of one ballot in images."""

    def __init__(self, layout: LayoutShape, prints: Mapping[int, Grey]) -> None:
        """Keep every page at one pixel a millimetre."""
        self.width, self.height = layout["page_mm"]
        self.size = (round(self.width), round(self.height))
        self.side = max(mark["box_mm"][2] - mark["box_mm"][0] for page in layout["pages"] for mark in page["marks"])
        self.corners = _middles(layout["pages"][0])  # every page bears its marks at the same places
        self.looks = {number: _normal(cv2.resize(print_, self.size, interpolation=cv2.INTER_AREA)) for number, print_ in prints.items()}

    def locate(self, levels: Levels) -> Place | None:
        """The page in an image, or nothing where it cannot be told."""
        level, scale = 1, max(levels.at(0).shape) / max(self.width, self.height)
        while scale / 2 ** (level + 1) > LOOK_PX_PER_MM:
            level += 1
        small, factor = levels.at(level), 2.0**level
        seen = self._squares(small)
        if seen is None:
            return None
        likeness = sorted(self._likenesses(small, seen), key=lambda found: -found[0])
        best = likeness[0]
        if best[0] < LEAST_LIKENESS or (len(likeness) > 1 and best[0] - likeness[1][0] < LEAST_LEAD):
            return None
        _share, page, matrix, look = best
        return Place(page, np.diag([factor, factor, 1.0]) @ matrix, best[0], look)

    def lent(self, image: Grey, page: int, matrix: Matrix) -> Place:
        """The place another reader found, for a page that shows too few corner marks to be found anew."""
        flags = cv2.INTER_AREA | cv2.WARP_INVERSE_MAP
        look = cv2.warpPerspective(image, _to_pixels(matrix), self.size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return Place(page, matrix, 0.0, np.asarray(look, np.uint8))

    def _squares(self, small: Grey) -> Points | None:
        """The middles of the corner marks: top left, top right, bottom right, bottom left of the image."""
        scale = max(small.shape) / max(self.width, self.height)
        window = round(WINDOW_MM * scale) | 1
        dark = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, DARKER)
        # short labels are twice as fast, and enough where there are fewer spots than numbers
        labels = cv2.CV_16U if dark.size < MOST_FOR_SHORT else cv2.CV_32S
        _count, _labels, stats, _places = cv2.connectedComponentsWithStatsWithAlgorithm(dark, 8, labels, cv2.CCL_DEFAULT)
        x, y, wide, tall, area = stats[1:].T.astype(np.float64)
        side = self.side * scale
        long, short = np.maximum(wide, tall), np.minimum(wide, tall)
        fits = (short > SMALLEST * side) & (long < LARGEST * side) & (short > FLATTEST * long) & (area > THINNEST * wide * tall)
        middles = np.stack([x + wide / 2, y + tall / 2], axis=1)[fits]
        return _four(middles, small.shape)

    def _likenesses(self, small: Grey, seen: Points) -> Iterator[tuple[float, int, Matrix, Grey]]:
        """How much each page in each direction looks like the image."""
        for turn in range(2):
            turned = np.roll(seen, turn, axis=0)
            if not _has_shape(turned, self.width / self.height):
                continue
            look = self._look(small, self._matrix(turned))
            normal = _normal(look)
            for half_turn in (0, 2):
                # the marks lie alike around the middle of the paper: upside down the same picture is seen from its end
                matrix = self._matrix(np.roll(turned, half_turn, axis=0))
                ends = slice(None, None, -1 if half_turn else 1)
                same = np.ascontiguousarray(normal[ends, ends])
                for page, print_ in self.looks.items():
                    yield float(np.vdot(same, print_)), page, matrix, np.ascontiguousarray(look[ends, ends])

    def _matrix(self, corners: Points) -> Matrix:
        """From millimetres to pixels, by the middles of the corner marks."""
        return np.asarray(cv2.getPerspectiveTransform(self.corners.astype(np.float32), corners.astype(np.float32)), np.float64)

    def _look(self, small: Grey, matrix: Matrix) -> Grey:
        """The whole page, straight, one pixel a millimetre."""
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        look = cv2.warpPerspective(small, _to_pixels(matrix), self.size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(look, np.uint8)


def _middles(page: PageShape) -> Points:
    """The middles of the corner marks on paper, clockwise from the top left."""
    boxes = np.array([mark["box_mm"] for mark in sorted(page["marks"], key=lambda mark: mark["id"])], np.float64)
    middles: Points = np.stack([(boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2], axis=1)
    return middles


def _to_pixels(matrix: Matrix) -> Matrix:
    """From pixels of the look, counted by their middles, to pixels of the image."""
    return np.asarray(HALF_BACK @ matrix @ np.linalg.inv(HALF_BACK), np.float64)


def _four(middles: Points, shape: tuple[int, ...]) -> Points | None:
    """The square nearest to each corner of the image; the fourth of three follows from the others."""
    height, width = shape[:2]
    if len(middles) < 3:
        return None
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    away = np.hypot(*(middles[None, :, :] - corners[:, None, :]).transpose(2, 0, 1))
    nearest = away.argmin(axis=1)
    near = away.min(axis=1) < FARTHEST * float(np.hypot(width, height))
    found = middles[nearest]
    if len(set(nearest[near])) < near.sum() or near.sum() < 3:
        return None
    if not near.all():
        lost = int(np.flatnonzero(~near)[0])
        found[lost] = found[lost - 1] + found[(lost + 1) % 4] - found[(lost + 2) % 4]
    return np.asarray(found, np.float64)


def _has_shape(corners: Points, ratio: float) -> bool:
    """Whether the corners stand upright like the page, in this direction."""
    across = float(np.hypot(*(corners[1] - corners[0])) + np.hypot(*(corners[2] - corners[3])))
    down = float(np.hypot(*(corners[3] - corners[0])) + np.hypot(*(corners[2] - corners[1])))
    return (across < down) == (ratio < 1)


def _normal(look: NDArray[np.generic]) -> NDArray[np.float32]:
    """Differences from the surroundings, brought to length one: light and shadow fall away."""
    fine = np.asarray(look, np.float32)
    flat = fine - cv2.blur(fine, (15, 15))
    return np.asarray(flat / max(1e-6, float(np.linalg.norm(flat))), np.float32)
