"""What changed in a branch in the last days: texts, receipts, conferences, plans, work done (thay đổi trong tuần)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from daihoi.cycle.directives.models import Delivery, PlanLink, Relation, Text
from daihoi.cycle.directives.queries.coverage import DONE, batches_of, standing_disseminations
from daihoi.cycle.directives.queries.texts import both_open
from daihoi.foundation.assignments.models import Assignment
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import branch

DAYS = 7


@dataclass(frozen=True)
class Changes:
    """What happened in the seven days up to a day (thay đổi trong tuần)."""

    since: date
    received: int
    held: int
    plans: int
    done: int
    texts: list[Text]
    relations: list[Relation]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing happened."""
        return not (self.received or self.held or self.plans or self.done or self.texts or self.relations)


def changes(texts: "QuerySet[Text]", unit: Unit, on: date, text: Text | None = None) -> Changes:
    """Tell what changed in a branch since a week before a day, for one text or for all (có gì mới)."""
    since = on - timedelta(days=DAYS)
    units = branch(unit, on).order_by().values("unit_id")
    of_text = Q(text=text) if text else Q(text__in=texts.values("pk"))
    held = standing_disseminations(on).filter(of_text, unit__in=units, held_on__gt=since)
    links = PlanLink.objects.filter(planned_on__gt=since, planned_on__lte=on, unit__in=units)
    return Changes(
        since,
        Delivery.objects.filter(of_text, unit__in=units, received_on__gt=since, received_on__lte=on).count(),
        held.count(),
        (links.filter(superior__text=text) if text else links).values("clause__text_id").distinct().count(),
        _done(text, units, since, on),
        [] if text else list(texts.filter(dated__gt=since, dated__lte=on)[:5]),
        list(_related(texts, text, since, on)),
    )


def _done(text: Text | None, units: "QuerySet[Any, Any]", since: date, on: date) -> int:
    """Count the work that was finished."""
    work = Assignment.objects.filter(unit__in=units, state__in=DONE, met_on__gt=since, met_on__lte=on)
    if text is None:
        return work.filter(batch__source__startswith="directives.").count()
    return work.filter(batch__in=batches_of(text)).count()


def _related(texts: "QuerySet[Text]", text: Text | None, since: date, on: date) -> "QuerySet[Relation]":
    """Give the relations that took effect."""
    rows = Relation.objects.filter(on__gt=since, on__lte=on, withdrawn_at__isnull=True).select_related("text", "target")
    rows = rows.filter(both_open(texts))
    return (rows.filter(Q(text=text) | Q(target=text)) if text else rows.filter(text__in=texts.values("pk")))[:5]
