"""The ink in and around a printed square: what is measured of it, and what a mark looks like (mực trong một ô vuông)."""

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper.clean import PX
from daihoi.paper.lines import Features
from daihoi.paper.thresholds import BOX

INSIDE, OUTSIDE, EXTENT, ROUND, OFF_X, OFF_Y, FILL, DARK, FLAT, THICK, RIM, CENTRE, MID_X, MID_Y, SIDES = range(15)
ABOVE, BELOW, LEFT, RIGHT = range(15, 19)  # ink outside the square, by direction
APART_ABOVE, APART_BELOW = 19, 20  # millimetres of white between the square and the ink over and under it
CORNERS = 21  # the least share of the four corners that is inked
OVER, UNDER = 22, 23  # ink straight above and below the middle of the square
FEATURES = 24
UNTOUCHED: Features = [BOX.around_mm if place in {APART_ABOVE, APART_BELOW} else 0.0 for place in range(FEATURES)]


def measure(seen: NDArray[np.uint8], ink: NDArray[np.float32], box: tuple[int, int, int, int], shift_x: int, shift_y: int) -> Features:
    """Area inside and outside, extent, roundness, place of the ink, share of the square that is inked."""
    f = [0.0] * FEATURES
    wall = round(BOX.wall_mm * PX)
    x0, y0 = box[0] + shift_x + wall, box[1] + shift_y + wall
    x1, y1 = box[2] + shift_x - wall, box[3] + shift_y - wall
    inside = np.ascontiguousarray(seen[max(0, y0) : y1, max(0, x0) : x1])
    f[INSIDE] = inside.sum() / PX**2
    f[OUTSIDE], f[ABOVE:CORNERS], f[OVER:] = around(seen, (x0, y0, x1, y1), wall)
    if not inside.any():
        return f
    joined = cv2.dilate(inside, np.ones((3, 3), np.uint8))
    count, labels, stats, _middles = cv2.connectedComponentsWithStats(joined, connectivity=8)
    best = 1 + int(np.argmax([stats[i, cv2.CC_STAT_AREA] for i in range(1, count)]))
    points = np.argwhere((labels == best) & (inside > 0))
    tall, wide = (np.ptp(points, axis=0) + 1) / PX if len(points) else (0.0, 0.0)
    f[EXTENT] = max(tall, wide)
    f[FLAT] = min(tall, wide) / max(tall, wide, 1e-6)
    f[ROUND] = len(points) / PX**2 / max(tall * wide, 1e-6) * min(tall, wide) / max(tall, wide, 1e-6)
    rows, columns = np.nonzero(seen)
    f[OFF_X] = (columns.mean() - shift_x - (box[0] + box[2]) / 2) / (box[2] - box[0])
    f[OFF_Y] = (rows.mean() - shift_y - (box[1] + box[3]) / 2) / (box[3] - box[1])
    f[FILL] = float(inside.mean())
    f[THICK] = (
        2 * float(cv2.distanceTransform(cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0), cv2.DIST_L2, 3).max()) / PX
    )
    f[CENTRE : SIDES + 1] = spread(inside)
    f[CORNERS] = in_corners(inside)
    f[DARK] = float(np.percentile(ink[max(0, y0) : y1, max(0, x0) : x1][inside > 0], 85))
    return f


def around(seen: NDArray[np.uint8], inner: tuple[int, int, int, int], wall: int) -> tuple[float, list[float], list[float]]:
    """Ink outside the square: all of it, by direction with the white up to it, and straight above and below the middle."""
    x0, y0, x1, y1 = inner
    ring = seen.copy()
    ring[max(0, y0 - 2 * wall) : y1 + 2 * wall, max(0, x0 - 2 * wall) : x1 + 2 * wall] = 0
    top, bottom, middle = max(0, y0 - wall), y1 + wall, (x0 + x1) // 2
    broad = round(BOX.middle_share * (x1 - x0 + 2 * wall))
    straight_up = ring[:, max(0, middle - broad) : middle + broad]
    over = [float(part.sum()) / PX**2 for part in (straight_up[:top], straight_up[bottom:])]
    return float(ring.sum()) / PX**2, [*sides_of(ring, top, bottom, middle), *apart(ring, top, bottom)], over


def sides_of(ring: NDArray[np.uint8], top: int, bottom: int, middle: int) -> list[float]:
    """Ink outside the square: above it, below it, left and right of it."""
    parts = ring[:top], ring[bottom:], ring[top:bottom, :middle], ring[top:bottom, middle:]
    return [float(part.sum()) / PX**2 for part in parts]


def apart(ring: NDArray[np.uint8], top: int, bottom: int) -> tuple[float, float]:
    """White between the frame of a square and the nearest ink above and below it."""
    above, below = np.flatnonzero(ring[:top].any(axis=1)), np.flatnonzero(ring[bottom:].any(axis=1))
    return (top - 1 - above[-1]) / PX if len(above) else BOX.around_mm, below[0] / PX if len(below) else BOX.around_mm


def in_corners(inside: NDArray[np.uint8]) -> float:
    """The least inked corner: the strokes of a thick pen through a square reach all four, the ring of a cup does not."""
    deep, broad = (max(1, round(0.35 * size)) for size in inside.shape)
    return min(
        float(part.mean()) for part in (inside[:deep, :broad], inside[:deep, -broad:], inside[-deep:, :broad], inside[-deep:, -broad:])
    )


def spread(inside: NDArray[np.uint8]) -> list[float]:
    """Share of the middle that is inked, the middle of the ink across and down, the white at the sides."""
    tall, wide = inside.shape
    down, across = np.nonzero(inside)
    middle = float(inside[tall // 3 : -tall // 3, wide // 3 : -wide // 3].mean())
    return [middle, float(across.mean() + 0.5) / wide - 0.5, float(down.mean() + 0.5) / tall - 0.5, white_at_sides(inside)]


def white_at_sides(inside: NDArray[np.uint8]) -> float:
    """The least white at the middle of a side: an X leaves all four white, even one of a thick pen."""
    tall, wide = inside.shape
    deep, first, last = max(1, round(0.15 * tall)), round(0.35 * wide), round(0.65 * wide)
    sides = (inside[:deep, first:last], inside[-deep:, first:last], inside[first:last, :deep], inside[first:last, -deep:])
    return 1.0 - max(float(side.mean()) if side.size else 1.0 for side in sides)


def decide(f: Features, side: float) -> tuple[str, str]:
    """State of a square and the reason of a doubt."""
    if f[EXTENT] < BOX.mark_extent_mm:
        return decide_small(f)
    if f[FILL] > BOX.heavy_share and not is_thick_cross(f):
        return ("marked", "") if is_filled(f) else ("doubtful", "heavy")
    away = max(abs(f[OFF_X]), abs(f[OFF_Y]))
    doubts = {
        "heavy": f[FILL] > BOX.dense * f[THICK] and f[FILL] > BOX.dense_share,
        "small": f[INSIDE] < BOX.mark_area_mm2 or f[EXTENT] < BOX.least_share * side or is_large_dot(f),
        "stain": is_stain(f),
        "flat": f[FLAT] < BOX.flattest or f[RIM] > BOX.rim_share or (f[CENTRE] == 0 and f[FLAT] < BOX.edge_flat),
        "outside": (f[OUTSIDE] > BOX.outside_share * f[INSIDE] or away > BOX.centre_share) and not is_large_cross(f, side),
        "pale": f[DARK] < BOX.sure_dark,
        "fold": runs_on(f),
    }
    if is_hair(f):
        return "clear", ""
    why = next((name for name, holds in doubts.items() if holds), "")
    return ("doubtful" if why else "marked"), why


def runs_on(f: Features) -> bool:
    """Whether pale or straight ink goes on beyond two facing sides of the square: a fold or a streak too weak to be seen on the whole page."""
    across, down = min(f[LEFT], f[RIGHT]), min(f[OVER], f[UNDER])
    is_odd = f[DARK] < BOX.runs_on_dark or f[FLAT] < BOX.runs_on_flat
    return bool(is_odd and max(across, down) > BOX.runs_on_mm2)


def is_large_dot(f: Features) -> bool:
    """Whether a thick pen that rested left a round blot, which may be a dot or a very small X."""
    if f[EXTENT] < BOX.blot_extent_mm and f[THICK] > BOX.blot_solid * f[EXTENT]:
        return True
    return bool(f[EXTENT] < BOX.large_dot_mm and f[ROUND] > BOX.dot_round and f[THICK] > BOX.dot_solid * f[EXTENT])


def is_thick_cross(f: Features) -> bool:
    """Whether the strokes of a thick pen leave the white of an X."""
    is_thick = BOX.crossed_thick_least_mm <= f[THICK] <= BOX.crossed_thick_mm
    is_inside = f[SIDES] >= BOX.crossed_sides and f[OUTSIDE] <= BOX.crossed_outside_mm2
    return bool(f[FILL] <= BOX.crossed_share and is_thick and (is_inside or reaches_corners(f)))


def reaches_corners(f: Features) -> bool:
    """Whether strokes leave a square at its corners alone: those that scratch out an X leave it above and below its middle too."""
    is_open = f[SIDES] >= BOX.cornered_sides and max(f[OVER], f[UNDER]) <= BOX.cornered_over_mm2
    return bool(is_open and f[CORNERS] >= BOX.cornered and f[FILL] <= BOX.cornered_share)


def is_pale_cross(f: Features) -> bool:
    """Whether paler strokes of a thick pen are an X, not a stain: they reach all four corners and leave white between."""
    return bool(
        f[THICK] <= BOX.crossed_thick_mm
        and f[DARK] >= BOX.crossed_dark
        and f[SIDES] >= BOX.crossed_white
        and f[CORNERS] >= BOX.crossed_corners
    )


def is_stain(f: Features) -> bool:
    """Whether the ink is wider or paler than a pen makes it, or wide without being an X."""
    if f[THICK] > BOX.thickest_mm:
        return True
    if f[THICK] > BOX.blot_mm and (f[DARK] < BOX.blot_dark or f[SIDES] < BOX.blot_sides or f[CORNERS] < BOX.stain_corners):
        return True
    if f[THICK] > BOX.thick_mm:
        return f[DARK] < BOX.stain_dark and not is_pale_cross(f)
    if f[THICK] > BOX.broad_mm:
        return f[DARK] < BOX.broad_dark or (f[DARK] < BOX.stain_dark and f[CORNERS] < BOX.stain_corners)
    return f[THICK] > BOX.band_mm and f[DARK] < BOX.band_dark


def is_hair(f: Features) -> bool:
    """Whether a pale hair line away from the middle is all there is: the frame itself."""
    return bool(f[THICK] <= BOX.hair_mm and f[FLAT] < BOX.hair_flat and f[DARK] < BOX.hair_dark and f[CENTRE] == 0)


def is_large_cross(f: Features, side: float) -> bool:
    """Whether an X larger than the square has its middle in it."""
    return bool(
        f[OUTSIDE] <= BOX.large_outside * f[INSIDE]
        and f[EXTENT] >= BOX.large_extent * side
        and f[INSIDE] >= BOX.large_area * side**2
        and f[CENTRE] >= BOX.large_centre
        and max(abs(f[MID_X]), abs(f[MID_Y])) <= BOX.large_off
        and f[DARK] >= BOX.large_dark
    )


def decide_small(f: Features) -> tuple[str, str]:
    """A square with at most a dot in it."""
    if f[OUTSIDE] > BOX.outside_ink_mm2:
        return "doubtful", "outside"
    is_dust = f[EXTENT] < BOX.empty_extent_mm
    is_dot = f[EXTENT] < BOX.dot_extent_mm and f[ROUND] > BOX.dot_round
    return ("clear", "") if is_dust or is_dot else ("doubtful", "small")


def is_filled(f: Features) -> bool:
    """Whether a square is filled from side to side and nothing lies around it."""
    return bool(f[FILL] > BOX.full_share and f[OUTSIDE] < BOX.full_outside * f[INSIDE] and f[DARK] > BOX.sure_dark)


def leaning(state: str, f: Features) -> float:
    """How far the square leans towards being marked, between 0 and 1."""
    if state == "clear":
        return round(min(0.1, 0.001 + 0.05 * float(f[EXTENT])), 4)
    if state == "marked":
        return round(max(0.9, 1.0 / (1.0 + float(np.exp(-(2.0 + 2.0 * (f[EXTENT] - BOX.mark_extent_mm)))))), 4)
    return round(float(np.clip(0.25 + 0.1 * f[EXTENT], 0.1, 0.9)), 4)
