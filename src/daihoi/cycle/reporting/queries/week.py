"""The figures of one week of a branch, as a frozen row keeps them (số liệu tuần; columns of the weekly progress of a province)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from daihoi.cycle.congresses.models import PlannedDate, Round, StageEvent
from daihoi.cycle.congresses.queries import View, owing, planned_dates, rows, view
from daihoi.cycle.tracking.progress import progress
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import STEP, children, newest_name
from daihoi.rules.canonical import spoken_digest

VERSION = 1
MOST_LISTED = 600  # units of one list that a frozen row names; more are counted only


@dataclass(frozen=True)
class Week:
    """One week of a branch: the question at its end and at its beginning (tuần)."""

    asked: View
    since: date
    known_before: datetime | None

    @property
    def base(self) -> int:
        """Length of the path of the branch itself."""
        return len(self.asked.place.path) if self.asked.place else 0


def week_figures(unit: Unit, round_: Round, on: date, known: datetime, previous: dict[str, Any] | None) -> dict[str, Any]:
    """Count everything the weekly pack tells, as it stood on a day and as known at a moment."""
    asked = view(unit, round_, on, known)
    since = date.fromisoformat(previous["on"]) if previous else on - timedelta(days=7)
    before = datetime.fromisoformat(previous["known"]) if previous else known - timedelta(days=7)
    week = Week(asked, since, before)
    whole = progress(unit, round_, on, known)
    lists = _lists(week)
    active = _active(week)
    cells = _cells(unit, round_, on, known)
    paths = dict(children(unit, on, known).values_list("unit__code", "path"))
    before_of = {row["unit"]: row["held"] for row in previous["branches"]} if previous else {}
    branches = [_branch(row, paths[row["unit"]], lists, active, cells, before_of) for row in whole["children"]]
    branches.sort(key=lambda row: paths[row["unit"]])
    counts = {name: len(found) for name, found in lists.items()}
    _say_branch(week, lists, {paths[row["unit"]]: row["name"] for row in branches})
    return {
        **_question(week),
        **{
            name: whole[name]
            for name in ("total", "held", "percent", "by_kind", "planned", "overdue", "children_total", "children_finished")
        },
        "week": counts["week"],
        "next": counts["next"],
        "postponed": counts["postponed"],
        "undated": counts["undated"],
        "previous": {"on": previous["on"], "held": previous["held"], "percent": previous["percent"]} if previous else None,
        "change": whole["held"] - previous["held"] if previous else None,
        "cells": _sum_of_cells(cells),
        "branches": branches,
        "nil": [row["name"] for row in branches if row["is_nil"]],
        "lists": {name: found[:MOST_LISTED] for name, found in lists.items()},
    }


def _question(week: Week) -> dict[str, Any]:
    """Say what was asked: branch, round, day, moment and since when the week runs."""
    asked, round_ = week.asked, week.asked.round
    return {
        "v": VERSION,
        "unit": asked.unit.code,
        "unit_name": asked.place.name if asked.place else newest_name(asked.unit),
        "round": round_.code,
        "level": round_.level,
        "term": round_.term,
        "directive": round_.directive,
        "deadline": round_.deadline.isoformat(),
        "on": asked.on.isoformat(),
        "known": asked.known.isoformat(),
        "since": week.since.isoformat(),
    }


def _say_branch(week: Week, lists: dict[str, list[dict[str, Any]]], names: dict[str, str]) -> None:
    """Name for each listed unit the direct child it belongs to; its path is of no use to readers."""
    for each in [each for found in lists.values() for each in found]:
        each["branch"] = names.get(each.pop("path")[: week.base + STEP], "")


def figures_digest(figures: dict[str, Any]) -> str:
    """Give the digest that is printed on every form of a pack (mã kiểm chứng)."""
    return spoken_digest(figures)


def _branch(
    row: dict[str, Any], path: str, lists: dict[str, list[dict[str, Any]]], active: set[str], cells: dict[str, Any], before: dict[str, int]
) -> dict[str, Any]:
    """Put the figures of one direct child side by side."""
    counts = {name: sum(each["path"].startswith(path) for each in found) for name, found in lists.items()}
    own = cells.get(row["unit"], {"held": 0, "total": 0})
    return {
        "unit": row["unit"],
        "name": row["name"],
        "total": row["total"],
        "held": row["held"],
        "percent": row["percent"],
        "week": counts["week"],
        "next": counts["next"],
        "postponed": counts["postponed"],
        "overdue": row["overdue"],
        "cells_held": own["held"],
        "cells_total": own["total"],
        "finished": row["finished"],
        "change": row["held"] - before[row["unit"]] if row["unit"] in before else None,
        "is_nil": not row["finished"] and path not in active,
    }


def _lists(week: Week) -> dict[str, list[dict[str, Any]]]:
    """Name the units behind the figures: held this week, planned for the next, postponed, overdue."""
    asked = week.asked
    held: QuerySet[Any] = rows(asked, "held")
    held = held.filter(held_on__gt=week.since).order_by("held_on", "path")
    coming: QuerySet[Any] = rows(asked, "upcoming")
    overdue: QuerySet[Any] = rows(asked, "overdue")
    return {
        "week": [_named(place, day=place.held_on) for place in held],
        "next": [_named(place, day=place.planned) for place in coming],
        "postponed": _postponed(week),
        "undated": _undated(week),
        "overdue": [_named(place, day=place.planned, days=(asked.on - place.planned).days) for place in overdue],
    }


def _named(place: Placement, *, day: date | None, **more: Any) -> dict[str, Any]:
    """Name one unit with its day, none where it was put off without one."""
    return {"name": place.name, "path": place.path, "day": day.isoformat() if day else None, **more}


def _postponed(week: Week) -> list[dict[str, Any]]:
    """Name the units whose day was put off in the week, with the reason; the last change of each counts."""
    asked = week.asked
    moved = PlannedDate.objects.filter(
        congress__round=asked.round, congress__unit=OuterRef("unit"), replaces__isnull=False, recorded_at__lte=asked.known
    ).order_by("-recorded_at")
    if week.known_before:
        moved = moved.filter(recorded_at__gt=week.known_before)
    found = (
        owing(asked)
        .filter(Exists(moved))
        .annotate(
            to_day=Subquery(moved.values("planned")[:1]),
            from_day=Subquery(moved.annotate(was=Coalesce("replaces__planned", "replaces__replaces__planned")).values("was")[:1]),
            why=Subquery(moved.values("reason")[:1]),
        )
    )
    return [
        _named(place, day=place.to_day, before=place.from_day.isoformat(), reason=place.why)
        for place in found
        if place.to_day is None or place.to_day > place.from_day
    ]


def _undated(week: Week) -> list[dict[str, Any]]:
    """Name the units that were put off without a new day, in this week or before, with the day they had (hoãn, chưa có ngày mới)."""
    asked = week.asked
    waits = planned_dates(asked.known).filter(congress__round=asked.round, congress__unit=OuterRef("unit"), planned__isnull=True)
    found = rows(asked, "postponed").annotate(
        from_day=Subquery(waits.values("replaces__planned")[:1]), why=Subquery(waits.values("reason")[:1])
    )
    return [_named(place, day=None, before=place.from_day.isoformat(), reason=place.why) for place in found.order_by("path")]


def _active(week: Week) -> set[str]:
    """Give the paths of the direct children of which anything became known in the week."""
    asked = week.asked
    if asked.place is None:
        return set()
    span = Q(recorded_at__lte=asked.known, congress__round=asked.round, congress__unit=OuterRef("unit"))
    if week.known_before:
        span &= Q(recorded_at__gt=week.known_before)
    told = owing(asked).filter(Exists(StageEvent.objects.filter(span)) | Exists(PlannedDate.objects.filter(span)))
    return {path[: week.base + STEP] for path in told.values_list("path", flat=True)}


def _cells(unit: Unit, round_: Round, on: date, known: datetime) -> dict[str, dict[str, Any]]:
    """Give the progress of the cells below each direct child, where the same directive opened a round of cells."""
    beside = cell_round(round_)
    if beside is None:
        return {}
    return {row["unit"]: row for row in progress(unit, beside, on, known)["children"]}


def cell_round(round_: Round) -> Round | None:
    """Find the round of cells that the same directive opened beside a round."""
    if round_.level == "sub_cell":
        return None
    same = Round.objects.filter(directive=round_.directive, directive_date=round_.directive_date, level="sub_cell")
    return same.order_by("starts").first()


def _sum_of_cells(cells: dict[str, dict[str, Any]]) -> dict[str, int] | None:
    """Add up the cells of all children."""
    if not cells:
        return None
    sums: Counter[str] = Counter()
    for row in cells.values():
        sums.update(held=row["held"], total=row["total"])
    return {"held": sums["held"], "total": sums["total"]}
