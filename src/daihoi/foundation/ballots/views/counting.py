"""Bundles of scans: send, watch the reading, withdraw (lô phiếu)."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.forms import UploadForm, WithdrawForm
from daihoi.foundation.ballots.queries.access import acts_here
from daihoi.foundation.ballots.queries.desk import progress_of
from daihoi.foundation.ballots.tasks import read_batch
from daihoi.foundation.ballots.views.desk import frame, poll_of
from daihoi.foundation.journal.services import try_again
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import form_page, refusal_page, refusals

POLLING_ENDS = 286


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Take the scans of one bundle and hand them to the worker."""
    poll = poll_of(request, poll_id)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            batch = services.register_scans(actor=request.user, poll=poll, **form.cleaned_data)  # type: ignore[arg-type]
            transaction.on_commit(partial(read_batch.enqueue, str(batch.pk)))
            messages.success(request, _("Đã nhận {label}: {n} trang. Máy bắt đầu đọc.").format(label=batch.label, n=batch.pages_expected))
            return redirect("ballots:desk", poll.pk)
    return form_page(request, "ballots/upload.html", form, **frame(request, poll))


@require_GET
def batch(request: HttpRequest, poll_id: UUID, batch_id: UUID) -> HttpResponse:
    """Show how far the reading of one bundle is; asked every second, it reads one row and locks nothing."""
    poll = poll_of(request, poll_id)
    found = get_object_or_404(poll.batches, pk=batch_id)
    response = render(request, "ballots/desk.html#batch", {"poll": poll, "row": progress_of(found), "may": acts_here(request.user, poll)})
    if not found.is_reading:
        response.status_code = POLLING_ENDS
        response["HX-Trigger"] = "batch-read"
    return response


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, poll_id: UUID, batch_id: UUID) -> HttpResponse:
    """Take a bundle out of the count, with a reason."""
    poll = poll_of(request, poll_id)
    found = get_object_or_404(poll.batches.select_related("poll__unit"), pk=batch_id)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            try_again(services.withdraw_batch, actor=request.user, batch=found, **form.cleaned_data)  # type: ignore[arg-type]
            messages.success(request, _("Đã rút {label}. Quét lại rồi gửi thành lô mới.").format(label=found.label))
            return redirect("ballots:desk", poll.pk)
    return form_page(request, "ballots/withdraw.html", form, **frame(request, poll), batch=found)


@require_POST
def resume(request: HttpRequest, poll_id: UUID, batch_id: UUID) -> HttpResponse:
    """Hand a bundle whose reader stopped to the worker again."""
    poll = poll_of(request, poll_id)
    found = get_object_or_404(poll.batches.select_related("poll__unit"), pk=batch_id)
    try:
        try_again(services.resume_reading, actor=request.user, batch=found)  # type: ignore[arg-type]
    except RuleViolation as violation:
        return refusal_page(request, violation)
    transaction.on_commit(partial(read_batch.enqueue, str(found.pk)))
    messages.success(request, _("Máy đọc tiếp {label}.").format(label=found.label))
    return redirect("ballots:desk", poll.pk)
