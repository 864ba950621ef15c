"""The figures of a report on congresses: by level, by branch, by month, for any branch on any day (số liệu báo cáo; RP-01 to RP-07, DR-16)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy

from daihoi.cycle.congresses.models import Congress, PlannedDate, Round
from daihoi.cycle.congresses.queries import View, as_it_was, held_events, line, owing, view
from daihoi.cycle.elections.models import Purpose, ReopeningStep, Result
from daihoi.cycle.reporting.queries.week import figures_digest
from daihoi.cycle.tracking.progress import progress
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import branch, newest_name, placement_of

KINDS = {
    "progress": gettext_lazy("Báo cáo tiến độ"),
    "six_month": gettext_lazy("Báo cáo sơ kết sáu tháng"),
    "mid_campaign": gettext_lazy("Báo cáo kết quả đại hội các cấp"),
}
MOST_REASONS = 6
WOMEN = {"nữ", "nu", "female", "f"}


@dataclass(frozen=True)
class Report:
    """What a report tells, with the digest of it (báo cáo)."""

    kind: str
    figures: dict[str, Any]

    @property
    def digest(self) -> str:
        """Give the code that is printed under the report."""
        return figures_digest(self.figures)


def report(kind: str, unit: Unit, round_: Round, on: date, known: datetime) -> Report:
    """Gather a report on one round, or on all rounds of its directive (báo cáo)."""
    rounds = [round_] if kind == "progress" else list(_of_directive(round_, on))
    levels = [level for each in rounds if (level := _level(unit, each, on, known))]
    place = placement_of(unit, on, known)
    figures = {
        "v": 1,
        "kind": kind,
        "unit": unit.code,
        "unit_name": place.name if place else newest_name(unit),
        "directive": round_.directive,
        "directive_date": round_.directive_date.isoformat(),
        "term": round_.term,
        "on": on.isoformat(),
        "known": known.isoformat(),
        "since": _begin(kind, round_, on).isoformat(),
        "levels": levels,
        "elections": _elections(unit, rounds, on, known),
    }
    return Report(kind, figures)


def _of_directive(round_: Round, on: date) -> QuerySet[Round]:
    """Give the rounds of one directive that had begun, from the cells upwards."""
    same = Round.objects.filter(directive=round_.directive, directive_date=round_.directive_date, starts__lte=on)
    return same.order_by("starts", "code")


def _begin(kind: str, round_: Round, on: date) -> date:
    """Give the first day a report looks at: of the half year, or of the round."""
    return date(on.year, 1 if on.month <= 6 else 7, 1) if kind == "six_month" else min(round_.starts, on)


def _level(unit: Unit, round_: Round, on: date, known: datetime) -> dict[str, Any] | None:
    """Gather one level: totals, kinds, branches, months, contents, moved days."""
    whole = progress(unit, round_, on, known)
    if not whole["total"]:
        return None
    asked = view(unit, round_, on, known)
    drawn = line(asked)
    names = ("total", "held", "percent", "planned", "overdue", "by_kind", "children_total", "children_finished")
    return {
        "round": round_.code,
        "level": round_.level,
        "term": round_.term,
        "starts": round_.starts.isoformat(),
        "deadline": round_.deadline.isoformat(),
        **{name: whole[name] for name in names},
        "branches": sorted(whole["children"], key=lambda row: row["unit"]),
        "months": _months(asked),
        **_kinds_of_congress(asked),
        "moved": _moved(asked),
        "done": [[day.isoformat(), n] for day, n in drawn.done],
        "plan": [[day.isoformat(), n] for day, n in drawn.plan],
    }


def _mine(asked: View) -> Exists:
    """Select rows of congresses of units that owe one in the branch."""
    return Exists(owing(asked).filter(unit=OuterRef("congress__unit")))


def _months(asked: View) -> list[list[Any]]:
    """Count the congresses of each month."""
    events = held_events(asked).filter(_mine(asked)).annotate(month=TruncMonth("happened_on")).order_by()
    return sorted([month.isoformat(), n] for month, n in events.values("month").annotate(n=Count("pk")).values_list("month", "n"))


def _kinds_of_congress(asked: View) -> dict[str, Any]:
    """Count pilots and contents among the congresses held (DR-01 to DR-03, DR-09)."""
    held = as_it_was(asked, Congress.objects.all()).filter(
        Exists(held_events(asked).filter(congress=OuterRef("pk"))), Exists(owing(asked).filter(unit=OuterRef("unit")))
    )
    contents: Counter[str] = Counter()
    pilots = 0
    for pilot, number, n in (
        held.order_by().values("pilot_then", "contents_then").annotate(n=Count("pk")).values_list("pilot_then", "contents_then", "n")
    ):
        contents[str(number)] += n
        pilots += n if pilot else 0
    return {"contents": dict(sorted(contents.items(), reverse=True)), "pilots": pilots}


def _moved(asked: View) -> dict[str, Any]:
    """Count moved days and why, the most frequent reasons first (DR-11)."""
    plans = PlannedDate.objects.filter(_mine(asked), congress__round=asked.round, replaces__isnull=False, recorded_at__lte=asked.known)
    reasons = plans.order_by().values("reason").annotate(n=Count("congress", distinct=True)).values_list("reason", "n")
    listed = sorted(reasons, key=lambda pair: (-pair[1], pair[0]))[:MOST_REASONS]
    return {"units": plans.values("congress").distinct().count(), "reasons": [list(pair) for pair in listed]}


def _elections(unit: Unit, rounds: list[Round], on: date, known: datetime) -> list[dict[str, Any]]:
    """Add up the certified elections of the branch by what was elected (RP-07): seats, names on the list, elected, short."""
    units = branch(unit, on, known).values("unit")
    found = Result.objects.filter(
        contest__congress__unit__in=units, contest__congress__round__in=rounds, contest__purpose=Purpose.ELECTION, certified_at__lte=known
    ).exclude(reopening_steps__step=ReopeningStep.Step.REOPENED, reopening_steps__recorded_at__lte=known)
    sums: dict[str, Counter[str]] = {}
    for result in found.select_related("contest").prefetch_related("contest__candidates"):
        outcome, is_first = result.outcome, result.contest.round == 1
        elected = set(outcome["elected"])
        women = sum(one.place in elected and one.sex.strip().casefold() in WOMEN for one in result.contest.candidates.all())
        sums.setdefault(result.contest.elects, Counter()).update(
            contests=int(is_first),
            seats=outcome["seats"] if is_first else 0,
            names=len(outcome["votes"]) if is_first else 0,
            elected=len(elected),
            women=women,
            further=int(not is_first),
        )
    return [{"elects": elects, **counts} for elects, counts in sorted(sums.items())]
