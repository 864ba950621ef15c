"""The compiled loops that cut places out of a page, against the slower ways of the libraries."""

import cv2
import numpy as np
import pytest

from daihoi.paper import cutting, straight
from daihoi.paper.drawing import code_matrix
from daihoi.paper.plain import wrong_cells
from daihoi.paper.registration import MOST_WRONG_CELLS, SEAM, Levels
from daihoi.paper.second.network import layer

WIDE, TALL = 120, 30


def picture():
    noise = np.random.default_rng(5).integers(0, 256, (400, 300)).astype(np.uint8)
    return cv2.GaussianBlur(noise, (0, 0), 1.5)


@pytest.mark.parametrize(
    ("name", "affine"),
    [
        ("level", [[1.3, 0.0, 20.25], [0.0, 1.3, 30.5]]),
        ("hardly tilted", [[1.3, -0.01, 40.1], [0.01, 1.3, 50.7]]),
        ("a little tilted", [[1.3, -0.03, 40.1], [0.03, 1.3, 50.7]]),
        ("a little tilted the other way", [[1.3, 0.03, 40.1], [-0.03, 1.3, 60.7]]),
        ("tilted", [[1.3, -0.06, 40.1], [0.06, 1.3, 50.7]]),
        ("tilted the other way", [[1.3, 0.06, 40.1], [-0.06, 1.3, 90.7]]),
        ("upside down", [[-1.3, 0.02, 280.0], [-0.02, -1.3, 300.0]]),
        ("sideways", [[0.0, -1.3, 150.0], [1.3, 0.0, 60.0]]),
        ("beyond the left and upper edge", [[1.3, 0.01, -30.0], [-0.01, 1.3, -12.0]]),
        ("beyond the right and lower edge", [[1.3, 0.01, 210.0], [0.01, 1.3, 380.0]]),
    ],
)
def test_a_place_is_cut_out_as_the_library_of_pictures_cuts_it(name, affine):
    image, matrix, seen = picture(), np.array(affine), np.empty((TALL, WIDE), np.uint8)
    cutting.sampled(image, matrix, seen)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    wanted = cv2.warpAffine(image, matrix, (WIDE, TALL), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    off = np.abs(seen.astype(int) - wanted)
    assert off.max() <= 3
    assert off.mean() < 0.5


def test_a_place_of_a_narrow_image_is_cut_out_alike():
    image, matrix = picture(), np.array([[1.3, 0.0, 2.25], [0.0, 1.3, 30.5]])
    seen, narrow = np.empty((TALL, 40), np.uint8), np.empty((TALL, 40), np.uint8)
    cutting.sampled(image, matrix, seen)
    cutting.sampled(np.ascontiguousarray(image[:, :60]), matrix, narrow)
    assert np.abs(seen.astype(int) - narrow).max() <= 1


def test_a_place_that_is_nowhere_is_white():
    seen = np.zeros((TALL, WIDE), np.uint8)
    cutting.sampled(picture(), np.full((2, 3), np.nan), seen)
    assert (seen == 255).all()


def test_a_quarter_of_the_size_is_half_of_the_half():
    image = picture()
    at_once = Levels(image).at(2)
    levels = Levels(image)
    by_halves = (levels.at(1), levels.at(2))
    assert np.array_equal(by_halves[0], cv2.resize(image, (150, 200), interpolation=cv2.INTER_AREA))
    assert at_once.shape == by_halves[1].shape == (100, 75)
    assert np.abs(at_once.astype(int) - by_halves[1]).max() <= 1


def test_corners_lie_side_by_side_halved():
    image = picture()
    half, side = Levels(image).at(1), 40
    corners = cutting.corners(image, 1, side, SEAM)
    assert np.array_equal(corners[:side, -side:], half[:side, -side:])
    assert np.array_equal(corners[-side:, :side], half[-side:, :side])
    assert (corners[side : side + SEAM] == 255).all()
    assert np.array_equal(cutting.corners(image, 0, side, SEAM)[-side:, -side:], image[-side:, -side:])


def test_a_layer_of_the_network_adds_up_like_matrices():
    rng = np.random.default_rng(1)
    rows, weights, bias = (rng.normal(size=size).astype(np.float32) for size in ((7, 90), (90, 5), (5,)))
    assert np.allclose(layer(rows, weights, bias), rows @ weights + bias, atol=1e-4)


@pytest.mark.parametrize("seed", range(20))
def test_the_quick_look_counts_no_fewer_columns_of_ink_than_the_careful_one(seed):
    rng = np.random.default_rng(seed)
    values = rng.normal(3, 6, (TALL, WIDE)).astype(np.int16)
    values[10, 20 : 20 + 5 * seed] += 40
    print_ = np.where(rng.random((TALL, WIDE)) < 0.3, rng.integers(0, 256, (TALL, WIDE)), 0).astype(np.uint8)
    share, middle, threshold = np.float32(0.7), 2.5, 9.0
    weight, out = np.empty((TALL, WIDE), np.float32), np.empty((TALL, WIDE), np.float32)
    straight.white(print_, np.empty((0, 4)), weight)
    counted = straight.smooth(values, print_, share, weight, middle, threshold, 10, WIDE, out)
    assert counted <= straight._most_inked(values, print_, share, middle + threshold, 10, WIDE)


@pytest.mark.parametrize("stained", [0, 3])
def test_a_known_code_is_seen_cell_by_cell_and_another_is_not(stained):
    code, other = (np.array(code_matrix(text), bool) for text in ("DH1:MAU-0001:ABC:1", "DH1:MAU-0001:ABC:2"))
    side, shown = len(code), code.copy()
    shown.flat[:stained] ^= True
    image = np.full((200, 200), 250, np.uint8)
    image[20 : 20 + 6 * side, 30 : 30 + 6 * side] = np.kron(np.where(shown, 20, 250), np.ones((6, 6))).astype(np.uint8)
    matrix, box = np.diag([10.0, 10.0, 1.0]), np.array((3.0, 2.0, 3.0 + 0.6 * side, 2.0 + 0.6 * side))
    assert wrong_cells(image, matrix, box, code) == stained <= MOST_WRONG_CELLS
    assert wrong_cells(image, matrix, box, other) > MOST_WRONG_CELLS
    assert wrong_cells(np.full_like(image, 250), matrix, box, code) > MOST_WRONG_CELLS


@pytest.mark.parametrize("middle", [-120, -30, 2, 9, 60, 200])
def test_the_level_and_the_spread_of_the_paper_are_told_wherever_they_lie(middle):
    values = np.clip(np.random.default_rng(4).normal(middle, 5, (TALL, WIDE)), -190, 250).astype(np.int16)
    seen = np.sort(values[::4].ravel())
    found, spread = straight.noise(values, np.zeros((TALL, WIDE), np.uint8), 0, 0)
    assert found == seen[int(np.ceil(len(seen) / 2)) - 1]
    assert spread == max(1, found - seen[int(np.ceil(len(seen) / 6.3)) - 1])
