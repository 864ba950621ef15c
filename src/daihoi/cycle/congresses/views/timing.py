"""The programme of a congress by the hour: lengths, fixed hours, what really happened (chương trình theo giờ)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daihoi.cycle.congresses import readiness, services
from daihoi.cycle.congresses.forms import HoursForm
from daihoi.cycle.congresses.models import Session
from daihoi.cycle.congresses.views.base import allowed, congress_of, person, title_of
from daihoi.foundation.journal.services import try_again
from daihoi.rules.errors import RuleViolation
from daihoi.rules.programme import Hours
from daihoi.web.errors import said

NAMES = ("at", "minutes", "began", "ended")


@require_http_methods(["GET", "POST"])
def times(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Plan the hours of the programme and note the real ones, all items on one page (giờ của chương trình; DR-17)."""
    congress = congress_of(request, congress_id)
    allowed(person(request), "congresses.prepare", congress.unit)
    items = readiness.timed_programme(congress)
    typed = request.POST if request.method == "POST" else None
    forms = [(each, HoursForm(typed, prefix=each.item.code, initial=vars(each.told))) for each in items]
    refusal = ""
    if typed is not None and all(form.is_valid() for _each, form in forms):
        hours = {each.item.code: Hours(**{name: form.cleaned_data[name] for name in NAMES}) for each, form in forms}
        try:
            try_again(services.set_times, actor=person(request), congress=congress, hours=hours)
        except RuleViolation as violation:
            if violation.code == "authority.forbidden":
                raise
            refusal = said(violation)
        else:
            messages.success(request, _("Đã ghi giờ của chương trình."))
            return redirect("congresses:times", congress.pk)
    context = {
        "congress": congress,
        "heading": title_of(congress),
        "parts": [(Session.Kind(kind).label, [row for row in forms if row[0].item.session == kind]) for kind in Session.Kind.values],
        "opened": {row.kind: row for row in congress.sessions.all()},
        "has_opening": any(row.opens_at for row in congress.sessions.all()),
        "refusal": refusal,
        "is_wrong": typed is not None and any(form.errors for _each, form in forms),
    }
    return render(request, "congresses/times.html", context, status=422 if refusal or context["is_wrong"] else 200)
