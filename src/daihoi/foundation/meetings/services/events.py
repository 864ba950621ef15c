"""How acts write what happened: one event with its place in the row, one journal line (ghi diễn biến)."""

from django.db.models import F, Model
from django.utils.translation import gettext as _

from daihoi.foundation.journal.models import Entry
from daihoi.foundation.meetings.models import Event, Meeting, OpenVote, Paper
from daihoi.foundation.meetings.moments import is_afterwards, moment
from daihoi.rules.errors import RuleViolation


def happen(meeting: Meeting, verb: Event.Verb, entry: Entry, subject: Model | None = None, **facts: object) -> Event:
    """Add one event to the row of a conference; the row of the conference is held until the act ends, so no two take one place."""
    Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1)
    meeting.version = Meeting.objects.values_list("version", flat=True).get(pk=meeting.pk)
    key = str(subject.pk) if subject is not None else ""
    return Event.objects.create(
        meeting=meeting, seq=meeting.version, at=moment(), verb=verb, subject=key, facts=facts, entry=entry,
        is_afterwards=is_afterwards(),
    )  # fmt: skip


def in_hall(meeting: Meeting) -> Meeting:
    """Give a conference as it stands now, or refuse: not opened, or closed."""
    _held(meeting)
    if not meeting.is_live:
        raise RuleViolation(
            "meetings.not_running", _("Hội nghị {state}. Việc này chỉ làm được khi hội nghị đang họp."), state=meeting.get_state_display()
        )
    return meeting


def not_closed(meeting: Meeting) -> Meeting:
    """Give a conference as it stands now, or refuse: it is closed."""
    _held(meeting)
    if meeting.is_closed:
        raise RuleViolation("meetings.closed", _("Hội nghị đã bế mạc, không đổi được nữa."))
    return meeting


def _held(meeting: Meeting) -> None:
    """Read a conference anew and hold its row until the act ends, so that two acts of one conference follow each other."""
    meeting.refresh_from_db(from_queryset=Meeting.objects.select_for_update())


def not_voted_now(paper: Paper) -> None:
    """Refuse to change a text while it is being voted: what is decided is what lay before the conference."""
    if OpenVote.objects.filter(subject=f"meetings.paper:{paper.pk}", state=OpenVote.State.OPEN).exists():
        raise RuleViolation("meetings.text_in_vote", _("Văn bản đang được biểu quyết, không sửa và không thay được lúc này."))
