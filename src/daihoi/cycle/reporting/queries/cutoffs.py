"""Frozen weeks of a branch, and what became known after each (chốt số liệu, đính chính; PR-01)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from daihoi.cycle.congresses.models import Round, StageEvent
from daihoi.cycle.congresses.queries import owing, view
from daihoi.cycle.reporting.models import Cutoff
from daihoi.cycle.tracking.progress import progress
from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import visible_units
from daihoi.rules.cutoffs import cutoffs_between, last_cutoff, moment_of
from daihoi.rules.stages import Stage

VIEW = "tracking.view"
MOST_SHOWN = 200
AFTER_DEADLINE = 28  # days for which weeks are still frozen by themselves


def visible_cutoffs(user: User) -> QuerySet[Cutoff]:
    """Give the frozen weeks of the branches a person may follow."""
    return Cutoff.objects.filter(unit__in=visible_units(user, VIEW)).select_related("unit", "round")


def before(unit: Unit, round_: Round, on: date) -> Cutoff | None:
    """Give the frozen week before a day."""
    return Cutoff.objects.filter(unit=unit, round=round_, on__lt=on).first()


def hour_of(day: date) -> datetime:
    """Give the moment at which the figures of a day are frozen."""
    return moment_of(day, settings.CUTOFF_HOUR, timezone.get_current_timezone())


def newest_day(now: datetime | None = None) -> date:
    """Give the day of the newest cut-off that has passed."""
    return last_cutoff(timezone.localtime(now), settings.CUTOFF_WEEKDAY, settings.CUTOFF_HOUR)


def is_due(now: datetime | None = None) -> list[tuple[Unit, Round, date]]:
    """Give the weeks that should be frozen by the clock: of every branch and round that was frozen once, until the round is over."""
    last = newest_day(now)
    later = Cutoff.objects.filter(unit=OuterRef("unit"), round=OuterRef("round"), on__gt=OuterRef("on"))
    found = []
    for cutoff in Cutoff.objects.filter(~Exists(later)).select_related("unit", "round"):
        if cutoff.figures["held"] < cutoff.figures["total"]:
            days = cutoffs_between(cutoff.on, last)
            found += [(cutoff.unit, cutoff.round, day) for day in days if (day - cutoff.round.deadline).days <= AFTER_DEADLINE]
    return found


@dataclass(frozen=True)
class Late:
    """One row that became known after the figure was published (dòng muộn)."""

    name: str
    day: date | None
    known: datetime
    what: Literal["added", "withdrawn", "day"]
    reason: str


@dataclass(frozen=True)
class Corrections:
    """The published figure against what is known now of the same day (đính chính)."""

    published: int
    now: int
    total: int
    percent: str
    rows: tuple[Late, ...]
    count: int

    @property
    def difference(self) -> int:
        """Give by how many the figure moved."""
        return self.now - self.published


def corrections(cutoff: Cutoff, known: datetime | None = None) -> Corrections:
    """Show late rows as corrections of a frozen figure; the figure itself stays as it was published (PR-01)."""
    moment = known or timezone.now()
    asked = view(cutoff.unit, cutoff.round, cutoff.on, moment)
    events = (
        StageEvent.objects.filter(congress__round=cutoff.round, stage=Stage.held, recorded_at__gt=cutoff.known, recorded_at__lte=moment)
        .filter(Exists(owing(asked).filter(unit=OuterRef("congress__unit"))))
        .select_related("withdraws", "congress")
        .order_by("recorded_at", "id")
    )
    late = [(event, what) for event in events if (what := _what(event, cutoff.on))]
    names = dict(
        owing(asked).filter(unit__in=[event.congress.unit_id for event, _what in late[:MOST_SHOWN]]).values_list("unit_id", "name")
    )
    shown = tuple(
        Late(names.get(event.congress.unit_id, ""), event.happened_on, event.recorded_at, what, event.reason)
        for event, what in late[:MOST_SHOWN]
    )
    whole = progress(cutoff.unit, cutoff.round, cutoff.on, moment)
    return Corrections(cutoff.figures["held"], whole["held"], whole["total"], whole["percent"], shown, len(late))


def _what(event: StageEvent, on: date) -> Literal["added", "withdrawn", "day"] | None:
    """Tell what a late row does to the figure of a day, if anything."""
    counted = event.happened_on is not None and event.happened_on <= on
    was = event.withdraws is not None and event.withdraws.happened_on is not None and event.withdraws.happened_on <= on
    if counted and was:
        return "day"
    if counted:
        return "added"
    return "withdrawn" if was else None
