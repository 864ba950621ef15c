"""The speakers' list (danh sách phát biểu): operations in their order give the list, and give it again whenever they are replayed.

Points of order come first. Then speaks whose delegation has had the fewest turns, then who asked first. The chair may put a speaker to
the front; nothing else changes the order.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Verb(StrEnum):
    """What can happen to a speaker (thao tác)."""

    REGISTERED = "registered"
    PREFERRED = "preferred"
    CALLED = "called"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    HANDED_IN = "handed_in"


@dataclass(frozen=True)
class Operation:
    """One operation, never changed (một thao tác)."""

    verb: Verb
    speaker: str
    at: datetime
    delegation: str = ""
    is_point_of_order: bool = False


@dataclass
class Turn:
    """One speaker as the operations left him (lượt phát biểu)."""

    speaker: str
    delegation: str
    place: int
    is_point_of_order: bool
    asked_at: datetime
    preferred: int = 0
    began: datetime | None = None
    ended: datetime | None = None
    left: Verb | None = None

    @property
    def seconds(self) -> int:
        """How long he spoke."""
        return int((self.ended - self.began).total_seconds()) if self.began and self.ended else 0


@dataclass
class SpeakersList:
    """The list after all operations (danh sách phát biểu)."""

    turns: dict[str, Turn] = field(default_factory=dict)
    had: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, int] = field(default_factory=dict)
    speaking: Turn | None = None

    @property
    def queue(self) -> list[Turn]:
        """Who waits, next one first."""
        waiting = [turn for turn in self.turns.values() if turn.began is None and turn.left is None]
        return sorted(
            waiting,
            key=lambda turn: (not turn.is_point_of_order, -turn.preferred, self.had.get(turn.delegation, 0), turn.place),
        )

    @property
    def spoken(self) -> list[Turn]:
        """Who has spoken, first one first."""
        return [turn for turn in self.turns.values() if turn.ended is not None]


def replay(operations: Iterable[Operation]) -> SpeakersList:
    """Give the list that a row of operations leads to; an operation on somebody unknown or gone changes nothing."""
    found = SpeakersList()
    for operation in operations:
        _apply(found, operation)
    return found


def _apply(found: SpeakersList, operation: Operation) -> None:
    """Carry out one operation."""
    turn = found.turns.get(operation.speaker)
    if operation.verb == Verb.REGISTERED and turn is None:
        place = len(found.turns) + 1
        found.turns[operation.speaker] = Turn(
            operation.speaker, operation.delegation, place, operation.is_point_of_order, operation.at
        )  # fmt: skip
    elif turn is None or turn.left is not None or turn.ended is not None:
        return
    elif operation.verb == Verb.PREFERRED:
        turn.preferred = 1 + max(each.preferred for each in found.turns.values())
    elif operation.verb == Verb.CALLED and turn.began is None:
        _end(found, operation.at)
        turn.began, found.speaking = operation.at, turn
        if not turn.is_point_of_order:
            found.had[turn.delegation] = found.had.get(turn.delegation, 0) + 1
    elif operation.verb == Verb.ENDED and found.speaking is turn:
        _end(found, operation.at)
    elif operation.verb in {Verb.WITHDRAWN, Verb.HANDED_IN} and turn.began is None:
        turn.left = operation.verb


def _end(found: SpeakersList, at: datetime) -> None:
    """End the turn that runs, if one does."""
    turn = found.speaking
    if turn is None:
        return
    turn.ended, found.speaking = at, None
    found.seconds[turn.delegation] = found.seconds.get(turn.delegation, 0) + turn.seconds
