"""Screens of approval, issue and templates (trình duyệt, phát hành, mẫu)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daihoi.cycle.documents import services
from daihoi.cycle.documents.forms import IssueForm, SubmitForm, TemplateForm, VerdictForm
from daihoi.cycle.documents.models import Submission
from daihoi.cycle.documents.papers import body_symbol
from daihoi.cycle.documents.queries.texts import pattern
from daihoi.cycle.documents.services.issuing import Signing
from daihoi.cycle.documents.views.base import act_page, allowed, frame, home, may, person, visible
from daihoi.cycle.documents.views.editing import place
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.queries import newest_name
from daihoi.rules.errors import RuleViolation
from daihoi.rules.papers import SectionRule, Step, kinds
from daihoi.web.errors import form_page, refusals

LEVELS = {"cấp mình": "own", "cấp trên": "superior"}


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Send the newest version along its route (trình duyệt)."""
    document = visible(request, document_id)
    allowed(request, "submit", document.unit)
    form = SubmitForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            row = try_again(services.submit, actor=person(request), document=document, **form.cleaned_data)
            messages.success(request, _("Đã trình: {step}, hạn {day:%d/%m/%Y}.").format(step=_(row.title), day=row.due))
            return redirect(place(document))
    steps = " → ".join(_(step.title) for step in pattern(document.unit, document.kind).route)
    return act_page(request, form, _("Trình duyệt"), _("Trình duyệt"), place(document), lead=steps, **frame(request, document))


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, document_id: UUID, submission_id: UUID) -> HttpResponse:
    """Approve a version or return it with reasons (duyệt, trả lại)."""
    document = visible(request, document_id)
    submission = get_object_or_404(
        Submission.objects.select_related("version__document", "to"), pk=submission_id, version__document=document
    )
    allowed(request, "approve", submission.to)
    form = VerdictForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            verdict = try_again(services.decide, actor=person(request), submission=submission, **form.cleaned_data)
            messages.success(request, _("Đã ghi kết quả: {outcome}.").format(outcome=verdict.get_outcome_display()))
            return redirect(place(document))
    lead = _("{step}, bản {n}, hạn {day:%d/%m/%Y}. {note}").format(
        step=_(submission.title), n=submission.version.number, day=submission.due, note=submission.note
    )
    return act_page(request, form, _("Cho ý kiến"), _("Ghi kết quả"), place(document), lead=lead, **frame(request, document))


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Issue a paper with its number (phát hành)."""
    document = visible(request, document_id)
    allowed(request, "issue", document.unit)
    first = {"signed_on": timezone.localdate(), "symbol": body_symbol(document), "signer_title": _("Bí thư")}
    form = IssueForm(request.POST or None, initial=first)
    if form.is_valid():
        with refusals(form):
            row = try_again(services.issue_document, actor=person(request), document=document, signing=Signing(**form.cleaned_data))
            messages.success(request, _("Đã phát hành, số {symbol}.").format(symbol=row.symbol))
            return redirect(place(document))
    return act_page(request, form, _("Phát hành"), _("Lấy số, phát hành"), place(document), **frame(request, document))


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """List the kinds of papers with the template that holds in the own unit (mẫu văn bản)."""
    unit = home(person(request), "documents.view")
    if unit is None:
        raise Forbidden("authority.forbidden", _("Bạn không có quyền xem mẫu văn bản."))
    rows = [pattern(unit, kind) for kind in kinds()]
    context = {"rows": rows, "unit": unit, "unit_name": newest_name(unit), "may": may(request, unit)}
    return render(request, "documents/templates.html", context)


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Keep the own unit's sections and route for a kind of paper (sửa mẫu)."""
    unit = home(person(request), "documents.keep_template")
    if unit is None:
        raise Forbidden("authority.forbidden", _("Bạn không có quyền sửa mẫu văn bản."))
    if kind not in kinds():
        raise Http404
    now = pattern(unit, kind)
    form = TemplateForm(request.POST or None, initial={"sections": _sections_text(now.sections), "route": _route_text(now.route)})
    if form.is_valid():
        with refusals(form):
            sections, route = _sections(form.cleaned_data["sections"]), _route(form.cleaned_data["route"])
            try_again(services.keep_template, actor=person(request), unit=unit, kind=kind, sections=sections, route=route)
            messages.success(request, _("Đã lưu mẫu. Mẫu áp dụng cho cả nhánh, trừ nơi có mẫu riêng."))
            return redirect("documents:templates")
    heading = _("Mẫu: {kind}").format(kind=_(now.kind.title))
    return form_page(request, "documents/act.html", form, heading=heading, button=_("Lưu mẫu"), back=reverse("documents:templates"))


def _sections_text(sections: tuple[SectionRule, ...]) -> str:
    """Write sections as people type them."""
    return "\n".join(f"{each.title}: {', '.join(each.words)}" if each.words else each.title for each in sections)


def _sections(text: str) -> list[SectionRule]:
    """Read sections, one a line."""
    found = []
    for line in text.splitlines():
        title, _colon, words = line.partition(":")
        if title.strip():
            found.append(SectionRule(title.strip(), tuple(word.strip().casefold() for word in words.split(",") if word.strip())))
    return found


def _route_text(route: tuple[Step, ...]) -> str:
    """Write a route as people type it."""
    names = {value: name for name, value in LEVELS.items()}
    return "\n".join(f"{step.title} | {names[step.to]} | {step.days}" for step in route)


def _route(text: str) -> list[Step]:
    """Read a route, one step a line, or refuse the line."""
    found = []
    for line in filter(str.strip, text.splitlines()):
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 3 or not parts[0] or parts[1].casefold() not in LEVELS or not parts[2].isdecimal() or len(parts[2]) > 3:
            raise RuleViolation(
                "documents.route_line", _("Không đọc được bước “{line}”. Ghi: tên bước | cấp trên | 10."), line=line, field="route"
            )
        found.append(Step(parts[0], LEVELS[parts[1].casefold()], int(parts[2])))
    return found
