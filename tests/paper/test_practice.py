"""The loop test on plain paper: ten sheets, their plan, and what a faulty machine does to them (PR-18)."""

from collections import Counter

import pytest
from tests.paper.ballots import contest

from daihoi.paper.decks import practice_deck
from daihoi.paper.pages import pages
from daihoi.paper.practice import compare, plan_of, practice_sheets
from daihoi.paper.printing import PrintedBallot, print_ballot
from daihoi.paper.reading import PageReader
from daihoi.paper.simulation import simulate_sheet
from daihoi.rules.contests import charter_of

CODE, SHEETS = "THUNGHIE", 10
FORMS = {"strike_out": 9, "choose": 9, "agree_disagree": 6, "single": 1}


def practice(form):
    """Practice sheets of a small list."""
    held = contest(FORMS[form], form)
    return held, practice_sheets(held, charter_of(held), page_size="A5", code=CODE, letter="A", sheets=SHEETS)


def lines_of(made, reader=None):
    """What the real reader sees on simulated sheets marked after the plan."""
    reader = reader or PageReader(made.layout)
    printed = PrintedBallot(made.pdf, made.layout)
    found = []
    for sheet in made.plan:
        drawn = simulate_sheet(printed, dict.fromkeys(sheet.fields, sheet.mark), seed=[sheet.number, 3], profile="clean", dpi=200)
        for number, data in enumerate(drawn.pages, 1):
            found += [reader.read(page) for page in pages(f"to-{sheet.number}-{number}.jpg", data)]
    return found


@pytest.mark.parametrize("form", FORMS)
def test_sheets_marked_after_their_plan_read_right_on_every_form_pr_18(form):
    _held, made = practice(form)
    found = compare(made.plan, made.layout, lines_of(made))
    fields = sum(len(page["fields"]) for page in made.layout["pages"])
    assert (found.pages_seen, found.aside, found.wrong, found.right + found.asked) == (
        SHEETS * len(made.layout["pages"]),
        0,
        0,
        SHEETS * fields,
    )
    assert found.is_passed(1)


def test_the_plan_holds_nothing_all_and_every_name_both_ways_within_what_people_draw_by_hand():
    held = contest(70)
    layout = print_ballot(held, charter_of(held), code=CODE, specimen=True).layout
    plan = plan_of(layout, SHEETS)
    assert [len(sheet.fields) for sheet in plan[:2]] == [0, 70]
    assert all(1 <= len(sheet.fields) <= 12 for sheet in plan[2:])
    assert {sheet.mark for sheet in plan} == {"none", "level", "slanted", "wavy", "double", "zigzag", "cross"}
    often = Counter(place for sheet in plan for place in sheet.fields)
    assert max(often.values()) < SHEETS
    assert len(often) == 70


def test_no_practice_sheet_can_be_read_as_a_ballot_of_the_vote():
    held, made = practice("strike_out")
    real = PageReader(print_ballot(held, charter_of(held), page_size="A5", code=CODE).layout)
    assert {line["cause"] for line in lines_of(made, real)} == {"wrong_ballot"}


def test_a_deck_for_a_vote_is_specimens_and_compares_likewise():
    held, _made = practice("strike_out")
    facts = {"page_size": "A5", "code": CODE, "letter": "A", "sheets": 4, "seed": 7}
    deck = practice_deck(held, charter_of(held), **facts, specimen=True)
    reader = PageReader(deck.layout)
    lines = [reader.read(page) for page in pages("deck.pdf", deck.pdf)]
    assert compare(deck.plan, deck.layout, lines).is_passed(0)
    real = PageReader(print_ballot(held, charter_of(held), page_size="A5", code=CODE).layout)
    assert {real.read(page)["cause"] for page in pages("deck.pdf", deck.pdf)} == {"wrong_ballot"}


def test_a_deck_of_the_smallest_names_on_a4_asks_nothing():
    held = contest(110, seats=60)
    deck = practice_deck(held, charter_of(held), page_size="A4", code=CODE, letter="A", sheets=2, seed=110)
    reader = PageReader(deck.layout, both=False)
    assert deck.layout["name_pt"] == 10.5
    assert compare(deck.plan, deck.layout, [reader.read(page) for page in pages("deck.pdf", deck.pdf)]).is_passed(0)


def planned_lines(made, **changes):
    """Lines as a perfect reader gives them, page by page, without an image."""
    found = []
    for sheet in made.plan:
        for page in made.layout["pages"]:
            fields = [
                {"candidate": each["candidate"], "kind": each["kind"], "state": state, "score": 0.5}
                for each in page["fields"]
                for state in ["marked" if (each["candidate"], each["kind"]) in sheet.fields else "clear"]
            ]
            found.append({"source": f"to-{sheet.number}", "cause": None, "page": page["number"], "fields": fields} | changes)
    return found


def test_blank_backs_and_a_pile_scanned_from_the_last_sheet_pass_a_lost_or_repeated_sheet_does_not():
    _held, made = practice("strike_out")
    lines = planned_lines(made)
    blank = {"source": "sau", "cause": "blank_page", "page": None, "fields": []}
    assert compare(made.plan, made.layout, [each for line in lines for each in (line, blank)]).is_passed(0)
    assert compare(made.plan, made.layout, lines[::-1]).is_passed(0)
    for pile in (lines[:4] + lines[5:], [*lines, lines[-1]], lines[:5] + lines[4:9]):
        found = compare(made.plan, made.layout, pile)
        assert not found.is_passed(100), len(pile)


def test_one_wrong_field_fails_and_doubts_pass_up_to_their_share():
    _held, made = practice("strike_out")
    lines = planned_lines(made)
    lines[3]["fields"][0] = lines[3]["fields"][0] | {"state": "doubtful"}
    found = compare(made.plan, made.layout, lines)
    assert (found.asked, found.wrong, found.right, found.is_passed(1), found.is_passed(2)) == (1, 0, 89, False, True)
    lines[0]["fields"][2] = lines[0]["fields"][2] | {"state": "marked"}
    found = compare(made.plan, made.layout, lines)
    (difference,) = found.pages[0].differences
    assert (found.wrong, difference.candidate, difference.planned, difference.state) == (1, 3, "clear", "marked")
    assert not found.is_passed(100)
    lines[5] = lines[5] | {"cause": "torn"}
    assert compare(made.plan, made.layout, lines).aside == 1


def test_a_ballot_of_two_leaves_is_tried_with_all_its_symbols_and_from_the_last_leaf():
    held = contest(150)
    made = practice_sheets(held, charter_of(held), page_size="A4", code=CODE, letter="A", sheets=2)
    assert len(made.layout["pages"]) == 4
    lines = planned_lines(made)
    leaves = [lines[at : at + 2] for at in range(0, len(lines), 2)]
    assert compare(made.plan, made.layout, [line for leaf in leaves[::-1] for line in leaf]).is_passed(0)
    assert not compare(made.plan, made.layout, [*leaves[1], *leaves[0], *lines[4:]]).is_passed(100)


@pytest.mark.parametrize("page_size", ["A4", "A5"])
def test_a_deck_is_read_without_a_doubt_straight_from_its_file_however_short_its_names(page_size):
    held = contest(9, candidates=["Lê A", "Vũ Ê", "Hồ Ý", "Lý Y", "Đỗ Ỷ", "An Ưng", "Nguyễn Ẵng Quỳnh", "Phạm Ẩm Sỹ", "Trần Thị Bình"])
    deck = practice_deck(held, charter_of(held), page_size=page_size, code="DECK", letter="A", sheets=12, seed=4)
    reader = PageReader(deck.layout)
    for page, wanted in zip(pages("deck.pdf", deck.pdf), deck.readings, strict=True):
        states = [(field["candidate"], field["state"]) for field in reader.read(page)["fields"]]
        assert states == [(field["candidate"], field["state"]) for field in wanted["fields"]]
