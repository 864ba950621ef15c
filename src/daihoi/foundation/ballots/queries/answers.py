"""What people answered to the questions of a vote, opened with its key (ý kiến về phiếu nghi ngờ)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from daihoi.foundation.ballots.contents import opened, token
from daihoi.foundation.ballots.models import Adjudication, Poll


@dataclass(frozen=True)
class Answer:
    """One person's answer, or what the board concluded; without a verdict it was taken back (ý kiến)."""

    question: str
    verdict: dict[str, Any] | None
    reason: str
    salt: str
    decider_id: UUID
    for_board: bool
    turn: int
    decided_at: datetime


def answers_of(poll: Poll, keys: Collection[str] | None = None) -> list[Answer]:
    """Give all answers of a vote, or those to some questions, oldest first."""
    rows = Adjudication.objects.filter(poll=poll)
    if keys is not None:
        rows = rows.filter(question__in=[token(poll, key) for key in keys])
    return _answers(poll, list(rows.order_by("decided_at", "turn", "pk")))


def last_answer_of(poll: Poll, decider: Any) -> Answer | None:
    """Give what a person answered last, for themselves (ý kiến gần nhất)."""
    newest = Adjudication.objects.filter(poll=poll, decider=decider, for_board=False).order_by("-decided_at")[:1]
    return next(iter(_answers(poll, list(newest))), None)


def _answers(poll: Poll, rows: list[Adjudication]) -> list[Answer]:
    """Open rows together."""
    contents = opened(poll, (row.content for row in rows)) if rows else []
    return [
        Answer(**content, decider_id=row.decider_id, for_board=row.for_board, turn=row.turn, decided_at=row.decided_at)
        for row, content in zip(rows, contents, strict=True)
    ]
