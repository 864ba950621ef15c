"""Questions over all phases for the first page (câu hỏi của trang đầu)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daihoi.cycle.congresses.models import STAGE_TITLES, Congress
from daihoi.cycle.congresses.queries import View, in_state, planned_dates, rows, track
from daihoi.foundation.organization.models import Placement


@dataclass(frozen=True)
class Task:
    """One thing to do, why, and where (việc)."""

    sign: str
    what: str
    why: str
    url_name: str
    argument: Any = None
    query: str = ""


@dataclass(frozen=True)
class LateBranch:
    """A direct child with overdue units and how long the longest is overdue (đảng bộ có đơn vị quá hạn)."""

    row: dict[str, Any]
    days: int


def tree_is_empty() -> bool:
    """Tell whether no unit stands in the tree yet."""
    return not Placement.objects.exists()


def late_branches(asked: View, children: Sequence[dict[str, Any]], paths: dict[str, str]) -> list[LateBranch]:
    """Give the direct children with overdue units, the longest overdue first."""
    late = [row for row in children if row["overdue"]]
    if not late:
        return []
    first = {row.path: row for row in rows(asked, "overdue")}
    found = []
    for row in late:
        path = paths[row["unit"]]
        days = [(asked.on - unit.planned).days for at, unit in first.items() if at.startswith(path)]  # type: ignore[attr-defined]  # annotated
        found.append(LateBranch(row, max(days, default=0)))
    return sorted(found, key=lambda each: (-each.row["overdue"], each.row["unit"]))


def upcoming(asked: View, limit: int = 8) -> list[Placement]:
    """Give the congresses planned for the next seven days, the first ones (sắp diễn ra)."""
    return list(rows(asked, "upcoming")[:limit])


def next_planned(asked: View) -> date | None:
    """Give the first planned day after the day asked about, in the branch."""
    open_units = in_state(asked, "open").values("unit")
    plans = planned_dates(asked.known).filter(congress__round=asked.round, planned__gte=asked.on, congress__unit__in=open_units)
    found: date | None = plans.aggregate(day=Min("planned"))["day"]
    return found


def own_congresses(asked: View) -> list[tuple[Congress, str]]:
    """Give the congresses of the unit itself with what comes next (đại hội của đơn vị)."""
    found = []
    for congress in Congress.objects.filter(unit=asked.unit).select_related("round", "unit").order_by("-round__starts"):
        step = next((step for step in track(congress, asked.known, asked.on) if step.state == "now"), None)
        found.append((congress, str(STAGE_TITLES[step.stage]) if step else ""))
    return found


def tasks(asked: View, figures: dict[str, Any], coming: int, own: Sequence[tuple[Congress, str]]) -> list[Task]:
    """Give what a person should do today, from what is late and what comes up (việc của bạn)."""
    query = f"unit={asked.unit.code}&round={asked.round.code}&on={asked.on:%d/%m/%Y}"
    found = []
    for congress, following in own:
        if following:
            text = _("Đại hội của đơn vị, nhiệm kỳ {term}: {stage}").format(term=congress.round.term, stage=following)
            found.append(Task("now", text, _("Bước tiếp theo; ghi mốc ngay khi xong."), "congresses:detail", congress.pk))
    if figures["overdue"]:
        what = ngettext("Hỏi {n} đơn vị quá hạn", "Hỏi {n} đơn vị quá hạn", figures["overdue"]).format(n=figures["overdue"])
        why = _("Đã họp thì ghi ngày, chưa họp thì dời ngày kèm lý do.")
        found.append(Task("late", what, why, "congresses:list", None, f"{query}&state=overdue"))
    if coming:
        what = ngettext("Theo dõi {n} đại hội trong 7 ngày tới", "Theo dõi {n} đại hội trong 7 ngày tới", coming).format(n=coming)
        found.append(Task("soon", what, _("Kiểm tra ngày dự kiến còn đúng không."), "congresses:list", None, f"{query}&state=upcoming"))
    unplanned = in_state(asked, "unplanned").count()
    if unplanned:
        what = ngettext("Đặt ngày cho {n} đơn vị", "Đặt ngày cho {n} đơn vị", unplanned).format(n=unplanned)
        found.append(
            Task(
                "soon",
                what,
                _("Chưa có ngày dự kiến nên chưa tính được chậm hay đúng hạn."),
                "congresses:list",
                None,
                f"{query}&state=unplanned",
            )
        )
    return found
