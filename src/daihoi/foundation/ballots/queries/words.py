"""Reasons of doubt and causes of pages set aside, in words with their remedy (vì sao nghi ngờ, vì sao để riêng)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daihoi.foundation.ballots.models import BallotCall
from daihoi.foundation.ballots.queries.keying import Difference, sheet_in_words
from daihoi.foundation.ballots.queries.names import shown
from daihoi.foundation.ballots.queries.places import Place
from daihoi.foundation.ballots.queries.questions import Form, Question
from daihoi.foundation.ballots.queries.readings import KEYED
from daihoi.foundation.ballots.queries.verdicts import DISCARDS, INVALID_REASONS
from daihoi.rules.charter import Charter
from daihoi.rules.readings import LEAVES_APART, LIKELY_DUPLICATE

CAUSES = {
    "no_marks_found": (
        gettext_lazy("không thấy dấu định vị ở góc"),
        gettext_lazy("Trang bị che hoặc bị cắt góc. Nếu là phiếu bầu thì hai người tự đọc; nếu ảnh hỏng thì rút lô và quét lại tờ này."),
    ),
    "wrong_grid": (
        gettext_lazy("các dấu định vị không khớp với mẫu phiếu"),
        gettext_lazy("Phiếu in sai tỷ lệ hoặc giấy bị kéo. Nếu là phiếu bầu thì hai người tự đọc."),
    ),
    "wrong_ballot": (
        gettext_lazy("phiếu của cuộc bầu khác, hoặc phiếu mẫu"),
        gettext_lazy("Lấy tờ này ra khỏi chồng, trả về đúng cuộc bầu, rồi chọn không tính trang này."),
    ),
    "unreadable_code": (
        gettext_lazy("không đọc được mã trên phiếu"),
        gettext_lazy("Mã bị che hoặc bị bẩn. Nếu là phiếu của cuộc bầu này thì hai người tự đọc."),
    ),
    "torn": (gettext_lazy("phiếu bị rách"), gettext_lazy("Ghép tờ phiếu cho đủ rồi hai người tự đọc.")),
    "too_dark": (
        gettext_lazy("ảnh quá tối"),
        gettext_lazy("Giảm độ đậm của máy quét, rút lô và quét lại; hoặc hai người tự đọc trang này."),
    ),
    "too_light": (
        gettext_lazy("ảnh quá nhạt"),
        gettext_lazy("Tăng độ đậm của máy quét, rút lô và quét lại; hoặc hai người tự đọc trang này."),
    ),
    "blank_page": (
        gettext_lazy("trang trắng"),
        gettext_lazy("Mặt sau không in thì chọn mặt giấy trắng. Muốn khỏi gặp lại, đặt máy quét một mặt."),
    ),
    KEYED: (gettext_lazy("các lần nhập tay khác nhau"), gettext_lazy("Cả ban xem tờ phiếu thật rồi kết luận.")),
    "two_sheets": (gettext_lazy("hai tờ dính nhau"), gettext_lazy("Tách hai tờ, rút lô và quét lại.")),
    LIKELY_DUPLICATE: (
        gettext_lazy("nét bút giống hệt một tờ đã quét, có thể quét hai lần"),
        gettext_lazy("So từng nét trên hai ảnh và đếm lại số tờ của lô. Máy không tự quyết."),
    ),
    LEAVES_APART: (
        gettext_lazy("các tờ của phiếu không khớp ký hiệu hoặc thứ tự"),
        gettext_lazy("Xem các tờ bên cạnh: tờ cùng ký hiệu, nằm liền nhau là một phiếu. Không chắc thì xếp lại chồng, rút lô và quét lại."),
    ),
    "readers_disagree": (gettext_lazy("hai cách đọc của máy khác nhau"), gettext_lazy("Hai người tự đọc trang này.")),
    "broken_file": (gettext_lazy("ảnh hỏng, không mở được"), gettext_lazy("Rút lô và quét lại tờ này; ảnh này không xem được.")),
}
SHEET_MARKS = {
    "stamp": gettext_lazy("không rõ dấu của cấp ủy triệu tập"),
    "foreign_ink": gettext_lazy("có nét ngoài chỗ bầu"),
    "fold": gettext_lazy("nếp gấp đi qua chỗ bầu"),
    "streak": gettext_lazy("vệt của máy quét đi qua chỗ bầu"),
}
DOUBTS = {
    "doubtful": gettext_lazy("nét không rõ là có hay không"),
    "partly": gettext_lazy("nét chỉ qua một phần tên"),
    "ink": gettext_lazy("có nét bút chạm vào tên"),
    "pale": gettext_lazy("nét rất nhạt"),
    "height": gettext_lazy("nét nằm trên hoặc dưới tên"),
    "wide": gettext_lazy("vết mực rộng che tên"),
    "runs_on": gettext_lazy("nét chạy dài quá hai đầu tên"),
    "fold": gettext_lazy("nếp gấp hoặc vệt quét đi qua chỗ này"),
    "outside": gettext_lazy("nét nằm ngoài ô"),
    "small": gettext_lazy("nét rất nhỏ"),
    "heavy": gettext_lazy("ô bị tô gần kín"),
    "flat": gettext_lazy("chỉ có một nét dẹt hoặc sát viền ô"),
    "stain": gettext_lazy("vết mực dày hoặc loang"),
    "readers_disagree": gettext_lazy("hai cách đọc của máy khác nhau"),
    "print_not_matched": gettext_lazy("chỗ này bị che hoặc in không khớp"),
    "missing_page": gettext_lazy("phiếu thiếu trang"),
    "page_twice": gettext_lazy("trang này xuất hiện hai lần trong một phiếu"),
}


def why_in_words(question: Question) -> str:
    """Say why a question came to people; never with a score."""
    if question.form is Form.CALLED:
        return str(BallotCall.Reason(question.why).label)
    if question.form is Form.PAGE:
        return str(CAUSES[question.why][0] if question.why in CAUSES else DOUBTS.get(question.why, question.why))
    if question.sheet_mark:
        return str(SHEET_MARKS[question.sheet_mark])
    return str(DOUBTS.get(question.why, question.why or DOUBTS["doubtful"]))


def remedy_of(question: Question) -> str:
    """Say what to do with a page set aside, or with a ballot that lacks a page."""
    if question.why == "missing_page":
        return _("Tìm tờ giấy, rút lô và quét lại đủ trang.")
    return str(CAUSES[question.why][1]) if question.why in CAUSES else ""


def place_of(question: Question, names: Mapping[str, str]) -> str:
    """Say where on the pile or the sheet a question stands: "dòng 13", "cả phiếu", a file and page."""
    if question.form is Form.MARK:
        return _("dòng {n}").format(n=question.candidate)
    if question.form is Form.SHEET:
        return _("cả phiếu")
    if question.form is Form.CALLED:
        return _("gọi ra đọc lại")
    if question.is_keyed:
        return _keyed_place(question.lies, question.source) if question.lies else ""
    return shown(question.source, names)


def _keyed_place(lies: Place, source: str) -> str:
    """Say which sheet people key in, and which of its pages where there are several."""
    return sheet_in_words(lies.place, lies.sources.index(source) + 1 if len(lies.sources) > 1 else None)


def lies_in_words(question: Question) -> str:
    """Say where people find the paper of a question: "Lô 2, tờ 18"; nothing for a keyed sheet, whose title says it."""
    return "" if question.is_keyed or question.lies is None else str(question.lies)


SYMBOLS = {
    "tròn": gettext_lazy("tròn"),
    "khung": gettext_lazy("khung vuông"),
    "tam giác": gettext_lazy("tam giác"),
    "cộng": gettext_lazy("dấu cộng"),
    "hai cột": gettext_lazy("hai cột"),
    "góc": gettext_lazy("góc vuông"),
    "hai ô": gettext_lazy("hai ô chéo"),
    "đồng hồ cát": gettext_lazy("đồng hồ cát"),
}


def page_in_words(line: Mapping[str, Any], layout: Mapping[str, Any], names: Mapping[str, str], lies: Place | None) -> str:
    """Say what a page is and where it lies: "Phiếu 12, tờ 2/3, ký hiệu tròn · Lô 1, tờ 12 · scan-004.jpg#1"."""
    leaves, symbol = -(-len(layout["pages"]) // 2), line.get("symbol")
    parts = [
        _("Phiếu {n}").format(n=line["ballot"]) if line["ballot"] else "",
        _("tờ {n}/{all}").format(n=(line["page"] + 1) // 2, all=leaves) if line["page"] and leaves > 1 else "",
        _("ký hiệu {name}").format(name=SYMBOLS.get(layout["symbols"][symbol - 1], ""))
        if symbol
        else _("không rõ ký hiệu")
        if "symbol" in line
        else "",
    ]
    told = [", ".join(part for part in parts if part), str(lies or ""), shown(line["source"], names)]
    return " · ".join(part for part in told if part)


def title_of(question: Question) -> str:
    """Name a question as people say it: "Phiếu 31, dòng 13"."""
    if question.is_keyed and question.lies:
        return question.lies.bundle
    if question.ballot is None:
        return _("Trang để riêng")
    return _("Phiếu {n}").format(n=question.ballot)


STATES = {
    "marked": gettext_lazy("có dấu"),
    "clear": gettext_lazy("không có dấu"),
    "board": gettext_lazy("đưa ra cả ban"),
    "": gettext_lazy("không ghi"),
}
KINDS = {
    "strike": gettext_lazy("dòng {n}, gạch"),
    "agree": gettext_lazy("dòng {n}, ô đồng ý"),
    "disagree": gettext_lazy("dòng {n}, ô không đồng ý"),
    "choose": gettext_lazy("dòng {n}"),
}


def difference_in_words(difference: Difference) -> tuple[str, list[str]]:
    """Say where two entries of a sheet differ, and what each says, in an order that tells nobody."""
    number, _dash, kind = difference.place.partition("-")
    place = str(KINDS[kind]).format(n=number) if kind in KINDS else _("cả phiếu")
    said = STATES | INVALID_REASONS | DISCARDS
    return place, [str(said[each]) if each in said else each for each in difference.entries]


RULES = {
    "strike": ("ballot.form_surplus", gettext_lazy("gạch ngang giữa cả họ và tên là không bầu người đó")),
    "agree": ("ballot.form_no_surplus", gettext_lazy("đánh dấu X vào một trong hai ô của mỗi người")),
    "disagree": ("ballot.form_no_surplus", gettext_lazy("đánh dấu X vào một trong hai ô của mỗi người")),
    "foreign_ink": ("invalid.foreign_mark", gettext_lazy("phiếu có dấu lạ, ký tên hoặc viết thêm là không hợp lệ")),
}


@dataclass(frozen=True)
class RuleNote:
    """A rule beside a question, with its source (căn cứ)."""

    title: str
    source: str


def rule_of(question: Question, charter: Charter) -> RuleNote | None:
    """Give the rule that bears on a question, else who concludes; only where its source is confirmed."""
    concludes = ("doubtful.decided_by", gettext_lazy("ban kiểm phiếu xem xét và kết luận phiếu nghi ngờ"))
    for key, title in (RULES.get(question.mark or question.sheet_mark, concludes), concludes):
        if key in charter and charter.rules[key].confirmed:
            return RuleNote(str(title), charter.rules[key].source)
    return None
