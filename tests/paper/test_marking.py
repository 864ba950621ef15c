"""Corner marks that stand plainly, against the detector of the library; what is not plain is left to it."""

import numpy as np
import pytest
from tests.paper.ballots import ballot

from daihoi.paper import cutting
from daihoi.paper.marking import NO_MARK, plain_marks
from daihoi.paper.registration import NEAR_MM, NO_MARKS, SEAM, Registrar, _detected
from daihoi.paper.simulation.sheet import blank_pages

DPI = 200
PX_PER_MM = DPI / 25.4 / 2
SIDE = int(NEAR_MM * PX_PER_MM)


@pytest.fixture(scope="module")
def registrar():
    return Registrar(ballot(12).layout)


def crops_of(turns=0):
    return cutting.corners(np.ascontiguousarray(np.rot90(blank_pages(ballot(12).pdf, DPI)[0], turns)), 1, SIDE, SEAM)


def plain(registrar, crops):
    known, quads = plain_marks(crops, SIDE, SEAM, registrar.mark_mm * PX_PER_MM, registrar.mark_codes)
    return dict(zip(known.tolist(), quads, strict=True)) if NO_MARK not in known else {}


@pytest.mark.parametrize("turns", range(4))
def test_plain_marks_are_those_of_the_detector_however_the_page_is_turned(registrar, turns):
    found = plain(registrar, crops_of(turns))
    expected = dict(zip(*_detected(registrar.crop_detectors[NEAR_MM], crops_of(turns)), strict=True))
    assert sorted(found) == sorted(expected) == [0, 1, 2, 3]
    assert max(np.abs(found[each] - expected[each]).max() for each in found) <= 1


def test_a_mark_with_a_covered_corner_is_not_plain(registrar):
    crops = crops_of()
    dark = np.argwhere(crops[:SIDE, :SIDE] < 128)
    top, left = dark.min(axis=0)
    crops[top : top + 8, left : left + 8] = 255
    assert plain(registrar, crops) == {}


def test_a_mark_that_is_missing_or_stands_twice_is_not_plain(registrar):
    missing, twice = crops_of(), crops_of()
    missing[:SIDE, :SIDE] = 255
    mark = twice[:SIDE, :SIDE].copy()
    top, left = np.argwhere(mark < 128).min(axis=0)
    size = round(registrar.mark_mm * PX_PER_MM) + 4
    twice[:SIDE, :SIDE] = 255
    twice[3 : 3 + size, 3 : 3 + size] = mark[top - 2 : top - 2 + size, left - 2 : left - 2 + size]
    twice[8 + size : 8 + 2 * size, 8 + size : 8 + 2 * size] = mark[top - 2 : top - 2 + size, left - 2 : left - 2 + size]
    assert plain(registrar, missing) == plain(registrar, twice) == {}


@pytest.mark.parametrize("turns", range(4))
def test_a_page_is_placed_alike_by_plain_marks_and_by_those_of_the_detector(registrar, monkeypatch, turns):
    image = np.ascontiguousarray(np.rot90(blank_pages(ballot(12).pdf, DPI)[0], turns))
    one = registrar.locate(image)
    monkeypatch.setattr(registrar, "_plain_marks", lambda _image: NO_MARKS)
    other = registrar.locate(image)
    assert (one.page, one.corners, one.edges) == (other.page, other.corners, other.edges)
    corners = np.array([[0, 0, 1], [registrar.width, 0, 1], [0, registrar.height, 1], [registrar.width, registrar.height, 1]])
    ours, theirs = ((corners @ fit.matrix.T)[:, :2] / (corners @ fit.matrix.T)[:, 2:] for fit in (one, other))
    assert np.abs(ours - theirs).max() < 0.5
