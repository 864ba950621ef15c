"""Screens of the gates: the panel on a congress's page, the step itself, a condition let pass (chuyển mốc)."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.congresses import services
from daihoi.cycle.congresses.forms import AdvanceForm, PassForm
from daihoi.cycle.congresses.models import STAGE_TITLES, Congress, GatePass
from daihoi.cycle.congresses.queries import track, visible_congresses
from daihoi.cycle.congresses.readiness import lessons_for, passes_of
from daihoi.cycle.congresses.views.base import confirmable, name_of, person, title_of
from daihoi.cycle.tracking.gates import Answer, answers
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import acts_at, require
from daihoi.foundation.organization.queries import newest_name
from daihoi.rules.stages import Stage
from daihoi.web.errors import form_page, refusals


@dataclass(frozen=True)
class Row:
    """One condition as the page draws it: its link, and who let it pass."""

    answer: Answer
    url: str
    passed: GatePass | None


def congress_seen(request: HttpRequest, congress_id: UUID) -> Congress:
    """Find a congress the person may see."""
    return get_object_or_404(visible_congresses(person(request)).select_related("charter"), pk=congress_id)


def rows_of(request: HttpRequest, congress: Congress, stage: Stage) -> list[Row]:
    """Give the conditions of a stage with the links this person may follow."""
    held, passed = acts_at(person(request), congress.unit), passes_of(congress, stage)
    found = []
    for answer in answers(congress, stage, timezone.localdate()):
        may = not answer.act or f"congresses.{answer.act}" in held
        url = url_of(answer, congress) if answer.page and may and not answer.is_met else ""
        found.append(Row(answer, url, passed.get(answer.code)))
    return found


def url_of(answer: Answer, congress: Congress) -> str:
    """Give the address of the page where a condition is mended."""
    if answer.page == "unit":
        return reverse("organization:unit", args=[congress.unit.code])
    if answer.argument[:1] in ("?", "#"):
        return reverse(answer.page, args=[congress.pk]) + answer.argument
    return reverse(answer.page, args=[congress.pk, answer.argument] if answer.argument else [congress.pk])


def context_of(request: HttpRequest, congress: Congress, stage: Stage | None) -> dict[str, object]:
    """Gather what the list of conditions shows."""
    rows = rows_of(request, congress, stage) if stage else []
    open_ = [row for row in rows if not row.answer.is_met and not row.passed]
    lessons = [(lesson, newest_name(lesson.congress.unit)) for lesson in lessons_for(congress, stage)[:4]] if stage else []
    return {
        "congress": congress,
        "stage": stage,
        "title": STAGE_TITLES[stage] if stage else "",
        "rows": rows,
        "missing": len(open_),
        "hard": any(row.answer.is_hard for row in open_),
        "lessons": lessons,
        "can_pass": "congresses.pass_gate" in acts_at(person(request), congress.unit),
    }


@require_safe
def gates_panel(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Draw what a congress needs for its next stage, for the page of the congress (điều kiện)."""
    congress = congress_seen(request, congress_id)
    step = next((step for step in track(congress) if step.state == "now"), None)
    return render(request, "tracking/gates.html", context_of(request, congress, step.stage if step else None))


@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Record a stage with its conditions in sight; what is missing warns and becomes a debt (chuyển mốc; PR-02)."""
    congress = congress_seen(request, congress_id)
    require(person(request), "congresses.record_stage", congress.unit)
    expected = next((step.stage for step in track(congress) if step.state == "now"), None)
    asked = request.GET.get("stage")
    wanted = Stage(asked) if asked in set(Stage) else expected
    form = AdvanceForm(request.POST or None, initial={"stage": wanted})
    if form.is_valid():
        typed = form.cleaned_data
        reached = typed["stage"]
        missing = [answer.gate() for answer in answers(congress, reached, timezone.localdate()) if not answer.is_met]
        with confirmable(request, form, "happened_on", reached, typed["happened_on"]) as is_confirmed:
            told = services.Told(typed["happened_on"], typed["document"], typed["reason"], typed["source"], is_confirmed)
            try_again(services.advance, actor=person(request), congress=congress, stage=reached, told=told, missing=missing)
            messages.success(request, _("Đã ghi mốc."))
            _say_debts(request, congress, reached)
            return redirect("congresses:detail", congress.pk)
    context = context_of(request, congress, form.cleaned_data.get("stage") if form.is_bound and form.is_valid() else wanted)
    return form_page(request, "tracking/stage.html", form, heading=_("Ghi mốc đã diễn ra"), name=title_of(congress), **context)


def _say_debts(request: HttpRequest, congress: Congress, reached: Stage) -> None:
    """Say what stays owed after a stage was recorded."""
    skipped = [str(STAGE_TITLES[step.stage]) for step in track(congress) if step.state == "skipped"]
    if skipped:
        text = _("Còn nợ các mốc trước: {stages}. Việc đã xảy ra vẫn được ghi.")
        messages.warning(request, text.format(stages=", ".join(skipped)))
    others = [row for row in rows_of(request, congress, reached) if not row.answer.is_met and not row.passed]
    others = [row for row in others if not row.answer.code.startswith("stage.")]
    if others:
        text = _("{n} điều kiện còn thiếu đã thành việc nợ có hạn.")
        messages.warning(request, text.format(n=len(others)))


@require_http_methods(["GET", "POST"])
def pass_(request: HttpRequest, congress_id: UUID, stage: str, code: str) -> HttpResponse:
    """Let one warning pass in the own name, with a reason (cho qua điều kiện; PR-02)."""
    congress = congress_seen(request, congress_id)
    require(person(request), "congresses.pass_gate", congress.unit)
    if stage not in set(Stage):
        raise Http404
    answer = next((each for each in answers(congress, Stage(stage), timezone.localdate()) if each.code == code and not each.is_met), None)
    if answer is None:
        raise Http404
    form = PassForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            given = {"stage": Stage(stage), "gate": answer.gate(), "reason": form.cleaned_data["reason"]}
            try_again(services.pass_gate, actor=person(request), congress=congress, **given)
            messages.success(request, _("Đã ghi: cho qua “{gate}”.").format(gate=answer.what))
            return redirect("congresses:detail", congress.pk)
    context = {"congress": congress, "congress_title": title_of(congress), "back": "congresses:detail", "unit_name": name_of(congress.unit)}
    return form_page(request, "congresses/act.html", form, heading=answer.what, button=_("Cho qua, ghi tên tôi"), **context)
