"""Ballots and results: golden cases, decisions, accounts, the digest (EL-20 to EL-46)."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from daihoi.rules.charter import load
from daihoi.rules.contests import Candidate, charter_of
from daihoi.rules.counting import count, open_questions
from daihoi.rules.errors import RuleViolation
from tests.rules.facts import aside, case_id, cases, contest_of, page, with_votes

EMPTY = {"valid": 0, "invalid": 0, "pending": 0, "invalid_reasons": {}}


def counted(contest, lines, decisions=()):
    return count(contest, charter_of(contest), lines, decisions)


MARKS = st.lists(st.sampled_from("x."), min_size=3, max_size=3)


@given(ours=st.tuples(MARKS, MARKS), theirs=st.tuples(MARKS, MARKS))
def test_leaves_swapped_between_two_ballots_that_stay_valid_change_nobodys_votes(ours, theirs):
    """docs/decisions/0007-leaves.md."""
    contest = contest_of(6, seats=4, returned=2)

    def result(*ballots):
        fronts = [page(contest, n, " ".join([*front, "-", "-", "-"]), source=f"{n}a") for n, (front, _back) in enumerate(ballots, 1)]
        backs = [
            page(contest, n, " ".join(["-", "-", "-", *back]), source=f"{n}b", number=2) for n, (_front, back) in enumerate(ballots, 1)
        ]
        return counted(contest, [*fronts, *backs])

    in_order, swapped = result(ours, theirs), result((ours[0], theirs[1]), (theirs[0], ours[1]))
    assume(in_order["valid"] == swapped["valid"] == 2)
    assert in_order["votes"] == swapped["votes"]


@pytest.mark.parametrize("case", cases("ballots"), ids=case_id)
def test_a_ballot_counts_as_its_rule_says(case):
    people = len(case["marks"].split())
    contest = contest_of(
        people,
        seats=case["seats"],
        charter=case.get("charter", "dcsvn-2025"),
        returned=1,
        stamp=case.get("stamp", "ignore"),
        settings=case.get("settings", {}),
    )
    decisions = [{"ballot": 1, **decision} for decision in case.get("people", [])]
    result = counted(contest, [page(contest, 1, case["marks"], sheet=case.get("sheet"))], decisions)
    found = {name: result[name] for name in EMPTY}
    votes = [[row["candidate"] for row in result["votes"] if row[side]] for side in ("for", "against")]
    reasons = {case["reason"]: 1} if "reason" in case else {}
    assert found == EMPTY | {case["outcome"]: 1, "invalid_reasons": reasons}
    assert votes == [case.get("for", []), case.get("against", [])]


@pytest.mark.parametrize("case", cases("results"), ids=case_id)
def test_who_is_elected(case):
    contest = contest_of(
        len(case["votes"]),
        seats=case["seats"],
        charter=case.get("charter", "dcsvn-2025"),
        base=case["base"],
        round=case.get("round", 1),
        purpose=case.get("purpose", "election"),
        alternates=case.get("alternates", 0),
    )
    lines = with_votes(contest, case["votes"])
    contest = replace(contest, issued=len(lines), returned=len(lines))
    result = counted(contest, lines)
    assert [row["for"] for row in result["votes"]] == case["votes"]
    assert {name: result[name] for name in ("elected", "tied", "alternates", "unfilled", "needed")} == {
        "elected": case["elected"],
        "tied": case.get("tied", []),
        "alternates": case.get("alternate", []),
        "unfilled": case["unfilled"],
        "needed": case["needed"],
    }


def test_a_result_holds_all_fields_of_the_contract():
    contest = contest_of(3, seats=2, base=5, issued=5, returned=4)
    lines = [page(contest, 1, "x . ."), page(contest, 2, "x . ."), page(contest, 3, "x . ."), page(contest, 4, ". . .")]
    result = counted(contest, lines)
    digest = result.pop("digest")
    inner = {name: result.pop(name) for name in ("charter_digest", "ballots_digest")}
    grounds = result.pop("rules")
    rules = [(rule["key"], rule["confirmed"]) for rule in grounds]
    assert len(digest.replace("-", "")) == 20
    assert set(digest) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")
    assert inner["charter_digest"] == load("dcsvn-2025").digest
    assert rules == [("ballot.form_surplus", False), ("invalid.too_many", True), ("election.over_percent", True), ("majority.base", True)]
    assert grounds[2] == {
        "what": "Trúng cử khi số phiếu bầu nhiều hơn tỷ lệ này của số để tính: 50%",
        "source": "Điều 30, 190-QĐ/TW ngày 10/10/2024 của Ban Chấp hành Trung ương",
        "confirmed": True,
        "key": "election.over_percent",
        "rule": "EL-40",
        "title": "Trúng cử khi số phiếu bầu nhiều hơn tỷ lệ này của số để tính",
        "value": "50%",
    }
    assert result == {
        "form": "strike_out",
        "seats": 2,
        "base": 5,
        "needed": 3,
        "issued": 5,
        "returned": 4,
        "valid": 3,
        "invalid": 1,
        "invalid_reasons": {"too_many": 1},
        "pending": 0,
        "votes": [
            {"candidate": 1, "name": "Nguyễn Văn Aa", "for": 0, "against": 0, "percent_of_base": "0.00", "elected": False},
            {"candidate": 2, "name": "Nguyễn Văn Ab", "for": 3, "against": 0, "percent_of_base": "60.00", "elected": True},
            {"candidate": 3, "name": "Nguyễn Văn Ac", "for": 3, "against": 0, "percent_of_base": "60.00", "elected": True},
        ],
        "elected": [2, 3],
        "alternates": [],
        "tied": [],
        "unfilled": 0,
        "findings": [],
    }


def codes(result):
    return [found["code"] for found in result["findings"]]


@pytest.mark.parametrize(
    ("accounts", "code"),
    [
        ({"issued": 2, "returned": 3}, "count.returned_over_issued"),
        ({"issued": 9, "returned": 4}, "count.returned_not_counted"),
        ({"issued": 9, "returned": 2}, "count.returned_not_counted"),
        ({"issued": 9, "returned": 3, "base": 0}, "count.no_base"),
    ],
)
def test_nobody_is_elected_while_accounts_do_not_balance_el_36(accounts, code):
    contest = replace(contest_of(2), **({"base": 3} | accounts))
    result = counted(contest, [page(contest, number, "x .") for number in (1, 2, 3)])
    assert (result["elected"], result["tied"], result["unfilled"]) == ([], [], 1)
    assert code in codes(result)


def test_nobody_is_elected_while_a_ballot_is_pending():
    contest = contest_of(2, base=3, issued=3, returned=3)
    lines = [page(contest, 1, "x ."), page(contest, 2, "x ."), page(contest, 3, "x ?")]
    assert (counted(contest, lines)["elected"], codes(counted(contest, lines))) == ([], ["count.pending"])
    settled = counted(contest, lines, [{"ballot": 3, "candidate": 2, "kind": "strike", "state": "marked"}])
    assert (settled["elected"], settled["invalid_reasons"], settled["pending"]) == ([2], {"nobody": 1}, 0)


@pytest.mark.parametrize(
    ("number", "charter", "code"),
    [(2, "dcsvn-2025", "outcome.unfilled"), (3, "dcsvn-2025", "outcome.appointment"), (3, "association", "outcome.unfilled")],
)
def test_after_three_rounds_without_a_secretary_the_superior_appoints_el_15(number, charter, code):
    contest = contest_of(1, charter=charter, base=2, issued=2, returned=2, round=number, elects="secretary")
    result = counted(contest, [page(contest, ballot, ".x") for ballot in (1, 2)])
    assert (result["elected"], codes(result)) == ([], [code])
    assert ("secretary.rounds_before_appointment" in [rule["key"] for rule in result["rules"]]) is (code == "outcome.appointment")


def test_more_ballots_issued_than_the_base_is_a_warning():
    contest = contest_of(2, base=2, issued=3, returned=3)
    result = counted(contest, [page(contest, number, "x .") for number in (1, 2, 3)])
    assert (result["elected"], codes(result)) == ([2], ["account.issued_over_base"])


def test_a_duplicate_is_not_counted_and_a_page_set_aside_is_one_pending_ballot():
    contest = contest_of(2, base=3, issued=3, returned=3)
    lines = [page(contest, 1, "x ."), page(contest, 2, "x ."), aside(), aside("scan.pdf#98", ballot=1, status="duplicate")]
    result = counted(contest, lines)
    assert (result["valid"], result["pending"], result["elected"]) == (2, 1, [])
    assert open_questions(contest, charter_of(contest), lines) == [
        {"question": "page", "ballot": None, "page": 1, "source": "scan.pdf#99", "cause": "torn", "why": "page"}
    ]


@pytest.mark.parametrize("word", ["not_a_ballot", "blank_page", "duplicate"])
def test_a_discarded_page_is_no_ballot(word):
    contest = contest_of(2, base=2, issued=3, returned=2)
    lines = [page(contest, 1, "x ."), page(contest, 2, "x ."), page(contest, 3, ". ?"), aside()]
    decisions = [
        {"source": "scan.pdf#99", "discard": word},
        {"source": "scan.pdf#3", "discard": "duplicate"},
        {"ballot": 3, "candidate": 2, "kind": "strike", "state": "clear"},
    ]
    result = counted(contest, lines, decisions)
    assert (result["valid"], result["invalid"], result["pending"], result["elected"]) == (2, 0, 0, [2])


def test_a_page_read_by_people_is_a_ballot():
    contest = contest_of(2, base=1, issued=1, returned=1, stamp="check")
    read = {"source": "scan.pdf#99", "ballot": 7, "page": 1, "fields": page(contest, 7, "x .")["fields"]}
    result = counted(contest, [aside()], [read])
    assert (result["valid"], result["pending"], result["elected"]) == (1, 0, [2])


def test_two_pages_make_one_ballot():
    contest = contest_of(4, seats=2, base=1, issued=1, returned=1)
    lines = [page(contest, 1, "x . - -", source="a#1"), page(contest, 1, "- - x .", source="a#2", number=2)]
    assert [row["for"] for row in counted(contest, lines)["votes"]] == [0, 1, 0, 1]


def test_the_same_page_twice_in_one_ballot_waits_until_one_is_discarded():
    contest = contest_of(2, base=1, issued=1, returned=1)
    lines = [page(contest, 1, "x .", source="a#1"), page(contest, 1, "x .", source="a#2")]
    assert (counted(contest, lines)["pending"], counted(contest, lines, [{"source": "a#2", "discard": "duplicate"}])["valid"]) == (1, 1)
    assert [question["question"] for question in open_questions(contest, charter_of(contest), lines)] == ["page_twice", "page_twice"]


def test_a_page_set_aside_keeps_its_ballot_open():
    contest = contest_of(2, base=1, issued=1, returned=1)
    lines = [page(contest, 1, "x ."), aside(ballot=1)]
    assert (counted(contest, lines)["valid"], counted(contest, lines)["pending"]) == (0, 1)


def test_a_leaf_set_apart_counts_in_the_ballot_that_people_find_it_belongs_to():
    """docs/decisions/0007: what the machine read on it stands; before, it says nothing of any ballot."""
    contest = contest_of(4, seats=2, base=2, issued=2, returned=2)
    apart = {"status": "set_aside", "cause": "leaves_apart"}
    lines = [
        page(contest, 1, "x . - -", source="a#1"),
        page(contest, 1, "- - x .", source="a#2", number=2) | apart,
        page(contest, 2, "x . - -", source="a#3"),
        page(contest, 2, "- - . x", source="a#4", number=2) | apart,
    ]
    assert (counted(contest, lines)["valid"], counted(contest, lines)["pending"]) == (0, 2)
    swapped = [{"source": "a#2", "belongs_to": 2}, {"source": "a#4", "belongs_to": 1}]
    result = counted(contest, lines, swapped)
    assert (result["valid"], result["pending"], [row["for"] for row in result["votes"]]) == (2, 0, [0, 2, 1, 1])
    both = counted(contest, lines, [{"source": "a#2", "belongs_to": 2}, {"source": "a#4", "belongs_to": 2}])
    assert (both["valid"], both["pending"]) == (0, 2)


def test_only_a_leaf_set_apart_may_be_given_to_a_ballot():
    contest = contest_of(2, base=1, issued=1, returned=1)
    with pytest.raises(RuleViolation) as refused:
        counted(contest, [page(contest, 1, "x ."), aside()], [{"source": "scan.pdf#99", "belongs_to": 1}])
    assert refused.value.code == "decision.not_apart"


def test_only_doubts_that_matter_are_asked():
    contest = contest_of(5, seats=3)
    lines = [
        page(contest, 1, ". . . . ?"),
        page(contest, 2, "x x . . ?"),
        page(contest, 3, "x x . . .", sheet={"foreign_ink": "present"}),
        page(contest, 4, "x x . . -"),
    ]
    assert open_questions(contest, charter_of(contest), lines) == [
        {"question": "mark", "ballot": 2, "page": 1, "source": "scan.pdf#2", "candidate": 5, "kind": "strike", "why": "doubtful"},
        {
            "question": "sheet_mark",
            "ballot": 3,
            "page": 1,
            "source": "scan.pdf#3",
            "sheet_mark": "foreign_ink",
            "state": "present",
            "why": "present",
        },
        {"question": "missing_page", "ballot": 4, "page": 1, "source": "", "cause": None, "why": "missing_page"},
    ]


def test_ink_beside_the_names_may_strike_one_so_the_marks_alone_do_not_make_the_ballot_invalid_el_26():
    contest = contest_of(2, base=1, issued=1, returned=1)
    lines = [page(contest, 1, ". .", sheet={"foreign_ink": "present"})]
    assert (counted(contest, lines)["pending"], len(open_questions(contest, charter_of(contest), lines))) == (1, 1)
    harmless = {"ballot": 1, "sheet_mark": "foreign_ink", "state": "absent"}
    assert counted(contest, lines, [harmless])["invalid_reasons"] == {"too_many": 1}
    fields = [{"candidate": number, "kind": "strike", "state": state} for number, state in ((1, "clear"), (2, "marked"))]
    read = {"source": lines[0]["source"], "ballot": 1, "page": 1, "fields": fields}
    assert counted(contest, lines, [read])["valid"] == 1


def test_a_sheet_mark_can_be_settled_for_one_page_only():
    contest = contest_of(2, base=1, issued=1, returned=1)
    ink = {"foreign_ink": "present"}
    lines = [page(contest, 1, "x -", sheet=ink, source="a#1"), page(contest, 1, "- .", sheet=ink, source="a#2", number=2)]
    one = [{"ballot": 1, "sheet_mark": "foreign_ink", "state": "absent", "source": "a#1"}]
    assert (counted(contest, lines, one)["pending"], counted(contest, lines, [{**one[0], "source": "a#2"}, *one])["valid"]) == (1, 1)
    for_all = {"ballot": 1, "sheet_mark": "foreign_ink", "state": "absent"}
    assert counted(contest, lines, [for_all])["valid"] == 1
    assert counted(contest, lines, [for_all, {**for_all, "state": "present", "source": "a#2"}])["pending"] == 1


def test_ink_that_only_people_saw_keeps_the_ballot_open_until_they_conclude():
    contest = contest_of(2, base=1, issued=1, returned=1)
    lines, saw = [page(contest, 1, "x .")], {"ballot": 1, "sheet_mark": "foreign_ink", "state": "present"}
    assert counted(contest, lines, [saw])["pending"] == 1
    assert counted(contest, lines, [saw, {"ballot": 1, "invalid": "writing"}])["invalid_reasons"] == {"writing": 1}


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        ({"ballot": 9, "invalid": "writing"}, "decision.no_ballot"),
        ({"ballot": 9, "candidate": 1, "kind": "strike", "state": "marked"}, "decision.no_ballot"),
        ({"ballot": 1, "candidate": 3, "kind": "strike", "state": "marked"}, "reading.unknown_field"),
        ({"ballot": 1, "candidate": 1, "kind": "agree", "state": "marked"}, "reading.unknown_field"),
        ({"ballot": 1, "candidate": 1, "kind": "strike", "state": "doubtful"}, "shape.choice"),
        ({"ballot": 1, "invalid": "ugly"}, "shape.choice"),
        ({"source": "other.pdf#1", "discard": "duplicate"}, "decision.no_source"),
        ({"source": "scan.pdf#1", "discard": "lost"}, "shape.choice"),
    ],
)
def test_a_decision_that_points_nowhere_is_refused(decision, code):
    contest = contest_of(2)
    with pytest.raises(RuleViolation) as refusal:
        counted(contest, [page(contest, 1, "x .")], [decision])
    assert refusal.value.code == code


def test_decisions_that_contradict_are_refused_and_repeated_ones_are_not():
    contest = contest_of(2, base=1, issued=1, returned=1)
    lines = [page(contest, 1, "x ?")]
    marked = {"ballot": 1, "candidate": 2, "kind": "strike", "state": "marked"}
    clear = {**marked, "state": "clear"}
    assert counted(contest, lines, [clear, clear])["valid"] == 1
    with pytest.raises(RuleViolation) as refusal:
        counted(contest, lines, [clear, marked])
    assert refusal.value.code == "reading.contradiction"


def test_a_reason_that_was_switched_off_cannot_be_given():
    contest = contest_of(2, settings={"invalid.several_inks": False})
    with pytest.raises(RuleViolation) as refusal:
        counted(contest, [page(contest, 1, "x .")], [{"ballot": 1, "invalid": "several_inks"}])
    assert refusal.value.code == "decision.reason_off"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ballot": None}, "reading.no_ballot"),
        ({"status": "lost"}, "shape.choice"),
        ({"fields": [{"candidate": 3, "kind": "strike", "state": "clear"}]}, "reading.unknown_field"),
        ({"fields": [{"candidate": 1, "kind": "strike", "state": "clear"}] * 2}, "reading.contradiction"),
        ({"fields": [{"candidate": 1, "kind": "strike", "state": "maybe"}]}, "shape.choice"),
    ],
)
def test_a_reading_that_makes_no_sense_is_refused(change, code):
    contest = contest_of(2)
    with pytest.raises(RuleViolation) as refusal:
        counted(contest, [page(contest, 1, "x .") | change])
    assert refusal.value.code == code


def test_names_of_page_images_are_kept_as_they_are():
    contest = contest_of(2, base=1, issued=1, returned=1)
    lines = [page(contest, 1, "x ?", source=" a  b.pdf#1"), aside("a b.pdf#1")]
    assert [question["source"] for question in open_questions(contest, charter_of(contest), lines)] == [" a  b.pdf#1", "a b.pdf#1"]


def test_the_same_page_image_twice_in_the_file_is_refused():
    contest = contest_of(2)
    with pytest.raises(RuleViolation) as refusal:
        counted(contest, [page(contest, 1, "x .")] * 2)
    assert refusal.value.code == "reading.contradiction"


@pytest.mark.parametrize(
    "change",
    [
        {"seats": 2},
        {"base": 11},
        {"issued": 11},
        {"title": "Bầu Ban Thường vụ"},
        {"unit": "Đảng bộ A"},
        {"round": 2},
        {"candidates": (Candidate("Nguyễn Văn A"), Candidate("Nguyễn Văn Bê"))},
        {"candidates": (Candidate("Nguyễn Văn A"), Candidate("Nguyễn Văn B", born="1970"))},
        {"charter": "dcsvn-2020"},
        {"settings": {"invalid.no_box": False}},
    ],
)
def test_the_digest_changes_with_everything_that_could_decide(change):
    contest = contest_of(2)
    lines = [page(contest, number, "x .") for number in range(1, 11)]
    other = replace(contest, **change)
    relined = [page(other, number, "x ." if other.seats == 1 else ".x x.") for number in range(1, 11)]
    assert counted(other, relined)["digest"] != counted(contest, lines)["digest"]


def test_the_digest_changes_with_the_page_images_and_not_with_their_order():
    contest = contest_of(2)
    lines = [page(contest, number, "x .") for number in range(1, 11)]
    other = [{**lines[0], "digest": "another"}, *lines[1:]]
    assert counted(contest, list(reversed(lines))) == counted(contest, lines)
    assert counted(contest, other)["digest"] != counted(contest, lines)["digest"]


# --- properties ------------------------------------------------------------------------------

marks = st.sampled_from("x.?")
PROPERTIES = settings(max_examples=30, deadline=None)


@st.composite
def piles(draw):
    """A contest with ballots, some marks doubtful."""
    people = draw(st.integers(1, 5))
    charter = draw(st.sampled_from(("dcsvn-2020", "dcsvn-2025", "association")))
    number = draw(st.integers(0, 6))
    contest = contest_of(
        people,
        seats=draw(st.integers(1, 5)),
        charter=charter,
        base=draw(st.integers(1, 8)),
        issued=number,
        returned=number,
        alternates=draw(st.integers(0, 2)),
        round=draw(st.sampled_from((1, 2, "tie"))),
    )
    words = [" ".join("".join(draw(marks) for _kind in range(2)) for _person in range(people)) for _ballot in range(number)]
    return contest, [page(contest, ballot, word) for ballot, word in enumerate(words, 1)]


@PROPERTIES
@given(piles())
def test_accounts_add_up_and_seats_are_never_exceeded(pile):
    contest, lines = pile
    result = counted(contest, lines)
    assert result["valid"] + result["invalid"] + result["pending"] == len(lines)
    assert sum(result["invalid_reasons"].values()) == result["invalid"]
    assert len(result["elected"]) + result["unfilled"] == contest.seats
    assert len(result["alternates"]) <= contest.alternates
    assert len(set(result["elected"]) | set(result["tied"]) | set(result["alternates"])) == len(
        [*result["elected"], *result["tied"], *result["alternates"]]
    )
    assert all(row["for"] + row["against"] <= result["valid"] for row in result["votes"])
    assert not (result["pending"] and result["elected"])


@PROPERTIES
@given(piles(), st.randoms(use_true_random=False))
def test_the_order_of_readings_changes_nothing(pile, dice):
    contest, lines = pile
    mixed = list(lines)
    dice.shuffle(mixed)
    assert counted(contest, mixed) == counted(contest, lines)


def turned(line, order):
    """The same page of a ballot on which the people stand in another order."""
    places = {old: new for new, old in enumerate(order, 1)}
    return line | {"fields": [field | {"candidate": places[field["candidate"]]} for field in line["fields"]]}


@PROPERTIES
@given(piles(), st.randoms(use_true_random=False))
def test_the_printed_order_of_people_changes_only_their_numbers(pile, dice):
    contest, lines = pile
    order = list(range(1, len(contest.candidates) + 1))
    dice.shuffle(order)
    other = replace(contest, candidates=tuple(contest.candidates[old - 1] for old in order))
    first, second = counted(contest, lines), counted(other, [turned(line, order) for line in lines])
    for name in ("elected", "tied", "alternates"):
        assert {order[number - 1] for number in second[name]} == set(first[name])
    by_name = [{row["name"]: (row["for"], row["against"]) for row in result["votes"]} for result in (first, second)]
    assert by_name[0] == by_name[1]


@PROPERTIES
@given(piles(), st.randoms(use_true_random=False))
def test_settling_a_doubt_never_touches_what_was_settled(pile, dice):
    contest, lines = pile
    before = counted(contest, lines)
    asked = [question for question in open_questions(contest, charter_of(contest), lines) if question["question"] == "mark"]
    answers = [
        {name: each[name] for name in ("ballot", "candidate", "kind")} | {"state": dice.choice(("marked", "clear"))} for each in asked
    ]
    some = answers[: dice.randint(0, len(answers))]
    after = counted(contest, lines, some)
    assert after["pending"] <= before["pending"]
    assert after["valid"] >= before["valid"]
    assert all(after["invalid_reasons"].get(reason, 0) >= number for reason, number in before["invalid_reasons"].items())
    assert all(
        new["for"] >= old["for"] and new["against"] >= old["against"] for old, new in zip(before["votes"], after["votes"], strict=True)
    )
    assert counted(contest, lines, answers)["pending"] == 0
