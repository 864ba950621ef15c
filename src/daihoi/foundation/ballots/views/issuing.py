"""Ballots per delegation or zone: the page and the sheet to sign (phát phiếu theo đoàn)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.forms.papers import ZoneForm
from daihoi.foundation.ballots.queries.papers import zones_paper
from daihoi.foundation.ballots.queries.zones import newest_zone, zones_of
from daihoi.foundation.ballots.views.desk import frame, poll_of
from daihoi.foundation.ballots.views.printing import paper_response
from daihoi.foundation.journal.services import try_again
from daihoi.web.errors import form_page, refusals


@require_http_methods(["GET", "POST"])
def zones(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Show the delegations with their totals beside the accounts; take the numbers of one."""
    poll = poll_of(request, poll_id)
    chosen = newest_zone(poll, request.GET.get("doan", ""))
    form = ZoneForm(request.POST or None, initial=vars(chosen) | {"reason": ""} if chosen else None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            row = try_again(services.record_zone, actor=request.user, poll=poll, numbers=form.numbers())  # type: ignore[arg-type]
            messages.success(request, _("Đã ghi {zone}.").format(zone=row.zone))
            return redirect("ballots:zones", poll.pk)
    return form_page(request, "ballots/zones.html", form, **frame(request, poll), zones=zones_of(poll), chosen=chosen)


@require_GET
def sheet(request: HttpRequest, poll_id: UUID, form: str) -> HttpResponse:
    """Give the sheet on which the head of each delegation signs, as DOCX or PDF."""
    poll = poll_of(request, poll_id)
    return paper_response(zones_paper(poll), form, f"phieu-ky-nhan-{poll.code}")
