"""Is there a mark in a printed square (ô có dấu X không)?

The frame is found again on the image, its lines are left out, and what remains is judged by extent, area,
place and how much of it lies outside.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper import closer, crossing, cutting, straight
from daihoi.paper.clean import MARGIN, PX, Clean, prints_of, samples
from daihoi.paper.lines import Features, Finding
from daihoi.paper.registration import Grey, Matrix
from daihoi.paper.shapes import FieldShape, PageShape
from daihoi.paper.squares import (
    ABOVE,
    APART_ABOVE,
    APART_BELOW,
    BELOW,
    CENTRE,
    DARK,
    EXTENT,
    FEATURES,
    FLAT,
    INSIDE,
    LEFT,
    OUTSIDE,
    OVER,
    RIGHT,
    UNDER,
    decide,
    is_filled,
    leaning,
    measure,
)
from daihoi.paper.strikes import LEAST_LEVEL, NOISE_GROWTH, NOT_MATCHED, PALE_PRINT
from daihoi.paper.surface import Surface
from daihoi.paper.thresholds import BOX, FOLD, STRIKE

FRAME_PX = 3  # half the printed line and its blur
FOLDED = frozenset({"fold", "flat", "outside", "pale", "small"})


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
    px: int = PX

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
    match: float  # contrast of the print found there, as a share of its darkness; nothing where it was found out of reach
    is_pale: bool  # the print is so pale that a mark may have gone
    is_crossed: bool  # by a fold or a streak


class BoxReader:
    """Reads the squares of one printed side."""

    def __init__(self, page: PageShape, print_: Grey, page_mm: Sequence[float]) -> None:
        """Cut the patches of all squares out of the clean print."""
        self.clean = Clean.of(print_, PX)
        self.width_mm, self.height_mm = float(page_mm[0]), float(page_mm[1])
        entries = [entry for entry in page["fields"] if entry["kind"] != "strike"]
        self.squares = [self._square(entry, entries, self.clean) for entry in entries]
        self.boxes = [entry["box_mm"] for entry in page["fields"]]
        self.neighbours = [nearest(square, self.squares) for square in self.squares]
        # numbers and names that stand beside a square may hide an X that missed it
        self.beside = [self._beside(square, self.clean) for square in self.squares if square.entry["kind"] == "choose"]
        self.prints, self.beside_prints = prints_of(self.squares), prints_of(self.beside)

    @staticmethod
    def _square(entry: FieldShape, entries: Sequence[FieldShape], clean: Clean) -> Square:
        bx0, by0, bx1, by1 = entry["box_mm"]
        around = min([BOX.around_mm, *(gap(entry, other) / 2 for other in entries if other is not entry)])
        x, y = round((bx0 - around) * PX) / PX, round((by0 - around) * PX) / PX
        width, height = round((bx1 - bx0 + 2 * around) * PX), round((by1 - by0 + 2 * around) * PX)
        box = (round((bx0 - x) * PX), round((by0 - y) * PX), round((bx1 - x) * PX), round((by1 - y) * PX))
        inner = clean.bare(x, y, width, height)
        ink, rim = samples(inner, (max(2, box[0]), max(2, box[1]), min(width - 2, box[2]), min(height - 2, box[3])))
        return Square(entry, x, y, width, height, clean.around(x, y, width, height), ink, rim, box)

    @staticmethod
    def _beside(square: Square, clean: Clean) -> Square:
        """The print to the right of a square, as far as an X may miss it."""
        x, y = square.x + square.width / PX - BOX.beside_back_mm, square.y
        width, height = round(BOX.beside_mm * PX), square.height
        ink, rim = samples(clean.bare(x, y, width, height), (2, 2, width - 2, height - 2))
        return Square(square.entry, x, y, width, height, clean.around(x, y, width, height), ink, rim, (0, 0, width, height))

    def read(self, image: Grey, matrix: Matrix, surface: Surface, *, soft: bool) -> list[tuple[FieldShape, Finding]]:
        """Read all squares of a registered page."""
        if not self.squares:
            return []
        found = [self._read_one(square, patch) for square, patch in self._patches(image, matrix, surface, soft, beside=False)]
        if surface.ridges:
            for n, first in enumerate(found):
                if first.state == "doubtful" and first.why in FOLDED:
                    found[n] = self._without_folds(self.squares[n], image, matrix, surface, soft) or first
        missed = self._patches(image, matrix, surface, soft, beside=True)
        inked = {each.entry["candidate"] for each, patch in missed if has_mark(patch)}
        answer = []
        for square, each, neighbours in zip(self.squares, found, self.neighbours, strict=True):
            final = each
            if each.why == "outside" and is_arm(each.features, [found[n] if n >= 0 else None for n in neighbours]):
                final = each._replace(state="clear", score=0.02, why="")
            if final.state == "clear" and square.entry["kind"] == "choose" and square.entry["candidate"] in inked:
                final = final._replace(state="doubtful", score=0.3, why="outside")
            answer.append((square.entry, final))
        return answer

    def _without_folds(self, square: Square, image: Grey, matrix: Matrix, surface: Surface, soft: bool) -> Finding | None:
        """What a square holds when the folds through it are measured beside it and taken away, or nothing."""
        wide = self._widened(square)
        looked = closer.look(image, matrix, surface.paper, prints_of([wide])[1 if soft else 0], 0, measures(surface.noise))
        shift_y, shift_x = (int(looked.numbers[place]) for place in (straight.SHIFT_Y, straight.SHIFT_X))
        is_there = looked.match >= BOX.match_least and max(abs(shift_y), abs(shift_x)) <= BOX.reach_px
        if not is_there or looked.numbers[straight.LEVEL] < STRIKE.print_least:
            return None
        x, y = wide.box[0] - square.box[0], wide.box[1] - square.box[1]
        folds = self._folds(square, wide, surface)
        dark = 0.0
        for hides in (FOLD.hides, FOLD.hides_mark):
            left = closer.without_all(looked, folds, hides) if folds else None
            if left is None:
                return None
            dark = left.dark
            ink, weight = (np.ascontiguousarray(each[y : y + square.height, x : x + square.width]) for each in (left.ink, left.weight))
            seen = ((ink > looked.numbers[straight.THRESHOLD]) & (weight > 0.5)).view(np.uint8)
            f = measure(seen, ink, square.box, shift_x, shift_y)
            state, why = decide(f, (square.box[2] - square.box[0]) / PX)
            if hides == FOLD.hides and left.is_alike and (state == "clear" or (why == "outside" and f[EXTENT] < BOX.empty_extent_mm)):
                return Finding(state, leaning(state, f), why, f)
        is_sure = f[DARK] > FOLD.darker * dark and f[FLAT] >= FOLD.box_flat and f[CENTRE] >= BOX.large_centre
        return Finding("marked", leaning(state, f), "", f) if state == "marked" and is_sure else None

    def _folds(self, square: Square, wide: Square, surface: Surface) -> list[closer.Crossing]:
        """The folds and streaks that cross a square."""
        frame, sides = wide.box, ((wide.x, wide.width, self.width_mm), (wide.y, wide.height, self.height_mm))
        found = []
        for ridge in surface.ridges:
            way, other = (1, 0) if ridge.upright else (0, 1)
            start, length, page_mm = sides[way]
            fold = closer.Fold.of(ridge, start, sides[other][0], length, page_mm)
            if frame[other] - FOLD.reach_px < fold.middle < frame[other + 2] + FOLD.reach_px:
                outside = closer.free_columns(start, length, self._spans(square, way), FOLD.box_mm)
                found.append(closer.Crossing(fold, (frame[way], frame[way + 2]), outside, ridge.upright))
        return found

    def _spans(self, square: Square, way: int) -> list[tuple[float, float]]:
        """From where to where the squares lie in its row (0) or in its column (1), itself among them."""
        other = 1 - way
        first, last = square.entry["box_mm"][other] - FOLD.box_mm, square.entry["box_mm"][other + 2] + FOLD.box_mm
        return [(box[way], box[way + 2]) for box in self.boxes if box[other] < last and box[other + 2] > first]

    def _widened(self, square: Square) -> Square:
        """The same square with more paper all around."""
        left, top = max(0.0, square.x - FOLD.around_mm), max(0.0, square.y - FOLD.around_mm)
        right = min(self.width_mm, square.x + square.width / PX + FOLD.around_mm)
        bottom = min(self.height_mm, square.y + square.height / PX + FOLD.around_mm)
        x, y = round((square.x - left) * PX), round((square.y - top) * PX)
        left, top = square.x - x / PX, square.y - y / PX
        width, height = round((right - square.x) * PX) + x, round((bottom - square.y) * PX) + y
        x0, y0, x1, y1 = square.box
        moved = np.array([y, x])
        return replace(
            square,
            x=left,
            y=top,
            width=width,
            height=height,
            halo=self.clean.around(left, top, width, height),
            ink=square.ink + moved,
            rim=square.rim + moved,
            box=(x0 + x, y0 + y, x1 + x, y1 + y),
        )

    def _patches(self, image: Grey, matrix: Matrix, surface: Surface, soft: bool, *, beside: bool) -> Iterator[tuple[Square, Patch]]:
        """What lies in each square, or on the print beside it."""
        places, prints = (self.beside, self.beside_prints) if beside else (self.squares, self.prints)
        maps, print_ = np.empty((len(places), 2, 3)), prints[1 if soft else 0]
        cutting.affines(matrix, print_.places, PX, maps)
        limits, ridges, page_mm = measures(surface.noise), crossing.laid_out(surface.ridges), (self.width_mm, self.height_mm)
        for n, place in enumerate(places):
            lines = crossing.lines(ridges, print_.places[n], limits.px, page_mm) if surface.ridges else crossing.NONE
            strip = np.empty((place.height, place.width), np.uint8)
            cutting.sampled(image, maps[n], strip)
            ink, weight, numbers = straight.inked(strip, surface.paper, print_, n, limits, lines)
            shift_y, shift_x, contrast, level, _middle, spread, *_rest = numbers.tolist()
            is_near = max(abs(shift_y), abs(shift_x)) <= BOX.reach_px
            match = contrast / max(level, LEAST_LEVEL) if is_near else 0.0
            threshold = max(BOX.dark_least, BOX.dark_noise * min(spread, limits.most_spread))
            seen = ((ink > threshold) & (weight > 0.5)).view(np.uint8)
            yield place, Patch(seen, ink, weight, int(shift_y), int(shift_x), match, level < STRIKE.print_least, len(lines) > 0)

    @staticmethod
    def _read_one(square: Square, patch: Patch) -> Finding:
        seen, shift_y, shift_x = patch.seen, patch.shift_y, patch.shift_x
        features = measure(seen, patch.ink, square.box, shift_x, shift_y)
        if patch.match < BOX.match_least:
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
        return Finding(state, leaning(state, features), why, features)


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
        few=0.0,
        match_clear=0.0,
        print_least=0.0,
    )


def has_mark(patch: Patch) -> bool:
    """Whether strokes lie over the print beside a square; the shadow of a fold is paler than they are."""
    seen = patch.seen & (patch.ink > BOX.sure_dark).view(np.uint8) if patch.is_crossed else patch.seen
    if seen.sum() < BOX.beside_area_mm2 * PX**2:
        return False
    joined = cv2.morphologyEx(seen, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
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


def is_arm(f: Features, neighbours: Sequence[Finding | None]) -> bool:
    """Whether the ink outside an empty square comes over from squares next to it, which are marked or go to people themselves.

    The arms of an X come in at the corners, and a ring around the next square stays away; an X between two rows does neither.
    """
    if f[EXTENT] >= BOX.empty_extent_mm or f[OUTSIDE] > BOX.ring_mm2:
        return False
    inked = [f[side] > BOX.arm_least_mm2 for side in (ABOVE, BELOW, LEFT, RIGHT)]
    if not all(is_owner(other) for other, has_ink in zip(neighbours, inked, strict=True) if has_ink):
        return False
    if inked[2] or inked[3]:
        are_marked = all(other and other.state == "marked" for other, has_ink in zip(neighbours, inked, strict=True) if has_ink)
        return are_marked and f[OUTSIDE] <= BOX.arm_mm2
    return all(
        f[middle] <= BOX.arm_least_mm2 or (f[apart_] >= BOX.apart_mm and is_ringed(other))
        for middle, apart_, other in zip((OVER, UNDER), (APART_ABOVE, APART_BELOW), neighbours[:2], strict=True)
    )


def is_owner(other: Finding | None) -> bool:
    """Whether a square is marked or doubtful and has ink around it that may reach over."""
    return bool(other and other.state != "clear" and len(other.features) == FEATURES and other.features[OUTSIDE] >= BOX.arm_own_mm2)


def is_ringed(other: Finding | None) -> bool:
    """Whether ink lies on at least three sides of a square that goes to people."""
    if not other or other.state != "doubtful" or len(other.features) != FEATURES:
        return False
    return sum(other.features[side] > BOX.arm_least_mm2 for side in (ABOVE, BELOW, LEFT, RIGHT)) >= BOX.ring_sides


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
