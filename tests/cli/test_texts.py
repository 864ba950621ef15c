"""`daihoi charters` and `daihoi figures` on plain files."""

import json
import subprocess
import sys

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from daihoi.cli import texts
from daihoi.cli.main import main

RIGHT = "Đến ngày 25/6/2020 có 497/567 tổ chức cơ sở đảng xong đại hội (đạt 87,65%)."
WRONG = "Đến ngày 25/6/2020 có 497/567 tổ chức cơ sở đảng xong đại hội (đạt 88,65%)."


def answer(capsys, *arguments):
    code = main(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_charters_are_listed_with_their_documents(capsys):
    code, out, err = answer(capsys, "charters", "--json")
    rows = json.loads(out)
    assert (code, err) == (0, "")
    assert [row["name"] for row in rows] == ["association", "dcsvn-2020", "dcsvn-2025"]
    assert {"number": "190-QĐ/TW", "date": "2024-10-10", "body": "Ban Chấp hành Trung ương", "title": "Quy chế bầu cử trong Đảng"} in rows[
        2
    ]["documents"]


def test_a_charter_is_shown_with_every_value_and_source(capsys):
    _code, out, _err = answer(capsys, "charters", "dcsvn-2025", "--json")
    rules = {rule["key"]: rule for rule in json.loads(out)["rules"]}
    assert rules["list.surplus_prepared_percent"] == {
        "key": "list.surplus_prepared_percent",
        "value": [10, 15],
        "title": "Số dư cấp ủy triệu tập chuẩn bị so với số cần bầu",
        "rule": "EL-09, ST-07",
        "source": "Điều 14.1, 190-QĐ/TW ngày 10/10/2024 của Ban Chấp hành Trung ương",
        "confirmed": True,
        "choices": [],
        "note": "",
    }
    code, out, _err = answer(capsys, "charters", "dcsvn-2025")
    assert code == 0
    assert "? Bằng phiếu ở vị trí cuối cùng: bầu lại riêng những người bằng phiếu" in out
    assert "  Trúng cử khi số phiếu bầu nhiều hơn tỷ lệ này của số để tính: 50%" in out


def test_an_unknown_charter_is_refused_in_one_line(capsys):
    code, out, err = answer(capsys, "charters", "dcsvn-2035")
    assert (code, out) == (1, "")
    assert err == "Không có bộ quy tắc “dcsvn-2035”. Hãy dùng một trong: association, dcsvn-2020, dcsvn-2025.\n"


@pytest.mark.parametrize(("text", "code"), [(RIGHT, 0), (WRONG, 1)])
def test_figures_of_a_text_file(capsys, tmp_path, text, code):
    file = tmp_path / "bao-cao.txt"
    file.write_text(f"\ufeffBáo cáo\n\n{text}\n", encoding="utf-8")
    found_code, out, _err = answer(capsys, "figures", str(file), "--json")
    pairs = json.loads(out)["pairs"]
    assert found_code == code
    assert [(pair["part"], pair["whole"], pair["computed"], pair["ok"], pair["line"]) for pair in pairs] == [
        (497, 567, "87.65", code == 0, 3)
    ]


def test_figures_in_words(capsys, tmp_path):
    file = tmp_path / "bao-cao.txt"
    file.write_text(WRONG, encoding="utf-8")
    code, out, _err = answer(capsys, "figures", str(file))
    assert code == 1
    assert "Dòng 1: 497/567 ghi 88,65%, tính được 87,65%. Hãy kiểm lại ba số này." in out


def test_figures_of_a_word_file_with_a_table(capsys, tmp_path):
    document = Document()
    document.add_paragraph("Báo cáo")
    document.add_paragraph(RIGHT)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "Chi bộ"
    table.rows[0].cells[1].text = "3.940/5.408 (72,85%)"
    file = tmp_path / "bao-cao.docx"
    document.save(str(file))
    code, out, _err = answer(capsys, "figures", str(file), "--json")
    assert code == 1
    assert [(pair["part"], pair["verdict"], pair["line"]) for pair in json.loads(out)["pairs"]] == [
        (497, "right", 2),
        (3940, "truncated", 3),
    ]


def test_figures_of_a_pdf_file(capsys, tmp_path):
    import typst

    source = tmp_path / "bao-cao.typ"
    source.write_text(f"Báo cáo\n\n{RIGHT}", encoding="utf-8")
    file = tmp_path / "bao-cao.pdf"
    file.write_bytes(typst.compile(str(source)))
    code, out, _err = answer(capsys, "figures", str(file), "--json")
    assert code == 0
    assert [(pair["part"], pair["whole"], pair["ok"]) for pair in json.loads(out)["pairs"]] == [(497, 567, True)]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("bao-cao.odt", b"x", "chỉ đọc được .txt, .docx và .pdf"),
        ("bao-cao.txt", None, "không có tệp này"),
        ("bao-cao.txt", b"\xff\xfe\x00", "không phải văn bản mã hóa UTF-8. Hãy mở tệp"),
        ("bao-cao.docx", b"not a word file", "không phải tệp Word, hoặc tệp hỏng. Hãy mở bằng Word"),
        ("bao-cao.pdf", b"not a pdf file", "không phải tệp PDF, tệp hỏng hoặc có mật khẩu. Hãy xuất lại"),
        ("bao-cao.txt", b" \n\n", "không có chữ nào để kiểm tra. Hãy chọn tệp"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_line(capsys, tmp_path, name, content, why):
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    code, out, err = answer(capsys, "figures", str(file))
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert why in err


def test_wrong_usage_is_code_2(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["figures"])
    assert stop.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_texts_load_neither_django_nor_image_libraries():
    code = "import sys; from daihoi.cli.main import main; main(['charters']); print([n for n in ('django', 'numpy', 'docx') if n in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_check_points_at_places_against_another_text_and_data(capsys, tmp_path):
    line = "Chi bộ chuyển giờ họp theo ca sản xuất nên công nhân dự sinh hoạt đông hơn hẳn năm trước."
    report, other, facts = tmp_path / "bao-cao.docx", tmp_path / "khac.txt", tmp_path / "so-lieu.json"
    document = Document()
    for text in ("BÁO CÁO", RIGHT, line):
        document.add_paragraph(text)
    document.save(str(report))
    other.write_text(line, encoding="utf-8")
    facts.write_text(json.dumps({"tổ chức cơ sở đảng đã đại hội": "498/567"}), encoding="utf-8")
    code, out, _err = answer(capsys, "check", str(report), "--against", str(other), "--facts", str(facts), "--json")
    found = json.loads(out)
    assert code == 1
    assert [(each["code"], each["line"], each["rule"]) for each in found["findings"]] == [
        ("differs_from_data", 2, "RP-01"),
        ("repeats_other", 3, "DO-07"),
    ]
    assert [passage["text"] for passage in found["overlap"]["passages"]] == [line]


def test_items_that_word_marks_itself_are_items(capsys, tmp_path):
    document = Document()
    for act in ("Rà soát hồ sơ", "Mở lớp tập huấn", "Lập tổ giúp việc", "Gửi giấy mời", "In tài liệu họp", "Họp rút kinh nghiệm"):
        document.add_paragraph(act, style="List Bullet")
    file = tmp_path / "bao-cao.docx"
    document.save(str(file))
    _code, out, _err = answer(capsys, "check", str(file), "--json")
    assert [(each["code"], each["line"], each["end_line"]) for each in json.loads(out)["findings"]] == [("list_like", 1, 6)]


def test_check_in_words(capsys, tmp_path):
    file = tmp_path / "bao-cao.txt"
    file.write_text(WRONG, encoding="utf-8")
    code, out, _err = answer(capsys, "check", str(file))
    assert code == 1
    assert "✗ dòng 1 [wrong_share, RP-01, RP-12] 497/567 là 87,65%, văn bản ghi 88,65%." in out
    file.write_text(RIGHT, encoding="utf-8")
    code, out, _err = answer(capsys, "check", str(file))
    assert (code, out.splitlines()[0]) == (0, "Không thấy chỗ nào cần xem lại.")


def test_check_refuses_data_that_cannot_be_read(capsys, tmp_path):
    file, facts = tmp_path / "bao-cao.txt", tmp_path / "so-lieu.json"
    file.write_text(RIGHT, encoding="utf-8")
    assert answer(capsys, "check", str(file), "--facts", str(facts))[0] == 1
    facts.write_text("{", encoding="utf-8")
    code, out, err = answer(capsys, "check", str(file), "--facts", str(facts))
    assert (code, out) == (1, "")
    assert err == f"{facts}: không phải tệp JSON đúng cú pháp. Hãy lấy lại tệp, ví dụ bằng `daihoi progress --json`.\n"
    file.write_text("", encoding="utf-8")
    code, out, err = answer(capsys, "check", str(file))
    assert (code, out, err) == (1, "", f"{file}: không có chữ nào để kiểm tra. Hãy chọn tệp có nội dung văn bản.\n")


def test_words_added_under_tracked_changes_are_checked_and_deleted_ones_are_not(tmp_path):
    file = tmp_path / "bao-cao.docx"
    made = Document()
    paragraph = made.add_paragraph("Đã có 497/567 tổ chức, ")
    added, gone = (f"<w:{tag} {nsdecls('w')} w:id='1' w:author='A'><w:r>{{}}</w:r></w:{tag}>" for tag in ("ins", "del"))
    paragraph._p.append(parse_xml(added.format("<w:t>đạt 87,56 %.</w:t>")))
    paragraph._p.append(parse_xml(gone.format("<w:delText>đạt 12 %.</w:delText>")))
    made.save(str(file))
    assert texts.docx_text(file) == "Đã có 497/567 tổ chức, đạt 87,56 %."
