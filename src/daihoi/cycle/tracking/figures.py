"""Figures of a branch beside the contract's answer: delays, outcome, line, forecast, what is still missing (số liệu theo dõi)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.queries import Line, View, drawn_line
from daihoi.cycle.tracking.columns import Array
from daihoi.cycle.tracking.standing import Standing
from daihoi.foundation.organization.models import Placement, Succession
from daihoi.foundation.organization.queries import placements
from daihoi.rules.forecast import REPORTING, Forecast, Waiting, forecast
from daihoi.rules.shares import shares_to_100

NAMED_MISSING = 3  # so few missing units are named
AHEAD = 7


@dataclass(frozen=True)
class Delays:
    """How congresses held compare with their planned day, and how long others have waited (chậm, đúng hạn)."""

    on_time: int = 0
    late: int = 0
    median: float | None = None
    overdue: int = 0
    longest: int = 0


def delays(asked: View, held: Array, plan: Array) -> Delays:
    """Compare days held with days planned: held on or before the day is on time; the median counts all held (đúng hạn, chậm)."""
    met = (held > 0) & (plan > 0)
    days = held[met] - plan[met]
    waiting = (held == 0) & (plan > 0) & (plan < asked.on.toordinal())
    longest = int(asked.on.toordinal() - plan[waiting].min()) if waiting.any() else 0
    median = float(np.median(days)) if len(days) else None
    late = int((days > 0).sum())
    return Delays(len(days) - late, late, median, int(waiting.sum()), longest)


def delays_by_child(asked: View, rows: Standing) -> dict[str, Delays]:
    """Give the delays of each direct child by its path; rows lie by path, so a child is one slice."""
    if asked.place is None or not len(rows):
        return {}
    paths, child = rows.children(asked.place.path)
    ends = np.searchsorted(child, np.arange(len(paths) + 1))
    return {path: delays(asked, rows.held[ends[at] : ends[at + 1]], rows.plan[ends[at] : ends[at + 1]]) for at, path in enumerate(paths)}


@dataclass(frozen=True)
class Outcome:
    """One line of the table whose shares add up to 100 (kết quả so với ngày dự kiến)."""

    state: str
    title: str
    count: int
    share: str
    is_adjusted: bool


def outcomes(asked: View, rows: Standing) -> list[Outcome]:
    """Divide the units that owe by what became of their planned day; shares add up to 100 (RP-12)."""
    on, held, plan = asked.on.toordinal(), rows.held, rows.plan
    parts = (
        ("on_time", _("Họp đúng ngày hoặc sớm hơn"), (held > 0) & (plan > 0) & (held <= plan)),
        ("late", _("Họp muộn hơn ngày dự kiến"), (held > 0) & (plan > 0) & (held > plan)),
        ("unplanned_held", _("Đã họp, không ghi ngày dự kiến"), (held > 0) & (plan == 0)),
        ("overdue", _("Quá ngày dự kiến, chưa họp"), (held == 0) & (plan > 0) & (plan < on)),
        ("ahead", _("Chưa tới ngày dự kiến"), (held == 0) & (plan >= on)),
        ("unplanned", _("Chưa họp, chưa có ngày dự kiến"), (held == 0) & (plan == 0)),
    )
    counted = [(state, title, int(mask.sum())) for state, title, mask in parts]
    shown = [part for part in counted if part[2]]
    shares = shares_to_100([count for _state, _title, count in shown]) if shown else []
    return [Outcome(*part, *share) for part, share in zip(shown, shares, strict=True)]


def line(asked: View, rows: Standing) -> Line:
    """Draw done against plan by week, on the tree of the day asked about (đã làm so với kế hoạch)."""
    return drawn_line(asked, per_day(rows.held), per_day(rows.plan), len(rows))


def per_day(days: Array) -> dict[date, int]:
    """Count units by day."""
    return {date.fromordinal(day): count for day, count in _histogram(days[days > 0]).items()}


def finish(asked: View, rows: Standing) -> Forecast | None:
    """Tell when the branch will be done (dự báo ngày xong)."""
    week_ago = asked.on.toordinal() - REPORTING
    plan = np.where(rows.plan > 0, rows.plan, max(asked.on.toordinal(), asked.round.deadline.toordinal()))
    had_met = (rows.held > 0) & (rows.held <= week_ago)
    known = Waiting(
        held=int((rows.held > 0).sum()),
        total=len(rows),
        delays=_histogram((rows.held - plan)[had_met]),
        waiting=_histogram((week_ago - plan)[~had_met]),
        unreported=_histogram((week_ago - plan)[rows.held == 0]),
    )
    return forecast(known)


def _histogram(values: Array) -> dict[int, int]:
    """Count equal numbers; they are days, so the span between them is small."""
    if not len(values):
        return {}
    least = int(values.min())
    counts = np.bincount(values - least)
    return {least + at: int(counts[at]) for at in np.flatnonzero(counts).tolist()}


def unfinished(asked: View, rows: Standing) -> dict[str, list[int]]:
    """Give, for each direct child with few units left, the rows of these (những đơn vị cuối cùng chưa họp)."""
    if asked.place is None or not len(rows):
        return {}
    paths, child = rows.children(asked.place.path)
    is_open = rows.held == 0
    left = np.bincount(child[is_open], minlength=len(paths))
    few = (left > 0) & (left <= NAMED_MISSING)
    found: dict[str, list[int]] = {}
    for row in np.flatnonzero(is_open & few[child]).tolist():
        found.setdefault(paths[child[row]], []).append(row)
    return found


def names(asked: View, rows: Standing, chosen: Iterable[int]) -> dict[int, Placement]:
    """Give the places of some rows, for their names."""
    ids = {rows.unit_id(row): row for row in chosen}
    found = placements(asked.on, asked.known).filter(unit__in=list(ids)).select_related("unit")
    return {ids[place.unit_id]: place for place in found}


def coming(asked: View, rows: Standing) -> list[int]:
    """Give the rows planned for the next seven days, the first ones first (sắp diễn ra)."""
    on = asked.on.toordinal()
    found = np.flatnonzero((rows.held == 0) & (rows.plan >= on) & (rows.plan <= on + AHEAD))
    order: list[int] = found[np.argsort(rows.plan[found], kind="stable")].tolist()
    return order


def next_planned(asked: View, rows: Standing) -> date | None:
    """Give the first planned day from the day asked on."""
    ahead = rows.plan[(rows.held == 0) & (rows.plan >= asked.on.toordinal())]
    return date.fromordinal(int(ahead.min())) if len(ahead) else None


def unplanned(rows: Standing) -> int:
    """Count the units that have not met and have no planned day."""
    return int(((rows.held == 0) & (rows.plan == 0)).sum())


@dataclass(frozen=True)
class Gone:
    """A unit that stood directly below and went on in others meanwhile (đơn vị đã sắp xếp lại)."""

    name: str
    code: str
    form: str
    into: str
    into_code: str
    on: date


def gone(asked: View, limit: int) -> list[Gone]:
    """Give the units that stood directly below since the round began and were merged or divided by the day (sáp nhập trong đợt)."""
    was_below = Placement.objects.filter(superior=asked.unit, valid_to__gte=asked.round.starts, valid_from__lte=asked.on)
    found = (
        Succession.objects.filter(
            predecessor__in=was_below.values("unit"), on__gte=asked.round.starts, on__lte=asked.on, recorded_at__lte=asked.known
        )
        .select_related("predecessor", "successor")
        .order_by("-on", "predecessor__code", "successor__code")[:limit]
    )
    rows = list(found)
    units = {unit for row in rows for unit in (row.predecessor_id, row.successor_id)}
    named = dict(Placement.objects.filter(unit__in=units).order_by("valid_from", "recorded_at").values_list("unit", "name"))
    return [Gone(named[r.predecessor_id], r.predecessor.code, r.form, named[r.successor_id], r.successor.code, r.on) for r in rows]


@dataclass(frozen=True)
class Compared:
    """One direct child on two days (so hai ngày)."""

    unit: str
    name: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def held(self) -> int:
        """How many more have met."""
        return int((self.after or {}).get("held", 0)) - int((self.before or {}).get("held", 0))

    @property
    def points(self) -> str | None:
        """By how many points the share changed, as a machine decimal with its sign; of a unit that stood on one day only, nothing."""
        if self.before is None or self.after is None:
            return None
        hundredths = round(float(self.after["percent"]) * 100) - round(float(self.before["percent"]) * 100)
        return f"{'+' if hundredths > 0 else '-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def compared(before: dict[str, Any], after: dict[str, Any]) -> list[Compared]:
    """Put the direct children of two days side by side, in the order of the later one."""
    old = {row["unit"]: row for row in before["children"]}
    new = {row["unit"]: row for row in after["children"]}
    found = [Compared(code, row["name"], old.get(code), row) for code, row in new.items()]
    return found + [Compared(code, row["name"], row, None) for code, row in old.items() if code not in new]


def first_day(asked: View, rows: Standing) -> date:
    """Give the day before which the round has no figures in the branch: its beginning, or an earlier day held or planned."""
    known = [days[days > 0].min() for days in (rows.held, rows.plan) if (days > 0).any()]
    return min([asked.round.starts, *(date.fromordinal(int(day)) for day in known)])


def worst(rows: Sequence[dict[str, Any]], limit: int = 5) -> list[dict[str, Any]]:
    """Give the direct children that are slowest: most overdue, then the longest wait (chậm nhất)."""
    late = [row for row in rows if row["overdue"] or row["late"]]
    return sorted(late, key=lambda row: (-row["overdue"], -row["longest"], -row["late"], row["unit"]))[:limit]


def days_between(first: date, days: int | None) -> date | None:
    """Give the day so many days later."""
    return None if days is None else first + timedelta(days=days)
