"""Live figures that a report of a unit is compared with (số liệu để đối chiếu), handed to the checks as a mapping."""

from django.db.models import Q
from django.utils import timezone

from daihoi.cycle.congresses.address import default_day
from daihoi.cycle.congresses.models import Congress, Round
from daihoi.cycle.congresses.queries import progress
from daihoi.cycle.documents.models import Document, Version
from daihoi.cycle.documents.queries.texts import newest_version
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import branch, newest_name
from daihoi.rules.checks.facts import facts_from


def live_figures(unit: Unit) -> dict[str, object]:
    """Give how many congresses of the branch were held, by round and kind, as of the day of its figures (số liệu đại hội)."""
    inside = branch(unit, timezone.localdate()).order_by().values("unit_id")
    rounds = Round.objects.filter(Q(pk__in=Congress.objects.filter(unit__in=inside).values("round")))
    rows: list[dict[str, object]] = []
    for round_ in rounds:
        answer = progress(unit, round_, default_day(unit, round_)) | {"name": newest_name(unit)}
        if answer["total"]:
            rows += [
                {"name": fact.name, "part": fact.part, "whole": fact.whole, "on": fact.on.isoformat() if fact.on else "", "unit": fact.unit}
                for fact in facts_from(answer)
            ]
    return {"figures": rows}


def counterpart(document: Document) -> Version | None:
    """Give the political report that a self-review must not repeat: of the same congress, else of the same unit (DO-07)."""
    if document.kind != "self_review_report":
        return None
    reports = Document.objects.filter(unit=document.unit, kind="political_report")
    same = reports.filter(congress=document.congress) if document.congress_id else reports
    other = same.first() or reports.first()
    return newest_version(other) if other else None
