"""All names of a page in one compiled call: cut out straight, their ink laid bare, followed and judged (xem mọi tên của một trang).

One name is looked at from beginning to end before the next, so that what is known of it stays in the fastest memory.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from daihoi.paper import blots, crossing, cutting, kernels, lifting, straight, strokes
from daihoi.paper.compiled import compiled
from daihoi.paper.thresholds import FOLD, STRIKE

UNSURE, CLEAR, MARKED = range(3)  # a name without its folds


class Letters(NamedTuple):
    """Where the letters of each name stand in its strip, in pixels (vị trí chữ của mỗi tên)."""

    baseline: NDArray[np.float64]
    em: NDArray[np.float64]
    top: NDArray[np.float64]
    bottom: NDArray[np.float64]


@compiled
def look(image, matrix, paper, prints, letters, measures, ridges, residue, page_mm):
    """Measure every name of a page, and judge the darkest way through each that shows ink.

    Answers which names are not plainly clear, with their numbers and the measures of the ways that were judged.
    """
    most = int((prints.places[:, 2] * prints.places[:, 3]).max()) if prints.places.shape[0] else 0
    seen, ink, weight = np.empty(most, np.uint8), np.empty(most, np.float32), np.empty(most, np.float32)
    count = prints.places.shape[0]
    is_open, numbers, features = np.ones(count, np.bool_), np.zeros((count, straight.NUMBERS)), np.zeros((count, kernels.FEATURES))
    for n in range(count):
        width, height = int(prints.places[n, 2]), int(prints.places[n, 3])
        own, size = numbers[n], width * height
        place = ink[:size].reshape((height, width)), weight[:size].reshape((height, width))
        strip = seen[:size].reshape((height, width))
        own[straight.FOLDED] = _is_folded(ridges, prints, letters, n, 0.0, measures.px, page_mm)
        lines = crossing.lines(ridges, prints.places[n], measures.px, page_mm)
        is_inked = _survey(image, matrix, paper, prints, n, measures, lines, own, strip, place)
        if own[straight.LEVEL] < measures.print_least:  # ink on a paler print is for people
            continue
        if is_inked:
            match = own[straight.CONTRAST] / max(own[straight.LEVEL], measures.least_level)
            _judge(place, own, match, prints, letters, n, measures, residue, page_mm[0], features[n])
        elif own[straight.THRESHOLD] > 0:
            own[straight.FOLDED] = _is_folded(ridges, prints, letters, n, own[straight.SHIFT_Y], measures.px, page_mm)
            is_open[n] = own[straight.FOLDED] > 0 or own[straight.CONTRAST] < measures.match_clear * own[straight.LEVEL]
    judged = np.flatnonzero(is_open)
    return judged, numbers[judged], features[judged]


@compiled
def look_closer(image, matrix, paper, prints, letters, n, measures, ridges, residue, page_mm):
    """Measure one name again whatever lies on it, and judge the darkest way through it where its print is found."""
    ink, weight, own, match = lifting.bared(image, matrix, paper, prints, n, measures, True)
    f, own[straight.FOLDED] = np.zeros(kernels.FEATURES), _is_folded(ridges, prints, letters, n, 0.0, measures.px, page_mm)
    if _is_found(own, match, measures):
        _judge((ink, weight), own, match, prints, letters, n, measures, residue, page_mm[0], f)
    return own, f


@compiled
def without_folds(image, matrix, paper, prints, letters, measures, folds, outside, rows, width_mm):
    """Measure one name again when the folds along it are taken away; answers whether it is then surely clear, or surely struck.

    `prints`: of the name with more paper around it, in which some `rows` are its own; `folds`: where each enters and leaves that place;
    `outside`: its columns that no stroke reaches.
    """
    ink, weight, own, match = lifting.bared(image, matrix, paper, prints, 0, measures, True)
    f, dark = np.zeros(kernels.FEATURES), 0.0
    first = lifting.measured(ink, weight, folds[0, 0], folds[0, 1], prints.name[0, 0], prints.name[0, 1], outside)
    if not (first.is_seen and _is_found(own, match, measures)):
        return UNSURE, f
    for hides in (FOLD.hides, FOLD.hides_mark):
        bared, weighed, is_alike, dark = _lifted(ink, weight, first, folds, prints.name[0], outside, hides)
        if dark < 0:
            return UNSURE, f
        place = bared[rows[0] : rows[1]], weighed[rows[0] : rows[1]]
        _follow(place, own, _everywhere(place), letters, 0, f)
        f[kernels.MATCH] = match
        is_clear = hides == FOLD.hides and is_alike and not strokes.is_broken(f, True, measures.px)
        if is_clear and not _has_blot(place, own, prints, 0, measures):
            return CLEAR, f
    is_dark = f[kernels.DARK] >= max(FOLD.least_dark, FOLD.darker * dark)
    if f[kernels.COVER] < STRIKE.cover_marked or not is_dark:
        return UNSURE, f
    nothing = np.empty((0, 0), np.int8)  # what runs on is known
    against = _against_mark(own, prints, letters, 0, measures.px, nothing, width_mm, f)
    return (MARKED if against == strokes.COUNTS else UNSURE), f


@compiled
def _lifted(ink, weight, first, folds, name, outside, hides):
    """Ink and weight without any fold, whether all are alike, and how dark the darkest is: below nothing where one is not seen."""
    is_alike, dark = first.is_alike, first.dark
    ink, weight = lifting.lifted(ink, weight, first, hides)
    for n in range(1, folds.shape[0]):
        fold = lifting.measured(ink, weight, folds[n, 0], folds[n, 1], name[0], name[1], outside)
        if not fold.is_seen:
            return ink, weight, False, -1.0
        is_alike, dark = is_alike and fold.is_alike, max(dark, fold.dark)
        ink, weight = lifting.lifted(ink, weight, fold, hides)
    return ink, weight, is_alike, dark


@compiled
def _is_found(own, match, measures):
    """Whether a closer look finds the print of a name."""
    return match >= measures.match_least and own[straight.LEVEL] >= measures.print_least


@compiled
def _is_folded(ridges, prints, letters, n, shift_y, px, page_mm):
    """Whether a fold or streak runs along a name that lies so many pixels lower than printed."""
    return crossing.is_along(ridges, prints.places[n], px, letters.baseline[n] + shift_y, letters.em[n], page_mm[0])


@compiled
def _judge(place, own, match, prints, letters, n, measures, residue, width_mm, f):
    """Follow the darkest way through the ink of a name, or another that counts where that one does not, and tell what it shows."""
    px = measures.px
    _follow(place, own, _everywhere(place), letters, n, f)
    f[kernels.MATCH] = match
    if strokes.is_along(f, px):
        own[straight.WAY], own[straight.AGAINST] = strokes.ALONG, _against_mark(own, prints, letters, n, px, residue, width_mm, f)
        if own[straight.AGAINST] == strokes.HEIGHT and _has_another(place, own, prints, letters, n, px, residue, width_mm, f):
            own[straight.AGAINST] = strokes.COUNTS
    elif strokes.is_broken(f, own[straight.FOLDED] > 0, px):
        own[straight.WAY] = strokes.BROKEN
    elif strokes.is_hidden_dash(f, own[straight.RIGHT] - own[straight.LEFT], px) or _has_blot(place, own, prints, n, measures):
        own[straight.WAY] = strokes.BLOT


@compiled
def _everywhere(place):
    """The corridor of all rows."""
    return 0.0, float(place[0].shape[0]), 0.0, float(place[0].shape[0])


@compiled
def _follow(place, own, corridor, letters, n, f):
    """Measure the darkest way through a name within a corridor of rows."""
    x0, x1, rows = int(own[straight.LEFT]), int(own[straight.RIGHT]), np.array(corridor)
    path, baseline = np.empty(max(1, x1 - x0), np.int64), letters.baseline[n] + own[straight.SHIFT_Y]
    kernels.follow(place[0], place[1], own[straight.THRESHOLD], x0, x1, rows, baseline, letters.em[n], path, f)


@compiled
def _against_mark(own, prints, letters, n, px, residue, width_mm, f):
    """The first reason why a line through a name may not count."""
    long, left = prints.name[n, 1] - prints.name[n, 0], int(own[straight.LEFT])
    return strokes.against_mark(f, own[straight.SPREAD], left, prints.places[n], px, long, letters.em[n], residue, width_mm)


@compiled
def _has_another(place, own, prints, letters, n, px, residue, width_mm, f):
    """Whether a way within the letters counts, or a cross from corner to corner; its measures take the place of the darkest one's."""
    em, baseline, other = letters.em[n], letters.baseline[n] + own[straight.SHIFT_Y], np.empty(kernels.FEATURES)
    top, bottom = baseline - 0.60 * em, baseline - 0.06 * em
    _follow(place, own, (top, bottom, top, bottom), letters, n, other)
    other[kernels.MATCH] = f[kernels.MATCH]
    is_another = f[kernels.SUNK] <= STRIKE.sunk_share or other[kernels.HEIGHT] >= STRIKE.second_stroke
    is_inked = is_another and other[kernels.COVER] >= STRIKE.cover_marked
    if is_inked and _against_mark(own, prints, letters, n, px, residue, width_mm, other) == strokes.COUNTS:
        f[:] = other
        return True
    top, bottom, half, falling = letters.top[n], letters.bottom[n], 0.30 * em, np.empty(kernels.FEATURES)
    down, up = (top - half, top + half, bottom - half, bottom + half), (bottom - half, bottom + half, top - half, top + half)
    for corridor, line in ((down, falling), (up, other)):
        _follow(place, own, corridor, letters, n, line)
        if not strokes.is_crossed(line, px) or strokes.is_stain(line, px) or strokes.is_from_behind(line, px):
            return False
    f[:] = falling
    return True


@compiled
def _has_blot(place, own, prints, n, measures):
    """Whether ink over a name or close to it is longer than a dot."""
    first, last = max(0, prints.name[n, 0] - measures.beside), min(place[0].shape[1], prints.name[n, 1] + measures.beside)
    return blots.has_blot(place[0], place[1], own[straight.SPREAD], first, last, measures.px)


@compiled
def _survey(image, matrix, paper, prints, n, measures, lines, own, seen, place):
    """Cut one name out of the image and lay bare its ink; answers whether it needs a closer look."""
    affine = np.empty((1, 2, 3))
    cutting.affines(matrix, prints.places[n : n + 1], measures.px, affine)
    # overwritten: only the calling of their memory matters
    seen[0, 0] = cutting.called(image, affine[0], seen.shape[1], seen.shape[0]) | straight.called(prints, n, measures.margin)
    cutting.sampled(image, affine[0], seen)
    return straight.survey(seen, paper, prints, n, measures, lines, own[straight.FOLDED] > 0, own, place[0], place[1])
