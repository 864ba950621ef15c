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
