"""The second check on screen: the seed, the sheets it draws, what was found, its minutes (kiểm phiếu lần hai)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.forms import RecheckForm
from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.ballots.queries.access import is_member
from daihoi.foundation.ballots.queries.checking import checks_of, places_of, plan_for
from daihoi.foundation.ballots.queries.papers import second_check_paper
from daihoi.foundation.ballots.services.checking import ACT
from daihoi.foundation.ballots.views.desk import NO_STORE, frame, poll_of
from daihoi.foundation.journal.services import try_again
from daihoi.office import to_docx, to_pdf
from daihoi.rules.errors import RuleViolation
from daihoi.rules.second_check import Plan, setting
from daihoi.web.errors import form_page, refusals

TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Show which sheets the seed draws, to the head only, since the size of a sample tells of margins; POST records what was found."""
    poll = _poll_for_head(request, poll_id)
    if not poll.is_closed:
        messages.info(request, _("Kiểm lần hai bắt đầu khi cuộc kiểm này đã khóa. Khóa kiểm phiếu trước."))
        return redirect("ballots:desk", poll.pk)
    seed = (request.POST if request.method == "POST" else request.GET).get("seed", "").strip()
    form = RecheckForm(request.POST or None, initial={"seed": seed, "differing": 0})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            found = services.Recheck(**form.cleaned_data)
            try_again(services.record_second_check, actor=request.user, poll=poll, found=found)  # type: ignore[arg-type]
            messages.success(request, _("Đã ghi kiểm phiếu lần hai."))
            return redirect("ballots:second_check", poll.pk)
    plan = _plan(poll, seed)
    places = places_of(poll, plan) if plan and not plan.is_full else []
    context = {"plan": plan, "places": places, "seed": seed, "checks": checks_of(poll), "setting": setting()}
    return form_page(request, "ballots/second_check.html", form, **frame(request, poll), **context)


def _plan(poll: Poll, seed: str) -> Plan | None:
    """Give the plan, or nothing while the seed of a sample is not known."""
    try:
        return plan_for(poll, seed)
    except RuleViolation:
        return None


def _poll_for_head(request: HttpRequest, poll_id: UUID) -> Poll:
    """Find a vote whose second check this person records; for others there is no such page."""
    poll = poll_of(request, poll_id)
    if not is_member(request.user, poll, ACT):
        raise Http404
    return poll


@require_GET
def paper(request: HttpRequest, poll_id: UUID, form: str) -> HttpResponse:
    """Give the minutes of the newest second check."""
    poll = _poll_for_head(request, poll_id)
    found = checks_of(poll)
    if not found or form not in TYPES:
        raise Http404
    document = second_check_paper(found[-1])
    response = HttpResponse(to_pdf(document) if form == "pdf" else to_docx(document), content_type=TYPES[form])
    response["Content-Disposition"] = f'{"inline" if form == "pdf" else "attachment"}; filename="kiem-phieu-lan-hai.{form}"'
    response["Cache-Control"] = NO_STORE
    return response
