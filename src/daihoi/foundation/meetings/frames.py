"""One small frame a change, rendered once for everybody who watches (khung hình dùng chung)."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from daihoi.foundation.meetings.models import CardUse, Meeting, OpenVote
from daihoi.foundation.meetings.queries.meetings import papers_of
from daihoi.foundation.meetings.queries.planning import planned_times
from daihoi.foundation.meetings.queries.standing import standing_of
from daihoi.foundation.meetings.tokens import Pass


@dataclass(frozen=True)
class Frame:
    """What watchers are sent: a stamp to compare, and the words (khung hình)."""

    stamp: str
    body: bytes


def stamp_of(version: int, turnout: int) -> str:
    """Name a state of a conference: events so far, devices that have voted."""
    return f"{version}.{turnout}"


def stamps(meetings: set[UUID]) -> dict[UUID, str]:
    """Ask in one question how far several conferences are (mốc thay đổi)."""
    is_open = Q(votes__state=OpenVote.State.OPEN, votes__form=OpenVote.Form.DEVICE)
    rows = Meeting.objects.filter(pk__in=meetings).annotate(turnout=Count("votes__uses", filter=is_open)).order_by()
    return {pk: stamp_of(version, turnout) for pk, version, turnout in rows.values_list("pk", "version", "turnout")}


def frame_for(opened: Pass, language: str) -> Frame | None:
    """Render what one audience sees of a conference now; who runs it is only told that something changed (dựng khung hình).

    An address that was taken back gets nothing.
    """
    meeting, audience = Meeting.objects.select_related("unit").filter(pk=opened.meeting).first(), opened.audience
    if meeting is None or not opened.holds(meeting.screens):
        return None
    standing = standing_of(meeting)
    turnout = CardUse.objects.filter(vote=standing.vote).count() if standing.vote else 0
    stamp = stamp_of(meeting.version, turnout)
    words: dict[str, object] = {"stamp": stamp, "version": meeting.version, "at": int(timezone.now().timestamp() * 1000)}
    if audience != "desk":
        with translation.override(language):
            context: dict[str, object] = {"standing": standing, "meeting": meeting, "turnout": turnout}
            if audience == "delegate":
                context |= {"papers": papers_of(meeting), "programme": planned_times(meeting, standing.items)}
            words["html"] = render_to_string(f"meetings/{audience}_frame.html", context)
    return Frame(stamp, json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode())
