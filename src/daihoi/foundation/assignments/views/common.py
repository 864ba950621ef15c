"""What the screens of assignments share (phần chung)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import Assignment
from daihoi.foundation.assignments.queries import link_url
from daihoi.foundation.assignments.queries.lists import unit_names
from daihoi.foundation.assignments.queries.people import VIEW, charges_on, within_grade, working_unit
from daihoi.foundation.organization.authority import visible_units
from daihoi.foundation.organization.models import Unit


def person(request: HttpRequest) -> User:
    """Give the person who is signed in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def seen_item(request: HttpRequest, assignment_id: UUID) -> Assignment:
    """Give an assignment a person may see, by his branch or by his charge; others do not exist for him."""
    user = person(request)
    open_ones = Assignment.objects.filter(within_grade(user, timezone.localdate()))
    found = get_object_or_404(open_ones.select_related("batch__issuer", "unit"), pk=assignment_id)
    in_charge = charges_on(timezone.localdate()).filter(user=user, unit=found.unit, post__in=["", found.post]).exists()
    if not in_charge and not visible_units(user, VIEW).filter(pk=found.unit_id).exists():
        raise Http404
    return found


def asked_unit(request: HttpRequest, act: str = VIEW) -> Unit:
    """Give the unit of the address among those a person may work in, or his own."""
    user, code = person(request), request.GET.get("unit")
    unit = visible_units(user, act).filter(code=code).first() if code else working_unit(user, act)
    if unit is None:
        raise Http404
    return unit


def shown(rows: list[Assignment], on: date) -> list[dict[str, Any]]:
    """Give rows as a page shows them: with the name of the unit and the address of the page where the work is done."""
    names = unit_names(row.unit_id for row in rows)
    return [
        {
            "item": row,
            "name": names.get(row.unit_id, row.unit.code),
            "late": row.late_days(on),
            "url": link_url(row.link) if row.subject else "",
        }
        for row in rows
    ]
