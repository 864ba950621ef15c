"""The list of conferences and the page of one (danh sách, một hội nghị)."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from daihoi.foundation.meetings.models import Adoption, Event, Invitee, Meeting
from daihoi.foundation.meetings.queries.meetings import (
    base_for,
    conclusions_of,
    findings_of,
    papers_of,
    quorum_for,
    recorded_late,
    visible_meetings,
)
from daihoi.foundation.meetings.queries.planning import planned_times
from daihoi.foundation.meetings.views.base import frame, person, visible
from daihoi.foundation.organization.authority import visible_units
from daihoi.foundation.organization.models import Placement
from daihoi.foundation.organization.queries import newest

PAGE = 40
STATES = {"": gettext_lazy("Mọi giai đoạn"), **dict(Meeting.State.choices)}


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """List the conferences a person may see, the latest first (danh sách hội nghị)."""
    user = person(request)
    state = request.GET.get("state", "") if request.GET.get("state", "") in STATES else ""
    text = " ".join(request.GET.get("q", "").split())
    names = newest(Placement.objects.filter(unit=OuterRef("unit"))).values("name")[:1]
    heads = Invitee.objects.filter(meeting=OuterRef("pk"), has_vote=True).order_by().values("meeting")
    found = visible_meetings(user).annotate(
        unit_name=Subquery(names),
        convened=Subquery(heads.annotate(n=Sum("heads")).values("n")),
        present=Subquery(heads.annotate(n=Sum("present")).values("n")),
    )
    if state:
        found = found.filter(state=state)
    if text:
        found = found.filter(title__icontains=text)
    page = Paginator(found.order_by("-opens_at", "pk"), PAGE).get_page(request.GET.get("page"))
    can_plan = visible_units(user, "meetings.prepare").exists()
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "states": STATES,
        "state": state,
        "text": text,
        "can_plan": can_plan,
        "query": f"{query.urlencode()}&" if query else "",
    }
    return render(request, "meetings/list.html", context)


@require_safe
def detail(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Show one conference: programme, papers, the convened, what is missing (một hội nghị)."""
    meeting = visible(request, meeting_id)
    items, papers = list(meeting.items.order_by("position")), papers_of(meeting)
    invitees = list(meeting.invitees.select_related("person").order_by("position"))
    return render(
        request,
        "meetings/detail.html",
        {
            **frame(request, meeting),
            "programme": planned_times(meeting, items),
            "minutes": sum(item.minutes for item in items),
            "papers": papers,
            "missing": [paper for paper in papers if paper.received_at is None],
            "findings": [] if meeting.is_live or meeting.is_closed else findings_of(meeting),
            "invitees": invitees,
            "quorum": quorum_for(meeting),
            "base": base_for(meeting),
            "guests": sum(row.heads for row in invitees if not row.has_vote),
            "conclusions": conclusions_of(meeting),
            "adoptions": list(Adoption.objects.filter(paper__meeting=meeting).select_related("paper")),
            "today": timezone.localdate(),
            "late": recorded_late(meeting) if meeting.is_closed else None,
            "is_past": not meeting.is_live and not meeting.is_closed and meeting.opens_at < timezone.now(),
            "results": list(meeting.votes.filter(result__isnull=False).select_related("result").order_by("opened_at")),
        },
    )


@require_safe
def events(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """List what happened, each line with its line of the journal (diễn biến)."""
    meeting = visible(request, meeting_id)
    rows = Event.objects.filter(meeting=meeting).select_related("entry").order_by("seq")
    page = Paginator(rows, 400).get_page(request.GET.get("page"))
    return render(request, "meetings/events.html", {**frame(request, meeting), "page": page, "late": recorded_late(meeting)})
