"""Questions over all phases for the first page (câu hỏi của trang đầu)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daihoi.cycle.congresses.models import STAGE_TITLES, Congress
from daihoi.cycle.congresses.queries import View, track
from daihoi.cycle.tracking.figures import Delays, names
from daihoi.cycle.tracking.standing import Standing
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


def late_branches(children: Sequence[dict[str, Any]], paths: dict[str, str], delays: dict[str, Delays]) -> list[LateBranch]:
    """Give the direct children with overdue units, those with most first."""
    found = [LateBranch(row, delays[paths[row["unit"]]].longest) for row in children if row["overdue"]]
    return sorted(found, key=lambda each: (-each.row["overdue"], each.row["unit"]))


@dataclass(frozen=True)
class Coming:
    """One congress of the next days (sắp diễn ra)."""

    name: str
    kind: str
    planned: date
    congress_id: Any
    pilot: bool


def upcoming(asked: View, rows: Standing, chosen: Sequence[int]) -> list[Coming]:
    """Give the congresses behind some rows with their names (sắp diễn ra)."""
    places = names(asked, rows, chosen)
    units = [places[row].unit_id for row in chosen if row in places]
    mine = {each.unit_id: each for each in Congress.objects.filter(round=asked.round, unit__in=units)}
    found = []
    for row in chosen:
        place = places[row]
        congress = mine.get(place.unit_id)
        planned = date.fromordinal(int(rows.plan[row]))
        found.append(Coming(place.name, place.kind, planned, congress.pk if congress else None, bool(congress and congress.pilot)))
    return found


def own_congresses(asked: View) -> list[tuple[Congress, str]]:
    """Give the congresses of the unit itself with what comes next (đại hội của đơn vị)."""
    found = []
    for congress in Congress.objects.filter(unit=asked.unit).select_related("round", "unit").order_by("-round__starts"):
        step = next((step for step in track(congress, asked.known, asked.on) if step.state == "now"), None)
        found.append((congress, str(STAGE_TITLES[step.stage]) if step else ""))
    return found


def tasks(asked: View, figures: dict[str, Any], coming: int, unplanned: int, own: Sequence[tuple[Congress, str]]) -> list[Task]:
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
