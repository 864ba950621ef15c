"""Counts that were opened again after their result was announced: what stands beside, what comes next, what rests on it (mở lại sau công bố)."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from daihoi.cycle.elections.models import Contest, ReopeningStep, Result
from daihoi.foundation.ballots.models import Poll
from daihoi.rules.reopening import Way, setting

Step = ReopeningStep.Step


@dataclass(frozen=True)
class Announced:
    """One announcement of a contest with the steps to open its count again (một lần công bố)."""

    result: Result
    steps: tuple[ReopeningStep, ...]

    @property
    def asked(self) -> ReopeningStep | None:
        """What the board asked for, or the superior decided."""
        return next((step for step in self.steps if step.step != Step.REOPENED), None)

    @property
    def reopened(self) -> ReopeningStep | None:
        """By which step the count was opened again."""
        return next((step for step in self.steps if step.step == Step.REOPENED), None)

    @property
    def names(self) -> list[str]:
        """Who was announced as elected."""
        return [str(row["name"]) for row in self.result.outcome["votes"] if row["elected"]]


def announcements_of(contest: Contest) -> list[Announced]:
    """Give every announcement of a contest, oldest first (các lần công bố)."""
    rows = contest.results.select_related("tally", "certified_by").prefetch_related("reopening_steps__recorded_by", "signatures")
    return [Announced(row, tuple(row.reopening_steps.all())) for row in rows.order_by("certified_at")]


def way_of(result: Result) -> Way:
    """Say by whose decision the count of a result is opened again now."""
    return setting().way(is_signed=result.is_signed)


def resting_on(contest: Contest) -> "QuerySet[Contest]":
    """Give the contests with a ballot that follow from the result of this one: further rounds, posts among its elected, votes of its committee."""
    found = Contest.objects.filter(Q(earlier=contest) | Q(among=contest) | Q(voters=contest), poll__isnull=False)
    return found.exclude(poll__state=Poll.State.VOIDED)
