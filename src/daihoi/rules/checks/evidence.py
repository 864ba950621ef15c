"""Does a sentence hold a figure, a name, a deadline (dẫn chứng trong câu)."""

import re
import unicodedata
from functools import cache

from daihoi.rules.checks.lexicon import Lexicon
from daihoi.rules.checks.outline import Sentence, mark_of
from daihoi.rules.figures.tokens import NOT_COUNTS, NUMBER, UNITS

MEASURE = re.compile(rf"(?<![\d.,/]){NUMBER}(?:,\d+)?\s*(?:{UNITS})\b|\d\s*(?:%|phần trăm)", re.IGNORECASE)
# What has digits and still says nothing of how much: years, dates, numbers of documents, terms.
EMPTY_MEASURE = re.compile(r"\d+\s*(?:năm|tháng|ngày|giờ|phút)\b(?=\s*(?:nhiệm kỳ|thực hiện|qua|đầu|cuối|,|\.|$))", re.IGNORECASE)
# Vietnamese capitals, with and without marks; ranges of Unicode hold small letters too.
CAPITAL = (
    "["
    + "".join(
        sorted(
            {
                letter.upper()
                for base in "aăâbcdđeêghiklmnoôơpqrstuưvxy"
                for letter in (base, *(unicodedata.normalize("NFC", base + tone) for tone in "\u0300\u0301\u0303\u0309\u0323"))
            }
        )
    )
    + "]"
)
DIGIT = re.compile(r"\d")
DATE = re.compile(
    r"\b(?:ngày\s+)?\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?\b|\b(?:tháng|quý)\s+(?:\d{1,2}|I{1,3}V?|IV)\b|\bnăm\s+20\d\d\b", re.IGNORECASE
)
QUOTED_NAME = re.compile(r"(?:mô hình|cách làm|phong trào|câu lạc bộ|đề án|sáng kiến|chi bộ)\s+[“\"][^”\"]{3,60}[”\"]", re.IGNORECASE)


@cache
def patterns_of(
    names: tuple[str, ...], common: tuple[str, ...], numbers: tuple[str, ...], counted: tuple[str, ...]
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Make the patterns for a body with a name, and for a count in words."""
    longest = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    name = re.compile(rf"(?<!\w)(?i:{longest})\s+(?:số\s+\d+|\d+(?!\s*[/%])|(?!(?:{'|'.join(common)})\b){CAPITAL}[\wÀ-ỹ]*)")
    some = "|".join(sorted(numbers, key=len, reverse=True))
    things = "|".join(sorted(counted, key=len, reverse=True))
    return name, re.compile(rf"(?<!\w)(?:{some})\s+(?:{things})(?!\w)")


def without_mark(sentence: Sentence) -> str:
    """Give a sentence without the mark of a list."""
    found = mark_of(sentence.text)
    return sentence.text[found[0].end() :] if found else sentence.text


def has_figure(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence says how much: a count, a share, a measure, a count in words."""
    plain = text = without_mark(sentence)
    for pattern in NOT_COUNTS:
        plain = pattern.sub(lambda match: re.sub(r"\d", "□", match[0]), plain)
    if DIGIT.search(plain) or MEASURE.search(EMPTY_MEASURE.sub("", text)):
        return True
    return bool(words_of(lexicon)[1].search(sentence.folded))


def words_of(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give both patterns of a lexicon."""
    words = lexicon.words
    return patterns_of(words["bodies"], words["common_names"], words["counts"], words["counted"])


def has_name(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence names one body, place or model."""
    return bool(words_of(lexicon)[0].search(sentence.text) or QUOTED_NAME.search(sentence.text))


def has_example(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a sentence gives an example."""
    return has_name(sentence, lexicon) or bool(lexicon.pattern("examples").search(sentence.folded))


def is_concrete(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a limit says where, who or how many."""
    return has_figure(sentence, lexicon) or has_name(sentence, lexicon)


def is_specific(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Say whether a remedy can be checked: by when, by whom, how much."""
    text = lexicon.pattern("not_owners").sub("…", sentence.folded)
    return (
        has_figure(sentence, lexicon)
        or has_name(sentence, lexicon)
        or bool(lexicon.pattern("deadlines").search(sentence.folded) or lexicon.pattern("owners").search(text))
    )


def figure_count(sentence: Sentence) -> int:
    """Count the figures of a sentence."""
    plain = without_mark(sentence)
    for pattern in NOT_COUNTS:
        plain = pattern.sub(lambda match: re.sub(r"\d", "□", match[0]), plain)
    return len(re.findall(r"\d+(?:[.,/]\d+)*", plain)) + len(re.findall(r"□+\s*%", plain))
