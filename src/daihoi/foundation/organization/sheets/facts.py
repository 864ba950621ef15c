"""A cell of a day that says more than a day: "hoãn đến 15/6" is a word and a day, "hoãn" a word alone (ô hai ý)."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

WITH_DAY = re.compile(
    r"(?P<words>.*?)[\s:,(]*(?<!\d)(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})(?:\s*[/.-]\s*(?P<year>\d{4}|\d{2}))?[\s).]*"
)
POSTPONED = re.compile(r"(?:tạm |xin |đề nghị |được |phải )?(?:hoãn|lùi|dời)\b")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
LONGEST = 120  # characters of a cell that is asked about; a longer one is a remark


@dataclass(frozen=True)
class TwoFacts:
    """What such a cell may mean, for people to confirm: its words, and the days that fit (đề nghị tách)."""

    text: str
    words: str
    days: tuple[date, ...]


def two_facts(text: str, years: Iterable[int]) -> TwoFacts | None:
    """Propose how a cell with words and a day is split; a day without a year gets those the sheet speaks of."""
    found = WITH_DAY.fullmatch(" ".join(text.split())) if len(text) <= LONGEST else None
    if found is None:
        return None
    said = found["year"]
    wanted = [int(said) if len(said) == 4 else 2000 + int(said)] if said else list(years)
    days = [day for year in wanted if (day := _day(year, int(found["month"]), int(found["day"])))]
    return TwoFacts(text, found["words"].strip(" :,("), tuple(days)) if days else None


def years_of(cells: Iterable[object], today: date) -> list[int]:
    """Give the years that cells speak of, the most frequent first, with the year after it."""
    counted: Counter[int] = Counter()
    for cell in cells:
        if isinstance(cell, date):
            counted[cell.year] += 1
        elif isinstance(cell, str):
            counted.update(int(year) for year in YEAR.findall(cell))
    first = counted.most_common(1)[0][0] if counted else today.year
    return [first, first + 1]


def says_postponed(text: str) -> bool:
    """Tell whether words say that something was put off: "hoãn", "tạm hoãn", "lùi"."""
    return POSTPONED.match(unicodedata.normalize("NFC", text).casefold().strip()) is not None


def _day(year: int, month: int, day: int) -> date | None:
    """Give a day, where the calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
