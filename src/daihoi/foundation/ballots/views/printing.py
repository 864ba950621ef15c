"""Wrong print runs: voided, with their minutes (hủy đợt in)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.forms.papers import VoidForm
from daihoi.foundation.ballots.queries.papers import destruction_paper
from daihoi.foundation.ballots.views.desk import NO_STORE, frame, poll_of
from daihoi.foundation.journal.services import try_again
from daihoi.office import Document, to_docx, to_pdf
from daihoi.web.errors import form_page, refusals

TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, poll_id: UUID, run_id: UUID) -> HttpResponse:
    """Take a wrong run out of the accounts, with what its minutes say."""
    poll = poll_of(request, poll_id)
    run = get_object_or_404(poll.print_runs.select_related("poll__unit"), pk=run_id)
    form = VoidForm(request.POST or None, initial={"destroyed": run.copies})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            try_again(services.void_run, actor=request.user, run=run, destruction=form.destruction())  # type: ignore[arg-type]
            messages.success(request, _("Đã hủy đợt in {n} phiếu. In biên bản hủy và ký.").format(n=run.copies))
            return redirect("ballots:proof", poll.pk)
    return form_page(request, "ballots/void.html", form, **frame(request, poll), run=run)


@require_GET
def minutes(request: HttpRequest, poll_id: UUID, run_id: UUID, form: str) -> HttpResponse:
    """Give the minutes of destruction of a voided run as DOCX or PDF."""
    poll = poll_of(request, poll_id)
    run = get_object_or_404(poll.print_runs.filter(voided__isnull=False).select_related("voided"), pk=run_id)
    return paper_response(destruction_paper(run.voided), form, f"bien-ban-huy-phieu-{poll.code}")


def paper_response(document: Document, form: str, name: str) -> HttpResponse:
    """Answer with one paper as DOCX or PDF; no other form exists."""
    if form not in TYPES:
        raise Http404
    content = to_pdf(document) if form == "pdf" else to_docx(document)
    held = "inline" if form == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{held}; filename="{name}.{form}"', "Cache-Control": NO_STORE}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)
