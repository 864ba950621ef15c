"""DOCX and PDF say the same, in the party format (FM-01 to FM-20), read back from the files."""

from datetime import date
from io import BytesIO

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from daihoi.office import OpenRule, Person, certificate, minutes_of_count, proof_of_list, sheet_of_rules, to_docx, to_pdf
from tests.office.papers import make_count, make_result, make_sitting


def read_docx(paper):
    """Open the DOCX of a paper."""
    return docx.Document(BytesIO(to_docx(paper)))


def words_of_docx(word):
    """All text of a DOCX, tables included, on one line."""
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(paragraph.text for paragraph in word.paragraphs), *cells]).split())


def words_of_pdf(paper):
    """All text of a PDF on one line."""
    pdf = pypdfium2.PdfDocument(to_pdf(paper))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def tables_of(word):
    """The texts of all tables, row by row."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]


def test_page_is_a4_with_the_fixed_margins():  # FM-03, FM-11, FM-12
    section = read_docx(minutes_of_count(make_sitting(), make_count())).sections[0]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(length / Mm(1)) for length in (section.page_width, section.page_height, *margins, section.header_distance)] == [
        210,
        297,
        20,
        15,
        20,
        30,
        10,
    ]


def test_head_of_the_first_page():  # FM-05 to FM-08
    head = read_docx(minutes_of_count(make_sitting(), make_count())).tables[0]
    assert [[cell.text for cell in row.cells] for row in head.rows] == [
        ["ĐẢNG BỘ TỈNH ĐỒNG THÁP\nĐẠI HỘI ĐẠI BIỂU ĐẢNG BỘ THÀNH PHỐ SA ĐÉC LẦN THỨ XII\n*", "ĐẢNG CỘNG SẢN VIỆT NAM"],
        ["Số 09-BB/ĐH", "Sa Đéc, ngày\xa029\xa0tháng\xa07\xa0năm\xa02020"],
    ]
    hands = [
        [(run.font.size / Pt(1), run.bold, run.italic) for paragraph in cell.paragraphs for run in paragraph.runs]
        for row in head.rows
        for cell in row.cells
    ]
    assert hands == [[(14, None, None), (14, True, None), (14, None, None)], [(15, True, None)], [(14, None, None)], [(14, None, True)]]


def test_line_under_the_heading_is_as_long_as_its_text():  # FM-05
    paragraph = read_docx(minutes_of_count(make_sitting(), make_count())).tables[0].rows[0].cells[1].paragraphs[0]
    assert paragraph._p.pPr.find(qn("w:pBdr")) is not None
    line_mm = 78 - (paragraph.paragraph_format.left_indent + paragraph.paragraph_format.right_indent) / Mm(1)
    assert line_mm == pytest.approx(72.7, abs=0.3)


def test_body_is_14_points_justified_with_an_indent_of_10_mm():  # FM-10, FM-17
    word = read_docx(minutes_of_count(make_sitting(), make_count()))
    body = next(paragraph for paragraph in word.paragraphs if paragraph.text.startswith("Vào lúc 09 giờ 31 phút"))
    style = word.styles["Normal"]
    found = (
        style.font.name,
        style.font.size / Pt(1),
        style.paragraph_format.line_spacing / Pt(1),
        body.paragraph_format.first_line_indent / Mm(1),
        int(body.alignment),
    )
    assert found == ("Times New Roman", 14, 18, pytest.approx(10, abs=0.02), 3)


def test_pdf_holds_only_our_fonts(tmp_path):
    pdf = to_pdf(minutes_of_count(make_sitting(), make_count()))
    assert {name in pdf for name in (b"Tinos-Regular", b"Tinos-Bold", b"LiberationSerif-Italic")} == {True}
    assert not [name for name in (b"Libertinus", b"NewCM", b"DejaVu") if name in pdf]


def test_pdf_pages_are_a4_and_numbered_from_the_second():  # FM-03, FM-12
    pdf = pypdfium2.PdfDocument(to_pdf(minutes_of_count(make_sitting(), make_count())))
    sizes = [tuple(round(length * 25.4 / 72) for length in page.get_size()) for page in pdf]
    heads = [page.get_textpage().get_text_bounded(bottom=page.get_size()[1] - 15 * 72 / 25.4).strip() for page in pdf]
    assert (sizes, heads) == ([(210, 297)] * 3, ["", "2", "3"])


def test_same_paper_is_the_same_pdf():
    assert to_pdf(minutes_of_count(make_sitting(), make_count())) == to_pdf(minutes_of_count(make_sitting(), make_count()))


def test_minutes_list_everybody_in_ballot_order_and_the_elected_by_votes():  # EL-34
    tables = tables_of(read_docx(minutes_of_count(make_sitting(), make_count())))
    assert tables[2] == [
        ["TT", "Họ và tên", "Số phiếu", "Tỷ lệ (%)"],
        ["1", "Huỳnh Ngọc Ánh", "181", "91,88"],
        ["2", "Trần Thị Lan Anh", "172", "87,31"],
        ["3", "Công Tằng Tôn Nữ Diệu Huyền", "188", "95,43"],
        ["4", "Tạ Minh Tâm", "98", "49,75"],
    ]
    assert [row[1] for row in tables[3][1:]] == ["Công Tằng Tôn Nữ Diệu Huyền", "Huỳnh Ngọc Ánh", "Trần Thị Lan Anh"]


def test_minutes_hold_the_accounts():  # EL-34, EL-36
    tables = tables_of(read_docx(minutes_of_count(make_sitting(), make_count())))
    assert tables[1][1:] == [
        ["Số lượng cần bầu", "3"],
        ["Số người trong danh sách bầu cử", "4"],
        ["Số được triệu tập", "200"],
        ["Số có mặt", "197"],
        ["Số vắng mặt", "3"],
        ["Số làm cơ sở tính kết quả", "197"],
        ["Số phiếu in", "200"],
        ["Số phiếu hỏng, đã hủy", "1"],
        ["Số phiếu còn lại, không phát", "3"],
        ["Số phiếu phát ra", "196"],
        ["Số phiếu phát ra, không thu về", "1"],
        ["Số phiếu thu về", "195"],
        ["Số phiếu hợp lệ", "193"],
        ["Số phiếu không hợp lệ", "2"],
    ]


SENTENCES = (
    "BIÊN BẢN KIỂM PHIẾU",
    "bầu Ban Chấp hành Đảng bộ thành phố, nhiệm kỳ 2020-2025",
    "Lý do phiếu không hợp lệ: bầu quá số lượng: 1; có ký tên hoặc viết thêm: 1.",
    "Người trúng cử phải được trên một nửa của 197, tức ít nhất 99 phiếu.",
    "5 chỗ nghi ngờ do người quyết định, mỗi chỗ hai người độc lập; 1 chỗ phải có người thứ ba.",
    "7K4Q-M2XD-91TB-ABCD-EFGH",
    "a1b2c3d4",
    "T/M ĐOÀN CHỦ TỊCH",
    "TRƯỞNG BAN KIỂM PHIẾU",
    "Đặng Thanh Tùng",
    "Nguyễn Thị Oanh",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_docx_and_pdf_of_the_minutes_say_the_same(sentence):
    paper = minutes_of_count(make_sitting(), make_count())
    assert (sentence in words_of_docx(read_docx(paper)), sentence in words_of_pdf(paper)) == (True, True)


def test_boxes_give_a_column_against():  # EL-22
    count = make_count(result=make_result(form="agree_disagree"))
    assert tables_of(read_docx(minutes_of_count(make_sitting(), count)))[2][0] == ["TT", "Họ và tên", "Đồng ý", "Không đồng ý", "Tỷ lệ (%)"]


def test_tie_and_unfilled_seats_are_left_to_the_congress():  # EL-45, EL-46
    count = make_count(result=make_result(elected=[3], tied=[1, 2], unfilled=2))
    words = words_of_docx(read_docx(minutes_of_count(make_sitting(), count)))
    assert "Bằng phiếu ở người cuối, chưa ai trúng cử: Huỳnh Ngọc Ánh, Trần Thị Lan Anh." in words
    assert "Còn thiếu 2 đồng chí; có bầu tiếp hay không do đại hội quyết định." in words


def test_association_prints_no_party_heading():
    paper = minutes_of_count(make_sitting(date(2026, 6, 1), "neutral"), make_count())
    words = words_of_pdf(paper)
    assert ("CỘNG SẢN" in words, "T/M" in words, "Số: 09/BB-ĐH" in words, "TM. ĐOÀN CHỦ TỊCH" in words) == (False, False, True, True)


def test_announcement_names_the_elected_only():
    words = words_of_pdf(certificate(make_sitting(), make_count()))
    assert ("Công Tằng Tôn Nữ Diệu Huyền" in words, "Tạ Minh Tâm" in words, "- Lưu hồ sơ đại hội." in words) == (True, False, True)


def test_proof_lists_birth_dates_and_two_signatures():  # PR-17
    paper = proof_of_list(
        make_sitting(),
        title="Bầu Ban Chấp hành",
        seats=3,
        people=[Person("Nguyễn Văn An", "01/02/1975", "nam"), Person("Nguyễn Văn An", "09/11/1982", "nam")],
    )
    word = read_docx(paper)
    assert [row[1:3] for row in tables_of(word)[1][1:]] == [["Nguyễn Văn An", "01/02/1975"], ["Nguyễn Văn An", "09/11/1982"]]
    assert [cell.paragraphs[0].text for cell in word.tables[2].rows[0].cells] == ["NGƯỜI SOÁT THỨ NHẤT", "NGƯỜI SOÁT THỨ HAI"]


def test_sheet_of_rules_lists_each_unconfirmed_value():  # PR-27
    rules = [
        OpenRule("Bằng phiếu ở người cuối", "Bầu lại giữa những người bằng phiếu", "EL-45"),
        OpenRule("Làm tròn số dư", "Làm tròn xuống", "EL-16", "chưa có"),
    ]
    assert tables_of(read_docx(sheet_of_rules(make_sitting(), rules)))[1][1:] == [
        ["1", "Bằng phiếu ở người cuối\nEL-45", "Bầu lại giữa những người bằng phiếu", ""],
        ["2", "Làm tròn số dư\nEL-16; chưa có", "Làm tròn xuống", ""],
    ]


def test_three_hundred_rows_repeat_the_head_and_keep_rows_whole():
    people = [Person(f"Người thứ {number}") for number in range(300)]
    paper = proof_of_list(make_sitting(), title="Bầu", seats=200, people=people)
    rows = read_docx(paper).tables[1].rows
    assert (rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None, rows[1]._tr.trPr.find(qn("w:cantSplit")) is not None) == (True, True)
    assert words_of_pdf(paper).count("Họ và tên, đúng như sẽ in") == len(pypdfium2.PdfDocument(to_pdf(paper)))


def test_count_without_doubts_says_so():
    words = words_of_docx(read_docx(minutes_of_count(make_sitting(), make_count(marks_decided=0, third_votes=0))))
    assert ("không có chỗ nghi ngờ nào phải do người quyết định." in words, "người thứ ba" in words) == (True, False)


def test_signatures_of_minutes_stay_with_the_last_paragraph_before_the_annex_of_the_machines():
    for names in range(1, 40, 6):
        votes = [{"candidate": n, "name": f"Người {n}", "for": 150, "against": 0, "percent_of_base": "76.14"} for n in range(1, names + 1)]
        count = make_count(result=make_result(votes=votes, elected=[], seats=1), machines=("Máy tính 1: biên bản máy lập lúc 08:30",))
        pdf = pypdfium2.PdfDocument(to_pdf(minutes_of_count(make_sitting(), count)))
        pages = [page.get_textpage().get_text_range() for page in pdf]
        signed = next(page for page in pages if "TRƯỞNG BAN KIỂM PHIẾU" in page)
        assert "Ký biên bản này xong" in " ".join(signed.split())
        assert pages[-1].split("PHỤ LỤC")[1].index("Máy tính 1: biên bản máy lập lúc 08:30") > 0
        assert "PHỤ LỤC" not in signed


def test_the_annex_of_the_minutes_begins_a_page_in_the_docx():
    word = read_docx(minutes_of_count(make_sitting(), make_count()))
    begins = [paragraph.text for paragraph in word.paragraphs if paragraph.paragraph_format.page_break_before]
    last = next(paragraph for paragraph in word.paragraphs if "Ký biên bản này xong" in paragraph.text)
    assert (begins, last.paragraph_format.keep_with_next) == (["PHỤ LỤC"], True)
