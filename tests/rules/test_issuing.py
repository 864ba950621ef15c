"""One ballot to each person present, none to anybody outside the base (EL-31, EL-41 to EL-43)."""

import pytest

from daihoi.rules.issuing import issue_findings


@pytest.mark.parametrize(
    ("issued", "present", "base", "code"),
    [
        (52, 52, 52, None),
        (49, 49, 52, None),  # three left before the vote and stay in the base (EL-43, TX-01)
        (50, 49, 52, "ballots.issued_over_present"),
        (52, None, 52, None),
        (53, None, 52, "ballots.issued_over_base"),
        (12, 5, 5, "ballots.issued_over_present"),
        (0, 53, 52, "ballots.present_over_base"),
        (9, None, 0, None),  # a vote whose base nobody fixed
        (9, 8, 0, "ballots.issued_over_present"),
    ],
)
def test_no_more_ballots_than_people(issued, present, base, code):
    found = issue_findings(issued=issued, present=present, base=base)
    assert [(each.level, each.code) for each in found] == ([("error", code)] if code else [])


def test_the_sentence_has_both_numbers():
    found = issue_findings(issued=12, present=5, base=5)
    assert found[0].message == "Phát ra 12 phiếu mà chỉ có mặt 5 người. Đếm lại; ghi sai số nào thì sửa số ấy kèm lý do."
