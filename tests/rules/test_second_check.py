"""The second check: all ballots or a sample with a stated risk, the same list in any language."""

import json
import re
import subprocess
import unicodedata
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import playwright
import pytest

from daihoi.rules.errors import RuleViolation
from daihoi.rules.second_check import Plan, as_read_aloud, draw, least_wrong, plan_of, sample_size, setting

NODE = Path(playwright.__file__).parent / "driver" / "node"  # comes with the driver of the browser tests


def result(votes, elected, *, needed=51, seats=2, returned=100, tied=()):
    """The parts of a RESULT.json that the check reads."""
    rows = [{"candidate": number, "for": each} for number, each in enumerate(votes, 1)]
    return {"votes": rows, "elected": elected, "needed": needed, "seats": seats, "returned": returned, "tied": list(tied)}


def test_the_draw_is_told_in_words_and_stands_still():
    assert draw("2026-01-05 3 1 4 1 5 9", 1000, 6) == [101, 251, 366, 486, 678, 768]
    by_hand = sorted(range(1, 1001), key=lambda place: sha256(f"2026-01-05 3 1 4 1 5 9,{place}".encode()).hexdigest())[:6]
    assert draw("2026-01-05 3 1 4 1 5 9", 1000, 6) == sorted(by_hand)
    assert (draw("a", 3, 9), draw("a", 0, 0)) == ([1, 2, 3], [])


def test_a_seed_that_sounds_alike_draws_alike():
    assert as_read_aloud(" ngày  26 3\n1 ") == as_read_aloud(unicodedata.normalize("NFD", "ngày 26 3 1")) == "ngày 26 3 1"


def programs():
    """The samplers that the documentation prints, by language."""
    text = (Path(__file__).parents[2] / "docs" / "second-check.md").read_text(encoding="utf-8")
    return dict(re.findall(r"```(\w+)\n(.*?)```", text, re.DOTALL))


@pytest.mark.parametrize(("language", "command"), [("sh", ["sh", "-c"]), ("javascript", [str(NODE), "-e"])], ids=["sh", "javascript"])
def test_the_samplers_of_the_documentation_draw_the_same_list(language, command):
    program = programs()[language]
    assert len(program.splitlines()) <= 20
    drawn = subprocess.run([*command, program], capture_output=True, text=True, check=True, timeout=60).stdout.split()
    assert [int(sheet) for sheet in drawn] == draw("2026-01-05 3 1 4 1 5 9", 1000, 6)


def test_a_seed_that_looks_alike_draws_alike_in_every_language():
    composed = "ngày 26 3 1"
    for typed in (unicodedata.normalize("NFD", composed), " ngày  26\t3\u00a01\n"):
        assert typed != composed
        assert as_read_aloud(typed) == composed
        program = programs()["javascript"].replace('"2026-01-05 3 1 4 1 5 9"', json.dumps(typed))
        drawn = subprocess.run([str(NODE), "-e", program], capture_output=True, text=True, check=True, timeout=60).stdout.split()
        assert [int(sheet) for sheet in drawn] == draw(composed, 1000, 6)
        clear = result([900, 800, 300], [1, 2], needed=501, returned=1000)
        assert plan_of(clear, typed) == plan_of(clear, composed)


@pytest.mark.parametrize(("pile", "wrong", "risk"), [(8, 1, 5), (8, 2, 10), (8, 3, 20), (9, 4, 5)])
def test_no_smaller_sample_keeps_the_risk(pile, wrong, risk):
    size = sample_size(pile, wrong, risk)

    def missing(drawn):
        draws = list(combinations(range(pile), drawn))
        return sum(min(each, default=pile) >= wrong for each in draws) / len(draws)

    assert missing(size) * 100 <= risk < missing(size - 1) * 100


@pytest.mark.parametrize(
    ("votes", "elected", "more", "least"),
    [
        ([90, 80, 60], [1, 2], {}, 10),  # the third and the second are 20 apart, one ballot moves two
        ([90, 80, 49], [1, 2], {}, 16),
        ([90, 52, 20], [1, 2], {}, 2),  # the second falls below 51 by two ballots
        ([90, 50], [1], {}, 1),  # one vote more elects the second
        ([90, 70, 70], [1], {"tied": (2, 3)}, 0),
        ([60], [1], {"seats": 1}, 10),
        ([7, 5], [1], {"needed": 0, "seats": 1}, 1),  # a vote among the tied needs no majority
    ],
)
def test_how_many_ballots_decide(votes, elected, more, least):
    assert least_wrong(result(votes, elected, **more)) == least


def test_all_ballots_up_to_the_set_size_and_a_sample_above_it():
    close, clear = result([90, 80, 60], [1, 2]), result([900, 800, 300], [1, 2], needed=501, returned=1000)
    full = plan_of(close, "")
    assert (full.is_full, full.sheets) == (True, tuple(range(1, 101)))
    with pytest.raises(RuleViolation):
        plan_of(clear, " ")
    sample = plan_of(clear, "314159")
    assert (sample.is_full, sample.least_wrong, sample.risk_percent, len(sample.sheets)) == (False, 250, 5, sample_size(1000, 250, 5))
    assert sample.sheets == tuple(draw("314159", 1000, len(sample.sheets)))
    assert plan_of(result([90, 90], [1, 2], tied=(1,), returned=1000), "1").is_full
    assert setting().confirmed is False


def test_a_sheet_is_found_in_its_bundle():
    plan = Plan(120, is_full=False, least_wrong=1, risk_percent=5, sheets=(1, 50, 51, 120))
    assert plan.places([50, 50, 20]) == [(1, 1), (1, 50), (2, 1), (3, 20)]
    with pytest.raises(RuleViolation):
        plan.places([50, 50])
