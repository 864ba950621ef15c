"""How official papers write numbers, shares and the words of a count (cách ghi số liệu)."""

from collections.abc import Mapping
from dataclasses import dataclass

INVALID_REASONS: Mapping[str, str] = {  # EL-25
    "not_issued": "không do ban kiểm phiếu phát ra",
    "too_many": "bầu quá số lượng",
    "nobody": "không bầu ai",
    "both_boxes": "đánh dấu cả hai ô",
    "no_box": "không đánh dấu ô nào",
    "added_name": "bầu người ngoài danh sách",
    "foreign_mark": "có đánh dấu riêng",
    "writing": "có ký tên hoặc viết thêm",
    "several_inks": "dùng nhiều loại mực",
}
FORMS: Mapping[str, str] = {
    "strike_out": "gạch tên người không bầu",
    "agree_disagree": "đánh dấu X vào ô đồng ý hoặc không đồng ý với từng người",
    "single": "một người, đánh dấu X vào ô đồng ý hoặc không đồng ý",
    "choose": "đánh dấu X vào ô cạnh tên người được chọn",
}


@dataclass(frozen=True)
class Calling:
    """What minutes call those who count and those who are chosen: a personnel step elects nobody (cách gọi)."""

    team: str = "Ban kiểm phiếu"
    appointed: str = "do {body} bầu"
    head: str = "Trưởng ban kiểm phiếu"
    member: str = "Thành viên ban kiểm phiếu"
    seats: str = "Số lượng cần bầu"
    listed: str = "Số người trong danh sách bầu cử"
    chosen: str = "Trúng cử"
    wanted: str = "cần bầu"
    nobody: str = "Không có người trúng cử trong lần bầu này."
    further: str = "có bầu tiếp hay không do {body} quyết định"

    @property
    def as_chosen(self) -> str:
        """The word inside a sentence."""
        return first_lower(self.chosen)


STEP = {  # EL-11: the presidium runs it, with a tally team drawn from the secretariat
    "team": "Tổ kiểm phiếu",
    "appointed": "do đoàn chủ tịch cử",
    "head": "Tổ trưởng tổ kiểm phiếu",
    "member": "Thành viên tổ kiểm phiếu",
    "listed": "Số người trong danh sách xin ý kiến",
    "further": "làm tiếp thế nào do đoàn chủ tịch báo cáo đại hội",
}
CALLINGS: Mapping[str, Calling] = {
    "election": Calling(),
    "introduction": Calling(
        **STEP,
        seats="Số lượng cần giới thiệu",
        chosen="Được giới thiệu",
        wanted="cần giới thiệu",
        nobody="Không có người được giới thiệu trong lần này.",
    ),
    "poll": Calling(
        **STEP,
        seats="Số lượng xin ý kiến",
        chosen="Đủ số phiếu",
        wanted="xin ý kiến",
        nobody="Không có người đủ số phiếu trong lần này.",
    ),
}


def number(value: int) -> str:
    """Write a whole number with a dot at the thousands: 5.408."""
    return f"{value:,}".replace(",", ".")


def decimal(value: str) -> str:
    """Write a share of the contract ("87.65") with the decimal comma."""
    return value.replace(".", ",")


def reason(code: str) -> str:
    """Name a reason for an invalid ballot; an unknown one stays visible as its code."""
    return INVALID_REASONS.get(code, code)


def first_lower(text: str) -> str:
    """Begin a title in lower case, as an abstract does: "Bầu Ban Chấp hành" becomes "bầu Ban Chấp hành"."""
    return text[:1].lower() + text[1:]
