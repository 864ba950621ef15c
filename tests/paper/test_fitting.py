"""The compiled homography: exact points give it back, one point out of place is left out, points of one line have none."""

import numpy as np
import pytest

from daihoi.paper import fitting

TRUE = np.array([[7.8, 0.11, 25.0], [-0.09, 7.9, 31.0], [1e-5, -2e-5, 1.0]])
GRID = np.array([(x, y) for x in (10.0, 60.0, 110.0, 200.0) for y in (10.0, 100.0, 150.0, 280.0)])


def test_exact_points_give_the_homography_back():
    assert np.allclose(fitting.homography(GRID, fitting.moved(TRUE, GRID)), TRUE, rtol=1e-6, atol=1e-9)


def test_points_are_moved_as_matrices_move_them():
    whole = np.column_stack([GRID, np.ones(len(GRID))]) @ TRUE.T
    assert np.allclose(fitting.moved(TRUE, GRID), whole[:, :2] / whole[:, 2:])


def test_a_point_out_of_place_is_left_out_of_the_fit():
    target = fitting.moved(TRUE, GRID)
    target[5] += (30.0, -25.0)
    matrix, rms, share = fitting.trimmed(GRID, target, 7.87, 1.3)
    assert np.allclose(matrix, TRUE, rtol=1e-6, atol=1e-9)
    assert rms == pytest.approx(0.0, abs=1e-6)
    assert share == 15 / 16


def test_points_of_one_line_have_no_homography():
    line = np.array([(float(x), 0.0) for x in range(1, 9)])
    assert not np.isfinite(fitting.homography(line, line)).any()


def test_points_that_are_all_one_have_no_homography():
    assert not np.isfinite(fitting.homography(np.ones((4, 2)), GRID[:4])).any()


@pytest.mark.parametrize("values", [[3.0], [5.0, 1.0], [9.0, 2.0, 4.0, 4.0, 7.0]])
def test_the_median_is_that_of_numpy(values):
    assert fitting.median(np.array(values)) == np.median(values)


def test_four_marks_give_the_homography_of_their_middles():
    corners = np.concatenate(
        [middle + np.array([(-4, -4), (4, -4), (4, 4), (-4, 4)]) for middle in ((15, 15), (195, 15), (15, 282), (195, 282))]
    )
    affine = np.array([[7.8, 0.11, 25.0], [-0.09, 7.9, 31.0], [0.0, 0.0, 1.0]])
    assert np.allclose(fitting.rough(corners.astype(float), fitting.moved(affine, corners) - 0.5), affine, atol=1e-9)


SQUARES = np.array([(x, y, 3.0) for x in (6.0, 54.0) for y in (30.0, 60.0, 80.0)])
MARKS = np.array([(x, y) for left in (10.0, 42.0) for top in (10.0, 90.0) for x, y in ((left, top), (left + 8, top), (left, top + 8))])


def page(beside: float = 0.0) -> np.ndarray:
    """A page of eight pixels a millimetre with its edge squares, so many millimetres beside their places."""
    image = np.full((880, 480), 240, np.uint8)
    for x, y, side in SQUARES:
        left, top = round((x - side / 2 + beside) * 8), round((y - side / 2) * 8)
        image[top : top + 24, left : left + 24] = 20
    return image


def test_a_page_is_placed_by_its_marks_and_its_edge_squares():
    near = np.diag([8.0, 8.0, 1.0]) + np.array([[0, 0, 2.0], [0, 0, -3.0], [0, 0, 0]])
    matrix, error, share, seen, off, px = fitting.placed(page(), near, (30.0, 55.0), SQUARES, 2.6, MARKS, MARKS * 8 - 0.5, 1.3)
    assert np.allclose(matrix, np.diag([8.0, 8.0, 1.0]), atol=1e-6)
    assert (share, seen, px) == (1.0, 6, 8.0)
    assert error == pytest.approx(0.0, abs=1e-6)
    assert off == pytest.approx(13**0.5 / 8)


def test_edge_squares_beside_their_places_are_told_and_squares_that_are_missing_are_not_seen():
    own = np.diag([8.0, 8.0, 1.0])
    beside = fitting.placed(page(0.5), own, (30.0, 55.0), SQUARES, 2.6, MARKS, MARKS * 8 - 0.5, 1.3)
    assert beside[3:5] == (6, pytest.approx(0.5))
    missing = fitting.placed(np.full((880, 480), 240, np.uint8), own, (30.0, 55.0), SQUARES, 2.6, MARKS, MARKS * 8 - 0.5, 1.3)
    assert missing[3:5] == (0, np.inf)


def test_a_point_that_moved_out_of_its_window_or_lies_at_the_edge_stays():
    start = np.array([(50, 50), (50, 50), (2, 50), (50, 98)], np.float32)
    fine = start + np.array([(1, 1), (5, 4), (1, 1), (1, 1)], np.float32)
    assert fitting.settled(start, fine, 5, 100, 100).tolist() == [[51, 51], [50, 50], [2, 50], [50, 98]]
