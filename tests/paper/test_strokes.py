"""What the measures of the darkest way through a name say, at any number of pixels of a millimetre."""

import numpy as np
import pytest

from daihoi.paper import kernels as k
from daihoi.paper import strokes

LONG_MM = 40.0


@pytest.mark.parametrize("px", [5.0, 6.0])
@pytest.mark.parametrize(
    ("ink_mm", "dark", "span_mm", "is_dash"),
    [
        (0.7, 68, 3.8, True),  # dashes of which letters hide most
        (1.3, 105, 2.0, True),
        (1.4, 120, 1.4, False),  # a dot of a resting pen
        (0.8, 20, 3.0, False),  # the rims of letters
        (0.3, 90, 3.0, False),  # a speck
        (0.8, 90, 16.0, False),  # a dot and a speck far from it
    ],
)
def test_what_letters_leave_of_a_short_dash_is_told_from_dots_and_specks(px, ink_mm, dark, span_mm, is_dash):
    f = np.zeros(k.FEATURES)
    f[k.COVER], f[k.WEIGHT], f[k.DARK] = 0.25, 4 * ink_mm * px, dark
    f[k.FIRST], f[k.LAST] = 0.3, 0.3 + span_mm / LONG_MM
    assert strokes.is_hidden_dash(f, LONG_MM * px, px) == is_dash
