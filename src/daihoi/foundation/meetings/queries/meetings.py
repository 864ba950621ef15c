"""Which conferences a person sees, and what stands on their first page (danh sách hội nghị)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from daihoi.foundation.accounts.models import User
from daihoi.foundation.meetings.models import Adoption, Conclusion, Event, Invitee, Item, Meeting, Paper
from daihoi.foundation.organization.authority import Actor, visible_units
from daihoi.foundation.organization.models import Placement
from daihoi.foundation.organization.queries import newest
from daihoi.rules.base import Base
from daihoi.rules.conferences import Heads, Planned, Quorum, base_of, programme_findings, quorum_of
from daihoi.rules.errors import Finding

VIEW = "meetings.view"


def visible_meetings(user: Actor) -> "QuerySet[Meeting]":
    """Give the conferences of the branches a person may see (hội nghị được xem)."""
    return Meeting.objects.filter(unit__in=visible_units(user, VIEW)).select_related("unit")


def heads_of(meeting: Meeting) -> Heads:
    """Add up who may vote: convened, present, absent by reason (số có quyền biểu quyết)."""
    names = ("heads", "present", "excused", "elsewhere", "suspended")
    sums = Invitee.objects.filter(meeting=meeting, has_vote=True).aggregate(**{f"{name}_sum": Sum(name) for name in names})
    return Heads(*(sums[f"{name}_sum"] or 0 for name in names))


def base_for(meeting: Meeting) -> Base:
    """Give the base on which every vote of a conference is decided (cơ sở tính)."""
    return base_of(meeting.body, heads_of(meeting))


def quorum_for(meeting: Meeting) -> Quorum:
    """Ask whether enough are present (đủ số để họp)."""
    return quorum_of(meeting.body, heads_of(meeting), meeting.quorum)


def papers_of(meeting: Meeting) -> list[Paper]:
    """Give the papers in their order (tài liệu)."""
    return list(meeting.papers.select_related("item", "stored").order_by("position"))


def missing_papers(meeting: Meeting) -> list[Paper]:
    """Name papers that are expected and have not come (tài liệu còn thiếu)."""
    return [paper for paper in papers_of(meeting) if paper.received_at is None]


def planned_of(items: Sequence[Item], papers: Sequence[Paper]) -> list[Planned]:
    """Give a programme as the rule reads it."""
    received: dict[object, list[Paper]] = {}
    for paper in papers:
        if paper.received_at is not None and paper.item_id:
            received.setdefault(paper.item_id, []).append(paper)
    has_text = any(paper.received_at is not None and paper.is_for_adoption for paper in papers)  # heard at one item, adopted at another
    return [
        Planned(
            item.step, item.title, item.minutes, sum(paper.words for paper in received.get(item.pk, [])),
            item.pk in received or (has_text and item.step == "adoption"),
        )
        for item in items
    ]  # fmt: skip


def findings_of(meeting: Meeting) -> list[Finding]:
    """Check the programme before the day (soát chương trình; DR-17)."""
    return programme_findings(meeting.kind, planned_of(list(meeting.items.order_by("position")), papers_of(meeting)))


@dataclass(frozen=True)
class Late:
    """Who recorded a conference afterwards, and when (người ghi lại)."""

    who: str
    at: datetime


def recorded_late(meeting: Meeting) -> Late | None:
    """Tell who recorded a conference after it was held, and when (ghi lại sau)."""
    told = Event.objects.filter(meeting=meeting, verb=Event.Verb.TOLD).select_related("entry").first()
    if told is None:
        return None
    return Late(User.objects.filter(pk=told.entry.actor).values_list("full_name", flat=True).first() or "", told.entry.at)


def adoption_of(subject: str) -> Adoption | None:
    """Give the decision on a text, by the key of the package that owns it; later phases ask here (quyết định thông qua)."""
    return Adoption.objects.filter(paper__subject=subject, is_adopted=True).select_related("paper__meeting", "vote__result").last()


def conclusions_of(meeting: Meeting) -> list[Conclusion]:
    """Give the conclusions, each with the name of who carries it out (kết luận)."""
    names = newest(Placement.objects.filter(unit=OuterRef("owner"))).values("name")[:1]
    return list(Conclusion.objects.filter(meeting=meeting).annotate(owner_name=Subquery(names)).order_by("number"))
