"""Places for live figures in the chair's words: {có mặt} on screen, {present} in the data (chỗ trống của kịch bản; PR-15).

Only the names below are places: nothing else of a text between braces is ever looked up, and a brace without a partner is refused.
"""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from daihoi.rules.errors import RuleViolation

FIGURES = {
    "unit": gettext_lazy("đơn vị"),
    "title": gettext_lazy("tên hội nghị"),
    "chair": gettext_lazy("chủ trì"),
    "place": gettext_lazy("địa điểm"),
    "item": gettext_lazy("việc"),
    "next": gettext_lazy("việc tiếp theo"),
    "speaker": gettext_lazy("người trình bày"),
    "minutes": gettext_lazy("số phút"),
    "convened": gettext_lazy("triệu tập"),
    "present": gettext_lazy("có mặt"),
    "absent": gettext_lazy("vắng"),
    "needed": gettext_lazy("cần có mặt"),
    "missing": gettext_lazy("còn thiếu"),
    "base": gettext_lazy("cơ sở tính"),
    "waiting": gettext_lazy("số người chờ"),
    "turn_minutes": gettext_lazy("phút mỗi ý kiến"),
    "speech_minutes": gettext_lazy("phút mỗi tham luận"),
    "agree": gettext_lazy("tán thành"),
    "vote_needed": gettext_lazy("số tán thành cần đạt"),
    "result_of": gettext_lazy("nội dung vừa biểu quyết"),
}
PLACE = re.compile(r"\{([^{}\n]{1,60})\}")


def filled(line: str, facts: Mapping[str, str]) -> str:
    """Put the figures of this moment into a sentence (điền số liệu)."""
    return PLACE.sub(lambda found: facts[found[1]], line)


def shown(text: str) -> str:
    """Write the places of a text in the language of the page (hiện chỗ trống)."""
    return PLACE.sub(lambda found: f"{{{FIGURES[found[1]]}}}" if found[1] in FIGURES else found[0], text)


def stored(text: str) -> str:
    """Read a text as typed: each place by its name in Vietnamese, in the language of the page, or as in the data; refuse others (đọc chỗ trống)."""
    names = _names()
    strange = [name for name in PLACE.findall(text) if _plain(name) not in names]
    if strange:
        raise RuleViolation(
            "meetings.unknown_figure",
            _("Không có số liệu {names}. Chỉ dùng các chỗ trống ghi bên cạnh, viết đúng từng chữ."),
            names=", ".join(f"{{{name}}}" for name in strange),
            field="text",
        )
    if re.search(r"[{}]", PLACE.sub("", text)):
        raise RuleViolation(
            "meetings.lone_brace", _("Có dấu ngoặc nhọn lẻ. Mỗi chỗ trống có đủ hai dấu, ví dụ {{có mặt}}; không thì bỏ dấu."), field="text"
        )
    return PLACE.sub(lambda found: f"{{{names[_plain(found[1])]}}}", text)


def places_in(text: str) -> set[str]:
    """Name the places of a text (chỗ trống có trong lời)."""
    return set(PLACE.findall(text))


def _names() -> dict[str, str]:
    """Give every way to write a place."""
    found = {code: code for code in FIGURES}
    with override("vi"):
        found |= {_plain(str(title)): code for code, title in FIGURES.items()}
    return found | {_plain(str(title)): code for code, title in FIGURES.items()}


def _plain(name: str) -> str:
    """Compare names without capitals and doubled spaces."""
    return " ".join(name.lower().split())
