"""How one unit stands to each clause of a text (một đơn vị với từng điều khoản)."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from daihoi.cycle.directives.models import Clause, Delivery, PlanLink, Text
from daihoi.cycle.directives.queries.coverage import SOURCE
from daihoi.foundation.assignments.models import Assignment, Event, State, Step
from daihoi.foundation.organization.models import Unit


@dataclass
class ClauseState:
    """One clause for one unit: the work, what happened to it, the plan that answers it (điều khoản của một đơn vị)."""

    clause: Clause
    assignment: Assignment | None = None
    plans: list[PlanLink] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    sign: str = "none"  # ok, late, soon, or none: not handed down

    def sign_on(self, on: date) -> str:
        """Say how it stands on a day."""
        if self.assignment is None:
            return "none"
        if self.assignment.state in (State.DONE, State.ACCEPTED, State.MET):
            return "ok"
        return "late" if self.assignment.late_days(on) or self.assignment.state == State.RETURNED else "soon"

    @property
    def last(self) -> Event | None:
        """Give the last thing that happened."""
        return self.events[-1] if self.events else None

    @property
    def returned(self) -> Event | None:
        """Give the reason of the return while it stands returned."""
        if self.assignment is None or self.assignment.state != State.RETURNED:
            return None
        return next((each for each in reversed(self.events) if each.step == Step.RETURNED), None)


def clause_states(text: Text, unit: Unit, on: date, seen: "QuerySet[Text] | None" = None) -> list[ClauseState]:
    """Give each clause of a text with what a unit owes, did and planned by a day; plans that are seen, where told (từng điều khoản)."""
    found: dict[UUID, ClauseState] = {clause.pk: ClauseState(clause) for clause in text.clauses.all()}
    sources = {f"{SOURCE}{pk}": pk for pk in found}
    given = Assignment.objects.filter(unit=unit, batch__source__in=sources).exclude(state=State.DROPPED).select_related("batch")
    by_key = {}
    for row in given:
        found[sources[row.batch.source]].assignment = row
        by_key[row.pk] = found[sources[row.batch.source]]
    for event in Event.objects.filter(assignment__in=by_key).select_related("by", "file").order_by("at", "id"):
        by_key[event.assignment_id].events.append(event)
    links = PlanLink.objects.filter(superior__text=text, unit=unit, planned_on__lte=on).select_related("clause__text")
    if seen is not None:
        links = links.filter(clause__text__in=seen.order_by().values("pk"))
    for link in links.order_by("clause__position"):
        found[link.superior_id].plans.append(link)
    for each in found.values():
        each.sign = each.sign_on(on)
    return list(found.values())


def texts_at_work(unit: Unit) -> set[UUID]:
    """Give the texts not received yet of which a unit has received the work on some clause, or gone further (văn bản có việc đã nhận)."""
    waiting = Delivery.objects.filter(unit=unit, received_on__isnull=True).values("text")
    texts = {f"{SOURCE}{pk}": text for pk, text in Clause.objects.filter(text__in=waiting).values_list("pk", "text_id")}
    taken = Assignment.objects.filter(unit=unit, batch__source__in=texts).exclude(state__in=(State.SENT, State.DROPPED))
    return {texts[source] for source in taken.values_list("batch__source", flat=True)}
