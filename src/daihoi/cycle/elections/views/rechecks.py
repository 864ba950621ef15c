"""What follows a second check that differs: the board asks, the presidium decides (sau kiểm lần hai)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from daihoi.cycle.elections import services
from daihoi.cycle.elections.forms import RecheckForm
from daihoi.cycle.elections.models import Contest
from daihoi.cycle.elections.queries.rechecks import rechecks_of, standing_recheck
from daihoi.cycle.elections.services.rechecking import ASK, DECIDE
from daihoi.cycle.elections.views.base import frame, person, visible
from daihoi.foundation.ballots.queries.access import is_member
from daihoi.foundation.journal.services import try_again
from daihoi.web.errors import form_page, refusals

STEPS = {"de-nghi": services.ask_recount, "mo-lai": services.decide_recount, "giu": services.uphold_outcome}


@require_safe
def recheck(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Show every closing of a count with its second checks, and what is to be decided; to the head and the presidium only."""
    return render(request, "elections/recheck.html", _page(request, visible(request, contest_id), RecheckForm()))


@require_POST
def recheck_step(request: HttpRequest, contest_id: UUID, step: str) -> HttpResponse:
    """Write the next step (ghi bước sau kiểm lần hai)."""
    found = visible(request, contest_id)
    context = _page(request, found, RecheckForm())
    if step not in STEPS:
        raise Http404
    form = RecheckForm(request.POST)
    if form.is_valid():
        with refusals(form):
            try_again(STEPS[step], actor=person(request), contest=found, words=form.cleaned_data["words"])
            messages.success(request, _("Đã ghi."))
            return redirect("elections:recheck", found.pk)
    return form_page(request, "elections/recheck.html", form, **{name: value for name, value in context.items() if name != "form"})


def _page(request: HttpRequest, found: Contest, form: RecheckForm) -> dict[str, Any]:
    """Gather what the page shows; for others than the head and the presidium of this congress there is no such page."""
    if found.poll is None:
        raise Http404
    may = {"ask": is_member(request.user, found.poll, ASK), "decide": is_member(request.user, found.poll, DECIDE)}
    if not any(may.values()):
        raise Http404
    return frame(request, found) | {"closings": rechecks_of(found), "standing_recheck": standing_recheck(found), "may": may, "form": form}
