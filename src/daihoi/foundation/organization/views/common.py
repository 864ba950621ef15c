"""What the screens of the organization share: the unit asked for, the day asked for (phần chung)."""

from datetime import date

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization import cells
from daihoi.foundation.organization.authority import require, visible_units
from daihoi.foundation.organization.models import Unit


def person(request: HttpRequest) -> User:
    """Give the person who is signed in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def asked_unit(request: HttpRequest, code: str) -> Unit:
    """Give the unit of the address among those the person may see; others do not exist for him."""
    return get_object_or_404(visible_units(request.user), code=code)


def unit_for(request: HttpRequest, code: str, act: str) -> Unit:
    """Give the unit of the address where the person may do an act; else 404 (unseen) or 403."""
    unit = asked_unit(request, code)
    require(person(request), act, unit)
    return unit


def asked_day(request: HttpRequest) -> tuple[date, bool, bool]:
    """Give the day asked for, whether it is past, and whether it was unreadable (then today)."""
    today = timezone.localdate()
    text = request.GET.get("on", "")
    if not text:
        return today, False, False
    try:
        day = cells.as_date(text, {})
    except cells.Unclear:
        return today, False, True
    return day, day != today, False
