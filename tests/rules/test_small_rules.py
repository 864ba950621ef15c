"""Bases, names, shares, stages, directives (EL-41 to EL-53, EL-60, RP-12, PR-02, section 2 of the fact sheet)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daihoi.rules import base as bases
from daihoi.rules import directives
from daihoi.rules.charter import load
from daihoi.rules.contests import votes_needed
from daihoi.rules.errors import RuleViolation
from daihoi.rules.keeping import least_day, months_later, proposed_day
from daihoi.rules.majority import Outcome, outcome
from daihoi.rules.names import given_name, nfc, sort_key
from daihoi.rules.shares import share, shares_to_100
from daihoi.rules.stages import ORDER, Stage, following, furthest, owed
from tests.rules.facts import case_id, cases, contest_of

BASES = {"members": bases.members_base, "delegates": bases.delegates_base, "committee": bases.committee_base}


@pytest.mark.parametrize("case", cases("bases"), ids=case_id)
def test_the_base_of_a_vote(case):
    base = BASES[case["kind"]](case["convened"], **case["off"])
    needed = votes_needed(contest_of(2, base=base.number), load("dcsvn-2025"))
    assert (base.number, needed) == (case["base"], case["needed"])
    assert sum(deduction.number for deduction in base.deductions) == case["convened"] - case["base"]


@pytest.mark.parametrize("off", [{"suspended": 11}, {"suspended": -1}])
def test_more_taken_off_than_convened_is_refused(off):
    with pytest.raises(RuleViolation) as refusal:
        bases.members_base(10, **off)
    assert refusal.value.code == "base.negative"


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(1, 9), st.integers(0, 12)), st.integers(0, 13), st.integers(1, 6), st.integers(0, 3))
def test_an_outcome_never_gives_a_seat_by_chance(votes, needed, seats, alternates):
    found = outcome(votes, needed=needed, seats=seats, alternates=alternates)
    assert len(found.elected) + found.unfilled == seats
    assert all(votes[each] >= needed for each in (*found.elected, *found.tied, *found.alternates))
    assert not {*found.elected} & {*found.tied}
    left_out = [votes[each] for each in votes if each not in found.elected and votes[each] >= needed and votes[each]]
    assert all(votes[each] > other for each in found.elected for other in left_out)
    assert outcome(dict(reversed(votes.items())), needed=needed, seats=seats, alternates=alternates) == found


def test_an_outcome_says_everything_at_once():
    assert outcome({1: 9, 2: 8, 3: 8, 4: 3}, needed=6, seats=2) == Outcome(elected=(1,), tied=(2, 3), unfilled=1, passed=3)


def test_names_are_ordered_by_vietnamese_letters_then_tones_el_60():
    words = ["ả", "a", "á", "ạ", "ã", "à", "ă", "â", "an", "ân", "đa", "da", "dũng", "e", "ê", "ơ", "ô", "o", "ư", "u", "y"]
    assert sorted(words, key=sort_key) == [
        "a", "à", "ả", "ã", "á", "ạ", "an", "ă", "â", "ân", "da", "dũng", "đa", "e", "ê", "o", "ô", "ơ", "u", "ư", "y",
    ]  # fmt: skip


def test_letters_come_before_tones():
    assert sorted(["Hoàng", "Hóa", "Hoa", "Hòa"], key=sort_key) == ["Hoa", "Hòa", "Hóa", "Hoàng"]


def test_given_name_and_spelling():
    assert (given_name(" Nguyễn  Văn An "), nfc("Nguye\u0302\u0303n\tAn")) == ("An", "Nguyễn An")
    assert sort_key("nguyễn văn an")[:3] == sort_key("Nguyễn Văn An")[:3]
    assert sorted(["H’Hen Niê", "K'Brơi", "Zoe", "An"], key=sort_key) == ["An", "K'Brơi", "H’Hen Niê", "Zoe"]


@pytest.mark.parametrize(
    ("part", "whole", "places", "printed"),
    [
        (3940, 5408, 2, "72.86"),
        (497, 567, 2, "87.65"),
        (313, 1094, 1, "28.6"),
        (222, 1587, 2, "13.99"),
        (1, 8, 1, "12.5"),
        (1, 800, 2, "0.13"),
        (1, 2000, 1, "0.1"),
        (2, 3, 0, "67"),
        (0, 7, 2, "0.00"),
        (7, 7, 2, "100.00"),
        (5, 0, 2, "0.00"),
        (-1, 8, 2, "-12.50"),
    ],
)
def test_shares_are_half_up_rp_12_tx_19_tx_30(part, whole, places, printed):
    assert share(part, whole, places) == printed


def test_a_table_of_shares_marks_what_it_adjusts():
    assert shares_to_100([1, 1, 1]) == [("33.34", True), ("33.33", False), ("33.33", False)]
    assert shares_to_100([1, 1, 4], 0) == [("16", True), ("17", False), ("67", False)]
    assert shares_to_100([27690, 9264], 1) == [("74.9", False), ("25.1", False)]
    assert shares_to_100([0, 0]) == [("0.00", False), ("0.00", False)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 5000), min_size=1, max_size=9), st.integers(0, 3))
def test_shares_of_a_table_add_up_to_100_and_differ_by_one_unit_at_most(parts, places):
    rows = shares_to_100(parts, places)
    units = [int(text.replace(".", "")) for text, _adjusted in rows]
    plain = [int(share(part, sum(parts), places).replace(".", "")) for part in parts]
    assert sum(units) == (100 * 10**places if sum(parts) else 0)
    assert [abs(new - old) == int(adjusted) for new, old, (_text, adjusted) in zip(units, plain, rows, strict=True)] == [True] * len(parts)


def test_stages_follow_each_other_and_a_skipped_one_is_owed_pr_02():
    assert [stage.value for stage in ORDER] == [
        "called", "prepared", "contents_approved", "held", "results_reported", "results_approved", "filed",
    ]  # fmt: skip
    assert (following(Stage.called), following(Stage.filed)) == (Stage.prepared, None)
    assert owed(Stage.held, {Stage.called, Stage.held}) == (Stage.prepared, Stage.contents_approved)
    assert (furthest({Stage.held, Stage.called}), furthest(())) == (Stage.held, None)


def test_one_number_may_name_two_directives():
    assert directives.keys() == (
        ("35-CT/TW", date(2019, 5, 30)),
        ("35-CT/TW", date(2024, 6, 14)),
        ("45-CT/TW", date(2025, 4, 14)),
    )


@pytest.mark.parametrize("key", directives.keys())
def test_every_row_of_a_directive_has_its_rule_and_source(key):
    directive = directives.load(*key)
    rows = [row for table in directive.tables.values() for row in table]
    assert rows
    assert all(row.rule and row.source for row in rows)
    assert all(row.source != "chưa tìm thấy văn bản" for row in rows if row.confirmed)


@pytest.mark.parametrize(
    ("key", "table", "name", "wanted", "value"),
    [
        (("45-CT/TW", date(2025, 4, 14)), "working_days", "days", {"what": "contents_approval"}, 45),
        (("45-CT/TW", date(2025, 4, 14)), "working_days", "days", {"what": "opening_announced"}, 30),
        (("45-CT/TW", date(2025, 4, 14)), "durations", "half_days", {"kind": "commune_org"}, 4),
        (("45-CT/TW", date(2025, 4, 14)), "durations", "half_days", {"kind": "central_sub"}, 8),
        (("45-CT/TW", date(2025, 4, 14)), "delegates", "most", {"kind": "central_sub", "body": "province_of_2"}, 450),
        (("35-CT/TW", date(2024, 6, 14)), "durations", "half_days", {"kind": "upper_grassroots"}, 6),
        (("35-CT/TW", date(2019, 5, 30)), "working_days", "days", {"what": "complaint_cut_off", "kind": "grassroots"}, 25),
    ],
)
def test_numbers_of_the_directives(key, table, name, wanted, value):
    """DR-04, DR-07, DR-08, DR-14, DE-17, CP-12, TX-28."""
    assert directives.load(*key).number(table, name, **wanted) == value


@pytest.mark.parametrize(
    ("key", "kind", "done_by"),
    [
        (("45-CT/TW", date(2025, 4, 14)), "grassroots", date(2025, 6, 30)),
        (("45-CT/TW", date(2025, 4, 14)), "commune_org", date(2025, 8, 31)),
        (("35-CT/TW", date(2019, 5, 30)), "grassroots", date(2020, 6, 30)),
        (("35-CT/TW", date(2019, 5, 30)), "central_sub", date(2020, 10, 31)),
    ],
)
def test_deadlines_dr_06_dr_13(key, kind, done_by):
    assert [row["done_by"] for row in directives.load(*key).rows("deadlines", kind=kind)] == [done_by]


def test_earliest_birth_months_tx_18_ag_06():
    rows = directives.load("45-CT/TW", date(2025, 4, 14)).rows("ages", kind="central_sub", standing="reelection", sex="male")
    assert [(row.values.get("post"), row["earliest_birth_month"]) for row in rows] == [
        (None, "1967-09"),
        ("deputy_secretary_special", "1967-03"),
    ]


def test_an_unknown_directive_is_refused_by_number_and_date():
    with pytest.raises(RuleViolation) as refusal:
        directives.load("35-CT/TW", date(2025, 4, 14))
    assert refusal.value.code == "directive.unknown"
    assert "45-CT/TW ngày 14/4/2025" in refusal.value.message


def test_the_keeping_time_of_state_elections_is_proposed_only_where_no_text_or_congress_fixed_another_el_47_el_62():
    charter, day = load("dcsvn-2025"), date(2025, 8, 31)
    assert (least_day(charter, day), proposed_day(charter, day)) == (date(2026, 3, 1), date(2030, 8, 31))
    set_by_congress = charter.change("keeping.ballots_months", 12)
    assert (least_day(set_by_congress, day), proposed_day(set_by_congress, day)) == (date(2026, 8, 31), date(2026, 8, 31))


def test_a_keeping_time_never_ends_before_its_months_are_over_el_47():
    later = {
        (31, 10, 60): (2030, 10, 31),
        (31, 8, 6): (2026, 3, 1),
        (30, 8, 6): (2026, 3, 1),
        (28, 8, 6): (2026, 2, 28),
        (31, 3, 1): (2025, 5, 1),
    }
    later |= {(30, 8, 30): (2028, 3, 1), (29, 8, 30): (2028, 2, 29), (31, 12, 12): (2026, 12, 31)}
    for (day, month, months), end in later.items():
        assert months_later(date(2025, month, day), months) == date(*end)
