"""The ring of a cup is told from strokes on the whole page, and what it crosses goes to people."""

import cv2
import numpy as np
import pytest

from daihoi.paper.lines import Finding
from daihoi.paper.reading import asked_where_crossed
from daihoi.paper.rings import Ring, rings
from daihoi.paper.surface import LOW, UNKNOWN

PAGE = (297 * LOW, 210 * LOW)


def drawn(*shapes):
    """Ink of a page, and a residue in which rows of print hide a third of it."""
    ink = np.zeros(PAGE, np.uint8)
    for draw in shapes:
        draw(ink)
    residue = np.zeros(PAGE, np.int8)
    for top in range(100, 500, 20):
        residue[top : top + 6, 60:360] = UNKNOWN
        ink[top : top + 6, 60:360] = 0
    return ink, residue


def cup(x, y, radius, *, start=0, end=360):
    return lambda ink: cv2.ellipse(ink, (x * LOW, y * LOW), (radius * LOW, radius * LOW), 0, start, end, 1, 3)


def stroke(*points):
    return lambda ink: cv2.polylines(ink, [np.array(points, np.int32) * LOW], False, 1, 2)


@pytest.mark.parametrize(("start", "end"), [(0, 360), (20, 130), (200, 300)])
def test_a_ring_or_a_part_of_it_is_found_among_strokes(start, end):
    strokes = [stroke((35, y), (80, y + 2)) for y in range(70, 250, 15)]
    (ring,) = rings(*drawn(cup(120, 150, 40, start=start, end=end), *strokes))
    assert np.allclose((ring.x, ring.y, ring.radius), (120, 150, 40), atol=4)


def test_a_part_of_a_ring_is_found_on_a_page_with_a_dark_edge():
    (ring,) = rings(*drawn(cup(120, 150, 40, start=20, end=130), lambda ink: ink[:, :8].fill(1)))
    assert np.allclose((ring.x, ring.y, ring.radius), (120, 150, 40), atol=4)


@pytest.mark.parametrize(
    "shapes",
    [
        [stroke((30, 80), (45, 95), (30, 110), (45, 125))],
        [stroke((40, 100), (80, 140)), stroke((80, 100), (40, 140))],
        [cup(120, 150, 9)],
        [stroke(*((60 + t, 100 + 12 * np.sin(t / 6)) for t in range(60)))],
    ],
    ids=["zigzag", "cross", "small ring", "wave"],
)
def test_what_a_hand_draws_is_no_ring(shapes):
    assert rings(*drawn(*shapes)) == []


def test_marks_on_a_ring_go_to_people_and_others_stay():
    found = [
        ({"candidate": n, "kind": "agree", "box_mm": box}, Finding(state, 0.99, "", []))
        for n, (box, state) in enumerate(
            [
                ((158, 148, 164, 154), "marked"),
                ((158, 148, 164, 154), "clear"),
                ((118, 148, 124, 154), "marked"),
                ((20, 20, 26, 26), "marked"),
            ]
        )
    ]
    ring = Ring(120, 150, 40)
    after = asked_where_crossed(found, [ring.crosses(entry["box_mm"]) for entry, _found in found])
    assert [(each.state, each.why) for _entry, each in after] == [("doubtful", "stain"), ("clear", ""), ("marked", ""), ("marked", "")]
