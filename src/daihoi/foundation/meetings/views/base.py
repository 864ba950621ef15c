"""What every screen of conferences needs: the person, the visible conference, what he may do (dùng chung)."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.meetings.models import Meeting
from daihoi.foundation.meetings.queries.meetings import visible_meetings
from daihoi.foundation.organization.authority import Forbidden, acts_at, require
from daihoi.foundation.organization.queries import seen_breadcrumb
from daihoi.web.errors import form_page

VERBS = ("prepare", "run", "count_presence", "read_script")


def person(request: HttpRequest) -> User:
    """Give the signed-in person; the sign-in middleware lets nobody else come here."""
    if not isinstance(request.user, User):
        raise Forbidden("authority.forbidden", _("Hãy đăng nhập."))
    return request.user


def visible(request: HttpRequest, meeting_id: UUID) -> Meeting:
    """Find a conference among those the person may see; others do not exist for him."""
    return get_object_or_404(visible_meetings(person(request)), pk=meeting_id)


def preparing(request: HttpRequest, meeting_id: UUID) -> Meeting:
    """Find a conference that the person may prepare."""
    meeting = visible(request, meeting_id)
    require(person(request), "meetings.prepare", meeting.unit)
    return meeting


def in_charge(request: HttpRequest, meeting_id: UUID) -> Meeting:
    """Find a conference that the person may run."""
    meeting = visible(request, meeting_id)
    require(person(request), "meetings.run", meeting.unit)
    return meeting


def may_at(request: HttpRequest, meeting: Meeting) -> dict[str, bool]:
    """Tell what the person may do at a conference, by verb."""
    held = acts_at(person(request), meeting.unit)
    return {verb: f"meetings.{verb}" in held for verb in VERBS}


def frame(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    """Give what all pages of one conference show."""
    crumbs = seen_breadcrumb(person(request), meeting.unit, timezone.localdate())
    name = crumbs[-1].name if crumbs else meeting.unit.code
    return {"meeting": meeting, "crumbs": crumbs, "unit_name": name, "may": may_at(request, meeting)}


def act_page(request: HttpRequest, form: Any, meeting: Meeting | None, heading: str, button: str, **more: Any) -> HttpResponse:
    """Show the form of one act on a page of its own."""
    return form_page(request, "meetings/act.html", form, meeting=meeting, heading=heading, button=button, **more)
