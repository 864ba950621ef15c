"""One congress: its page, its dates, its kind, its rules, its programme (một đại hội)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.congresses import readiness, services
from daihoi.cycle.congresses.address import crumbs
from daihoi.cycle.congresses.forms import CorrectionForm, KindForm, PlanForm, SessionForm
from daihoi.cycle.congresses.models import STAGE_TITLES, Congress, ExtraordinaryGrounds, Matter, Session, StageEvent
from daihoi.cycle.congresses.papers import programme_paper
from daihoi.cycle.congresses.queries import planned_history, track
from daihoi.cycle.congresses.views.base import act_page, allowed, confirmable, congress_of, name_of, person, title_of
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import acts_at
from daihoi.foundation.organization.queries import newest_name
from daihoi.office import to_docx, to_pdf
from daihoi.rules import charter as charters
from daihoi.rules.adoption import sheet_of_rules
from daihoi.rules.programme import consequences
from daihoi.web.errors import refusals

PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def detail(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Show one congress: its stages, its dates with their changes, its kind (một đại hội)."""
    congress = congress_of(request, congress_id)
    today = timezone.localdate()
    steps = track(congress)
    plans = planned_history(congress)
    charter = charters.Charter.from_toml(congress.charter.text)
    context = {
        "congress": congress,
        "heading": title_of(congress),
        "crumbs": crumbs(person(request), congress.unit, today),
        "name": name_of(congress.unit),
        "steps": steps,
        "titles": STAGE_TITLES,
        "now": next((step for step in steps if step.state == "now"), None),
        "missing": [step for step in steps if step.state == "skipped"],
        "recorded": [step for step in steps if step.state == "done"],
        "held": next((step.happened_on for step in steps if step.stage == "held"), None),
        "plan": plans[0] if plans else None,
        "plans": plans,
        "changes": [event for step in steps for event in step.history if event.withdraws_id],
        "members": congress.unit.headcounts.order_by("-on", "-recorded_at").first(),
        "charter_title": charter.title,
        "to_adopt": len(sheet_of_rules(charter)),
        "may": may(request, congress),
        "today": today,
    }
    return render(request, "congresses/detail.html", context | _parts(congress, plans))


def may(request: HttpRequest, congress: Congress) -> dict[str, bool]:
    """Tell which acts the person may do here; a superior's acts are asked at the superior."""
    here = acts_at(person(request), congress.unit)
    superior = readiness.superior_of(congress.unit)
    above = acts_at(person(request), superior) if superior else frozenset()
    own = ("call", "plan", "record_stage", "correct_stage", "mark_pilot", "prepare", "submit", "add_lesson", "report_result", "pass_gate")
    acts = {act: f"congresses.{act}" in here for act in own}
    sees = {f"see_{app}": f"{app}.view" in here for app in ("elections", "documents")}
    return acts | {act: f"congresses.{act}" in above for act in ("decide", "assign_leader")} | sees


def _parts(congress: Congress, plans: list[Any]) -> dict[str, Any]:
    """Gather what is prepared, submitted, learnt and reported."""
    kind, gone = readiness.kind_of(congress), readiness.gone_into(congress.unit)
    sessions = {row.kind: row for row in congress.sessions.all()}
    submissions = {matter: readiness.newest_submission(congress, matter) for matter in Matter.values}
    return {
        "prepared": readiness.preparations(congress, kind),
        "sessions": list(sessions.values()),
        "session_findings": readiness.length_findings(congress, kind),
        "consequences": consequences(congress.contents),
        "programme": readiness.timed_programme(congress),
        "subcommittees": list(congress.subcommittees.prefetch_related("seats__post__person")),
        "attendances": list(congress.attendances.filter(released_at__isnull=True).select_related("post__person")),
        "lessons": list(congress.lessons.all()) if congress.pilot else list(readiness.lessons_for(congress)[:6]),
        "submissions": [(Matter(matter), row, readiness.answer_of(row), readiness.scan_of(row)) for matter, row in submissions.items()],
        "kind_changes": list(congress.kind_changes.all()),
        "moved": readiness.moved_deadlines(congress, plans[0].recorded_at) if len(plans) > 1 else [],
        "gone": gone,
        "gone_name": newest_name(gone.successor) if gone else "",
        "result": congress.results.filter(replaced_by__isnull=True).first(),
        "grounds": ExtraordinaryGrounds.objects.filter(congress=congress).first(),
    }


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Plan or move the opening (đặt, dời ngày)."""
    congress = congress_of(request, congress_id)
    allowed(person(request), "congresses.plan", congress.unit)
    form = PlanForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        told = {"reason": typed["reason"], "document": typed["document"]}
        with confirmable(request, form, "planned", "planned", typed["planned"]) as is_confirmed:
            if typed["is_postponed"]:
                try_again(services.postpone, actor=person(request), congress=congress, **told)
                messages.success(request, _("Đã ghi hoãn. Các hạn đếm lùi từ ngày họp chờ ngày mới."))
                return redirect("congresses:detail", congress.pk)
            planned = try_again(
                services.plan_date, actor=person(request), congress=congress, planned=typed["planned"], is_confirmed=is_confirmed, **told
            )
            moved = readiness.moved_deadlines(congress, planned.recorded_at)
            messages.success(request, _("Đã ghi ngày dự kiến."))
            if moved:
                messages.warning(request, _("Dời theo: {dates}.").format(dates=_dates(moved)))
            return redirect("congresses:detail", congress.pk)
    return act_page(
        request, form, _("Đặt hoặc dời ngày đại hội"), _("Ghi ngày dự kiến"), "congresses:detail", congress, plans=planned_history(congress)
    )


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, congress_id: UUID, event_id: UUID) -> HttpResponse:
    """Correct or withdraw a recorded stage (đính chính)."""
    congress = congress_of(request, congress_id)
    event = get_object_or_404(StageEvent.objects.select_related("congress__unit"), pk=event_id, congress=congress)
    allowed(person(request), "congresses.correct_stage", congress.unit)
    form = CorrectionForm(request.POST or None, initial={"happened_on": event.happened_on})
    if form.is_valid():
        with confirmable(request, form, "happened_on", event.stage, form.cleaned_data["happened_on"]) as is_confirmed:
            try_again(services.correct_stage, actor=person(request), event=event, is_confirmed=is_confirmed, **form.cleaned_data)
            messages.success(request, _("Đã đính chính; dòng cũ vẫn còn trong lịch sử."))
            return redirect("congresses:detail", congress.pk)
    heading = _("Đính chính mốc “{stage}”").format(stage=STAGE_TITLES[event.stage])  # type: ignore[index]  # a stage is its own text
    return act_page(request, form, heading, _("Đính chính"), "congresses:detail", congress)


@require_http_methods(["GET", "POST"])
def kind(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Fix whether it is a pilot and how many contents it has (loại đại hội)."""
    congress = congress_of(request, congress_id)
    allowed(person(request), "congresses.mark_pilot", congress.unit)
    form = KindForm(request.POST or None, initial={"pilot": congress.pilot, "contents": congress.contents})
    if form.is_valid():
        typed = form.cleaned_data
        with refusals(form):
            if typed["contents"] != congress.contents:
                try_again(
                    services.set_contents,
                    actor=person(request),
                    congress=congress,
                    contents=typed["contents"],
                    reason=typed["reason"],
                    document=typed["document"],
                )
            if typed["pilot"] != congress.pilot:
                try_again(services.mark_pilot, actor=person(request), congress=congress, pilot=typed["pilot"])
            messages.success(request, _("Đã ghi loại đại hội."))
            return redirect("congresses:detail", congress.pk)
    return act_page(request, form, _("Đại hội điểm và số nội dung"), _("Ghi"), "congresses:detail", congress)


@require_safe
def rules(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Print the sheet of rules that the congress itself must adopt (phiếu thông qua quy chế; PR-27)."""
    congress = congress_of(request, congress_id)
    charter = charters.Charter.from_toml(congress.charter.text)
    context = {"congress": congress, "heading": title_of(congress), "charter_title": charter.title, "sheet": sheet_of_rules(charter)}
    return render(request, "congresses/rules.html", context)


def _dates(moved: list[Any]) -> str:
    """Name the dates that moved, each with its old and its new day."""
    return "; ".join(
        f"{event.assignment.batch.title}: {event.due_before:%d/%m/%Y} → {event.due_after:%d/%m/%Y}"
        for event in moved
        if event.due_before and event.due_after
    )


@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest, congress_id: UUID) -> HttpResponse:
    """Plan the preparatory and the official session (định các phiên; DR-10)."""
    congress = congress_of(request, congress_id)
    allowed(person(request), "congresses.prepare", congress.unit)
    known, plan = {row.kind: row for row in congress.sessions.all()}, readiness.last_plan(congress)
    official, early = known.get(Session.Kind.OFFICIAL), known.get(Session.Kind.PREPARATORY)
    first = {
        "official_on": official.opens_on if official else plan.planned if plan else None,
        "official_half_days": official.half_days if official else None,
        "official_at": official.opens_at if official else None,
        "preparatory_at": early.opens_at if early else None,
        "preparatory_on": early.opens_on if early else None,
        "preparatory_half_days": early.half_days if early else None,
        "place": official.place if official else "",
    }
    form = SessionForm(request.POST or None, initial=first)
    if form.is_valid():
        typed = form.cleaned_data
        early_day, place = typed["preparatory_on"], typed["place"]
        with refusals(form):
            try_again(
                services.set_sessions,
                actor=person(request),
                congress=congress,
                official=services.Sitting(typed["official_on"], typed["official_half_days"], place, typed["official_at"]),
                preparatory=services.Sitting(early_day, typed["preparatory_half_days"] or 1, place, typed["preparatory_at"])
                if early_day
                else None,
            )
            messages.success(request, _("Đã ghi các phiên."))
            return redirect("congresses:detail", congress.pk)
    return act_page(request, form, _("Các phiên của đại hội"), _("Ghi các phiên"), "congresses:detail", congress)


@require_safe
def programme_(request: HttpRequest, congress_id: UUID, form: str) -> HttpResponse:
    """Give the programme of the congress as a paper (chương trình đại hội; DR-17)."""
    congress = congress_of(request, congress_id)
    if form not in ("pdf", "docx"):
        raise Http404
    with translation.override("vi"):
        paper = programme_paper(congress, title_of(congress))
    content, kind = (to_pdf(paper), PDF) if form == "pdf" else (to_docx(paper), DOCX)
    held = "inline" if form == "pdf" else "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'{held}; filename="chuong-trinh-dai-hoi.{form}"'})
