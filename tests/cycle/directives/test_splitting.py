"""Proposed splits: articles, points, parts, signatures, DOCX with automatic numbers; no database."""

import io

import docx
import pytest

from daihoi.cycle.directives.splitting import Piece, docx_text, split
from daihoi.rules.errors import RuleViolation

POINTS = """Bộ Chính trị yêu cầu:
1. Quán triệt đến mọi chi bộ. Xong trong quý III.
2- Lập kế hoạch; nêu rõ người và việc
a) người
3. Tổ chức đại hội điểm
Nơi nhận:
4. không phải điều khoản"""
PARTS = "I. MỤC ĐÍCH\n1. Thống nhất nhận thức\nII. NHIỆM VỤ\n1. Rà soát quy hoạch\n2. Giải quyết đơn thư"
ARTICLES = "Điều 1. Phạm vi\n1. khoản một\n2. khoản hai\nĐiều 2. Hiệu lực"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            POINTS,
            [
                Piece("1", "Quán triệt đến mọi chi bộ", "Quán triệt đến mọi chi bộ. Xong trong quý III."),
                Piece("2", "Lập kế hoạch", "Lập kế hoạch; nêu rõ người và việc\na) người"),
                Piece("3", "Tổ chức đại hội điểm"),
            ],
        ),
        (PARTS, [Piece("I.1", "Thống nhất nhận thức"), Piece("II.1", "Rà soát quy hoạch"), Piece("II.2", "Giải quyết đơn thư")]),
        (ARTICLES, [Piece("1", "Phạm vi", "Phạm vi\n1. khoản một\n2. khoản hai"), Piece("2", "Hiệu lực")]),
        ("Không có số nào", []),
        ("2020. năm không phải là điều khoản", []),
    ],
)
def test_a_text_falls_into_clauses(text, expected):
    assert split(text) == expected


def test_word_counts_its_numbers_by_itself_and_they_come_back():
    written = docx.Document()
    written.add_paragraph("Ban Thường vụ yêu cầu:")
    for words in ("Quán triệt Chỉ thị", "Lập tiểu ban"):
        written.add_paragraph(words, style="List Number")
    for paragraph, level in zip(written.paragraphs[1:], (0, 0), strict=True):
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = 7
    data = io.BytesIO()
    written.save(data)
    assert split(docx_text(data.getvalue())) == [Piece("1", "Quán triệt Chỉ thị"), Piece("2", "Lập tiểu ban")]


def test_a_file_that_is_no_docx_is_refused_in_words():
    for data in (b"%PDF-1.7", b"", b"PK\3\4" + bytes(200)):
        with pytest.raises(RuleViolation, check=lambda wrong: wrong.code == "directives.not_docx"):
            docx_text(data)
