"""What the checks point at, beside the paragraphs they speak of (kiểm tra văn bản bên cạnh chữ); it points and never judges."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from daihoi.rules.checks import Passage, Remark, Report
from daihoi.rules.paragraphs import Paragraph

LEVELS = {"error": "late", "warning": ""}


@dataclass(frozen=True)
class Mark:
    """One numbered place: what it says, in which paragraph, and whether people decided to keep it (chỗ đánh dấu)."""

    number: int
    css: str  # late, "", info, ok
    key: str
    text: str
    why: str
    rule: str = ""
    code: str = ""
    fix: tuple[str, str] = ("", "")  # printed, right
    kept: str = ""

    @property
    def digest(self) -> str:
        """Name the finding, so that what was said of it holds while these words stand."""
        return finding_digest(self.code, self.text)


@dataclass(frozen=True)
class Piece:
    """A run of a paragraph, under a mark or not."""

    text: str
    mark: Mark | None = None


@dataclass
class Shown:
    """One paragraph with its marks (đoạn có đánh dấu)."""

    paragraph: Paragraph
    pieces: list[Piece] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True)
class Beside:
    """Two passages that say the same (hai đoạn trùng)."""

    passage: Passage
    key: str


def finding_digest(code: str, text: str) -> str:
    """Give the digest of a finding's code and words."""
    return sha256(f"{code}\n{text}".encode()).hexdigest()[:16]


def plain(paragraphs: Iterable[Paragraph]) -> tuple[str, list[str]]:
    """Give the text that the checks read, and the paragraph of each of its lines."""
    lines, keys = [], []
    for each in paragraphs:
        for line in each.text.split("\n"):
            lines.append(line)
            keys.append(each.key)
    return "\n".join(lines), keys


def marked(paragraphs: Sequence[Paragraph], report: Report, keys: Sequence[str], kept: Mapping[str, str]) -> tuple[list[Shown], list[Mark]]:
    """Put the findings of a report, and the figures that are right, beside the paragraphs they speak of."""
    marks = [_mark(number, remark, report, keys, kept) for number, remark in enumerate(report.findings, start=1)]
    right = [
        (pair.line, pair.text, f"{pair.part}/{pair.whole} = {pair.computed.replace('.', ',')} %")
        for pair in report.pairs
        if pair.verdict == "right"
    ]
    right += [(each.line, each.text, f"{' + '.join(map(str, each.parts))} = {each.total}") for each in report.sums if each.is_right]
    marks += [
        Mark(number, "ok", _key(keys, line), text, why) for number, (line, text, why) in enumerate(sorted(right), start=len(marks) + 1)
    ]
    shown = []
    for each in paragraphs:
        own = [mark for mark in marks if mark.key == each.key]
        shown.append(Shown(each, _pieces(each.text, own), own))
    return shown, marks


def _mark(number: int, remark: Remark, report: Report, keys: Sequence[str], kept: Mapping[str, str]) -> Mark:
    """Number one finding; a wrong share knows what would be right."""
    pair = next((pair for pair in report.pairs if pair.line == remark.line and remark.text == pair.text), None)
    fix = (
        (pair.printed.replace(".", ","), pair.computed.replace(".", ","))
        if pair and remark.code in ("wrong_share", "truncated_share")
        else ("", "")
    )
    css = "info" if remark.code == "repeats_other" else LEVELS.get(remark.level, "")
    reason = kept.get(finding_digest(remark.code, remark.text), "")
    return Mark(number, css, _key(keys, remark.line), remark.text, remark.why, remark.rule, remark.code, fix, reason)


def _key(keys: Sequence[str], line: int) -> str:
    """Give the paragraph of a line."""
    return keys[line - 1] if 0 < line <= len(keys) else ""


def _pieces(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """Cut a paragraph where its marks begin and end; of two that overlap the first stays."""
    places = []
    for mark in marks:
        words = mark.text.rstrip("…")
        at = text.find(words) if words else -1
        if at >= 0:
            places.append((at, at + len(words), mark))
    pieces, at = [], 0
    for start, end, mark in sorted(places, key=lambda each: (each[0], -each[1])):
        if start < at:
            continue
        pieces += [Piece(text[at:start])] if start > at else []
        pieces.append(Piece(text[start:end], mark))
        at = end
    return [*pieces, Piece(text[at:])] if at < len(text) else pieces
