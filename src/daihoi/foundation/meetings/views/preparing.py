"""Prepare a conference on screen: plan, programme, papers, who is convened (chuẩn bị hội nghị)."""

from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daihoi.foundation.files.services import store
from daihoi.foundation.journal.services import try_again
from daihoi.foundation.meetings import services
from daihoi.foundation.meetings.forms import ConveneForm, PaperForm, PlanForm, ProgrammeForms
from daihoi.foundation.meetings.models import Invitee, Meeting, Paper
from daihoi.foundation.meetings.queries.meetings import findings_of, papers_of, planned_of
from daihoi.foundation.meetings.queries.planning import planned_times
from daihoi.foundation.meetings.services.calling import Convened, Line, Plan, Source, drop_invitee
from daihoi.foundation.meetings.views.base import act_page, frame, person, preparing, visible
from daihoi.foundation.organization.authority import Forbidden, newest, visible_placements, visible_units
from daihoi.office.reading import Unreadable, read_docx
from daihoi.rules.conferences import reading_minutes
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import form_page, refusals, said

UNITS = 200
TYPES = {".pdf": "application/pdf", ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
MAX_PAPER = 30 * 1024 * 1024


def units_for(request: HttpRequest) -> list[tuple[str, str]]:
    """Offer the units in which a person may prepare conferences, the highest first."""
    places = newest(visible_placements(person(request), "meetings.prepare")).order_by("depth", "path")[:UNITS]
    return [(str(place.unit_id), place.name) for place in places]


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a new conference (dự kiến hội nghị)."""
    units = units_for(request)
    if not units:
        raise Forbidden("authority.forbidden", _("Bạn không có quyền chuẩn bị hội nghị."))
    return _plan_page(request, PlanForm(request.POST or None, units=units), None)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Change what was planned (sửa dự kiến)."""
    meeting = preparing(request, meeting_id)
    opens = timezone.localtime(meeting.opens_at)
    kept = ("title", "body", "kind", "ordinal", "term", "place", "chair", "quorum")
    initial = {name: getattr(meeting, name) for name in kept} | {"unit": str(meeting.unit_id), "day": opens.date(), "clock": opens.time()}
    units = [(str(meeting.unit_id), str(frame(request, meeting)["unit_name"]))]
    return _plan_page(request, PlanForm(request.POST or None, initial=initial, units=units), meeting)


def _plan_page(request: HttpRequest, form: PlanForm, meeting: Meeting | None) -> HttpResponse:
    """Take the plan, or show its form."""
    if form.is_valid():
        typed = form.cleaned_data
        kept = ("title", "body", "kind", "ordinal", "term", "place", "chair", "quorum")
        decided = Plan(opens_at=form.opens_at(), **{name: typed[name] for name in kept})
        unit = visible_units(person(request), "meetings.prepare").get(pk=typed["unit"])
        with refusals(form):
            planned = try_again(services.plan_meeting, actor=person(request), unit=unit, plan=decided, meeting=meeting)
            messages.success(request, _("Đã ghi dự kiến hội nghị."))
            return redirect("meetings:detail", planned.pk)
    heading = _("Sửa dự kiến hội nghị") if meeting else _("Dự kiến hội nghị")
    return act_page(request, form, meeting, heading, _("Ghi dự kiến"))


@require_http_methods(["GET", "POST"])
def programme(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Write the programme (lập chương trình)."""
    meeting = preparing(request, meeting_id)
    items = meeting.items.order_by("position")
    initial = [
        {"item": item.pk, "place": place, "step": item.step, "title": item.title, "minutes": item.minutes, "speaker": item.speaker}
        for place, item in enumerate(items, start=1)
    ]
    lines = ProgrammeForms(request.POST or None, initial=initial)
    refusal = ""
    if lines.is_valid():
        typed = [line.cleaned_data for line in lines if line.cleaned_data.get("title")]
        ordered = sorted(typed, key=lambda line: line["place"] or 1000)
        chosen = [Line(row["step"], row["title"], row["minutes"], row["speaker"], row["item"]) for row in ordered]
        try:
            try_again(services.set_programme, actor=person(request), meeting=meeting, lines=chosen)
        except RuleViolation as violation:
            refusal = said(violation)
        else:
            messages.success(request, _("Đã ghi chương trình."))
            return redirect("meetings:programme" if "more" in request.POST else "meetings:detail", meeting.pk)
    status = 422 if request.method == "POST" else 200
    context = {"lines": list(zip_longest(lines, timed(meeting))), "formset": lines, "refusal": refusal, "findings": findings_of(meeting)}
    return render(request, "meetings/programme.html", {**frame(request, meeting), **context}, status=status)


def timed(meeting: Meeting) -> list[dict[str, object]]:
    """Give for each item when it is planned to begin, and how long its papers take to read aloud (giờ dự kiến, thời gian đọc)."""
    items = list(meeting.items.order_by("position"))
    planned = planned_of(items, papers_of(meeting))
    return [
        {"at": at, "words": row.words, "reading": reading_minutes(row.words)}
        for (_item, at), row in zip(planned_times(meeting, items), planned, strict=True)
    ]


@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Name a paper that must come, or bring its file (tài liệu)."""
    meeting = preparing(request, meeting_id)
    expected = expected_paper(request, meeting)
    initial = {"title": expected.title, "item": expected.item_id, "for_adoption": expected.is_for_adoption} if expected else None
    form = PaperForm(request.POST or None, request.FILES or None, initial=initial, meeting=meeting, paper=expected)
    if form.is_valid():
        with refusals(form):
            _bring(request, meeting, expected, form.cleaned_data)
            messages.success(request, _("Đã ghi tài liệu."))
            return redirect("meetings:detail", meeting.pk)
    return act_page(request, form, meeting, _("Tài liệu hội nghị"), _("Ghi tài liệu"), has_file=True)


def expected_paper(request: HttpRequest, meeting: Meeting) -> Paper | None:
    """Give the expected paper that the address names, if it names one."""
    try:
        key = UUID(request.GET.get("paper", ""))
    except ValueError:
        return None
    return Paper.objects.filter(meeting=meeting, pk=key).first()


def _bring(request: HttpRequest, meeting: Meeting, expected: Paper | None, typed: dict[str, Any]) -> None:
    """Keep the file and attach it, or only name the paper."""
    actor, upload = person(request), typed["file"]
    named = {"item": typed["item"], "for_adoption": typed["for_adoption"]}
    if upload is None:
        try_again(services.expect_paper, actor=actor, meeting=meeting, title=typed["title"], **named)
        return
    ending = f".{upload.name.rsplit('.', 1)[-1].lower()}"
    content = upload.read(MAX_PAPER + 1)
    if ending not in TYPES or len(content) > MAX_PAPER:
        raise RuleViolation("meetings.paper_kind", _("Chỉ nhận tệp PDF hoặc DOCX, không quá 30 MB."), field="file")
    stored = store(content, kind="meeting_paper", name=upload.name)
    source = Source(typed["title"], stored=stored, words=words_in(content, ending) or typed["words"] or 0)
    try_again(services.attach_paper, actor=actor, meeting=meeting, source=source, paper=expected, **named)


def words_in(content: bytes, ending: str) -> int:
    """Count the words of a DOCX, for the time it takes to read aloud; a PDF is not opened."""
    if ending != ".docx":
        return 0
    try:
        paragraphs = read_docx(content)
    except Unreadable as broken:
        raise RuleViolation(
            "meetings.paper_broken", _("Tệp DOCX không mở được. Lưu lại từ phần mềm soạn thảo rồi gửi lại."), field="file"
        ) from broken
    return sum(len(paragraph.text.split()) for paragraph in paragraphs)


@require_safe
def paper_file(request: HttpRequest, meeting_id: UUID, paper_id: UUID) -> HttpResponse:
    """Hand out the file of a paper (mở tài liệu)."""
    found = get_object_or_404(Paper.objects.select_related("stored"), pk=paper_id, meeting=visible(request, meeting_id))
    return file_of(found)


def file_of(found: Paper) -> HttpResponse:
    """Give the stored file of a paper, PDF in the browser, others to save."""
    if found.stored is None:
        raise Http404
    ending = f".{found.stored.name.rsplit('.', 1)[-1].lower()}"
    held = "inline" if ending == ".pdf" else "attachment"
    answer = HttpResponse(found.stored.read(), content_type=TYPES.get(ending, "application/octet-stream"))
    answer["Content-Disposition"] = f'{held}; filename="tai-lieu-{found.position}{ending}"'
    return answer


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Show who is convened and add lines (thành phần triệu tập)."""
    meeting = preparing(request, meeting_id)
    form = ConveneForm(request.POST or None, initial={"has_vote": True})
    if form.is_valid():
        has_vote = form.cleaned_data["has_vote"]
        lines = [Convened(title, heads, delegation, has_vote) for title, heads, delegation in form.cleaned_data["lines"]]
        with refusals(form):
            try_again(services.convene, actor=person(request), meeting=meeting, lines=lines)
            messages.success(request, _("Đã ghi {n} dòng thành phần.").format(n=len(lines)))
            return redirect("meetings:people", meeting.pk)
    rows = meeting.invitees.select_related("person").order_by("position")
    return form_page(request, "meetings/people.html", form, **frame(request, meeting), invitees=rows)


@require_POST
def convene_body_(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Convene all who hold a post in the body (triệu tập theo chức vụ)."""
    meeting = preparing(request, meeting_id)
    try:
        rows = try_again(services.convene_body, actor=person(request), meeting=meeting)
        messages.success(request, _("Đã ghi {n} người đang giữ chức vụ.").format(n=len(rows)))
    except RuleViolation as violation:
        messages.error(request, said(violation))
    return redirect("meetings:people", meeting.pk)


@require_POST
def drop(request: HttpRequest, meeting_id: UUID, invitee_id: UUID) -> HttpResponse:
    """Take a line off the convened (bỏ một dòng)."""
    meeting = preparing(request, meeting_id)
    row = get_object_or_404(Invitee.objects.select_related("meeting__unit"), pk=invitee_id, meeting=meeting)
    try:
        try_again(drop_invitee, actor=person(request), invitee=row)
    except RuleViolation as violation:
        messages.error(request, said(violation))
    return redirect("meetings:people", meeting.pk)


@require_POST
def summon(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Give the summons its number (ra giấy triệu tập)."""
    meeting = preparing(request, meeting_id)
    try:
        try_again(services.issue_summons, actor=person(request), meeting=meeting, on=timezone.localdate())
        messages.success(request, _("Giấy triệu tập mang số {symbol}.").format(symbol=meeting.symbol))
    except RuleViolation as violation:
        messages.error(request, said(violation))
    return redirect("meetings:detail", meeting.pk)
