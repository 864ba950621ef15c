"""CONTEST.toml, the form of the ballot, the votes needed (EL-20 to EL-23, EL-40)."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daihoi.rules.charter import load
from daihoi.rules.contests import ELECTS, Candidate, Contest, charter_of, form_of, votes_needed
from daihoi.rules.errors import RuleViolation
from tests.rules.facts import contest_of

FILE = """
charter = "dcsvn-2025"
title = "Bầu Ban Chấp hành"
unit = "Đảng bộ xã"
elects = "executive_committee"
purpose = "election"
round = 1
seats = 2
alternates = 0
base = 197
issued = 196
returned = 195
stamp = "ignore"
candidates = ["Nguyễn Văn An", { name = "Trần Thị Bình", born = "12/3/1975", sex = "female", note = "" }, "Lê Văn Cường"]
"""


def test_a_contest_is_read_as_written():
    assert Contest.from_toml(FILE) == Contest(
        charter="dcsvn-2025",
        title="Bầu Ban Chấp hành",
        unit="Đảng bộ xã",
        elects="executive_committee",
        purpose="election",
        round=1,
        seats=2,
        alternates=0,
        base=197,
        issued=196,
        returned=195,
        stamp="ignore",
        candidates=(Candidate("Nguyễn Văn An"), Candidate("Trần Thị Bình", "12/3/1975", "female"), Candidate("Lê Văn Cường")),
    )


def test_before_the_vote_the_counts_may_be_missing():
    contest = Contest.from_toml('charter = "dcsvn-2020"\ntitle = "Bầu"\nseats = 1\ncandidates = ["An"]')
    assert (contest.base, contest.issued, contest.returned, contest.round, contest.stamp) == (0, 0, 0, 1, "ignore")


@pytest.mark.parametrize(
    ("old", "new", "code", "names"),
    [
        ('charter = "dcsvn-2025"', 'charter = "dcsvn-2035"', "shape.choice", "“charter”"),
        ('title = "Bầu Ban Chấp hành"', 'title = " "', "contest.empty", "“title”"),
        ('title = "Bầu Ban Chấp hành"\n', "", "shape.text", "“title”"),
        ("seats = 2", "seats = 0", "shape.whole", "“seats”"),
        ("seats = 2", 'seats = "2"', "shape.whole", "“seats”"),
        ("seats = 2", "seats = true", "shape.whole", "“seats”"),
        ("seats = 2\n", "", "shape.whole", "“seats”"),
        ("issued = 196", "issued = -1", "shape.whole", "“issued”"),
        ("round = 1", "round = 0", "shape.whole", "“round”"),
        ("round = 1", 'round = "second"', "shape.whole", "“round”"),
        ('"election"', '"vote"', "shape.choice", "“purpose”"),
        ('"executive_committee"', '"committee"', "shape.choice", "“elects”"),
        ('"ignore"', '"yes"', "shape.choice", "“stamp”"),
        ('"Nguyễn Văn An"', '""', "contest.empty", "candidates[1]"),
        ("born =", "birth =", "shape.unknown", "“birth”"),
        ('"Lê Văn Cường"', "7", "shape.mapping", "candidates[3]"),
        ("alternates = 0", "alternate = 0", "shape.unknown", "“alternate”"),
        ("candidates =", "candidates = [] #", "contest.no_candidates", "“candidates”"),
        ("seats = 2", "seats = ", "toml.broken", "CONTEST.toml"),
    ],
)
def test_a_wrong_field_is_refused_by_name_with_the_way_out(old, new, code, names):
    with pytest.raises(RuleViolation) as refusal:
        Contest.from_toml(FILE.replace(old, new, 1))
    assert refusal.value.code == code
    assert names in refusal.value.message
    assert "Hãy" in refusal.value.message


words = st.text('aĐấ"\\#\n\t\x7f=[]{},. ', min_size=1, max_size=8).filter(str.strip)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.builds(Candidate, words, words | st.just("")), min_size=1, max_size=5), words, st.integers(1, 99))
def test_a_contest_reads_back_exactly(candidates, title, seats):
    contest = Contest(
        charter="association", title=title, seats=seats, candidates=tuple(candidates), round="tie", settings={"invalid.no_box": False}
    )
    again = Contest.from_toml(contest.to_toml())
    assert Contest.from_toml(again.to_toml()) == again
    assert (again.seats, again.round, dict(again.settings)) == (seats, "tie", {"invalid.no_box": False})


def test_names_are_kept_in_one_spelling():
    decomposed = "Nguye\u0302\u0303n  Va\u0306n An "
    contest = Contest.from_dict({"charter": "dcsvn-2025", "title": "Bầu", "seats": 1, "candidates": [decomposed]})
    assert contest.candidates[0].name == "Nguyễn Văn An"


@pytest.mark.parametrize("text", ['[settings]\n"invalid.no_box" = false', "[settings.invalid]\nno_box = false"])
def test_the_congress_own_rules_stand_in_the_contest(text):
    contest = Contest.from_toml(FILE + text)
    assert (dict(contest.settings), charter_of(contest)["invalid.no_box"]) == ({"invalid.no_box": False}, False)


def test_a_reason_may_stand_beside_a_setting():
    contest = Contest.from_toml(FILE + '[settings."invalid.no_box"]\nvalue = false\nreason = "biểu quyết"')
    assert charter_of(contest).rule("invalid.no_box").reason == "biểu quyết"
    assert Contest.from_toml(contest.to_toml()) == contest


@pytest.mark.parametrize(
    ("charter", "names", "seats", "form"),
    [
        ("dcsvn-2025", 4, 3, "strike_out"),
        ("dcsvn-2025", 3, 3, "agree_disagree"),
        ("dcsvn-2025", 2, 3, "agree_disagree"),
        ("dcsvn-2025", 1, 1, "single"),
        ("dcsvn-2025", 1, 3, "single"),
        ("dcsvn-2020", 2, 1, "strike_out"),
        ("association", 4, 3, "choose"),
        ("association", 3, 3, "agree_disagree"),
        ("association", 1, 1, "single"),
    ],
)
def test_the_form_follows_from_charter_and_numbers_el_21_to_23(charter, names, seats, form):
    assert form_of(contest_of(names, seats=seats, charter=charter), load(charter)) == form


def test_a_congress_may_fix_the_form_of_an_introduction():
    contest = contest_of(4, seats=2, purpose="introduction", settings={"introduction.form": "agree_disagree"})
    assert form_of(contest, charter_of(contest)) == "agree_disagree"


@pytest.mark.parametrize(
    ("base", "needed"), [(52, 27), (197, 99), (20, 11), (31, 16), (347, 174), (346, 174), (1, 1)]
)  # fmt: skip
def test_more_than_half_of_the_base_el_40(base, needed):
    assert votes_needed(contest_of(2, base=base), load("dcsvn-2025")) == needed


def test_a_tie_round_needs_no_majority_el_45():
    contest = contest_of(2, round="tie", base=100)
    assert votes_needed(contest, load("dcsvn-2025")) == 0
    assert votes_needed(contest, load("dcsvn-2025", {"tie.majority_needed": True})) == 51


def test_an_association_takes_the_valid_ballots_and_before_the_count_the_returned():
    contest = contest_of(3, seats=1, charter="association", base=500, returned=101)
    charter = load("association")
    assert (votes_needed(contest, charter), votes_needed(contest, charter, valid=90)) == (51, 46)
    assert votes_needed(replace(contest, purpose="introduction"), charter, valid=90) == 251


def test_everything_that_may_be_elected_stands_in_the_contract():
    assert len(ELECTS) == 8
