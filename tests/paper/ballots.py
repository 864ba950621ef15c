"""Ballots for the tests of paper: contests of any form and size, printed once."""

from functools import lru_cache

from daihoi.paper.pages import Page, pages
from daihoi.paper.printing import PrintedBallot, print_ballot
from daihoi.paper.reading import PageReader
from daihoi.rules.contests import Contest, charter_of

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Công Tằng Tôn Nữ", "Đỗ", "Võ", "Đặng", "Bùi")
MIDDLE = ("Hoài", "Thị Lan", "Ngọc", "Quốc", "Thanh", "Diệu", "Hữu")
GIVEN = (
    "An",
    "Ánh",
    "Bảo",
    "Bình",
    "Châu",
    "Cường",
    "Dũng",
    "Đạt",
    "Giang",
    "Hạnh",
    "Hiền",
    "Huyền",
    "Khải",
    "Lộc",
    "Mỹ",
    "Nghĩa",
    "Phượng",
    "Quỳnh",
)


def names(count: int) -> list[str]:
    """Invented names, all different."""
    return [f"{FAMILY[i % 10]} {MIDDLE[(i // 10) % 7]} {GIVEN[(i * 5 + i // 70) % 18]}" for i in range(count)]


def contest(count: int, form: str = "strike_out", **more: object) -> Contest:
    """A contest whose numbers lead to this form."""
    seats = count if form in {"agree_disagree", "single"} else max(1, count - 3)
    facts = {"charter": "association" if form == "choose" else "dcsvn-2025", "title": "Bầu Ban Chấp hành", "unit": "Đảng bộ thử nghiệm"}
    return Contest.from_dict({**facts, "seats": seats, "base": 100, "issued": 90, "returned": 90, "candidates": names(count), **more})


@lru_cache(maxsize=12)
def ballot(count: int, form: str = "strike_out", page_size: str = "A4", code: str = "TEST-0001", specimen: bool = False) -> PrintedBallot:
    """A printed ballot."""
    made = contest(count, form)
    return print_ballot(made, charter_of(made), page_size=page_size, code=code, specimen=specimen)


@lru_cache(maxsize=12)
def reader(count: int, form: str = "strike_out", page_size: str = "A4") -> PageReader:
    """A reader of that ballot."""
    return PageReader(ballot(count, form, page_size).layout)


def page(data: bytes, name: str = "scan.jpg") -> Page:
    """The only page image of a file."""
    return next(pages(name, data))
