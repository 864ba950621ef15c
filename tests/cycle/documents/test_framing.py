"""A paper that comes as a file goes into the text without its head and signature, which the format prints anew (FM-06, FM-13)."""

import pytest

from daihoi.cycle.documents.framing import unframed
from daihoi.office.reading import Read, Reading
from daihoi.office.word_text import Loss

TITLES = ("Báo cáo", "Báo cáo chính trị", "Báo cáo tổng kết", "Nghị quyết")
LETTERHEAD = Read("TỈNH ỦY ĐẮK NÔNG * Số 01-BC/TU | ĐẢNG CỘNG SẢN VIỆT NAM Gia Nghĩa, ngày 27 tháng 02 năm 2024", "table")
KIND = Read("BÁO CÁO TỔNG KẾT", "heading1")
ABSTRACT = Read("thực hiện Chỉ thị số 35-CT/TW", "heading2")
RULE = Read("-----", "body")
TEXT = [Read("I. Kết quả", "heading2"), Read("Mười nơi họp xong.", "body")]
SIGNATURE = Read("Nơi nhận: - Ban Bí thư, - Lưu. | T/M BAN CHẤP HÀNH BÍ THƯ Trần Thị Mẫu", "table")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([LETTERHEAD, KIND, ABSTRACT, RULE], [SIGNATURE]),
        ([KIND], []),
        ([LETTERHEAD], [Read("T/M BAN CHẤP HÀNH", "body"), Read("BÍ THƯ", "heading1"), Read("Trần Thị Mẫu", "heading2")]),
        ([Read("ĐẢNG BỘ TỈNH", "heading1"), KIND, Read("Về đại hội đảng các cấp", "heading2")], []),
        ([KIND, Read("Tổng kết Chỉ thị 35", "heading2"), RULE], [Read("Nơi nhận:", "body"), Read("- Lưu", "body")]),
        ([], []),
    ],
)
def test_head_and_signature_come_off_and_are_told(before, after):
    read = unframed(Reading([*before, *TEXT, *after], []), TITLES)
    assert read.paragraphs == TEXT
    assert [(each.code, each.count) for each in read.losses] == [
        (code, len(gone)) for code, gone in (("head", before), ("signature", after)) if gone
    ]


@pytest.mark.parametrize(
    "text",
    [
        [Read("Tình hình chung", "heading2"), *TEXT],
        [Read("Câu mở đầu của văn bản.", "body"), Read("Báo cáo", "heading2"), *TEXT],
        [Read("I. Mở đầu", "heading2"), Read("Nghị quyết", "heading3"), *TEXT],
        [KIND],
        [LETTERHEAD],
    ],
)
def test_what_is_text_stays(text):
    assert unframed(Reading(text, []), TITLES) == Reading(text, [])


def test_a_section_behind_the_name_of_the_kind_stays_and_notes_stay_at_the_end():
    notes = [Read("Chú thích", "heading2"), Read("[1] Số liệu ngày 25/6.", "body")]
    section = Read("Tình hình chung", "heading2")
    read = unframed(Reading([KIND, section, *TEXT, SIGNATURE, *notes], [Loss("picture", 1, [4])], 2), TITLES)
    assert read.paragraphs == [section, *TEXT, *notes]
    assert [(each.code, each.places) for each in read.losses] == [("picture", [3]), ("head", []), ("signature", [])]
