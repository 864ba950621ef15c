"""Reading a DOCX of strangers: the words come in whole, and what is no text is told."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import RGBColor
from PIL import Image

from daihoi.office.reading import Unreadable, read_docx, read_whole


def picture():
    """A picture of one point."""
    buffer = io.BytesIO()
    Image.new("RGB", (1, 1)).save(buffer, "PNG")
    return io.BytesIO(buffer.getvalue())


def saved(document):
    """The bytes of a file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def inner(paragraph, xml):
    """Put markup into a paragraph as word processors write it."""
    for each in parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"):
        paragraph._p.append(each)


def run(words, tag="t"):
    return f'<w:r><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'


def test_words_in_tracked_changes_tags_and_controls_come_in():
    made = docx.Document()
    inner(
        made.add_paragraph(),
        f'{run("Có ")}<w:ins w:id="1" w:author="A">{run("thêm 12 ")}</w:ins><w:del w:id="2" w:author="A">{run("9 ", "delText")}</w:del>'
        f'<w:smartTag w:uri="x" w:element="y">{run("tổ chức ")}</w:smartTag><w:sdt><w:sdtContent>{run("cơ sở")}</w:sdtContent></w:sdt>',
    )
    made.element.body.insert(
        0, parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{run('Đoạn trong khung nhập.')}</w:p></w:sdtContent></w:sdt>")
    )
    read = read_whole(saved(made))
    assert [each.text for each in read.paragraphs] == ["Đoạn trong khung nhập.", "Có thêm 12 tổ chức cơ sở"]
    assert [(each.code, each.count, each.places, each.words) for each in read.losses] == [
        ("tracked_insertion", 1, [2], "thêm 12"), ("tracked_deletion", 1, [2], "9"),
    ]  # fmt: skip


def test_pictures_colours_boxes_and_inner_tables_are_told_with_their_places():
    made = docx.Document()
    made.add_paragraph("Mở đầu.")
    coloured = made.add_paragraph("Nền nếp ")
    word = coloured.add_run("giữ vững")
    word.font.color.rgb, word.bold = RGBColor(200, 0, 0), True
    coloured.add_run().add_picture(picture())
    box = f"<w:pict><w:txbxContent><w:p>{run('Khung bên lề')}</w:p></w:txbxContent></w:pict>"
    inner(made.add_paragraph("Kết luận."), f"<w:r>{box}</w:r>")
    cell = made.add_table(rows=1, cols=2).rows[0].cells[1]
    cell.text = "Ngoài"
    cell.add_table(rows=1, cols=1).rows[0].cells[0].text = "Trong"
    made.sections[0].footer.paragraphs[0].text = "Lưu hành nội bộ"
    read = read_whole(saved(made))
    assert [each.text for each in read.paragraphs] == ["Mở đầu.", "Nền nếp giữ vững", "Kết luận.", " | Ngoài"]
    assert [(each.code, each.count, each.places, each.words) for each in read.losses] == [
        ("colour", 1, [2], "giữ vững"), ("picture", 1, [2], ""), ("emphasis", 1, [2], "Nền nếp giữ vững"),
        ("text_box", 1, [3], "Khung bên lề"), ("inner_table", 1, [4], "Trong"), ("head_or_foot", 1, [5], "Lưu hành nội bộ"),
    ]  # fmt: skip


def test_joined_cells_leave_columns_as_columns():
    made = docx.Document()
    table = made.add_table(rows=3, cols=3)
    for cell, text in zip((cell for row in table.rows for cell in row.cells), "abcdefghi", strict=True):
        cell.text = text
    for cell in (table.cell(0, 2), table.cell(2, 0)):
        cell.text = ""
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    read = read_whole(saved(made))
    assert [each.text for each in read.paragraphs] == ["a | b | \nd | e | f\n | h | i"]
    assert [(each.code, each.count) for each in read.losses] == [("joined_cell", 2)]


def test_a_plain_file_loses_nothing():
    made = docx.Document()
    made.add_heading("I. Kết quả", 2)
    made.add_paragraph("Đạt 87,65 %.")
    read = read_whole(saved(made))
    assert ([(each.style, each.text) for each in read.paragraphs], read.losses) == (
        [("heading2", "I. Kết quả"), ("body", "Đạt 87,65 %.")], [],
    )  # fmt: skip


def with_note(words):
    """A file with one foot note, in the part that word processors keep them in."""
    made = docx.Document()
    inner(made.add_paragraph("Đạt 87,65 %"), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    made.add_paragraph("Hết.")
    source, target = zipfile.ZipFile(io.BytesIO(saved(made))), io.BytesIO()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    with zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            data = source.read(name).decode() if name.endswith((".xml", ".rels")) else source.read(name)
            if name == "[Content_Types].xml":
                data = data.replace("</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>')
            if name == "word/_rels/document.xml.rels":
                there = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                data = data.replace("</Relationships>", f'<Relationship Id="rId99" Type="{there}" Target="footnotes.xml"/></Relationships>')
            out.writestr(name, data)
        out.writestr(
            "word/footnotes.xml",
            f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p>{run("x")}</w:p></w:footnote>'
            f'<w:footnote w:id="2"><w:p>{run(words)}</w:p></w:footnote></w:footnotes>',
        )
    return target.getvalue()


def test_foot_notes_stand_at_the_end_with_their_marks_in_the_text():
    read = read_whole(with_note("Số liệu đến ngày 25/6/2020."))
    assert [(each.style, each.text) for each in read.paragraphs] == [
        ("body", "Đạt 87,65 %[1]"), ("body", "Hết."), ("heading2", "Chú thích"), ("body", "[1] Số liệu đến ngày 25/6/2020."),
    ]  # fmt: skip
    assert [(each.code, each.count) for each in read.losses] == [("note", 1)]


@pytest.mark.parametrize("data", [b"", b"PK nothing", b"x" * 100])
def test_what_is_no_file_is_refused(data):
    with pytest.raises(Unreadable) as refusal:
        read_docx(data)
    assert refusal.value.code == "broken"
