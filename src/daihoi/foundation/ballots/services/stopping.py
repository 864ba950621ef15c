"""Let votes stand still and go on again, as the phase that owns them decided (tạm dừng bỏ phiếu), PR-16."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import Poll
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record


@dataclass(frozen=True)
class Stop:
    """Who stopped the votes, when, and what they wait for now (tạm dừng)."""

    by: User
    at: datetime
    awaits: str


@transaction.atomic
def stop_polls(*, cause: Entry, polls: QuerySet[Poll], stop: Stop) -> None:
    """Mark votes as stopped, or what they wait for by now; nothing is printed, released or closed meanwhile (tạm dừng)."""
    for poll in polls.select_for_update(of=("self",)).order_by("pk"):
        poll.stopped_by, poll.stopped_at, poll.awaited = stop.by, stop.at, stop.awaits
        poll.save(update_fields=["stopped_by", "stopped_at", "awaited"])
        record(None, "ballots.poll_stopped", poll, cause=cause, awaits=str(stop.awaits))


@transaction.atomic
def resume_polls(*, cause: Entry, polls: QuerySet[Poll]) -> None:
    """Let votes go on where they stood (bầu tiếp)."""
    for poll in polls.select_for_update(of=("self",)).exclude(awaited="").order_by("pk"):
        poll.stopped_by, poll.stopped_at, poll.awaited = None, None, ""
        poll.save(update_fields=["stopped_by", "stopped_at", "awaited"])
        record(None, "ballots.poll_resumed", poll, cause=cause)
