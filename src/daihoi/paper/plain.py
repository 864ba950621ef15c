"""Pages that show four marks plainly, found and placed by few compiled calls (trang thấy rõ bốn dấu góc).

Between the two calls the library moves the corners of the marks to a part of a pixel.
"""

# numba compiles these functions by the types it meets; annotations would only pretend.
# mypy: ignore-errors

import numpy as np

from daihoi.paper import cutting, fitting, marking
from daihoi.paper.compiled import compiled


@compiled
def marks(image, levels, side, seam, wanted, codes):
    """Of the marks in four reduced corner crops their identities, and their corners in the image; `NO_MARK` where one is not plain."""
    identities, quads = marking.plain_marks(cutting.corners(image, levels, side, seam), side, seam, wanted, codes)
    factor = 1 << levels
    size = image.shape[1] // factor, image.shape[0] // factor
    for n in range(quads.shape[0]):
        for axis, is_far in enumerate((n % 2, n // 2)):
            left_out = (size[axis] - 2 * side - seam) * is_far  # between the crops
            quads[n, :, axis] = (quads[n, :, axis] + left_out + 0.5) * factor - 0.5
    return identities, quads.reshape(-1, 2)


@compiled
def placed(image, start, fine, window, identities, boxes_mm, middle, squares_mm, reach, near, codes_mm, code, most_wrong):
    """Whether a page shows its code plainly at one of the places of it, the rough matrix by its four marks, and the fit of `fitting.placed`."""
    corners_mm, corners_px = np.empty((start.shape[0], 2)), fitting.settled(start, fine, window, *image.shape)
    for n in range(identities.shape[0]):
        corners_mm[4 * n : 4 * n + 4] = boxes_mm[identities[n]]
    matrix, is_shown = fitting.rough(corners_mm, corners_px), False
    for n in range(codes_mm.shape[0]):
        is_shown = is_shown or wrong_cells(image, matrix, codes_mm[n], code) <= most_wrong
    return is_shown, matrix, fitting.placed(image, matrix, middle, squares_mm, reach, corners_mm, corners_px, near)


@compiled
def wrong_cells(image, matrix, box, code):
    """How many cells of a known code its place on a page shows the other way round."""
    side, cells, affine = float(code.shape[0]), np.empty(code.shape, np.uint8), np.empty((1, 2, 3))
    cutting.affines(matrix, np.array([[box[0], box[1], side, side]]), side / (box[2] - box[0]), affine)
    cutting.sampled(image, affine[0], cells)
    return marking.wrong_cells(cells, code)
