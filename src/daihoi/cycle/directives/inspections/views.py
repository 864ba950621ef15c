"""Screens of inspections: the inspector's desk, one round, its acts, its report (màn hình kiểm tra, giám sát)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.directives import services
from daihoi.cycle.directives.address import allowed, home_unit, person, unit_name
from daihoi.cycle.directives.forms import ReasonForm
from daihoi.cycle.directives.inspections.forms import (
    CloseForm,
    ObservationForm,
    OpenForm,
    ProgrammeForm,
    RemedyForm,
    VisitedForm,
    VisitForm,
)
from daihoi.cycle.directives.inspections.papers import report_of
from daihoi.cycle.directives.models import Clause, Inspection, Remedy, Visit
from daihoi.cycle.directives.queries.inspections import (
    VIEW,
    desk,
    followed,
    names_of,
    open_remedies,
    visible_inspections,
    visible_programmes,
)
from daihoi.cycle.directives.queries.texts import visible_texts
from daihoi.cycle.directives.views.texts import DOCX
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import can
from daihoi.office import to_docx, to_pdf
from daihoi.web.errors import form_page, refusals


def _today() -> date:
    """Give today; a demonstration stands on the last planned visit of its data."""
    last: date | None = Visit.objects.aggregate(day=Max("planned_on"))["day"] if settings.DEMONSTRATION else None
    return min(last or timezone.localdate(), timezone.localdate())


@require_safe
def desk_page(request: HttpRequest) -> HttpResponse:
    """Answer what an inspector asks first: units visited, open remedies, clocks that run out (bàn kiểm tra)."""
    user = person(request)
    unit = home_unit(user, VIEW)
    if unit is None:
        raise Http404
    found = visible_inspections(user)
    today = _today()
    seen = desk(found, today)
    listed = list(found[:40])
    context = {
        "desk": seen,
        "late": seen.late(today),
        "inspections": listed,
        "programmes": list(visible_programmes(user)[:5]),
        "names": names_of(
            [visit.unit_id for visit in (*seen.next_visits, *seen.late_visits)] + [each.remedy.visit.unit_id for each in seen.open_]
        ),
        "today": today,
        "may_plan": can(user, "directives.plan_inspections", home_unit(user, "directives.plan_inspections")),
        "may_inspect": can(user, "directives.inspect", home_unit(user, "directives.inspect")),
    }
    return render(request, "inspections/desk.html", context)


@require_http_methods(["GET", "POST"])
def create_programme(request: HttpRequest) -> HttpResponse:
    """Record the programme of a term (chương trình kiểm tra, giám sát)."""
    user = person(request)
    unit = home_unit(user, "directives.plan_inspections")
    allowed(user, "directives.plan_inspections", unit)
    form = ProgrammeForm(request.POST or None)
    if form.is_valid() and unit:
        with refusals(form):
            try_again(services.open_programme, actor=user, unit=unit, **form.cleaned_data)
            messages.success(request, _("Đã ghi chương trình."))
            return redirect("inspections:desk")
    return _act_page(request, form, _("Chương trình kiểm tra, giám sát"), _("Ghi chương trình"))


def _act_page(
    request: HttpRequest, form: Any, heading: str, button: str, inspection: Inspection | None = None, note: str = ""
) -> HttpResponse:
    """Show the form of one act on a page of its own."""
    return form_page(request, "inspections/act.html", form, heading=heading, button=button, inspection=inspection, note=note)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Open an inspection with its team (mở cuộc kiểm tra)."""
    user = person(request)
    unit = home_unit(user, "directives.inspect")
    allowed(user, "directives.inspect", unit)
    form = OpenForm(request.POST or None, programmes=visible_programmes(user), texts=visible_texts(user))
    if form.is_valid() and unit:
        typed = form.cleaned_data
        with refusals(form):
            opened = try_again(
                services.open_inspection, actor=user, unit=unit, plan=form.plan(), head=typed["head"], members=typed["members"]
            )
            messages.success(request, _("Đã mở cuộc kiểm tra. Chọn nơi sẽ đến."))
            return redirect("inspections:detail", opened.pk)
    return _act_page(request, form, _("Mở cuộc kiểm tra, giám sát"), _("Mở"))


def _inspection(request: HttpRequest, inspection_id: UUID) -> Inspection:
    """Find an inspection the person may see."""
    return get_object_or_404(visible_inspections(person(request)), pk=inspection_id)


@require_safe
def detail(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Show one inspection: team, units, what was found, what is to be put right (một cuộc kiểm tra)."""
    inspection = _inspection(request, inspection_id)
    visits = list(inspection.visits.select_related("unit").prefetch_related("observations__clause"))
    remedies = followed(Remedy.objects.filter(visit__inspection=inspection))
    context = {
        "inspection": inspection,
        "team": list(inspection.team.select_related("person")),
        "visits": [
            (visit, list(visit.observations.all()), [each for each in remedies if each.remedy.visit_id == visit.pk]) for visit in visits
        ],
        "names": names_of([visit.unit_id for visit in visits]),
        "unit_name": unit_name(inspection.unit),
        "visited": sum(visit.visited_on is not None for visit in visits),
        "n_visits": len(visits),
        "remedies": remedies,
        "n_open": sum(each.is_open for each in remedies),
        "n_late": sum(each.is_open and each.remedy.due < _today() for each in remedies),
        "may_inspect": can(request.user, "directives.inspect", inspection.unit) and inspection.closed_on is None,
        "may_see_work": can(request.user, "assignments.view", inspection.unit),
        "today": _today(),
    }
    return render(request, "inspections/detail.html", context)


@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Put a unit on the list (chọn nơi kiểm tra)."""
    inspection = _inspection(request, inspection_id)
    user = person(request)
    allowed(user, "directives.inspect", inspection.unit)
    form = VisitForm(request.POST or None, initial={"on": inspection.starts})
    form.fields["unit"].user = user  # type: ignore[attr-defined]  # the field looks among what the person sees
    if form.is_valid():
        with refusals(form):
            try_again(services.plan_visit, actor=user, inspection=inspection, **form.cleaned_data)
            messages.success(request, _("Đã thêm nơi kiểm tra."))
            return redirect("inspections:detail", inspection.pk)
    note = _("Mã đơn vị xem trên trang Tổ chức.")
    return _act_page(request, form, _("Thêm nơi kiểm tra"), _("Thêm"), inspection, note)


def _visit(request: HttpRequest, visit_id: UUID) -> tuple[User, Visit]:
    """Find a visit of an inspection in which the person may act."""
    user = person(request)
    rows = Visit.objects.filter(inspection__in=visible_inspections(user)).select_related("inspection__unit", "unit", "inspection__text")
    found = get_object_or_404(rows, pk=visit_id)
    allowed(user, "directives.inspect", found.inspection.unit)
    return user, found


@require_http_methods(["GET", "POST"])
def visited(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Record the day on which the team came (ghi ngày làm việc)."""
    user, found = _visit(request, visit_id)
    form = VisitedForm(request.POST or None, initial={"on": min(found.planned_on, _today())})
    if form.is_valid():
        with refusals(form):
            try_again(services.record_visit, actor=user, visit=found, on=form.cleaned_data["on"])
            messages.success(request, _("Đã ghi ngày làm việc."))
            return redirect("inspections:detail", found.inspection_id)
    return _act_page(request, form, _("Ngày làm việc: {unit}").format(unit=unit_name(found.unit)), _("Ghi"), found.inspection)


@require_http_methods(["GET", "POST"])
def observation(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Record what was found in a unit (ghi nhận xét)."""
    user, found = _visit(request, visit_id)
    clauses = Clause.objects.filter(text=found.inspection.text) if found.inspection.text_id else Clause.objects.none()
    form = ObservationForm(request.POST or None, clauses=clauses)
    if form.is_valid():
        with refusals(form):
            try_again(services.observe, actor=user, visit=found, **form.cleaned_data)
            messages.success(request, _("Đã ghi nhận xét."))
            return redirect("inspections:detail", found.inspection_id)
    return _act_page(request, form, _("Nhận xét: {unit}").format(unit=unit_name(found.unit)), _("Ghi nhận xét"), found.inspection)


@require_http_methods(["GET", "POST"])
def remedy(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Require a remedy: it becomes an assignment of the unit (yêu cầu khắc phục)."""
    user, found = _visit(request, visit_id)
    form = RemedyForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            try_again(services.require_remedy, actor=user, visit=found, **form.cleaned_data)
            messages.success(request, _("Đã giao yêu cầu khắc phục cho đơn vị."))
            return redirect("inspections:detail", found.inspection_id)
    return _act_page(request, form, _("Yêu cầu khắc phục: {unit}").format(unit=unit_name(found.unit)), _("Giao"), found.inspection)


@require_http_methods(["GET", "POST"])
def waive(request: HttpRequest, remedy_id: UUID) -> HttpResponse:
    """Let a remedy go, with the reason (thôi yêu cầu)."""
    user = person(request)
    rows = Remedy.objects.filter(visit__inspection__in=visible_inspections(user)).select_related("visit__inspection__unit")
    found = get_object_or_404(rows, pk=remedy_id)
    inspection = found.visit.inspection
    allowed(user, "directives.inspect", inspection.unit)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            try_again(services.waive_remedy, actor=user, remedy=found, reason=form.cleaned_data["reason"])
            messages.success(request, _("Đã thôi yêu cầu; lý do được giữ lại."))
            return redirect("inspections:detail", inspection.pk)
    return _act_page(request, form, _("Thôi yêu cầu khắc phục"), _("Thôi yêu cầu"), inspection, found.content)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """Close an inspection: every remedy accepted, or a reason for each that is not (kết thúc)."""
    inspection = _inspection(request, inspection_id)
    user = person(request)
    allowed(user, "directives.inspect", inspection.unit)
    form = CloseForm(request.POST or None, remedies=open_remedies(inspection), initial={"on": _today()})
    if form.is_valid():
        typed = form.cleaned_data
        with refusals(form):
            try_again(
                services.close_inspection,
                actor=user,
                inspection=inspection,
                on=typed["on"],
                conclusion=typed["conclusion"],
                reasons=form.reasons(),
            )
            messages.success(request, _("Đã kết thúc cuộc kiểm tra."))
            return redirect("inspections:detail", inspection.pk)
    note = _("Mọi yêu cầu khắc phục phải được nghiệm thu; yêu cầu nào chưa thì ghi lý do thôi.")
    return _act_page(request, form, _("Kết thúc cuộc kiểm tra"), _("Kết thúc"), inspection, note)


@require_safe
def report(request: HttpRequest, inspection_id: UUID, form: str) -> HttpResponse:
    """Hand out the report of an inspection in the party's format (báo cáo kết quả kiểm tra)."""
    inspection = _inspection(request, inspection_id)
    if form not in {"docx", "pdf"}:
        raise Http404
    paper = report_of(inspection)
    content, kind = (to_pdf(paper), "application/pdf") if form == "pdf" else (to_docx(paper), DOCX)
    name = f"bao-cao-kiem-tra-{inspection.starts:%Y%m%d}.{form}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
