"""Tell the rows of a sheet apart: data, groups, totals and what stands below the table (loại dòng)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from daihoi.foundation.organization.sheets.columns import shown
from daihoi.foundation.organization.sheets.words import bare

TOTAL = re.compile(
    r"(?:tong(?: cong| so| hop)?|cong(?: chung| toan \w+)?|toan (?:tinh|dang bo|huyen|tinh uy|nganh|khoi|quoc))\b(?! (?:ty|an|nghe|doan|nhan|thuong|chuc))"
)
ROMAN = re.compile(r"[IVX]{1,6}|[A-Z]")
FOOT = re.compile(
    r"(?:nguoi lap|noi nhan|nguoi tong hop|t\W?m\b|k\W?t\b|t\W?l\b|thu truong|ghi chu\s*:|luu y|bi thu|pho bi thu|truong ban|pho truong ban|"
    r"\w* ?\w*,? ?ngay .*thang .*nam|\(ky)"
)


class Sort(StrEnum):
    """What a row of a sheet is (loại dòng)."""

    DATA = "data"
    GROUP = "group"
    TOTAL = "total"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Places:
    """In which columns the number of a row and the name of its unit stand."""

    number: int | None
    name: int | None
    known: frozenset[int]
    days: frozenset[int] = frozenset()


def sort_of(row: Sequence[object], places: Places, *, after_total: bool) -> Sort:
    """Tell what a row is by its own cells."""
    words = {at: shown(cell) for at, cell in enumerate(row) if shown(cell)}
    if not words:
        return Sort.NOTHING
    at, first = next(iter(words.items()))
    leading = next(
        (word for word in (*list(words.values())[:2], words.get(places.name or 0, "")) if word[:1] in "TtCc" and TOTAL.match(bare(word))),
        "",
    )
    if leading and len(bare(leading).split()) <= 8:
        return Sort.TOTAL
    if len(words) <= 3 and at not in places.days and FOOT.match(bare(first)):
        return Sort.NOTHING
    known = [at for at in words if at in places.known and at != places.number]
    if after_total and len(known) <= 1 and not first[0].isdigit():
        return Sort.NOTHING
    if places.number is not None and ROMAN.fullmatch(words.get(places.number, "")) and known:
        return Sort.GROUP
    return Sort.DATA


def whole(cell: object) -> int | None:
    """Read a total as it may be written: 567, 5.408, “567 đơn vị”."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        return int(cell) if float(cell).is_integer() else None
    found = re.fullmatch(r"\D*?(\d{1,3}(?:[.\s\u00a0]\d{3})+|\d+)\D*", shown(cell))
    return int(re.sub(r"\D", "", found[1])) if found and not re.search(r"[/%]|,\d", shown(cell)) else None
