"""Record a conference that was held without the program, with its own hours; each event says that it was recorded afterwards (ghi lại sau; PR-02).

What happened is replayed in the order of its hours through the same acts that run a hall, in one transaction: all of it stands, or nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.meetings.models import Amendment, Event, Invitee, Item, LateDraft, Meeting, OpenVote, Paper
from daihoi.foundation.meetings.moments import afterwards
from daihoi.foundation.meetings.queries.standing import standing_of
from daihoi.foundation.meetings.services.adopting import Charge, conclude
from daihoi.foundation.meetings.services.events import happen, not_closed
from daihoi.foundation.meetings.services.running import (
    Presence,
    close_meeting,
    end_item,
    open_meeting,
    record_presence,
    start_item,
    take_note,
)
from daihoi.foundation.meetings.services.speaking import Wish, call_speaker, end_turn, hand_in_speech, register_speaker
from daihoi.foundation.meetings.services.voting import Count, close_vote, open_vote, put_amendment, put_text
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

Step = tuple[datetime, int, Callable[[], object]]
(OPENS, ENDS, BEGINS, SPEAKS, AMENDS, VOTES, CONCLUDES, NOTES, CLOSES) = range(9)  # what comes first in one minute


@dataclass(frozen=True)
class Hours:
    """When an item began and ended; without an end it lasted until the next one (giờ thực tế)."""

    item: Item
    began: datetime
    ended: datetime | None = None


@dataclass(frozen=True)
class Heard:
    """Who spoke, or handed in a speech (ý kiến đã nghe)."""

    at: datetime
    wish: Wish
    is_written: bool = False


@dataclass(frozen=True)
class Voted:
    """A vote as it was counted: on a question, an amendment or a whole text (cuộc biểu quyết đã có kết quả)."""

    at: datetime
    count: Count
    question: str = ""
    form: str = OpenVote.Form.HANDS
    share: str = Meeting.Share.HALF
    amendment: Amendment | None = None
    paper: Paper | None = None


@dataclass(frozen=True)
class Told:
    """What the notes taken in the hall tell (nội dung ghi lại)."""

    opened: datetime
    closed: datetime
    presence: Mapping[Invitee, Presence]
    hours: Sequence[Hours]
    speeches: Sequence[Heard] = ()
    votes: Sequence[Voted] = ()
    conclusions: Sequence[tuple[datetime, Charge]] = field(default=())
    notes: Sequence[tuple[datetime, str]] = field(default=())


@transaction.atomic
def keep_draft(*, actor: User, meeting: Meeting, typed: dict[str, list[str]]) -> LateDraft:
    """Keep what is typed so far, as it was typed (ghi nháp)."""
    require(actor, "meetings.run", meeting.unit)
    not_closed(meeting)
    draft, _is_new = LateDraft.objects.update_or_create(meeting=meeting, defaults={"typed": typed, "kept_at": timezone.now()})
    record(actor, "meetings.draft_kept", meeting, fields=sum(1 for values in typed.values() if any(values)))
    return draft


@transaction.atomic
def record_afterwards(*, actor: User, meeting: Meeting, told: Told) -> Meeting:
    """Record a whole conference after it was held; it is closed with it and its minutes are drafted like any other (ghi lại sau)."""
    require(actor, "meetings.run", meeting.unit)
    not_closed(meeting)
    if meeting.is_live:
        raise RuleViolation("meetings.already_open", _("Hội nghị đã khai mạc."))
    _check(told)
    steps = _steps(actor, meeting, told)
    entry = record(actor, "meetings.recorded_afterwards", meeting, opened=told.opened, closed=told.closed, steps=len(steps))
    with afterwards(told.opened):
        happen(meeting, Event.Verb.TOLD, entry)
    for moment, _rank, act in sorted(steps, key=lambda step: step[:2]):
        with afterwards(moment):
            act()
    LateDraft.objects.filter(meeting=meeting).delete()
    return meeting


def _check(told: Told) -> None:
    """Refuse hours that cannot be."""
    if told.closed > timezone.now():
        raise RuleViolation("meetings.not_over", _("Giờ bế mạc chưa tới. Chỉ ghi lại hội nghị đã họp xong."), field="closed")
    if told.closed <= told.opened:
        raise RuleViolation("meetings.closed_before_opened", _("Giờ bế mạc phải sau giờ khai mạc. Xem lại hai giờ này."), field="closed")
    before: Hours | None = None
    for row in sorted(told.hours, key=lambda each: each.began):
        if row.ended is not None and row.ended <= row.began:
            raise RuleViolation("meetings.item_ends_early", _("“{item}”: giờ xong phải sau giờ bắt đầu."), item=row.item.title)
        if before and before.ended and before.ended > row.began:
            raise RuleViolation(
                "meetings.items_overlap",
                _("“{item}” bắt đầu khi “{before}” chưa xong. Hai việc không làm cùng lúc; xem lại giờ."),
                item=row.item.title,
                before=before.item.title,
            )
        before = row
    for moment in _moments(told):
        if not told.opened <= moment <= told.closed:
            raise RuleViolation(
                "meetings.outside_hours",
                _("Có việc ghi lúc {at}, ngoài giờ họp từ {opened} đến {closed}. Xem lại giờ việc ấy, hoặc giờ khai mạc, bế mạc."),
                **{name: f"{timezone.localtime(value):%H:%M %d/%m/%Y}" for name, value in
                   (("at", moment), ("opened", told.opened), ("closed", told.closed))},
            )  # fmt: skip


def _moments(told: Told) -> list[datetime]:
    """Give every hour that was told."""
    found = [row.began for row in told.hours] + [row.ended for row in told.hours if row.ended]
    found += [heard.at for heard in told.speeches] + [voted.at for voted in told.votes]
    return found + [moment for moment, _charge in told.conclusions] + [moment for moment, _text in told.notes]


def _steps(actor: User, meeting: Meeting, told: Told) -> list[Step]:
    """Give what happened as acts with their hours."""

    def presence() -> None:
        record_presence(actor=actor, meeting=meeting, counted=told.presence)
        open_meeting(actor=actor, meeting=meeting)

    def close() -> None:
        if standing_of(meeting).talk is not None:
            end_turn(actor=actor, meeting=meeting)
        close_meeting(actor=actor, meeting=meeting)

    found: list[Step] = [(told.opened, OPENS, presence), (told.closed, CLOSES, close)]
    for row in told.hours:
        found.append((row.began, BEGINS, partial(start_item, actor=actor, meeting=meeting, item=row.item)))
        if row.ended:
            found.append((row.ended, ENDS, partial(end_item, actor=actor, meeting=meeting, item=row.item)))
    found += [(heard.at, SPEAKS, partial(_hear, actor, meeting, heard)) for heard in told.speeches]
    found += [(voted.at, AMENDS if voted.amendment else VOTES, partial(_vote, actor, meeting, voted)) for voted in told.votes]
    found += [(at, CONCLUDES, partial(conclude, actor=actor, meeting=meeting, charge=charge)) for at, charge in told.conclusions]
    found += [(at, NOTES, partial(take_note, actor=actor, meeting=meeting, text=text)) for at, text in told.notes]
    return found


def _hear(actor: User, meeting: Meeting, heard: Heard) -> None:
    """Write a speech: heard, or handed in."""
    speaker = register_speaker(actor=actor, meeting=meeting, wish=heard.wish)
    if heard.is_written:
        hand_in_speech(actor=actor, meeting=meeting, speaker=speaker)
    else:
        call_speaker(actor=actor, meeting=meeting, speaker=speaker)


def _vote(actor: User, meeting: Meeting, voted: Voted) -> None:
    """Write a vote with its result."""
    if voted.amendment is not None:
        vote = put_amendment(actor=actor, amendment=voted.amendment, form=voted.form)
    elif voted.paper is not None:
        vote = put_text(actor=actor, paper=voted.paper, form=voted.form, share=voted.share)
    else:
        item = Item.objects.filter(meeting=meeting, began_at__isnull=False, ended_at__isnull=True).first()
        vote = open_vote(actor=actor, meeting=meeting, question=voted.question, form=voted.form, share=voted.share, item=item)
    close_vote(actor=actor, vote=vote, count=voted.count)
