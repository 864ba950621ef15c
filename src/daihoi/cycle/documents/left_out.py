"""What a DOCX holds that a text of paragraphs does not (phần không lấy được từ tệp): told at the import, and kept with the version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy, ngettext

from daihoi.office.word_text import Loss

TITLES = {
    "picture": gettext_lazy("Ảnh, hình vẽ: {n}"),
    "text_box": gettext_lazy("Khung chữ: {n}"),
    "inner_table": gettext_lazy("Bảng nằm trong ô của bảng khác: {n}"),
    "comment": gettext_lazy("Nhận xét bên lề: {n}"),
    "symbol": gettext_lazy("Ký hiệu của phông riêng: {n}"),
    "formula": gettext_lazy("Công thức: {n}"),
    "colour": gettext_lazy("Chữ màu, chữ tô nền: {n} chỗ"),
    "emphasis": gettext_lazy("Chữ đậm, nghiêng, gạch chân giữa đoạn: {n} đoạn"),
    "contents": gettext_lazy("Mục lục tự động: {n}"),
    "head_or_foot": gettext_lazy("Chữ ở đầu trang, chân trang"),
    "note": gettext_lazy("Chú thích: {n}"),
    "joined_cell": gettext_lazy("Ô gộp trong bảng: {n} ô bị che"),
    "head": gettext_lazy("Phần đầu văn bản"),
    "signature": gettext_lazy("Phần ký và nơi nhận"),
    "tracked_insertion": gettext_lazy("Chữ thêm còn theo dõi: {n} chỗ"),
    "tracked_deletion": gettext_lazy("Chữ xóa còn theo dõi: {n} chỗ"),
}
REASONS = {
    "picture": gettext_lazy("Văn bản ở đây chỉ giữ chữ và bảng. Ảnh còn trong tệp gốc; thêm lại sau khi xuất DOCX."),
    "text_box": gettext_lazy("Chữ trong khung không vào đoạn nào. Chép chữ cần giữ thành đoạn."),
    "inner_table": gettext_lazy("Chữ của bảng bên trong không được lấy. Tách thành bảng riêng rồi nhập lại."),
    "comment": gettext_lazy("Nhận xét không phải nội dung văn bản, nên ở lại trong tệp gốc."),
    "symbol": gettext_lazy("Không biết ký hiệu này là chữ gì. Xem lại đoạn và gõ chữ thay thế."),
    "formula": gettext_lazy("Công thức thành một dòng chữ, mất phân số và chỉ số. Xem lại đoạn."),
    "colour": gettext_lazy("Chữ vẫn còn, màu và nền không giữ."),
    "emphasis": gettext_lazy("Chữ vẫn còn, kiểu chữ riêng trong đoạn không giữ."),
    "contents": gettext_lazy("Mục lục được lập lại khi xuất tập văn kiện."),
    "head_or_foot": gettext_lazy("Đầu trang, chân trang do thể thức văn bản quyết định khi xuất."),
    "joined_cell": gettext_lazy("Chữ đứng ở ô đầu, các ô bị che để trống. Điền lại nếu mỗi hàng cần đủ chữ."),
    "head": gettext_lazy("Tên cơ quan, số, tên loại được lập lại khi xuất, nên không lấy vào để khỏi in hai lần."),
    "signature": gettext_lazy("Chức vụ, họ tên, nơi nhận được ghi khi phát hành, nên không lấy vào để khỏi in hai lần."),
    "note": gettext_lazy("Chú thích đã thành mục “Chú thích” ở cuối, số [1], [2]… đứng trong đoạn."),
    "tracked_insertion": gettext_lazy("Chữ thêm đã lấy vào như chữ thường. Kiểm xem có đúng là đã chấp nhận."),
    "tracked_deletion": gettext_lazy("Chữ xóa không lấy vào. Kiểm xem có đúng là đã bỏ."),
}
QUOTED = {"text_box", "inner_table", "head_or_foot", "tracked_deletion", "head", "signature"}
EVERYWHERE = {"head_or_foot", "contents", "note", "head", "signature"}
KEPT = {"head", "signature", "note", "tracked_insertion", "formula", "contents", "head_or_foot"}


@dataclass(frozen=True)
class LeftOut:
    """One line for people (một mục)."""

    title: str
    why: str
    is_kept: bool


def as_rows(losses: Iterable[Loss]) -> list[dict[str, object]]:
    """Give losses as the version keeps them."""
    return [vars(each) for each in losses]


def in_words(rows: Iterable[Mapping[str, object]] | None) -> list[LeftOut]:
    """Say each loss: what, where, why, what to do."""
    return [_line(row) for row in rows or () if row["code"] in TITLES]


def _line(row: Mapping[str, object]) -> LeftOut:
    """Say one loss."""
    code, places = str(row["code"]), [str(each) for each in row["places"]]  # type: ignore[attr-defined]  # a list in the row
    where = "" if code in EVERYWHERE or not places else ngettext("Đoạn {list}.", "Đoạn {list}.", len(places)).format(list=", ".join(places))
    words = f"“{row['words']}”." if row["words"] and code in QUOTED else ""
    parts = (where, words, str(REASONS[code]))
    return LeftOut(str(TITLES[code]).format(n=row["count"]), " ".join(filter(None, parts)), code in KEPT)
