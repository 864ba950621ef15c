"""Script, minutes, papers, texts to adopt, conclusions (kịch bản, biên bản, văn bản, kết luận)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daihoi.foundation.journal.services import try_again
from daihoi.foundation.meetings import services
from daihoi.foundation.meetings.forms import AmendmentForm, ConclusionForm, WriterForm
from daihoi.foundation.meetings.models import Amendment, Meeting, Paper
from daihoi.foundation.meetings.queries.meetings import recorded_late
from daihoi.foundation.meetings.queries.papers import KINDS, paper_of, sentences_of
from daihoi.foundation.meetings.queries.script import script_of
from daihoi.foundation.meetings.queries.standing import standing_of
from daihoi.foundation.meetings.services import Charge, Proposal
from daihoi.foundation.meetings.tokens import sign
from daihoi.foundation.meetings.views.base import act_page, frame, in_charge, person, visible
from daihoi.foundation.organization.authority import Forbidden, can, newest, require, visible_placements
from daihoi.foundation.organization.models import Unit
from daihoi.office import to_docx, to_pdf
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import form_page, refusals, said

TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
NAMES = {"summons": "giay-trieu-tap", "script": "kich-ban-dieu-hanh", "minutes": "bien-ban"}


@require_safe
def script(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Show the chair his words, the present step large (kịch bản điều hành; PR-15)."""
    meeting = visible(request, meeting_id)
    require(person(request), "meetings.read_script", meeting.unit)
    standing = standing_of(meeting)
    parts = script_of(standing)
    context = {"standing": standing, "parts": parts, "now": next((part for part in parts if part.is_now), None)}
    return render(request, "meetings/script.html", {**frame(request, meeting), **context, "stream": sign(meeting, "desk")})


@require_http_methods(["GET", "POST"])
def minutes(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Show the minutes as drafted from the events, and fix them once the conference is closed (biên bản)."""
    meeting = visible(request, meeting_id)
    form = WriterForm(request.POST or None, initial={"writer": person(request).full_name})
    if form.is_valid():
        with refusals(form):
            fixed = try_again(services.fix_minutes, actor=person(request), meeting=meeting, writer=form.cleaned_data["writer"])
            messages.success(request, _("Biên bản mang số {symbol}.").format(symbol=fixed.symbol))
            return redirect("meetings:minutes", meeting.pk)
    context = {**frame(request, meeting), "sentences": sentences_of(meeting), "fixed": getattr(meeting, "fixed_minutes", None)}
    context["late"] = recorded_late(meeting) if meeting.is_closed else None
    return form_page(request, "meetings/minutes.html", form, **context)


@require_safe
def document(request: HttpRequest, meeting_id: UUID, kind: str, form: str) -> HttpResponse:
    """Give one paper of a conference as DOCX or PDF (văn bản)."""
    meeting = visible(request, meeting_id)
    if kind == "script":
        require(person(request), "meetings.read_script", meeting.unit)
    found = paper_of(meeting, kind) if kind in KINDS and form in TYPES else None
    if found is None:
        raise Http404
    content = to_pdf(found) if form == "pdf" else to_docx(found)
    held = "inline" if form == "pdf" else "attachment"
    return HttpResponse(content, content_type=TYPES[form], headers={"Content-Disposition": f'{held}; filename="{NAMES[kind]}.{form}"'})


def _text(request: HttpRequest, meeting_id: UUID, paper_id: UUID) -> Paper:
    """Find a text that the conference may adopt, for who runs it."""
    meeting = in_charge(request, meeting_id)
    return get_object_or_404(Paper.objects.select_related("meeting__unit"), pk=paper_id, meeting=meeting, is_for_adoption=True)


@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, meeting_id: UUID, paper_id: UUID) -> HttpResponse:
    """Show one text with its amendments, and take another one (thông qua văn bản)."""
    found = _text(request, meeting_id, paper_id)
    form = AmendmentForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            proposal = Proposal(**form.cleaned_data)
            try_again(services.propose_amendment, actor=person(request), paper=found, proposal=proposal)
            return redirect("meetings:text", meeting_id, found.pk)
    amendments = list(found.amendments.select_related("vote__result").order_by("number"))
    context = {**frame(request, found.meeting), "paper": found, "amendments": amendments, "adoption": getattr(found, "adoption", None)}
    return form_page(request, "meetings/text.html", form, **context)


@require_POST
def put(request: HttpRequest, meeting_id: UUID, paper_id: UUID) -> HttpResponse:
    """Put the text, or one of its amendments, to the vote (đưa ra biểu quyết)."""
    found = _text(request, meeting_id, paper_id)
    key, form = request.POST.get("amendment", ""), request.POST.get("form", "hands")
    form = form if form in ("hands", "cards", "device") else "hands"
    try:
        if key:
            amendment = get_object_or_404(Amendment.objects.select_related("paper__meeting__unit"), number=_whole(key), paper=found)
            try_again(services.put_amendment, actor=person(request), amendment=amendment, form=form)
        else:
            try_again(services.put_text, actor=person(request), paper=found, form=form)
    except RuleViolation as violation:
        messages.error(request, said(violation))
        return redirect("meetings:text", meeting_id, found.pk)
    return redirect("meetings:desk", meeting_id)


def _whole(text: str) -> int:
    """Read a number a button carries; what is none names nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


@require_http_methods(["GET", "POST"])
def conclude(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Conclude, with an owner and a day; it is assigned at once (kết luận)."""
    meeting = in_charge(request, meeting_id)
    form = ConclusionForm(request.POST or None, units=owners(request, meeting))
    if form.is_valid():
        typed = form.cleaned_data
        charge = Charge(typed["text"], Unit.objects.get(pk=typed["owner"]), typed["due"], typed["owner_post"])
        with refusals(form):
            try_again(services.conclude, actor=person(request), meeting=meeting, charge=charge)
            messages.success(request, _("Đã ghi kết luận và giao việc."))
            return redirect("meetings:desk", meeting.pk)
    return act_page(request, form, meeting, _("Kết luận và giao việc"), _("Ghi kết luận"), back="meetings:desk")


def owners(request: HttpRequest, meeting: Meeting) -> list[tuple[str, str]]:
    """Offer the unit of the conference and the units directly below it that the person sees (đơn vị thực hiện)."""
    if not can(request.user, "meetings.run", meeting.unit):
        raise Forbidden("authority.forbidden", _("Bạn không có quyền điều hành hội nghị."))
    seen = newest(visible_placements(request.user))
    own, below = seen.filter(unit=meeting.unit), seen.filter(superior=meeting.unit).order_by("path")[:300]
    return [(str(place.unit_id), place.name) for place in [*own, *below]]
