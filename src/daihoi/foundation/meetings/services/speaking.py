"""Who asks to speak, who speaks, who hands in a speech (phát biểu, tham luận)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.meetings.models import Event, Meeting, Speaker, VotingCard
from daihoi.foundation.meetings.queries.standing import standing_of
from daihoi.foundation.meetings.services.events import happen, in_hall, not_closed
from daihoi.foundation.organization.authority import require
from daihoi.rules.conferences import data
from daihoi.rules.errors import RuleViolation
from daihoi.rules.speaking import Turn

Verb = Event.Verb


@dataclass(frozen=True)
class Wish:
    """What somebody wants to say, and for whom (đăng ký phát biểu)."""

    label: str
    delegation: str = ""
    form: str = Speaker.Form.TURN
    title: str = ""
    words: int = 0
    stored: StoredFile | None = None


@transaction.atomic
def register_speaker(
    *, meeting: Meeting, wish: Wish, actor: User | None = None, cause: Entry | None = None, origin: str | None = None
) -> Speaker:
    """Put somebody on the speakers' list; speeches may come before the conference opens (đăng ký phát biểu)."""
    require(actor, "meetings.run", meeting.unit, cause=cause, origin=origin)
    not_closed(meeting)
    label = " ".join(wish.label.split())
    if not label:
        raise RuleViolation("meetings.speaker_without_name", _("Ghi người phát biểu: họ tên hoặc chức danh."), field="label")
    if wish.form == Speaker.Form.SPEECH and not wish.title.strip():
        raise RuleViolation("meetings.speech_without_title", _("Tham luận cần có tên."), field="title")
    speaker = Speaker.objects.create(meeting=meeting, **{**vars(wish), "label": label, "title": wish.title.strip()})
    is_point = wish.form == Speaker.Form.POINT_OF_ORDER
    entry = record(actor, "meetings.speaker_registered", meeting, cause=cause, origin=origin, speaker=str(speaker.pk), form=wish.form)
    happen(meeting, Verb.REGISTERED, entry, speaker, delegation=wish.delegation, point_of_order=is_point)
    return speaker


@transaction.atomic
def ask_from_seat(*, card: VotingCard, wish: Wish, origin: str) -> Speaker:
    """Put whoever holds a card on the list, so many times in so many minutes; the card keeps a number, not the names (xin phát biểu từ ghế)."""
    held, limits, now = VotingCard.objects.select_for_update().get(pk=card.pk), data()["speaking"], timezone.now()
    is_over = held.asked_since is None or now - held.asked_since >= timedelta(minutes=limits["asks_within_minutes"])
    held.asked, held.asked_since = (0, now) if is_over else (held.asked, held.asked_since)
    if held.asked >= limits["asks_a_device"]:
        raise RuleViolation(
            "meetings.asks_too_often",
            _("Thẻ này đã đăng ký {n} lần trong {minutes} phút. Đợi ít phút, hoặc báo bàn thư ký."),
            n=held.asked,
            minutes=limits["asks_within_minutes"],
        )
    held.asked += 1
    held.save(update_fields=["asked", "asked_since"])
    return register_speaker(meeting=card.meeting, wish=wish, origin=origin)


@transaction.atomic
def call_speaker(*, actor: User, meeting: Meeting, speaker: Speaker | None = None) -> Speaker:
    """Call somebody to speak, the first of the list unless another one is named; who spoke before him ends (mời phát biểu)."""
    require(actor, "meetings.run", meeting.unit)
    in_hall(meeting)
    standing = standing_of(meeting)
    if standing.vote is not None:
        raise RuleViolation("meetings.speaks_in_vote", _("Đang biểu quyết; ghi kết quả rồi mời phát biểu."))
    waiting = {talk.speaker.pk: talk.speaker for talk in standing.waiting}
    chosen = waiting.get(speaker.pk) if speaker else next(iter(waiting.values()), None)
    if chosen is None:
        raise RuleViolation("meetings.nobody_waits", _("Không còn ai trong danh sách chờ phát biểu."))
    if standing.talk is not None:
        _finish(actor, meeting, standing.talk.speaker, standing.talk.turn)
    happen(meeting, Verb.CALLED, record(actor, "meetings.speaker_called", meeting, speaker=str(chosen.pk)), chosen)
    return chosen


@transaction.atomic
def end_turn(*, actor: User, meeting: Meeting) -> Meeting:
    """End the turn that runs (phát biểu xong)."""
    require(actor, "meetings.run", meeting.unit)
    in_hall(meeting)
    talk = standing_of(meeting).talk
    if talk is None:
        raise RuleViolation("meetings.nobody_speaks", _("Không có ai đang phát biểu."))
    _finish(actor, meeting, talk.speaker, talk.turn)
    return meeting


def _finish(actor: User, meeting: Meeting, speaker: Speaker, turn: Turn) -> None:
    """Write the end of a turn."""
    entry = record(actor, "meetings.turn_ended", meeting, speaker=str(speaker.pk))
    happen(meeting, Verb.ENDED, entry, speaker, delegation=turn.delegation)


@transaction.atomic
def prefer_speaker(*, actor: User, meeting: Meeting, speaker: Speaker) -> Speaker:
    """Put somebody before all who wait, as the chair decides (mời trước)."""
    require(actor, "meetings.run", meeting.unit)
    in_hall(meeting)
    _waits(meeting, speaker)
    happen(meeting, Verb.PREFERRED, record(actor, "meetings.speaker_preferred", meeting, speaker=str(speaker.pk)), speaker)
    return speaker


@transaction.atomic
def withdraw_speaker(
    *, meeting: Meeting, speaker: Speaker, actor: User | None = None, cause: Entry | None = None, origin: str | None = None
) -> Speaker:
    """Take somebody off the list, as he wishes (rút đăng ký)."""
    require(actor, "meetings.run", meeting.unit, cause=cause, origin=origin)
    not_closed(meeting)
    _waits(meeting, speaker)
    entry = record(actor, "meetings.speaker_withdrawn", meeting, cause=cause, origin=origin, speaker=str(speaker.pk))
    happen(meeting, Verb.WITHDRAWN, entry, speaker)
    return speaker


@transaction.atomic
def hand_in_speech(*, actor: User, meeting: Meeting, speaker: Speaker) -> Speaker:
    """Take a speech in writing instead of hearing it (nhận tham luận bằng văn bản)."""
    require(actor, "meetings.run", meeting.unit)
    in_hall(meeting)
    _waits(meeting, speaker)
    entry = record(actor, "meetings.speech_handed_in", meeting, speaker=str(speaker.pk))
    happen(meeting, Verb.HANDED_IN, entry, speaker)
    return speaker


def _waits(meeting: Meeting, speaker: Speaker) -> None:
    """Refuse what concerns somebody who no longer waits."""
    if str(speaker.pk) not in {talk.turn.speaker for talk in standing_of(meeting).waiting}:
        raise RuleViolation("meetings.speaker_gone", _("{label} không còn trong danh sách chờ."), label=speaker.label)
