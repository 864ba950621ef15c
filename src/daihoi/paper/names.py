"""All names of a page in one compiled call: cut out straight, their ink laid bare, followed (xem mọi tên của một trang).

One name is looked at from beginning to end before the next, so that what is known of it stays in the fastest memory.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np

from daihoi.paper import cutting, kernels, straight, strokes
from daihoi.paper.compiled import compiled


@compiled
def look(image, matrix, paper, prints, measures, lines, starts, along, baselines, ems, residue, width_mm, every):
    """Measure every name of a page, and judge the darkest way through each that shows ink.

    Answers which names are not plainly clear, or `every` one, with their numbers and the measures of their ways.

    `lines` of folds and streaks from `starts[n]` to `starts[n + 1]` cross the name n; one runs `along` it or not.
    """
    most = int((prints.places[:, 2] * prints.places[:, 3]).max()) if prints.places.shape[0] else 0
    seen, ink, weight = np.empty(most, np.uint8), np.empty(most, np.float32), np.empty(most, np.float32)
    count = prints.places.shape[0]
    is_open, numbers, features = np.ones(count, np.bool_), np.zeros((count, straight.NUMBERS)), np.zeros((count, kernels.FEATURES))
    for n in range(count):
        width, height = int(prints.places[n, 2]), int(prints.places[n, 3])
        own, size = numbers[n], width * height
        own[straight.AGAINST] = strokes.UNJUDGED
        place = ink[:size].reshape((height, width)), weight[:size].reshape((height, width))
        strip = seen[:size].reshape((height, width))
        if _survey(image, matrix, paper, prints, n, measures, lines[starts[n] : starts[n + 1]], along[n], own, strip, place):
            x0, x1 = int(own[straight.LEFT]), int(own[straight.RIGHT])
            everywhere = np.array([0.0, height, 0.0, height])
            row, path, f = baselines[n] + own[straight.SHIFT_Y], np.empty(max(1, x1 - x0), np.int64), features[n]
            kernels.follow(place[0], place[1], own[straight.THRESHOLD], x0, x1, everywhere, row, ems[n], path, f)
            f[kernels.MATCH] = own[straight.CONTRAST] / max(own[straight.LEVEL], measures.least_level)
            if own[straight.LEVEL] >= measures.print_least and strokes.is_along(f):  # a line through a paler print is for people
                long, spread = prints.name[n, 1] - prints.name[n, 0], own[straight.SPREAD]
                own[straight.AGAINST] = strokes.against_mark(f, spread, x0, prints.places[n], long, ems[n], residue, width_mm)
        elif own[straight.THRESHOLD] > 0 and own[straight.LEVEL] >= measures.print_least:
            is_open[n] = every or own[straight.CONTRAST] < measures.match_clear * own[straight.LEVEL]
    judged = np.flatnonzero(is_open)
    return judged, numbers[judged], features[judged]


@compiled
def ink_of(image, matrix, paper, prints, n, measures, lines, along):
    """The ink of one name again, and how much each pixel counts."""
    width, height = int(prints.places[n, 2]), int(prints.places[n, 3])
    seen, ink, weight = np.empty((height, width), np.uint8), np.empty((height, width), np.float32), np.empty((height, width), np.float32)
    _survey(image, matrix, paper, prints, n, measures, lines, along, np.zeros(straight.NUMBERS), seen, (ink, weight))
    return ink, weight


@compiled
def _survey(image, matrix, paper, prints, n, measures, lines, along, own, seen, place):
    """Cut one name out of the image and lay bare its ink; answers whether it needs a closer look."""
    affine = np.empty((1, 2, 3))
    cutting.affines(matrix, prints.places[n : n + 1], measures.px, affine)
    # overwritten: only the calling of their memory matters
    seen[0, 0] = cutting.called(image, affine[0], seen.shape[1], seen.shape[0]) | straight.called(prints, n)
    cutting.sampled(image, affine[0], seen)
    return straight.survey(seen, paper, prints, n, measures, lines, along, own, place[0], place[1])
