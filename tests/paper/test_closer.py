"""A closer look: folds are measured beside a field and taken away; thick strokes do not hide the print; ink between rows has no owner."""

import numpy as np
import pytest
from tests.paper.ballots import ballot, page, reader

from daihoi.paper import closer, lifting
from daihoi.paper.simulation import judge, simulate_sheet
from daihoi.paper.simulation.ink import Pen
from daihoi.paper.thresholds import FOLD

BROAD = Pen("blue", (28, 48, 150), 1.2, 0.93, 0.1)
THIN = Pen("pencil", (70, 70, 76), 0.4, 0.65, 0.5)
NAME = (180, 460)
WIDE, TALL = 640, 80


def outcomes(choices, *, count=31, form="strike_out", seed=1, **more):
    sheet = simulate_sheet(ballot(count, form), choices, seed=seed, **more)
    lines = [reader(count, form).read(page(data)) for data in sheet.pages]
    return [verdict for truth, line in zip(sheet.truth["pages"], lines, strict=True) for verdict in judge(truth, line)]


def paper_with(fold_dark, pen_dark=0.0, pen=(180, 460)):
    """A strip with a worn fold along its middle row, and a stroke of a pen on it."""
    rng = np.random.default_rng(3)
    ink = rng.normal(0, 2, (TALL, WIDE)).astype(np.float32)
    wear = 1 + 0.35 * np.repeat(rng.standard_normal(WIDE // 4), 4).astype(np.float32)
    for row, share in ((38, 0.5), (39, 1.0), (40, 1.0), (41, 0.5)):
        ink[row] += fold_dark * share * wear
    ink[38:41, pen[0] : pen[1]] += pen_dark
    return ink


def taken(ink):
    columns = np.arange(WIDE)
    outside = (columns < NAME[0] - 32) | (columns > NAME[1] + 32)
    return closer.without(ink, np.ones_like(ink), closer.Fold(39.5, 39.5), NAME, outside)


@pytest.mark.parametrize("dark", [20, 60, 110])
def test_a_fold_alone_is_alike_and_leaves_nothing(dark):
    left = taken(paper_with(dark))
    assert left.is_alike
    assert (left.ink * left.weight > 14).mean() < 0.001


@pytest.mark.parametrize("dark", [20, 60, 110])
@pytest.mark.parametrize("pen", [(180, 460), (180, 320)], ids=["whole name", "half the name"])
def test_a_stroke_along_a_fold_is_noticed(dark, pen):
    assert not taken(paper_with(dark, pen_dark=0.35 * (255 - dark), pen=pen)).is_alike


def test_a_fold_that_is_not_seen_on_both_sides_is_not_judged():
    ink = paper_with(60)
    outside = np.arange(WIDE) < FOLD.least_px
    assert closer.without(ink, np.ones_like(ink), closer.Fold(39.5, 39.5), NAME, outside) is None


@pytest.mark.parametrize("middle", [0.0, 3.0, 40.0])
def test_half_of_the_free_columns_of_a_fold_stay_below_its_darkness(middle):
    rng = np.random.default_rng(5)
    seen = (middle + 9 * rng.standard_normal((60, 120))).astype(np.float32)
    seen[rng.random(seen.shape) < rng.random((60, 1))] = np.nan
    enough = (~np.isnan(seen)).sum(axis=1) >= FOLD.least_px
    typical = lifting.typical(seen)
    assert 20 < enough.sum() < 60
    assert typical[enough] == pytest.approx(np.maximum(np.nanmedian(seen[enough], axis=1), 0), abs=1e-5)
    assert not typical[~enough].any()


@pytest.mark.parametrize("strength", [0.2, 0.5, 0.8])
def test_unmarked_names_on_a_fold_are_mostly_settled_without_people(strength):
    verdicts = [each for seed in range(8) for each in outcomes({}, seed=seed, profile="clean", damages={"fold_name": strength})]
    found = [verdict.outcome for verdict in verdicts]
    assert set(found) <= {"right", "to_people"}
    assert found.count("to_people") <= 6  # of 8 to 16 names that lie on the fold


@pytest.mark.parametrize("pen", [BROAD, THIN], ids=["broad", "thin"])
@pytest.mark.parametrize("strength", [0.15, 0.4, 0.7, 1.0])
def test_a_strike_on_a_fold_is_never_overlooked(pen, strength):
    choices = {person: "level" if person % 2 else "family_only" for person in range(1, 32)}
    for seed in range(4):
        verdicts = outcomes(choices, seed=seed, profile="clean", pen=pen, damages={"fold_name": strength})
        assert "clear" not in {verdict.state for verdict in verdicts}


def test_two_broad_strokes_that_hide_the_print_count():
    verdicts = outcomes(dict.fromkeys(range(1, 32), "double"), pen=BROAD, damages={"noise": 0.3, "blur": 0.3})
    found = [verdict.outcome for verdict in verdicts]
    assert set(found) <= {"right", "to_people"}
    assert found.count("right") >= 28


@pytest.mark.parametrize("strength", [0.3, 0.7])
def test_squares_on_a_fold_are_read_or_asked_about(strength):
    choices = {person: ("agree", "disagree", "agree:x_small", "none")[person % 4] for person in range(1, 15)}
    for damage in ("fold_name", "fold_upright"):
        for seed in range(4):
            verdicts = outcomes(choices, count=14, form="agree_disagree", seed=seed, profile="clean", damages={damage: strength})
            assert {verdict.outcome for verdict in verdicts} <= {"right", "to_people"}


def test_a_ring_around_a_square_is_its_own_doubt_only():
    verdicts = outcomes(dict.fromkeys(range(2, 15, 3), "agree:box_ring"), count=14, form="agree_disagree", damages={"noise": 0.2})
    assert {(verdict.mark, verdict.outcome) for verdict in verdicts} == {("box_ring", "to_people"), ("none", "right")}


def test_an_x_between_two_rows_goes_to_people_though_the_squares_beside_it_are_marked():
    choices = {person: "agree:between_rows" if person % 3 == 0 else "agree:x_large" for person in range(1, 14)}
    for seed in range(4):
        verdicts = outcomes(choices, count=14, form="agree_disagree", seed=seed, damages={"noise": 0.2})
        assert {verdict.outcome for verdict in verdicts if verdict.mark == "between_rows"} == {"to_people"}


def test_pale_strokes_that_black_and_white_scans_lose_are_asked_about():
    verdicts = outcomes(dict.fromkeys(range(1, 32), "level"), pen=THIN, damages={"one_bit": 1.0})
    assert {verdict.outcome for verdict in verdicts} <= {"right", "to_people"}


def test_empty_squares_of_black_and_white_scans_are_read_where_marks_are_dark():
    verdicts = outcomes(dict.fromkeys(range(1, 8), "agree:x"), count=14, form="agree_disagree", damages={"one_bit": 1.0})
    empty = [verdict.outcome for verdict in verdicts if verdict.mark == "none"]
    assert len(empty) == 21
    assert set(empty) == {"right"}
