"""What bodies sent and what became of it (ý kiến đã gửi và trả lời)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from daihoi.cycle.documents.models import Answer, Consultation, Contribution, Group
from daihoi.cycle.documents.queries.opinions import DEPTH, current_answers


@dataclass(frozen=True)
class Sent:
    """One contribution with the answer that it got, if any (ý kiến và trả lời)."""

    contribution: Contribution
    answer: Answer | None


def tops_of(groups: Iterable[UUID]) -> dict[UUID, UUID]:
    """Give for each group the highest group that holds it (truy lên)."""
    top = {pk: pk for pk in groups}
    for _level in range(DEPTH):
        above = dict(Group.objects.filter(pk__in=set(top.values()), within__isnull=False).values_list("pk", "within_id"))
        if not above:
            break
        top = {pk: above.get(at) or at for pk, at in top.items()}
    return top


def sent_by(consultation: Consultation, units: "Sequence[UUID] | QuerySet[Any]", most: int = 40) -> list[Sent]:
    """Give the newest contributions of some units with their answers (ý kiến đã gửi)."""
    rows = (
        Contribution.objects.filter(consultation=consultation, unit__in=units).select_related("membership").order_by("-recorded_at", "-pk")
    )
    found = list(rows[:most])
    groups = {row.pk: row.membership.group_id for row in found if hasattr(row, "membership")}
    tops = tops_of(groups.values())
    answers = current_answers(tops.values())
    return [Sent(row, answers.get(tops[groups[row.pk]]) if row.pk in groups else None) for row in found]
