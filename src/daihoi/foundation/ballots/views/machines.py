"""Machines of a count: recorded before the vote, wiped after it (máy kiểm phiếu)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.forms.machines import MachineForm, WipeForm
from daihoi.foundation.ballots.machine import networks_up, program_digest
from daihoi.foundation.ballots.queries.machines import machine_findings, machines_of, unwiped
from daihoi.foundation.ballots.queries.papers import machine_paper
from daihoi.foundation.ballots.services.machines import IN_TIME
from daihoi.foundation.ballots.views.desk import frame, poll_of
from daihoi.foundation.ballots.views.printing import paper_response
from daihoi.foundation.journal.services import try_again
from daihoi.web.errors import form_page, refusals


@require_http_methods(["GET", "POST"])
def machines(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Show what the machine says of itself and what was recorded; take a record before the vote or a wipe after it."""
    poll = poll_of(request, poll_id)
    is_before, waiting = poll.state in IN_TIME, unwiped(poll)
    form = MachineForm(request.POST or None) if is_before else WipeForm(request.POST or None, devices=waiting)
    act = services.record_machine if is_before else services.record_wipe
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            try_again(act, actor=request.user, poll=poll, **form.facts())  # type: ignore[arg-type]
            messages.success(request, _("Đã ghi biên bản máy."))
            return redirect("ballots:machines", poll.pk)
    digest = program_digest()
    context = {
        "records": machines_of(poll),
        "digest": in_groups(digest),
        "networks": networks_up(),
        "unwiped": waiting,
        "is_before": is_before,
    }
    findings = [] if is_before or poll.is_voided else machine_findings(poll, digest)
    return form_page(request, "ballots/machines.html", form, **frame(request, poll), **context, findings=findings)


@require_GET
def paper(request: HttpRequest, poll_id: UUID, form: str) -> HttpResponse:
    """Give the record of the machines to sign, as DOCX or PDF."""
    poll = poll_of(request, poll_id)
    return paper_response(machine_paper(poll), form, f"bien-ban-may-{poll.code}")


def in_groups(digest: str, size: int = 8) -> str:
    """Write a digest in groups, to be read aloud and to fit a phone."""
    return " ".join(digest[at : at + size] for at in range(0, len(digest), size))
