"""A book of documents (tập văn kiện): several papers with one contents page and pages that run through; PDF and DOCX from one source."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

import pypdfium2

from daihoi.office.document import Align, Block, Column, Document, Rich, Table
from daihoi.office.pdf import to_pdf
from daihoi.office.word import joined

PLACES = 4  # a contents page that grows moves all others; after a few rounds it stands


@dataclass(frozen=True)
class Book:
    """What stands on the first page and which papers follow (tập văn kiện)."""

    title: str
    subtitle: str
    issuing: str
    papers: tuple[Document, ...]


def _contents(book: Book, pages: Sequence[int]) -> Document:
    """Write the contents page (mục lục)."""
    rows: tuple[tuple[Rich, ...], ...] = tuple(
        (str(place), f"{paper.name} {paper.abstract}".strip(), str(page))
        for place, (paper, page) in enumerate(zip(book.papers, pages, strict=True), 1)
    )
    columns = (Column("TT", 1, Align.CENTER), Column("Văn kiện", 10), Column("Trang", 1.5, Align.RIGHT))
    blocks: tuple[Block, ...] = (Table(columns, rows),)
    first = book.papers[0]
    return Document(first.form, book.issuing, book.title, book.subtitle, upper=first.upper, blocks=blocks, foot="Mục lục")


def _length(content: bytes) -> int:
    """Count the pages of a file."""
    with pypdfium2.PdfDocument(content) as made:
        return len(made)


def _laid_out(book: Book) -> tuple[Document, tuple[Document, ...], list[bytes]]:
    """Find the page on which each paper begins; a paper keeps its own page breaks wherever it stands."""
    lengths = [_length(to_pdf(paper)) for paper in book.papers]
    front = 1
    for _round in range(PLACES):
        starts = [1 + front + sum(lengths[:place]) for place in range(len(lengths))]
        contents = _contents(book, starts)
        if _length(to_pdf(contents)) == front:
            break
        front += 1
    papers = tuple(replace(paper, first_page=start) for paper, start in zip(book.papers, starts, strict=True))
    return contents, papers, [to_pdf(contents), *(to_pdf(paper) for paper in papers)]


def book_pdf(book: Book) -> bytes:
    """Draw a book as PDF (tập văn kiện PDF)."""
    _contents_page, _papers, parts = _laid_out(book)
    with pypdfium2.PdfDocument.new() as made:
        for part in parts:
            with pypdfium2.PdfDocument(part) as source:
                made.import_pages(source)
        buffer = BytesIO()
        made.save(buffer)
    return buffer.getvalue()


def book_docx(book: Book) -> bytes:
    """Draw a book as DOCX; its contents begin with the pages of the printed book and follow the word processor's (tập văn kiện DOCX)."""
    contents, papers, _parts = _laid_out(book)
    return joined([contents, *papers], has_contents=True)
