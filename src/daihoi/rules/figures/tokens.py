"""The figures of a text: counts, ratios and shares, without dates, years, ages and document numbers (số liệu trong câu)."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

NUMBER = r"(?:\d{1,3}(?:\.\d{3})+|\d+)"
# How many figures back a total may have been named.
REACH = 40
HIDDEN = "□"
YEAR = r"(?:19|20)\d{2}"
DATE_WORDS = "ngày|sáng|trưa|chiều|tối|đêm|hôm|hết|đến|từ|tới|vào|trước|sau|lúc|tháng|mùng|mồng"
RULINGS = (
    "chỉ thị|nghị quyết|nq|quyết định|hướng dẫn|kế hoạch|kết luận|thông tri|quy định|quy chế|công văn|báo cáo|thông báo|nghị định|tờ trình"
)
LABELS = "ngày|tháng|năm|quý|tuần|mùng|khóa|khoá|thứ|lần|điều|khoản|chương|mục|trang|phụ lục|mẫu|bảng|biểu|quận|phường|đợt|nhóm|hình|bước"
UNITS = (
    r"tuổi|năm|tháng|ngày|giờ|phút|tuần|triệu|tỷ(?!\s*lệ)|tỉ(?!\s*lệ)|nghìn|ngàn|km|ha|m2|m²|tấn|usd|lần|điểm|bước|buổi|trang"
    r"|đồng(?!\s*(?:chí|bào|đội|nghiệp))"
)
# What people and papers are counted in; a number before it is a count, however it is written.
NOUNS = (
    "chi bộ|đảng bộ|đảng ủy|đảng uỷ|đảng viên|đồng chí|tổ chức|đại biểu|phiếu|người|cán bộ|cấp ủy|cấp uỷ|đơn vị|ý kiến|lượt|hội nghị|cơ sở|doanh nghiệp|đoàn|xã|phường"
    "|nữ|nam|tccsđ|chỉ tiêu|mục tiêu|nhiệm vụ|lớp|văn bản|cuộc|thôn|hộ|đơn|hồ sơ"
)
# Blanks between thousands, and commas before what is counted in whole numbers; both are read as dots.
BLANKS = re.compile(r"(?<![\d.,/–-])\d{1,3}(?: \d{3})+(?!\d|[.,]\d|\s*[%\d]|[-–]\d)")
COMMAS = re.compile(
    rf"(?<![\d.,/–-])\d{{1,3}}(?:,\d{{3}})+(?=\s*(?:/\s*\d|(?:{NOUNS})\b))|(?<=\d/)\d{{1,3}}(?:,\d{{3}})+(?=\s*(?:{NOUNS})\b)",
    re.IGNORECASE,
)
LABELLED = re.compile(rf"\b(?:{LABELS})\s+$", re.IGNORECASE)
# What looks like a count and is none; each is hidden in place, so that positions stay.
NOT_COUNTS = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        r"(?:(?<=\A)|(?<=[.:;]\n)|(?<=\n\n))[ \t]*\d{1,2}(?:\.\d{1,2})*[.)](?=\s)",
        r"\d+/\d{4}/[^\W\d_]{2,}[\w/–-]*",
        r"\d+[-–/][^\W\d_]{1,}[-/][\w/–-]*",
        r"\d+\s[-–]\s(?:CT|NQ|QĐ|HD|KL|KH|TB|BC|CV|TTr)/\w+",
        r"\d{1,2}\s?[/-]\s?\d{1,2}\s?[/-]\s?\d{2,4}",
        rf"(?<![\d.,])(?:0?[1-9]|1[0-2])[/-]{YEAR}(?![\d.,]*\d)",
        rf"\b(?:{DATE_WORDS})\s+(?:ngày\s+)?(?:[12]\d|3[01]|0?[1-9])[/-](?:1[0-2]|0?[1-9])(?![\d/]|[.,]\d|\s+(?:{NOUNS})\b)",
        rf"\b(?:{RULINGS})\s+(?:số\s+)?\d+",
        rf"\b(?:{LABELS})\s+(?:thứ\s+|số\s+)?\d+(?![\d.,]*\d|\s*%)",
        rf"(?<![\d.,]){YEAR}\s*[-–—]\s*{YEAR}",
        rf"(?<![\d.,/]){YEAR}(?![\d.,/]*\d|\s*/\s*\d|\s*%)",
        r"\d{1,2}\s*(?:[:h]\s*\d{2}|giờ(?:\s*\d{1,2})?)",
        rf"(?<![\d.,/]){NUMBER}(?:,\d+)?\s*(?:{UNITS})\b",
        rf"(?<![\d.,/]){NUMBER}\s*[-–]\s*{NUMBER}(?![\d/])",
        r"(?<![\d.])\d+,\d+",
        r"(?<![\d.])\d+\.\d{1,2}(?![\d.])",
        r"[^\W\d_][\w.-]*\d+[\w.]*",
        r"\d+(?:\.\d+)*[^\W\d_]+",
    )
)
SHARE = re.compile(r"(?<![\w.,/])(\d+)(?:[.,](\d{1,4}))?\s*(?:%|phần trăm)")
COUNT = re.compile(rf"(?<![\d.,□])(?<!\d/)(?<!□/)({NUMBER})(?:\s*/\s*({NUMBER}))?(?![\d/]|[.,]\d)")
# A share that is a bound, a change or an estimate cannot be checked for equality.
ESTIMATE = re.compile(
    r"(?:\b(?:trên|hơn|gần|khoảng|dưới|xấp xỉ|ước|ước đạt|ít nhất|tối thiểu|tối đa|không quá|quá|ngót|chừng|non|tăng|giảm|vượt|thêm|bớt|cao nhất|thấp nhất|bình quân|trung bình)"
    r"(?:\s+(?:thêm|lên|xuống|khoảng|hơn|từ|mức|tới|đến|trên|gần|là))*\s*|[~≈<>≥≤+±]\s*|(?<=[\d%\s(])[-–]|"
    r"[\d%]\s*(?:[-–]|đến|tới)\s*)$",
    re.IGNORECASE,
)
BOUND_AFTER = re.compile(r"\s*(?:trở lên|trở xuống|điểm|\+|(?:[-–]|đến|tới)\s*\d+(?:[.,]\d+)?\s*%)", re.IGNORECASE)
ABBREVIATIONS = re.compile(r"\b(?:TP|TX|TT|GS|PGS|TS|ThS|BS|KS|ĐT|Tp|Tx|St|đ/c|v\.v)$")
BULLET = r"(?:[-+•*–]|\d{1,2}[.)]|[a-zđ]\))\s"
BREAK = re.compile(rf"(?P<stop>[.!?…]+)(?=\s|$)|(?P<semi>;)|(?P<blank>\n\s*\n)|(?P<bullet>\n(?=[ \t]*{BULLET}))")
IS_BULLET = re.compile(rf"[ \t]*{BULLET}")
GOES_ON = re.compile(r"\s*(?:trong đó|trong số (?:đó|này)|gồm|bao gồm|cụ thể)\b", re.IGNORECASE)


class Kind(StrEnum):
    """A kind of figure (loại số liệu)."""

    number = "number"
    ratio = "ratio"
    share = "share"


@dataclass(frozen=True)
class Figure:
    """A figure where it stands; a share keeps its value in units of its last place (số liệu)."""

    kind: Kind
    start: int
    end: int
    value: int
    whole: int = 0
    places: int = 0


@dataclass(frozen=True)
class Clause:
    """A stretch of text in which a share belongs to its parts; clauses of one group share their totals (mệnh đề)."""

    start: int
    end: int
    group: int
    paragraph: int


@dataclass(frozen=True)
class Reading:
    """A text with its figures (văn bản đã đọc)."""

    text: str
    plain: str
    figures: tuple[Figure, ...]
    clauses: tuple[Clause, ...]
    line_starts: tuple[int, ...]

    def clause_of(self, figure: Figure) -> Clause:
        """Give the clause in which a figure stands."""
        return self.clauses[bisect_right(self.clauses, figure.start, key=lambda clause: clause.start) - 1]

    def line_of(self, position: int) -> int:
        """Give the line number, from 1."""
        return bisect_right(self.line_starts, position)

    def before(self, figure: Figure) -> list[Figure]:
        """List the counts and ratios before a figure, the nearest first."""
        place = bisect_right(self.figures, figure.start, key=lambda each: each.start)
        near = self.figures[max(0, place - REACH) : place]
        return [each for each in reversed(near) if each.end <= figure.start and each.kind is not Kind.share]

    def after(self, figure: Figure) -> list[Figure]:
        """List the counts and ratios after a figure, the nearest first."""
        place = bisect_right(self.figures, figure.start, key=lambda each: each.start)
        return [each for each in self.figures[place : place + REACH] if each.kind is not Kind.share]

    def between(self, one: int, other: int) -> str:
        """Give the text between two positions, without what stands in brackets closed on the way."""
        return re.sub(r"\([^()]*\)", " ", self.plain[one:other])

    def quoted(self, start: int, end: int) -> str:
        """Give a stretch of the text on one line."""
        return " ".join(self.text[start:end].split())


def read(text: str) -> Reading:
    """Find the figures of a text."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").replace("\u202f", " ")
    text = with_dots(text)
    shares = [share_from(match) for match in SHARE.finditer(text)]
    plain = hidden(text, shares)
    checkable = [share for share in shares if is_checkable(text, share)]
    counts = [count_from(match) for match in COUNT.finditer(without(plain, shares)) if not is_day_and_month(match)]
    starts = (0, *(match.end() for match in re.finditer("\n", text)))
    figures = tuple(sorted([*counts, *checkable], key=lambda figure: figure.start))
    return Reading(text, plain, figures, tuple(clauses_of(text)), starts)


def with_dots(text: str) -> str:
    """Write the thousands of counts with dots, of the same length, unless a label stands before: "quý 2 350 đảng viên"."""

    def dotted(match: re.Match[str]) -> str:
        labelled = LABELLED.search(text, max(0, match.start() - 12), match.start())
        return match[0] if labelled else re.sub(r"[ ,]", ".", match[0])

    return COMMAS.sub(
        dotted,
        re.sub(r"(?<=/)\d{1,3}(?: \d{3})+(?!\d|[.,]\d|\s*[%\d])", lambda match: match[0].replace(" ", "."), BLANKS.sub(dotted, text)),
    )


def share_from(match: re.Match[str]) -> Figure:
    """Read a stated share."""
    decimals = match[2] or ""
    return Figure(Kind.share, match.start(), match.end(), int(match[1] + decimals), places=len(decimals))


def count_from(match: re.Match[str]) -> Figure:
    """Read a count or a ratio."""
    value, whole = int(match[1].replace(".", "")), match[2]
    if whole is None:
        return Figure(Kind.number, match.start(), match.end(), value)
    return Figure(Kind.ratio, match.start(), match.end(), value, int(whole.replace(".", "")))


def is_day_and_month(match: re.Match[str]) -> bool:
    """Say whether a ratio that is over one reads better as a day of the year (30/6)."""
    if match[2] is None or "." in match[0]:
        return False
    day, month = int(match[1]), int(match[2])
    return month < day <= 31 and month <= 12


def is_checkable(text: str, share: Figure) -> bool:
    """Say whether a share states an equality, no bound, change or range."""
    return not ESTIMATE.search(text, max(0, share.start - 40), share.start) and not BOUND_AFTER.match(text, share.end)


def hidden(text: str, shares: list[Figure]) -> str:
    """Hide what is no count; shares stay."""
    plain = without(text, shares)
    for pattern in NOT_COUNTS:
        plain = pattern.sub(lambda match: re.sub(r"\d", HIDDEN, match[0]), plain)
    return replaced(plain, {share: text[share.start : share.end] for share in shares})


def without(text: str, shares: list[Figure]) -> str:
    """Blank the shares out, so that no pattern for counts sees them."""
    return replaced(text, {share: "%" * (share.end - share.start) for share in shares})


def replaced(text: str, by: dict[Figure, str]) -> str:
    """Put other text of the same length in the place of figures."""
    pieces, last = [], 0
    for figure, piece in by.items():
        pieces += [text[last : figure.start], piece]
        last = figure.end
    return "".join([*pieces, text[last:]])


def clauses_of(text: str) -> Iterator[Clause]:
    """Cut the text into clauses, and join those that speak of the same total."""
    start = group = paragraph = 0
    for match in BREAK.finditer(text):
        if match["stop"] and ABBREVIATIONS.search(text, max(0, match.start() - 6), match.start()):
            continue
        yield Clause(start, match.end(), group, paragraph)
        start = match.end()
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        introduces = line.rstrip().endswith((":", ";")) or GOES_ON.match(text, start)
        stays = match["semi"] or introduces or (match["bullet"] and IS_BULLET.match(line))
        group += not stays
        paragraph += bool(match["blank"])
    yield Clause(start, len(text) + 1, group, paragraph)
