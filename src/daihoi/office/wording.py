"""How official papers write numbers, shares and the words of a count (cách ghi số liệu)."""

from collections.abc import Mapping

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
