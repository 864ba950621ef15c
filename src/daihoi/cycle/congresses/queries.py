"""Questions about rounds and congresses (tiến độ đại hội): how far any branch stood on any day, as known at any moment."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Congress, KindChange, PlannedDate, Round, StageEvent
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.authority import grants_in_force
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import STEP, children, in_branch, placement_of, placements, visible_units
from daihoi.foundation.organization.roles import roles_with
from daihoi.rules.errors import RuleViolation
from daihoi.rules.shares import share
from daihoi.rules.stages import ORDER, Stage, following, furthest, owed

VIEW = "tracking.view"
GRASSROOTS = ("grassroots_committee", "grassroots_cell")  # counted together in reports (OR-02)
State = Literal["held", "open", "overdue", "upcoming", "unplanned", "postponed", "all"]


@dataclass(frozen=True)
class View:
    """What is asked: a branch, a round, a day, a moment of knowledge and the kinds that count."""

    unit: Unit
    round: Round
    on: date
    known: datetime
    kinds: tuple[str, ...]
    kind: str | None = None
    place: Placement | None = None

    @property
    def is_past(self) -> bool:
        """Tell whether the day asked about is over."""
        return self.on < timezone.localdate()


@dataclass
class Count3:
    """How many owe, how many held, how many are overdue and planned by the day."""

    total: int = 0
    held: int = 0
    planned: int = 0
    overdue: int = 0

    def add(self, other: "Count3") -> None:
        """Add another count to this one."""
        self.total += other.total
        self.held += other.held
        self.planned += other.planned
        self.overdue += other.overdue


def view(unit: Unit, round_: Round, on: date, known: datetime | None = None, kind: str | None = None) -> View:
    """Fix what a figure is asked for; an unknown kind is refused with those that count."""
    owed = tuple(round_.kinds)
    kinds = owed
    if kind:
        kinds = tuple(name for name in (GRASSROOTS if kind == "grassroots" else (kind,)) if name in owed)
        if not kinds:
            raise RuleViolation(
                "progress.kind_not_in_round",
                _("Đợt {round} không tính loại {kind}. Hãy chọn một trong: {kinds}."),
                round=round_.code,
                kind=kind,
                kinds=", ".join(owed),
            )
    moment = known or timezone.now()
    return View(unit, round_, on, moment, kinds, kind or None, placement_of(unit, on, moment))


def held_events(asked: View) -> QuerySet[StageEvent]:
    """Give the events "held" in force for the day and the moment of knowledge."""
    return stage_events(asked.known).filter(congress__round=asked.round, stage=Stage.held, happened_on__lte=asked.on)


def stage_events(known: datetime) -> QuerySet[StageEvent]:
    """Give the stage events in force as known at a moment: written by then, not withdrawn by then."""
    not_withdrawn = Q(withdrawn_by__isnull=True) | Q(withdrawn_by__recorded_at__gt=known)
    return StageEvent.objects.filter(not_withdrawn, recorded_at__lte=known, happened_on__isnull=False)


def planned_dates(known: datetime) -> QuerySet[PlannedDate]:
    """Give the planned dates in force as known at a moment; one without a day says that the congress is postponed."""
    not_replaced = Q(replaced_by__isnull=True) | Q(replaced_by__recorded_at__gt=known)
    return PlannedDate.objects.filter(not_replaced, recorded_at__lte=known)


def owing(asked: View) -> QuerySet[Placement]:
    """Give the placements of the units that owe a congress in the round, on the day, in the branch."""
    if asked.place is None:
        return Placement.objects.none()
    return placements(asked.on, asked.known).filter(in_branch(asked.place.path), kind__in=asked.kinds).order_by("path")


def in_state(asked: View, state: State) -> QuerySet[Placement]:
    """Give the units that owe a congress and have held it, have not, are overdue or come up within a week."""
    held = Exists(held_events(asked).filter(congress__unit=OuterRef("unit")))
    plan = planned_dates(asked.known).filter(congress__round=asked.round, congress__unit=OuterRef("unit"))
    found = owing(asked)
    if state == "held":
        return found.filter(held)
    if state == "open":
        return found.filter(~held)
    if state == "overdue":
        return found.filter(~held, Exists(plan.filter(planned__lt=asked.on)))
    if state == "upcoming":
        return found.filter(~held, Exists(plan.filter(planned__gte=asked.on, planned__lte=asked.on + timedelta(days=7))))
    if state == "unplanned":
        return found.filter(~held, ~Exists(plan.filter(planned__isnull=False)))
    if state == "postponed":
        return found.filter(~held, Exists(plan.filter(planned__isnull=True)))
    return found


def rows(asked: View, state: State) -> QuerySet[Placement]:
    """Give the units behind a figure with their congress, planned day and day held; the longest overdue first."""
    mine = {"congress__unit": OuterRef("unit"), "congress__round": asked.round}
    return (
        in_state(asked, state)
        .annotate(
            congress_id=Subquery(Congress.objects.filter(round=asked.round, unit=OuterRef("unit")).values("pk")[:1]),
            planned=Subquery(planned_dates(asked.known).filter(**mine).values("planned")[:1]),
            held_on=Subquery(held_events(asked).filter(congress__unit=OuterRef("unit")).values("happened_on")[:1]),
            pilot=Subquery(as_it_was(asked, Congress.objects.filter(unit=OuterRef("unit"))).values("pilot_then")[:1]),
        )
        .order_by(F("planned").asc(nulls_last=True), "path")
    )


def postponed_units(asked: View, units: Iterable[UUID]) -> set[UUID]:
    """Give which of some units put their congress off without a new day, as known at the moment (hoãn, chưa có ngày mới)."""
    plan = planned_dates(asked.known).filter(planned__isnull=True, congress__round=asked.round, congress__unit__in=list(units))
    return set(plan.values_list("congress__unit_id", flat=True))


def as_it_was(asked: View, congresses: QuerySet[Congress]) -> QuerySet[Any]:
    """Give congresses of the round with the kind they had on the day, as known then: `pilot_then`, `contents_then` (PR-01)."""
    later = Q(recorded_at__gt=asked.known) | Q(since__gt=asked.on)
    undone = KindChange.objects.filter(later, congress=OuterRef("pk")).order_by("recorded_at", "id")
    return congresses.filter(round=asked.round).annotate(
        pilot_then=Coalesce(Subquery(undone.values("pilot_before")[:1]), F("pilot")),
        contents_then=Coalesce(Subquery(undone.values("contents_before")[:1]), F("contents")),
    )


def _counts(asked: View) -> dict[tuple[str, str], Count3]:
    """Count by direct child (prefix of the path) and kind, four times with the same grouping."""
    if asked.place is None:
        return {}
    plan = planned_dates(asked.known).filter(congress__round=asked.round, congress__unit=OuterRef("unit"), planned__lte=asked.on)
    parts = {
        "total": owing(asked),
        "held": in_state(asked, "held"),
        "planned": owing(asked).filter(Exists(plan)),
        "overdue": in_state(asked, "overdue"),
    }
    found: dict[tuple[str, str], Count3] = defaultdict(Count3)
    for name, units in parts.items():
        grouped = (
            units.annotate(child=Substr("path", 1, len(asked.place.path) + STEP)).order_by().values("child", "kind").annotate(n=Count("pk"))
        )
        for row in grouped.values_list("child", "kind", "n"):
            setattr(found[row[0], row[1]], name, row[2])
    return found


def _summary(count: Count3) -> dict[str, Any]:
    """Write total, held and share of a count."""
    return {"total": count.total, "held": count.held, "percent": percent(count.held, count.total)}


def percent(part: int, whole: int) -> str:
    """Give a share in percent with two decimals; of nothing, nothing is held."""
    return share(part, whole) if whole else "0.00"


def _children(asked: View, counts: dict[tuple[str, str], Count3]) -> list[dict[str, Any]]:
    """Give the direct children with at least one unit that owes, lowest share first."""
    by_child: dict[str, Count3] = defaultdict(Count3)
    for (path, _kind), count in counts.items():
        by_child[path].add(count)
    named = children(asked.unit, asked.on, asked.known).values_list("path", "unit__code", "name", "kind")
    found = [
        {"unit": code, "name": name, "kind": kind, **_summary(by_child[path]), "finished": by_child[path].held == by_child[path].total}
        | {"planned": by_child[path].planned, "overdue": by_child[path].overdue}
        for path, code, name, kind in named
        if path in by_child
    ]
    return sorted(found, key=lambda row: (row["held"] / row["total"], -row["total"], row["unit"]))


def progress(unit: Unit, round_: Round, on: date, known: datetime | None = None, kind: str | None = None) -> dict[str, Any]:
    """Tell how many units of a branch have held their congress on a day, as known at a moment (tiến độ; RP-01)."""
    asked = view(unit, round_, on, known, kind)
    return answer(asked, _counts(asked))


def answer(asked: View, counts: dict[tuple[str, str], Count3]) -> dict[str, Any]:
    """Write counts by direct child and kind as the contract wants them (câu trả lời)."""
    whole = Count3()
    by_kind: dict[str, Count3] = {name: Count3() for name in asked.kinds}
    for (_path, kind_), count in counts.items():
        whole.add(count)
        by_kind[kind_].add(count)
    children = _children(asked, counts)
    return {
        "unit": asked.unit.code,
        "round": asked.round.code,
        "on": asked.on.isoformat(),
        "known": asked.known.isoformat(),
        "kind": asked.kind,
        **_summary(whole),
        "by_kind": {name: _summary(count) for name, count in by_kind.items()},
        "children": children,
        "children_total": len(children),
        "children_finished": sum(row["finished"] for row in children),
        "planned": whole.planned,
        "overdue": whole.overdue,
    }


@dataclass(frozen=True)
class Line:
    """Done and planned congresses, cumulated at the end of each week (đã làm so với kế hoạch)."""

    done: tuple[tuple[date, int], ...]
    plan: tuple[tuple[date, int], ...]
    forecast: tuple[tuple[date, int], ...]


def line(asked: View) -> Line:
    """Draw done against plan by week from the start of the round to its deadline, on the tree of the day asked about."""
    mine = Exists(owing(asked).filter(unit=OuterRef("congress__unit")))
    done = dict(_per_day(held_events(asked).filter(mine), "happened_on"))
    plan = dict(_per_day(planned_dates(asked.known).filter(mine, congress__round=asked.round, planned__isnull=False), "planned"))
    return drawn_line(asked, done, plan, owing(asked).count())


def drawn_line(asked: View, done: dict[date, int], plan: dict[date, int], total: int) -> Line:
    """Draw counts by day as cumulated weeks from the start of the round to its deadline."""
    if not done and not plan:
        return Line((), (), ())
    start = min([asked.round.starts, *done, *plan])
    weeks = _weeks(start, max(asked.on, asked.round.deadline))
    to_date = [day for day in weeks if day < asked.on] + [asked.on] if asked.on >= start else []
    drawn = _cumulated(done, to_date)
    return Line(drawn, _cumulated(plan, weeks), _forecast(drawn, asked.round.deadline, total))


def _per_day(events: QuerySet[Any], day: str) -> list[tuple[date, int]]:
    """Count rows by a day."""
    return list(events.order_by().values(day).annotate(n=Count("pk")).values_list(day, "n"))


def _weeks(start: date, end: date) -> list[date]:
    """Give the days a week apart from start, and the end."""
    days = [start + timedelta(days=7 * week) for week in range((end - start).days // 7 + 1)]
    return days if days[-1] == end else [*days, end]


def _cumulated(per_day: dict[date, int], at: Sequence[date]) -> tuple[tuple[date, int], ...]:
    """Sum up what happened until each day."""
    days = sorted(per_day)
    sums = [0, *accumulate(per_day[day] for day in days)]
    return tuple((day, sums[sum(known <= day for known in days)]) for day in at)


def _forecast(drawn: tuple[tuple[date, int], ...], deadline: date, total: int) -> tuple[tuple[date, int], ...]:
    """Carry the pace of the last three weeks on to the deadline, never above the total."""
    if len(drawn) < 4 or drawn[-1][0] >= deadline:
        return ()
    (first, low), (last, high) = drawn[-4], drawn[-1]
    if high == low:
        return ()
    ahead = high + (high - low) * (deadline - last).days // (last - first).days
    if ahead <= total:
        return ((last, high), (deadline, ahead))
    needed = -(-(total - high) * (last - first).days // (high - low))
    return ((last, high), (last + timedelta(days=needed), total), (deadline, total))


def visible_congresses(user: User, act: str = VIEW) -> QuerySet[Congress]:
    """Give the congresses of the units in which a person may follow them; who only administers sees none."""
    return Congress.objects.filter(Exists(visible_units(user, act).filter(pk=OuterRef("unit")))).select_related("unit", "round")


def visible_rounds(user: User) -> QuerySet[Round]:
    """Give the rounds, newest first, when the person follows or imports congresses anywhere; a round is known to all who take part."""
    roles = roles_with(VIEW) | roles_with("congresses.import")
    return Round.objects.filter(Exists(grants_in_force(user).filter(role__in=roles))).exclude(kinds=[]).order_by("-starts", "code")


@dataclass(frozen=True)
class Step:
    """One of the seven stages of a congress as it stands (mốc)."""

    stage: Stage
    happened_on: date | None
    state: Literal["done", "now", "later", "skipped"]
    history: tuple[StageEvent, ...]
    event: StageEvent | None = None


def track(congress: Congress, known: datetime | None = None, on: date | None = None) -> list[Step]:
    """Give the seven stages of a congress in order, what happened until a day and what comes next (tiến trình)."""
    moment = known or timezone.now()
    events = list(congress.events.filter(recorded_at__lte=moment).select_related("withdraws"))
    withdrawn = {event.withdraws_id for event in events}
    happened = {
        Stage(event.stage): event
        for event in events
        if event.pk not in withdrawn and event.happened_on and (on is None or event.happened_on <= on)
    }
    last = furthest(happened)
    debts = owed(last, happened) if last else ()
    following_ = following(last) if last else ORDER[0]
    steps = []
    for stage in ORDER:
        event = happened.get(stage)
        state: Literal["done", "now", "later", "skipped"] = (
            "done" if event else "skipped" if stage in debts else "now" if stage == following_ else "later"
        )
        history = tuple(each for each in events if each.stage == stage)
        steps.append(Step(stage, event.happened_on if event else None, state, history, event))
    return steps


def planned_history(congress: Congress) -> list[PlannedDate]:
    """Give all planned dates of a congress, the newest first."""
    return list(congress.planned_dates.order_by("-recorded_at", "-id"))


def round_by_code(code: str) -> Round:
    """Find a round by its code, or refuse with the codes there are."""
    found = Round.objects.filter(code=code).first()
    if found is None:
        codes = ", ".join(Round.objects.values_list("code", flat=True)) or "–"
        raise RuleViolation("round.unknown", _("Không có đợt đại hội {code}. Các đợt đang có: {codes}."), code=code, codes=codes)
    return found
