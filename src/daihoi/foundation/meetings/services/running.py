"""Run a conference: presence, opening, one item after the other, pauses, notes, closing (điều hành)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.meetings.models import Event, Invitee, Item, Meeting, OpenVote
from daihoi.foundation.meetings.moments import moment
from daihoi.foundation.meetings.queries.meetings import heads_of, missing_papers, quorum_for
from daihoi.foundation.meetings.services.events import happen, in_hall, not_closed
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

Verb = Event.Verb
SCENES = ("idle", "presence", "item")


@dataclass(frozen=True)
class Presence:
    """Of one line of the convened: how many are here, absent, or not to be counted (điểm danh)."""

    present: int = 0
    excused: int = 0
    elsewhere: int = 0
    suspended: int = 0
    reason: str = ""

    @property
    def whole(self) -> int:
        """All heads of whom something is known."""
        return self.present + self.excused + self.elsewhere + self.suspended


@transaction.atomic
def record_presence(*, actor: User, meeting: Meeting, counted: Mapping[Invitee, Presence]) -> Meeting:
    """Record who is present; the event keeps numbers only (điểm danh)."""
    require(actor, "meetings.count_presence", meeting.unit)
    not_closed(meeting)
    for invitee, presence in counted.items():
        if presence.whole > invitee.heads:
            raise RuleViolation(
                "meetings.too_many",
                _("{title}: có mặt và vắng cộng lại {whole}, nhiều hơn {heads} được triệu tập. Xem lại các ô."),
                title=invitee.title,
                whole=presence.whole,
                heads=invitee.heads,
            )
        if presence.excused and not presence.reason.strip():
            raise RuleViolation("meetings.absent_without_reason", _("{title}: vắng có lý do thì ghi lý do."), title=invitee.title)
        Invitee.objects.filter(pk=invitee.pk, meeting=meeting).update(**vars(presence))
    heads = heads_of(meeting)
    facts: dict[str, Any] = vars(heads)
    happen(meeting, Verb.PRESENCE, record(actor, "meetings.presence_recorded", meeting, **facts), **facts)
    return meeting


@transaction.atomic
def open_meeting(*, actor: User, meeting: Meeting) -> Meeting:
    """Open the conference; too few present is written down and decided by the chair, not refused (khai mạc; PR-02)."""
    require(actor, "meetings.run", meeting.unit)
    not_closed(meeting)
    if meeting.is_live:
        raise RuleViolation("meetings.already_open", _("Hội nghị đã khai mạc."))
    if not meeting.items.exists():
        raise RuleViolation("meetings.no_programme", _("Chưa có chương trình. Hãy lập chương trình trước khi khai mạc."))
    quorum = quorum_for(meeting)
    meeting.state = Meeting.State.RUNNING
    meeting.save(update_fields=["state"])
    facts: dict[str, Any] = {
        "present": quorum.present,
        "convened": quorum.convened,
        "needed": quorum.needed,
        "quorum": quorum.is_met,
        "missing_papers": len(missing_papers(meeting)),
    }
    happen(meeting, Verb.OPENED, record(actor, "meetings.opened", meeting, **facts), **facts)
    return meeting


@transaction.atomic
def start_item(*, actor: User, meeting: Meeting, item: Item) -> Item:
    """Begin one item of the programme and end the one before (chuyển sang việc tiếp theo)."""
    require(actor, "meetings.run", meeting.unit)
    in_hall(meeting)
    _no_vote_runs(meeting)
    now = moment()
    for other in Item.objects.filter(meeting=meeting, began_at__isnull=False, ended_at__isnull=True).exclude(pk=item.pk):
        _end(actor, meeting, other)
    item.began_at, item.ended_at = item.began_at or now, None
    item.save(update_fields=["began_at", "ended_at"])
    if meeting.state == Meeting.State.PAUSED:
        Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.RUNNING)
    entry = record(actor, "meetings.item_started", meeting, item=str(item.pk), position=item.position)
    happen(meeting, Verb.ITEM_STARTED, entry, item)
    return item


@transaction.atomic
def end_item(*, actor: User, meeting: Meeting, item: Item) -> Item:
    """End an item without beginning another one (xong một việc)."""
    require(actor, "meetings.run", meeting.unit)
    in_hall(meeting)
    _no_vote_runs(meeting)
    item.refresh_from_db()
    if item.began_at is None or item.ended_at is not None:
        raise RuleViolation("meetings.item_not_running", _("Việc này chưa bắt đầu, hoặc đã xong."))
    _end(actor, meeting, item)
    return item


def _end(actor: User, meeting: Meeting, item: Item) -> None:
    """Write the end of an item, and the end of the turn that runs in it."""
    item.ended_at = moment()
    item.save(update_fields=["ended_at"])
    entry = record(actor, "meetings.item_ended", meeting, item=str(item.pk))
    happen(meeting, Verb.ITEM_ENDED, entry, item)


def _no_vote_runs(meeting: Meeting) -> None:
    """Refuse to go on while a vote is open."""
    vote = OpenVote.objects.filter(meeting=meeting, state=OpenVote.State.OPEN).first()
    if vote is not None:
        raise RuleViolation("meetings.vote_runs", _("Đang biểu quyết “{question}”. Ghi kết quả hoặc hủy trước."), question=vote.question)


@transaction.atomic
def pause_meeting(*, actor: User, meeting: Meeting, note: str = "") -> Meeting:
    """Break off for a while (tạm nghỉ)."""
    require(actor, "meetings.run", meeting.unit)
    in_hall(meeting)
    _no_vote_runs(meeting)
    meeting.state = Meeting.State.PAUSED
    meeting.save(update_fields=["state"])
    happen(meeting, Verb.PAUSED, record(actor, "meetings.paused", meeting), note=note)
    return meeting


@transaction.atomic
def resume_meeting(*, actor: User, meeting: Meeting) -> Meeting:
    """Go on after a break (họp tiếp)."""
    require(actor, "meetings.run", meeting.unit)
    in_hall(meeting)
    meeting.state = Meeting.State.RUNNING
    meeting.save(update_fields=["state"])
    happen(meeting, Verb.RESUMED, record(actor, "meetings.resumed", meeting))
    return meeting


@transaction.atomic
def show_scene(*, actor: User, meeting: Meeting, scene: str) -> Meeting:
    """Choose what the hall screen shows (đổi màn hình hội trường)."""
    require(actor, "meetings.run", meeting.unit)
    not_closed(meeting)
    if scene not in SCENES:
        raise RuleViolation("meetings.unknown_scene", _("Màn hình không có cảnh {scene}."), scene=scene)
    happen(meeting, Verb.SHOWN, record(actor, "meetings.scene_shown", meeting, scene=scene), scene=scene)
    return meeting


@transaction.atomic
def take_note(*, actor: User, meeting: Meeting, text: str) -> Event:
    """Write down what no button says; it becomes a sentence of the minutes (ghi nhận)."""
    require(actor, "meetings.run", meeting.unit)
    in_hall(meeting)
    if not text.strip():
        raise RuleViolation("meetings.empty_note", _("Chưa có nội dung để ghi nhận."), field="text")
    return happen(meeting, Verb.NOTED, record(actor, "meetings.noted", meeting), text=text.strip())


@transaction.atomic
def close_meeting(*, actor: User, meeting: Meeting) -> Meeting:
    """Close the conference; what runs ends with it (bế mạc)."""
    require(actor, "meetings.run", meeting.unit)
    in_hall(meeting)
    _no_vote_runs(meeting)
    for item in Item.objects.filter(meeting=meeting, began_at__isnull=False, ended_at__isnull=True):
        _end(actor, meeting, item)
    meeting.state = Meeting.State.CLOSED
    meeting.save(update_fields=["state"])
    happen(meeting, Verb.CLOSED, record(actor, "meetings.closed", meeting))
    return meeting
