"""The second reader: its own place of the page, its own look at the fields; what the two see differently goes to people."""

import numpy as np
import pytest
from tests.paper.recorded_pages import read

from daihoi.paper.accuracy.forms import printed
from daihoi.paper.pages import pages
from daihoi.paper.reading import compared, print_of
from daihoi.paper.registration import Levels
from daihoi.paper.second import Opinion, SecondReader
from daihoi.paper.second.network import network
from daihoi.paper.simulation import random_choices, simulate_sheet
from daihoi.paper.simulation.ink import Pen
from daihoi.paper.thresholds import SECOND

FORM = "strike-out, 33 names"


def sheet(seed=1, **more):
    ballot = printed(FORM)
    return simulate_sheet(ballot, random_choices(ballot.layout, np.random.default_rng(seed), odd=0.0), seed=seed, **more)


def image_of(data):
    return next(iter(pages("page.jpg", data)))


@pytest.fixture(scope="module")
def second():
    layout = printed(FORM).layout
    return SecondReader(layout, {page["number"]: print_of(page) for page in layout["pages"]})


@pytest.mark.parametrize(
    "damages", [{}, {"tilt": 1.0, "stretch": 1.0}, {"upside_down": 1.0}, {"perspective": 0.6, "shadow": 0.6}, {"crop": 0.5}]
)
def test_it_finds_the_page_without_the_first_reader(second, damages):
    made = sheet(damages=damages)
    place = second.registrar.locate(Levels(image_of(made.pages[0]).image))
    corners = np.array([[20.0, 100.0, 1.0], [190.0, 100.0, 1.0], [105.0, 280.0, 1.0]])
    seen, true = (corners @ np.asarray(matrix).T for matrix in (place.matrix, made.truth["pages"][0]["to_picture"]))
    off = np.hypot(*(seen[:, :2] / seen[:, 2:] - true[:, :2] / true[:, 2:]).T)
    assert place.page == 1
    assert off.max() < 8 * 1.2  # pixels of 1.2 mm: the print of each field is looked for around its place


def test_it_sees_clear_and_struck_names_as_they_are(second):
    made = sheet(4)
    image = image_of(made.pages[0]).image
    opinion = second.read(Levels(image), (1, np.eye(3)))
    seen = {
        (f["candidate"], f["kind"]): opinion.agrees(f["candidate"], f["kind"], f["accepts"][0]) for f in made.truth["pages"][0]["fields"]
    }
    assert seen == dict.fromkeys(seen, True)
    swapped = {"marked": "clear", "clear": "marked"}
    assert not any(opinion.agrees(f["candidate"], f["kind"], swapped[f["accepts"][0]]) for f in made.truth["pages"][0]["fields"])


def test_strokes_finer_than_it_knows_are_seen_in_bolder_ink_and_marks_for_the_board_are_not(second):
    fine = Pen("fine", (60, 60, 70), 0.25, 0.5, 0.2)
    marks = {(person, "strike"): ("level", "slanted", "withdrawn", "ring", "underline")[person % 5] for person in range(1, 34)}
    made = simulate_sheet(printed(FORM), marks, seed=5, damages={"noise": 0.3, "blur": 0.3}, pen=fine)
    opinion = second.read(Levels(image_of(made.pages[0]).image), (1, np.eye(3)))
    agreed = {(person, kind): opinion.agrees(person, kind, "marked") for person, kind in marks}
    strokes = [key for key, mark in marks.items() if mark in {"level", "slanted"}]
    unseen = [key for key in strokes if opinion.chances[key][1] < SECOND.marked]
    assert len(unseen) >= 3
    assert sum(agreed[key] for key in unseen) > len(unseen) / 2
    assert not [key for key in marks if key not in strokes and agreed[key]]


def test_where_corner_marks_are_missing_it_takes_the_place_of_the_first_reader(second):
    made = sheet(4)
    image = image_of(made.pages[0]).image.copy()
    image[:160, :], image[-160:, :] = 255, 255
    matrix = np.array(made.truth["pages"][0]["to_picture"])
    assert second.registrar.locate(Levels(image)) is None
    opinion = second.read(Levels(image), (1, matrix))
    fields = made.truth["pages"][0]["fields"]
    assert [opinion.agrees(f["candidate"], f["kind"], f["accepts"][0]) for f in fields] == [True] * len(fields)


def test_what_the_first_reader_reads_wrong_alone_goes_to_people():
    outcomes = {}
    for both in (False, True):
        line, found = read("731350-1", both=both)
        outcomes[both] = ("wrong" in {verdict.outcome for verdict in found}, line["readers_agree"])
    assert outcomes == {False: (True, True), True: (False, False)}


def line(**fields):
    return {"status": "read", "cause": None, "page": 1, "sheet_marks": [], "readers_agree": True, "fields": [fields]}


@pytest.mark.parametrize(
    ("state", "chances", "after"),
    [
        ("marked", (0.01, 0.98, 0.01), ("marked", 0.99, True)),
        ("marked", (0.60, 0.30, 0.10), ("doubtful", 0.99, False)),
        ("clear", (0.90, 0.05, 0.05), ("clear", 0.99, True)),
        ("clear", (0.02, 0.90, 0.08), ("doubtful", 0.99, False)),
        ("doubtful", (0.00, 1.00, 0.00), ("doubtful", 0.99, True)),
    ],
)
def test_a_field_seen_differently_is_a_doubt_and_a_doubt_stays_one(state, chances, after):
    read = compared(line(candidate=1, kind="strike", state=state, score=0.99), Opinion(1, {(1, "strike"): chances}))
    assert (read["fields"][0]["state"], read["fields"][0]["score"], read["readers_agree"]) == after


def test_a_page_taken_for_another_one_is_set_aside():
    read = compared(line(candidate=1, kind="strike", state="clear", score=0.01), Opinion(2, {}))
    assert (read["status"], read["cause"], read["fields"], read["page"], read["readers_agree"]) == (
        "set_aside",
        "readers_disagree",
        [],
        None,
        False,
    )


@pytest.mark.parametrize("kind", ["strike", "box"])
def test_chances_add_up_to_one(kind):
    net = network(kind)
    chances = net.chances(np.random.default_rng(1).random((5, net.mean.size), dtype=np.float32))
    assert np.allclose(chances.sum(axis=1), 1)
