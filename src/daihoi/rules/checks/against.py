"""Hold each stated figure against the data: only where words, date and numbers leave no doubt (RP-01: khớp dữ liệu)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from daihoi.rules.checks.evidence import words_of
from daihoi.rules.checks.facts import Fact
from daihoi.rules.checks.figures import dotted
from daihoi.rules.checks.lexicon import Lexicon, folded
from daihoi.rules.checks.report import Remark, remark
from daihoi.rules.errors import _
from daihoi.rules.figures.checks import comma
from daihoi.rules.figures.pairs import IN_TOTAL, Pair
from daihoi.rules.figures.tokens import Figure, Kind, Reading
from daihoi.rules.shares import decimal

DAY = re.compile(
    r"(?<![\d/.])(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{4}))?(?![\d/%])|(?<!\d)(\d{1,2}) tháng (\d{1,2})(?: năm (\d{4}))?"
)
TOTAL = re.compile(
    r"\b(?:tổng số|hiện có|toàn (?:tỉnh|huyện|khối|đảng bộ|xã|thành phố|ngành)[^\d,;.]{0,30}có|có tổng số|tất cả)\s*(?:là|:|có)?\s*$",
    re.IGNORECASE,
)
# Shares of a fact's words that must stand around a figure: where a number agrees, and where none does.
FEW, SOME, NEARLY_ALL = 40, 60, 95
FEW_WORDS, MANY_WORDS = 3, 4
DISTINCT = 10
HEAD_REACH = 2


@dataclass(frozen=True)
class Stated:
    """A figure of the text with the words around it (số liệu trong văn bản)."""

    part: int
    whole: int
    start: int
    end: int
    near: frozenset[str]
    around: frozenset[str]
    after: tuple[tuple[str, ...], ...]
    group: int


def data_remarks(reading: Reading, pairs: Sequence[Pair], facts: Sequence[Fact], lexicon: Lexicon) -> Iterator[Remark]:
    """Point at each figure that differs from the data."""
    found = [*stated_pairs(reading, pairs)]
    known = {(fact.part, fact.whole) for fact in facts}
    seen: set[int] = set()
    for fact in facts:
        ways = found if fact.part is not None else stated_counts(reading, found)
        # A sentence that says what the data say may say more, such as a part of it.
        settled = {each.group for each in ways if agrees(each, fact) and covers(each, fact, SOME)}
        for each in ways:
            if each.start in seen or each.group in settled or (each.whole and (each.part, each.whole) in known):
                continue
            if differs(reading, each, fact, lexicon):
                seen.add(each.start)
                yield fact_remark(reading, each, fact)
        yield from share_remarks(reading, pairs, fact, lexicon)


def agrees(each: Stated, fact: Fact) -> bool:
    """Say whether a figure is the one of the data."""
    return (each.part, each.whole) == (fact.part, fact.whole) or (fact.value is not None and each.part == fact.value)


def share_remarks(reading: Reading, pairs: Sequence[Pair], fact: Fact, lexicon: Lexicon) -> Iterator[Remark]:
    """Point at a share without counts that is not the one of the data: tổ chức cơ sở đảng đã đại hội đạt 87,56%."""
    for figure in reading.figures:
        if figure.kind is not Kind.share or any(pair.start <= figure.start < pair.end for pair in pairs):
            continue
        known, each = fact.share_of(figure.places), stated(reading, figure.value, 0, figure.start, figure.end)
        if known is None or known == figure.value or len(fact.words) <= MANY_WORDS or not covers(each, fact, NEARLY_ALL):
            continue
        sentence = sentence_of(reading, each)
        if same_day(sentence, fact.on) and not names_another(sentence, fact, lexicon):
            said, right = (f"{comma(decimal(value, figure.places))}%" for value in (figure.value, known))
            yield said_remark(reading, each, fact, said, right)


def differs(reading: Reading, each: Stated, fact: Fact, lexicon: Lexicon) -> bool:
    """Say whether a figure must be the fact's and is not."""
    sentence = sentence_of(reading, each)
    if not same_day(sentence, fact.on) or not fact.words:
        return False
    foreign = names_another(sentence, fact, lexicon)
    if fact.part is None and fact.value is None:
        return False
    if fact.value is not None:
        if foreign or each.part == fact.value or not is_of_head(each, fact) or not covers(each, fact, NEARLY_ALL):
            return False
        return len(fact.words) > FEW_WORDS or bool(TOTAL.search(reading.plain, max(0, each.start - 60), each.start))
    if (each.part, each.whole) == (fact.part, fact.whole):
        return False
    half_agrees = (each.whole == fact.whole and each.whole > DISTINCT) or (each.part == fact.part and each.part > DISTINCT)
    if half_agrees:
        said_far = len(fact.words & each.around) * 100 >= len(fact.words) * NEARLY_ALL
        return covers(each, fact, SOME) or (said_far and covers(each, fact, FEW))
    return not foreign and is_of_head(each, fact) and covers(each, fact, NEARLY_ALL) and len(fact.words) >= FEW_WORDS


def is_of_head(each: Stated, fact: Fact) -> bool:
    """Say whether a figure counts what the name of a fact begins with: "497/567 tổ chức cơ sở đảng …"."""
    return any(words[place : place + 2] == fact.head for words in each.after for place in range(HEAD_REACH))


def covers(each: Stated, fact: Fact, percent: int) -> bool:
    """Say whether enough of a fact's words stand around a figure."""
    return bool(fact.words) and len(fact.words & each.near) * 100 >= len(fact.words) * percent


def names_another(sentence: str, fact: Fact, lexicon: Lexicon) -> bool:
    """Say whether a sentence speaks of a body that is not the fact's."""
    unit = folded(f"{fact.unit} {fact.name}")
    found = [folded(match[0]) for match in words_of(lexicon)[0].finditer(sentence)]
    return any(name.split()[-1] not in unit for name in found)


def same_day(sentence: str, on: date | None) -> bool:
    """Say whether a sentence speaks of the day of a fact, or of no day."""
    if on is None:
        return True
    days = [[part for part in match.groups() if part is not None] for match in DAY.finditer(sentence)]
    days = [parts for parts in days if int(parts[0]) <= 31 and int(parts[1]) <= 12]
    return not days or any([int(part) for part in parts] == [on.day, on.month, on.year][: len(parts)] for parts in days)


def sentence_of(reading: Reading, each: Stated) -> str:
    """Give the sentence of a figure."""
    clauses = [clause for clause in reading.clauses if clause.group == each.group]
    return reading.text[clauses[0].start : clauses[-1].end]


def stated_pairs(reading: Reading, pairs: Sequence[Pair]) -> Iterator[Stated]:
    """List every part with its whole: of shares, ratios, and "trong tổng số"."""
    taken: list[tuple[int, int]] = []
    for pair in pairs:
        taken.append((pair.start, pair.end))
        yield stated(reading, pair.part, pair.whole, pair.start, pair.end)
    figures = reading.figures
    for place, figure in enumerate(figures):
        if any(start <= figure.start < end for start, end in taken):
            continue
        if figure.kind is Kind.ratio:
            yield stated(reading, figure.value, figure.whole, figure.start, figure.end)
        following = figures[place + 1] if place + 1 < len(figures) else None
        if figure.kind is Kind.number and following and following.kind is Kind.number and is_of(reading, figure, following):
            yield stated(reading, figure.value, following.value, figure.start, following.end)


def is_of(reading: Reading, part: Figure, whole: Figure) -> bool:
    """Say whether two counts stand as part and whole."""
    return part.value <= whole.value and bool(IN_TOTAL.search(reading.plain[part.end : whole.start])) and whole.start - part.end < 80


def stated_counts(reading: Reading, pairs: Sequence[Stated]) -> list[Stated]:
    """List the counts that stand alone."""
    return [
        stated(reading, figure.value, 0, figure.start, figure.end)
        for figure in reading.figures
        if figure.kind is Kind.number and not any(pair.start <= figure.start < pair.end for pair in pairs)
    ]


def stated(reading: Reading, part: int, whole: int, start: int, end: int) -> Stated:
    """Take a figure with the words between its neighbours in the sentence."""
    group = group_at(reading, start)
    first = next(clause.start for clause in reading.clauses if clause.group == group)
    last = next(clause.end for clause in reversed(reading.clauses) if clause.group == group)
    left = max((each.end for each in reading.figures if each.end <= start), default=0)
    right = min((each.start for each in reading.figures if each.start >= end), default=len(reading.plain))
    window = reading.plain[max(first, left) : min(last, right)]
    counts = [each for each in reading.figures if start <= each.start < end and {each.value, each.whole} & {part, whole}]
    after = tuple(tuple(letters(reading.plain[each.end : each.end + 40])[:5]) for each in counts)
    near, around = frozenset(letters(window)), frozenset(letters(reading.plain[first:last]))
    return Stated(part, whole, start, end, near, around, after, group)


def letters(text: str) -> list[str]:
    """Give the words of a stretch in one spelling."""
    return re.findall(r"[^\W\d_]+", folded(text))


def group_at(reading: Reading, place: int) -> int:
    """Give the sentence a place lies in."""
    return next(clause.group for clause in reversed(reading.clauses) if clause.start <= place)


def fact_remark(reading: Reading, each: Stated, fact: Fact) -> Remark:
    """Say what the text counts and what the data count."""
    said = f"{dotted(each.part)}/{dotted(each.whole)}" if each.whole else dotted(each.part)
    known = f"{dotted(fact.part)}/{dotted(fact.whole)}" if fact.part is not None and fact.whole is not None else dotted(fact.value or 0)
    return said_remark(reading, each, fact, said, known)


def said_remark(reading: Reading, each: Stated, fact: Fact, said: str, known: str) -> Remark:
    """Say what the text says and what the data say."""
    lines = reading.line_of(each.start), reading.line_of(each.end)
    facts = {"said": said, "known": known, "name": fact.name}
    if fact.on:
        message = _(
            "Văn bản ghi {said}, dữ liệu “{name}” ngày {day} là {known}. Hãy dùng số của dữ liệu, hoặc ghi rõ số này tính đến ngày nào."
        )
        facts["day"] = f"{fact.on.day}/{fact.on.month}/{fact.on.year}"
    else:
        message = _("Văn bản ghi {said}, dữ liệu “{name}” là {known}. Hãy dùng số của dữ liệu, hoặc ghi rõ vì sao khác.")
    return remark("differs_from_data", lines, reading.quoted(each.start, each.end), message, "RP-01", **facts)
