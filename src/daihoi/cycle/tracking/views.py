"""The first page: where we stand, what is late, what to do (hôm nay)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from daihoi.cycle.congresses.address import home_unit
from daihoi.cycle.congresses.models import Congress
from daihoi.cycle.congresses.queries import View, track
from daihoi.cycle.tracking import figures as numbers
from daihoi.cycle.tracking.common import chart, first_tasks, page_of, person
from daihoi.cycle.tracking.progress import progress_of
from daihoi.cycle.tracking.queries import late_branches, own_congresses, tasks, tree_is_empty, upcoming
from daihoi.cycle.tracking.question import question
from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.organization.authority import can
from daihoi.foundation.organization.queries import children, visible_units

FIRST_BARS = 20


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Answer where we stand, what is late and what to do today (hôm nay)."""
    user = person(request)
    if home_unit(user) is None and open_polls(user):
        return _counting_desk(request, user)
    if home_unit(user) is None or tree_is_empty():
        return render(request, "tracking/first_run.html", first_tasks(user))
    found = question(request, user)
    if found is None:
        return render(request, "tracking/no_round.html", first_tasks(user))
    asked, rows = found.asked, found.rows
    figures = progress_of(asked, rows)
    coming = numbers.coming(asked, rows)
    paths = dict(children(asked.unit, asked.on, asked.known).values_list("unit__code", "path"))
    late = late_branches(figures["children"], paths, numbers.delays_by_child(asked, rows))
    own = own_congresses(asked)
    context = page_of(request, found, figures) | {
        "coming": len(coming),
        "late": late,
        "slowest": max((branch.days for branch in late), default=0),
        "tasks": tasks(asked, figures, len(coming), numbers.unplanned(rows), own),
        "upcoming": upcoming(asked, rows, coming[:5]),
        "next_planned": numbers.next_planned(asked, rows) if not coming else None,
        "chart": chart(numbers.line(asked, rows), asked, numbers.finish(asked, rows)),
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
    waiting = [poll for poll in polls if not poll.is_closed]
    if len(waiting) == 1:
        return redirect("ballots:desk", waiting[0].pk)
    return render(request, "tracking/desks.html", {"polls": polls})


def open_polls(user: User) -> list[Poll]:
    """Give the polls a person may count, those still open first."""
    polls: QuerySet[Poll] = Poll.objects.filter(unit__in=visible_units(user, "ballots.adjudicate")).exclude(state=Poll.State.VOIDED)
    return sorted(polls, key=lambda poll: poll.state == "closed")
