"""The Vietnamese words printed on a ballot (lời hướng dẫn trên phiếu)."""

from dataclasses import dataclass

from daihoi.rules.charter import Charter
from daihoi.rules.contests import Contest

HEADINGS = ("Đồng ý", "Không đồng ý")
TITLES = {"election": "PHIẾU BẦU", "introduction": "PHIẾU GIỚI THIỆU", "poll": "PHIẾU LẤY Ý KIẾN"}


@dataclass(frozen=True)
class Line:
    """One line of the head."""

    text: str
    size: float
    bold: bool


@dataclass(frozen=True)
class Words:
    """All words of one ballot but the names."""

    title: str
    band: str
    head: tuple[Line, ...]
    again: str
    instruction: tuple[tuple[str, bool], ...]


def words_for(contest: Contest, charter: Charter, form: str, pages: int) -> Words:
    """Choose the words by form, purpose and numbers."""
    title = TITLES.get(str(contest.purpose), TITLES["election"])
    count = len(contest.candidates)
    what = f"chọn nhiều nhất {contest.seats} trong {count} người" if form in {"strike_out", "choose"} else f"danh sách {count} người"
    rounds = (
        f" · vòng {contest.round}"
        if isinstance(contest.round, int) and contest.round > 1
        else " · bầu lại"
        if contest.round == "tie"
        else ""
    )
    head = [
        *(Line(line, 10.5, False) for line in _unit_lines(contest.unit) if line),
        Line(title, 19, True),
        *(Line(line, 12, True) for line in _split(contest.title)),
    ]
    return Words(
        title, f"{contest.title}{rounds}: {what}", tuple(head), f"{title} (tiếp theo) · {contest.title}", _instruction(contest, form, pages)
    )


def _unit_lines(unit: str) -> list[str]:
    """The unit in capitals, on as many lines as it needs."""
    return _split(unit.upper())


def _split(text: str, width: int = 34) -> list[str]:
    """Break a title at spaces into at most three lines of even length."""
    words, lines = text.split(), 1 + len(text) // (width + 1)
    target = len(text) / min(lines, 3)
    found: list[str] = [""]
    for word in words:
        if found[-1] and len(found[-1]) + len(word) / 2 > target and len(found) < lines:
            found.append(word)
        else:
            found[-1] = f"{found[-1]} {word}".strip()
    return found


def _instruction(contest: Contest, form: str, pages: int) -> tuple[tuple[str, bool], ...]:
    """How to vote, bold words first."""
    leaves = pages // 2
    both = (
        f" Phiếu có {leaves} tờ ({pages} trang) mang cùng một ký hiệu." if leaves > 1 else f" Phiếu có {pages} trang." if pages > 1 else ""
    )
    tail = f"Dùng bút mực xanh hoặc đen. Không viết thêm, không ký tên.{both}"
    range_ = f"từ 1 đến {contest.seats} người" if contest.seats > 1 else "đúng 1 người"
    if form == "strike_out":
        return (
            ("Gạch một nét ngang giữa cả họ và tên", True),
            (" người mình không bầu. Người không bị gạch là người được bầu. Để lại ", False),
            (range_, True),
            (f". {tail}", False),
        )
    if form == "choose":
        return (("Đánh một dấu X", True), (" vào ô trước tên người mình bầu. Chọn ", False), (range_, True), (f". {tail}", False))
    if form == "single":
        return (
            ("Đánh một dấu X", True),
            (f" vào một trong hai ô: đồng ý hoặc không đồng ý. Đánh cả hai ô thì phiếu không hợp lệ. {tail}", False),
        )
    return (
        ("Đánh một dấu X", True),
        (
            f" vào một trong hai ô trên dòng của từng người. Dòng để trống hoặc có cả hai dấu thì không tính cho người đó; phiếu vẫn hợp lệ. {tail}",
            False,
        ),
    )
