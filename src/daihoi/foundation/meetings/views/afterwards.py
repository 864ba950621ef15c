"""Type in a conference that was held without the program: keep a draft, then record it at once (ghi lại hội nghị đã họp)."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daihoi.foundation.journal.services import try_again
from daihoi.foundation.meetings import services
from daihoi.foundation.meetings.late_forms import CountedForm, LatePage
from daihoi.foundation.meetings.models import Amendment, LateDraft, Meeting, OpenVote, Paper, Speaker
from daihoi.foundation.meetings.services import Charge, Count, Heard, Hours, Told, Voted, Wish
from daihoi.foundation.meetings.views.base import frame, in_charge, person
from daihoi.foundation.meetings.views.desk import presence_of
from daihoi.foundation.meetings.views.texts import owners
from daihoi.foundation.organization.models import Unit
from daihoi.rules.errors import RuleViolation
from daihoi.web.errors import said

SENT = ("csrfmiddlewaretoken", "keep", "finish")


@require_http_methods(["GET", "POST"])
def afterwards(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Show the page with what is kept, keep what was typed, record it all (ghi lại)."""
    meeting = in_charge(request, meeting_id)
    if meeting.is_live or meeting.is_closed:
        messages.error(request, _("Hội nghị này đã mở hoặc đã bế mạc trên phần mềm, không ghi lại được nữa."))
        return redirect("meetings:detail", meeting.pk)
    units, refusal = owners(request, meeting), ""
    if request.method == "GET":
        return _page(request, meeting, LatePage(meeting, draft_of(meeting), units))
    try:
        typed = {name: [value.replace("\x00", "") for value in values] for name, values in request.POST.lists() if name not in SENT}
        try_again(services.keep_draft, actor=person(request), meeting=meeting, typed=typed)
        if "finish" not in request.POST:
            messages.success(request, _("Đã ghi nháp. Chưa có gì vào biên bản cho đến khi bấm “Ghi lại và bế mạc”."))
            return redirect("meetings:afterwards", meeting.pk)
        page = LatePage(meeting, request.POST, units)
        if page.is_valid():
            try_again(services.record_afterwards, actor=person(request), meeting=meeting, told=told_by(page))
            messages.success(request, _("Đã ghi lại hội nghị. Xem biên bản, rồi chốt và lấy số."))
            return redirect("meetings:minutes", meeting.pk)
        refusal = _("Có ô chưa đúng, tô ở dưới. Những gì đã gõ vẫn còn.")
    except RuleViolation as violation:
        refusal = said(violation)
        meeting.refresh_from_db()
        page = LatePage(meeting, request.POST, units)
        page.is_valid()
    return _page(request, meeting, page, refusal, status=422)


def _page(request: HttpRequest, meeting: Meeting, page: LatePage, refusal: str = "", status: int = 200) -> HttpResponse:
    """Show the page; faults only after somebody asked to record."""
    context = {"page": page, "refusal": refusal, "is_checked": bool(refusal), "draft": LateDraft.objects.filter(meeting=meeting).first()}
    return render(request, "meetings/afterwards.html", {**frame(request, meeting), **context}, status=status)


def draft_of(meeting: Meeting) -> QueryDict | None:
    """Give what is kept as if it came from the page (bản nháp)."""
    draft = LateDraft.objects.filter(meeting=meeting).first()
    if draft is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in draft.typed.items():
        data.setlist(name, values)
    return data


def told_by(page: LatePage) -> Told:
    """Read the page; what has no hour takes the hour of its item of the programme (đọc trang ghi lại)."""
    opened, closed = page.hall.cleaned_data["opened"], page.hall.cleaned_data["closed"]
    begun = {item.step: form.cleaned_data["began"] for item, form in reversed(page.items) if form.cleaned_data["began"]}

    def hour(typed: datetime | None, *steps: str) -> datetime:
        return typed or next((begun[step] for step in steps if step in begun), opened)

    counted = {line.invitee: presence_of(line, everybody=page.everybody) for line in page.presence}
    hours = [Hours(item, form.cleaned_data["began"], form.cleaned_data["ended"]) for item, form in page.items if form.cleaned_data["began"]]
    speeches = [
        Heard(hour(typed["at"], "speeches", "discussion"), _wish(typed), typed["form"] == "written")
        for typed in (form.cleaned_data for form in page.heard if not form.is_empty)
    ]
    votes = [
        Voted(
            hour(form.cleaned_data["at"], "adoption"),
            _count(form),
            form=form.cleaned_data["form"] or OpenVote.Form.HANDS,
            amendment=text if isinstance(text, Amendment) else None,
            paper=text if isinstance(text, Paper) else None,
        )
        for text, form in page.texts
        if not form.is_empty
    ]
    votes += [
        Voted(
            hour(form.cleaned_data["at"], "adoption"),
            _count(form),
            **{name: form.cleaned_data[name] for name in ("question", "form", "share")},
        )
        for form in page.votes
        if not form.is_empty
    ]
    conclusions = [
        (hour(None, "conclusion") if "conclusion" in begun else closed, _charge(form.cleaned_data))
        for form in page.concluded
        if not form.is_empty
    ]
    notes = [(hour(form.cleaned_data["at"]), form.cleaned_data["text"]) for form in page.noted if not form.is_empty]
    return Told(opened, closed, counted, hours, speeches, votes, conclusions, notes)


def _wish(typed: dict[str, str]) -> Wish:
    """Read who spoke on what."""
    form = Speaker.Form.SPEECH if typed["form"] == "written" else typed["form"] or Speaker.Form.TURN
    return Wish(typed["label"], typed["delegation"], form, typed["title"])


def _count(form: CountedForm) -> Count:
    """Read the count of a vote."""
    return Count(*(form.cleaned_data[name] or 0 for name in ("agree", "disagree", "other")))


def _charge(typed: dict[str, object]) -> Charge:
    """Read a conclusion."""
    due = typed["due"]
    assert isinstance(due, type(timezone.localdate()))  # noqa: S101 (a clean field)
    return Charge(str(typed["text"]), Unit.objects.get(pk=str(typed["owner"])), due, str(typed["owner_post"]))
