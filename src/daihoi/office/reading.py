"""Read a paper that people wrote in a word processor (đọc DOCX): headings, numbering and tables come out as text."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from lxml.etree import XMLSyntaxError

from daihoi.office.word_text import Loss, WordText, emphasised, heads_and_feet

MAX_BYTES = 16 * 1024 * 1024
MAX_UNPACKED = 128 * 1024 * 1024
MAX_PARAGRAPHS = 5000
NOTES = "Chú thích"
PART = re.compile(r"^(phần|chương)\b", re.IGNORECASE)
ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


class Unreadable(ValueError):
    """A file that is no DOCX, or one that would unpack without end: `code` says which."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Read:
    """One paragraph as it was read: its text with its number, and whether it heads a section."""

    text: str
    style: str  # heading1, heading2, heading3, body, table


@dataclass(frozen=True)
class Reading:
    """A file as it was read: its paragraphs, and what did not come along (văn bản đã đọc)."""

    paragraphs: list[Read]
    losses: list[Loss]
    tail: int = 0  # paragraphs at the end that hold the notes


def read_docx(data: bytes) -> list[Read]:
    """Read the body of a DOCX file in its order (đọc văn bản)."""
    return read_whole(data).paragraphs


def read_whole(data: bytes) -> Reading:
    """Read the body of a DOCX file, its notes behind it, and name what is no text (đọc văn bản và phần không lấy được)."""
    document = opened(data)
    numbering, words = Numbering(document), WordText(document)
    found: list[Read] = []
    for element in _blocks(document.element.body, words):
        words.place = len(found) + 1
        read = _table(element, document, words) if element.tag == qn("w:tbl") else _paragraph(element, document, numbering, words)
        found += [read] if read else []
        if len(found) > MAX_PARAGRAPHS:
            raise Unreadable("too_long")
    words.place = len(found) + 1
    for note in words.notes:
        words.lose("note", note)
    if outside := heads_and_feet(document):
        words.lose("head_or_foot", outside)
    notes = [Read(NOTES, "heading2"), *(Read(f"[{number}] {note}", "body") for number, note in enumerate(words.notes, start=1))]
    tail = notes if words.notes else []
    return Reading([*found, *tail], list(words.losses.values()), len(tail))


def _paragraph(element: Any, document: WordDocument, numbering: "Numbering", words: WordText) -> Read | None:
    """Read one paragraph with its number; a picture alone is none."""
    block = WordParagraph(element, document)
    text = words.of(element)
    if not text:
        return None
    style = _style(block, text)
    if style == "body" and emphasised(element):
        words.lose("emphasis", text)
    return Read(f"{numbering.of(block)}{text}", style)


def _table(element: Any, document: WordDocument, words: WordText) -> Read | None:
    """Read a table as lines of cells."""
    seen: set[object] = set()
    rows = [" | ".join(_cells(row, words, seen)) for row in WordTable(element, document).rows]
    text = "\n".join(row for row in rows if row.strip(" |"))
    return Read(text, "table") if text else None


def opened(data: bytes) -> WordDocument:
    """Open the file, unless it is broken or too large."""
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            left = MAX_UNPACKED
            for entry in archive.infolist():
                with archive.open(entry) as part:
                    while piece := part.read(1 << 20):
                        left -= len(piece)
                        if left < 0:
                            raise Unreadable("too_large")
        document: WordDocument = docx.Document(BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, XMLSyntaxError, KeyError, ValueError, OSError, EOFError, RuntimeError) as wrong:
        if isinstance(wrong, Unreadable):
            raise
        raise Unreadable("broken") from wrong
    return document


def _blocks(body: Any, words: WordText) -> Iterator[Any]:
    """Give paragraphs and tables in the order of the file, out of the frames that a word processor puts around them."""
    for child in body.iterchildren():
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag == qn("w:sdt") and child.find(f".//{qn('w:docPartGallery')}[@{qn('w:val')}='Table of Contents']") is not None:
            words.lose("contents")
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")):
            yield from _blocks(child, words)


def _cells(row: object, words: WordText, seen: set[object]) -> Iterator[str]:
    """Give the words of each cell of a row once, and nothing for the places that a joined cell covers, so that columns stay columns."""
    for cell in row.cells:  # type: ignore[attr-defined]  # a row of the library
        if cell._tc in seen:
            words.lose("joined_cell")
            yield ""
            continue
        seen.add(cell._tc)
        yield " ".join(filter(None, (_in_cell(each, words) for each in _blocks(cell._tc, words)))).replace("|", "/")


def _in_cell(element: Any, words: WordText) -> str:
    """Give the words of a paragraph in a cell; of a table in a cell nothing."""
    if element.tag == qn("w:tbl"):
        words.lose("inner_table", " ".join(each.text or "" for each in element.iter(qn("w:t"))))
        return ""
    return words.of(element)


def _style(block: WordParagraph, text: str) -> str:
    """Tell a heading by its style, its outline level, or by how party papers write theirs: bold, short, without a full stop (FM-10)."""
    name = str(block.style.name if block.style is not None else "").lower()
    level = re.search(r"(?:heading|title|đề mục|tiêu đề)\s*(\d?)", name)
    if level:
        return f"heading{min(3, int(level[1] or 1))}"
    if PART.match(text) and len(text) < 160:
        return "heading1"
    runs = [run for run in block.runs if run.text.strip()]
    is_bold = bool(runs) and all(run.bold for run in runs)
    if is_bold and len(text) < 200 and not text.endswith((".", ";", ":")):
        return "heading1" if text.isupper() else "heading3" if re.match(r"^\d", text) else "heading2"
    return "body"


class Numbering:
    """The numbers that a word processor draws before paragraphs and does not write into their text (đánh số tự động)."""

    def __init__(self, document: WordDocument) -> None:
        """Read the definitions of the file."""
        self.levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {each.get(qn("w:abstractNumId")): each for each in root.findall(qn("w:abstractNum"))}
        for num in root.findall(qn("w:num")):
            target = abstract.get(num.find(qn("w:abstractNumId")).get(qn("w:val")))
            for level in [] if target is None else target.findall(qn("w:lvl")):
                place = int(level.get(qn("w:ilvl")))
                self.levels[num.get(qn("w:numId")), place] = (_val(level, "numFmt"), _val(level, "lvlText"), int(_val(level, "start") or 1))

    def of(self, block: WordParagraph) -> str:
        """Give the number of a paragraph with a blank after it, or nothing."""
        numbered = _numbered(block)
        if numbered is None:
            return ""
        key, place = _val(numbered, "numId"), int(_val(numbered, "ilvl") or 0)
        if (key, place) not in self.levels:
            return ""
        kind, pattern, start = self.levels[key, place]
        counts = self.counts[key]
        counts[place] = counts.get(place, start - 1) + 1
        for deeper in [each for each in counts if each > place]:
            del counts[deeper]
        if kind == "bullet":
            return "- "
        text = pattern
        for level in range(place + 1):
            form, _pattern, first = self.levels.get((key, level), ("decimal", "", 1))
            text = text.replace(f"%{level + 1}", numeral(counts.get(level, first), form))
        return f"{text} " if text else ""


def _numbered(block: WordParagraph) -> Any:
    """Give what numbers a paragraph: its own property, or that of its style."""
    where = f"{qn('w:pPr')}/{qn('w:numPr')}"
    own = block._p.find(where)
    style = block.style
    while own is None and style is not None:
        own, style = style.element.find(where), style.base_style
    return own


def _val(level: object, name: str) -> str:
    """Give the value of one property of a level."""
    found = level.find(qn(f"w:{name}"))  # type: ignore[attr-defined]  # an element
    return "" if found is None else found.get(qn("w:val")) or ""


def numeral(number: int, form: str) -> str:
    """Write a number as a word processor does: 3, c, iii."""
    if form in ("upperLetter", "lowerLetter"):
        text = chr(ord("a") + (number - 1) % 26)
    elif form in ("upperRoman", "lowerRoman"):
        text = ""
        for value, letters in ROMAN:
            text += letters * (number // value)
            number %= value
    else:
        return str(number)
    return text.upper() if form.startswith("upper") else text
