"""The clean print cut into places, at more or fewer pixels of a millimetre."""

import numpy as np
import pytest

from daihoi.paper.clean import MARGIN, PX, Clean

WIDE_MM, TALL_MM = 105, 148.5


def print_of_a_block():
    """A page with a black block from 20 to 40 mm across and from 30 to 36 mm down."""
    print_ = np.full((round(TALL_MM * PX), WIDE_MM * PX), 255, np.uint8)
    print_[30 * PX : 36 * PX, 20 * PX : 40 * PX] = 0
    return print_


@pytest.mark.parametrize("px", [4, 5, 6])
def test_a_place_shows_the_same_millimetres_at_any_number_of_pixels(px):
    dark = Clean.of(print_of_a_block(), px).bare(18, 28, 30 * px, 12 * px)
    rows, columns = np.nonzero(dark > 127)
    assert dark.shape == (12 * px, 30 * px)
    assert (rows.min() / px, (rows.max() + 1) / px) == (2, 8)
    assert (columns.min() / px, (columns.max() + 1) / px) == (2, 22)


@pytest.mark.parametrize("px", [5, 6])
def test_beyond_the_page_all_is_white(px):
    sharp, soft = Clean.of(print_of_a_block(), px).around(WIDE_MM - 4, TALL_MM - 4, 10 * px, 10 * px)
    assert sharp.shape == soft.shape == (10 * px + 2 * MARGIN, 10 * px + 2 * MARGIN)
    assert not sharp[-6 * px :].any()
