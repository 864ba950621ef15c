"""A vote with its frozen list and rules (cuộc bỏ phiếu)."""

from dataclasses import replace
from functools import lru_cache
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.ballots.models import CountRecord, Poll, Tally
from daihoi.foundation.ballots.queries.accounts import newest_counts
from daihoi.foundation.ballots.queries.sticks import refuse_stood_down
from daihoi.rules.charter import Charter
from daihoi.rules.contests import Contest
from daihoi.rules.errors import Finding, RuleViolation, error


def locked(poll: Poll) -> Poll:
    """Read a vote again and let other acts on it wait, inside a transaction; refuse where another laptop went on from the stick."""
    refuse_stood_down()
    return Poll.objects.select_for_update(of=("self",)).select_related("unit", "ballot", "stopped_by", "key").get(pk=poll.pk)


def stopped_findings(poll: Poll) -> list[Finding]:
    """Say who stopped the elections this vote belongs to, when, and what is awaited, PR-16 (đang tạm dừng)."""
    if not poll.is_stopped or poll.stopped_by is None or poll.stopped_at is None:
        return []
    at, by = timezone.localtime(poll.stopped_at).strftime("%H:%M, %d/%m/%Y"), poll.stopped_by.full_name
    message = _("Bầu cử đang tạm dừng: {by} ghi lúc {at}; đang chờ {awaits}. Bầu tiếp rồi mới làm việc này.")
    return [error("ballots.stopped", message, by=by, at=at, awaits=str(poll.get_awaited_display()))]


def refuse_stopped(poll: Poll) -> None:
    """Refuse what waits while the elections stand still, PR-16."""
    for found in stopped_findings(poll):
        raise RuleViolation(found.code, found.template, **found.facts)


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
    """Give the closed count, or nothing while the count is open; what was opened again does not stand (kết quả kiểm phiếu)."""
    return Tally.objects.filter(poll=poll, poll__state=Poll.State.CLOSED).last()


def earlier_tallies(poll: Poll) -> list[Tally]:
    """Give what was closed and opened again, oldest first (các lần khóa đã mở lại)."""
    standing = tally_of(poll)
    return [tally for tally in Tally.objects.filter(poll=poll) if standing is None or tally.turn < standing.turn]


@lru_cache(maxsize=32)
def _contest(text: str) -> Contest:
    """Read a frozen list."""
    return Contest.from_toml(text)


@lru_cache(maxsize=32)
def _charter(text: str) -> Charter:
    """Read frozen rules."""
    return Charter.from_toml(text)
