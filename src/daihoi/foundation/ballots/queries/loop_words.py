"""What to draw on practice sheets and what came back, in words of people (lời của kế hoạch và kết quả thử máy)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from daihoi.foundation.ballots.models import LoopPage, LoopTest, Poll
from daihoi.foundation.ballots.queries.polls import contest_of
from daihoi.foundation.ballots.queries.words import CAUSES

MARKS = {
    "none": gettext_noop("để nguyên, không đánh dấu gì"),
    "level": gettext_noop("gạch một nét ngang qua cả họ và tên"),
    "slanted": gettext_noop("gạch một nét xiên qua cả họ và tên"),
    "wavy": gettext_noop("gạch một nét lượn sóng qua cả họ và tên"),
    "double": gettext_noop("gạch hai nét ngang qua cả họ và tên"),
    "zigzag": gettext_noop("gạch nét gấp khúc lên xuống qua cả họ và tên"),
    "cross": gettext_noop("gạch hai nét chéo qua cả họ và tên"),
    "x": gettext_noop("đánh dấu X vừa trong ô"),
    "x_small": gettext_noop("đánh dấu X nhỏ, nằm hẳn trong ô"),
}
PENS = (gettext_noop("bút mực xanh"), gettext_noop("bút mực đen"), gettext_noop("bút mảnh nhất sẽ phát trong hội trường"))
BOXES = {"agree": gettext_noop("ô đồng ý"), "disagree": gettext_noop("ô không đồng ý")}
LOOP_CAUSES = {
    "out_of_place": gettext_noop("sai thứ tự trang: máy quét đảo hoặc lặp trang"),
    "beyond": gettext_noop("trang thừa so với số đã in: máy quét lặp trang"),
}


@dataclass(frozen=True)
class PlanRow:
    """One sheet of the plan in words (dòng kế hoạch)."""

    number: int
    how: str
    where: tuple[str, ...]
    is_all: bool


def plan_rows(plan: Sequence[Mapping[str, Any]], people: int) -> list[PlanRow]:
    """Give the plan as people follow it: what to draw with which pen, at which numbers."""
    rows = []
    for sheet in plan:
        marked: dict[str, list[int]] = {}
        for candidate, kind in sheet["fields"]:
            marked.setdefault(kind, []).append(candidate)
        is_all = len(sheet["fields"]) == people and len(marked) == 1
        how = _(MARKS[sheet["mark"]]) + (f", {_(PENS[sheet['number'] % len(PENS)])}" if sheet["fields"] else "")
        rows.append(PlanRow(sheet["number"], how[:1].upper() + how[1:], tuple(_where(marked, is_all=is_all)), is_all))
    return rows


def _where(marked: Mapping[str, Sequence[int]], *, is_all: bool) -> list[str]:
    """Name the places of the marks by the printed numbers."""
    found = []
    for kind, numbers in sorted(marked.items()):
        listed = _("tất cả các số") if is_all else ", ".join(map(str, numbers))
        found.append(f"{_(BOXES[kind])}: {listed}" if kind in BOXES else listed)
    return found


@dataclass
class SheetResult:
    """One sheet of a loop test with its pages and faults (kết quả một tờ)."""

    number: int | None
    plan: PlanRow | None
    pages: list[LoopPage] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """Kind of chip: read right, asked of people, wrong."""
        return "late" if self.faults else "soon" if self.doubts else "ok"


def sheet_results(poll: Poll, test: LoopTest) -> list[SheetResult]:
    """Give what became of each sheet, in the order of the plan; sheets that never came say so, blank backs are left out."""
    contest = contest_of(poll)
    names = [candidate.name for candidate in contest.candidates]
    plans = {row.number: row for row in plan_rows(test.plan, len(names))}
    found: dict[int | None, SheetResult] = {number: SheetResult(number, row) for number, row in plans.items()}
    for page in test.pages.select_related("stored"):
        if page.sheet is None and page.cause == "blank_page":
            continue
        result = found.setdefault(page.sheet, SheetResult(page.sheet, None))
        result.pages.append(page)
        if page.cause:
            result.faults.append(_cause(page))
        for each in page.differences:
            (result.doubts if each["state"] == "doubtful" else result.faults).append(_difference(each, names))
    for result in found.values():
        if len(result.pages) < poll.pages_a_ballot and result.number is not None:
            result.faults.append(_("Thiếu trang: tờ này không quét được đủ."))
    return [found[key] for key in sorted(found, key=lambda number: (number is None, number or 0))]


def _cause(page: LoopPage) -> str:
    """Say why a page was set aside."""
    said = _(LOOP_CAUSES[page.cause]) if page.cause in LOOP_CAUSES else str(CAUSES[page.cause][0]) if page.cause in CAUSES else page.cause
    return _("Trang {n} để riêng: {cause}").format(n=page.sequence, cause=said)


def _difference(each: Mapping[str, Any], names: Sequence[str]) -> str:
    """Say how one field was read against its plan."""
    where = f"{each['candidate']}. {names[each['candidate'] - 1]}" + (f", {_(BOXES[each['kind']])}" if each["kind"] in BOXES else "")
    if each["state"] == "doubtful":
        return _("{where}: máy hỏi lại người").format(where=where)
    if each["planned"] == "marked":
        return _("{where}: có dấu mà máy đọc là không").format(where=where)
    return _("{where}: không có dấu mà máy đọc là có").format(where=where)
