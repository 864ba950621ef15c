"""The words inside a DOCX and what cannot come along as words (chữ trong DOCX, phần không lấy được): pictures, colours, comments, notes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import XMLSyntaxError

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
LETTERS = {qn("w:t"), f"{MATH}t"}
SPACES = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:ptab"): " ", qn("w:noBreakHyphen"): "-"}
GONE = {qn("w:del"), qn("w:moveFrom"), FALLBACK, qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr")}
DRAWN = {qn("w:drawing"), qn("w:pict"), qn("w:object")}
NOTES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
PLAIN = {None, "auto", "000000", "FFFFFF", "none"}
EMPHASIS = ("b", "i", "u", "strike")
MOST_PLACES = 12


@dataclass
class Loss:
    """One kind of content that did not come along, how often, and at which paragraphs of the text (phần không lấy được)."""

    code: str
    count: int = 0
    places: list[int] = field(default_factory=list)
    words: str = ""


class WordText:
    """Reads the words of paragraphs in their order, gathers notes, and counts what it leaves behind (đọc chữ)."""

    def __init__(self, document: WordDocument) -> None:
        """Read the notes of the file, which stand in parts of their own."""
        self.losses: dict[str, Loss] = {}
        self.notes: list[str] = []
        self.place = 0
        self._sources = {kind: _notes(document, kind) for kind in ("footnotes", "endnotes")}

    def of(self, element: Any) -> str:
        """Give the words of a paragraph with single blanks, tracked insertions with them and tracked deletions without."""
        return " ".join("".join(self._walk(element)).split())

    def lines_of(self, element: Any) -> str:
        """Give the words of a paragraph with the line breaks that people set inside it."""
        return "\n".join(" ".join(line.split()) for line in "".join(self._walk(element)).split("\n"))

    def lose(self, code: str, words: str = "") -> None:
        """Count one thing that is left behind at the paragraph that is being read."""
        loss = self.losses.setdefault(code, Loss(code))
        loss.count += 1
        loss.words = loss.words or " ".join(words.split())[:80]
        if len(loss.places) < MOST_PLACES and self.place not in loss.places:
            loss.places.append(self.place)

    def _walk(self, element: Any) -> Iterator[str]:
        """Give the words below an element piece by piece."""
        for child in element.iterchildren():
            if child.tag in GONE or not isinstance(child.tag, str):
                self._left(child)
            elif child.tag in LETTERS:
                yield child.text or ""
            elif child.tag in SPACES:
                yield SPACES[child.tag]
            elif child.tag in NOTES:
                yield self._note(NOTES[child.tag], child.get(qn("w:id")))
            elif child.tag in DRAWN:
                self._drawn(child)
            else:
                self._remark(child, child.tag)
                yield from self._walk(child)

    def _left(self, child: Any) -> None:
        """Count words that somebody took out and nobody accepted yet."""
        if child.tag in (qn("w:del"), qn("w:moveFrom")):
            self.lose("tracked_deletion", "".join(each.text or "" for each in child.iter(qn("w:delText"), qn("w:t"))))

    def _remark(self, child: Any, tag: str) -> None:
        """Count what a part carries beside its words."""
        if tag == qn("w:commentReference"):
            self.lose("comment")
        elif tag == qn("w:sym"):
            self.lose("symbol")
        elif tag == f"{MATH}oMath":
            self.lose("formula", "".join(each.text or "" for each in child.iter(f"{MATH}t")))
        elif tag == qn("w:ins"):
            self.lose("tracked_insertion", "".join(each.text or "" for each in child.iter(qn("w:t"))))
        elif tag == qn("w:r") and child.find(qn("w:t")) is not None and _is_coloured(child.find(qn("w:rPr"))):
            self.lose("colour", child.findtext(qn("w:t")) or "")

    def _drawn(self, child: Any) -> None:
        """Count a picture, or a box whose words stay outside the text."""
        boxes = [each for each in child.iter(qn("w:txbxContent")) if not any(above.tag == FALLBACK for above in each.iterancestors())]
        for box in boxes:
            self.lose("text_box", " ".join(each.text or "" for each in box.iter(qn("w:t"))))
        if not boxes:
            self.lose("picture")

    def _note(self, kind: str, name: str | None) -> str:
        """Put the mark of a note into the text and keep its words for the end."""
        words = self._sources[kind].get(name or "", "")
        if not words:
            return ""
        self.notes.append(words)
        return f"[{len(self.notes)}]"


def _is_coloured(properties: Any) -> bool:
    """Tell whether a run has a colour or a ground of its own."""
    if properties is None:
        return False
    values = ((properties.find(qn(f"w:{name}")), key) for name, key in (("color", "val"), ("highlight", "val"), ("shd", "fill")))
    return any(found is not None and found.get(qn(f"w:{key}")) not in PLAIN for found, key in values)


def emphasised(element: Any) -> bool:
    """Tell whether some words of a paragraph are bold, italic or underlined, and others are not."""
    kinds = set()
    for run in element.iter(qn("w:r")):
        if run.find(qn("w:t")) is not None:
            properties = run.find(qn("w:rPr"))
            kinds.add(tuple(properties is not None and properties.find(qn(f"w:{name}")) is not None for name in EMPHASIS))
    return len(kinds) > 1


def heads_and_feet(document: WordDocument) -> str:
    """Give the words at the top and the foot of the pages, which belong to the paper and not to its text."""
    found: list[str] = []
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            if not part.is_linked_to_previous:
                words = " ".join(each.text or "" for each in part._element.iter(qn("w:t"))).strip()
                found += [words] if words and not words.isdecimal() and words not in found else []
    return "; ".join(found)


def _notes(document: WordDocument, kind: str) -> dict[str, str]:
    """Give the notes of one part by their names; a file without them has none."""
    relation = RELATIONSHIP_TYPE.FOOTNOTES if kind == "footnotes" else RELATIONSHIP_TYPE.ENDNOTES
    try:
        root = parse_xml(document.part.part_related_by(relation).blob)
    except (KeyError, XMLSyntaxError):
        return {}
    found = {}
    for note in root.iterchildren():
        if isinstance(note.tag, str) and note.get(qn("w:type")) is None:
            found[note.get(qn("w:id")) or ""] = " ".join("".join(each.text or "" for each in note.iter(qn("w:t"))).split())
    return found
