"""Pictures for people."""

import cv2
import numpy as np
from tests.paper.ballots import ballot, page

from daihoi.paper.crops import crop_png, sheet_png
from daihoi.paper.simulation import simulate_sheet


def decoded(data):
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)


def test_a_crop_shows_the_mark_with_the_rows_above_and_below():
    layout = ballot(31).layout
    image = page(simulate_sheet(ballot(31), {5: "level"}, seed=1, profile="clean").pages[0]).image
    picture = decoded(crop_png(layout, image, 1, 5, "strike"))
    rows = (picture < 128).any(axis=1)
    assert 8 * 20 < picture.shape[0] < 8 * 40
    assert np.count_nonzero(np.diff(rows.astype(int)) == 1) >= 3


def test_a_box_is_shown_with_its_name():
    layout = ballot(14, "agree_disagree").layout
    image = page(simulate_sheet(ballot(14, "agree_disagree"), {5: "agree"}, seed=1, profile="clean").pages[0]).image
    assert decoded(crop_png(layout, image, 1, 5, "disagree")).shape[1] > 8 * 60


def test_a_sheet_is_straightened_and_a_foreign_one_shown_as_it_is():
    layout = ballot(31).layout
    image = page(simulate_sheet(ballot(31), {}, seed=1, damages={"tilt": 1.0, "upside_down": 1.0}).pages[0]).image
    assert decoded(sheet_png(layout, image, 1)).shape == (1485, 1050)
    assert decoded(sheet_png(layout, np.full((1000, 700), 200, np.uint8), 1)).shape == (1000, 700)
