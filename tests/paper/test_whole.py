"""The whole page at low resolution, against the slower ways of the library."""

import cv2
import numpy as np
import pytest

from daihoi.paper import whole

LOW, WIDTH, HEIGHT = 2, 60.0, 90.0
SIZE = round(WIDTH * LOW), round(HEIGHT * LOW)


def picture(seed: int = 2) -> np.ndarray:
    """Shapes that are smooth enough for two ways of sampling to agree."""
    return cv2.GaussianBlur(np.random.default_rng(seed).integers(0, 256, (176, 118)).astype(np.uint8), (0, 0), 2.0)


@pytest.mark.parametrize(("turn", "stretch"), [(0.0, 1.0), (0.0, 0.984), (2.5, 1.0), (-3.0, 1.03), (181.0, 0.97)])
def test_a_tilted_page_is_made_straight_and_the_edge_of_its_image_goes_on(turn, stretch):
    image = picture()
    to_image = np.vstack([cv2.getRotationMatrix2D((SIZE[0] / 2, SIZE[1] / 2), turn, stretch), [0, 0, 1]])
    matrix = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]]) @ to_image @ np.array([[LOW, 0, -0.5], [0, LOW, -0.5], [0, 0, 1.0]])
    affine, seen = whole.laid(matrix, WIDTH, HEIGHT, LOW), np.empty(SIZE[::-1], np.uint8)
    assert np.abs(affine - to_image[:2]).max() < 1e-3
    whole.straightened(image, affine, seen)
    wanted = cv2.warpAffine(image, affine, SIZE, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)
    assert np.abs(seen.astype(int) - wanted).max() <= 2


def test_a_page_wholly_beside_its_image_is_the_edge_of_it():
    image, seen = picture(), np.empty((20, 30), np.uint8)
    for far, column in ((-4000.0, 0), (4000.0, -1)):
        whole.straightened(image, np.array([[1.0, 0.0, far], [0.0, 1.0, 5.0]]), seen)
        assert np.array_equal(seen, np.repeat(image[5:25, column, None], 30, axis=1))


@pytest.mark.parametrize("size", [(176, 118), (177, 119)])
def test_the_level_of_the_paper_is_doubled_like_the_library_does(size):
    low, paper = cv2.resize(picture(), size[::-1]), picture(5)[: size[0] // 2, : size[1] // 2]
    free = np.indices(size).sum(axis=0) % 3 > 0
    level = cv2.resize(paper, (size[1] // 2 * 2, size[0] // 2 * 2))
    level = np.pad(level, [(0, size[0] % 2), (0, size[1] % 2)], mode="edge").astype(np.float32)
    dark, black = 255 - np.float32(255) * low / np.maximum(level, 1), np.flatnonzero(~free)[::7]
    residue, _noise, contrast = whole.residue(low, paper, free.astype(np.uint8), black)
    inner = np.s_[: size[0] // 2 * 2, :]
    assert np.array_equal(residue[inner], np.where(free, np.clip(dark, -127, 127).astype(np.int8), -128)[inner])
    assert abs(contrast - (1 - low.flat[black].sum() / level.flat[black].sum())) < 0.01


@pytest.mark.parametrize("size", [(90, 60), (91, 61), (40, 130)])
def test_the_level_of_the_paper_is_that_of_the_library(size):
    low = np.random.default_rng(3).integers(0, 256, size).astype(np.uint8)
    paper, *_rest = whole.surface(low, np.ones(size, np.uint8), np.empty(0, np.int64))
    cells = cv2.resize(low[: size[0] // 2 * 2, : size[1] // 2 * 2], (size[1] // 2, size[0] // 2), interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx(cells, cv2.MORPH_CLOSE, np.ones((11, 11), np.uint8))
    assert np.array_equal(paper, cv2.blur(closed, (5, 5)))
