"""Where a conference stands now: item, speaker, vote, result, what the wall shows (tình hình hội nghị)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from daihoi.foundation.meetings.models import Event, Item, Meeting, OpenVote, Speaker, VoteResult
from daihoi.foundation.meetings.queries.meetings import base_for, heads_of, quorum_for
from daihoi.foundation.organization.queries import newest_name
from daihoi.rules.base import Base
from daihoi.rules.conferences import Heads, Quorum, data
from daihoi.rules.speaking import Operation, SpeakersList, Turn, replay
from daihoi.rules.speaking import Verb as Spoken

Verb = Event.Verb
SPEAKING = {str(verb) for verb in Spoken}


class Scene(StrEnum):
    """What stands on the wall (cảnh)."""

    IDLE = "idle"
    PRESENCE = "presence"
    ITEM = "item"
    SPEAKER = "speaker"
    VOTE = "vote"
    RESULT = "result"


@dataclass(frozen=True)
class Talk:
    """A turn with the speaker's row beside it (lượt phát biểu)."""

    turn: Turn
    speaker: Speaker

    @property
    def limit(self) -> int:
        """The seconds a turn may take."""
        which = "minutes_a_speech" if self.speaker.form == Speaker.Form.SPEECH else "minutes_a_turn"
        return 60 * int(data()["speaking"][which])


@dataclass
class Standing:
    """A conference at this moment (tình hình)."""

    meeting: Meeting
    unit_name: str
    items: list[Item]
    heads: Heads
    base: Base
    quorum: Quorum
    events: list[Event]
    speakers: SpeakersList
    scene: Scene = Scene.IDLE
    item: Item | None = None
    vote: OpenVote | None = None
    result: VoteResult | None = None
    talk: Talk | None = None
    waiting: list[Talk] = field(default_factory=list)

    @property
    def next_item(self) -> Item | None:
        """The first item that has not begun."""
        return next((item for item in self.items if item.began_at is None), None)

    @property
    def opened_at(self) -> datetime | None:
        """When the conference was opened."""
        return next((event.at for event in self.events if event.verb == Verb.OPENED), None)

    @property
    def behind(self) -> int:
        """Minutes by which the programme runs behind its plan; below nothing when it is ahead."""
        if self.opened_at is None:
            return 0
        begun = [item for item in self.items if item.began_at]
        planned = sum(item.minutes for item in begun[:-1]) if begun else 0
        last = begun[-1].began_at if begun else None
        return round(((last or timezone.now()) - self.opened_at).total_seconds() / 60) - planned


def operations_of(events: list[Event]) -> list[Operation]:
    """Give what happened to speakers as the rule replays it."""
    return [
        Operation(
            Spoken(event.verb), event.subject, event.at, event.facts.get("delegation", ""), bool(event.facts.get("point_of_order"))
        )
        for event in events
        if event.verb in SPEAKING
    ]  # fmt: skip


def standing_of(meeting: Meeting) -> Standing:
    """Give where a conference stands, from its events (tình hình hội nghị)."""
    events = list(Event.objects.filter(meeting=meeting).exclude(verb=Verb.PREPARED).order_by("seq"))
    items = list(meeting.items.order_by("position"))
    speakers = replay(operations_of(events))
    found = Standing(
        meeting, newest_name(meeting.unit), items, heads_of(meeting), base_for(meeting), quorum_for(meeting), events, speakers
    )  # fmt: skip
    found.item = next((item for item in items if item.began_at and not item.ended_at), None)
    found.vote = OpenVote.objects.filter(meeting=meeting, state=OpenVote.State.OPEN).first()
    _add_talks(found)
    _choose_scene(found)
    return found


def _add_talks(found: Standing) -> None:
    """Put the speakers' rows beside their turns."""
    turns = ([found.speakers.speaking] if found.speakers.speaking else []) + found.speakers.queue
    if not turns:
        return
    rows = {str(row.pk): row for row in Speaker.objects.filter(pk__in=[turn.speaker for turn in turns])}
    talks = [Talk(turn, rows[turn.speaker]) for turn in turns if turn.speaker in rows]
    found.talk = next((talk for talk in talks if talk.turn is found.speakers.speaking), None)
    found.waiting = [talk for talk in talks if talk.turn is not found.speakers.speaking]


def _choose_scene(found: Standing) -> None:
    """Choose what the wall shows: a running vote before all, then whatever happened last."""
    if found.vote is not None:
        found.scene = Scene.VOTE
        return
    if found.meeting.state == Meeting.State.PAUSED or found.meeting.is_closed:
        return
    for event in reversed(found.events):
        scene = _scene_of(event, found)
        if scene is not None:
            found.scene = scene
            break
    if found.scene == Scene.RESULT:
        found.result = VoteResult.objects.filter(vote__meeting=found.meeting).select_related("vote").order_by("closed_at").last()
    if found.scene == Scene.ITEM and (found.item is None or found.item.step == "presence"):
        found.scene = Scene.PRESENCE if found.item else Scene.IDLE


def _scene_of(event: Event, found: Standing) -> Scene | None:
    """Give the scene an event brings to the wall, if it brings one."""
    if event.verb == Verb.SHOWN:
        return Scene(event.facts["scene"])
    if event.verb == Verb.CALLED:
        return Scene.SPEAKER if found.talk else Scene.ITEM
    if event.verb == Verb.PRESENCE and not found.meeting.is_live:
        return Scene.PRESENCE
    scenes = {Verb.VOTE_CLOSED: Scene.RESULT, Verb.ITEM_STARTED: Scene.ITEM, Verb.RESUMED: Scene.ITEM, Verb.OPENED: Scene.PRESENCE}
    return scenes.get(Verb(event.verb))
