"""A vote with its frozen list and rules (cuộc bỏ phiếu)."""

from dataclasses import replace
from functools import lru_cache
from uuid import UUID

from daihoi.foundation.ballots.models import CountRecord, Poll, Tally
from daihoi.foundation.ballots.queries.accounts import newest_counts
from daihoi.foundation.ballots.queries.sticks import refuse_stood_down
from daihoi.rules.charter import Charter
from daihoi.rules.contests import Contest


def locked(poll: Poll) -> Poll:
    """Read a vote again and let other acts on it wait, inside a transaction; refuse where another laptop went on from the stick."""
    refuse_stood_down()
    return Poll.objects.select_for_update(of=("self",)).select_related("unit", "ballot").get(pk=poll.pk)


def standing_for(poll_id: UUID) -> UUID:
    """Give the vote that stands in the place of this one: itself, or the last that replaced it after its sheets were voided."""
    found = Poll.objects.filter(replaces_id=poll_id).values_list("pk", flat=True).first()
    return poll_id if found is None else standing_for(found)


def charter_of(poll: Poll) -> Charter:
    """Give the frozen rules (bộ quy tắc)."""
    return _charter(poll.charter_toml)


def contest_of(poll: Poll) -> Contest:
    """Give the frozen list, with the ballots issued and returned as they are recorded now (danh sách và số phiếu)."""
    counts = newest_counts(poll)
    issued, returned = counts.get(CountRecord.Kind.ISSUED, (0, 0))[0], counts.get(CountRecord.Kind.RETURNED, (0, 0))[0]
    return replace(_contest(poll.contest_toml), issued=issued, returned=returned)


def tally_of(poll: Poll) -> Tally | None:
    """Give the closed count, or nothing while the count is open (kết quả kiểm phiếu)."""
    return Tally.objects.filter(poll=poll).first()


@lru_cache(maxsize=32)
def _contest(text: str) -> Contest:
    """Read a frozen list."""
    return Contest.from_toml(text)


@lru_cache(maxsize=32)
def _charter(text: str) -> Charter:
    """Read frozen rules."""
    return Charter.from_toml(text)
