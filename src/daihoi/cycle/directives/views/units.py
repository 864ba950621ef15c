"""Screens of what units do with a text: one unit's steps, the rows behind a figure (màn hình đơn vị)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.directives import services
from daihoi.cycle.directives.address import allowed, asked_day, asked_scope, figures_frame, person, unit_name, visible_text
from daihoi.cycle.directives.forms import CorrectionForm, DayForm, DisseminationForm
from daihoi.cycle.directives.models import Clause, Delivery, Dissemination, Meeting, Text
from daihoi.cycle.directives.queries.coverage import MEASURES, STATES, Scope, clause_rows, rows, standing_disseminations
from daihoi.cycle.directives.queries.texts import VIEW, ended_by, own_plan, visible_texts
from daihoi.cycle.directives.queries.units import clause_states
from daihoi.cycle.directives.views.texts import act_page
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import acts_at, visible_units
from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import children, search
from daihoi.web.errors import refusals
from daihoi.web.tables import xlsx

PAGE = 40
STATE_WORDS = {
    "sent": gettext_lazy("Đã gửi"),
    "unreceived": gettext_lazy("Chưa nhận"),
    "received": gettext_lazy("Đã nhận"),
    "unread": gettext_lazy("Chưa đọc"),
    "read": gettext_lazy("Đã đọc"),
    "unheld": gettext_lazy("Chưa quán triệt"),
    "held": gettext_lazy("Đã quán triệt"),
    "unplanned": gettext_lazy("Chưa có kế hoạch"),
    "planned": gettext_lazy("Đã có kế hoạch"),
}
CLAUSE_WORDS = {
    "": gettext_lazy("Tất cả đơn vị được giao"),
    "missing": gettext_lazy("Còn thiếu"),
    "has": gettext_lazy("Đã có"),
}


def _unit(request: HttpRequest, code: str) -> Unit:
    """Find a unit the person may see."""
    return get_object_or_404(visible_units(person(request), VIEW), code=code)


@require_safe
def unit_page(request: HttpRequest, text_id: UUID, code: str) -> HttpResponse:
    """Show what one unit did with a text: each step with its day and person, clause by clause (một đơn vị)."""
    text, unit = visible_text(request, text_id), _unit(request, code)
    on = asked_day(request, text)
    delivery = Delivery.objects.filter(text=text, unit=unit).select_related("received_by", "read_by").first()
    acts = acts_at(request.user, unit)
    seen = visible_texts(person(request))
    meetings = standing_disseminations(on).filter(text=text, unit=unit).select_related("recorded_by", "replaces")
    context = {
        "text": text,
        "unit": unit,
        "name": unit_name(unit),
        "on": on,
        "delivery": delivery,
        "meetings": list(meetings),
        "attended": sum(row.attended for row in meetings),
        "expected": sum(row.expected for row in meetings),
        "plan": own_plan(text, unit, seen),
        "clauses": clause_states(text, unit, on, seen),
        "ended": ended_by(text, timezone.localdate()),
        "may_receive": "directives.receive" in acts,
        "may_disseminate": "directives.disseminate" in acts,
        "may_plan": "directives.issue_plan" in acts and unit.pk != text.unit_id,
        "may_see_work": "assignments.view" in acts,
        "has_children": children(unit, on).exists(),
        "today": timezone.localdate(),
    }
    return render(request, "directives/unit.html", context)


def _delivery(request: HttpRequest, text_id: UUID, code: str) -> Delivery:
    """Find the delivery of a text to a unit the person acts for."""
    unit = _unit(request, code)
    return get_object_or_404(Delivery.objects.select_related("text", "unit"), text=visible_text(request, text_id), unit=unit)


@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest, text_id: UUID, code: str) -> HttpResponse:
    """Receive a text in one tap, or record the day on behalf of a unit (nhận văn bản)."""
    return _step(request, text_id, code, services.mark_received, _("Đã nhận"), _("Ghi ngày nhận"))


@require_http_methods(["GET", "POST"])
def read(request: HttpRequest, text_id: UUID, code: str) -> HttpResponse:
    """Say that a text was read (đọc văn bản)."""
    return _step(request, text_id, code, services.mark_read, _("Đã đọc"), _("Ghi ngày đọc"))


def _step(request: HttpRequest, text_id: UUID, code: str, act: Any, done: str, heading: str) -> HttpResponse:
    """Do one step of a delivery: at once, or with the day that was typed."""
    delivery = _delivery(request, text_id, code)
    user = person(request)
    allowed(user, "directives.receive", delivery.unit)
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    if "now" in request.POST:
        try_again(act, actor=user, delivery=delivery)
    elif form.is_valid():
        with refusals(form):
            try_again(act, actor=user, delivery=delivery, on=form.cleaned_data["on"])
    if request.method != "POST" or ("now" not in request.POST and form.errors):
        return act_page(request, form, f"{heading}: {unit_name(delivery.unit)}", _("Ghi"), delivery.text, back=code)
    messages.success(request, f"{done}: {delivery.text}.")
    back = request.POST.get("back", "")
    return redirect("directives:list") if back == "list" else redirect("directives:unit", delivery.text_id, code)


@require_http_methods(["GET", "POST"])
def disseminate(request: HttpRequest, text_id: UUID, code: str) -> HttpResponse:
    """Record a conference that made a text known in a unit (ghi hội nghị quán triệt)."""
    text, unit = visible_text(request, text_id), _unit(request, code)
    user = person(request)
    allowed(user, "directives.disseminate", unit)
    form = DisseminationForm(request.POST or None, initial={"form": Meeting.IN_PERSON})
    if form.is_valid():
        with refusals(form):
            row = try_again(services.record_dissemination, actor=user, text=text, unit=unit, attendance=form.attendance())
            messages.success(request, _("Đã ghi hội nghị: {attended}/{expected} dự.").format(attended=row.attended, expected=row.expected))
            return redirect("directives:unit", text.pk, unit.code)
    heading = _("Hội nghị quán triệt: {unit}").format(unit=unit_name(unit))
    return act_page(request, form, heading, _("Ghi hội nghị"), text, back=code)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """Correct a recorded conference by a new row (đính chính)."""
    user = person(request)
    seen = Dissemination.objects.filter(unit__in=visible_units(user, VIEW), text__in=visible_texts(user), replaced_by__isnull=True)
    row = get_object_or_404(seen.select_related("text", "unit"), pk=row_id)
    allowed(user, "directives.disseminate", row.unit)
    initial = {name: getattr(row, name) for name in ("held_on", "form", "attended", "expected")}
    form = CorrectionForm(request.POST or None, initial=initial)
    if form.is_valid():
        typed = form.cleaned_data
        attendance = None if typed["is_withdrawn"] else form.attendance()
        with refusals(form):
            try_again(services.correct_dissemination, actor=user, row=row, attendance=attendance, reason=typed["reason"])
            messages.success(request, _("Đã đính chính; dòng cũ vẫn còn trong lịch sử."))
            return redirect("directives:unit", row.text_id, row.unit.code)
    return act_page(request, form, _("Đính chính hội nghị quán triệt"), _("Đính chính"), row.text, back=row.unit.code)


@require_safe
def rows_page(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """List the units behind a figure of a text or of one clause (các đơn vị)."""
    asked = asked_scope(request, text_id)
    found, chosen = _asked_rows(request, asked)
    is_all = request.GET.get("page") == "all"
    page = Paginator(found, 5000 if is_all else PAGE).get_page(1 if is_all else request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = (
        figures_frame(request, asked)
        | chosen
        | {
            "page": page,
            "query": f"{query.urlencode()}&" if query else "",
            "words": request.GET.get("q", ""),
        }
    )
    return render(request, "directives/rows.html", context)


def _asked_rows(request: HttpRequest, asked: Scope) -> tuple[Any, dict[str, Any]]:
    """Give the units asked for, and what was asked: a step of the text, or a clause with a measure."""
    clause = _clause(request, asked.text)
    state = request.GET.get("state", "")
    if clause is None:
        state = state if state in STATES else "sent"
        found, chosen = rows(asked, state), dict[str, Any](state=state, states=STATE_WORDS)
    else:
        measure = request.GET.get("show") if request.GET.get("show") in MEASURES else "plan"
        state = state if state in CLAUSE_WORDS else ""
        missing = {"missing": True, "has": False}.get(state)
        found = clause_rows(asked, clause, measure=str(measure), is_missing=missing)
        chosen = dict[str, Any](clause=clause, measure=measure, state=state, states=CLAUSE_WORDS)
    words = request.GET.get("q", "").strip()
    return (search(found, words) if words else found), chosen


def _clause(request: HttpRequest, text: Text) -> Clause | None:
    """Give the clause named in the address by its number."""
    number = request.GET.get("clause")
    return get_object_or_404(text.clauses.all(), number=number) if number else None


@require_safe
def rows_export(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Hand out the units behind a figure as a workbook (xuất các đơn vị)."""
    asked = asked_scope(request, text_id)
    found, chosen = _asked_rows(request, asked)
    note = _("{text}, {branch}, tính đến ngày {on}: {state}").format(
        text=asked.text, branch=unit_name(asked.unit), on=f"{asked.on:%d/%m/%Y}", state=chosen["states"][chosen["state"]]
    )
    if "clause" in chosen:
        head = [_("Mã"), _("Đơn vị"), _("Hạn"), _("Ngày kế hoạch"), _("Ngày xong")]
        table: list[Any] = [(row.code, row.name, row.due, row.planned_on, row.met_on) for row in found]
        return xlsx(f"{chosen['clause']}"[:100], head, table, note=note, name="don-vi")
    head = [_("Mã"), _("Đơn vị"), _("Gửi"), _("Nhận"), _("Đọc"), _("Dự"), _("Phải dự"), _("Kế hoạch")]
    table = [(r.code, r.name, r.sent_on, r.received_on, r.read_on, r.attended, r.expected, r.planned_on) for r in found]
    return xlsx(str(asked.text), head, table, note=note, name="don-vi")
