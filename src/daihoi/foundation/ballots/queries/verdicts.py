"""What may be answered to a question, and the decision that follows (các ý kiến có thể chọn)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daihoi.foundation.ballots.models import Poll, Scan
from daihoi.foundation.ballots.queries.calling import pages_of
from daihoi.foundation.ballots.queries.keying import NO_SUCH_SHEET, keyed_verdict
from daihoi.foundation.ballots.queries.polls import charter_of
from daihoi.foundation.ballots.queries.questions import Form, Question, numbers_if_read
from daihoi.foundation.ballots.queries.readings import BOARD, decisions_of, readings_of
from daihoi.foundation.ballots.queries.rereading import STAMP, Place, fields_of, reading_of, says, states_on
from daihoi.rules.errors import RuleViolation
from daihoi.rules.readings import LEAVES_APART, LIKELY_DUPLICATE

INVALID_REASONS = {
    "foreign_mark": gettext_lazy("có đánh dấu lạ"),
    "writing": gettext_lazy("có ký tên hoặc viết thêm"),
    "added_name": gettext_lazy("ghi thêm tên ngoài danh sách"),
    "several_inks": gettext_lazy("dùng nhiều loại mực"),
    "not_issued": gettext_lazy("không do ban kiểm phiếu phát ra"),
}
DISCARDS = {
    "blank_page": gettext_lazy("mặt giấy trắng"),
    "duplicate": gettext_lazy("trang quét hai lần"),
    "not_a_ballot": gettext_lazy("không phải phiếu bầu"),
}
READ_AGAIN = "read"
OTHER_KEYS = ("1", "5", "6", "7", "8")
MARK_QUESTIONS = {
    "strike": gettext_lazy("Người bỏ phiếu có gạch tên này không?"),
    "agree": gettext_lazy("Người bỏ phiếu có đánh dấu vào ô đồng ý không?"),
    "disagree": gettext_lazy("Người bỏ phiếu có đánh dấu vào ô không đồng ý không?"),
    "choose": gettext_lazy("Người bỏ phiếu có đánh dấu chọn người này không?"),
}
MARK_CHOICES = {
    "strike": (gettext_lazy("Có gạch"), gettext_lazy("không bầu người này"), gettext_lazy("Không gạch"), gettext_lazy("bầu người này")),
    "agree": (
        gettext_lazy("Có đánh dấu"),
        gettext_lazy("đồng ý"),
        gettext_lazy("Không đánh dấu"),
        gettext_lazy("ô trống, hoặc chỉ có chấm, vết bẩn"),
    ),
    "disagree": (
        gettext_lazy("Có đánh dấu"),
        gettext_lazy("không đồng ý"),
        gettext_lazy("Không đánh dấu"),
        gettext_lazy("ô trống, hoặc chỉ có chấm, vết bẩn"),
    ),
    "choose": (
        gettext_lazy("Có đánh dấu"),
        gettext_lazy("bầu người này"),
        gettext_lazy("Không đánh dấu"),
        gettext_lazy("không bầu người này"),
    ),
}


@dataclass(frozen=True)
class Choice:
    """One answer as a button: all alike, none suggested (một lựa chọn)."""

    answer: str
    title: str
    meaning: str = ""
    key: str = ""


def asked_in_words(question: Question) -> str:
    """Put a question in one sentence."""
    if question.form is Form.MARK:
        return str(MARK_QUESTIONS[question.mark])
    if question.form is Form.CALLED:
        return _("Phiếu này đọc thế nào?")
    if question.sheet_mark == STAMP:
        return _("Trên phiếu có dấu của cấp ủy triệu tập không?")
    if question.form is Form.SHEET and not question.sheet_mark:
        return _("Phiếu này thiếu trang. Không tìm được trang còn lại thì kết luận thế nào?")
    if question.form is Form.SHEET:
        return _("Nét ngoài chỗ bầu trên tờ này có làm phiếu không hợp lệ không?")
    if question.why == LEAVES_APART:
        return _("Tờ này thuộc phiếu nào?")
    if question.why == LIKELY_DUPLICATE:
        return _("Hai ảnh này là một tờ giấy quét hai lần, hay hai tờ khác nhau?")
    return _("Trang này là gì?")


def choices_of(question: Question) -> list[Choice]:
    """Give the two equal answers, or the ways to deal with a page."""
    if question.form is Form.MARK:
        yes, yes_means, no, no_means = MARK_CHOICES[question.mark]
        return [Choice("marked", str(yes), str(yes_means), "1"), Choice("clear", str(no), str(no_means), "2")]
    if question.form is Form.CALLED:
        return [
            Choice(READ_AGAIN, _("Đọc lại từng dòng…"), _("không đổi dòng nào nghĩa là bản đang tính đúng"), "1"),
            Choice("invalid", _("Phiếu không hợp lệ…"), _("chọn lý do theo quy chế"), "2"),
        ]
    if question.sheet_mark == STAMP:
        return [
            Choice("present", _("Có dấu"), _("phiếu do ban kiểm phiếu phát ra"), "1"),
            Choice("invalid:not_issued", _("Không có dấu"), _("phiếu không hợp lệ"), "2"),
            Choice(READ_AGAIN, _("Có dấu, đọc lại từng dòng…"), _("một dòng máy đọc chưa đúng"), "4"),
        ]
    if question.form is Form.SHEET and not question.sheet_mark:
        return [Choice("invalid", _("Phiếu không hợp lệ…"), _("chọn lý do theo quy chế"), "2")]
    if question.form is Form.SHEET:
        return [
            Choice("harmless", _("Không ảnh hưởng"), _("phiếu vẫn tính như bình thường"), "1"),
            Choice("invalid", _("Phiếu không hợp lệ…"), _("chọn lý do theo quy chế"), "2"),
            Choice(READ_AGAIN, _("Đọc lại từng dòng…"), _("nét ấy gạch hoặc chọn một người"), "4"),
        ]
    if question.why == LIKELY_DUPLICATE:
        return [
            Choice("discard:duplicate", _("Một tờ quét hai lần"), _("chỉ tính một lần"), "1"),
            Choice(f"belongs:{question.ballot}", _("Hai tờ khác nhau"), _("tính cả hai, như máy đã đọc"), "2"),
        ]
    if question.why == LEAVES_APART:
        numbers = zip(question.ballots, OTHER_KEYS, strict=False)
        return [
            *(Choice(f"belongs:{number}", _("Thuộc phiếu {n}").format(n=number), _("tính như máy đã đọc"), key) for number, key in numbers),
            Choice("discard", _("Không tính tờ này…"), _("chọn lý do"), "2"),
        ]
    return [
        Choice(READ_AGAIN, _("Là phiếu bầu, tự đọc…"), _("ghi lại từng dòng trên phiếu"), "1"),
        Choice("discard", _("Không tính trang này…"), _("chọn lý do"), "2"),
    ]


def invalid_reasons(poll: Poll) -> dict[str, str]:
    """Give the reasons of EL-25 that people may conclude under this vote's rules."""
    charter = charter_of(poll)
    return {code: str(title) for code, title in INVALID_REASONS.items() if charter.flag(f"invalid.{code}")}


def discards() -> dict[str, str]:
    """Give the reasons for which a page is no ballot."""
    return {code: str(title) for code, title in DISCARDS.items()}


def verdict_of(poll: Poll, question: Question, answer: str, fields: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Turn an answer into the contract's decision; only answers of this question are taken."""
    if answer == "board":
        return dict(BOARD)
    kind, _colon, detail = answer.partition(":")
    if question.is_keyed and (kind in {"invalid", "discard"} or fields is not None):
        return _keyed(poll, question, kind, detail, fields or {})
    if question.form is Form.MARK and answer in {"marked", "clear"}:
        return {"ballot": question.ballot, "candidate": question.candidate, "kind": question.mark, "state": answer}
    if question.sheet_mark and answer == ("present" if question.sheet_mark == STAMP else "harmless"):
        return _nothing_wrong(question)
    if (question.sheet_mark or question.form is Form.CALLED) and answer == READ_AGAIN and fields is not None:
        return _read_again(poll, question, fields)
    if question.form is not Form.PAGE and kind == "invalid" and detail in invalid_reasons(poll):
        return {"ballot": question.ballot, "invalid": detail} | ({"called": question.why} if question.form is Form.CALLED else {})
    if question.form is Form.PAGE:
        return _about_page(poll, question, answer, fields)
    raise RuleViolation(
        "ballots.no_such_answer", _("Chọn một trong các ý kiến đang hiện, kèm lý do nếu phiếu không hợp lệ."), field="answer"
    )


def _nothing_wrong(question: Question) -> dict[str, Any]:
    """Build the answer that the sheet counts as it was read."""
    state = "present" if question.sheet_mark == STAMP else "absent"
    return {"ballot": question.ballot, "sheet_mark": question.sheet_mark, "source": question.source, "state": state}


def _read_again(poll: Poll, question: Question, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Build the reading of a whole sheet line by line; where no line changes it says the same as the plain answer, so that two people agree."""
    if question.form is Form.CALLED:
        return _called(poll, question, fields)
    line = next(each for each in readings_of(poll) if each["source"] == question.source)
    ballot, page = question.ballot or 0, question.page or 1
    found = reading_of(poll, line, ballot, page, fields.get("marked", ()), answers_stamp=question.sheet_mark == STAMP)
    return _nothing_wrong(question) if says(found) == states_on(line, ballot, decisions_of(poll)) else found


def reading_now(poll: Poll, question: Question) -> dict[Place, str]:
    """Give the state of every mark of the page or ballot in question as it counts now."""
    sources = {question.source, *question.beside}
    lines, decisions = [each for each in readings_of(poll) if each["source"] in sources], decisions_of(poll)
    return {place: state for line in lines for place, state in states_on(line, question.ballot, decisions).items()}


def _called(poll: Poll, question: Question, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Build the reading of a whole ballot that was called: who reads it has seen its stamp and its ink in order."""
    ballot, marks = question.ballot or 0, fields.get("marked", ())
    pages = pages_of(poll, readings_of(poll), decisions_of(poll), ballot)
    read = [reading_of(poll, page, ballot, page["page"], marks, answers_stamp=True) | {"called": question.why} for page in pages]
    return {"ballot": ballot, "called": question.why, "pages": read}


def _about_page(poll: Poll, question: Question, answer: str, fields: Mapping[str, Any] | None) -> dict[str, Any]:
    """Build what is said of a whole page: no ballot, of this ballot, or read by people."""
    kind, _colon, detail = answer.partition(":")
    if kind == "discard" and detail in DISCARDS:
        return {"source": question.source, "discard": detail} | _with(question)
    if kind == "belongs" and detail in {str(number) for number in question.ballots}:
        return {"source": question.source, "belongs_to": int(detail)} | _with(question)
    if answer == READ_AGAIN and fields is not None:
        return _read_by_people(poll, question, fields)
    raise RuleViolation(
        "ballots.no_such_answer", _("Chọn một trong các ý kiến đang hiện, kèm lý do nếu phiếu không hợp lệ."), field="answer"
    )


def _with(question: Question) -> dict[str, Any]:
    """Name the pages that share the answer."""
    return {"with": list(question.mates)} if question.mates else {}


def _keyed(poll: Poll, question: Question, kind: str, detail: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Build what the board says of a keyed sheet: its fields, a reason why it is not valid, or that it is no ballot."""
    scan = Scan.objects.select_related("batch").get(batch__poll=poll, source=question.source)
    if kind == "invalid" and detail in invalid_reasons(poll):
        return keyed_verdict(poll, scan, invalid=detail)
    if kind == "discard" and detail == NO_SUCH_SHEET:
        return {"source": scan.source, "discard": detail}
    if kind == READ_AGAIN:
        places = (str(name).partition("-") for name in fields.get("marked", ()))
        return keyed_verdict(poll, scan, marked=[(int(number), mark) for number, _dash, mark in places])
    raise RuleViolation(
        "ballots.no_such_answer", _("Chọn một trong các ý kiến đang hiện, kèm lý do nếu phiếu không hợp lệ."), field="answer"
    )


def _read_by_people(poll: Poll, question: Question, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Build the reading of a page that two people keyed in: page number and the fields that bear a mark."""
    page = int(fields.get("page", 1))
    if not fields_of(poll, page):
        raise RuleViolation("ballots.no_such_page", _("Phiếu này không có trang {page}."), page=page, field="page")
    lines = readings_of(poll)
    line = next(each for each in lines if each["source"] == question.source)
    return reading_of(poll, line, _ballot_for(poll, question, page, lines), page, fields.get("marked", ()))


def _ballot_for(poll: Poll, question: Question, page: int, lines: list[dict[str, Any]]) -> int:
    """Choose the ballot of a page read by people: the incomplete one beside it, else the number kept free for it."""
    if question.ballot is not None:
        return question.ballot
    if poll.pages_a_ballot > 1:
        place = next(index for index, line in enumerate(lines) if line["source"] == question.source)
        near = [line["ballot"] for line in lines[max(0, place - 1) : place + 2] if line["ballot"] is not None]
        for ballot in near:
            pages = {line["page"] for line in lines if line["ballot"] == ballot}
            if page not in pages:
                return int(ballot)
    return numbers_if_read(poll, lines)[question.source]
