"""Open a count again after its result was announced (mở lại sau công bố)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from daihoi.cycle.elections import services
from daihoi.cycle.elections.forms import OrderForm, RecheckForm
from daihoi.cycle.elections.models import Contest
from daihoi.cycle.elections.queries.reopenings import announcements_of, resting_on, way_of
from daihoi.cycle.elections.services.reopening import ASK, DECIDE, ORDER
from daihoi.cycle.elections.views.base import frame, person, visible
from daihoi.foundation.ballots.queries.access import is_member
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import can
from daihoi.rules.reopening import setting
from daihoi.web.errors import form_page, refusals

STEPS = {"de-nghi": services.ask_reopening, "quyet-dinh": services.decide_reopening, "thi-hanh": services.carry_out_order}
ORDERED = "cap-tren"


@require_safe
def reopening(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Show every announcement of a contest, and how its count is opened again."""
    return form_page(request, "elections/reopening.html", RecheckForm(), **_page(request, visible(request, contest_id)))


@require_POST
def reopening_step(request: HttpRequest, contest_id: UUID, step: str) -> HttpResponse:
    """Write the next step (ghi bước mở lại)."""
    found = visible(request, contest_id)
    context = _page(request, found)
    if step not in {*STEPS, ORDERED}:
        raise Http404
    form = OrderForm(request.POST) if step == ORDERED else RecheckForm(request.POST)
    if form.is_valid():
        given = dict(form.cleaned_data)
        words = given.pop("words")
        more = {"decision": services.SuperiorDecision(**given)} if given else {}
        act: Any = services.order_reopening if step == ORDERED else STEPS[step]
        with refusals(form):
            try_again(act, actor=person(request), contest=found, words=words, **more)
            messages.success(request, _("Đã ghi."))
            return redirect("elections:reopening", found.pk)
    return form_page(request, "elections/reopening.html", form, **context | ({"order_form": form} if step == ORDERED else {}))


def _page(request: HttpRequest, found: Contest) -> dict[str, Any]:
    """Gather what the page shows; who may neither ask, decide nor record a decision has no such page."""
    if found.poll is None:
        raise Http404
    may = {"ask": is_member(person(request), found.poll, ASK), "decide": is_member(person(request), found.poll, DECIDE)}
    may["order"] = can(person(request), ORDER, found.unit)
    announced = announcements_of(found)
    if not any(may.values()) or not announced:
        raise Http404
    last = announced[-1]
    return frame(request, found) | {
        "announced": announced,
        "last": last,
        "may": may,
        "way": way_of(last.result),
        "is_signed": last.result.is_signed,
        "resting": list(resting_on(found)),
        "setting": setting(),
        "order_form": OrderForm(),
    }
