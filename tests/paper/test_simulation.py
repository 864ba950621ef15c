"""The simulation draws what it says, where it says, the same for the same seed."""

import cv2
import numpy as np
import pytest
from tests.paper.simulation_forms import printed

from daihoi.paper.simulation import BOX_MARKS, PROFILES, STRIKE_MARKS, judge, random_choices, simulate_sheet
from daihoi.paper.simulation.damage import DAMAGES
from daihoi.paper.simulation.sheet import blank_pages, spread
from daihoi.paper.simulation.strokes import THROUGH, called, letters_mm, mean_height, strokes

MM = 200 / 25.4


def grey(data: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)


@pytest.mark.parametrize("profile", PROFILES)
def test_same_seed_same_bytes_and_truth(profile):
    form = printed()
    choices = random_choices(form.layout, np.random.default_rng(3), odd=0.2)
    first, again = (simulate_sheet(form, choices, seed=(7, 1), profile=profile) for _ in range(2))
    other = simulate_sheet(form, choices, seed=(7, 2), profile=profile)
    assert first == again
    assert first.pages != other.pages


@pytest.mark.parametrize("mark", [mark for mark in STRIKE_MARKS if mark != "none"])
def test_ink_of_a_strike_lies_where_the_truth_says(mark):
    ink_lies_where_truth_says("strike_out", 9, "strike", mark)


@pytest.mark.parametrize("mark", [mark for mark in BOX_MARKS if mark != "none"])
def test_ink_of_a_box_lies_where_the_truth_says(mark):
    ink_lies_where_truth_says("agree_disagree", 9, "agree", mark)


def ink_lies_where_truth_says(form_name, candidate, kind, mark):
    form = printed(form_name)
    sheet = simulate_sheet(form, {(candidate, kind): mark}, seed=5, profile="clean", stamp="missing")
    page = sheet.truth["pages"][0]
    drawn = [field for field in page["fields"] if field["ink_mm"]]
    assert [(field["candidate"], field["kind"], field["mark"]) for field in drawn] == [(candidate, kind, mark)]
    x0, y0, x1, y1 = (round(v * MM) for v in drawn[0]["ink_mm"])
    darker = blank_pages(form.pdf, 200)[0].astype(int) - grey(sheet.pages[0]) > 60
    rows, columns = np.nonzero(darker)
    assert len(rows) > 0
    assert (x0 - 3 <= columns.min(), columns.max() <= x1 + 3, y0 - 3 <= rows.min(), rows.max() <= y1 + 3) == (True, True, True, True)


def test_truth_keeps_every_choice():
    form = printed("agree_disagree", 3)
    sheet = simulate_sheet(form, {1: "agree", 2: "disagree:tick", 3: "both:x_small"}, seed=1, profile="bad")
    assert [(f["candidate"], f["kind"], f["mark"]) for f in sheet.truth["pages"][0]["fields"]] == [
        (1, "agree", "x"),
        (1, "disagree", "none"),
        (2, "agree", "none"),
        (2, "disagree", "tick"),
        (3, "agree", "x_small"),
        (3, "disagree", "x_small"),
    ]


@pytest.mark.parametrize(
    "damages", [{"tilt": 1.0, "stretch": 1.0}, {"perspective": 1.0}, {"crop": 1.0, "upside_down": 1.0}, {"sideways": 1.0, "tilt": 0.5}]
)
def test_the_truth_maps_page_to_picture(damages):
    form = printed(names=1)
    sheet = simulate_sheet(form, {}, seed=4, profile="clean", damages=damages, stamp="missing")
    x0, y0, x1, y1 = form.layout["pages"][0]["fields"][0]["box_mm"]
    corners = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], dtype=np.float64)
    seen = cv2.perspectiveTransform(corners, np.array(sheet.truth["pages"][0]["to_picture"]))[0]
    picture = grey(sheet.pages[0])
    ink = cv2.fillPoly(np.zeros_like(picture), [seen.astype(np.int32)], 1).astype(bool)
    assert (picture[ink] < 100).mean() > 0.15


@pytest.mark.parametrize("name", DAMAGES)
@pytest.mark.parametrize("strength", [0.0, 1.0])
def test_every_damage_yields_a_picture_and_is_named(name, strength):
    form = printed()
    sheet = simulate_sheet(form, {2: "level"}, seed=8, profile="clean", damages={name: strength})
    assert [damage["kind"] for damage in sheet.truth["pages"][0]["damages"]] == [name]
    assert grey(sheet.pages[0]).size == blank_pages(form.pdf, 200)[0].size


@pytest.mark.parametrize("name", sorted(set(DAMAGES) - {"tilt", "stretch", "crop", "warp"}))
def test_every_damage_is_seen(name):
    form = printed()
    plain = grey(simulate_sheet(form, {}, seed=8, damages={}, profile="clean", stamp="missing").pages[0]).astype(int)
    picture = grey(simulate_sheet(form, {}, seed=8, damages={name: 1.0}, profile="clean", stamp="missing").pages[0]).astype(int)
    assert picture.shape != plain.shape or (np.abs(picture - plain) > 20).sum() > 50


def test_colour_scan_keeps_the_stamp_red():
    sheet = simulate_sheet(printed(), {}, seed=2, profile="clean", colour=True)
    x0, y0, x1, y1 = (round(v * MM) for v in sheet.truth["pages"][0]["stamp"]["box_mm"])
    picture = cv2.imdecode(np.frombuffer(sheet.pages[0], np.uint8), cv2.IMREAD_COLOR)[y0:y1, x0:x1].astype(int)
    assert ((picture[..., 2] - picture[..., 0]) > 80).mean() > 0.05


def test_extras_stand_on_the_sheet_and_in_the_truth():
    sheet = simulate_sheet(printed(names=10), {}, seed=2, profile="clean", extras=("name_added", "signature"))
    extras = sheet.truth["pages"][0]["extras"]
    assert [extra["mark"] for extra in extras] == ["name_added", "signature"]
    picture = grey(sheet.pages[0])
    for extra in extras:
        x0, y0, x1, y1 = (round(v * MM) for v in extra["ink_mm"])
        assert (picture[y0:y1, x0:x1] < 150).sum() > 100


def test_random_choices_stay_within_the_form():
    for form_name, kinds in (("strike_out", {"strike"}), ("agree_disagree", {"agree", "disagree"})):
        layout = printed(form_name).layout
        choices = random_choices(layout, np.random.default_rng(1), odd=0.1)
        assert {kind for _candidate, kind in choices} == kinds
        assert set(spread(layout, choices)) == {(f["candidate"], f["kind"]) for f in layout["pages"][0]["fields"]}


@pytest.mark.parametrize("mark", sorted(THROUGH))
def test_a_strike_goes_through_the_letters_or_is_called_what_it_is(mark):
    """EL-21: through the middle of family and given name."""
    field = {"candidate": 1, "kind": "strike", "box_mm": [30.7, 95.9, 64.7, 101.0], "baseline_mm": 99.8, "type_mm": 5.3}
    top, foot = letters_mm(field)
    assert (round(top, 2), round(foot, 2)) == (96.88, 99.38)
    kinds = set()
    for seed in range(40):
        lines = strokes(field, mark, np.random.default_rng(seed), pitch=9.0, room=30.0)
        kind = called(mark, lines, (top, foot))
        height = mean_height(lines)
        assert kind == ("overline" if height < top - 1e-6 else "underline" if height > foot + 1e-6 else mark)
        kinds.add(kind)
    assert kinds == {mark} or mark in {"high", "low"}
    line_below = [np.array([[30.0, 101.5], [65.0, 101.5]])]
    assert (called(mark, line_below, (top, foot)), called("ring", line_below, (top, foot))) == ("underline", "ring")


FIELD = {
    "candidate": 1,
    "kind": "strike",
    "mark": "level",
    "accepts": ["marked"],
    "board": False,
    "box_mm": [20, 60, 60, 65],
    "ink_mm": [18, 62, 62, 63],
}
BOARD = {**FIELD, "mark": "ring", "accepts": [], "board": True}


@pytest.mark.parametrize(
    ("truth", "state", "sheet_marks", "outcome"),
    [
        (FIELD, "marked", [], "right"),
        (FIELD, "clear", [], "wrong"),
        (FIELD, "doubtful", [], "to_people"),
        (BOARD, "marked", [], "settled"),
        (BOARD, "clear", [], "settled"),
        (BOARD, "doubtful", [], "to_people"),
        (BOARD, "clear", [{"kind": "foreign_ink", "state": "present", "box_mm": [61, 60, 70, 66]}], "to_people"),
        (BOARD, "clear", [{"kind": "foreign_ink", "state": "present", "box_mm": [61, 160, 70, 166]}], "settled"),
    ],
)
def test_a_reading_is_judged_by_what_was_drawn(truth, state, sheet_marks, outcome):
    reading = {
        "status": "read",
        "page": 1,
        "fields": [{"candidate": 1, "kind": "strike", "state": state, "score": 0.5}],
        "sheet_marks": sheet_marks,
    }
    assert [verdict.outcome for verdict in judge({"page": 1, "fields": [truth]}, reading)] == [outcome]


def test_a_page_set_aside_is_refused_and_a_wrong_page_is_wrong():
    page = {"page": 1, "fields": [FIELD]}
    assert [v.outcome for v in judge(page, {"status": "set_aside", "cause": "torn"})] == ["refused"]
    fields = [{"candidate": 1, "kind": "strike", "state": "marked", "score": 1.0}]
    assert [v.outcome for v in judge(page, {"status": "read", "page": 2, "fields": fields, "sheet_marks": []})] == ["wrong"]
