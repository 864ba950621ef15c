"""Faults of scanners that the simulator does not draw: pages with them are read at a second try, and no pen's stroke goes with the fault."""

from collections import Counter

import cv2
import numpy as np
import pytest
from numba import njit
from tests.paper.ballots import ballot, page, reader

from daihoi.paper import kernels
from daihoi.paper.lines import Finding
from daihoi.paper.mending import Light, Mended, SensorLine, grain_of, mended, without_dither, without_grain, without_lines, without_specks
from daihoi.paper.reading import both_tries, shows_its_pen
from daihoi.paper.simulation import judge, simulate_sheet
from daihoi.paper.simulation.ink import Pen

A4 = (210, 297)
PX_PER_MM = 200 / 25.4
BALLPOINT = Pen("blue", (40, 50, 140), 0.4, 0.85, 0.2)
STRIKES = {
    (person, "strike"): mark for person, mark in zip(range(2, 30, 3), ("level", "slanted", "wavy", "double", "level") * 2, strict=False)
}
CROSSES = {(person, "choose"): mark for person, mark in zip(range(1, 12, 3), ("x", "x_large", "tick", "x"), strict=True)}


def strewn(image, rng):
    thrown = rng.random(image.shape)
    return np.where(thrown < 0.01, 0, np.where(thrown > 0.99, 255, image))


def dithered(image, rng):
    return diffused(image + rng.normal(0, 2, image.shape))


@njit
def diffused(left):
    """Black or white, what is lost of each grey handed on to the next pixels (Floyd and Steinberg)."""
    height, width = left.shape
    for y in range(height):
        for x in range(width):
            value = 0.0 if left[y, x] <= 127 else 255.0
            rest, left[y, x] = left[y, x] - value, value
            for down, across, share in ((0, 1, 7), (1, -1, 3), (1, 0, 5), (1, 1, 1)):
                if y + down < height and 0 <= x + across < width:
                    left[y + down, x + across] += rest * share / 16
    return left


def dim(image, rng):
    return 140 + image * (75 / 255) + rng.normal(0, 1, image.shape)


def dim_in_uneven_light(image, rng):
    return dim(image, rng) * np.linspace(0.7, 1.05, image.shape[1])[None, :]


def loud(image, rng):
    return image * 0.9 + rng.normal(0, 14, image.shape)


def soft(image, _rng):
    return cv2.GaussianBlur(image, (0, 0), 0.23 * PX_PER_MM)


def banded(image, rng):
    rows = np.arange(len(image))[:, None]
    return image * (1 + 0.04 * np.sin(rows / 9) + rng.normal(0, 0.008, rows.shape))


def lined(image, _rng):
    image = image.astype(float)
    for x in (300, 411, 620, 850, 1100, 1300):
        image[:, x] *= 0.3
    return image


FAULTS = {each.__name__: each for each in (strewn, dithered, dim, dim_in_uneven_light, loud, soft, banded, lined)}


def scanned(count, form, choices):
    """A scan without damage, as the simulator makes it, and what was drawn on it."""
    sheet = simulate_sheet(ballot(count, form), choices, seed=7, damages={"noise": 0.2, "tilt": 0.2}, pen=BALLPOINT)
    return page(sheet.pages[0]).image, sheet.truth["pages"][0]


def filed(image):
    return page(cv2.imencode(".png", np.clip(image, 0, 255).astype(np.uint8))[1].tobytes())


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("count", "form", "choices"), [(31, "strike_out", STRIKES), (12, "choose", CROSSES)])
def test_a_page_with_a_fault_of_the_scanner_is_read(fault, count, form, choices):
    image, truth = scanned(count, form, choices)
    line = reader(count, form).read(filed(FAULTS[fault](image, np.random.default_rng(3))))
    assert (line["status"], line["cause"]) == ("read", None)
    found = Counter(verdict.outcome for verdict in judge(truth, line))
    assert set(found) <= {"right", "to_people"}
    assert found["to_people"] <= 2


def test_lines_of_the_sensor_are_named_as_streaks_where_they_lie():
    image, _truth = scanned(31, "strike_out", STRIKES)
    line = reader(31).read(filed(lined(image, None)))
    streaks = sorted(mark["box_mm"][0] for mark in line["sheet_marks"] if mark["kind"] == "streak")
    assert len(streaks) == 6
    assert not [mark for mark in line["sheet_marks"] if mark["kind"] == "foreign_ink"]
    assert np.allclose(np.array(streaks), np.array([300, 411, 620, 850, 1100, 1300]) / PX_PER_MM, atol=4)


def test_a_page_without_faults_is_left_as_it_is():
    image, _truth = scanned(31, "strike_out", STRIKES)
    assert mended(image, A4) is None


def paper(seed=1):
    """White paper with the grain of a scan."""
    return (np.full((1200, 900), 245.0) + np.random.default_rng(seed).normal(0, 2, (1200, 900))).astype(np.uint8)


def test_the_thinnest_line_stays_among_single_pixels_that_go():
    image = paper()
    image[600, 100:800] = 90
    left = without_specks(strewn(image, np.random.default_rng(5)).astype(np.uint8))
    assert (left[600, 100:800] < 150).mean() > 0.95  # what the noise itself whitens is no loss
    assert (left[:500] < 150).mean() < 0.0005


def test_a_stroke_over_most_of_the_width_is_no_line_of_the_sensor():
    image = paper()
    image[600, 100:800] = 90
    left, lines = without_lines(Light(image, PX_PER_MM))
    assert lines == ()
    assert left is image


def test_a_stroke_across_a_dark_line_of_the_sensor_goes_on_through_it():
    image = paper()
    image[598:602, 100:800] = 90
    image[:, 450] = 20
    left, lines = without_lines(Light(image, PX_PER_MM))
    assert [(line.upright, line.first, line.last) for line in lines] == [(True, 450, 450)]
    assert left[599, 445:455].max() < 110
    assert left[:590, 450].min() > 225


def test_a_pale_pencil_on_a_dithered_page_keeps_its_grey():
    image = paper().astype(float)
    image[598:602, 100:800] = 200
    left = without_dither(dithered(image, np.random.default_rng(2)).astype(np.uint8), PX_PER_MM)
    line, around = left[598:602, 120:780].mean(axis=0), left[560:580, 120:780].mean()
    assert 25 < around - line.mean() < 60


def test_the_grain_of_a_noisy_sensor_is_measured_and_smoothed():
    noisy = np.clip(paper() - 20 + np.random.default_rng(4).normal(0, 12, (1200, 900)), 0, 255).astype(np.uint8)
    assert 1.5 < grain_of(paper()) < 2.5
    assert 10.5 < grain_of(noisy) < 13.5
    assert grain_of(without_grain(noisy, PX_PER_MM)) < 5


def test_paper_that_is_pure_white_is_not_stretched_since_pale_marks_may_be_gone():
    image, _truth = scanned(31, "strike_out", STRIKES)
    bleached = np.clip(image * (80 / 255) + 200, 0, 255).astype(np.uint8)
    line = reader(31).read(filed(bleached))
    assert (line["status"], line["cause"]) == ("set_aside", "too_light")


def tried(*states, marks=()):
    """A line with such fields and such sheet marks."""
    fields = [{"candidate": n, "kind": "strike", "state": state, "score": 0.01} for n, state in enumerate(states)]
    return {"page": 1, "fields": fields, "readers_agree": True, "sheet_marks": [{"kind": kind, "box_mm": box} for kind, box in marks]}


def whole(*, lines=(), is_strewn=False):
    return Mended(paper(), lines, is_strewn)


def test_what_two_tries_see_the_other_way_round_goes_to_people():
    line = both_tries(tried("clear", "doubtful", "marked"), tried("marked", "clear", "marked"), whole())
    assert [field["state"] for field in line["fields"]] == ["doubtful", "clear", "marked"]
    assert line["fields"][0]["why"] == "readers_disagree"
    assert line["readers_agree"] is False


def test_a_doubt_stays_where_the_second_try_sees_some_ink():
    again = tried("clear", "clear")
    again["fields"][0]["score"], again["fields"][1]["score"] = 0.1, 0.0002
    line = both_tries(tried("doubtful", "doubtful"), again, whole())
    assert [(field["state"], field.get("why")) for field in line["fields"]] == [("doubtful", "partly"), ("clear", None)]


@pytest.mark.parametrize(("is_strewn", "kept"), [(False, ["streak", "foreign_ink"]), (True, ["streak"])])
def test_foreign_ink_of_the_first_try_stays_unless_a_fault_explains_it(is_strewn, kept):
    line_, note = (50.0, 20.0, 50.4, 40.0), (100.0, 60.0, 120.0, 64.0)
    streak = ("streak", (50.1, 0.0, 50.3, 297.0))
    first, again = tried(marks=[("foreign_ink", line_), ("foreign_ink", note)]), tried(marks=[streak])
    found = both_tries(first, again, whole(lines=(SensorLine(True, 390, 391),), is_strewn=is_strewn))["sheet_marks"]
    assert [mark["kind"] for mark in found] == kept
    assert found[-1]["box_mm"] == (streak[1] if is_strewn else note)


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ([("marked", 60.0, "")], True),
        ([("marked", 20.0, "")], False),
        ([("marked", 60.0, ""), ("doubtful", 18.0, "pale")], False),
        ([("clear", 0.0, "")], False),
    ],
)
def test_a_page_shows_its_pen_when_its_marks_are_plain(found, shown):
    findings = [
        ({"kind": "strike"}, Finding(state, 0.5, why, [dark if n == kernels.DARK else 0.0 for n in range(40)]))
        for state, dark, why in found
    ]
    assert shows_its_pen(findings) is shown


def test_a_pale_pen_on_a_page_of_little_contrast_leaves_nothing_clear():
    pale = Pen("pale", (150, 150, 155), 0.45, 0.35, 0.2)
    sheet = simulate_sheet(ballot(31), STRIKES, seed=9, damages={"noise": 0.2, "tilt": 0.2}, pen=pale)
    line = reader(31).read(filed(125 + page(sheet.pages[0]).image * (110 / 255)))
    found = Counter((verdict.mark == "none", verdict.state) for verdict in judge(sheet.truth["pages"][0], line))
    assert line["status"] == "read"
    assert found[False, "clear"] == 0
    assert found[True, "clear"] == 0
