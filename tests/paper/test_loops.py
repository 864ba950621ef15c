"""The compiled loops over the whole page, against the slower ways of the libraries."""

import numpy as np
import pytest

from daihoi.paper import loops

REACH = 8


@pytest.mark.parametrize("seed", range(5))
def test_the_median_around_each_place(seed):
    values = (np.random.default_rng(seed).integers(0, 30, 200) / 3).astype(np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(values, REACH, mode="edge"), 2 * REACH + 1)
    assert np.array_equal(loops.middles(values, REACH), np.median(windows, axis=1).astype(np.float32))


@pytest.mark.parametrize("upright", [True, False])
def test_the_light_of_each_column_or_row(upright):
    image = np.random.default_rng(1).integers(0, 256, (90, 71)).astype(np.uint8)
    looked = np.sort((image if upright else image.T)[::7], axis=0)[-3:]
    assert np.allclose(loops.lightest(image, upright, 7, 3), looked.mean(axis=0), atol=1e-4)


def test_only_dark_pixels_of_the_asked_places_are_counted():
    values = np.array([[5, 20, -128], [30, 20, 21]], np.int8)
    where = np.array([[255, 255, 255], [0, 255, 255]], np.uint8)
    assert loops.darker(values, where, np.int8(19)) == 3
