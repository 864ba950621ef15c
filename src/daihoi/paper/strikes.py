"""Is a printed name struck through (tên có bị gạch không)?

The darkest way from the left end of a name to its right end is followed; what counts is how much of the
white between letters and words it fills, how high it runs, and whether it ends with the name or runs on.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper import cutting, loops, straight
from daihoi.paper import kernels as k
from daihoi.paper.clean import MARGIN, NO_LINES, PX, crossing_lines, cut, halo, prints_of, samples
from daihoi.paper.registration import Grey, Matrix
from daihoi.paper.shapes import FieldShape, PageShape
from daihoi.paper.surface import LOW, Ridge, Surface
from daihoi.paper.thresholds import SHEET, STRIKE

Features = list[float]

SIDE_MM = 3.0
NOT_MATCHED = "print_not_matched"
PALE_PRINT = "print_pale"  # of readings it is a kind of print that was not matched
BESIDE_PX = 12  # where a stroke through a name of narrow letters shows first
JOIN_PX = 15  # letters hide the parts of a stroke between
SMOOTHED = 0.65  # of the noise is left after smoothing
LEAST_LEVEL = 30.0
MOST_OFFSET = 6.0
CLEAN_SCORE = 0.0002
NOISE_GROWTH = 5.0  # from 2 pixels a millimetre to 6
UNSEEN = [0.0] * k.FEATURES


@dataclass(frozen=True)
class Finding:
    """The reading of one field and why (kết quả đọc một ô)."""

    state: str
    score: float
    why: str
    features: Features


@dataclass(frozen=True)
class Strip:
    """A printed name as the reader expects it."""

    entry: FieldShape
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


def rows(entry: FieldShape, others: Sequence[FieldShape]) -> tuple[float, float]:
    """From where to where ink belongs to this name: at most half way to the names above and below."""
    x0, y0, x1, y1 = entry["box_mm"]
    top, bottom = y0 - SHEET.above_name_mm, y1 + SHEET.above_name_mm
    for other in others:
        ox0, oy0, ox1, oy1 = other["box_mm"]
        if other is entry or ox0 > x1 or ox1 < x0:
            continue
        if oy1 < y0:
            top = max(top, (oy1 + y0) / 2)
        elif oy0 > y1:
            bottom = min(bottom, (y1 + oy0) / 2)
    return top, bottom


@dataclass(frozen=True)
class Inked:
    """The unexplained ink of one name on the image."""

    ink: NDArray[np.float32]
    weight: NDArray[np.float32]
    threshold: float
    spread: float
    left: int
    right: int
    baseline: float
    em: float

    def follow(self, corridor: tuple[float, float, float, float]) -> Features:
        """Measures of the darkest way within a corridor of rows."""
        features, path = np.zeros(k.FEATURES), np.zeros(max(1, self.right - self.left), np.int64)
        k.follow(
            self.ink,
            self.weight,
            self.threshold,
            self.left,
            self.right,
            np.array(corridor, np.float64),
            self.baseline,
            self.em,
            path,
            features,
        )
        measured: Features = features.tolist()
        return measured

    def band(self) -> tuple[float, float, float, float]:
        """The rows of the letters."""
        top, bottom = self.baseline - 0.60 * self.em, self.baseline - 0.06 * self.em
        return (top, bottom, top, bottom)

    def diagonals(self, strip: Strip) -> tuple[tuple[float, float, float, float], tuple[float, float, float, float]]:
        """The corridors of a cross from corner to corner."""
        _x0, y0, _x1, y1 = strip.entry["box_mm"]
        top, bottom, half = (y0 - strip.y) * PX, (y1 - strip.y) * PX, 0.30 * self.em
        return (top - half, top + half, bottom - half, bottom + half), (bottom - half, bottom + half, top - half, top + half)


def measures(noise: float) -> straight.Measures:
    """The thresholds of the compiled loops, on paper of such a noise."""
    return straight.Measures(
        px=float(PX),
        margin=MARGIN,
        reach=STRIKE.reach_px,
        far=STRIKE.far_px,
        least_level=LEAST_LEVEL,
        match_least=STRIKE.match_least,
        dark_least=STRIKE.dark_least,
        dark_noise=STRIKE.dark_noise * SMOOTHED,
        most_spread=NOISE_GROWTH * noise,
        most_middle=MOST_OFFSET,
        beside=BESIDE_PX,
        few=STRIKE.few_columns,
    )


class StrikeReader:
    """Reads the names of one printed side."""

    def __init__(self, page: PageShape, print_: Grey, page_mm: Sequence[float]) -> None:
        """Cut the strips of all names out of the clean print."""
        dark = (255 - print_).astype(np.uint8)
        halos = (halo(dark, 0.7), halo(dark, 1.2))
        self.width_mm, self.height_mm = float(page_mm[0]), float(page_mm[1])
        entries = [entry for entry in page["fields"] if entry["kind"] == "strike"]
        self.strips = [self._strip(entry, rows(entry, entries), dark, halos) for entry in entries]
        self.prints = prints_of(self.strips)
        self.pixels = sum(strip.width * strip.height for strip in self.strips)

    @staticmethod
    def _strip(entry: FieldShape, between: tuple[float, float], dark: Grey, halos: tuple[Grey, Grey]) -> Strip:
        bx0, by0, bx1, by1 = entry["box_mm"]
        baseline, em = entry["baseline_mm"], entry["type_mm"]
        x, y = round((bx0 - SIDE_MM) * PX) / PX, round(between[0] * PX) / PX
        width, height = round((bx1 - bx0 + 2 * SIDE_MM) * PX), round((between[1] - between[0]) * PX)
        x0, x1 = round((bx0 - x) * PX), round((bx1 - x) * PX)
        inner = cut(dark, x, y, width, height)[MARGIN:-MARGIN, MARGIN:-MARGIN]
        box = (max(2, x0), max(2, round((by0 - y) * PX)), min(width - 2, x1), min(height - 2, round((by1 - y) * PX)))
        ink, rim = samples(np.ascontiguousarray(inner), box)
        cut_halos = tuple(np.ascontiguousarray(cut(each, x, y, width, height)) for each in halos)
        return Strip(entry, x, y, width, height, (cut_halos[0], cut_halos[1]), ink, rim, x0, x1, (baseline - y) * PX, em * PX)

    def read(self, image: Grey, matrix: Matrix, surface: Surface, *, soft: bool) -> list[tuple[FieldShape, Finding]]:
        """Read all names of a registered page."""
        count = len(self.strips)
        covers = [self._cover_ridges(strip, surface.ridges) if surface.ridges else (NO_LINES, []) for strip in self.strips]
        lines = np.concatenate([NO_LINES, *(lines for lines, _along in covers)])
        starts = np.cumsum([0, *(len(lines) for lines, _along in covers)])
        along = np.array([bool(along) for _lines, along in covers], bool)
        maps, numbers = np.empty((count, 2, 3)), np.zeros((count, straight.NUMBERS))
        strips, ink, weight = np.empty(self.pixels, np.uint8), np.empty(self.pixels, np.float32), np.empty(self.pixels, np.float32)
        prints = self.prints[1 if soft else 0]
        cutting.affines(matrix, prints.places, PX, maps)
        cutting.cut_out(image, maps, prints.places, strips)
        straight.survey(strips, surface.paper, prints, measures(surface.noise), lines, starts, along, numbers, ink, weight)
        return [
            (strip.entry, self._read_one(strip, own, ink, weight, surface, crossing))
            for strip, own, (_lines, crossing) in zip(self.strips, numbers, covers, strict=True)
        ]

    def _read_one(
        self,
        strip: Strip,
        own: NDArray[np.float64],
        ink: NDArray[np.float32],
        weight: NDArray[np.float32],
        surface: Surface,
        crossing: Sequence[Ridge],
    ) -> Finding:
        """Judge what the loops have measured of one name."""
        shift_y, shift_x, contrast, level, _middle, spread, threshold, _inked, kept = own.tolist()
        if level < STRIKE.print_least:
            return Finding("doubtful", 0.5, PALE_PRINT, UNSEEN)
        if kept < 0:
            is_there = threshold > 0
            return Finding("clear" if is_there else "doubtful", CLEAN_SCORE if is_there else 0.5, "" if is_there else NOT_MATCHED, UNSEEN)
        part, shape = slice(int(kept), int(kept) + strip.width * strip.height), (strip.height, strip.width)
        left, right = max(0, strip.x0 + 1 + int(shift_x)), min(strip.width, strip.x1 - 1 + int(shift_x))
        baseline = strip.baseline + int(shift_y)
        name = Inked(ink[part].reshape(shape), weight[part].reshape(shape), threshold, spread, left, right, baseline, strip.em)
        features = name.follow((0, strip.height, 0, strip.height))
        features[k.MATCH] = contrast / max(level, LEAST_LEVEL)
        return self._decide(strip, name, features, surface, crossing)

    def _decide(self, strip: Strip, name: Inked, f: Features, surface: Surface, crossing: Sequence[Ridge]) -> Finding:
        """Turn the measures of the darkest way into a state."""
        if f[k.COVER] >= STRIKE.cover_marked and f[k.WEIGHT] >= STRIKE.least_weight:
            f, why = self._judged(strip, name, f, surface)
            why = why or ("fold" if crossing else "")
            score = probability(f)
            return Finding("doubtful" if why else "marked", min(score, 0.5) if why else max(score, 0.9), why, f)
        score = probability(f)
        faint = f[k.DARK] < STRIKE.faint_dark and f[k.IN_BAND] < STRIKE.faint_band and not crossing
        if f[k.COVER] > STRIKE.cover_clear and f[k.COVER] * f[k.WEIGHT] > STRIKE.least_ink and not faint:
            return Finding("doubtful", score, "partly", f)
        if has_blot(name, strip):
            return Finding("doubtful", max(score, 0.2), "ink", f)
        if crossing:
            return Finding("doubtful", max(score, 0.2), "fold", f)
        return Finding("clear", min(score, 0.1), "", f)

    def _judged(self, strip: Strip, name: Inked, f: Features, surface: Surface) -> tuple[Features, str]:
        """The measures that decide and the reason of a doubt: the darkest way, or one within the letters, or a cross."""
        why = self._against_mark(strip, name, f, surface)
        if why != "height":
            return f, why
        inner = name.follow(name.band())
        if inner[k.COVER] >= STRIKE.cover_marked and not self._against_mark(strip, name, inner, surface):
            return inner, ""
        falling, rising = (name.follow(corridor) for corridor in name.diagonals(strip))
        if is_crossed(falling) and is_crossed(rising):
            return falling, ""
        return f, why

    def _against_mark(self, strip: Strip, name: Inked, f: Features, surface: Surface) -> str:
        """The first reason why a line through the name may not count, or nothing."""
        thirds = (k.COVER_1, k.COVER_2, k.COVER_3)
        if (
            f[k.WEIGHT] < STRIKE.least_weight
            or f[k.BARE] > STRIKE.bare_share
            or any(0 <= f[third] < STRIKE.cover_third for third in thirds)
        ):
            return "partly"
        if f[k.COVER] < STRIKE.bent_cover and 0 < f[k.MATCH] < STRIKE.bent_match:
            return NOT_MATCHED
        if f[k.DARK] < max(STRIKE.sure_dark, STRIKE.sure_noise * name.spread):
            return "pale"
        if not self._is_through(strip, f):
            return "height"
        if f[k.THICK] > STRIKE.thickest_mm * PX:
            return "wide"
        return "runs_on" if self._runs_on(strip, f, surface, name.left) else ""

    @staticmethod
    def _is_through(strip: Strip, f: Features) -> bool:
        """Whether the line goes through the letters, not below or above them."""
        rise = abs(float(f[k.SLOPE])) * (strip.x1 - strip.x0) / strip.em
        crooked = rise > STRIKE.slanted_rise or f[k.BEND] > STRIKE.zigzag_bend * strip.em
        height, band = float(f[k.HEIGHT]), float(f[k.IN_BAND])
        if crooked and STRIKE.slanted_low <= height <= STRIKE.height_high and band >= STRIKE.slanted_band:
            return True
        # between words the whole stroke is seen; elsewhere letters hide its upper part and make it look lower
        if f[k.OPEN_COLUMNS] >= STRIKE.open_columns and f[k.OPEN_SPREAD] <= STRIKE.open_spread:
            in_open = STRIKE.open_low <= f[k.OPEN_HEIGHT] <= STRIKE.height_high
            return bool(in_open and (band >= STRIKE.slanted_band or not crooked))
        return bool(not crooked and STRIKE.height_low <= height <= STRIKE.height_high and band >= STRIKE.in_band)

    def _runs_on(self, strip: Strip, f: Features, surface: Surface, left: int) -> bool:
        """Whether the line goes on beyond both ends of the name, as folds and streaks do."""
        slope = float(f[k.SLOPE])
        y_left = strip.y + (f[k.OFFSET]) / PX
        x_left = strip.x + left / PX
        wide = (strip.x1 - strip.x0) / PX
        least = max(6.0, 0.33 * float(f[k.DARK]))
        before = loops.run_on(surface.residue, x_left * LOW, y_left * LOW, slope, -1, least)
        after = loops.run_on(surface.residue, (x_left + wide) * LOW, (y_left + slope * wide) * LOW, slope, 1, least)
        if x_left - before / LOW < 4 or x_left + wide + after / LOW > self.width_mm - 4:
            return True
        return bool(min(before, after) > STRIKE.runs_on_mm * LOW or max(before, after) > STRIKE.runs_far_mm * LOW)

    def _cover_ridges(self, strip: Strip, ridges: Sequence[Ridge]) -> tuple[NDArray[np.float64], list[Ridge]]:
        """The folds and streaks to leave out of the evidence, and those of them that run along the name."""
        lines = crossing_lines(strip, ridges, self.width_mm, self.height_mm)
        along = []
        for ridge in ridges:
            if not ridge.upright:
                middle_mm = strip.x + strip.width / PX / 2
                middle = (strip.y + strip.baseline / PX - ridge.place(middle_mm, self.width_mm)) / (strip.em / PX)
                if -0.1 < middle < 0.75:
                    along.append(ridge)
        return lines, along


def probability(f: Features) -> float:
    """Calibrated probability that the name is struck, from coverage and darkness."""
    z = 14.0 * (float(f[k.COVER]) - 0.45) + 0.02 * min(60.0, float(f[k.DARK])) - 0.4
    return round(1.0 / (1.0 + math.exp(-z)), 4)


def is_crossed(f: Features) -> bool:
    """Whether a diagonal is inked from end to end; a ring leaves its middle white."""
    thirds = (f[k.COVER_1], f[k.COVER_2], f[k.COVER_3])
    whole = f[k.COVER] >= STRIKE.cover_cross and f[k.BARE] < STRIKE.bare_share and f[k.WEIGHT] >= STRIKE.least_weight
    return bool(whole and all(third < 0 or third >= STRIKE.cover_cross_third for third in thirds) and f[k.COVER_2] >= 0)


def has_blot(name: Inked, strip: Strip) -> bool:
    """Ink over or close to the name that is longer than a dot."""
    threshold = max(STRIKE.blot_dark, STRIKE.blot_noise * name.spread)
    seen = ((name.ink > threshold) & (name.weight > 0.3)).astype(np.uint8)
    x0, x1 = max(0, strip.x0 - BESIDE_PX), min(strip.width, strip.x1 + BESIDE_PX)
    seen = np.ascontiguousarray(seen[:, x0:x1])
    if cv2.countNonZero(seen) < 6:
        return False
    joined = cv2.morphologyEx(seen, cv2.MORPH_CLOSE, np.ones((3, JOIN_PX), np.uint8))
    count, _labels, stats, _middles = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for label in range(1, count):
        _x, _y, w, h, area = (int(v) for v in stats[label])
        if max(w, h) > STRIKE.blot_extent_mm * PX or area > STRIKE.blot_area_mm2 * PX * PX:
            return True
    return False
