"""Why a file that was sent cannot be taken, and what people do about it (tệp không dùng được)."""

from enum import StrEnum

from django.utils.translation import gettext_lazy


class Fault(StrEnum):
    """Why a file is not taken, as bundle and journal keep it (lý do không nhận tệp)."""

    EMPTY = "empty"
    NO_SCAN = "no_scan"
    BROKEN = "broken"
    UNFIT = "unfit"
    SENT_BEFORE = "sent_before"


CAUSES = {
    Fault.EMPTY: gettext_lazy("tệp rỗng, không có ảnh nào"),
    Fault.NO_SCAN: gettext_lazy("không phải tệp quét PDF, TIFF, PNG hay JPEG"),
    Fault.BROKEN: gettext_lazy("tệp hỏng, bị cắt ngang hoặc có mật khẩu, không mở được"),
    Fault.UNFIT: gettext_lazy("ảnh quá nhỏ hoặc quá lớn để đọc"),
    Fault.SENT_BEFORE: gettext_lazy("giống hệt một tệp đã nhận"),
}
REMEDIES = {
    Fault.EMPTY: gettext_lazy("Chép lại tệp từ máy quét; ở đó cũng rỗng thì quét lại tờ ấy."),
    Fault.NO_SCAN: gettext_lazy("Chọn đúng tệp quét, hoặc quét lại tờ ấy sang một trong các dạng này."),
    Fault.BROKEN: gettext_lazy("Chép lại tệp từ máy quét; vẫn không mở được thì quét lại tờ ấy."),
    Fault.UNFIT: gettext_lazy("Đặt máy quét ở 150-300 dpi rồi quét lại tờ ấy."),
    Fault.SENT_BEFORE: gettext_lazy("Chọn đúng tệp của tờ này; nếu tờ này nằm trong tệp kia thì bỏ tệp này khỏi lô."),
}


def in_words(name: str, fault: Fault) -> str:
    """Say what is wrong with a file and how to mend it."""
    return f"{name}: {CAUSES[fault]}. {REMEDIES[fault]}"
