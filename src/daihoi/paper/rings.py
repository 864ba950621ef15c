"""The rings of cups and shadows, seen on the whole page: what they reach goes to people (vòng cốc, bóng tối trên tờ phiếu).

Where a ring crosses a name or a square it looks like a stroke of a pen; on the whole page it is a circle that no hand draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from daihoi.paper import loops, pieces
from daihoi.paper.registration import Grey
from daihoi.paper.surface import APART, AROUND, LOW, UNKNOWN
from daihoi.paper.thresholds import ONE_BIT, RING

Points = NDArray[np.float64]
ANGLES = np.linspace(0, 2 * np.pi, 180, endpoint=False)
WINDOW = round(RING.arc_degrees / 2)  # angles of the shortest arc that is a ring


@dataclass(frozen=True)
class Ring:
    """A circle of ink, in millimetres (vòng tròn)."""

    x: float
    y: float
    radius: float

    def crosses(self, box: Sequence[float]) -> bool:
        """Whether the circle runs through a box or close by it."""
        across = max(box[0] - self.x, 0.0, self.x - box[2]), max(abs(box[0] - self.x), abs(box[2] - self.x))
        down = max(box[1] - self.y, 0.0, self.y - box[3]), max(abs(box[1] - self.y), abs(box[3] - self.y))
        nearest, farthest = np.hypot(across[0], down[0]), np.hypot(across[1], down[1])
        return bool(nearest - RING.beside_mm <= self.radius <= farthest + RING.beside_mm)


def rings(ink: Grey, residue: NDArray[np.int8]) -> list[Ring]:
    """The rings of cups on a page: `ink` is what the print does not explain, `residue` tells where print hides it."""
    points, found = _long_parts(ink), list[Ring]()
    while len(points) >= RING.least_points and len(found) < RING.most:
        circle = _best_circle(points)
        if circle is None or not _has_arc(circle, ink, residue):
            break
        found.append(Ring(*((circle + np.array([0.5, 0.5, 0.0])) / LOW).tolist()))
        points = points[_off(points, circle) >= 2 * RING.off_mm * LOW]
    return found


def near_shadows(ink: Grey, boxes: Sequence[Sequence[float]]) -> list[bool]:
    """Which fields lie by a shadow on a scan of black and white: by a piece of ink larger than any mark, specks of it fall far beyond its rim."""
    points, piece, reach = pieces.pieces(ink, APART)
    large = (reach[:, 2:4] - reach[:, :2]).min(axis=1) >= ONE_BIT.shadow_mm * LOW
    shadow = np.zeros(ink.shape, np.bool_)
    shadow[points[large[piece], 1], points[large[piece], 0]] = True
    found, far = [], round(ONE_BIT.shadow_mm * LOW)
    for box in boxes:
        left, top, right, bottom = (round(value * LOW) for value in box)
        found.append(bool(shadow[max(0, top - far) : bottom + far, max(0, left - far) : right + far].any()))
    return found


def _long_parts(ink: Grey) -> Points:
    """The pixels of those parts of the ink that reach far both across and down; strokes through names are flat."""
    points, piece, reach = pieces.pieces(ink, APART)
    # shown wider, as far as the page reaches: the dark edge of a page is narrower than a ring
    first, last = np.maximum(reach[:, :2] - AROUND, 0), np.minimum(reach[:, 2:4] + AROUND, np.array(ink.shape[::-1]) - 1)
    long = (last - first).min(axis=1) + 1 >= RING.part_mm * LOW
    found: Points = points[long[piece]].astype(np.float64)
    return found


def _best_circle(points: Points) -> Points | None:
    """Of many circles through three points, the one that most points are near to: x, y, radius."""
    rng = np.random.default_rng(len(points))
    circles = _circles(points[rng.integers(len(points), size=(RING.tries, 3))])
    if not len(circles):
        return None
    near = loops.near(points[:: 1 + len(points) // RING.looked_points], circles, RING.off_mm * LOW)
    best: Points = circles[near.argmax()]
    return best


def _off(points: Points, circle: Points) -> Points:
    """How far each point lies from a circle."""
    off: Points = np.abs(np.hypot(*(points - circle[:2]).T) - circle[2])
    return off


def _circles(triples: Points) -> Points:
    """The circles through three points each that are as large as the rim of a cup: x, y, radius."""
    (ax, ay), (bx, by), (cx, cy) = triples.transpose(1, 2, 0)
    twice = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    twice[twice == 0] = np.nan
    a, b, c = ax**2 + ay**2, bx**2 + by**2, cx**2 + cy**2
    x = (a * (by - cy) + b * (cy - ay) + c * (ay - by)) / twice
    y = (a * (cx - bx) + b * (ax - cx) + c * (bx - ax)) / twice
    radius = np.hypot(ax - x, ay - y)
    fits = (radius >= RING.radius_mm[0] * LOW) & (radius <= RING.radius_mm[1] * LOW)
    circles: Points = np.column_stack([x, y, radius])[fits]
    return circles


def _has_arc(circle: Points, ink: Grey, residue: NDArray[np.int8]) -> bool:
    """Whether ink lies along an arc of a circle without a gap; print hides parts of it."""
    x, y, radius = circle
    reach = np.arange(-round(RING.off_mm * LOW), round(RING.off_mm * LOW) + 1)
    columns, rows = (
        np.round(middle + (radius + reach[:, None]) * turn(ANGLES)[None, :]).astype(int) for middle, turn in ((x, np.cos), (y, np.sin))
    )
    inside = (columns >= 0) & (rows >= 0) & (columns < ink.shape[1]) & (rows < ink.shape[0])
    at = np.clip(rows, 0, ink.shape[0] - 1), np.clip(columns, 0, ink.shape[1] - 1)
    dark = ((ink[at] > 0) & inside).any(axis=0)
    known = ((residue[at] > UNKNOWN) & inside).mean(axis=0) > 0.5
    turns = np.arange(len(ANGLES))[:, None] + np.arange(WINDOW)[None, :]
    seen = (dark | known)[turns % len(ANGLES)].sum(axis=1)
    inked = dark[turns % len(ANGLES)].sum(axis=1)
    return bool(((seen >= RING.known * WINDOW) & (inked >= RING.inked * np.maximum(seen, 1))).any())
