"""Questions about what a desk has heard: how much stands in its groups, and what does not yet (ý kiến đã xếp, chưa xếp nhóm)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from daihoi.cycle.documents.models import Consultation, Contribution, Group
from daihoi.cycle.documents.queries.opinions import Weight, desk_groups, inside_of, received, totals, weight_of
from daihoi.cycle.documents.queries.sent import tops_of
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import branch


@dataclass(frozen=True)
class Left:
    """Words that stand in no group of the desk, with how many opinions say them (ý kiến chưa xếp nhóm)."""

    passage: str
    kind: str
    words: str
    contributions: int


@dataclass(frozen=True)
class Standing:
    """What one desk received, and how much of it stands in its groups (ý kiến của một nơi tổng hợp)."""

    groups: list[Group]
    counts: dict[UUID, Weight]
    heard: QuerySet[Contribution]
    whole: Weight
    left: list[Left]
    left_below: int
    left_above: int

    @property
    def grouped(self) -> int:
        """Give how many opinions stand behind the desk's groups."""
        return sum(count.contributions for count in self.counts.values())

    @property
    def ungrouped(self) -> int:
        """Give how many do not."""
        return self.whole.contributions - self.grouped


def standing(consultation: Consultation, unit: Unit) -> Standing:
    """Part what a desk has heard into what its groups hold and the rest: the two always add up."""
    groups: list[Any] = list(desk_groups(consultation, unit))
    keys = [group.pk for group in groups]
    inside = list(inside_of(keys))
    come = (
        Q(consultation=consultation) if unit.pk == consultation.unit_id else Q(pk__in=received(consultation, unit).order_by().values("pk"))
    )
    heard = Contribution.objects.filter(come | Q(membership__group__in=inside))
    rest = heard.exclude(membership__group__in=inside)
    below, above = _elsewhere(rest, unit)
    return Standing(groups, totals(keys), heard, weight_of(heard), _left(rest), below, above)


def _elsewhere(rest: QuerySet[Contribution], unit: Unit) -> tuple[int, int]:
    """Count what other desks have grouped: those of the branch, and those above it."""
    held = dict(rest.exclude(membership=None).order_by().values_list("membership__group").annotate(n=Count("pk")))
    tops = tops_of(held)
    branch_units = branch(unit, timezone.localdate()).order_by().values("unit_id")
    own = set(Group.objects.filter(pk__in=set(tops.values()), unit__in=branch_units).values_list("pk", flat=True))
    below = sum(number for group, number in held.items() if tops[group] in own)
    return below, sum(held.values()) - below


def _left(rest: QuerySet[Contribution]) -> list[Left]:
    """Give every opinion of the rest in its own words; equal words of one passage and kind are one row."""
    rows = rest.order_by().values_list("passage", "kind", "text", "proposal").annotate(n=Count("pk"))
    return [Left(passage, kind, f"{text}\n{proposal}".strip(), number) for passage, kind, text, proposal, number in rows]
