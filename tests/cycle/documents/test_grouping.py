"""Contributions that say the same are put together, whatever their order (DO-03)."""

import pytest
from bench.grouping import contributions

from daihoi.cycle.documents import grouping
from daihoi.cycle.documents.grouping import Group, Item, group

PASSAGE = "p1"


def keys_of(*texts, kind="amend"):
    """The groups of some texts, by their places."""
    items = [Item(str(place), PASSAGE, kind, text) for place, text in enumerate(texts)]
    return sorted(sorted(int(key) for key in found.keys) for found in group(items))


def test_case_spaces_courtesy_and_slips_make_no_difference():
    assert keys_of(
        "Đề nghị bổ sung chỉ tiêu về chuyển đổi số ở cấp xã",
        "đề nghị  bổ sung chỉ tiêu về CHUYỂN ĐỔI SỐ ở cấp xã.",
        "Tôi đề nghị bổ sung chỉ tiêu về chuyển đổi số ở cấp xã ạ!",
        "bổ sung chỉ tiêu về chuyyển đổi số ở cấp xã, xin cảm ơn",
        "Xây thêm nhà trẻ cho con công nhân",
    ) == [[0, 1, 2, 3], [4]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nâng chỉ tiêu kết nạp lên 120 đảng viên mỗi năm", "Nâng chỉ tiêu kết nạp lên 150 đảng viên mỗi năm"),
        ("Đồng ý với nội dung về tổ chức bộ máy của dự thảo", "Không đồng ý với nội dung về tổ chức bộ máy của dự thảo"),
        ("Tăng nguồn lực cho trạm y tế ở các xã vùng cao", "Giảm nguồn lực cho trạm y tế ở các xã vùng cao"),
        ("Ưu tiên phát triển nông nghiệp sạch ở vùng ven biển", "Ưu tiên phát triển công nghiệp sạch ở vùng ven biển"),
        ("Bổ sung cụm từ kinh tế số vào mục tiêu tổng quát", "Bổ sung cụm từ kinh tế xanh vào mục tiêu tổng quát"),
    ],
)
def test_what_differs_in_sense_stays_apart(one, other):
    assert keys_of(one, other) == [[0], [1]]


def test_passage_and_kind_part_equal_words():
    items = [Item("a", "p2", "add", "Nêu rõ hơn."), Item("b", "p1", "add", "Nêu rõ hơn."), Item("c", "p1", "ask", "nêu rõ hơn")]
    assert list(group(items)) == [
        Group("p1", "add", "Nêu rõ hơn.", ("b",)),
        Group("p1", "ask", "nêu rõ hơn", ("c",)),
        Group("p2", "add", "Nêu rõ hơn.", ("a",)),
    ]


@pytest.mark.parametrize("few", [grouping.FEW_LEADERS, 5])
def test_every_contribution_stands_in_one_group_in_any_order(monkeypatch, few):
    monkeypatch.setattr(grouping, "FEW_LEADERS", few)
    items = [item for item, _truth in contributions(600, seed=4)]
    found = list(group(items))
    assert list(group(reversed(items))) == found
    assert list(group(sorted(items, key=lambda item: item.text))) == found
    assert sorted(key for each in found for key in each.keys) == sorted(item.key for item in items)


def test_two_processes_answer_as_one(monkeypatch):
    monkeypatch.setattr(grouping, "SMALL", 100)
    items = [item for item, _truth in contributions(300, seed=5)]
    assert list(group(items, workers=2)) == list(group(items, workers=1))


def test_words_without_letters_and_nothing_at_all():
    assert list(group([])) == []
    assert keys_of("", "…", "?!") == [[0, 1, 2]]
