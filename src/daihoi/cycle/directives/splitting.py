"""Propose how a pasted text or a DOCX file falls into clauses (tách điều khoản); the officer corrects the proposal.

Leading texts number their parts as "Điều 1.", "1." or "1-", sometimes below Roman parts "I."; deeper points (1.1, a) stay inside.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from daihoi.office.reading import Unreadable, opened
from daihoi.rules.errors import RuleViolation, _

ROMAN = re.compile(r"(?:Phần\s+)?(?P<part>[IVX]{1,5})\s*[.\-–:)/]\s*(?P<rest>.*)")
ARTICLE = re.compile(r"Điều\s+(?P<number>\d{1,3})\s*[.\-–:]?\s*(?P<rest>.*)")
POINT = re.compile(r"(?P<number>\d{1,3})\s*[.\-–:)/]\s*(?!\d)(?P<rest>.*)")
SENTENCE = re.compile(r"(?P<title>.{8,160}?)[.:;](?:\s|$)")
END = re.compile(r"(Nơi nhận|T/M|TM\.|K/T|T/L)\b")
TITLE = 200


@dataclass(frozen=True)
class Piece:
    """One proposed clause (điều khoản đề xuất)."""

    number: str
    title: str
    content: str = ""


def split(text: str) -> list[Piece]:
    """Split a text into numbered clauses; what stands before the first one is no clause (tách văn bản)."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    has_articles = any(ARTICLE.fullmatch(line) for line in lines)
    pieces: list[tuple[str, list[str]]] = []
    part, last = "", 0
    for line in lines:
        if END.match(line):
            break
        roman = None if has_articles else ROMAN.fullmatch(line)
        if roman:
            part, last = roman["part"], 0
            continue
        found = (ARTICLE if has_articles else POINT).fullmatch(line)
        if found and int(found["number"]) == last + 1:
            last += 1
            pieces.append((f"{part}.{last}" if part else str(last), [found["rest"]]))
        elif pieces and line:
            pieces[-1][1].append(line)
    return [_piece(number, lines) for number, lines in pieces]


def _piece(number: str, lines: list[str]) -> Piece:
    """Take the first sentence of a clause as its name; the whole stays as its content."""
    whole = "\n".join(line for line in lines if line)
    first = lines[0] if lines[0] else (lines[1] if len(lines) > 1 else "")
    found = SENTENCE.match(first)
    title = found["title"] if found else first[:TITLE]
    return Piece(number, title.strip(), "" if whole.strip(" .:;") == title.strip() else whole)


def docx_text(data: bytes) -> str:
    """Read the paragraphs of a DOCX file, with the numbers that Word counts by itself (đọc tệp DOCX)."""
    try:
        paragraphs = opened(data).paragraphs
    except Unreadable as wrong:
        raise RuleViolation(
            "directives.not_docx", _("Tệp không phải DOCX đọc được. Lưu lại thành .docx, hoặc dán nội dung vào ô.")
        ) from wrong
    return "\n".join(_numbered(paragraphs))


def _numbered(paragraphs: Iterable[object]) -> Iterator[str]:
    """Give the text of each paragraph; the first level of an automatic list gets its number back."""
    counts: dict[str, int] = {}
    for paragraph in paragraphs:
        text = str(getattr(paragraph, "text", ""))
        listed = re.search(
            r'<w:numPr>\s*<w:ilvl w:val="(\d+)"/>\s*<w:numId w:val="(\d+)"/>',
            str(getattr(paragraph, "_p").xml),  # noqa: B009 (python-docx shows numbering only as XML)
        )
        if listed and text.strip() and listed[2] != "0":
            if listed[1] == "0":
                counts[listed[2]] = counts.get(listed[2], 0) + 1
                text = f"{counts[listed[2]]}. {text}"
            else:
                text = f"- {text}"
        yield text
