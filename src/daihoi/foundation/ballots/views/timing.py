"""Time plan of a count: more stations, a second check (kế hoạch thời gian)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from daihoi.foundation.ballots.forms.machines import TimeForm
from daihoi.foundation.ballots.queries.closing import accounts_of
from daihoi.foundation.ballots.queries.timing import measured_pages_a_minute, timing_of
from daihoi.foundation.ballots.views.desk import frame, poll_of


@require_GET
def timing(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Show how long the count takes at a pace, measured or typed."""
    poll = poll_of(request, poll_id)
    held = timing_of(poll, accounts_of(poll))
    form = TimeForm(request.GET or None, initial=vars(held.pace))
    is_asked = request.GET and form.is_valid()
    shown = timing_of(poll, accounts_of(poll), form.pace()) if is_asked else held
    context = {"form": form, "timing": shown, "measured": measured_pages_a_minute(poll)}
    return render(request, "ballots/timing.html", frame(request, poll) | context, status=422 if form.errors else 200)
