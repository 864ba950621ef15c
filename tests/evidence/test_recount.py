"""The second count against the worked numbers of the rules, without the first count in sight."""

import io
import json
import zipfile
from importlib import resources

import pytest

from daihoi.recount import Unreadable, elect, from_ballots, least_over, read_contest, share

CHARTERS = resources.files("daihoi.rules") / "data" / "charters"
STRIKE = {"/": "marked", ".": "clear", "?": "doubtful"}
BOXES = {"+": ("marked", "clear"), "-": ("clear", "marked"), "b": ("marked", "marked"), "0": ("clear", "clear"), "?": ("doubtful", "clear")}


def counted(ballots, *, names, seats, base, charter="dcsvn-2025", decisions=(), numbers=None, switch=None, **contest):
    """Outcome of ballots written as patterns: / struck, . left; + agree, - disagree, b both, 0 none; ? doubtful."""
    numbers = {"seats": seats, "base": base, "issued": len(ballots), "returned": len(ballots), **(numbers or {})}
    facts = {"charter": charter, "title": "Bầu", **contest} | numbers
    toml = "".join(f"{key} = {json.dumps(value)}\n" for key, value in facts.items())
    toml += f"candidates = {json.dumps([f'Người {n}' for n in range(names)], ensure_ascii=False)}\n"
    rules = (CHARTERS / f"{charter}.toml").read_text(encoding="utf-8")
    for key in switch or ():
        assert f'[rule."{key}"]\nvalue = true' in rules
        rules = rules.replace(f'[rule."{key}"]\nvalue = true', f'[rule."{key}"]\nvalue = false')
    readings = [line(number, pattern, charter) for number, pattern in enumerate(ballots, 1)]
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("contest.toml", toml)
        archive.writestr("charter.toml", rules)
        archive.writestr("readings.jsonl", "\n".join(map(json.dumps, readings)))
        archive.writestr("decisions.jsonl", "\n".join(map(json.dumps, decisions)))
    with zipfile.ZipFile(memory) as archive:
        found = read_contest(archive)
        tally = from_ballots(archive, found)
    return tally | elect(found, tally)


def line(number, pattern, charter):
    fields = []
    for candidate, sign in enumerate(pattern, 1):
        if sign in BOXES and set(pattern) <= set(BOXES):
            fields += [
                {"candidate": candidate, "kind": kind, "state": state}
                for kind, state in zip(("agree", "disagree"), BOXES[sign], strict=True)
            ]
        else:
            fields.append({"candidate": candidate, "kind": "choose" if charter == "association" else "strike", "state": STRIKE[sign]})
    return {
        "source": f"s#{number}",
        "digest": f"{number:064x}",
        "status": "read",
        "ballot": number,
        "page": 1,
        "fields": fields,
        "sheet_marks": [],
    }


@pytest.mark.parametrize(
    ("rule", "ballot", "names", "seats", "outcome"),
    [
        ("TX-06 EL-25c", "/////", 5, 3, {"nobody": 1}),
        ("TX-07 EL-25b", "/....", 5, 3, {"too_many": 1}),
        ("TX-08 EL-24", "////.", 5, 3, {}),
        ("EL-24", "//...", 5, 3, {}),
        ("TX-05 EL-24", "+b0", 3, 3, {}),
        ("row 9", "---", 3, 3, {}),
        ("TX-21 EL-25d1", "b", 1, 1, {"both_boxes": 1}),
        ("TX-22 EL-25d2", "0", 1, 1, {"no_box": 1}),
        ("TX-23 EL-24", "-", 1, 1, {}),
    ],
)
def test_validity_of_one_ballot(rule, ballot, names, seats, outcome):
    found = counted([ballot], names=names, seats=seats, base=9)
    assert (found["invalid_reasons"], found["valid"], found["pending"]) == (outcome, 0 if outcome else 1, 0), rule


def test_votes_of_valid_ballots():
    assert counted(["////."], names=5, seats=3, base=9)["votes"] == [[1, 0, 0], [2, 0, 0], [3, 0, 0], [4, 0, 0], [5, 1, 0]]
    assert counted(["+b0", "-++"], names=3, seats=3, base=9)["votes"] == [[1, 1, 1], [2, 1, 0], [3, 1, 0]]
    assert counted(["-"], names=1, seats=1, base=9)["votes"] == [[1, 0, 1]]


def test_neither_box_is_switchable():
    """TX-22: valid and for neither side where the congress decided so."""
    found = counted(["0"], names=1, seats=1, base=9, switch=["invalid.no_box"])
    assert (found["valid"], found["votes"]) == (1, [[1, 0, 0]])


def test_several_inks_make_a_ballot_invalid_though_the_number_is_right():
    """TX-24."""
    found = counted(["//..."], names=5, seats=3, base=9, decisions=[{"ballot": 1, "invalid": "several_inks"}])
    assert (found["valid"], found["invalid_reasons"]) == (0, {"several_inks": 1})


@pytest.mark.parametrize(
    ("rule", "base", "needed"), [("TX-01", 52, 27), ("TX-02", 197, 99), ("TX-25", 20, 11), ("TX-32", 31, 16), ("EL-40", 1, 1)]
)
def test_more_than_half_of_the_base(rule, base, needed):
    assert least_over(50, base) == needed, rule


def test_exactly_half_is_not_elected():
    """TX-03, TX-04: strictly more than half of the base, not of the valid ballots."""
    half = counted([".//"] * 26, names=3, seats=1, base=52)
    assert (half["needed"], half["elected"], half["unfilled"]) == (27, [], 1)
    assert counted([".//"] * 27, names=3, seats=1, base=52)["elected"] == [1]
    of_the_valid = counted([".//"] * 98 + ["/./"] * 87 + ["///"] * 5, names=3, seats=1, base=197)
    assert (of_the_valid["valid"], of_the_valid["invalid"], of_the_valid["elected"]) == (185, 5, [])


def test_association_takes_the_valid_ballots_as_base():
    """TX-27 in kind: 246 of 490 valid ballots elect."""
    found = counted(["/.."] * 246 + ["./."] * 244 + ["//."] * 10, names=3, seats=1, base=900, charter="association")
    assert (found["base"], found["needed"], found["elected"]) == (490, 246, [1])


def test_more_winners_than_seats_take_the_highest():
    """EL-44, and fewer leave seats unfilled (EL-46)."""
    ballots = ["../", "../", "./.", "./.", "../"]
    assert counted(ballots, names=3, seats=2, base=5)["elected"] == [1, 2]
    assert counted(["/./"] * 5, names=3, seats=2, base=5) | {"ballots_digest": ""} == {
        "form": "strike_out",
        "valid": 5,
        "invalid": 0,
        "invalid_reasons": {},
        "pending": 0,
        "votes": [[1, 0, 0], [2, 5, 0], [3, 0, 0]],
        "ballots_digest": "",
        "base": 5,
        "needed": 3,
        "elected": [2],
        "alternates": [],
        "tied": [],
        "unfilled": 1,
    }


def test_a_tie_at_the_last_seat_elects_nobody_to_it_and_a_tie_round_needs_no_majority():
    """TX-26, EL-45."""
    ballots = ["../"] * 2 + ["./."] * 2 + ["..."]
    found = counted([*ballots[:4], "../", "./."], names=3, seats=2, base=5)
    assert (found["elected"], found["tied"], found["unfilled"]) == ([1], [2, 3], 1)
    again = counted(["./", "./", "/."], names=2, seats=1, base=9, round="tie")
    assert (again["needed"], again["elected"]) == (0, [1])


def test_alternates_come_from_those_who_passed():
    """DE-08."""
    ballots = ["../."] * 3 + ["./.."] * 2
    found = counted(["..//"] * 4 + ["./.."] * 1, names=4, seats=3, base=5, alternates=1)
    assert (found["elected"], found["alternates"]) == ([1, 2], [])
    found = counted(ballots, names=4, seats=3, base=5, alternates=1)
    assert (found["elected"], found["tied"], found["alternates"]) == ([1, 4, 2], [], [])


def test_nobody_is_elected_while_anything_is_open_or_does_not_balance():
    """EL-36, EL-26."""
    open_mark = counted(["?//", ".//", ".//"], names=3, seats=1, base=3)
    assert (open_mark["pending"], open_mark["elected"], open_mark["unfilled"]) == (1, [], 1)
    decided = counted(
        ["?//", ".//", ".//"], names=3, seats=1, base=3, decisions=[{"ballot": 1, "candidate": 1, "kind": "strike", "state": "clear"}]
    )
    assert (decided["pending"], decided["elected"]) == (0, [1])
    for numbers in ({"issued": 2}, {"returned": 4, "issued": 4}, {"returned": 2}):
        assert counted([".//"] * 3, names=3, seats=1, base=3, numbers=numbers)["elected"] == []


def test_a_doubt_that_cannot_save_a_ballot_leaves_it_invalid():
    assert counted(["?...."], names=5, seats=3, base=3)["invalid_reasons"] == {"too_many": 1}
    assert counted(["?////"], names=5, seats=3, base=3)["pending"] == 1


@pytest.mark.parametrize(
    "decisions",
    [
        [{"ballot": 7, "invalid": "writing"}],
        [{"ballot": 1, "invalid": "bad_mood"}],
        [{"ballot": 7, "candidate": 1, "kind": "strike", "state": "marked"}],
        [{"source": "s#9", "discard": "blank_page"}],
        [{"source": "s#1", "discard": "blank_page"}, {"source": "s#1", "discard": "duplicate"}],
        [{"ballot": 1, "candidate": 1, "kind": "strike", "state": state} for state in ("marked", "clear")],
    ],
)
def test_decisions_about_nothing_and_contradictions_are_refused(decisions):
    with pytest.raises(Unreadable, match=r"^decisions.jsonl"):
        counted([".//"], names=3, seats=1, base=3, decisions=decisions)


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [(497, 567, "87.65"), (3940, 5408, "72.86"), (1, 8, "12.50"), (1, 3, "33.33"), (2, 3, "66.67"), (0, 0, "0.00"), (1, 800, "0.13")],
)
def test_shares_are_half_up(part, whole, printed):
    """TX-19."""
    assert share(part, whole) == printed
