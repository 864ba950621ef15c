"""What changed in a branch in the last days: texts, receipts, conferences, plans, work done (thay đổi trong tuần)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from daihoi.cycle.directives.models import Clause, Delivery, PlanLink, Relation, Text
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
    of_text = Q(text=text) if text else Q(text__in=texts.values("pk"))
    here = Exists(
        branch(unit, on).order_by().filter(unit_id=OuterRef("unit_id"))
    )  # asked of the week's rows, which are few, not of the tree
    links = PlanLink.objects.filter(planned_on__gt=since, planned_on__lte=on)
    if text:
        links = links.filter(superior__in=list(text.clauses.values_list("pk", flat=True)))
    return Changes(
        since,
        Delivery.objects.filter(of_text, here, received_on__gt=since, received_on__lte=on).count(),
        standing_disseminations(on).filter(of_text, here, held_on__gt=since).count(),
        Clause.objects.filter(pk__in=links.filter(here).values("clause")).aggregate(n=Count("text", distinct=True))["n"],
        _done(text, since, on).filter(here).count(),
        [] if text else list(texts.filter(dated__gt=since, dated__lte=on)[:5]),
        list(_related(texts, text, since, on)),
    )


def _done(text: Text | None, since: date, on: date) -> "QuerySet[Assignment]":
    """Give the work that was finished."""
    work = Assignment.objects.filter(state__in=DONE, met_on__gt=since, met_on__lte=on)
    return work.filter(batch__in=list(batches_of(text))) if text else work.filter(batch__source__startswith="directives.")


def _related(texts: "QuerySet[Text]", text: Text | None, since: date, on: date) -> "QuerySet[Relation]":
    """Give the relations that took effect."""
    rows = Relation.objects.filter(on__gt=since, on__lte=on, withdrawn_at__isnull=True).select_related("text", "target")
    rows = rows.filter(both_open(texts))
    return (rows.filter(Q(text=text) | Q(target=text)) if text else rows.filter(Exists(texts.order_by().filter(pk=OuterRef("text_id")))))[
        :5
    ]
