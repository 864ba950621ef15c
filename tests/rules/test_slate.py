"""The list before the vote (EL-07, EL-09, EL-10, EL-13, EL-16, EL-60, PE-08, PR-17)."""

from dataclasses import replace

import pytest

from daihoi.rules.charter import load
from daihoi.rules.contests import Candidate, charter_of
from daihoi.rules.slate import in_ballot_order, list_findings, outside_accepted, outside_step, surplus_of, taken_from_poll
from tests.rules.facts import case_id, cases, contest_of


@pytest.mark.parametrize("case", cases("surplus"), ids=case_id)
def test_bounds_of_the_surplus(case):
    found = surplus_of(case["seats"], load(case["charter"], case.get("settings")))
    prepared = [found.prepared_least, found.prepared_most] if "prepared" in case else None
    assert (found.cap, prepared) == (case["cap"], case.get("prepared"))


def found_for(people, seats, **more):
    contest = contest_of(people, seats=seats, **({"elects": "executive_committee"} | more))
    return [(each.level, each.code) for each in list_findings(contest, charter_of(contest))]


@pytest.mark.parametrize(
    ("people", "seats", "more", "findings"),
    [
        (42, 33, {}, []),
        (43, 33, {}, [("warning", "slate.over_cap")]),
        (33, 33, {}, [("warning", "slate.no_surplus")]),
        (30, 33, {}, [("warning", "slate.too_few")]),
        (6, 5, {}, []),
        (7, 5, {}, [("warning", "slate.over_small_cap")]),
        (2, 1, {}, []),
        (33, 33, {"elects": "delegates"}, []),
        (33, 33, {"round": 2}, []),
        (33, 33, {"purpose": "introduction"}, []),
        (43, 33, {"settings": {"list.surplus_rounding": "up"}}, []),
        (2, 1, {"round": "tie"}, []),
        (2, 2, {"round": "tie"}, [("warning", "slate.no_tie")]),
        (10, 5, {"charter": "association"}, []),
        (11, 5, {"charter": "association"}, [("warning", "slate.over_cap")]),
    ],
)  # fmt: skip
def test_the_number_of_names_el_09_el_16_pe_08(people, seats, more, findings):
    assert found_for(people, seats, **more) == findings


def test_a_finding_says_what_to_do_in_numbers():
    contest = contest_of(43, seats=33, elects="executive_committee")
    assert [each.message for each in list_findings(contest, charter_of(contest))] == [
        "Số dư 10 người, nhiều nhất là 9 khi bầu 33 người. Hãy lấy phiếu xin ý kiến hoặc rút bớt 1 người."
    ]


def listed(*people):
    contest = replace(contest_of(1, seats=1), candidates=tuple(people))
    return [(each.level, each.code, each.where) for each in list_findings(contest, charter_of(contest))]


def test_namesakes_must_be_told_apart_by_birth_pr_17():
    first, second = Candidate("Nguyễn Văn An", born="1/2/1970"), Candidate("NGUYỄN VĂN AN", born="1/2/1971")
    assert listed(first, second) == []
    assert listed(first, Candidate("Nguyễn Văn An")) == [
        ("error", "slate.namesakes", "candidates"),
        ("warning", "slate.order", "candidates"),
    ]
    assert listed(first, first) == [("error", "slate.same_person", "candidates")]


def test_names_out_of_order_are_pointed_out_el_13():
    assert listed(Candidate("Trần Bình"), Candidate("Lê An")) == [("warning", "slate.order", "candidates")]


def test_order_of_the_ballot_el_13_el_60():
    people = [
        Candidate("Trần Thị Đào"),
        Candidate("Lê Văn Dũng"),
        Candidate("Nguyễn Văn An", born="5/8/1970"),
        Candidate("Nguyễn Văn An", born="1970"),
        Candidate("Nguyễn Văn An", born="1969-12-01"),
        Candidate("Lê Thị An"),
        Candidate("Đinh Thị An"),
        Candidate("Dương Thị An"),
    ]
    assert [(each.name, each.born) for each in in_ballot_order(people)] == [
        ("Dương Thị An", ""),
        ("Đinh Thị An", ""),
        ("Lê Thị An", ""),
        ("Nguyễn Văn An", "1969-12-01"),
        ("Nguyễn Văn An", "1970"),
        ("Nguyễn Văn An", "5/8/1970"),
        ("Lê Văn Dũng", ""),
        ("Trần Thị Đào", ""),
    ]


@pytest.mark.parametrize(("agree", "accepted"), [(54, False), (55, True)])
def test_more_than_thirty_per_cent_for_a_person_outside_the_list_tx_12_el_07(agree, accepted):
    assert outside_accepted(agree, 180, load("dcsvn-2025")) is accepted


@pytest.mark.parametrize(("outside", "step"), [(5, "congress_decides"), (6, "poll")])
def test_over_the_cap_a_poll_is_taken_el_10(outside, step):
    """33 seats, 37 prepared: up to 42 names the congress decides."""
    assert outside_step(37, outside, 33, load("dcsvn-2025")) == step


def test_the_poll_fills_the_list_from_the_top_and_leaves_equals_to_the_congress_el_10():
    assert taken_from_poll({1: 60, 2: 90, 3: 80, 4: 80}, 2) == ((2,), (3, 4))
    assert taken_from_poll({1: 60, 2: 90, 3: 80}, 2) == ((2, 3), ())
