"""Which parts a stated share is made of, and whether it is right (tỷ lệ và hai số của nó)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from daihoi.rules.figures.tokens import HIDDEN, Clause, Figure, Kind, Reading
from daihoi.rules.shares import decimal, share_units

RIGHT, TRUNCATED, WRONG = "right", "truncated", "wrong"
LINK_WORDS = frozenset(
    ("đạt", "chiếm", "bằng", "tỷ", "tỉ", "lệ", "tương", "đương", "ứng", "tức", "là", "với", "đã", "mới", "chỉ", "được", "=", "–")
)
LOOSE = re.compile(r"\b(?:tỷ lệ|tỉ lệ|bình quân|trong đó|riêng|tăng|giảm|so với|lần lượt|mức)\b", re.IGNORECASE)
OF_PLAN = re.compile(r"\s*(?:so với\s+)?(?:kế hoạch|chỉ tiêu|mục tiêu|nghị quyết|cùng kỳ|dự toán)\b", re.IGNORECASE)
IN_TOTAL = re.compile(
    r"(?:\b(?:trong|trên)\s+(?:(?:tổng\s+)?số\s+(?!đó|này)(?:[^\W\d_]+\s+){0,4}|tổng\s+)?|/\s*(?:tổng\s+số\s+)?)$", re.IGNORECASE
)
AFTER_TOTAL = re.compile(
    r"\)?\s*(?:(?:(?:của|trong|trên|so với)\s+)?(?:tổng\s+số|tổng|số)\s+[^\d,;.()]{0,40}\(?|(?:trong|trên|so với|của)\s+"
    r"|(?:so với\s+)?(?:chỉ tiêu|kế hoạch|cùng kỳ)\s+[^\d,;.()]{0,20}\(?)$",
    re.IGNORECASE,
)
# A share may name its parts after it without brackets: 87,65%, tương ứng 497/567 tổ chức.
FORWARD_LINK = re.compile(
    r"\s*[^\d().;,%]{0,40}[,–-]?\s*(?:\(\s*)?(?:tương ứng|tương đương|tức là|tức|cụ thể là|cụ thể|nghĩa là|ứng|hay|bằng)(?:\s+(?:với|là|có|tới))*\s*:?\s*$"
    r"|\s*[^\d().;,%]{0,40},\s*(?:với|gồm|có)\s*$|\s*:\s*(?:có\s+)?$",
    re.IGNORECASE,
)
FORWARD = re.compile(r"\s*[^\d().;,%]{0,40}\(\s*[^\d()%]{0,15}$")
SURPLUS = re.compile(r"\bsố dư(?:\s+(?:là|đạt|bằng|chiếm|tỷ lệ|tỉ lệ|với))*\s*[(:]?\s*$", re.IGNORECASE)
SURPLUS_COUNT = re.compile(r"\bsố dư(?:\s+(?:là|đạt|bằng|có))*\s*:?\s*$", re.IGNORECASE)
TO_ELECT = re.compile(r"\b(?:bầu|lấy|cần bầu|số lượng)(?:\s+(?:lấy|là|ra))?\s*$", re.IGNORECASE)
NAMED_TOTAL = re.compile(r"\b(?:tổng số|trong số|tổng cộng|toàn bộ|tổng)\b[^\d.;]{0,60}$", re.IGNORECASE)
IN_BRACKETS = re.compile(r"[^\d();]{0,60}\(\s*(?:trong|trên|của)?\s*tổng\s+số\s+(?:là\s+)?", re.IGNORECASE)
# What was called for or handed out is the whole of what came: 350 đại biểu được triệu tập.
CALLED = re.compile(r"[^\d.;,:()]{0,30}\b(?:được triệu tập|triệu tập|phát ra|được giao|theo danh sách)\b", re.IGNORECASE)
ENDS_HERE = re.compile(r"\s*(?:[.;,)]|$)")
# "giảm 3 đồng chí (5%)" is a change, whose whole stands elsewhere.
CHANGED = re.compile(r"\b(?:tăng|giảm|thêm|bớt|vượt|hụt)(?:\s+(?:được|thêm|lên|đi|hơn))*\s*$", re.IGNORECASE)
LATER_TOTAL = re.compile(r"\b(?:(?:trong|trên|của)\s+)?(?:tổng\s+số|tổng\s+cộng)\s+(?:là\s+|có\s+|:\s*)?$", re.IGNORECASE)
WHOLE = re.compile(r"\b(?:toàn|cả|hiện|tổng)\b[^\d.;,:]{0,40}$", re.IGNORECASE)
OPENS_PARTS = re.compile(r"[^\d.;,:()]{0,80}(?:[,;(]?\s*(?:trong đó|trong số đó|gồm|bao gồm|chia ra|cụ thể)\b|:)", re.IGNORECASE)
RESPECTIVELY = re.compile(r"\blần lượt\b", re.IGNORECASE)
# How far, in points, a share may be off and still be held against a total that the sentence does not name as one.
NEAR_POINTS = 5
# So many words after two counts are compared to see whether both count the same things.
NOUN_WORDS = 2


@dataclass(frozen=True)
class Candidate:
    """A way to read a share: its part, its whole, and whether the sentence leaves no other."""

    part: int
    whole: int
    is_tight: bool
    used: Figure | None
    start: int
    end: int


@dataclass(frozen=True)
class Pair:
    """A stated share with its parts and what they come to (tỷ lệ đã kiểm tra)."""

    part: int
    whole: int
    printed: str
    computed: str
    verdict: str
    line: int
    end_line: int
    text: str
    start: int
    end: int

    def as_dict(self) -> dict[str, object]:
        """Give the pair as plain data."""
        names = ("part", "whole", "printed", "computed", "verdict", "line", "text")
        return {name: getattr(self, name) for name in names} | {"ok": self.verdict == RIGHT}


def pairs_of(reading: Reading) -> list[Pair]:
    """Find every stated share whose parts stand in the text; a count belongs to one share only."""
    used: set[Figure] = set()
    found = []
    for share in (figure for figure in reading.figures if figure.kind is Kind.share):
        chosen = best(share, list(candidates(reading, share, used)))
        if chosen is not None:
            candidate, verdict = chosen
            used |= {candidate.used} if candidate.used else set()
            found.append(pair_from(reading, share, candidate, verdict))
    return found


def pair_from(reading: Reading, share: Figure, candidate: Candidate, verdict: str) -> Pair:
    """Write a pair down."""
    start, end = min(candidate.start, share.start), max(candidate.end, share.end)
    return Pair(
        part=candidate.part,
        whole=candidate.whole,
        printed=decimal(share.value, share.places),
        computed=decimal(share_units(candidate.part, candidate.whole, share.places), share.places),
        verdict=verdict,
        line=reading.line_of(share.start),
        end_line=reading.line_of(end),
        text=reading.quoted(start, end),
        start=start,
        end=end,
    )


def verdict_of(share: Figure, part: int, whole: int) -> str:
    """Say whether a share is right, cut off instead of rounded, or wrong."""
    if share.value == share_units(part, whole, share.places):
        return RIGHT
    return TRUNCATED if share.value == part * 100 * 10**share.places // whole else WRONG


def best(share: Figure, ways: list[Candidate]) -> tuple[Candidate, str] | None:
    """Take the reading that agrees; call a share wrong only where the sentence leaves no other reading."""
    judged = [(way, verdict_of(share, way.part, way.whole)) for way in ways if way.whole > 0 and way.part >= 0]
    for wanted in (RIGHT, TRUNCATED):
        for way, verdict in judged:
            if verdict == wanted:
                return way, verdict
    return next(((way, verdict) for way, verdict in judged if way.is_tight), None)


def candidates(reading: Reading, share: Figure, used: set[Figure]) -> Iterator[Candidate]:
    """Name the ways to read a share, the most explicit first."""
    clause = reading.clause_of(share)
    yield from forward(reading, share, clause)
    earlier = [each for each in reading.before(share) if is_near(reading, each, share, clause)]
    open_ones = [each for each in earlier if each not in used]
    if SURPLUS.search(reading.plain, clause.start, share.start):
        yield from surplus(reading, share)
        return
    listed = in_closed_brackets(reading, share, open_ones)
    shown = [each for each in open_ones if each not in listed]
    yield from whole_in_brackets(reading, share, listed, shown)
    for nearest in dict.fromkeys([*shown[:1], *outside_lists(reading, shown)[:1]]):
        yield from backward(reading, share, nearest, shown, used)


def whole_in_brackets(reading: Reading, share: Figure, listed: list[Figure], shown: list[Figure]) -> Iterator[Candidate]:
    """Read a whole in brackets between a part and its share: 497 tổ chức (trên tổng số 567) đã đại hội, đạt 87,65%."""
    for whole in listed:
        part = next((each for each in shown if each.end <= whole.start and each.kind is Kind.number), None)
        if part and part.value <= whole.value and IN_BRACKETS.fullmatch(reading.plain, part.end, whole.start):
            yield Candidate(part.value, whole.value, is_tight(reading, part, share), part, part.start, share.end)


def is_near(reading: Reading, figure: Figure, share: Figure, clause: Clause) -> bool:
    """Say whether a figure stands in the clause of the share, or just before a clause that only links."""
    if figure.start >= clause.start:
        return True
    same_group = reading.clause_of(figure).group == clause.group
    return same_group and all(word in LINK_WORDS for word in words(reading.plain[clause.start : share.start]))


def words(text: str) -> list[str]:
    """Give the words of a stretch in small letters."""
    return re.findall(r"[\w=–]+", text.lower())


def in_closed_brackets(reading: Reading, share: Figure, figures: list[Figure]) -> list[Figure]:
    """List the figures inside brackets that were closed before the share."""
    start = reading.clause_of(share).start
    spans = [match.span() for match in re.finditer(r"\([^()]*\)", reading.plain[start : share.start])]
    return [figure for figure in figures for opened, closed in spans if start + opened < figure.start and figure.end <= start + closed]


def outside_lists(reading: Reading, figures: list[Figure]) -> list[Figure]:
    """Leave out the figures of a list that begins with "gồm", to find what the sentence speaks of."""
    starts = {figure: reading.clause_of(figure).start for figure in figures}
    return [figure for figure in figures if not re.search(r"\bgồm\b", reading.plain[starts[figure] : figure.start], re.IGNORECASE)]


def forward(reading: Reading, share: Figure, clause: Clause) -> Iterator[Candidate]:
    """Read parts in brackets right after the share: 87,65% (497/567)."""
    after = [each for each in reading.figures if share.end <= each.start < clause.end]
    if not after:
        return
    stretch, first = reading.plain[share.end : after[0].start], after[0]
    linked = bool(FORWARD_LINK.fullmatch(stretch))
    if not linked and not FORWARD.match(stretch):
        return
    # What is linked and has a share of its own belongs to that one.
    tight = not linked or not any(each.kind is Kind.share for each in after)
    if first.kind is Kind.ratio:
        yield Candidate(first.value, first.whole, tight, first, share.start, first.end)
    elif len(after) > 1 and after[1].kind is Kind.number and IN_TOTAL.search(reading.plain[first.end : after[1].start]):
        yield Candidate(first.value, after[1].value, tight, first, share.start, after[1].end)
    elif first.kind is Kind.number and not linked and reading.plain[share.end : first.start].lstrip().startswith("("):
        yield from alone_in_brackets(reading, share, first)


def alone_in_brackets(reading: Reading, share: Figure, part: Figure) -> Iterator[Candidate]:
    """Read a part in brackets after its share, of a total in the same sentence: 52 đồng chí, tỷ lệ nữ 28,85% (15 đồng chí)."""
    if not reading.plain[part.end : part.end + 30].split(")")[0].replace(" ", "").isalpha():
        return
    group = reading.clause_of(share).group
    here = [each for each in reading.before(share) if reading.clause_of(each).group == group and each.kind is Kind.number]
    later = later_total(reading, share)
    if part == later:
        return
    for whole in [later] if later else here:
        if whole.value >= part.value:
            near = is_near_miss(share, part.value, whole.value)
            yield Candidate(
                part.value, whole.value, near and (len(here) == 1 or whole == later), part, min(whole.start, share.start), part.end
            )


def later_total(reading: Reading, share: Figure) -> Figure | None:
    """Find the total that a sentence names at its end: 15 nữ (28,85%), 8 trẻ (15,38%) trong tổng số 52 đồng chí."""
    group = reading.clause_of(share).group
    later = [each for each in reading.after(share) if each.kind is Kind.number and reading.clause_of(each).group == group]
    named = [each for each in later if LATER_TOTAL.search(reading.plain, max(0, each.start - 30), each.start)]
    return named[0] if len(named) == 1 else None


def backward(reading: Reading, share: Figure, nearest: Figure, earlier: list[Figure], used: set[Figure]) -> Iterator[Candidate]:
    """Read the figure before the share as ratio, as whole of a part before it, or as part of a total."""
    linked = is_tight(reading, nearest, share)
    # A ratio is of its own plan (64/60, đạt 106,67% chỉ tiêu); the plan of a count stands elsewhere.
    tight = linked and (nearest.kind is Kind.ratio or not OF_PLAN.match(reading.plain, share.end))
    if nearest.kind is Kind.ratio:
        yield Candidate(nearest.value, nearest.whole, tight, nearest, nearest.start, share.end)
        return
    yield from after_total(reading, share, nearest, linked)
    part = next((each for each in earlier if each.end <= nearest.start), None)
    stretch = reading.between(part.end, nearest.start) if part else ""
    if part and part.kind is Kind.number and IN_TOTAL.search(stretch) and len(words(stretch)) <= 16:
        yield Candidate(part.value, nearest.value, tight and part.value <= nearest.value, part, part.start, share.end)
    if CHANGED.search(reading.plain, max(0, nearest.start - 20), nearest.start):
        return
    later = later_total(reading, share)
    if later and later.value >= nearest.value:
        yield Candidate(nearest.value, later.value, tight, nearest, nearest.start, share.end)
    yield from with_total(reading, share, nearest, tight and later is None, used)


def after_total(reading: Reading, share: Figure, part: Figure, tight: bool) -> Iterator[Candidate]:
    """Read a whole named right after the share: 28,85% trong tổng số 52."""
    whole = next((each for each in reading.figures if each.start >= share.end), None)
    if whole and whole.kind is Kind.number and AFTER_TOTAL.match(reading.plain[share.end : whole.start]):
        is_bound = part.value <= whole.value or OF_PLAN.match(reading.plain, share.end)
        yield Candidate(part.value, whole.value, tight and bool(is_bound), part, part.start, whole.end)


def with_total(reading: Reading, share: Figure, part: Figure, tight: bool, used: set[Figure]) -> Iterator[Candidate]:
    """Read the part of a total named before: 52 đồng chí, trong đó 15 nữ, chiếm 28,85%."""
    clause = reading.clause_of(part)
    before = [each for each in reading.before(part) if clause.paragraph - reading.clause_of(each).paragraph <= 1]
    open_ones = [each for each in before if each not in used]
    named = total_named(reading, share, part, open_ones)
    kin = next((each for each in open_ones if each.kind is Kind.number and each.value >= part.value and is_kin(reading, part, each)), None)
    lone = lone_total(reading, share, part, open_ones)
    here = [each for each in before if reading.clause_of(each).group == clause.group]
    for total in before:
        for whole in (total.value, total.whole):
            if whole >= part.value and whole:
                alone = (
                    total == kin
                    and (here == [total] or (before[0] == total and is_whole(reading, total)))
                    and not is_dated(reading, total, part)
                )
                sure = total == named or alone or (total in (kin, lone) and is_near_miss(share, part.value, whole))
                yield Candidate(part.value, whole, tight and sure, part, part.start, share.end)


def lone_total(reading: Reading, share: Figure, part: Figure, before: list[Figure]) -> Figure | None:
    """Find the only count that a paragraph has named so far, where the share says that it is made of it (chiếm)."""
    paragraph = reading.clause_of(part).paragraph
    here = [each for each in before if reading.clause_of(each).paragraph == paragraph and each.value >= part.value]
    return here[0] if len(here) == 1 and "chiếm" in words(reading.plain[part.end : share.start]) else None


def is_kin(reading: Reading, one: Figure, other: Figure) -> bool:
    """Say whether two counts count the same things: 567 tổ chức … 497 tổ chức."""
    nouns = [words(re.split(r"[,;.:()\n]", reading.plain[each.end : each.end + 40])[0])[:NOUN_WORDS] for each in (one, other)]
    return nouns[0] == nouns[1] and bool(nouns[0]) and nouns[0][0] not in LINK_WORDS


def is_whole(reading: Reading, figure: Figure) -> bool:
    """Say whether a count is said to be all there are: toàn tỉnh có 567, hiện có 567."""
    return bool(WHOLE.search(reading.plain, max(0, figure.start - 60), figure.start))


def is_dated(reading: Reading, one: Figure, other: Figure) -> bool:
    """Say whether a date or a label stands between two counts, so that they may be counts of two days."""
    return HIDDEN in reading.plain[one.end : other.start]


def is_near_miss(share: Figure, part: int, whole: int) -> bool:
    """Say whether a share is so near to a reading that it was meant."""
    return abs(share.value - share_units(part, whole, share.places)) <= int(NEAR_POINTS * 10**share.places)


def total_named(reading: Reading, share: Figure, part: Figure, before: list[Figure]) -> Figure | None:
    """Find the one total that the sentence itself names for this part."""
    group = reading.clause_of(part).group
    here = [each for each in before if reading.clause_of(each).group == group and each.kind is Kind.number and each.value >= part.value]
    if SURPLUS_COUNT.search(reading.plain, max(0, part.start - 20), part.start):
        return next((each for each in here if TO_ELECT.search(reading.plain, max(0, each.start - 20), each.start)), None)
    named = [each for each in here if is_total(reading, each)]
    if len({each.value for each in named}) == 1 or (named and reading.clause_of(named[0]) == reading.clause_of(part)):
        return named[0]
    if named or len(here) != 1:
        return None
    stretch = reading.plain[part.end : share.start]
    is_share_of = "chiếm" in words(stretch) or (stretch.rstrip().endswith("(") and is_kin(reading, part, here[0]))
    return here[0] if is_share_of else None


def is_total(reading: Reading, figure: Figure) -> bool:
    """Say whether the sentence presents a count as a total."""
    clause = reading.clause_of(figure)
    named = NAMED_TOTAL.search(reading.plain, max(clause.start, figure.start - 80), figure.start)
    return bool(named or OPENS_PARTS.match(reading.plain, figure.end) or CALLED.match(reading.plain, figure.end))


def surplus(reading: Reading, share: Figure) -> Iterator[Candidate]:
    """Read a surplus: 191 người để bầu lấy 163, số dư 17,17% is (191 − 163) of 163."""
    paragraph = reading.clause_of(share).paragraph
    counts = [each for each in reading.before(share) if each.kind is Kind.number and reading.clause_of(each).paragraph == paragraph]
    named = next((each for each in counts if TO_ELECT.search(reading.plain, max(0, each.start - 30), each.start)), None)
    for later, earlier in pairwise(counts):
        listed, seats = (earlier, later) if earlier.value >= later.value else (later, earlier)
        if seats in (later, named):
            yield Candidate(listed.value - seats.value, seats.value, seats == named, listed, earlier.start, share.end)


def is_tight(reading: Reading, figure: Figure, share: Figure) -> bool:
    """Say whether nothing but a link stands between what is counted and its share."""
    stretch = reading.between(figure.end, share.start)
    clause = reading.clause_of(share)
    if RESPECTIVELY.search(reading.plain, clause.start, share.start):
        return False
    opened = stretch.rstrip().endswith(("(", ":", "=", "–", "-"))
    segments = re.split(r"[,:;(]", stretch)
    rest, last = segments[:-1], words(segments[-1])
    opened = opened or (figure.kind is Kind.ratio and len(rest) == 1 and not last and bool(ENDS_HERE.match(reading.plain, share.end)))
    while last and last[-1] in LINK_WORDS:
        opened = True
        last.pop()
    if rest and last and "(" not in stretch:
        return False
    subject = " ".join([*rest, *last])
    return opened and not LOOSE.search(subject)
