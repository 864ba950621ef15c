"""Official papers as DOCX (bản điện tử để sửa): the same model and the same values as the PDF."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section as Section_
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph as WordParagraph
from PIL import ImageFont

from daihoi import paper
from daihoi.office.contents import mark_place, refer_to_pages
from daihoi.office.document import (
    Align,
    Annex,
    Block,
    Document,
    Numbered,
    Paragraph,
    Picture,
    Rich,
    Run,
    Section,
    Signature,
    Signatures,
    Table,
    runs,
)
from daihoi.office.drawings import to_png
from daihoi.office.formats import Format

BOLD_FONT = Path(paper.__file__).parent / "fonts" / "Tinos-Bold.ttf"
HEAD_RIGHT_MM = 78
SIDES = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Align.JUSTIFY: WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def _write(paragraph: WordParagraph, text: Rich, size: float | None = None) -> None:
    """Put a text into a paragraph, run by run."""
    for piece in runs(text):
        for number, line in enumerate(piece.text.split("\n")):
            run = paragraph.add_run()
            if number:
                run.add_break()
            run.add_text(line)
            run.bold, run.italic = piece.bold or None, piece.italic or None
            run.font.size = None if size is None else Pt(size)


def _compact(paragraph: WordParagraph, side: Align = Align.CENTER) -> WordParagraph:
    """Set a paragraph of the head, a table or a signature: no indent, single spaced."""
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.first_line_indent = WD_LINE_SPACING.SINGLE, Mm(0)
    paragraph.alignment = SIDES[side]
    return paragraph


def _text_width_mm(form: Format) -> float:
    """Measure the width of the text area."""
    _top, right, _bottom, left = form.lengths("margins_mm")
    return form.lengths("page_mm")[0] - right - left


def _grid(document: WordDocument, widths_mm: list[float], rows: int, *, ruled: bool = False) -> WordTable:
    """Lay a table of fixed widths, because Word wraps names where widths are left to it."""
    table: WordTable = document.add_table(rows=rows, cols=len(widths_mm), style="Table Grid" if ruled else None)
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _element(name: str, **attributes: str) -> object:
    """Make one element of the file format that the library has no name for."""
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _heading_line(paragraph: WordParagraph, form: Format, column_mm: float) -> None:
    """Draw the solid line under the heading exactly as long as its text (FM-05)."""
    size = form.number("heading_size")
    points = ImageFont.truetype(str(BOLD_FONT), 1000).getlength(form.text("heading")) * size / 1000
    spare = max(0.0, (column_mm - points * 25.4 / 72) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(spare)
    borders = _element("w:pBdr")
    borders.append(_element("w:bottom", val="single", sz="6", space="1", color="000000"))  # type: ignore[attr-defined]
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc")


def _head(document: WordDocument, paper_: Document) -> None:
    """Draw the head of the first page: bodies and number left, heading and date right (FM-05 to FM-08)."""
    form, width = paper_.form, _text_width_mm(paper_.form)
    table = _grid(document, [width - HEAD_RIGHT_MM, HEAD_RIGHT_MM], 2)
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w="0", type="dxa"))  # type: ignore[attr-defined]
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)
    left, right = table.rows[0].cells
    lines: list[tuple[Run, float]] = [(Run(paper_.upper.upper()), form.number("upper_size"))] if paper_.upper else []
    lines.append((Run(paper_.issuing.upper(), bold=True), form.number("issuing_size")))
    if form.text("asterisk"):
        lines.append((Run(form.text("asterisk")), form.number("issuing_size")))
    _lines(left, lines)
    if form.text("heading"):
        _lines(right, [(Run(form.text("heading"), bold=True), form.number("heading_size"))])
        if form.is_on("heading_line"):
            _heading_line(right.paragraphs[0], form, HEAD_RIGHT_MM)
    for mark in paper_.marks:
        _write(_compact(right.add_paragraph()), Run(mark, bold=True), 13)
    number, day = table.rows[1].cells
    _lines(number, [(Run(paper_.number_line), form.number("number_size"))])
    if paper_.is_letter:
        _write(_compact(number.add_paragraph()), Run(paper_.abstract, italic=True), form.number("letter_abstract_size"))
    _lines(day, [(Run(paper_.date_line, italic=True), form.number("date_size"))])


def _lines(cell: Cell, lines: list[tuple[Run, float]]) -> None:
    """Fill a cell with centred lines, the first one in the paragraph that stands there."""
    for number, (run, size) in enumerate(lines):
        _write(_compact(cell.add_paragraph() if number else cell.paragraphs[0]), run, size)


def _name(document: WordDocument, paper_: Document) -> None:
    """Draw name, abstract and the five hyphens (FM-09)."""
    form = paper_.form
    paragraph = _compact(document.add_paragraph())
    paragraph.paragraph_format.space_before = Pt(14)
    if paper_.is_letter:
        return
    _write(paragraph, Run(paper_.name.upper(), bold=True), form.number("name_size"))
    if paper_.abstract:
        _write(_compact(document.add_paragraph()), Run(paper_.abstract, bold=True), form.number("abstract_size"))
    paragraph = _compact(document.add_paragraph())
    paragraph.paragraph_format.space_after = Pt(8)
    _write(paragraph, form.text("rule_text"))


def _body_paragraph(document: WordDocument, text: Rich, side: Align, *, indented: bool, form: Format) -> None:
    """Write one paragraph of the body; its line spacing comes from the style."""
    paragraph = document.add_paragraph()
    paragraph.alignment = SIDES[side]
    paragraph.paragraph_format.first_line_indent = Mm(form.number("indent_mm") if indented else 0)
    _write(paragraph, text)


def _table(document: WordDocument, table: Table, form: Format) -> None:
    """Draw a ruled table whose head is repeated and whose rows do not break."""
    unit = _text_width_mm(form) / sum(column.width for column in table.columns)
    grid = _grid(document, [column.width * unit for column in table.columns], 1 + len(table.rows), ruled=True)
    heads: tuple[Rich, ...] = tuple(Run(column.title, bold=True) for column in table.columns)
    for number, (row, cells) in enumerate(zip(grid.rows, (heads, *table.rows), strict=True)):
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        if number == 0:
            row._tr.get_or_add_trPr().append(_element("w:tblHeader"))
        for cell, column, text in zip(row.cells, table.columns, cells, strict=True):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = _compact(cell.paragraphs[0], column.align if number else Align.CENTER)
            _write(paragraph, text, form.number("body_size") - (3 if table.is_small else 1))
    below = _compact(document.add_paragraph(), Align.LEFT)
    below.paragraph_format.space_after = Pt(2)
    if table.note:
        _write(below, Run(table.note, italic=True), form.number("body_size") - 3)


def _picture(document: WordDocument, picture: Picture, form: Format) -> None:
    """Draw a picture as wide as the text, with its words for those who do not see it."""
    paragraph = _compact(document.add_paragraph())
    shape = paragraph.add_run().add_picture(BytesIO(to_png(picture.svg)), width=Mm(_text_width_mm(form)))
    shape._inline.docPr.set("descr", picture.says)


def _signature(cell: Cell, one: Signature, form: Format) -> None:
    """Draw one signature with room for the hand (FM-14, FM-18)."""
    size = form.number("body_size")
    lines: list[tuple[Run, float]] = []
    if one.power:
        lines.append((Run(one.power.upper(), bold=form.is_on("power_is_bold")), size))
    if one.title:
        lines.append((Run(one.title.upper(), bold=form.is_on("title_is_bold") or not one.power), size))
    if one.note:
        lines.append((Run(one.note, italic=True), 12))
    _lines(cell, lines or [(Run(""), size)])
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.keep_with_next = True
    name = _compact(cell.add_paragraph())
    name.paragraph_format.space_before = Mm(19)
    _write(name, Run(one.name, bold=True))


def _signatures(document: WordDocument, block: Signatures, form: Format) -> None:
    """Draw signatures beside each other."""
    share = _text_width_mm(form) / len(block.signatures)
    table = _grid(document, [share] * len(block.signatures), 1)
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    for cell, one in zip(table.rows[0].cells, block.signatures, strict=True):
        _signature(cell, one, form)
    _compact(document.add_paragraph())


def _annex(document: WordDocument, block: Annex) -> None:
    """Begin an annex on a page of its own."""
    head = _compact(document.add_paragraph())
    head.paragraph_format.page_break_before = True
    _write(head, Run("PHỤ LỤC", bold=True))
    below = _compact(document.add_paragraph())
    below.paragraph_format.space_after = Pt(8)
    _write(below, Run(block.title, bold=True))


def _block(document: WordDocument, block: Block, form: Format) -> None:
    """Draw one block of the body."""
    if isinstance(block, Paragraph):
        _body_paragraph(document, block.text, block.align, indented=block.is_indented, form=form)
        document.paragraphs[-1].paragraph_format.keep_with_next = block.leads or None
    elif isinstance(block, Section):
        _body_paragraph(document, Run(block.title, bold=True), Align.LEFT, indented=False, form=form)
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    elif isinstance(block, Numbered):
        for number, item in enumerate(block.items, block.start):
            _body_paragraph(document, (f"{number}. ", *runs(item)), Align.JUSTIFY, indented=True, form=form)
    elif isinstance(block, Table):
        _table(document, block, form)
    elif isinstance(block, Picture):
        _picture(document, block, form)
    elif isinstance(block, Annex):
        _annex(document, block)
    else:
        _signatures(document, block, form)


def _end(document: WordDocument, paper_: Document) -> None:
    """Draw recipients left and the signature right (FM-14, FM-18)."""
    if paper_.signature is None and not paper_.recipients:
        return
    form, width = paper_.form, _text_width_mm(paper_.form)
    left, right = _grid(document, [width * 0.46, width * 0.54], 1).rows[0].cells
    if paper_.recipients:
        head = _compact(left.paragraphs[0], Align.LEFT)
        head.add_run(form.text("recipients_title")).underline = True
        head.add_run(":")
        for number, line in enumerate(paper_.recipients, 1):
            end = "." if number == len(paper_.recipients) else ";"
            _write(_compact(left.add_paragraph(), Align.LEFT), f"- {line}{end}", form.number("recipients_size"))
    if paper_.signature is not None:
        _signature(right, paper_.signature, form)


def _page(document: WordDocument, paper_: Document, section: Section_) -> None:
    """Set paper, margins, base style, page number from page 2 and the foot (FM-03, FM-04, FM-11, FM-12)."""
    form = paper_.form
    section.page_width, section.page_height = (Mm(length) for length in form.lengths("page_mm"))
    top, right, bottom, left = (Mm(length) for length in form.lengths("margins_mm"))
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = top, right, bottom, left
    section.header_distance, section.footer_distance = Mm(form.number("page_number_mm")), Mm(9)
    section.different_first_page_header_footer = paper_.first_page == 1
    if paper_.first_page > 1:
        section._sectPr.append(_element("w:pgNumType", start=str(paper_.first_page)))
    style = document.styles["Normal"]
    style.font.name, style.font.size = form.text("font"), Pt(form.number("body_size"))
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{key}"), form.text("font"))
    style.element.get_or_add_rPr().append(_element("w:lang", val="vi-VN"))
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(form.number("line_spacing_pt"))
    style.paragraph_format.space_after = Pt(form.number("paragraph_spacing_pt"))
    for part in (section.header, section.footer, section.first_page_footer):
        part.is_linked_to_previous = False
    header = _compact(section.header.paragraphs[0])
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = header.add_run()
        run._r.append(_element("w:fldChar", fldCharType=kind) if kind else _instruction(text))
    for footer in (section.footer, section.first_page_footer):
        _write(_compact(footer.paragraphs[0], Align.LEFT), paper_.foot, 9)


def _instruction(text: str) -> object:
    """Make the instruction of a field such as the page number."""
    element = OxmlElement("w:instrText")
    element.text = text
    return element


def to_docx(document: Document) -> bytes:
    """Draw a paper as DOCX."""
    return joined([document])


def joined(papers: Sequence[Document], *, has_contents: bool = False) -> bytes:
    """Draw one or several papers in one DOCX, each in a section of its own; the first one may hold the contents of the rest."""
    word = docx.Document()
    for place, document in enumerate(papers):
        _page(word, document, word.add_section(WD_SECTION.NEW_PAGE) if place else word.sections[0])
        _head(word, document)
        _name(word, document)
        if has_contents:
            mark_place(word.paragraphs[-1]._p, place)
        for block in document.blocks:
            _block(word, block, document.form)
        if has_contents and not place:
            refer_to_pages(word.tables[-1])
        _end(word, document)
    first = papers[0]
    word.core_properties.title = " ".join(f"{first.name} {first.abstract}".split())
    word.core_properties.language, word.core_properties.author = "vi-VN", ""
    buffer = BytesIO()
    word.save(buffer)
    return _dated(buffer.getvalue())


def _dated(data: bytes) -> bytes:
    """Write the parts of a file under one fixed time, so that the same paper is the same file."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for entry in before.infolist():
            after.writestr(ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), before.read(entry.filename), ZIP_DEFLATED)
    return out.getvalue()
