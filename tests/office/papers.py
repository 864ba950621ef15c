"""A small congress and one count, as the papers need them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from daihoi.office import Count, Member, Sitting, format_on

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
VOTES = (
    ("Huỳnh Ngọc Ánh", 181, "91.88"),
    ("Trần Thị Lan Anh", 172, "87.31"),
    ("Công Tằng Tôn Nữ Diệu Huyền", 188, "95.43"),
    ("Tạ Minh Tâm", 98, "49.75"),
)


def make_sitting(day=date(2020, 7, 29), family="party"):
    """A congress of a city in 2020."""
    return Sitting(
        form=format_on(day, family),
        issuing="Đại hội đại biểu Đảng bộ thành phố Sa Đéc lần thứ XII",
        congress="Đại hội đại biểu Đảng bộ thành phố Sa Đéc lần thứ XII",
        upper="Đảng bộ tỉnh Đồng Tháp",
        term="nhiệm kỳ 2020-2025",
        place="Sa Đéc",
        signed_on=day,
    )


def make_result(**changes):
    """A result of the contract: three elected of three seats."""
    votes = [
        {"candidate": place, "name": name, "for": n, "against": 0, "percent_of_base": share, "elected": n >= 99}
        for place, (name, n, share) in enumerate(VOTES, 1)
    ]
    return {
        "form": "strike_out",
        "seats": 3,
        "base": 197,
        "needed": 99,
        "issued": 196,
        "returned": 195,
        "valid": 193,
        "invalid": 2,
        "invalid_reasons": {"too_many": 1, "writing": 1, "nobody": 0},
        "pending": 0,
        "votes": votes,
        "elected": [1, 2, 3],
        "alternates": [],
        "tied": [],
        "unfilled": 0,
        "rules": [],
        "findings": [],
        "digest": "7K4Q-M2XD-91TB-ABCD-EFGH",
    } | changes


def make_count(**changes):
    """The count of that election with its accounts and people."""
    values = {
        "title": "Bầu Ban Chấp hành Đảng bộ thành phố",
        "base": 197,
        "result": make_result(),
        "convened": 200,
        "present": 197,
        "printed": 200,
        "spoiled": 1,
        "left_over": 3,
        "started_at": datetime(2020, 7, 29, 9, 31, tzinfo=HANOI),
        "closed_at": datetime(2020, 7, 29, 10, 6, tzinfo=HANOI),
        "pages_read": 195,
        "marks_decided": 5,
        "third_votes": 1,
        "head": "Trần Quốc Bảo",
        "members": (Member("Trần Quốc Bảo", "Trưởng ban"), Member("Nguyễn Thị Oanh")),
        "presidium": (Member("Đặng Thanh Tùng"),),
        "journal_head": "a1b2c3d4",
        "number": 9,
    } | changes
    return Count(**values)
