"""What is pointed at in a report (DO-07, RP-01, RP-12)."""

import tomllib
from pathlib import Path

import pytest
from bench import checks as examples
from hypothesis import given, settings
from hypothesis import strategies as st

from daihoi.rules.checks import CODES, ERRORS, check, shipped
from daihoi.rules.errors import RuleViolation

REPORTS = tomllib.loads((Path(__file__).parent / "cases" / "checks" / "reports.toml").read_text(encoding="utf-8"))["case"]
REPORT = """\
BÁO CÁO
kết quả bước đầu đại hội chi bộ, đảng bộ cơ sở

I. Tình hình
Đến ngày 15/5, có 3.940 chi bộ trong tổng số 5.408 chi bộ xong đại hội, đạt 72,86%; riêng 26/61 đảng bộ trực thuộc (đạt 42,26%)
làm xong ở mọi chi bộ.
Đã chỉ đạo; đã quán triệt; đã hướng dẫn; đã kiểm tra; đã đôn đốc; đã mở lớp tập huấn; đã ban hành kế hoạch.

II. Hạn chế
Một số đảng ủy còn những vụ việc phức tạp chưa giải quyết dứt điểm.
"""


def codes_of(text, **more):
    """The codes and lines of a text."""
    return [(found.code, found.line, found.end_line) for found in check(text, **more).findings]


def test_a_report_with_the_faults_of_the_founding_articles():
    assert codes_of(REPORT) == [
        ("wrong_share", 5, 5),
        ("list_like", 7, 7),
        ("no_cause", 10, 10),
        ("no_remedy", 10, 10),
        ("shallow_limits", 10, 10),
    ]


def test_the_answer_holds_all_fields_of_the_contract():
    answer = check("Có 26/61 đảng bộ xong đại hội, đạt 42,26%.").as_dict()
    assert answer == {
        "findings": [
            {
                "code": "wrong_share",
                "line": 1,
                "end_line": 1,
                "text": "26/61 đảng bộ xong đại hội, đạt 42,26%",
                "why": "26/61 là 42,62%, văn bản ghi 42,26%. Hãy đối chiếu ba số này với bảng gốc, rồi sửa số sai; nếu hai số đếm đúng thì ghi 42,62%.",
                "rule": "RP-01, RP-12",
                "level": "error",
            }
        ],
        "overlap": {"share": "0.00", "passages": []},
        "kind": None,
        "words": 9,
        "seconds": 3,
    }


def test_every_code_belongs_to_the_closed_list():
    assert set(CODES) > ERRORS
    assert len(CODES) == 13


def test_a_committee_may_set_an_unconfirmed_number():
    text = "Đã họp bàn; đã quán triệt sâu; đã hướng dẫn kỹ."
    assert [found.code for found in check(text, lexicon=shipped().with_limits({"list.clauses": 3})).findings] == ["list_like"]
    assert check(text).findings == ()
    with pytest.raises(RuleViolation, match="Không đổi được ngưỡng"):
        shipped().with_limits({"list.nothing": 3})


def test_an_unknown_kind_is_refused():
    with pytest.raises(RuleViolation, match="Không có loại văn kiện “poem”"):
        check("", kind="poem")


@pytest.mark.parametrize("case", REPORTS, ids=lambda case: case["text"].strip()[:40])
def test_whole_reports(case):
    assert sorted({found.code for found in check(case["text"]).findings}) == sorted(case["codes"])


def test_the_examples_are_answered_as_the_page_says():
    counts = examples.measured()
    assert examples.page(counts).strip() == Path("docs/checks.md").read_text(encoding="utf-8").split("<!-- measured -->")[1].strip()
    missed = {key: found for key, found in counts.items() if 10 * (found["+-"] + found["-+"]) > found.total()}
    assert missed == {}


def test_a_heading_may_stand_in_the_line_and_a_line_may_be_wrapped():
    text = (
        "1. Kết quả: kết nạp 45 đảng viên.\n2. Tồn tại, hạn chế: Việc quản lý đảng viên đi làm ăn xa ở một số\n"
        "chi bộ còn lúng túng, sinh hoạt còn hình\nthức.\n3. Nguyên nhân: do thiếu quy chế phối hợp với nơi đến làm việc.\n"
    )
    assert codes_of(text) == [("no_remedy", 2, 4), ("shallow_limits", 2, 4)]


def test_the_first_line_of_a_wrapped_item_is_no_heading():
    text = "II. Hạn chế\n1. Chi bộ ấp Vĩnh Hòa và Chi bộ Trạm Y tế có 3 kỳ họp\nkhông đúng quy định.\nIII. Nguyên nhân\n1. Hai bí thư chi bộ\nkiêm nhiệm nhiều việc.\n"
    assert codes_of(text) == [("no_remedy", 2, 3)]


def test_what_is_repeated_is_shown_in_both_texts():
    line = "Chi bộ chuyển giờ họp theo ca sản xuất nên công nhân dự sinh hoạt đông hơn hẳn năm trước."
    report = check(f"Kết quả: ba việc.\n{line}\nNhờ đó chi bộ thêm 9 đảng viên.", against=f"Mở đầu.\n\n{line}")
    (passage,) = report.overlap.passages
    assert (passage.line, passage.end_line, passage.other_line, passage.words, passage.text) == (2, 2, 3, 20, line)
    assert report.overlap.share == "62.50"
    assert [(found.code, found.line) for found in report.findings] == [("repeats_other", 2)]


PROGRESS = {
    "unit": "DT",
    "name": "Đảng bộ tỉnh Đồng Tháp",
    "on": "2020-06-25",
    "kind": "grassroots",
    "total": 567,
    "held": 497,
    "by_kind": {"grassroots_cell": {"total": 300, "held": 290, "percent": "96.67"}},
}


@pytest.mark.parametrize(
    "facts",
    [
        {"figures": [{"name": "tổ chức cơ sở đảng tổ chức đại hội", "part": 497, "whole": 567, "on": "2020-06-25"}]},
        [{"name": "tổ chức cơ sở đảng tổ chức đại hội", "part": 497, "whole": 567}],
        {"tổ chức cơ sở đảng tổ chức đại hội": "497/567"},
        {"tổ chức cơ sở đảng tổ chức đại hội": [497, 567]},
        PROGRESS,
    ],
)
def test_data_come_in_several_shapes(facts):
    text = "Đến ngày 25/6/2020, có {}/567 tổ chức cơ sở đảng tổ chức đại hội."
    assert check(text.format(497), facts=facts).findings == ()
    (found,) = check(text.format(479), facts=facts).findings
    assert (found.code, found.line, found.text) == ("differs_from_data", 1, "479/567")
    assert found.why.startswith("Văn bản ghi 479/567, dữ liệu “tổ chức cơ sở đảng tổ chức đại hội”")


def test_a_share_without_counts_is_held_against_the_data():
    text = "Đến nay, số tổ chức cơ sở đảng đã tổ chức đại hội đạt {}%."
    facts = {"tổ chức cơ sở đảng đã tổ chức đại hội": {"percent": "87.65"}}
    assert check(text.format("87,7"), facts=facts).findings == ()
    (found,) = check(text.format("87,56"), facts=facts).findings
    assert (found.code, found.text, found.facts["said"], found.facts["known"]) == ("differs_from_data", "87,56%", "87,56%", "87,65%")


def test_rows_of_a_table_and_page_numbers_are_no_sentences_to_judge():
    rows = "\n".join(f"Huyện {letter}; {place + 40}; {place + 30}; {place + 9}" for place, letter in enumerate("ABCDEFG"))
    assert codes_of(f"II. Kết quả\n{rows}\n") == []
    assert (
        codes_of("Việc tự phê bình, phê bình ở một số chi bộ trong toàn Đảng bộ còn nể\n12\nnang. Tuy nhiên, đã có\n- 13 -\nđổi mới.") == []
    )


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (12, "Dữ liệu đối chiếu phải là danh sách"),
        ([{"part": 1, "whole": 2}], "“name” phải là một dòng chữ"),
        ([{"name": "đảng viên"}], "không có số"),
        ([{"name": "đảng viên", "value": "nhiều"}], "phải là số nguyên"),
        ([{"name": "đảng viên", "value": 1, "on": "25/6/2020"}], "không phải là ngày"),
    ],
)
def test_data_of_no_shape_are_refused(facts, why):
    with pytest.raises(RuleViolation, match=why):
        check("Có 3 đảng viên.", facts=facts)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["I. Hạn chế", "- ", "Tuy nhiên, ", "497/567", " đạt 87,6%", "\n", "; ", ". ", "(", "Phần thứ nhất", "đã họp", "“", "a) "]
        )
    ).map("".join)
)
def test_no_text_breaks_the_checks(text):
    report = check(text, against=text, facts={"tổ chức": 3})
    lines = text.count("\n") + 1
    assert all(1 <= found.line <= found.end_line <= lines for found in report.findings)
