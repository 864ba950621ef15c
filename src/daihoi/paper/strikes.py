"""Is a printed name struck through (tên có bị gạch không)?

The darkest way from the left end of a name to its right end is followed; what counts is how much of the
white between letters and words it fills, how high it runs, and whether it ends with the name or runs on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from daihoi.paper import closer, crossing, names, straight, strokes
from daihoi.paper import kernels as k
from daihoi.paper.clean import MARGIN, NAME_PX, PX, Clean, prints_of, samples
from daihoi.paper.lines import Features, Finding, Strip, leaning
from daihoi.paper.registration import Grey, Matrix
from daihoi.paper.shapes import FieldShape, PageShape
from daihoi.paper.surface import Surface
from daihoi.paper.thresholds import FOLD, SHEET, STRIKE

SIDE_MM = 3.0
BESIDE_MM = 2.0  # where a stroke through a name of narrow letters shows first
NOT_MATCHED = strokes.WHYS[strokes.NOT_MATCHED]
PALE_PRINT = "print_pale"  # of readings it is a kind of print that was not matched
SMOOTHED = 0.65  # of the noise is left after smoothing
LEAST_LEVEL = 30.0
MOST_OFFSET = 6.0
FOLDED_SCORE = 0.02
LOOKED_AT_AGAIN = frozenset({NOT_MATCHED, "fold", "height", "partly", "pale", "runs_on", "ink", "wide", "stain"})
NOISE_GROWTH = 5.0  # from 2 pixels a millimetre to 6
UNSEEN = [0.0] * k.FEATURES
CLEAN = Finding("clear", 0.0002, "", UNSEEN)


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


@cache
def measures(noise: float, px: int) -> straight.Measures:
    """The thresholds of the compiled loops, on paper of such a noise, for names of so many pixels a millimetre."""
    return straight.Measures(
        px=float(px),
        margin=MARGIN,
        reach=round(STRIKE.reach_mm * px),
        far=round(STRIKE.far_mm * px),
        least_level=LEAST_LEVEL,
        match_least=STRIKE.match_least,
        dark_least=STRIKE.dark_least,
        dark_noise=STRIKE.dark_noise * SMOOTHED,
        most_spread=NOISE_GROWTH * noise,
        most_middle=MOST_OFFSET,
        beside=round(BESIDE_MM * px),
        few=STRIKE.few_mm * px,
        match_clear=STRIKE.match_clear,
        print_least=STRIKE.print_least,
    )


@dataclass(frozen=True)
class Wide:
    """A name with so much paper around it that folds are seen beside it (tên với phần giấy chung quanh)."""

    x: float
    y: float
    width: int
    height: int
    prints: tuple[straight.Prints, straight.Prints]  # for sharp and for soft images
    letters: names.Letters
    rows: tuple[int, int]  # of the name itself
    outside: NDArray[np.bool_]  # columns that no stroke reaches


def _letters(strips: Sequence[Strip]) -> names.Letters:
    """Where the letters of names stand in their strips, for the compiled loops."""
    rows = [(each.entry["box_mm"][1], each.entry["box_mm"][3]) for each in strips]
    found = [(each.baseline, each.em, *((row - each.y) * each.px for row in own)) for each, own in zip(strips, rows, strict=True)]
    return names.Letters(*np.array(found, np.float64).reshape(-1, 4).T.copy())


class StrikeReader:
    """Reads the names of one printed side."""

    def __init__(self, page: PageShape, print_: Grey, page_mm: Sequence[float]) -> None:
        """Cut the strips of all names out of the clean print."""
        self.clean = Clean.of(print_, PX)
        self.page_mm = (float(page_mm[0]), float(page_mm[1]))
        entries = [entry for entry in page["fields"] if entry["kind"] == "strike"]
        self.rows = [rows(entry, entries) for entry in entries]
        self.px = PX if any(entry["type_mm"] < STRIKE.large_type_mm for entry in entries) else NAME_PX
        clean = Clean.of(print_, self.px)
        self.strips = [self._strip(entry, between, clean) for entry, between in zip(entries, self.rows, strict=True)]
        self.prints = prints_of(self.strips)
        self.boxes = [entry["box_mm"] for entry in page["fields"]]
        self.letters = _letters(self.strips)
        self.widened, self.fine = cache(self._widened), cache(self._fine)

    @staticmethod
    def _strip(entry: FieldShape, between: tuple[float, float], clean: Clean) -> Strip:
        px = clean.px
        bx0, by0, bx1, by1 = entry["box_mm"]
        baseline, em = entry["baseline_mm"], entry["type_mm"]
        x, y = round((bx0 - SIDE_MM) * px) / px, round(between[0] * px) / px
        width, height = round((bx1 - bx0 + 2 * SIDE_MM) * px), round((between[1] - between[0]) * px)
        x0, x1 = round((bx0 - x) * px), round((bx1 - x) * px)
        box = (max(2, x0), max(2, round((by0 - y) * px)), min(width - 2, x1), min(height - 2, round((by1 - y) * px)))
        ink, rim = samples(clean.bare(x, y, width, height), box)
        around = clean.around(x, y, width, height)
        return Strip(entry, px, x, y, width, height, around, ink, rim, x0, x1, (baseline - y) * px, em * px)

    def read(self, image: Grey, matrix: Matrix, surface: Surface, *, soft: bool) -> list[tuple[FieldShape, Finding]]:
        """Read all names of a registered page."""
        page, ridges = (image, matrix, surface.paper, self.prints[1 if soft else 0]), crossing.laid_out(surface.ridges)
        looked = names.look(*page, self.letters, measures(surface.noise, self.px), ridges, surface.residue, self.page_mm)
        found = [CLEAN] * len(self.strips)
        for n, own, f in zip(*(each.tolist() for each in looked), strict=True):
            found[n] = self._read_one(own, f)
            if found[n].state == "doubtful" and own[straight.WAY] == strokes.ALONG and self.px < PX:
                found[n] = self._finer(n, image, matrix, surface, soft)
            if found[n].state == "doubtful" and found[n].why in LOOKED_AT_AGAIN:
                found[n] = self._again(n, found[n], image, matrix, surface, soft) or found[n]
        return [(strip.entry, each) for strip, each in zip(self.strips, found, strict=True)]

    def _finer(self, n: int, image: Grey, matrix: Matrix, surface: Surface, soft: bool) -> Finding:
        """A name looked at with more pixels: fewer leave in doubt how high and how wide a line is."""
        (prints, letters), ridges = self.fine(n), crossing.laid_out(surface.ridges)
        page, limits = (image, matrix, surface.paper, prints[1 if soft else 0]), measures(surface.noise, PX)
        _judged, numbers, features = names.look(*page, letters, limits, ridges, surface.residue, self.page_mm)
        return self._read_one(numbers[0].tolist(), features[0].tolist()) if len(numbers) else CLEAN

    def _fine(self, n: int) -> tuple[tuple[straight.Prints, straight.Prints], names.Letters]:
        """A name with more pixels: its print for sharp and for soft images, and where its letters stand."""
        strip = self._strip(self.strips[n].entry, self.rows[n], self.clean)
        return prints_of([strip]), _letters([strip])

    def _again(self, n: int, first: Finding, image: Grey, matrix: Matrix, surface: Surface, soft: bool) -> Finding | None:
        """A closer look: a name under thick strokes, or one with a fold along it."""
        if first.why != NOT_MATCHED:
            return self._without_folds(n, image, matrix, surface, soft) if surface.ridges else None
        page, ridges = (image, matrix, surface.paper, self.prints[1 if soft else 0]), crossing.laid_out(surface.ridges)
        own, f = names.look_closer(*page, self.letters, n, measures(surface.noise, self.px), ridges, surface.residue, self.page_mm)
        found = self._decide(own.tolist(), f.tolist())
        return found if found.state == "marked" else None

    def _without_folds(self, n: int, image: Grey, matrix: Matrix, surface: Surface, soft: bool) -> Finding | None:
        """A name that is clear, or surely struck, when the folds along it are taken away, or nothing."""
        wide = self.widened(n)
        folds = self._folds(wide, surface)
        if not folds.size:
            return None
        page, limits = (image, matrix, surface.paper, wide.prints[1 if soft else 0]), measures(surface.noise, PX)
        state, features = names.without_folds(*page, wide.letters, limits, folds, wide.outside, wide.rows, self.page_mm[0])
        f: Features = features.tolist()
        if state == names.CLEAR:
            return Finding("clear", FOLDED_SCORE, "", f)
        return Finding("marked", max(leaning(f), 0.9), "", f) if state == names.MARKED else None

    def _folds(self, wide: Wide, surface: Surface) -> NDArray[np.float64]:
        """Where the folds and streaks along a name enter its paper and where they leave it, in pixels from its top."""
        level = [ridge for ridge in surface.ridges if not ridge.upright]
        folds = [closer.Fold.of(ridge, wide.x, wide.y, wide.width, self.page_mm[0]) for ridge in level]
        return np.array([(each.start, each.end) for each in folds if -FOLD.reach_px < each.middle < wide.height + FOLD.reach_px])

    def _widened(self, n: int) -> Wide:
        """A name with more paper around it."""
        strip = self._strip(self.strips[n].entry, self.rows[n], self.clean)
        left = max(0.0, strip.x - FOLD.around_mm)
        right = min(self.page_mm[0], strip.x + strip.width / PX + FOLD.around_mm)
        more = round((strip.x - left) * PX)
        above = round(FOLD.above_mm * PX)
        left, width = strip.x - more / PX, round((right - strip.x) * PX) + more
        top, height = strip.y - above / PX, strip.height + 2 * above
        moved = np.array([above, more])
        wide = replace(
            strip,
            x=left,
            y=top,
            width=width,
            height=height,
            halo=self.clean.around(left, top, width, height),
            ink=strip.ink + moved,
            rim=strip.rim + moved,
            x0=strip.x0 + more,
            x1=strip.x1 + more,
        )
        outside = closer.free_columns(left, width, self._beside(strip), FOLD.beside_mm)
        return Wide(left, top, width, height, prints_of([wide]), _letters([strip]), (above, above + strip.height), outside)

    def _beside(self, strip: Strip) -> list[tuple[float, float]]:
        """From where to where the fields lie whose strokes may reach the rows of a name, itself among them."""
        top, bottom = strip.y - SHEET.above_name_mm, strip.y + strip.height / strip.px + SHEET.above_name_mm
        return [(box[0], box[2]) for box in self.boxes if box[1] < bottom and box[3] > top]

    def _read_one(self, own: list[float], f: Features) -> Finding:
        """Judge what the loops have measured of one name that is not plainly clear."""
        if own[straight.LEVEL] < STRIKE.print_least:
            return Finding("doubtful", 0.5, PALE_PRINT, UNSEEN)
        if own[straight.KEPT] >= 0:
            return self._decide(own, f)
        if own[straight.THRESHOLD] > 0 and own[straight.FOLDED]:  # its print was found
            return Finding("doubtful", 0.2, "fold", UNSEEN)
        return Finding("doubtful", 0.5, NOT_MATCHED, UNSEEN)

    @staticmethod
    def _decide(own: list[float], f: Features) -> Finding:
        """Turn what the way through a name shows into a state."""
        way, score = own[straight.WAY], leaning(f)
        if way == strokes.ALONG:
            why = strokes.WHYS[int(own[straight.AGAINST])] or ("fold" if own[straight.FOLDED] else "")
            return Finding("doubtful" if why else "marked", min(score, 0.5) if why else max(score, 0.9), why, f)
        if way == strokes.BROKEN:
            return Finding("doubtful", score, "partly", f)
        if way == strokes.BLOT:
            return Finding("doubtful", max(score, 0.2), "ink", f)
        if own[straight.FOLDED]:
            return Finding("doubtful", max(score, 0.2), "fold", f)
        if f[k.MATCH] < STRIKE.match_clear:
            return Finding("doubtful", max(score, 0.2), NOT_MATCHED, f)
        return Finding("clear", min(score, 0.1), "", f)
