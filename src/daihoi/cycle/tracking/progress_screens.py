"""The progress of any branch on any day: against its plan, child by child, on two days, to take away (tiến độ)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from daihoi.cycle.congresses.queries import Line, View, visible_rounds
from daihoi.cycle.tracking import figures as numbers
from daihoi.cycle.tracking.common import chart, ends_text, first_tasks, median_text, page_of, person
from daihoi.cycle.tracking.progress import progress_of
from daihoi.cycle.tracking.question import Question, on_second_day, question
from daihoi.cycle.tracking.standing import Standing, standing
from daihoi.foundation.organization.models import Placement
from daihoi.foundation.organization.queries import children as children_of
from daihoi.rules.canonical import spoken_digest
from daihoi.web.charts import Tile, tree_map
from daihoi.web.tables import csv_file, xlsx

FIRST_ROWS = 40
MOST_TILES = 120
GONE_ROWS = 40


@dataclass(frozen=True)
class Left:
    """One unit that a direct child still waits for (đơn vị cuối cùng chưa họp)."""

    name: str
    code: str


@require_safe
def progress_page(request: HttpRequest) -> HttpResponse:
    """Show how far a branch is on a day, against its plan and child by child (tiến độ)."""
    user = person(request)
    found = question(request, user)
    if found is None:
        return render(request, "tracking/no_round.html", first_tasks(user))
    asked, rows = found.asked, found.rows
    figures = progress_of(asked, rows)
    table = with_delays(asked, rows, figures["children"])
    shown = _filtered(table, request.GET.get("show", ""), request.GET.get("q", ""))
    is_all = request.GET.get("rows") == "all"
    visible = shown if is_all else shown[:FIRST_ROWS]
    drawn, ends = numbers.line(asked, rows), numbers.finish(asked, rows)
    context = page_of(request, found, figures) | {
        "children": visible,
        "left_of": _left_of(asked, rows, visible),
        "gone": numbers.gone(asked, GONE_ROWS) if figures["children_total"] else [],
        "shown": len(shown),
        "hidden": 0 if is_all else max(0, len(shown) - FIRST_ROWS),
        "text": request.GET.get("q", ""),
        "show": request.GET.get("show", ""),
        "drawn": drawn,
        "weeks": _weeks(drawn),
        "chart": chart(drawn, asked, ends),
        "ends": ends,
        "ends_text": ends_text(asked, ends),
        "tiles": tree_map(_tiles(found, figures)),
        "outcomes": numbers.outcomes(asked, rows),
        "delays": (whole := numbers.delays(asked, rows.held, rows.plan)),
        "median": median_text(whole),
        "worst": numbers.worst(table),
        "rounds": visible_rounds(user),
        "kinds": _kinds(asked),
        "compared": _compared(found, figures),
    }
    return render(request, "tracking/progress.html", context | _times(found, rows, figures))


def _times(found: Question, rows: Standing, figures: dict[str, Any]) -> dict[str, Any]:
    """Give what the notes about day and knowledge say: frozen or not, the digest of a frozen answer, the first day with figures."""
    asked = found.asked
    begins = numbers.first_day(asked, rows)
    return {
        "is_frozen": bool(found.known),
        "known_that_day": f"{asked.on:%Y-%m-%d}",
        "known_now": timezone.localtime(asked.known).isoformat(timespec="seconds"),
        "answer_digest": spoken_digest(figures) if found.known else "",
        "begins": begins,
        "is_too_early": asked.on < begins,
        "stands_since": None if asked.place else _stands_since(asked),
    }


def _stands_since(asked: View) -> date | None:
    """Give the first day the unit stood in the tree, where it did not on the day asked."""
    return Placement.objects.filter(unit=asked.unit).order_by("valid_from").values_list("valid_from", flat=True).first()


def with_delays(asked: View, rows: Standing, children: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add to each direct child on time, late, median delay and longest wait."""
    paths = dict(children_of(asked.unit, asked.on, asked.known).values_list("unit__code", "path"))
    delays = numbers.delays_by_child(asked, rows)
    found = []
    for row in children:
        told = delays[paths[row["unit"]]]
        found.append(
            row
            | {
                "path": paths[row["unit"]],
                "on_time": told.on_time,
                "late": told.late,
                "longest": told.longest,
                "median": told.median,
                "median_text": median_text(told),
            }
        )
    return found


def _left_of(asked: View, rows: Standing, shown: list[dict[str, Any]]) -> dict[str, list[Left]]:
    """Name the last units that each child waits for, where they are few."""
    paths = {row["path"]: row["unit"] for row in shown if not row["finished"]}
    left = {path: at for path, at in numbers.unfinished(asked, rows).items() if path in paths}
    places = numbers.names(asked, rows, (row for at in left.values() for row in at))
    named = {paths[path]: [Left(places[row].name, places[row].unit.code) for row in at] for path, at in left.items()}
    return {child: [each for each in found if each.code != child] for child, found in named.items()}  # itself is no news


def _compared(found: Question, figures: dict[str, Any]) -> dict[str, Any] | None:
    """Put a second day beside the first (so hai ngày)."""
    asked = on_second_day(found)
    if asked is None:
        return None
    other = progress_of(asked, standing(asked))
    before, after = (other, figures) if asked.on < found.asked.on else (figures, other)
    whole = numbers.Compared(figures["unit"], "", before, after)
    days = (asked.on, found.asked.on) if asked.on < found.asked.on else (found.asked.on, asked.on)
    return {"rows": numbers.compared(before, after), "before": before, "after": after, "whole": whole, "first": days[0], "second": days[1]}


def _filtered(rows: list[dict[str, Any]], show: str, text: str) -> list[dict[str, Any]]:
    """Keep the children asked for: unfinished or overdue ones, or those with a text in their name."""
    if show == "open":
        rows = [row for row in rows if not row["finished"]]
    elif show == "overdue":
        rows = [row for row in rows if row["overdue"]]
    return [row for row in rows if text.strip().casefold() in row["name"].casefold()]


def _kinds(asked: View) -> list[str]:
    """Give the kinds one may filter by; the sum of grassroots organizations where both stand in the round."""
    kinds = list(asked.round.kinds)
    return ["grassroots", *kinds] if len(kinds) > 2 and {"grassroots_committee", "grassroots_cell"} <= set(kinds) else kinds


def _weeks(drawn: Line) -> list[tuple[Any, int, int | None]]:
    """Put plan and done of each week side by side."""
    done = dict(drawn.done)
    plan = dict(drawn.plan)
    return [(day, plan.get(day, 0), done.get(day)) for day in sorted(plan)] if plan else [(day, 0, n) for day, n in drawn.done]


def _tiles(found: Question, figures: dict[str, Any]) -> list[Tile]:
    """Draw each direct child as a tile that leads to its own page; the smallest of very many together as one."""
    rows = sorted(figures["children"], key=lambda row: (-row["total"], row["unit"]))
    rest = rows[MOST_TILES - 1 :] if len(rows) > MOST_TILES else []
    tiles = [
        Tile(
            row["name"],
            row["total"],
            row["percent"],
            f"{reverse('tracking:progress')}?{urlencode(found.parts(unit=row['unit'], **{'with': ''}))}",
            f"{row['held']}/{row['total']}",
        )
        for row in (rows[: MOST_TILES - 1] if rest else rows)
    ]
    if rest:
        total, held = sum(row["total"] for row in rest), sum(row["held"] for row in rest)
        tiles.append(Tile(_("{n} đơn vị khác").format(n=len(rest)), total, f"{100 * held / total:.2f}", "", f"{held}/{total}"))
    return tiles


@require_safe
def export(request: HttpRequest, form: str = "xlsx") -> HttpResponse:
    """Hand out the table of direct children, as a workbook or in machine format (xuất bảng)."""
    if form not in ("csv", "xlsx"):
        raise Http404
    found = question(request, person(request))
    if found is None:
        return redirect("tracking:progress")
    asked, rows = found.asked, found.rows
    figures = progress_of(asked, rows)
    table = with_delays(asked, rows, figures["children"])
    left = {code: "; ".join(each.name for each in units) for code, units in _left_of(asked, rows, table).items()}
    name = f"tien-do-{asked.unit.code}-{asked.on:%Y%m%d}"
    if form == "csv":
        return csv_file(MACHINE_HEAD, [_machine_row(row, left) for row in table], name=name)
    note = _("{round}, tính đến ngày {on}, theo những gì biết lúc {known}").format(
        round=asked.round, on=f"{asked.on:%d/%m/%Y}", known=f"{timezone.localtime(asked.known):%H:%M %d/%m/%Y}"
    )
    lines = [_row(row, left) for row in table]
    whole = numbers.delays(asked, rows.held, rows.plan)
    counts = (figures["held"], figures["total"], float(figures["percent"]), figures["planned"], figures["overdue"])
    finished = f"{figures['children_finished']}/{figures['children_total']}"
    lines.append(("", _("Tổng cộng"), *counts, finished, whole.on_time, whole.late, whole.median, ""))
    return xlsx(_("Tiến độ đại hội"), _head(), lines, note=f"{note}. {_rounding()}", name=name)


MACHINE_HEAD = (
    "unit",
    "name",
    "held",
    "total",
    "percent",
    "planned",
    "overdue",
    "finished",
    "on_time",
    "late",
    "median_delay_days",
    "missing",
)


def _machine_row(row: dict[str, Any], left: dict[str, str]) -> tuple[Any, ...]:
    """Give one direct child in machine format."""
    names = ("unit", "name", "held", "total", "percent", "planned", "overdue")
    return (*(row[name] for name in names), int(row["finished"]), row["on_time"], row["late"], row["median"], left.get(row["unit"], ""))


def _head() -> tuple[str, ...]:
    """Give the head of the workbook."""
    first = (_("Mã"), _("Đơn vị"), _("Đã đại hội"), _("Tổng"), _("Tỷ lệ %"), _("Kế hoạch đến ngày"), _("Quá hạn"), _("Xong"))
    return (*first, _("Đúng hạn"), _("Muộn"), _("Độ chậm trung vị (ngày)"), _("Còn lại"))


def _row(row: dict[str, Any], left: dict[str, str]) -> tuple[Any, ...]:
    """Give one direct child for people."""
    counts = (row["held"], row["total"], float(row["percent"]), row["planned"], row["overdue"])
    done = _("xong") if row["finished"] else ""
    return (row["unit"], row["name"], *counts, done, row["on_time"], row["late"], row["median"], left.get(row["unit"], ""))


def _rounding() -> str:
    """Say how shares are rounded (RP-12)."""
    return _("Tỷ lệ làm tròn nửa lên, hai số lẻ.")
