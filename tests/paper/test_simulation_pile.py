"""A simulated pile through the feeder: what it holds, how it is judged, and what reading and assembling make of it."""

from functools import cache

import cv2
import numpy as np
import pytest
from tests.paper.simulation_forms import printed

from daihoi.paper.pages import pages
from daihoi.paper.printing import print_ballot
from daihoi.paper.reading import PageReader, assemble
from daihoi.paper.simulation import Picture, judge_pile, random_choices, simulate_pile, simulate_sheet
from daihoi.rules.contests import Candidate, Contest, charter_of

GIVEN = ("An", "Bình", "Cường", "Dũng", "Hạnh", "Quỳnh", "Sơn", "Tuyết")


@cache
def ballot(names):
    people = tuple(Candidate(f"Nguyễn Văn {GIVEN[i % 8]} {GIVEN[i // 8 % 8]}") for i in range(names))
    contest = Contest(charter="dcsvn-2025", title="Bầu Ban Chấp hành", seats=names - 2, candidates=people, unit="Đảng bộ mẫu", base=9)
    return print_ballot(contest, charter_of(contest), code=f"PILE{names}")


def piled(form, event, foreign=None):
    choices = [random_choices(form.layout, np.random.default_rng([3, place]), odd=0.0) for place in range(3)]
    return simulate_pile(form, choices, seed=3, events={1: event}, foreign=foreign, profile="clean")


@pytest.mark.parametrize(
    ("event", "whats"),
    [
        ("", ["page"] * 3),
        ("blank_back", ["page", "page", "blank_back", "page"]),
        ("foreign", ["page", "page", "foreign", "page"]),
        ("again", ["page"] * 4),
        ("two_sheets", ["page", "two_sheets"]),
    ],
)
def test_a_pile_holds_what_its_events_say(event, whats):
    pictures = piled(printed(), event, foreign=printed("agree_disagree", 3))
    assert [picture.what for picture in pictures] == whats
    assert pictures == piled(printed(), event, foreign=printed("agree_disagree", 3))


def test_two_sheets_make_one_longer_picture():
    plain, both = piled(printed(), "two_sheets")
    heights = [cv2.imdecode(np.frombuffer(picture.data, np.uint8), cv2.IMREAD_GRAYSCALE).shape[0] for picture in (plain, both)]
    assert 100 < heights[1] - heights[0] < 650


def test_the_same_paper_again_has_the_same_ink_and_other_bytes():
    first, again = (simulate_sheet(printed(), {2: "level", 5: "zigzag"}, seed=4, again=turn) for turn in (None, 1))
    assert first.pages != again.pages
    assert [field["ink_mm"] for field in first.truth["pages"][0]["fields"]] == [f["ink_mm"] for f in again.truth["pages"][0]["fields"]]
    assert first.truth["pages"][0]["to_picture"] != again.truth["pages"][0]["to_picture"]


def line(ballot, status="read"):
    return {"status": status, "ballot": ballot}


def picture(sheet, what="page"):
    return Picture(b"", what, sheet, 1)


@pytest.mark.parametrize(
    ("pictures", "lines", "outcome"),
    [
        ([picture(0), picture(1)], [line(1), line(2)], {"whole": 2}),
        ([picture(0), picture(0)], [line(1), line(1)], {"whole": 1}),
        ([picture(0), picture(0)], [line(1), line(None, "set_aside")], {"to_people": 1}),
        ([picture(0), picture(1)], [line(1), line(1)], {"mixed": 2}),
        ([picture(0), picture(0)], [line(1), line(2)], {"counted_twice": 1}),
        ([picture(0), picture(0)], [line(1), line(None, "duplicate")], {"whole": 1}),
        ([picture(0, "two_sheets")], [line(1)], {"whole": 1, "lost": 1}),
        ([picture(0, "two_sheets")], [line(None, "set_aside")], {"to_people": 2}),
        ([picture(None, "foreign"), picture(None, "blank_back")], [line(1), line(None, "set_aside")], {"taken_in": 1, "kept_out": 1}),
    ],
)
def test_a_pile_is_judged_by_what_was_fed(pictures, lines, outcome):
    assert judge_pile(pictures, lines) == outcome


@pytest.mark.parametrize(
    ("names", "event", "outcome"),
    [
        (8, "blank_back", {"whole": 3, "kept_out": 1}),
        (60, "blank_back", {"whole": 3, "kept_out": 1}),
        (8, "foreign", {"whole": 3, "kept_out": 1}),
        (60, "foreign", {"whole": 3, "kept_out": 1}),
        (60, "swapped", {"whole": 3}),
    ],
)
def test_ballots_come_whole_out_of_a_disturbed_pile(names, event, outcome):
    form = ballot(names)
    assert len(form.layout["pages"]) == (2 if names == 60 else 1)
    reader = PageReader(form.layout)
    pictures = piled(form, event, foreign=ballot(9))
    read = [reader.read(next(iter(pages(f"{number}.jpg", picture.data)))) for number, picture in enumerate(pictures)]
    assert judge_pile(pictures, assemble(read)) == outcome
