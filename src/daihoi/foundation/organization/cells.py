"""One cell of a table: text, whole number, date, moment, yes or no, choice (ô của bảng)."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

GROUPED = re.compile(r"\d{1,3}(\.\d{3})+")
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T](\d{1,2}:\d{2}(?::\d{2})?))?")
YES = {"1", "x", "có", "true", "yes", "co"}
NO = {"0", "không", "false", "no", "khong", "-"}
Choices = Mapping[str, str]


class Unclear(Exception):
    """A cell that cannot be read surely (ô không rõ)."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


@lru_cache(maxsize=2048)
def heading_key(text: str) -> str:
    """Compare headings without case, spaces and points, in one form of Unicode."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return " ".join(re.sub(r"[\s_.:*()]+", " ", folded).split())


def as_text(cell: object, _choices: Choices) -> str:
    """Read a text; a code that a sheet turned into a number becomes a text again."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(unicodedata.normalize("NFC", str(cell)).split())


LONGEST = 400  # characters of a number; a cell may hold megabytes
MOST = 100_000_000  # more than a table of organizations ever counts, and well within what a column holds


def as_whole(cell: object, _choices: Choices) -> int:
    """Read a whole number: 5408 or 5.408; 5.40 and 5,408 are refused as unclear."""
    if isinstance(cell, bool) or len(str(cell)) > LONGEST:
        raise Unclear("not_a_number", _("Ô này cần một số nguyên, ví dụ 5408."))
    if isinstance(cell, int):
        return _not_negative(cell)
    if isinstance(cell, float):
        if not cell.is_integer():
            raise Unclear("not_whole", _("“{value}” không phải số nguyên. Ghi số nguyên, ví dụ 5408.").format(value=cell))
        return _not_negative(int(cell))
    text = re.sub(r"[\s\u00a0\u202f]", "", str(cell))
    if text.isascii() and text.lstrip("-").isdigit():
        return _not_negative(int(text))
    if GROUPED.fullmatch(text):
        return _not_negative(int(text.replace(".", "")))
    if re.fullmatch(r"[\d.,]+", text):
        raise Unclear("unclear_number", _("“{value}” không rõ là số nào. Ghi 5408 hoặc 5.408.").format(value=cell))
    raise Unclear("not_a_number", _("“{value}” không phải là số. Ghi một số nguyên, ví dụ 5408.").format(value=cell))


def _not_negative(number: int) -> int:
    """Refuse a number below nought: tables count things."""
    if number < 0:
        raise Unclear("negative", _("Số {value} nhỏ hơn 0. Ghi một số từ 0 trở lên.").format(value=number))
    if number > MOST:
        raise Unclear("too_large", _("Số này lớn hơn {most}. Kiểm tra lại ô.").format(most=MOST))
    return number


def as_date(cell: object, _choices: Choices) -> date:
    """Read a date: a date cell, 2018-02-28 or 28/02/2018."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip()
    return _day(text, text)


def _day(text: str, shown: str) -> date:
    """Read the text of a day, or say whether it is no date or a date that no calendar has."""
    found = DAY_FIRST.fullmatch(text)
    if found:
        text = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    elif not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise Unclear("not_a_date", _("“{value}” không phải là ngày. Ghi ngày theo dd/mm/yyyy, ví dụ 28/02/2018.").format(value=shown))
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = _("“{value}” không có trong lịch. Ghi ngày theo dd/mm/yyyy, ví dụ 28/02/2018.")
        raise Unclear("no_such_date", message.format(value=shown)) from None


def as_moment(cell: object, _choices: Choices) -> datetime:
    """Read a time: 2020-06-25T17:00, 25/06/2020 17:00, or a day, meaning its end."""
    if isinstance(cell, datetime):
        return _aware(cell)
    if isinstance(cell, date):
        return _aware(datetime.combine(cell, time.max))
    text = str(cell).strip()
    found = DAY_FIRST.fullmatch(text)
    if found and found[4]:
        text = f"{_day(f'{found[1]}/{found[2]}/{found[3]}', text).isoformat()}T{found[4]:0>5}"
    elif found or re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return _aware(datetime.combine(_day(text, text), time.max))
    try:
        return _aware(datetime.fromisoformat(text))
    except ValueError:
        message = _("“{value}” không phải là thời điểm. Ghi ví dụ 2020-06-25T17:00 hoặc 25/06/2020 17:00.")
        raise Unclear("not_a_moment", message.format(value=cell)) from None


def _aware(moment: datetime) -> datetime:
    """Take a time without a zone as local time."""
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def as_flag(cell: object, _choices: Choices) -> bool:
    """Read yes or no: 1 or 0, x, có, không."""
    if isinstance(cell, bool):
        return cell
    text = as_text(cell, {}).casefold()
    if text in YES or text in NO:
        return text in YES
    raise Unclear("not_a_flag", _("“{value}” không rõ có hay không. Ghi 1 hoặc 0.").format(value=cell))


def as_choice(cell: object, choices: Choices) -> str:
    """Read one of several identifiers, or its Vietnamese name."""
    key = heading_key(as_text(cell, {}))
    for identifier, title in choices.items():
        if key in {heading_key(identifier), heading_key(title)}:
            return identifier
    names = ", ".join(f"{identifier} ({title})" for identifier, title in choices.items())
    raise Unclear("unknown_choice", _("Không biết “{value}”. Dùng một trong: {names}.").format(value=cell, names=names))


READERS: dict[str, Callable[[object, Choices], object]] = {
    "text": as_text,
    "whole": as_whole,
    "date": as_date,
    "moment": as_moment,
    "flag": as_flag,
    "choice": as_choice,
}
