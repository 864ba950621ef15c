"""Which folds and streaks cross a place, and which run along a name."""

import numpy as np
import pytest

from daihoi.paper import crossing
from daihoi.paper.surface import Ridge

PX, PAGE_MM = 6.0, (210.0, 297.0)
PLACE = np.array([30.0, 100.0, 240.0, 60.0])  # 40 mm wide and 10 mm high
BASELINE, EM = 36.0, 24.0  # 106 mm from the top of the page, letters of 4 mm


def level(at, drift=0.0):
    return Ridge(upright=False, at=at, drift=drift, width=0.5, kind="fold")


@pytest.mark.parametrize(
    ("ridge", "lines"),
    [
        (level(105.0), [[30.0, 30.0, 4.2, 0.0]]),
        (level(105.0, drift=2.1), [[25.5, 27.9, 4.2, 0.0]]),
        (level(111.0), []),
        (Ridge(upright=True, at=50.0, drift=0.0, width=0.5, kind="streak"), [[120.0, 120.0, 4.2, 1.0]]),
        (Ridge(upright=True, at=20.0, drift=0.0, width=0.5, kind="streak"), []),
    ],
    ids=["level", "drifting", "below", "upright", "beside"],
)
def test_what_crosses_a_place_is_known_in_its_pixels(ridge, lines):
    found = crossing.lines(crossing.laid_out([ridge, level(20.0)]), PLACE, PX, PAGE_MM)
    assert found == pytest.approx(np.array(lines).reshape(-1, 4))


@pytest.mark.parametrize(
    ("ridge", "is_along"),
    [
        (level(105.0), True),
        (level(106.5), True),
        (level(107.0), False),
        (level(102.0), False),
        (Ridge(upright=True, at=50.0, drift=0, width=1, kind="fold"), False),
    ],
    ids=["through the letters", "at their foot", "below", "above", "upright"],
)
def test_what_runs_through_the_letters_runs_along_a_name(ridge, is_along):
    assert crossing.is_along(crossing.laid_out([level(20.0), ridge]), PLACE, PX, BASELINE, EM, PAGE_MM[0]) == is_along


def test_nothing_crosses_a_page_without_folds():
    assert crossing.lines(crossing.laid_out([]), PLACE, PX, PAGE_MM).shape == (0, 4)
