"""Print → mark → scan → read back: never a wrong automatic reading, doubts go to people (EL-21 to EL-26, EL-59)."""

import cv2
import numpy as np
import pypdfium2
import pytest
from tests.paper.ballots import ballot, page, reader

from daihoi.paper.printing import render
from daihoi.paper.reading import PageReader, read_files
from daihoi.paper.simulation import BOX_MARKS, STRIKE_MARKS, judge, random_choices, simulate_sheet
from daihoi.paper.simulation.ink import Pen

EVERY = [
    (31, "strike_out", "A4"),
    (90, "strike_out", "A4"),
    (20, "strike_out", "A5"),
    (14, "agree_disagree", "A4"),
    (9, "agree_disagree", "A5"),
    (1, "single", "A4"),
    (12, "choose", "A4"),
]
PALE = Pen("pale pencil", (110, 110, 115), 0.25, 0.42, 0.6)
THICK = Pen("black", (25, 25, 30), 1.15, 0.95, 0.1)
SCAN = {"noise": 0.3, "blur": 0.3, "tilt": 0.3}


def outcomes(count, form, choices, *, size="A4", seed=1, **more):
    """What became of each field of one simulated ballot."""
    sheet = simulate_sheet(ballot(count, form, size), choices, seed=seed, **more)
    verdicts = []
    for data, truth in zip(sheet.pages, sheet.truth["pages"], strict=True):
        verdicts += judge(truth, reader(count, form, size).read(page(data)))
    return verdicts


def clean(count, form="strike_out", index=0, dpi=200, size="A4"):
    return render(pypdfium2.PdfDocument(ballot(count, form, size).pdf), index, dpi / 25.4)


def read(image, count=31, form="strike_out"):
    return reader(count, form).read(page(cv2.imencode(".png", image)[1].tobytes()))


@pytest.mark.parametrize(("count", "form", "size"), EVERY)
def test_normal_scans_are_read_right(count, form, size):
    verdicts = []
    for seed in range(3 if count > 30 else 5):
        choices = random_choices(ballot(count, form, size).layout, np.random.default_rng(seed), odd=0.0)
        verdicts += outcomes(count, form, choices, size=size, seed=seed)
    found = [verdict.outcome for verdict in verdicts]
    assert set(found) <= {"right", "to_people"}
    assert found.count("to_people") <= 1 + 0.04 * len(found)


@pytest.mark.parametrize("mark", [name for name, kind in STRIKE_MARKS.items() if kind.usual])
def test_every_usual_stroke_counts_as_struck(mark):
    verdicts = outcomes(31, "strike_out", {(person, "strike"): mark for person in range(1, 32, 2)}, damages=SCAN)
    assert {verdict.outcome for verdict in verdicts if verdict.mark == "none"} == {"right"}
    states = [verdict.state for verdict in verdicts if verdict.mark == mark]
    assert set(states) <= {"marked", "doubtful"}
    assert states.count("marked") >= 14


@pytest.mark.parametrize("mark", [name for name, kind in STRIKE_MARKS.items() if kind.board])
def test_a_stroke_no_rule_covers_goes_to_people(mark):
    """EL-59: ring, underline, overline; family name only, between two lines, short dash, note beside, withdrawn."""
    for seed in (1, 2):
        verdicts = outcomes(31, "strike_out", {(person, "strike"): mark for person in range(seed, 32, 2)}, damages=SCAN, seed=seed)
        assert {verdict.outcome for verdict in verdicts if verdict.mark == mark} == {"to_people"}


@pytest.mark.parametrize("mark", [name for name, kind in BOX_MARKS.items() if kind.usual])
def test_every_usual_mark_in_a_box_counts(mark):
    found = [
        verdict.outcome for verdict in outcomes(14, "agree_disagree", {(person, "agree"): mark for person in range(1, 15)}, damages=SCAN)
    ]
    assert set(found) <= {"right", "to_people"}
    assert found.count("right") >= 25


@pytest.mark.parametrize("mark", [name for name, kind in BOX_MARKS.items() if kind.board])
def test_a_mark_in_a_box_no_rule_covers_goes_to_people(mark):
    verdicts = outcomes(14, "agree_disagree", {(person, "agree"): mark for person in range(1, 15, 2)}, damages=SCAN)
    assert {verdict.outcome for verdict in verdicts if verdict.mark == mark} == {"to_people"}


def test_an_x_that_missed_its_square_goes_to_people_though_it_lies_on_a_name():
    """EL-59: letters hide most of it."""
    for seed in range(3):
        verdicts = outcomes(30, "choose", {(person, "choose"): "x_outside" for person in range(1, 31, 2)}, seed=seed, damages=SCAN)
        assert {(verdict.mark, verdict.outcome) for verdict in verdicts} == {("none", "right"), ("x_outside", "to_people")}


def test_an_x_of_a_thick_pen_in_a_small_square_counts():
    verdicts = outcomes(40, "agree_disagree", {(person, "agree"): "x" for person in range(1, 41)}, pen=THICK, damages=SCAN)
    found = [verdict.outcome for verdict in verdicts if verdict.mark == "x"]
    assert set(found) <= {"right", "to_people"}
    assert found.count("right") >= 32


def test_the_arm_of_a_large_x_does_not_trouble_the_square_beside_it():
    verdicts = outcomes(40, "agree_disagree", {(person, "agree"): "x_large" for person in range(2, 41, 2)}, damages=SCAN)
    found = [verdict.outcome for verdict in verdicts]
    assert set(found) <= {"right", "to_people"}
    assert found.count("to_people") <= 2


def test_a_level_stroke_through_the_letters_is_settled_without_people():
    """EL-21: its height is measured between the words, where no letter hides it."""
    found = [
        verdict.outcome
        for seed in range(3)
        for verdict in outcomes(31, "strike_out", {(person, "strike"): "level" for person in range(1, 32)}, seed=seed, damages=SCAN)
    ]
    assert set(found) <= {"right", "to_people"}
    assert found.count("to_people") <= 2


@pytest.mark.parametrize("form", ["strike_out", "agree_disagree"])
def test_a_bent_sheet_before_a_camera_never_makes_a_vote(form):
    """Letters and frames that lie beside their print are no ink of a voter."""
    for seed in range(4):
        found = {verdict.state for verdict in outcomes(40, form, {}, seed=seed, profile="phone", damages={"warp": 0.8, "perspective": 0.8})}
        assert "marked" not in found


@pytest.mark.parametrize(
    "damages",
    [
        {"fold_name": 1.0},
        {"fold_hide": 0.8},
        {"fold_upright": 1.0},
        {"streak_level": 1.0},
        {"streak_upright": 1.0},
        {"coffee": 1.0},
        {"bleed_through": 1.0},
        {"light_toner": 1.0},
        {"warp": 1.0},
        {"dirt": 1.0},
        {"one_bit": 1.0},
        {"crop": 1.0},
        {"tilt": 1.0, "stretch": 1.0},
    ],
    ids=lambda damages: "+".join(damages),
)
@pytest.mark.parametrize(("count", "form"), [(31, "strike_out"), (14, "agree_disagree")])
def test_damage_never_makes_a_vote(count, form, damages):
    """The hardest failures of the prototype: shadows of folds, dirty glass, stains, print from the back."""
    for seed in (5, 6):
        choices = random_choices(ballot(count, form).layout, np.random.default_rng(seed), odd=0.0)
        verdicts = outcomes(count, form, choices, seed=seed, profile="clean", damages=damages)
        assert {verdict.outcome for verdict in verdicts} <= {"right", "to_people", "refused"}


def test_a_fold_through_unmarked_names_is_never_a_strike():
    for seed in range(6):
        assert "marked" not in {
            verdict.state for verdict in outcomes(31, "strike_out", {}, seed=seed, profile="clean", damages={"fold_name": 0.9})
        }


def test_a_very_pale_pencil_is_never_overlooked():
    verdicts = outcomes(31, "strike_out", {(person, "strike"): "level" for person in range(1, 32)}, pen=PALE, damages=SCAN)
    assert {verdict.outcome for verdict in verdicts} <= {"right", "to_people"}


@pytest.mark.parametrize("dpi", [120, 150, 300])
def test_other_resolutions_are_read_alike(dpi):
    choices = random_choices(ballot(31).layout, np.random.default_rng(3), odd=0.0)
    verdicts = outcomes(31, "strike_out", choices, seed=3, profile="clean", dpi=dpi)
    assert [verdict.outcome for verdict in verdicts].count("right") >= 28
    assert "wrong" not in {verdict.outcome for verdict in verdicts}


@pytest.mark.parametrize("turn", [None, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE])
def test_all_four_orientations_are_read(turn):
    image = clean(31)
    line = read(image if turn is None else cv2.rotate(image, turn))
    assert (line["status"], line["page"], {field["state"] for field in line["fields"]}) == ("read", 1, {"clear"})


def test_the_back_of_a_leaf_tells_its_page():
    line = reader(90).read(page(cv2.imencode(".png", clean(90, index=1))[1].tobytes()))
    assert (line["status"], line["page"]) == ("read", 2)


@pytest.mark.parametrize(
    ("image", "cause"),
    [
        (lambda: np.full((2339, 1654), 250, np.uint8), "blank_page"),
        (lambda: np.full((2339, 1654), 30, np.uint8), "too_dark"),
        (lambda: clean(30), "wrong_ballot"),
        (lambda: clean(14, "agree_disagree"), "wrong_ballot"),
        (lambda: clean(31)[:, ::-1].copy(), "no_marks_found"),
        (lambda: np.hstack([clean(31), clean(31)]), "wrong_grid"),
    ],
    ids=["blank", "dark", "other list", "other form", "mirrored", "side by side"],
)
def test_a_page_that_is_none_of_ours_is_set_aside_with_its_cause(image, cause):
    line = read(image())
    assert (line["status"], line["cause"], line["fields"]) == ("set_aside", cause, [])


def test_a_specimen_is_refused():
    specimen = render(pypdfium2.PdfDocument(ballot(31, specimen=True).pdf), 0, 200 / 25.4)
    assert read(specimen)["cause"] == "wrong_ballot"


def test_another_elections_ballot_is_refused():
    other = render(pypdfium2.PdfDocument(ballot(31, code="OTHER-1").pdf), 0, 200 / 25.4)
    assert read(other)["cause"] == "wrong_ballot"


@pytest.mark.parametrize("corner", range(4))
def test_a_torn_corner_is_read_from_the_others(corner):
    image = clean(31)
    tall, wide = image.shape
    triangle = np.array([[0, 0], [240, 0], [0, 240]])
    flip = np.array([[wide - 1, 0], [0, 0]]) if corner % 2 else np.zeros((2, 2), int)
    points = np.abs(triangle - [flip[0][0], (tall - 1) * (corner // 2)])
    cv2.fillPoly(image, [points.astype(np.int32)], 255)
    line = read(image)
    assert (line["status"], {field["state"] for field in line["fields"]}) == ("read", {"clear"})


def test_half_a_page_is_not_read():
    image = clean(31)
    image[1300:] = 255
    assert read(image)["status"] == "set_aside"


def test_stamp_present_and_absent():
    states = {}
    for stamp in ("present", "missing"):
        sheet = simulate_sheet(ballot(31), {}, seed=4, profile="clean", stamp=stamp)
        line = reader(31).read(page(sheet.pages[0]))
        states[stamp] = [mark["state"] for mark in line["sheet_marks"] if mark["kind"] == "stamp"]
        assert not [mark for mark in line["sheet_marks"] if mark["kind"] == "foreign_ink"]
    assert states == {"present": ["present"], "missing": ["absent"]}


@pytest.mark.parametrize("extra", ["name_added", "signature", "scribble"])
def test_writing_outside_the_fields_is_shown_to_people(extra):
    sheet = simulate_sheet(ballot(31), {}, seed=4, profile="clean", extras=[extra])
    line = reader(31).read(page(sheet.pages[0]))
    doubts = [mark for mark in line["sheet_marks"] if mark["kind"] == "foreign_ink"] + [
        field for field in line["fields"] if field["state"] == "doubtful"
    ]
    assert doubts


def test_files_are_read_in_order_alike_by_one_worker_and_by_two(tmp_path):
    for number in range(5):
        sheet = simulate_sheet(ballot(7), {1: "level"} if number % 2 else {}, seed=number, profile="clean")
        (tmp_path / f"scan{number}.jpg").write_bytes(sheet.pages[0])
    (tmp_path / "scan5.jpg").write_bytes((tmp_path / "scan1.jpg").read_bytes())
    (tmp_path / "scan6.jpg").write_bytes(b"broken")
    one = list(read_files(ballot(7).layout, [tmp_path]))
    assert one == list(read_files(ballot(7).layout, [tmp_path], workers=2))
    assert [(line["source"], line["status"], line["cause"], line["ballot"]) for line in one] == [
        *((f"scan{number}.jpg#1", "read", None, number + 1) for number in range(5)),
        ("scan5.jpg#1", "duplicate", None, None),
        ("scan6.jpg", "set_aside", "broken_file", None),
    ]


def test_a_reader_is_made_of_the_layout_alone():
    import json

    again = PageReader(json.loads(json.dumps(ballot(7).layout)))
    assert again.read(page(cv2.imencode(".png", clean(7))[1].tobytes()))["status"] == "read"


@pytest.mark.parametrize(("count", "form"), [(31, "strike_out"), (14, "agree_disagree")])
def test_a_picture_bleached_until_the_print_is_pale_is_refused_as_too_light(count, form):
    image = clean(count, form)
    pale = np.clip(image.astype(np.float32) * 0.35 + 255 * 0.65, 0, 255).astype(np.uint8)
    lines = [read(each, count, form) for each in (image, pale)]
    assert [(line["status"], line["cause"]) for line in lines] == [("read", None), ("set_aside", "too_light")]


def test_strokes_through_print_too_pale_to_trust_refuse_the_page_as_the_bare_print_does():
    sheet = simulate_sheet(ballot(31), dict.fromkeys(range(1, 32), "level"), seed=700001, damages={})
    image = cv2.imdecode(np.frombuffer(sheet.pages[0], np.uint8), cv2.IMREAD_GRAYSCALE)
    pale = np.clip(image.astype(np.float32) * 0.35 + 255 * 0.65, 0, 255).astype(np.uint8)
    lines = [read(each) for each in (image, pale)]
    assert [(line["status"], line["cause"]) for line in lines] == [("read", None), ("set_aside", "too_light")]
