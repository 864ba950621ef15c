"""The outline of a report: headings, paragraphs and sentences with their lines and the part they belong to (dàn ý của báo cáo)."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from daihoi.rules.checks.lexicon import DocumentKind, Lexicon, folded

PAGE_NUMBER = re.compile(r"[-–\s]*\d{1,3}[-–\s]*|Trang\s+\d{1,3}(?:/\d{1,3})?")
ROMAN = re.compile(r"(?P<mark>[IVXL]{1,6})[.\-–)/:]+\s+(?=\S)")
CHAPTER = re.compile(
    r"(?P<mark>(?:phần|chương|mục)\s+(?:thứ\s+\w+|[IVXL]+|\d+|[A-DĐ]|một|hai|ba|bốn)(?!\w))\s*[.:\-–]?(?:\s+|$)", re.IGNORECASE
)
# "I." and "V." are numbers here, no letters.
LETTER = re.compile(r"(?P<mark>[A-HJKM-UWYZĐ])[.)/]\s+(?=\S)")
DECIMAL = re.compile(r"(?P<mark>\d{1,2}(?:\.\d{1,2})+)[.)]?\s+(?=\S)")
NUMBERED = re.compile(r"(?P<mark>\d{1,2})[.)/\-]\s*(?=[^\d\s])")
SMALL = re.compile(r"(?P<mark>[a-zđ])[).]\s+(?=\S)")
BULLET = re.compile(r"(?P<mark>[-–—+•*○▪●])\s*(?=\S)")
# Level of a heading by the mark it begins with; a heading without a mark has the level given last.
MARKS = ((CHAPTER, 1), (LETTER, 2), (ROMAN, 3), (DECIMAL, 5), (NUMBERED, 4), (SMALL, 6), (BULLET, 7))
PLAIN_LEVEL = NUMBERED_LEVEL = 4
CAPITAL_LEVEL = 3
HEADING_WORDS = 28
PLAIN_HEADING_WORDS = 12
# A heading with so many words after a colon begins its text in the same line.
LEAD_WORDS = 4
WRAPPED = 55
STOP = re.compile(r"(?:[.!?…]+[”\"’)]*)(?=\s|$)")
NO_STOP = re.compile(r"(?:\b(?:TP|TX|TT|GS|PGS|TS|ThS|BS|KS|ĐT|Tp|Tx|St|đ/c|v\.v|số|tr)|(?:^|[\s(])\d{1,2}|(?:^|\s)[A-ZĐ])$")
FILLERS = re.compile(
    r"^(?:về|những|các|một số|đánh giá|nhận xét|chung|nêu|chủ yếu|cơ bản|còn|mặt|việc|phần|và|công tác|nhóm|đối với|kiểm điểm|xác định|nội dung|thực trạng|sơ bộ|bước đầu|khái quát|hệ thống|phân tích)\s+"
)
SEPARATORS = re.compile(r"\s*(?:[,;:–()]|\bvà\b|\s-\s|\bcùng\b|\bvới\b)\s*")
LONGEST_TITLE, TITLE_PIECES = 40, 12
# Under a heading of tasks, "Công tác lãnh đạo" is a field of tasks and no result.
BACKWARD, FORWARD = ("results", "principles", "limits"), ("tasks", "proposals", "lessons")


@dataclass(frozen=True)
class Sentence:
    """A sentence where it stands, with the part of the report it belongs to (câu)."""

    text: str
    line: int
    end_line: int
    part: str
    paragraph: int
    is_item: bool

    @cached_property
    def folded(self) -> str:
        """Give the sentence in one spelling."""
        return folded(self.text)

    @cached_property
    def words(self) -> int:
        """Count its words as syllables, the way Vietnamese is counted."""
        return len(re.findall(r"[^\W_]+(?:[./,]\d+)*", self.text))


@dataclass
class Section:
    """A heading with what stands under it (mục)."""

    title: str
    level: int
    line: int
    end_line: int
    parts: tuple[str, ...]
    parent: "Section | None" = None
    sentences: list[Sentence] = field(default_factory=list)

    @property
    def part(self) -> str:
        """Give the part whose words stand directly under this heading."""
        return self.parts[0] if self.parts else ""


@dataclass(frozen=True)
class Outline:
    """A report taken apart (dàn ý)."""

    title: str
    kind: DocumentKind | None
    sections: tuple[Section, ...]
    last_line: int

    @property
    def sentences(self) -> list[Sentence]:
        """List all sentences in their order."""
        return [sentence for section in self.sections for sentence in section.sentences]

    @property
    def has_headings(self) -> bool:
        """Say whether the report has headings below its title."""
        return any(section.parts or mark_of(section.title) for section in self.sections[1:])

    def of(self, *parts: str) -> list[Sentence]:
        """List the sentences of some parts."""
        return [sentence for sentence in self.sentences if sentence.part in parts]

    def has(self, part: str) -> bool:
        """Say whether a part has a heading, or at least one sentence."""
        return any(part in section.parts for section in self.sections) or bool(self.of(part))


@dataclass(frozen=True)
class Line:
    """A piece of the text: a heading, or lines that belong together (đoạn)."""

    text: str
    level: int
    numbers: tuple[int, ...]
    starts: tuple[int, ...] = (0,)

    @property
    def is_item(self) -> bool:
        """Say whether it is an item of a list."""
        return bool(mark_of(self.text))

    def line_at(self, place: int) -> int:
        """Give the line of a place in the text."""
        return self.numbers[bisect_right(self.starts, place) - 1]


def outline_of(text: str, lexicon: Lexicon, kind: DocumentKind | None) -> Outline:
    """Take a report apart."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    pieces = list(pieces_of(text.split("\n"), lexicon))
    title = title_of(pieces)
    sections = [Section("", 0, 1, 1, ())]
    for number, piece in enumerate(pieces):
        if piece.level:
            sections.append(section_from(piece, sections, lexicon))
        else:
            sections[-1].sentences += sentences_of(piece, sections[-1], number, lexicon)
            close(sections[-1], piece.numbers[-1])
    return Outline(title, kind or kind_of(title, lexicon), tuple(sections), max(1, text.count("\n") + 1))


def close(section: Section | None, line: int) -> None:
    """Let a section and those around it reach to a line."""
    while section is not None:
        section.end_line = max(section.end_line, line)
        section = section.parent


def section_from(piece: Line, before: Sequence[Section], lexicon: Lexicon) -> Section:
    """Open a section under the last one of a lower level; without words of its own it belongs where its parent belongs."""
    parent = next((section for section in reversed(before) if section.level < piece.level), None)
    own = parts_of(piece.text, lexicon)
    inherited = parent.parts[:1] if parent and parent.level else ()
    if own[:1] and own[0] in BACKWARD and inherited[:1] and inherited[0] in FORWARD:
        own = ()
    return Section(piece.text, piece.level, piece.numbers[0], piece.numbers[-1], own or inherited, parent)


def pieces_of(lines: Sequence[str], lexicon: Lexicon) -> Iterator[Line]:
    """Join the lines that belong together, and tell headings; a line that is a page number is no line."""
    kept = [(number, line) for number, line in enumerate(map(cleaned, lines), start=1) if not PAGE_NUMBER.fullmatch(line)]
    open_lines: list[tuple[int, str]] = []
    for (number, line), (_next, following) in zip(kept, [*kept[1:], (0, "")], strict=True):
        level = heading_level(line, lexicon) if line else 0
        if level >= NUMBERED_LEVEL and following[:1].islower() and not mark_of(following) and not parts_of(line, lexicon):
            level = 0  # the first line of an item that is wrapped
        if open_lines and not continues(open_lines[-1][1], line, level):
            yield joined(open_lines)
            open_lines = []
        if level:
            yield Line(line, level, (number,))
        elif line:
            open_lines.append((number, line))
    if open_lines:
        yield joined(open_lines)


def cleaned(line: str) -> str:
    """Take marks of emphasis and of headings in plain text off a line."""
    line = re.sub(r"^\s*(?:#{1,6}\s+|>\s+)", "", line).strip()
    return re.sub(r"(\*\*|__)(.+?)\1", r"\2", line).strip()


def joined(lines: Sequence[tuple[int, str]]) -> Line:
    """Make one piece of lines."""
    starts = tuple(accumulate((len(line) + 1 for _number, line in lines[:-1]), initial=0))
    return Line(" ".join(line for _number, line in lines), 0, tuple(number for number, _line in lines), starts)


def continues(last: str, line: str, level: int) -> bool:
    """Say whether a line goes on with the sentence of the line before."""
    if not line or level or mark_of(line):
        return False
    if last.endswith((".", ":", ";", "!", "?", "…")):
        return False
    return line[0].islower() or not line[0].isalpha() or len(last) >= WRAPPED


def mark_of(line: str) -> tuple[re.Match[str], int] | None:
    """Find the mark a line begins with."""
    return next(((match, level) for pattern, level in MARKS if (match := pattern.match(line))), None)


def heading_level(line: str, lexicon: Lexicon) -> int:
    """Say at which level a line is a heading; 0 where it is none."""
    found, count = mark_of(line), len(line.split())
    body = line[found[0].end() :] if found else line
    if count > HEADING_WORDS:
        return 0
    if found and found[1] == 1:
        return 1
    if not found and is_capital(line):
        return CAPITAL_LEVEL
    if len(body.partition(": ")[2].split()) >= LEAD_WORDS:
        return 0
    if body.endswith((".", ";", ",", "!", "?", "…")) and not (found and ": " not in body and is_short_part(body, lexicon)):
        return 0
    if found and found[1] < max(level for _pattern, level in MARKS):
        return found[1] if body[:1].isupper() or is_capital(body) else 0
    if body[:1].isupper() and ": " not in body and is_short_part(body, lexicon):
        return found[1] if found else PLAIN_LEVEL
    return 0


def is_short_part(body: str, lexicon: Lexicon) -> bool:
    """Say whether a few words name a part of a report."""
    return len(body.split()) <= PLAIN_HEADING_WORDS and bool(parts_of(body, lexicon))


def is_capital(line: str) -> bool:
    """Say whether a line of at least two words is written in capitals."""
    return len(line.split()) > 1 and line.upper() == line and any(letter.isalpha() for letter in line)


def parts_of(heading: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Name the parts that a heading announces, in their order."""
    found = mark_of(heading)
    body = folded(heading[found[0].end() :] if found else heading).rstrip(".:")
    parts: list[str] = []
    for number, piece in enumerate(re.split(SEPARATORS, body)):
        part = part_of_piece(piece, lexicon)
        if part and part not in parts and may_follow(part, parts, body, number):
            parts.append(part)
    return tuple(parts)


def part_of_piece(piece: str, lexicon: Lexicon) -> str:
    """Name the part that a piece of a heading begins with, words that say nothing taken off one by one; the longest words win."""
    bare = ""
    while piece != bare:
        ways = [(len(words), part.key) for part in lexicon.parts.values() for words in part.headings if starts_with(piece, words)]
        if ways:
            return max(ways)[1]
        bare, piece = piece, FILLERS.sub("", piece)
    return ""


def starts_with(text: str, words: str) -> bool:
    """Say whether a text begins with whole words."""
    return text.startswith(words) and not text[len(words) : len(words) + 1].isalpha()


def may_follow(part: str, parts: Sequence[str], body: str, number: int) -> bool:
    """Say whether a heading announces one more part: "nguyên nhân của hạn chế, khuyết điểm" is about causes only."""
    if not parts:
        return number == 0 or len(body.split()) <= PLAIN_HEADING_WORDS
    first = parts[0]
    if first == "context":
        return False
    if first in ("causes", "tasks", "principles", "responsibility"):
        return part in ("lessons", "proposals", "responsibility") or (first == "causes" and part == "tasks")
    if first == "results" and part in ("tasks", "proposals", "context", "principles"):
        return False
    return not (part == "limits" and re.search(r"khắc phục", body))


def sentences_of(piece: Line, section: Section, number: int, lexicon: Lexicon) -> list[Sentence]:
    """Cut a piece into sentences; a sentence may open another part ("Tuy nhiên, …", "Nguyên nhân: …")."""
    part, sentences = section.part, []
    for begin, end in spans(piece.text):
        text = piece.text[begin:end].strip()
        part = opened(text, part, section, lexicon)
        lines = piece.line_at(begin + (piece.text[begin] == " ")), piece.line_at(end - 1)
        sentences.append(Sentence(text, *lines, part, number, piece.is_item))
    return sentences


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Give where each sentence begins and ends."""
    begin = 0
    for match in STOP.finditer(text):
        if match[0].startswith(".") and len(match[0]) == 1 and NO_STOP.search(text, max(0, match.start() - 8), match.start()):
            continue
        yield begin, match.end()
        begin = match.end()
    if text[begin:].strip():
        yield begin, len(text)


REPORT_STARTS = ("báo cáo", "kiểm điểm")
OPENERS = ("limits", "causes", "responsibility", "lessons", "tasks", "proposals", "results")


def opened(sentence: str, part: str, section: Section, lexicon: Lexicon) -> str:
    """Say to which part a sentence belongs, given the part of the sentence before it."""
    text = folded(sentence)
    found = mark_of(sentence)
    if found:
        text = folded(sentence[found[0].end() :])
    for key in OPENERS:
        if any(starts_with(text, words) for words in lexicon.parts[key].openings) and may_open(key, part, section):
            return key
    stated = not section.parts and any(words in text for words in lexicon.parts["limits"].inside)
    return "limits" if stated else part


def may_open(key: str, part: str, section: Section) -> bool:
    """Say whether a sentence may open a part where it stands; tasks that say "tuy nhiên" stay tasks."""
    if section.parts and section.part in ("tasks", "proposals", "lessons", "context", "principles"):
        return key == section.part
    if key in section.parts:
        return True
    if section.part == "causes":
        return key in ("lessons", "responsibility", "tasks")
    if section.part in ("limits", "responsibility"):
        return key in ("causes", "responsibility", "lessons", "tasks")
    return True


def title_of(pieces: Sequence[Line]) -> str:
    """Give the first words of a report that name it: its heads in capitals and what stands under them."""
    words: list[str] = []
    for piece in pieces[:TITLE_PIECES]:
        if (piece.level and mark_of(piece.text)) or piece.is_item or len(piece.text.split()) > LONGEST_TITLE:
            break
        words.append(piece.text)
    return " · ".join(map(folded, words))


def kind_of(title: str, lexicon: Lexicon) -> DocumentKind | None:
    """Tell the kind of a document by its title; a newspaper that writes about a report is none."""
    for kind in lexicon.kinds.values():
        starts = "|".join(re.escape(folded(words)) for words in kind.starts or REPORT_STARTS)
        begun = re.search(rf"(?:^|· )(?:\(?dự thảo\)?\s+(?:· )?)?(?:{starts})(?!\w)", title)
        if begun and any(re.search(rf"(?<!\w){re.escape(folded(words))}(?!\w)", title[begun.start() :]) for words in kind.titles):
            return kind
    return None
