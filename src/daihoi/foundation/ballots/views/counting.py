"""Bundles of scans: send, watch the reading, withdraw (lô phiếu)."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daihoi.foundation.ballots import pictures, services
from daihoi.foundation.ballots.forms.counting import ForeignForm, UploadForm, WithdrawForm
from daihoi.foundation.ballots.forms.missing import MissingForm
from daihoi.foundation.ballots.models import ScanBatch
from daihoi.foundation.ballots.queries.access import acts_here
from daihoi.foundation.ballots.queries.desk import progress_of
from daihoi.foundation.ballots.queries.foreign import foreign_sheet
from daihoi.foundation.ballots.queries.loops import is_keyed
from daihoi.foundation.ballots.queries.missing import lack_of
from daihoi.foundation.ballots.tasks import read_batch
from daihoi.foundation.ballots.views.desk import NO_STORE, frame, poll_of
from daihoi.foundation.journal.services import try_again
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import form_page, refusal_page, refusals

POLLING_ENDS = 286


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Take the scans of one bundle and hand them to the worker, once none is missing."""
    poll = poll_of(request, poll_id)
    if is_keyed(poll):
        return redirect("ballots:keying", poll.pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            batch = services.register_scans(actor=request.user, poll=poll, **form.cleaned_data)  # type: ignore[arg-type]
            if batch.is_incomplete:
                return redirect("ballots:missing", poll.pk, batch.pk)
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
def missing(request: HttpRequest, poll_id: UUID, batch_id: UUID) -> HttpResponse:
    """Name the files of a bundle that could not be used; POST puts others in their places, and hands a whole bundle to the worker."""
    poll = poll_of(request, poll_id)
    found = get_object_or_404(poll.batches.select_related("poll__unit", "poll__key"), pk=batch_id)
    if not found.is_incomplete:
        messages.info(request, _("{label} không còn thiếu tệp nào.").format(label=found.label))
        return redirect("ballots:desk", poll.pk)
    form = MissingForm(request.POST or None, request.FILES or None, lack=lack_of(found))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            found = services.add_scans(actor=request.user, batch=found, files=form.placed, dropped=form.dropped)  # type: ignore[arg-type]
            return _completed(request, found, form.strangers)
    return form_page(request, "ballots/missing.html", form, **frame(request, poll), batch=found)


def _completed(request: HttpRequest, batch: ScanBatch, strangers: list[str]) -> HttpResponse:
    """Say what became of added files: the bundle is read, or still lacks some."""
    if strangers:
        names = ", ".join(strangers)
        messages.warning(request, _("{names}: không lấy, vì không trùng tên tệp nào của lô. Chọn ở dòng của tờ ấy.").format(names=names))
    if batch.is_incomplete:
        messages.warning(request, _("Đã ghi. {label} còn thiếu {n} tệp.").format(label=batch.label, n=len(batch.missing)))
        return redirect("ballots:missing", batch.poll_id, batch.pk)
    transaction.on_commit(partial(read_batch.enqueue, str(batch.pk)))
    messages.success(request, _("{label} đã đủ tệp: {n} trang. Máy bắt đầu đọc.").format(label=batch.label, n=batch.pages_expected))
    return redirect("ballots:desk", batch.poll_id)


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


@require_GET
def held(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Go to the first bundle that stopped at a foreign sheet."""
    poll = poll_of(request, poll_id)
    first = poll.batches.filter(state=ScanBatch.State.HELD).first()
    return redirect("ballots:foreign", poll.pk, first.pk) if first else redirect("ballots:desk", poll.pk)


@require_http_methods(["GET", "POST"])
def foreign(request: HttpRequest, poll_id: UUID, batch_id: UUID) -> HttpResponse:
    """Show the foreign sheet at which the reading stopped; POST goes on behind it."""
    poll = poll_of(request, poll_id)
    found = get_object_or_404(poll.batches.select_related("poll__unit"), pk=batch_id)
    if not found.is_held:
        messages.info(request, _("{label} không còn dừng ở tờ lạ nào.").format(label=found.label))
        return redirect("ballots:desk", poll.pk)
    form = ForeignForm(request.POST or None, initial={"page": found.held_at})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            try_again(services.pass_foreign_sheet, actor=request.user, batch=found, **form.cleaned_data)  # type: ignore[arg-type]
            transaction.on_commit(partial(read_batch.enqueue, str(found.pk)))
            messages.success(request, _("Máy đọc tiếp {label}.").format(label=found.label))
            return redirect("ballots:desk", poll.pk)
    return form_page(request, "ballots/foreign.html", form, **frame(request, poll), batch=found, foreign=foreign_sheet(found))


@require_GET
def foreign_picture(request: HttpRequest, poll_id: UUID, batch_id: UUID) -> HttpResponse:
    """Give the picture of the foreign sheet to those who scan."""
    poll = poll_of(request, poll_id)
    found = get_object_or_404(poll.batches.select_related("poll__key"), pk=batch_id)
    data = pictures.foreign_picture(found) if "ballots.register_scans" in acts_here(request.user, poll) else None
    if data is None:
        raise Http404
    return HttpResponse(data, content_type="image/png", headers={"Cache-Control": NO_STORE})


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
