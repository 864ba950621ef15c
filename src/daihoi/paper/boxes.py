"""Is there a mark in a printed square (ô có dấu X không)?

The frame is found again on the image, its lines are left out, and what remains is judged by extent, area,
place and how much of it lies outside.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper import cutting, straight
from daihoi.paper.clean import MARGIN, NO_LINES, PX, crossing_lines, cut, halo, prints_of, samples
from daihoi.paper.registration import Grey, Matrix
from daihoi.paper.shapes import FieldShape, PageShape
from daihoi.paper.strikes import LEAST_LEVEL, NOISE_GROWTH, NOT_MATCHED, PALE_PRINT, Features, Finding
from daihoi.paper.surface import Surface
from daihoi.paper.thresholds import BOX, STRIKE

INSIDE, OUTSIDE, EXTENT, ROUND, OFF_X, OFF_Y, FILL, DARK, FLAT, THICK, RIM, CENTRE, MID_X, MID_Y, SIDES = range(15)
ABOVE, BELOW, LEFT, RIGHT = range(15, 19)  # ink outside the square, by direction
FEATURES = 19
FRAME_PX = 3  # half the printed line and its blur


@dataclass(frozen=True)
class Square:
    """A printed square as the reader expects it."""

    entry: FieldShape
    x: float
    y: float
    width: int
    height: int
    halo: tuple[Grey, Grey]
    ink: NDArray[np.int64]
    rim: NDArray[np.int64]
    box: tuple[int, int, int, int]  # the frame, in pixels of the patch

    @property
    def name(self) -> tuple[int, int]:
        """First and last column of the frame."""
        return self.box[0], self.box[2]


@dataclass(frozen=True)
class Patch:
    """What the image shows of a square (phần ảnh của một ô)."""

    seen: NDArray[np.uint8]  # 1 where ink is that the print does not explain
    ink: NDArray[np.float32]
    weight: NDArray[np.float32]
    shift_y: int
    shift_x: int
    is_there: bool  # the print was found
    is_pale: bool  # the print is so pale that a mark may have gone
    is_crossed: bool  # by a fold or a streak


class BoxReader:
    """Reads the squares of one printed side."""

    def __init__(self, page: PageShape, print_: Grey, page_mm: Sequence[float]) -> None:
        """Cut the patches of all squares out of the clean print."""
        dark = (255 - print_).astype(np.uint8)
        halos = (halo(dark, 0.7), halo(dark, 1.2))
        self.width_mm, self.height_mm = float(page_mm[0]), float(page_mm[1])
        entries = [entry for entry in page["fields"] if entry["kind"] != "strike"]
        self.squares = [self._square(entry, entries, dark, halos) for entry in entries]
        self.neighbours = [nearest(square, self.squares) for square in self.squares]
        # numbers and names that stand beside a square may hide an X that missed it
        self.beside = [self._beside(square, dark, halos) for square in self.squares if square.entry["kind"] == "choose"]
        self.prints, self.beside_prints = prints_of(self.squares), prints_of(self.beside)

    @staticmethod
    def _square(entry: FieldShape, entries: Sequence[FieldShape], dark: Grey, halos: tuple[Grey, Grey]) -> Square:
        bx0, by0, bx1, by1 = entry["box_mm"]
        around = min([BOX.around_mm, *(gap(entry, other) / 2 for other in entries if other is not entry)])
        x, y = round((bx0 - around) * PX) / PX, round((by0 - around) * PX) / PX
        width, height = round((bx1 - bx0 + 2 * around) * PX), round((by1 - by0 + 2 * around) * PX)
        box = (round((bx0 - x) * PX), round((by0 - y) * PX), round((bx1 - x) * PX), round((by1 - y) * PX))
        inner = np.ascontiguousarray(cut(dark, x, y, width, height)[MARGIN:-MARGIN, MARGIN:-MARGIN])
        ink, rim = samples(inner, (max(2, box[0]), max(2, box[1]), min(width - 2, box[2]), min(height - 2, box[3])))
        halos_ = tuple(np.ascontiguousarray(cut(each, x, y, width, height)) for each in halos)
        return Square(entry, x, y, width, height, (halos_[0], halos_[1]), ink, rim, box)

    @staticmethod
    def _beside(square: Square, dark: Grey, halos: tuple[Grey, Grey]) -> Square:
        """The print to the right of a square, as far as an X may miss it."""
        x, y = square.x + square.width / PX - BOX.beside_back_mm, square.y
        width, height = round(BOX.beside_mm * PX), square.height
        inner = np.ascontiguousarray(cut(dark, x, y, width, height)[MARGIN:-MARGIN, MARGIN:-MARGIN])
        ink, rim = samples(inner, (2, 2, width - 2, height - 2))
        halos_ = tuple(np.ascontiguousarray(cut(each, x, y, width, height)) for each in halos)
        return Square(square.entry, x, y, width, height, (halos_[0], halos_[1]), ink, rim, (0, 0, width, height))

    def read(self, image: Grey, matrix: Matrix, surface: Surface, *, soft: bool) -> list[tuple[FieldShape, Finding]]:
        """Read all squares of a registered page."""
        found = [self._read_one(square, patch) for square, patch in self._patches(image, matrix, surface, soft, beside=False)]
        missed = self._patches(image, matrix, surface, soft, beside=True)
        inked = {each.entry["candidate"] for each, patch in missed if has_mark(patch)}
        answer = []
        for square, each, neighbours in zip(self.squares, found, self.neighbours, strict=True):
            final = each
            if each.why == "outside" and is_arm(
                each.features, [found[n].features if n >= 0 and found[n].state == "marked" else None for n in neighbours]
            ):
                final = replace(each, state="clear", score=0.02, why="")
            if final.state == "clear" and square.entry["kind"] == "choose" and square.entry["candidate"] in inked:
                final = replace(final, state="doubtful", score=0.3, why="outside")
            answer.append((square.entry, final))
        return answer

    def _patches(self, image: Grey, matrix: Matrix, surface: Surface, soft: bool, *, beside: bool) -> Iterator[tuple[Square, Patch]]:
        """What lies in each square, or on the print beside it."""
        places, prints = (self.beside, self.beside_prints) if beside else (self.squares, self.prints)
        maps, print_ = np.empty((len(places), 2, 3)), prints[1 if soft else 0]
        cutting.affines(matrix, print_.places, PX, maps)
        limits = measures(surface.noise)
        for n, place in enumerate(places):
            lines = crossing_lines(place, surface.ridges, self.width_mm, self.height_mm) if surface.ridges else NO_LINES
            strip = np.empty((place.height, place.width), np.uint8)
            cutting.sampled(image, maps[n], strip)
            ink, weight, numbers = straight.inked(strip, surface.paper, print_, n, limits, lines)
            shift_y, shift_x, contrast, level, _middle, spread, *_rest = numbers.tolist()
            is_there = max(abs(shift_y), abs(shift_x)) <= BOX.reach_px and contrast >= BOX.match_least * max(level, LEAST_LEVEL)
            threshold = max(BOX.dark_least, BOX.dark_noise * min(spread, limits.most_spread))
            seen = ((ink > threshold) & (weight > 0.5)).view(np.uint8)
            yield place, Patch(seen, ink, weight, int(shift_y), int(shift_x), is_there, level < STRIKE.print_least, len(lines) > 0)

    @staticmethod
    def _read_one(square: Square, patch: Patch) -> Finding:
        seen, shift_y, shift_x = patch.seen, patch.shift_y, patch.shift_x
        features = measure(seen, patch.ink, square, shift_x, shift_y)
        if not patch.is_there:
            return Finding("marked", 0.95, "", features) if is_filled(features) else Finding("doubtful", 0.5, NOT_MATCHED, features)
        if patch.is_pale:
            return Finding("doubtful", 0.5, PALE_PRINT, features)
        state, why = decide(features, (square.box[2] - square.box[0]) / PX)
        if state == "marked" and (
            passes(seen, square.box[1] + shift_y, square.box[3] + shift_y)
            or passes(np.ascontiguousarray(seen.T), square.box[0] + shift_x, square.box[2] + shift_x)
        ):
            state, why = "doubtful", "fold"
        hides = patch.is_crossed and state == "clear"
        if hides and (features[INSIDE] > BOX.crossed_ink_mm2 or hidden_share(patch.weight, square) > BOX.hidden_share):
            state, why = "doubtful", "fold"
        return Finding(state, probability(state, features), why, features)


def measures(noise: float) -> straight.Measures:
    """The thresholds of the compiled loops, on paper of such a noise."""
    return straight.Measures(
        px=float(PX),
        margin=MARGIN,
        reach=BOX.reach_px,
        far=BOX.reach_px,
        least_level=LEAST_LEVEL,
        match_least=BOX.match_least,
        dark_least=BOX.dark_least,
        dark_noise=BOX.dark_noise,
        most_spread=NOISE_GROWTH * noise,
        most_middle=0.0,
        beside=0,
        few=0,
    )


def has_mark(patch: Patch) -> bool:
    """Whether strokes lie over the print beside a square."""
    if patch.seen.sum() < BOX.beside_area_mm2 * PX**2:
        return False
    joined = cv2.morphologyEx(patch.seen, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    count, _labels, stats, _middles = cv2.connectedComponentsWithStats(joined, connectivity=8)
    return bool(count > 1 and stats[1:, 2:4].max() >= BOX.beside_extent_mm * PX)


def nearest(square: Square, squares: Sequence[Square]) -> list[int]:
    """The next square above, below, left and right; -1 where none is."""
    x0, y0, x1, y1 = square.entry["box_mm"]
    places = [each.entry["box_mm"] for each in squares]
    beside = [n for n, (_a, b, _c, d) in enumerate(places) if b < y1 and d > y0]
    stacked = [n for n, (a, _b, c, _d) in enumerate(places) if a < x1 and c > x0]
    return [
        max((n for n in stacked if places[n][3] <= y0), key=lambda n: places[n][3], default=-1),
        min((n for n in stacked if places[n][1] >= y1), key=lambda n: places[n][1], default=-1),
        max((n for n in beside if places[n][2] <= x0), key=lambda n: places[n][2], default=-1),
        min((n for n in beside if places[n][0] >= x1), key=lambda n: places[n][0], default=-1),
    ]


def is_arm(f: Features, neighbours: Sequence[Features | None]) -> bool:
    """Whether the ink outside an empty square comes over from marked squares next to it."""
    if f[OUTSIDE] > BOX.arm_mm2 or f[EXTENT] >= BOX.empty_extent_mm:
        return False
    return all(
        f[side] <= BOX.arm_least_mm2 or (other is not None and other[OUTSIDE] >= BOX.arm_own_mm2)
        for side, other in zip((ABOVE, BELOW, LEFT, RIGHT), neighbours, strict=True)
    )


def gap(one: FieldShape, other: FieldShape) -> float:
    """The white between two squares."""
    ax0, ay0, ax1, ay1 = one["box_mm"]
    bx0, by0, bx1, by1 = other["box_mm"]
    return max(bx0 - ax1, ax0 - bx1, by0 - ay1, ay0 - by1, 0.0)


def passes(seen: NDArray[np.uint8], first: int, last: int) -> bool:
    """Whether a line comes in above a square and goes out below it, as folds and streaks do."""
    above, below = seen[: max(0, first - FRAME_PX)], seen[last + FRAME_PX :]
    if len(above) < FRAME_PX or len(below) < FRAME_PX:
        return False
    inside = seen[first + FRAME_PX : last - FRAME_PX]
    enters, leaves = above.mean(axis=0) >= BOX.passing_share, below.mean(axis=0) >= BOX.passing_share
    within = inside.mean(axis=0) >= BOX.passing_share
    reach = np.ones(2 * FRAME_PX + 1)
    return bool((enters & (np.convolve(leaves, reach, "same") > 0) & (np.convolve(within, reach, "same") > 0)).any())


def hidden_share(weight: NDArray[np.float32], square: Square) -> float:
    """Share of the square that a fold or streak makes unreadable."""
    wall = round(BOX.wall_mm * PX)
    x0, y0, x1, y1 = square.box
    return float((weight[y0 + wall : y1 - wall, x0 + wall : x1 - wall] == 0).mean())


def measure(seen: NDArray[np.uint8], ink: NDArray[np.float32], square: Square, shift_x: int, shift_y: int) -> Features:
    """Area inside and outside, extent, roundness, place of the ink, share of the square that is inked."""
    f = [0.0] * FEATURES
    wall = round(BOX.wall_mm * PX)
    x0, y0 = square.box[0] + shift_x + wall, square.box[1] + shift_y + wall
    x1, y1 = square.box[2] + shift_x - wall, square.box[3] + shift_y - wall
    inside = np.ascontiguousarray(seen[max(0, y0) : y1, max(0, x0) : x1])
    f[INSIDE] = inside.sum() / PX**2
    ring = seen.copy()
    ring[max(0, y0 - 2 * wall) : y1 + 2 * wall, max(0, x0 - 2 * wall) : x1 + 2 * wall] = 0
    f[OUTSIDE] = ring.sum() / PX**2
    f[ABOVE : RIGHT + 1] = sides_of(ring, max(0, y0 - wall), y1 + wall, (x0 + x1) // 2)
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
    f[OFF_X] = (columns.mean() - shift_x - (square.box[0] + square.box[2]) / 2) / (square.box[2] - square.box[0])
    f[OFF_Y] = (rows.mean() - shift_y - (square.box[1] + square.box[3]) / 2) / (square.box[3] - square.box[1])
    f[FILL] = float(inside.mean())
    f[THICK] = (
        2 * float(cv2.distanceTransform(cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0), cv2.DIST_L2, 3).max()) / PX
    )
    f[CENTRE : SIDES + 1] = spread(inside)
    f[DARK] = float(np.percentile(ink[max(0, y0) : y1, max(0, x0) : x1][inside > 0], 85))
    return f


def sides_of(ring: NDArray[np.uint8], top: int, bottom: int, middle: int) -> list[float]:
    """Ink outside the square: above it, below it, left and right of it."""
    parts = ring[:top], ring[bottom:], ring[top:bottom, :middle], ring[top:bottom, middle:]
    return [float(part.sum()) / PX**2 for part in parts]


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
        "small": f[INSIDE] < BOX.mark_area_mm2 or f[EXTENT] < BOX.least_share * side,
        "stain": f[THICK] > BOX.thickest_mm or (f[THICK] > BOX.thick_mm and f[DARK] < BOX.stain_dark and not is_pale_cross(f)),
        "flat": f[FLAT] < BOX.flattest or f[RIM] > BOX.rim_share or (f[CENTRE] == 0 and f[FLAT] < BOX.edge_flat),
        "outside": (f[OUTSIDE] > BOX.outside_share * f[INSIDE] or away > BOX.centre_share) and not is_large_cross(f, side),
        "pale": f[DARK] < BOX.sure_dark,
    }
    if is_hair(f):
        return "clear", ""
    why = next((name for name, holds in doubts.items() if holds), "")
    return ("doubtful" if why else "marked"), why


def is_thick_cross(f: Features) -> bool:
    """Whether the strokes of a thick pen leave the white of an X."""
    return bool(f[FILL] <= BOX.crossed_share and f[THICK] <= BOX.crossed_thick_mm and f[SIDES] >= BOX.crossed_sides)


def is_pale_cross(f: Features) -> bool:
    """Whether paler strokes of a thick pen are an X, not a stain."""
    return bool(is_thick_cross(f) and f[DARK] >= BOX.crossed_dark and f[SIDES] >= BOX.crossed_white)


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


def probability(state: str, f: Features) -> float:
    """Calibrated probability that the square is marked."""
    if state == "clear":
        return round(min(0.1, 0.001 + 0.05 * float(f[EXTENT])), 4)
    if state == "marked":
        return round(max(0.9, 1.0 / (1.0 + float(np.exp(-(2.0 + 2.0 * (f[EXTENT] - BOX.mark_extent_mm)))))), 4)
    return round(float(np.clip(0.25 + 0.1 * f[EXTENT], 0.1, 0.9)), 4)
