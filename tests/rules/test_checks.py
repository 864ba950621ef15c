"""What is pointed at in a report (DO-07, RP-01, RP-12)."""

import pytest

from daihoi.rules.checks import CODES, ERRORS, check, shipped
from daihoi.rules.errors import RuleViolation

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
