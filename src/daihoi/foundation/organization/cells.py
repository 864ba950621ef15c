"""One cell of a table: text, whole number, date, moment, yes or no, choice (ô của bảng)."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.organization.sheets.words import bare, heading_key

GROUPED = re.compile(r"\d{1,3}(\.\d{3})+")
DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})(?:[ T]+(\d{1,2}:\d{2}(?::\d{2})?))?")
IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}),? (?:nam )?(\d{4})")
SPAN = re.compile(
    r"(\d{1,2})(?:\s*(?:[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?)?\s*(?:-|–|,|và|đến)\s*)\d{1,2}\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})"
)
AROUND = re.compile(
    r"^(?:sáng|chiều|tối|ngày|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn|t[2-7])[\s,:]+|[\s,(]+(?:sáng|chiều|tối|cả ngày)\)?$",
    re.IGNORECASE,
)
FIRST_SERIAL, LAST_SERIAL = 20_000, 73_050  # days since 1899-12-30, as spreadsheets keep them: 1954 to 2099
BLANK = {"-", "–", "—", "_", "…", "...", ".", "không", "chưa", "chưa có", "chưa xác định", "chưa tổ chức", "chưa đại hội"}
YES = {"1", "x", "có", "true", "yes", "co"}
NO = {"0", "không", "false", "no", "khong", "-"}
Choices = Mapping[str, str]


class Unclear(Exception):
    """A cell that cannot be read surely (ô không rõ)."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


def is_blank(text: str, kind: str) -> bool:
    """Tell a cell that says “nothing yet” in words or strokes."""
    return kind in {"date", "moment", "whole"} and text.casefold() in BLANK


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
    """Read a date: a date cell, 2018-02-28, 28/02/2018, 28.2.18, “ngày 28 tháng 2 năm 2018”; of several days the first."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _of_serial(cell)
    text = str(cell).strip()
    return _day(text, text)


def _of_serial(number: float) -> date:
    """Read the number under which a spreadsheet keeps a day."""
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        raise Unclear("not_a_date", _("“{value}” không phải là ngày. Ghi ngày theo dd/mm/yyyy, ví dụ 28/02/2018.").format(value=number))
    return date(1899, 12, 30) + timedelta(days=int(number))


def _day(text: str, shown: str) -> date:
    """Read the text of a day, or say whether it is no date or a date that no calendar has."""
    text = AROUND.sub("", AROUND.sub("", text.strip().rstrip(".")))
    parts = _parts(text)
    if parts is None:
        raise Unclear("not_a_date", _("“{value}” không phải là ngày. Ghi ngày theo dd/mm/yyyy, ví dụ 28/02/2018.").format(value=shown))
    year, month, day = parts
    try:
        return date(year, month, day)
    except ValueError:
        pass
    if month > 12 and day <= 12:
        message = _("“{value}” có tháng {month}. Ngày đứng trước tháng: có phải {right}?")
        raise Unclear("no_such_date", message.format(value=shown, month=month, right=f"{month:02}/{day:02}/{year}"))
    message = _("“{value}” không có trong lịch. Ghi ngày theo dd/mm/yyyy, ví dụ 28/02/2018.")
    raise Unclear("no_such_date", message.format(value=shown))


def _parts(text: str) -> tuple[int, int, int] | None:
    """Take year, month and day out of a text."""
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]00:00(?::00)?)?", text):
        return int(found[1]), int(found[2]), int(found[3])
    if re.fullmatch(r"\d{5}", text):
        day = _of_serial(int(text))
        return day.year, day.month, day.day
    found = DAY_FIRST.fullmatch(text) or IN_WORDS.fullmatch(bare(" ".join(text.split()))) or SPAN.fullmatch(text)
    return (_year(found[3]), int(found[2]), int(found[1])) if found else None


def _year(digits: str) -> int:
    """Read a year; of two digits the one nearest to our time."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 50 else 1900)


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
    elif _parts(text):
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
