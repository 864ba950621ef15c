"""Numbers and dates as people read them (số, ngày): Vietnamese 5.408 and 72,86 %, English 5,408 and 72.86%."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language

from daihoi.rules.shares import share as exact

FIRST_YEAR, LAST_YEAR = 1800, 2999
NO_BREAK_SPACE = "\u00a0"


def is_english() -> bool:
    """Tell whether the page is in English."""
    return (get_language() or "vi").startswith("en")


def thousands(number: int) -> str:
    """Group the digits of a whole number by three (5.408)."""
    text = f"{number:,}".replace("-", "\u2212")
    return text if is_english() else text.replace(",", ".")


def decimal(text: str) -> str:
    """Write a machine decimal such as 87.65 with the mark of the language (87,65)."""
    whole, _, fraction = str(text).partition(".")
    head = thousands(int(whole)) if whole.lstrip("-").isdigit() else whole
    mark = "." if is_english() else ","
    return f"{head}{mark}{fraction}" if fraction else head


def percent(text: str) -> str:
    """Write a machine share such as 87.65 with its sign (87,65 %)."""
    return f"{decimal(text)}%" if is_english() else f"{decimal(text)}{NO_BREAK_SPACE}%"


def exact_share(part: int, whole: int, places: int = 2) -> str:
    """Give part of whole in percent by the rule of figures, as a machine decimal; nothing of nothing has no share."""
    return exact(part, whole, places) if whole > 0 else ""


def share(part: int, whole: int, places: int = 2) -> str:
    """Give part of whole as people read it (72,86 %); nothing of nothing has no share."""
    exact = exact_share(part, whole, places)
    return percent(exact) if exact else "–"


def day(value: date | datetime | None) -> str:
    """Write a date as dd/mm/yyyy."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def clock(value: datetime | None) -> str:
    """Write the time of day in 24 hours (09:42)."""
    if value is None:
        return ""
    return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%H:%M")


def moment(value: datetime | None) -> str:
    """Write time and date (09:42, 25/06/2020)."""
    return f"{clock(value)}, {day(value)}" if value else ""


def read_day(text: str) -> date | None:
    """Read a date typed as dd/mm/yyyy or written by a machine as yyyy-mm-dd; nothing else counts."""
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            found = datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 (a day has no time zone)
        except ValueError:
            continue
        return found if is_of_our_time(found) else None
    return None


def is_of_our_time(day: date) -> bool:
    """Tell whether a day can be counted from and to; at the ends of the calendar nothing can."""
    return FIRST_YEAR <= day.year <= LAST_YEAR
