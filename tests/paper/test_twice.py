"""A paper scanned twice is named by its ink and its stamp; what looks alike on all papers is left to the accounts (docs/decisions/0008)."""

import base64
import json
import zlib
from dataclasses import replace

import pytest
from tests.paper.ballots import ballot, contest

from daihoi.cli.ballots import _with_repeats
from daihoi.paper.decks import practice_deck
from daihoi.paper.pages import pages
from daihoi.paper.reading import PageReader, read_files
from daihoi.paper.simulation import simulate_sheet
from daihoi.paper.twice import STAMP, Kept, _packed, _pictures, repeated
from daihoi.rules.contests import charter_of

VOTERS = 10


def kept(printed, sheets, reader):
    """The pages of sheets, each a ballot, as they are compared."""
    found = []
    for number, sheet in enumerate(sheets, start=1):
        for side, data in enumerate(sheet.pages, start=1):
            line = reader.line(next(pages(f"{number}#{side}", data)), with_ink=True)
            line["ballot"], line["source"] = number, f"{number}#{side}"
            found.append(Kept.of(line, line["ink"]))
    return found


@pytest.fixture(scope="module", params=["strike_out", "agree_disagree"])
def pile(request):
    """Ten voters who all mark the same six names, each in a hand of his own; the fourth paper a second time."""
    printed = ballot(14, request.param)
    reader = PageReader(printed.layout, both=False)
    habits = {
        "strike_out": ("level", "slanted", "wavy", "double", "zigzag"),
        "agree_disagree": ("agree:x", "agree:x_large", "agree:x_small"),
    }[request.param]
    choices = [dict.fromkeys(range(2, 8), habits[voter % len(habits)]) for voter in range(VOTERS)]
    sheets = [simulate_sheet(printed, wanted, seed=[voter, 5]) for voter, wanted in enumerate(choices)]
    return kept(printed, [*sheets, simulate_sheet(printed, choices[3], seed=[3, 5], again=1)], reader)


def test_the_paper_scanned_twice_is_named_and_no_other(pile):
    assert repeated(pile) == {f"{VOTERS + 1}#1": "4#1"}


def test_the_later_in_the_pile_repeats_the_earlier(pile):
    assert repeated(list(reversed(pile))) == {"4#1": f"{VOTERS + 1}#1"}


def test_a_field_marked_on_one_and_clear_on_the_other_makes_two_papers(pile):
    last = pile[-1]
    other = replace(last, states=("c" if last.states[0] == "m" else "m") + last.states[1:])
    assert repeated([*pile[:-1], other]) == {}


def test_too_few_pages_or_marks_say_nothing(pile):
    assert repeated([pile[3], pile[-1]]) == {}
    assert repeated([]) == {}
    assert repeated([replace(each, ink="") for each in pile]) == {}


def few_marks(wanted, stamp, profile="normal"):
    """Eight papers with the same few marks, the fifth a second time, as they are compared."""
    printed = ballot(14)
    sheets = [simulate_sheet(printed, wanted, seed=[voter, 9], stamp=stamp, profile=profile) for voter in range(8)]
    again = simulate_sheet(printed, wanted, seed=[4, 9], stamp=stamp, profile=profile, again=3)
    return kept(printed, [*sheets, again], PageReader(printed.layout, both=False))


@pytest.mark.parametrize("wanted", [{}, {2: "level"}])
def test_papers_with_few_marks_or_none_are_told_by_their_stamps(wanted):
    assert repeated(few_marks(wanted, "present")) == {"9#1": "5#1"}


@pytest.mark.parametrize("wanted", [{}, {2: "level", 5: "level"}])
def test_papers_with_few_marks_and_no_stamp_cannot_be_told(wanted):
    pages = few_marks(wanted, "missing", "clean")
    assert all(bool(each.ink) == bool(wanted) for each in pages)
    assert repeated(pages) == {}


def test_two_papers_whose_stamps_differ_are_two_however_alike_their_marks():
    held = few_marks(dict.fromkeys(range(2, 8), "level"), "present")
    assert repeated(held) == {"9#1": "5#1"}
    assert repeated([*held[:-1], replace(held[-1], ink=with_stamp_of(held[-1], held[3]))]) == {}


def with_stamp_of(page, other):
    """The ink of a page with another page's stamp."""
    parts = _pictures(page.ink) | {STAMP: _pictures(other.ink)[STAMP]}
    packed = b"".join(_packed(place, picture.astype("uint8")) for place, picture in parts.items())
    return base64.b64encode(zlib.compress(packed)).decode("ascii")


def test_marks_that_a_program_drew_are_never_named(tmp_path):
    """All sheets of a deck bear lines of one kind; many have the same names struck."""
    made = contest(6, seats=3)
    deck = practice_deck(made, charter_of(made), page_size="A4", code="DECK", letter="A", sheets=30, seed=4)
    (tmp_path / "deck.pdf").write_bytes(deck.pdf)
    held: list[Kept] = []
    lines = list(read_files(deck.layout, [tmp_path / "deck.pdf"], both=False, kept=held))
    assert {line["status"] for line in lines} == {"read"}
    assert all("ink" not in line for line in lines)
    assert sum(bool(each.ink) for each in held) > 20
    assert repeated(held) == {}


def test_lines_of_a_repeated_ballot_are_set_aside_with_what_was_read(pile):
    lines = [{"source": each.source, "status": "read", "cause": None, "duplicate_of": None, "fields": [1]} for each in pile]
    found = [json.loads(text) for text in _with_repeats([json.dumps(line) + "\n" for line in lines], pile)]
    assert found[:-1] == lines[:-1]
    assert found[-1] == lines[-1] | {"status": "set_aside", "cause": "likely_duplicate", "duplicate_of": "4#1"}


def test_both_sides_of_a_paper_go_together():
    printed = ballot(60)
    reader = PageReader(printed.layout, both=False)
    front = [field["candidate"] for field in printed.layout["pages"][0]["fields"]]
    wanted = [{**dict.fromkeys(front[:5], "level"), front[-1] + 1: "level"} for _voter in range(6)]
    sheets = [simulate_sheet(printed, each, seed=[voter, 6]) for voter, each in enumerate(wanted)]
    again = simulate_sheet(printed, wanted[1], seed=[1, 6], again=2)
    assert repeated(kept(printed, [*sheets, again], reader)) == {"7#1": "2#1", "7#2": "2#2"}
