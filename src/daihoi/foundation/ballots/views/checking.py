"""The second check on screen: the seed, the sheets it draws held against their record, the minutes (kiểm phiếu lần hai)."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.forms.checking import CompareForm, RecheckForm, SeedForm
from daihoi.foundation.ballots.models import Poll, SecondCheck
from daihoi.foundation.ballots.queries.access import is_member
from daihoi.foundation.ballots.queries.checking import (
    Comparison,
    checks_of,
    comparison_of,
    differed_before,
    full_check_of,
    may_compare,
    sample_needed,
    seed_of,
)
from daihoi.foundation.ballots.queries.comparing import bundles_of
from daihoi.foundation.ballots.queries.custody import destruction_of
from daihoi.foundation.ballots.queries.papers import comparison_paper, second_check_paper
from daihoi.foundation.ballots.queries.polls import tally_of
from daihoi.foundation.ballots.services.checking import ACT
from daihoi.foundation.ballots.views.desk import NO_STORE, frame, poll_of, result_url
from daihoi.foundation.journal.services import try_again
from daihoi.office import to_docx, to_pdf
from daihoi.rules.second_check import setting
from daihoi.web.errors import form_page, refusals

TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Show how far the second check has come; the head records the seed, and at the end what was found."""
    poll = _poll_for_committee(request, poll_id)
    tally, comparison, destruction = tally_of(poll), comparison_of(poll), destruction_of(poll)
    if tally is None and not checks_of(poll):
        messages.info(request, _("Kiểm lần hai bắt đầu khi cuộc kiểm này đã khóa. Khóa kiểm phiếu trước."))
        return redirect("ballots:desk", poll.pk)
    form = (RecheckForm if comparison else SeedForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            act: Callable[..., Model] = services.record_second_check if comparison else services.record_seed
            try_again(act, actor=request.user, poll=poll, **form.cleaned_data)
            messages.success(request, _("Đã ghi kiểm phiếu lần hai.") if comparison else _("Đã ghi số gieo."))
            return redirect("ballots:second_check", poll.pk)
    context = {
        "tally": tally,
        "seed": seed_of(tally) if tally else None,
        "comparison": comparison,
        "destruction": destruction,
        "bundles": bundles_of(poll, comparison) if comparison and not destruction else [],
        "sample": sample_needed(tally) if tally else 0,
        "full_check": full_check_of(tally) if tally else None,
        "before": differed_before(poll),
        "checks": checks_of(poll),
        "setting": setting(),
        "is_head": is_member(request.user, poll, ACT),
        "recheck_url": _recheck_url(poll),
    }
    response = form_page(request, "ballots/second_check.html", form, **frame(request, poll), **context)
    response["Cache-Control"] = NO_STORE
    return response


@require_POST
def full(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Have all ballots compared instead of a sample."""
    poll = _poll_for_committee(request, poll_id)
    try_again(services.choose_full_check, actor=request.user, poll=poll)  # type: ignore[arg-type]
    messages.success(request, _("Đã chọn kiểm lại cả chồng phiếu."))
    return redirect("ballots:second_check", poll.pk)


@require_http_methods(["GET", "POST"])
def bundle(request: HttpRequest, poll_id: UUID, order: int) -> HttpResponse:
    """Show what the record says of the sheets of one bundle; POST writes which equal it and which differ."""
    poll, comparison = _compared(request, poll_id)
    if destruction_of(poll):
        return redirect("ballots:second_check", poll.pk)
    found = next((each for each in bundles_of(poll, comparison) if each.order == order), None)
    if found is None:
        raise Http404
    free = {row.place.sheet: row.is_equal for row in found.sheets if row.place.sheet not in comparison.recorded}
    form = CompareForm(request.POST or None, sheets={} if comparison.check else free)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            written = try_again(services.compare_sheets, actor=request.user, poll=poll, equal=form.equal())  # type: ignore[arg-type]
            messages.success(request, _("Đã ghi {n} tờ.").format(n=written))
            return redirect("ballots:second_check", poll.pk)
    rows = [(row, form[f"s{row.place.sheet}"] if row.place.sheet in form.sheets else None) for row in found.sheets]
    context = frame(request, poll) | {"bundle": found, "comparison": comparison, "rows": rows}
    response = form_page(request, "ballots/compare_bundle.html", form, **context)
    response["Cache-Control"] = NO_STORE
    return response


@require_POST
def sheets(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Print the sheets to compare with a box for equal and one for differs; that they were printed is recorded."""
    poll, _comparison = _compared(request, poll_id)
    comparison = try_again(services.print_comparison, actor=request.user, poll=poll)  # type: ignore[arg-type]
    return _paper(to_pdf(comparison_paper(poll, comparison)), "pdf", "to-so-phieu")


@require_GET
def paper(request: HttpRequest, poll_id: UUID, form: str) -> HttpResponse:
    """Give the minutes of the newest second check."""
    poll = poll_of(request, poll_id)
    found = checks_of(poll)
    if not found or form not in TYPES or not is_member(request.user, poll, ACT):
        raise Http404
    document = second_check_paper(found[-1])
    return _paper(to_pdf(document) if form == "pdf" else to_docx(document), form, "kiem-phieu-lan-hai")


def _recheck_url(poll: Poll) -> str:
    """Name the page on which it is decided what follows a difference, which a later phase draws; nothing while none is known."""
    last = SecondCheck.objects.filter(poll=poll).last()
    url = result_url(poll)
    return f"{url}?to=recheck" if url and last is not None and last.differing else ""


def _paper(content: bytes, form: str, name: str) -> HttpResponse:
    """Give a paper that no browser keeps."""
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f'{"inline" if form == "pdf" else "attachment"}; filename="{name}.{form}"'
    response["Cache-Control"] = NO_STORE
    return response


def _poll_for_committee(request: HttpRequest, poll_id: UUID) -> Poll:
    """Find a vote whose ballots this person may hold against the record; for others there is no such page."""
    poll = poll_of(request, poll_id)
    if not may_compare(request.user, poll):  # type: ignore[arg-type]
        raise Http404
    return poll


def _compared(request: HttpRequest, poll_id: UUID) -> tuple[Poll, Comparison]:
    """Find a vote with its comparison under way; while the seed is not recorded there is none, whatever the address says."""
    poll = _poll_for_committee(request, poll_id)
    comparison = comparison_of(poll)
    if comparison is None:
        raise Http404
    return poll, comparison
