"""The desk itself: proof, print, numbers of ballots, closing (bàn kiểm phiếu)."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.forms.counting import CloseForm
from daihoi.foundation.ballots.forms.papers import IssueForm, PrintForm, ReturnForm
from daihoi.foundation.ballots.machine import program_digest
from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.ballots.queries.access import acts_here, is_candidate, sees_places, visible_polls
from daihoi.foundation.ballots.queries.accounts import changes_in_words, corrections_of, waiting_correction
from daihoi.foundation.ballots.queries.closing import accounts_of, closing_findings
from daihoi.foundation.ballots.queries.custody import destruction_of
from daihoi.foundation.ballots.queries.desk import desk_of, short_head
from daihoi.foundation.ballots.queries.machines import machine_findings, machines_of, unwiped
from daihoi.foundation.ballots.queries.names import names_of
from daihoi.foundation.ballots.queries.polls import charter_of, contest_of
from daihoi.foundation.ballots.queries.sticks import stick_state
from daihoi.foundation.ballots.queries.timing import timing_of
from daihoi.foundation.ballots.queries.zones import zones_of
from daihoi.foundation.ballots.tasks import rehearse_reader
from daihoi.foundation.journal.services import try_again
from daihoi.rules.contests import Contest, form_of, votes_needed
from daihoi.rules.names import nfc
from daihoi.web.errors import form_page, refusals, render_refused

NO_STORE = "no-store, private"


def poll_of(request: HttpRequest, poll_id: UUID) -> Poll:
    """Find a vote among those this person may enter; others do not exist for him."""
    return get_object_or_404(visible_polls(request.user), pk=poll_id)


def result_url(poll: Poll) -> str:
    """Name the page of the result, which a later phase draws."""
    try:
        return reverse("elections:of_poll", args=[poll.pk])
    except NoReverseMatch:
        return ""


def frame(request: HttpRequest, poll: Poll) -> dict[str, object]:
    """Give what every page of the desk shows, and which buttons this person has."""
    contest, may = contest_of(poll), acts_here(request.user, poll)
    return {
        "poll": poll,
        "contest": contest,
        "needed": votes_needed(contest, charter_of(poll)),
        "result_url": result_url(poll) if poll.is_closed else "",
        "may": may,
        "sees_places": sees_places(may),
    }


@require_GET
def desk(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Show where the count stands and the one thing to do now."""
    poll = poll_of(request, poll_id)
    held = desk_of(request.user, poll)  # type: ignore[arg-type]
    context = frame(request, poll) | {
        "unwiped": unwiped(poll) if poll.is_closed else [],
        "machines": len(machines_of(poll)),
        "desk": held,
        "destruction": destruction_of(poll),
        "names": names_of(poll) if held.work else {},
        "timing": timing_of(poll, held.accounts),
        "stick": stick_state(),
    }
    return render_refused(request, "ballots/desk.html", context, status=200)


@require_http_methods(["GET", "POST"])
def proof(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Show the list beside the proof for two people to sign, then the files to print."""
    poll = poll_of(request, poll_id)
    form = Form(request.POST or None)
    if request.method == "POST":
        form = Form({})
        with refusals(form):
            try_again(services.sign_proof, actor=request.user, poll=poll)  # type: ignore[arg-type]
            messages.success(request, _("Đã ký bản in thử."))
            return redirect("ballots:proof", poll.pk)
    return form_page(
        request,
        "ballots/proof.html",
        form,
        **frame(request, poll),
        **_proof_facts(request, poll),
        print_form=PrintForm(initial={"runs": poll.print_runs.count()}),
    )


def _proof_facts(request: HttpRequest, poll: Poll) -> dict[str, object]:
    """Give the list with namesakes marked, the signatures and whether this person may sign."""
    contest = contest_of(poll)
    signatures = list(poll.proof_signatures.select_related("signer"))
    mine = any(each.signer_id == request.user.pk for each in signatures)
    return {
        "rows": proof_rows(contest),
        "signatures": signatures,
        "is_signed_by_me": mine,
        "is_candidate": is_candidate(request.user, poll),  # type: ignore[arg-type]
        "ballot_form": form_of(contest, charter_of(poll)),
        "runs": poll.print_runs.select_related("voided"),
        "head": short_head(poll),
    }


def proof_rows(contest: Contest) -> list[dict[str, object]]:
    """Give the list as printed; people of one name are marked, PR-17."""
    names = [nfc(candidate.name).casefold() for candidate in contest.candidates]
    return [
        {"number": number, "candidate": candidate, "is_namesake": names.count(names[number - 1]) > 1}
        for number, candidate in enumerate(contest.candidates, start=1)
    ]


@require_POST
def print_ballots(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Record a run of the printer."""
    poll = poll_of(request, poll_id)
    form = PrintForm(request.POST)
    if form.is_valid():
        with refusals(form):
            run = try_again(services.print_batch, actor=request.user, poll=poll, **form.cleaned_data)  # type: ignore[arg-type]
            transaction.on_commit(partial(rehearse_reader.enqueue, str(poll.pk)))
            messages.success(request, _("Đã ghi {n} phiếu in.").format(n=run.copies))
            return redirect("ballots:desk", poll.pk)
    return form_page(request, "ballots/proof.html", form, **frame(request, poll), **_proof_facts(request, poll), print_form=form)


@require_GET
def ballot_pdf(request: HttpRequest, poll_id: UUID, which: str) -> HttpResponse:
    """Give the ballot to print, once its proof is signed, or the specimen to show."""
    poll = poll_of(request, poll_id)
    files = {"phieu": poll.ballot, "phieu-mau": poll.specimen}
    if which not in files:
        raise Http404
    response = HttpResponse(files[which].read(), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{which}-{poll.letter}-{poll.code}.pdf"'
    response["Cache-Control"] = NO_STORE
    return response


@require_http_methods(["GET", "POST"])
def accounts(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Take the numbers of ballots counted by hand; two small forms on one page."""
    poll = poll_of(request, poll_id)
    held = accounts_of(poll)
    is_return = request.POST.get("what") == "return"
    known = {name: getattr(held, name) for name in ("present", "printed", "issued", "spoiled", "left_over", "returned")}
    issue = IssueForm(request.POST if request.method == "POST" and not is_return else None, initial=known, prefix="phat")
    back = ReturnForm(request.POST if request.method == "POST" and is_return else None, initial=known, prefix="thu")
    form: Form = back if is_return else issue
    if request.method == "POST" and form.is_valid():
        act = services.record_return if is_return else services.record_issue
        with refusals(form):
            try_again(act, actor=request.user, poll=poll, **form.cleaned_data)  # type: ignore[arg-type]
            if waiting_correction(poll) is not None:
                messages.success(request, _("Đã ghi đề nghị sửa. Số mới có hiệu lực khi người thứ hai của ban kiểm phiếu xác nhận."))
                return redirect("ballots:accounts", poll.pk)
            messages.success(request, _("Đã ghi số phiếu."))
            return redirect("ballots:desk", poll.pk)
    waiting = waiting_correction(poll)
    return form_page(
        request,
        "ballots/accounts.html",
        form,
        **frame(request, poll),
        issue=issue,
        back=back,
        accounts=held,
        corrected=corrections_of(poll),
        waiting=waiting,
        changes=changes_in_words(waiting.before, waiting.after) if waiting else "",
        zones=zones_of(poll),
    )


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Close the count: once, with the numbers, one of them typed."""
    poll = poll_of(request, poll_id)
    if poll.is_closed:
        return redirect("ballots:desk", poll.pk)
    form = CloseForm(request.POST or None)
    held = accounts_of(poll)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["returned"] != held.returned:
            form.add_error("returned", _("Khác số thu về đã ghi. Xem lại con số trên biên bản."))
        else:
            with refusals(form):
                try_again(services.close_count, actor=request.user, poll=poll)  # type: ignore[arg-type]
                messages.success(request, _("Đã khóa kiểm phiếu."))
                return redirect("ballots:desk", poll.pk)
    context = {"findings": closing_findings(poll), "warnings": machine_findings(poll, program_digest()), "head": short_head(poll)}
    return form_page(request, "ballots/close.html", form, **frame(request, poll), accounts=held, **context)
