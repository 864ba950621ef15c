"""Is a printed name struck through (tên có bị gạch không)?

The darkest way from the left end of a name to its right end is followed; what counts is how much of the
white between letters and words it fills, how high it runs, and whether it ends with the name or runs on.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from daihoi.paper import closer, names, straight, strokes
from daihoi.paper import kernels as k
from daihoi.paper.clean import MARGIN, NO_LINES, PX, RIDGE_MM, crossing_lines, cut, cut_both, halo, prints_of, samples
from daihoi.paper.lines import BESIDE_PX, Features, Finding, Inked, Strip, has_blot, leaning
from daihoi.paper.registration import Grey, Matrix
from daihoi.paper.shapes import FieldShape, PageShape
from daihoi.paper.surface import Ridge, Surface
from daihoi.paper.thresholds import FOLD, SHEET, STRIKE

SIDE_MM = 3.0
NOT_MATCHED = "print_not_matched"
PALE_PRINT = "print_pale"  # of readings it is a kind of print that was not matched
SMOOTHED = 0.65  # of the noise is left after smoothing
LEAST_LEVEL = 30.0
MOST_OFFSET = 6.0
FOLDED_SCORE = 0.02
LOOKED_AT_AGAIN = frozenset({NOT_MATCHED, "fold", "height", "partly", "pale", "runs_on", "ink", "wide", "stain"})
NOISE_GROWTH = 5.0  # from 2 pixels a millimetre to 6
UNSEEN = [0.0] * k.FEATURES
NO_RESIDUE = np.empty((0, 0), np.int8)  # of the page: what runs on is known
Cover = tuple[NDArray[np.float64], list[Ridge]]  # lines that cross a name, and the folds and streaks among them that run along it
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


def _laid_together(covers: Sequence[Cover]) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.bool_]]:
    """The lines that cross any name one after the other, where those of each begin, and through which names one runs."""
    starts = np.cumsum([0, *(len(lines) for lines, _along in covers)])
    return (
        np.concatenate([NO_LINES, *(lines for lines, _along in covers)]),
        starts,
        np.array([bool(along) for _lines, along in covers], bool),
    )


def is_unseen(looked: closer.Looked) -> bool:
    """Whether even a closer look does not find the print of a name."""
    return looked.match < STRIKE.match_least or looked.numbers[straight.LEVEL] < STRIKE.print_least


@cache
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
        match_clear=STRIKE.match_clear,
        print_least=STRIKE.print_least,
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
        self.halos = halos
        self.boxes = [entry["box_mm"] for entry in page["fields"]]
        self.uncovered: list[Cover] = [(NO_LINES, [])] * len(self.strips)
        self.unlined = _laid_together(self.uncovered)
        self.baselines, self.ems = np.array([strip.baseline for strip in self.strips]), np.array([strip.em for strip in self.strips])

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
        return Strip(entry, x, y, width, height, cut_both(halos, x, y, width, height), ink, rim, x0, x1, (baseline - y) * PX, em * PX)

    def read(self, image: Grey, matrix: Matrix, surface: Surface, *, soft: bool) -> list[tuple[FieldShape, Finding]]:
        """Read all names of a registered page."""
        covers = [self._cover_ridges(strip, surface.ridges) for strip in self.strips] if surface.ridges else self.uncovered
        lines, starts, along = _laid_together(covers) if surface.ridges else self.unlined
        prints = self.prints[1 if soft else 0]
        limits, page, has_lines = measures(surface.noise), (image, matrix, surface.paper, prints), bool(surface.ridges)
        looked = names.look(*page, limits, lines, starts, along, self.baselines, self.ems, surface.residue, self.width_mm, has_lines)
        found = [CLEAN] * len(self.strips)
        for n, own, f in zip(*(each.tolist() for each in looked), strict=True):
            strip, (crossing, ridges) = self.strips[n], covers[n]
            if own[straight.AGAINST] == strokes.COUNTS and not ridges:
                found[n] = Finding("marked", max(leaning(f), 0.9), "", f)
                continue
            name = Inked.of(strip, partial(names.ink_of, *page, n, limits, crossing, bool(ridges)), own)
            found[n] = self._read_one(strip, name, own, f, surface, ridges)
            if found[n].state == "doubtful" and found[n].why in LOOKED_AT_AGAIN:
                found[n] = self._again(n, found[n], image, matrix, surface, soft) or found[n]
        return [(strip.entry, each) for strip, each in zip(self.strips, found, strict=True)]

    def _again(self, n: int, first: Finding, image: Grey, matrix: Matrix, surface: Surface, soft: bool) -> Finding | None:
        """A closer look: a name under thick strokes, or one with a fold along it."""
        strip = self.strips[n]
        if first.why != NOT_MATCHED:
            return self._without_folds(strip, image, matrix, surface, soft) if surface.ridges else None
        looked = closer.look(image, matrix, surface.paper, self.prints[1 if soft else 0], n, measures(surface.noise), along_lines=True)
        if is_unseen(looked):
            return None
        name = Inked.of(strip, looked.whole, looked.numbers.tolist())
        f = name.follow((0, strip.height, 0, strip.height))
        f[k.MATCH] = looked.match
        found = self._decide(strip, name, f, surface, self._cover_ridges(strip, surface.ridges)[1])
        return found if found.state == "marked" else None

    def _without_folds(self, strip: Strip, image: Grey, matrix: Matrix, surface: Surface, soft: bool) -> Finding | None:
        """A name that is clear, or surely struck, when the folds along it are taken away, or nothing."""
        wide = self._widened(strip)
        folds = self._folds(strip, wide, surface)
        if not folds:
            return None
        print_ = prints_of([wide])[1 if soft else 0]
        looked = closer.look(image, matrix, surface.paper, print_, 0, measures(surface.noise), along_lines=True)
        if is_unseen(looked):
            return None
        rows = slice(round((strip.y - wide.y) * PX), round((strip.y - wide.y) * PX) + strip.height)
        flat = replace(wide, y=strip.y, height=strip.height, baseline=strip.baseline)
        dark = 0.0
        for hides in (FOLD.hides, FOLD.hides_mark):
            left = closer.without_all(looked, folds, hides)
            if left is None:
                return None
            dark = left.dark
            name = Inked.of(flat, partial(left.rows, rows), looked.numbers.tolist())
            f = name.follow((0, strip.height, 0, strip.height))
            f[k.MATCH] = looked.match
            is_clear = f[k.COVER] <= STRIKE.cover_clear or f[k.COVER] * f[k.WEIGHT] <= STRIKE.least_ink
            if hides == FOLD.hides and left.is_alike and is_clear and not has_blot(name, flat):
                return Finding("clear", FOLDED_SCORE, "", f)
        if f[k.COVER] < STRIKE.cover_marked or f[k.DARK] < max(FOLD.least_dark, FOLD.darker * dark):
            return None
        return None if self._against_mark(flat, name, f, NO_RESIDUE) else Finding("marked", max(leaning(f), 0.9), "", f)

    def _folds(self, strip: Strip, wide: Strip, surface: Surface) -> list[closer.Crossing]:
        """The folds and streaks along a name."""
        outside = closer.free_columns(wide.x, wide.width, self._beside(strip), FOLD.beside_mm)
        level = [ridge for ridge in surface.ridges if not ridge.upright]
        folds = [closer.Fold.of(ridge, wide.x, wide.y, wide.width, self.width_mm) for ridge in level]
        return [closer.Crossing(fold, wide.name, outside) for fold in folds if -FOLD.reach_px < fold.middle < wide.height + FOLD.reach_px]

    def _widened(self, strip: Strip) -> Strip:
        """The same name with more paper at both sides."""
        left = max(0.0, strip.x - FOLD.around_mm)
        right = min(self.width_mm, strip.x + strip.width / PX + FOLD.around_mm)
        more = round((strip.x - left) * PX)
        above = round(FOLD.above_mm * PX)
        left, width = strip.x - more / PX, round((right - strip.x) * PX) + more
        top, height = strip.y - above / PX, strip.height + 2 * above
        moved = np.array([above, more])
        return replace(
            strip,
            x=left,
            y=top,
            width=width,
            height=height,
            baseline=strip.baseline + above,
            halo=cut_both(self.halos, left, top, width, height),
            ink=strip.ink + moved,
            rim=strip.rim + moved,
            x0=strip.x0 + more,
            x1=strip.x1 + more,
        )

    def _beside(self, strip: Strip) -> list[tuple[float, float]]:
        """From where to where the fields lie whose strokes may reach the rows of a name, itself among them."""
        top, bottom = strip.y - SHEET.above_name_mm, strip.y + strip.height / PX + SHEET.above_name_mm
        return [(box[0], box[2]) for box in self.boxes if box[1] < bottom and box[3] > top]

    def _read_one(self, strip: Strip, name: Inked, own: list[float], f: Features, surface: Surface, crossing: Sequence[Ridge]) -> Finding:
        """Judge what the loops have measured of one name."""
        if own[straight.LEVEL] < STRIKE.print_least:
            return Finding("doubtful", 0.5, PALE_PRINT, UNSEEN)
        if own[straight.KEPT] >= 0:
            return self._decide(strip, name, f, surface, crossing)
        is_laid = own[straight.THRESHOLD] > 0
        if is_laid and any(self._runs_along(strip, ridge, own[straight.SHIFT_Y]) for ridge in surface.ridges):
            return Finding("doubtful", 0.2, "fold", UNSEEN)
        fits = own[straight.CONTRAST] >= STRIKE.match_clear * own[straight.LEVEL]
        return CLEAN if is_laid and fits else Finding("doubtful", 0.5, NOT_MATCHED, UNSEEN)

    def _decide(self, strip: Strip, name: Inked, f: Features, surface: Surface, crossing: Sequence[Ridge]) -> Finding:
        """Turn the measures of the darkest way into a state."""
        if f[k.COVER] >= STRIKE.cover_marked and f[k.WEIGHT] >= STRIKE.least_weight:
            f, why = self._judged(strip, name, f, surface)
            why = why or ("fold" if crossing else "")
            score = leaning(f)
            return Finding("doubtful" if why else "marked", min(score, 0.5) if why else max(score, 0.9), why, f)
        score = leaning(f)
        faint = f[k.DARK] < STRIKE.faint_dark and f[k.IN_BAND] < STRIKE.faint_band and not crossing
        if f[k.COVER] > STRIKE.cover_clear and f[k.COVER] * f[k.WEIGHT] > STRIKE.least_ink and not faint:
            return Finding("doubtful", score, "partly", f)
        if has_blot(name, strip):
            return Finding("doubtful", max(score, 0.2), "ink", f)
        if crossing:
            return Finding("doubtful", max(score, 0.2), "fold", f)
        if f[k.MATCH] < STRIKE.match_clear:
            return Finding("doubtful", max(score, 0.2), NOT_MATCHED, f)
        return Finding("clear", min(score, 0.1), "", f)

    def _judged(self, strip: Strip, name: Inked, f: Features, surface: Surface) -> tuple[Features, str]:
        """The measures that decide and the reason of a doubt: the darkest way, or one within the letters, or a cross."""
        why = self._against_mark(strip, name, f, surface.residue)
        if why != "height":
            return f, why
        inner = name.follow(name.band())
        inner[k.MATCH] = f[k.MATCH]
        is_another = f[k.SUNK] <= STRIKE.sunk_share or inner[k.HEIGHT] >= STRIKE.second_stroke
        if is_another and inner[k.COVER] >= STRIKE.cover_marked and not self._against_mark(strip, name, inner, surface.residue):
            return inner, ""
        falling, rising = (name.follow(corridor) for corridor in name.diagonals(strip))
        lines = (np.array(falling), np.array(rising))
        if all(strokes.is_crossed(f) and not strokes.is_stain(f) and not strokes.is_from_behind(f) for f in lines):
            return falling, ""
        return f, why

    def _against_mark(self, strip: Strip, name: Inked, f: Features, residue: NDArray[np.int8]) -> str:
        """The first reason why a line through the name may not count, or nothing."""
        place, long = np.array([strip.x, strip.y]), strip.x1 - strip.x0
        why: int = strokes.against_mark(np.array(f), name.spread, name.left, place, long, strip.em, residue, self.width_mm)
        return strokes.WHYS[why]

    def _cover_ridges(self, strip: Strip, ridges: Sequence[Ridge]) -> Cover:
        """The folds and streaks to leave out of the evidence, and those of them that run along the name."""
        lines = crossing_lines(strip, ridges, self.width_mm, self.height_mm)
        return lines, [ridge for ridge in ridges if self._runs_along(strip, ridge, 0)]

    def _runs_along(self, strip: Strip, ridge: Ridge, shift_y: float) -> bool:
        """Whether a fold or streak runs so close to the letters, found so many pixels lower, that it may hide a strike."""
        if ridge.upright:
            return False
        em = strip.em / PX
        at = ridge.place(strip.x + strip.width / PX / 2, self.width_mm)
        height = (strip.y + (strip.baseline + shift_y) / PX - at) / em
        reach = (ridge.width / 2 + RIDGE_MM) / em
        return -reach < height < STRIKE.letters_em + reach
