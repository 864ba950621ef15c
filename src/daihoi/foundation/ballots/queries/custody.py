"""Sealed envelopes as they stand: where, under which seal, how long (phiếu niêm phong)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.ballots.models import CountRecord, CustodyEvent, Poll, Tally
from daihoi.foundation.ballots.queries.access import visible_polls
from daihoi.foundation.ballots.queries.accounts import newest_counts
from daihoi.foundation.ballots.queries.polls import charter_of, tally_of
from daihoi.foundation.organization.authority import Actor
from daihoi.rules.errors import RuleViolation
from daihoi.rules.keeping import least_day, proposed_day

Kind = CustodyEvent.Kind
Paper = CustodyEvent.Paper
KEEP = "ballots.keep_custody"


@dataclass(frozen=True)
class Envelope:
    """One envelope with everything that happened to it, oldest first (phong bì niêm phong)."""

    events: tuple[CustodyEvent, ...]

    @property
    def last(self) -> CustodyEvent:
        """What holds now."""
        return self.events[-1]

    @property
    def name(self) -> str:
        """The number or name written on it."""
        return self.last.envelope

    @property
    def is_destroyed(self) -> bool:
        """Its paper exists no more."""
        return self.last.kind == Kind.DESTROYED

    @property
    def is_open(self) -> bool:
        """It was opened by decision and not sealed again."""
        return self.last.kind == Kind.OPENED

    @property
    def is_ordered(self) -> bool:
        """Its destruction was ordered and not yet confirmed; whatever else happens to it makes the order void."""
        return self.last.kind == Kind.ORDERED

    @property
    def sealed_on(self) -> date:
        """The day on which it was first sealed."""
        return self.events[0].happened_on

    def is_due(self, today: date) -> bool:
        """Its keeping time is over."""
        return not self.is_destroyed and self.last.kept_until <= today

    def chip(self, today: date) -> tuple[str, str]:
        """Kind and words of its state."""
        if self.is_destroyed:
            return "none", _("Đã hủy ngày {day}").format(day=f"{self.last.happened_on:%d/%m/%Y}")
        if self.is_ordered:
            return "soon", _("Chờ xác nhận hủy")
        if self.is_open:
            return "soon", _("Đang mở theo quyết định")
        if self.is_due(today):
            return "soon", _("Hết hạn giữ từ {day}").format(day=f"{self.last.kept_until:%d/%m/%Y}")
        return "ok", _("Niêm phong")

    @property
    def acts(self) -> tuple[str, ...]:
        """What may be done with it now."""
        if self.is_destroyed:
            return ()
        if self.is_open:
            return ("niem-phong-lai",)
        return ("ban-giao", "mo", "huy" if self.is_ordered else "quyet-dinh-huy")


def envelopes_of(poll: Poll) -> list[Envelope]:
    """Give the envelopes of one vote (phong bì của một cuộc bỏ phiếu)."""
    return _grouped(CustodyEvent.objects.filter(poll=poll).select_related("ordered_by", "done_by"))


def envelope_of(poll: Poll, name: str) -> Envelope | None:
    """Give one envelope of a vote, if it was ever sealed."""
    events = tuple(CustodyEvent.objects.filter(poll=poll, envelope=name))
    return Envelope(events) if events else None


def kept_by(user: Actor, today: date) -> list[tuple[Poll, list[Envelope]]]:
    """Give the votes whose sealed paper a person keeps, a count opened again too; those first whose keeping time is over: two queries."""
    done = Q(state__in=[Poll.State.CLOSED, Poll.State.VOIDED]) | Q(pk__in=Tally.objects.values("poll"))
    polls = {poll.pk: poll for poll in visible_polls(user, KEEP).filter(done)}
    held: dict[object, list[CustodyEvent]] = {key: [] for key in polls}
    for event in CustodyEvent.objects.filter(poll__in=polls):
        held[event.poll_id].append(event)
    found = [(poll, _grouped(held[key])) for key, poll in polls.items()]
    return sorted(found, key=lambda one: not any(envelope.is_due(today) for envelope in one[1]))


@dataclass(frozen=True)
class Voted:
    """The voted ballots of one vote as sheets: returned by the count, under seal or destroyed, destroyed (phiếu đã bầu)."""

    returned: int
    sealed: int
    destroyed: int

    @property
    def are_gone(self) -> bool:
        """All that was returned was sealed, and all of it was destroyed: then nobody needs its scans any more."""
        return 0 < self.returned == self.sealed == self.destroyed


def voted_of(poll: Poll, envelopes: Iterable[Envelope] | None = None) -> Voted:
    """Hold the envelopes that say they hold voted ballots against the ballots returned, EL-36 (đối chiếu phiếu niêm phong)."""
    returned = newest_counts(poll).get(CountRecord.Kind.RETURNED, (0, 0))[0]  # also while the count is open again
    held = [each for each in (envelopes_of(poll) if envelopes is None else envelopes) if each.last.paper == Paper.VOTED]
    return Voted(
        returned=returned * poll.leaves_a_ballot,
        sealed=sum(each.last.sheets for each in held),
        destroyed=sum(each.last.sheets for each in held if each.is_destroyed),
    )


@dataclass(frozen=True)
class Destruction:
    """How the ballots of a vote went, and with them all that single ballots said (việc hủy phiếu bầu)."""

    at: datetime
    envelopes: tuple[CustodyEvent, ...]

    @property
    def sheets(self) -> int:
        """How many sheets were destroyed."""
        return sum(each.sheets for each in self.envelopes)


def destruction_of(poll: Poll) -> Destruction | None:
    """Tell when, by whom and before whom the ballots of a vote were destroyed; nothing while any of them exists (việc hủy phiếu bầu)."""
    if poll.key.destroyed_at is None:
        return None
    gone = (each.last for each in envelopes_of(poll) if each.is_destroyed and each.last.paper == Paper.VOTED)
    return Destruction(poll.key.destroyed_at, tuple(gone))


def refuse_destroyed(poll: Poll) -> None:
    """Refuse what needs single ballots once they were destroyed, EL-47."""
    if poll.key.destroyed_at is not None:
        at = timezone.localtime(poll.key.destroyed_at)
        message = _("Phiếu đã hủy theo quyết định ngày {day}, cùng mọi nội dung của từng phiếu. Số liệu, kết quả và mã băm vẫn còn.")
        raise RuleViolation("ballots.destroyed", message, day=f"{at:%d/%m/%Y}")


def least_kept(poll: Poll, sealed_on: date) -> date:
    """Give the day before which paper is not destroyed: the keeping time of the rules after sealing, and after the count was closed (EL-47)."""
    tally = tally_of(poll)
    closed_on = timezone.localdate(tally.closed_at) if tally else sealed_on
    return least_day(charter_of(poll), max(sealed_on, closed_on))


def propose_kept(poll: Poll, day: date) -> date:
    """Propose until when paper sealed on a day is kept, EL-47, EL-62 (hạn giữ)."""
    return proposed_day(charter_of(poll), day)


def free_from(poll: Poll, envelope: Envelope) -> date:
    """Give the day from which an envelope may be destroyed, whatever was typed when it was sealed."""
    return max(envelope.last.kept_until, least_kept(poll, envelope.sealed_on))


def _grouped(events: Iterable[CustodyEvent]) -> list[Envelope]:
    """Put events together by envelope."""
    found: dict[str, list[CustodyEvent]] = {}
    for event in events:
        found.setdefault(event.envelope, []).append(event)
    return [Envelope(tuple(each)) for each in found.values()]
