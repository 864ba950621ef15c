"""Shares and sums in running text (RP-01, RP-12, TX-19)."""

import tomllib
from pathlib import Path

import pytest
from bench.checks import SUMS
from hypothesis import given, settings
from hypothesis import strategies as st

from daihoi.rules.checks.figures import dotted
from daihoi.rules.figures import check_text, share
from tests.rules.facts import cases


@pytest.mark.parametrize("case", cases("figures"), ids=lambda case: case["name"])
def test_shares_and_sums_of_a_text(case):
    found = check_text(case["text"])
    pairs = [[pair["part"], pair["whole"], pair["printed"], pair["verdict"]] for pair in found["pairs"]]
    sums = [[each["parts"], each["total"], each["ok"]] for each in found["sums"]]
    assert (pairs, sums) == (case.get("pairs", []), case.get("sums", []))
    wrong = sum(verdict != "right" for *_pair, verdict in pairs) + sum(not ok for *_sum, ok in sums)
    assert len(found["findings"]) == wrong


def test_the_answer_holds_all_fields_of_the_contract():
    text = "Mở đầu.\n\nCó 497/567 tổ chức\nxong đại hội (87,66%).\nĐảng bộ có 40 tổ chức, gồm 25 đảng bộ và 14 chi bộ."
    assert check_text(text) == {
        "pairs": [
            {
                "part": 497,
                "whole": 567,
                "printed": "87.66",
                "computed": "87.65",
                "ok": False,
                "verdict": "wrong",
                "line": 4,
                "text": "497/567 tổ chức xong đại hội (87,66%",
            }
        ],
        "sums": [{"parts": [25, 14], "total": 40, "ok": False, "line": 5, "text": "40 tổ chức, gồm 25 đảng bộ và 14"}],
        "findings": [
            {
                "level": "error",
                "code": "wrong_share",
                "message": "Dòng 4: 497/567 ghi 87,66%, tính được 87,65%. Hãy kiểm lại ba số này.",
                "where": "",
                "line": 4,
                "text": "497/567 tổ chức xong đại hội (87,66%",
            },
            {
                "level": "error",
                "code": "sums_differ",
                "message": "Dòng 5: 25 + 14 = 39, văn bản ghi 40. Hãy kiểm lại các số này.",
                "where": "",
                "line": 5,
                "text": "40 tổ chức, gồm 25 đảng bộ và 14",
            },
        ],
    }


def test_computed_has_as_many_decimals_as_printed():
    found = check_text("Có 497/567 tổ chức (88%), 497/567 tổ chức (87,7%), 497/567 tổ chức (87,654%).")
    assert [(pair["printed"], pair["computed"]) for pair in found["pairs"]] == [("88", "88"), ("87.7", "87.7"), ("87.654", "87.654")]


PHRASINGS = tomllib.loads((Path(__file__).parent / "cases" / "phrasings.toml").read_text(encoding="utf-8"))["phrasings"]
THOUSANDS = (".", " ", "\u00a0", "")


@st.composite
def stated(draw):
    """A true pair, its share, and one of the ways to say it."""
    part, whole = sorted((draw(st.integers(1, 9999)), draw(st.integers(5, 9999))))
    printed = share(part, whole, draw(st.integers(0, 2))).replace(".", ",")
    mark = draw(st.sampled_from(THOUSANDS))
    if not mark and any(1900 <= number < 2100 for number in (part, whole)):
        mark = "."  # a number like a year is told from one by its mark only
    numbers = {name: f"{number:,}".replace(",", mark) for name, number in (("p", part), ("w", whole))}
    return part, whole, printed, numbers, draw(st.sampled_from(PHRASINGS))


@settings(max_examples=150, deadline=None)
@given(stated())
def test_a_true_share_in_any_phrasing_is_found_right(case):
    part, whole, printed, numbers, phrasing = case
    found = check_text(phrasing.format(**numbers, s=printed))
    assert [(pair["part"], pair["whole"], pair["verdict"]) for pair in found["pairs"]] == [(part, whole, "right")]


@settings(max_examples=150, deadline=None)
@given(stated(), st.data())
def test_a_share_with_one_digit_changed_is_not_found_right(case, data):
    part, whole, printed, numbers, phrasing = case
    place = data.draw(st.sampled_from([place for place, letter in enumerate(printed) if letter.isdigit()]))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != printed[place]]))
    found = check_text(phrasing.format(**numbers, s=printed[:place] + digit + printed[place + 1 :]))
    assert [(pair["part"], pair["whole"], pair["ok"]) for pair in found["pairs"]] == [(part, whole, False)]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SUMS), st.integers(20, 4000), st.integers(20, 4000), st.sampled_from((0, 0, 9, -9, 1)))
def test_a_sum_in_any_phrasing_is_judged(phrasing, one, other, wrong):
    total = one + other + wrong
    found = check_text(phrasing.format(a=dotted(one), b=dotted(other), total=dotted(total)))
    assert [(each["parts"], each["total"], each["ok"]) for each in found["sums"]] == [([one, other], total, not wrong)]


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="0123456789%.,/ -–()□gồm trong tổng số đạt chiếm\n", max_size=120))
def test_no_text_breaks_the_check(text):
    found = check_text(text)
    assert all(pair["whole"] > 0 for pair in found["pairs"])
