"""The compiled loops over the whole page, against the slower ways of the libraries."""

import cv2
import numpy as np
import pytest

from daihoi.paper import loops
from daihoi.paper.registration import Levels

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


@pytest.mark.parametrize("seed", range(3))
def test_dark_pixels_without_company_are_counted(seed):
    image = np.where(np.random.default_rng(seed).random((40, 61)) < 0.06, 20, 200).astype(np.uint8)
    dark = (image < 100).astype(np.uint8)
    around, beside = (cv2.boxFilter(dark, cv2.CV_8U, (wide, wide), normalize=False) for wide in (9, 3))
    wanted = np.count_nonzero((dark > 0) & (beside <= 2) & (around <= 6))
    assert 0 < wanted == loops.lonely(image, 100, 2, 6, 9) < dark.sum()


def test_bytes_are_counted():
    values = np.random.default_rng(2).integers(0, 256, 1003).astype(np.uint8)
    assert np.array_equal(loops.counted(values), np.bincount(values, minlength=256))


@pytest.mark.parametrize("shape", [(64, 48), (65, 51)])
def test_every_so_many_pixels_of_the_half_image(shape):
    image = np.random.default_rng(5).integers(0, 256, shape).astype(np.uint8)
    assert np.array_equal(loops.halved_apart(image, 4), Levels(image).at(1)[::4, ::4].ravel())


@pytest.mark.parametrize(("share", "expected"), [(0.24, True), (0.25, False)])
def test_a_share_of_pixels_between_two_levels_is_seen(share, expected):
    image = np.array([[0, 250, 40, 215], [250, 41, 0, 214]], np.uint8)
    assert loops.has_between(image, 40, 215, share) is expected


def test_points_near_each_circle_are_counted():
    rng = np.random.default_rng(8)
    points, circles = rng.uniform(0, 200, (300, 2)), rng.uniform(1, 120, (40, 3))
    far = np.abs(np.hypot(*(points[None] - circles[:, None, :2]).transpose(2, 0, 1)) - circles[:, 2:])
    assert np.array_equal(loops.near(points, circles, 3.0), (far < 3).sum(axis=1))


def test_a_line_is_seen_in_most_bands_measured_and_taken_out():
    values = np.zeros((96, 80), np.int8)
    values[:, 30:33] = 40
    is_crossed, profile, ridge = loops.standing(values, 16, 3, 7, 3.5, 0.6)
    assert is_crossed
    assert loops.best_line(ridge, 5, 3.5) == (1.0, 30.0, 30.0)
    assert loops.taken_out(profile, ridge, 31.0, 31.0, 6) == 3
    assert loops.crossed(ridge, 3.5) == 0
    values[:48] = 0
    assert not loops.standing(values, 16, 3, 7, 3.5, 0.6)[0]
