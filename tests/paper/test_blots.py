"""Ink over a name that is longer than a dot, against the slower ways of the library of pictures."""

import cv2
import numpy as np
import pytest

from daihoi.paper import blots
from daihoi.paper.clean import PX
from daihoi.paper.thresholds import STRIKE

WIDE, TALL, FIRST, LAST = 90, 40, 8, 84


def is_long(seen):
    joined = cv2.morphologyEx(seen, cv2.MORPH_CLOSE, np.ones((3, 15), np.uint8))
    _count, _labels, stats, _middles = cv2.connectedComponentsWithStats(joined, connectivity=8)
    extents, areas = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1, initial=0), stats[1:, cv2.CC_STAT_AREA]
    return bool(((extents > STRIKE.blot_extent_mm * PX) | (areas > STRIKE.blot_area_mm2 * PX**2)).any())


@pytest.mark.parametrize("share", [0.004, 0.007, 0.01])
def test_strewn_ink_is_long_where_what_the_library_joins_is_long(share):
    random, answers = np.random.default_rng(7), []
    for _turn in range(200):
        ink = np.where(random.random((TALL, WIDE)) < share, np.float32(70), np.float32(0))
        weight = random.random((TALL, WIDE)).astype(np.float32)
        seen = ((ink > 0) & (weight > STRIKE.blot_rim)).astype(np.uint8)[:, FIRST:LAST]
        answers.append(blots.has_blot(ink, weight, 1.0, FIRST, LAST, float(PX)))
        assert answers[-1] == (seen.sum() >= blots.LEAST and is_long(np.ascontiguousarray(seen)))
    assert len(set(answers)) == 2


@pytest.mark.parametrize(
    ("long_px", "dark", "white", "is_blot"),
    [(13, 70, 1, False), (14, 70, 1, True), (30, 70, 0.5, True), (30, 50, 0.5, False), (30, 17, 1, False)],
)
def test_a_line_longer_than_a_dot_is_a_blot_unless_it_is_pale_or_the_rim_of_a_letter(long_px, dark, white, is_blot):
    ink, weight = np.zeros((TALL, WIDE), np.float32), np.full((TALL, WIDE), white, np.float32)
    ink[20, 20 : 20 + long_px] = dark
    assert blots.has_blot(ink, weight, 1.0, FIRST, LAST, float(PX)) == is_blot
