"""Try the machines before the vote, and let the vote be held (thử vòng máy, cho bầu; PR-18)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daihoi.foundation.ballots import services
from daihoi.foundation.ballots.forms.machines import LoopTestForm, ReleaseForm
from daihoi.foundation.ballots.machine import program_digest
from daihoi.foundation.ballots.models import LoopTest, Poll, Release
from daihoi.foundation.ballots.pictures import loop_picture
from daihoi.foundation.ballots.queries.loop_papers import plan_paper
from daihoi.foundation.ballots.queries.loop_words import plan_rows, sheet_results
from daihoi.foundation.ballots.queries.loops import ALWAYS, as_data, loop_rule, loop_tests_of, passed_test, practice_of, release_of
from daihoi.foundation.ballots.queries.polls import contest_of
from daihoi.foundation.ballots.services.loops import TESTABLE
from daihoi.foundation.ballots.services.releasing import RELEASABLE
from daihoi.foundation.ballots.views.desk import NO_STORE, frame, poll_of
from daihoi.foundation.ballots.views.printing import paper_response
from daihoi.foundation.journal.services import try_again
from daihoi.web.errors import form_page, refusals

SHEETS = {"phieu-thu": LoopTest.Kind.HAND, "bo-phieu-tap": LoopTest.Kind.DECK}


@require_http_methods(["GET", "POST"])
def loop(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Show what to print and mark, take in the scanned practice pile, list the tests and let the vote be held."""
    poll = poll_of(request, poll_id)
    last = next(iter(loop_tests_of(poll)), None)
    known = {"printer": last.printer, "scanner": last.scanner, "kind": last.kind} if last else {}
    form = LoopTestForm(request.POST or None, request.FILES or None, initial=known)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            given = {"files": form.cleaned_data["files"], "trial": form.trial()}
            test = services.run_loop_test(actor=request.user, poll=poll, **given)  # type: ignore[arg-type]
            return redirect("ballots:loop_result", poll.pk, test.pk)
    return _page(request, poll, form, None)


@require_POST
def release(request: HttpRequest, poll_id: UUID) -> HttpResponse:
    """Let the vote be held."""
    poll = poll_of(request, poll_id)
    form = ReleaseForm(request.POST, takes_reason=loop_rule(poll) != ALWAYS)
    if form.is_valid():
        with refusals(form):
            try_again(services.release_poll, actor=request.user, poll=poll, opening=form.opening())  # type: ignore[arg-type]
            messages.success(request, _("Đã cho bầu. Phát phiếu được rồi."))
            return redirect("ballots:desk", poll.pk)
    return _page(request, poll, None, form)


def _page(request: HttpRequest, poll: Poll, test_form: LoopTestForm | None, release_form: ReleaseForm | None) -> HttpResponse:
    """Draw the page with whichever of its two forms was refused."""
    released, program, rule = release_of(poll), program_digest(), loop_rule(poll)
    passed = passed_test(poll, program)
    context = {
        "tests": loop_tests_of(poll),
        "passed": passed,
        "released": released,
        "rule": rule,
        "program": program,
        "is_testable": poll.state in TESTABLE,
        "is_releasable": poll.state in RELEASABLE,
        "plan": plan_rows(as_data(practice_of(poll, LoopTest.Kind.HAND).plan), len(contest_of(poll).candidates)),
        "test_form": test_form or LoopTestForm(),
        "release_form": release_form
        or ReleaseForm(takes_reason=rule != ALWAYS, initial={"way": released.way if released else Release.Way.SCANNED}),
    }
    form = release_form or test_form
    assert form is not None  # noqa: S101 — one of the two is what was asked for
    return form_page(request, "ballots/loop.html", form, **frame(request, poll), **context)


@require_GET
def sheets(request: HttpRequest, poll_id: UUID, which: str) -> HttpResponse:
    """Give the practice sheets, or the deck with printed marks, to print on the very printer."""
    poll = poll_of(request, poll_id)
    if which not in SHEETS:
        raise Http404
    response = HttpResponse(practice_of(poll, SHEETS[which]).pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{which}-{poll.letter}-{poll.code}.pdf"'
    response["Cache-Control"] = NO_STORE
    return response


@require_GET
def plan(request: HttpRequest, poll_id: UUID, form: str) -> HttpResponse:
    """Give the plan of what to mark by hand on each sheet, as DOCX or PDF."""
    poll = poll_of(request, poll_id)
    return paper_response(plan_paper(poll), form, f"ke-hoach-thu-may-{poll.code}")


@require_GET
def result(request: HttpRequest, poll_id: UUID, test_id: UUID) -> HttpResponse:
    """Show one loop test: each sheet with its picture and what differs from the plan."""
    poll = poll_of(request, poll_id)
    test = get_object_or_404(LoopTest.objects.select_related("tester"), pk=test_id, poll=poll)
    context = {"test": test, "sheets": sheet_results(poll, test), "fields": test.right + test.asked + test.wrong}
    return render(request, "ballots/loop_result.html", frame(request, poll) | context)


@require_GET
@cache_control(private=True, max_age=3600)
def picture(request: HttpRequest, poll_id: UUID, test_id: UUID, sequence: int) -> HttpResponse:
    """Give the picture of one page, straightened, with a frame around each place that differs."""
    poll = poll_of(request, poll_id)
    test = get_object_or_404(LoopTest, pk=test_id, poll=poll)
    page = get_object_or_404(test.pages.select_related("stored").filter(stored__isnull=False), sequence=sequence)
    return HttpResponse(loop_picture(practice_of(poll, test.kind).layout, page), content_type="image/png")
