"""Dashboards: the first page and the progress of any branch on any day (hôm nay, tiến độ)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from daihoi.cycle.congresses.address import asked_view, crumbs, home_unit
from daihoi.cycle.congresses.models import STAGE_TITLES, Congress, Level, Round
from daihoi.cycle.congresses.queries import Line, View, in_state, line, progress, track, visible_rounds
from daihoi.cycle.tracking.queries import late_branches, next_planned, own_congresses, tasks, tree_is_empty, upcoming
from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.organization.authority import Forbidden, can
from daihoi.foundation.organization.models import Kind
from daihoi.foundation.organization.queries import children, visible_units
from daihoi.web.charts import Series, Tile, line_chart, tree_map
from daihoi.web.formats import thousands
from daihoi.web.tables import xlsx

FIRST_ROWS = 40
FIRST_BARS = 20


def person(request: HttpRequest) -> User:
    """Give the signed-in person; the sign-in middleware lets nobody else come here."""
    if not isinstance(request.user, User):
        raise Forbidden("authority.forbidden", _("Hãy đăng nhập."))
    return request.user


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Answer where we stand, what is late and what to do today (hôm nay)."""
    user = person(request)
    if home_unit(user) is None and open_polls(user):
        return _counting_desk(request, user)
    if home_unit(user) is None or tree_is_empty():
        return render(request, "tracking/first_run.html", _first_tasks(user))
    asked = asked_view(request, user)
    if asked is None:
        return render(request, "tracking/no_round.html", _first_tasks(user))
    figures = progress(asked.unit, asked.round, asked.on, asked.known, asked.kind)
    coming = in_state(asked, "upcoming").count()
    paths = dict(children(asked.unit, asked.on, asked.known).values_list("unit__code", "path"))
    late = late_branches(asked, figures["children"], paths)
    own = own_congresses(asked)
    context = _figures(request, asked, figures) | {
        "coming": coming,
        "late": late,
        "slowest": max((branch.days for branch in late), default=0),
        "tasks": tasks(asked, figures, coming, own),
        "upcoming": upcoming(asked, 5),
        "next_planned": next_planned(asked) if not coming else None,
        "chart": _chart(line(asked), asked),
        "children": _open_first(figures["children"]),
        "own": _own_track(asked, own),
        "is_viewer": not can(user, "congresses.plan", asked.unit),
    }
    return render(request, "tracking/today.html", context)


def _open_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the children, without the finished ones where these would fill the page (đơn vị trực thuộc)."""
    return rows if len(rows) <= FIRST_BARS else [row for row in rows if not row["finished"]]


def _own_track(asked: View, found: list[tuple[Congress, str]]) -> dict[str, Any] | None:
    """Give the newest congress of the unit itself with its stages (đại hội của đơn vị)."""
    if not found:
        return None
    congress, following = found[0]
    return {"congress": congress, "following": following, "steps": track(congress, asked.known, asked.on)}


def _counting_desk(request: HttpRequest, user: User) -> HttpResponse:
    """Lead a member of the counting committee to the one desk that waits for him."""
    polls = open_polls(user)
    waiting = [poll for poll in polls if poll.state != Poll.State.CLOSED]
    if len(waiting) == 1:
        return redirect("ballots:desk", waiting[0].pk)
    return render(request, "tracking/desks.html", {"polls": polls})


def open_polls(user: User) -> list[Poll]:
    """Give the polls a person may count, those still open first."""
    polls: QuerySet[Poll] = Poll.objects.filter(unit__in=visible_units(user, "ballots.adjudicate"))
    return sorted(polls, key=lambda poll: poll.state == "closed")


def _first_tasks(user: User) -> dict[str, Any]:
    """Give the first tasks of an installation and whether this person may do them."""
    acts = {"may_import_units": "organization.import_units", "may_open_round": "congresses.open_round", "may_import": "congresses.import"}
    return {
        **{name: can(user, act, home_unit(user, act)) for name, act in acts.items()},
        "is_counter": can(user, "ballots.adjudicate", home_unit(user, "ballots.adjudicate")),
        "has_tree": not tree_is_empty(),
        "has_round": Round.objects.exists(),
        "has_congress": Congress.objects.exists(),
    }


def _figures(request: HttpRequest, asked: View, figures: dict[str, Any]) -> dict[str, Any]:
    """Give what every page of figures needs: the question, its answer and the address of its rows."""
    base = {"unit": asked.unit.code, "round": asked.round.code, "on": f"{asked.on:%d/%m/%Y}"}
    base |= {name: request.GET[name] for name in ("known", "kind") if request.GET.get(name)}
    level = Level(asked.round.level).label
    return {
        "asked": asked,
        "figures": figures,
        "behind": figures["planned"] - figures["held"],
        "left": figures["total"] - figures["held"],
        "address": urlencode(base),
        "rows_url": f"{reverse('congresses:list')}?{urlencode(base)}",
        "crumbs": crumbs(person(request), asked.unit, asked.on, asked.known),
        "counted": level,
        "stages": STAGE_TITLES,
        "titles": dict(Kind.objects.values_list("code", "title")) | {"grassroots": Level.GRASSROOTS.label},
        "keep": {name: request.GET.get(name) for name in ("unit", "round", "known", "kind")},
    }


def _chart(drawn: Line, asked: View) -> Any:
    """Draw done against plan."""
    series = [Series(_("đã đại hội"), drawn.done), Series(_("kế hoạch"), drawn.plan, "plan")]
    if drawn.forecast:
        text = _("dự báo đến {day}: {n}").format(day=f"{drawn.forecast[-1][0]:%d/%m}", n=thousands(drawn.forecast[-1][1]))
        series.append(Series(text, drawn.forecast, "forecast"))
    return line_chart(_("Đã làm so với kế hoạch theo tuần"), [each for each in series if each.points], today=asked.on)


@require_safe
def progress_page(request: HttpRequest) -> HttpResponse:
    """Show how far a branch is on a day, against its plan and child by child (tiến độ)."""
    user = person(request)
    asked = asked_view(request, user)
    if asked is None:
        return render(request, "tracking/no_round.html", _first_tasks(user))
    figures = progress(asked.unit, asked.round, asked.on, asked.known, asked.kind)
    shown = _filtered(figures["children"], request.GET.get("show", ""), request.GET.get("q", ""))
    is_all = request.GET.get("rows") == "all"
    drawn = line(asked)
    context = _figures(request, asked, figures) | {
        "children": shown if is_all else shown[:FIRST_ROWS],
        "shown": len(shown),
        "hidden": 0 if is_all else max(0, len(shown) - FIRST_ROWS),
        "text": request.GET.get("q", ""),
        "show": request.GET.get("show", ""),
        "drawn": drawn,
        "weeks": _weeks(drawn),
        "chart": _chart(drawn, asked),
        "tiles": tree_map(_tiles(asked, figures)),
        "rounds": visible_rounds(user),
        "kinds": _kinds(asked),
        "is_frozen": bool(request.GET.get("known")),
        "known_that_day": f"{asked.on:%Y-%m-%d}",
    }
    return render(request, "tracking/progress.html", context)


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


def _tiles(asked: View, figures: dict[str, Any]) -> list[Tile]:
    """Draw each direct child as a tile that leads to its own page."""
    address = {"round": asked.round.code, "on": f"{asked.on:%d/%m/%Y}"}
    return [
        Tile(
            row["name"],
            row["total"],
            row["percent"],
            f"{reverse('tracking:progress')}?{urlencode({'unit': row['unit'], **address})}",
            f"{row['held']}/{row['total']}",
        )
        for row in figures["children"]
    ]


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the table of direct children as a workbook (xuất bảng)."""
    asked = asked_view(request, person(request))
    if asked is None:
        return redirect("tracking:progress")
    figures = progress(asked.unit, asked.round, asked.on, asked.known, asked.kind)
    head = (_("Mã"), _("Đơn vị"), _("Đã đại hội"), _("Tổng"), _("Tỷ lệ %"), _("Kế hoạch đến ngày"), _("Quá hạn"), _("Xong"))
    rows: list[tuple[Any, ...]] = [
        (
            row["unit"],
            row["name"],
            row["held"],
            row["total"],
            float(row["percent"]),
            row["planned"],
            row["overdue"],
            _("xong") if row["finished"] else "",
        )
        for row in figures["children"]
    ]
    whole = (
        float(figures["percent"]),
        figures["planned"],
        figures["overdue"],
        f"{figures['children_finished']}/{figures['children_total']}",
    )
    rows.append(("", _("Tổng cộng"), figures["held"], figures["total"], *whole))
    note = _("{round}, tính đến ngày {on}, theo những gì biết lúc {known}").format(
        round=asked.round, on=f"{asked.on:%d/%m/%Y}", known=f"{timezone.localtime(asked.known):%H:%M %d/%m/%Y}"
    )
    return xlsx(_("Tiến độ đại hội"), head, rows, note=note, name=f"tien-do-{asked.unit.code}-{asked.on:%Y%m%d}")
