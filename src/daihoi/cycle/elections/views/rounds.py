"""Rounds of one election: what was decided after each, and the hold of PR-16 (các lần bầu, tạm dừng)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daihoi.cycle.elections import services
from daihoi.cycle.elections.forms import HoldForm, VoteForm
from daihoi.cycle.elections.models import CongressDecision, Contest, HoldStep
from daihoi.cycle.elections.queries.opening import sees_result
from daihoi.cycle.elections.queries.outcomes import rows_of
from daihoi.cycle.elections.queries.rounds import next_step, open_hold, rounds_of
from daihoi.cycle.elections.views.base import allowed, frame, person, visible
from daihoi.foundation.journal.services import try_again
from daihoi.web.errors import form_page, refusals

Kind, Step = CongressDecision.Kind, HoldStep.Step
KINDS = {"bang-phieu": Kind.TIE, "con-thieu": Kind.NEXT, "thoi": Kind.STOP}
STEPS = {"dung": Step.STOPPED, "bao-cao": Step.REPORTED, "tra-loi": Step.ANSWERED, "bau-tiep": Step.RESUMED}


@require_safe
def rounds(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Show all rounds of one election together, and the hold of its congress (các lần bầu)."""
    found = visible(request, contest_id)
    if not sees_result(person(request), found):
        raise Http404
    return render(request, "elections/rounds.html", rounds_page(request, found))


def rounds_page(request: HttpRequest, found: Contest, form: HoldForm | None = None) -> dict[str, Any]:
    """Gather what the page of all rounds shows."""
    steps = open_hold(found.congress)
    step = next_step(steps)
    slug = next(slug for slug, each in STEPS.items() if each == step)
    may = allowed(request, found.unit, "elections.decide_further", "elections.hold_elections", "elections.answer_hold")
    earlier = HoldStep.objects.filter(congress=found.congress).exclude(hold__in=[each.hold for each in steps]).select_related("recorded_by")
    return frame(request, found) | {
        "rounds": rounds_of(found),
        "steps": steps,
        "earlier_steps": list(earlier),
        "step": slug,
        "step_title": step.label,
        "hold_form": form or HoldForm(step=step),
        "may_step": may["answer_hold"] if step == Step.ANSWERED else may["hold_elections"],
        "may": may,
        "form": form or HoldForm(step=step),
    }


@require_POST
def hold(request: HttpRequest, contest_id: UUID, step: str) -> HttpResponse:
    """Write the next step of a hold: stop, report, the superior's reply, resume (tạm dừng bầu cử)."""
    found = visible(request, contest_id)
    if step not in STEPS:
        raise Http404
    form = HoldForm(request.POST, step=STEPS[step])
    if form.is_valid():
        with refusals(form):
            _hold_act(person(request), found, STEPS[step], form)
            messages.success(request, _("Đã ghi: {step}.").format(step=STEPS[step].label))
            return redirect("elections:rounds", found.pk)
    return form_page(
        request, "elections/rounds.html", form, **{key: value for key, value in rounds_page(request, found, form).items() if key != "form"}
    )


def _hold_act(actor: Any, found: Contest, step: HoldStep.Step, form: HoldForm) -> None:
    """Call the act of a step with what was typed."""
    if step == Step.STOPPED:
        try_again(services.hold_elections, actor=actor, contest=found, reason=form.cleaned_data["words"])
    elif step == Step.RESUMED:
        try_again(services.resume_elections, actor=actor, contest=found)
    else:
        act = services.report_hold if step == Step.REPORTED else services.answer_hold
        try_again(act, actor=actor, contest=found, letter=form.letter())


@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, contest_id: UUID, kind: str) -> HttpResponse:
    """Record what the congress decided after a result: among the tied again, for the places left, or no more (bầu lại, bầu tiếp, thôi)."""
    found = visible(request, contest_id)
    if kind not in KINDS or found.result is None:
        raise Http404
    unfilled = found.result.outcome["unfilled"]
    form = VoteForm(request.POST or None, initial={"seats": unfilled, "against": 0, "abstained": 0}, kind=KINDS[kind])
    if form.is_valid():
        with refusals(form):
            proposal = services.Proposal(kind=KINDS[kind], **form.cleaned_data)
            decision = try_again(services.decide_further, actor=person(request), contest=found, proposal=proposal)
            if decision.opened is not None:
                return redirect("elections:contest", decision.opened.pk)
            messages.success(
                request, _("Đã ghi quyết định.") if decision.is_adopted else _("Đã ghi: biểu quyết không quá nửa, không thông qua.")
            )
            return redirect("elections:rounds", found.pk)
    rows = rows_of(found.result.outcome, found.purpose)
    chosen = [row for row in rows if row.kind == "tied"] if kind == "bang-phieu" else [row for row in rows if row.kind != "elected"]
    context = frame(request, found) | {"kind": kind, "chosen": [] if kind == "thoi" else chosen, "seats": unfilled}
    return form_page(request, "elections/follow.html", form, **context)
