"""Sealed envelopes as they stand: where, under which seal, how long (phiếu niêm phong)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from daihoi.foundation.ballots.models import CustodyEvent, Poll
from daihoi.foundation.ballots.queries.access import visible_polls
from daihoi.foundation.ballots.queries.polls import charter_of
from daihoi.foundation.organization.authority import Actor

Kind = CustodyEvent.Kind
KEEP = "ballots.keep_custody"
KEEPING = "keeping.ballots_months"
LAST_DAY = 28


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

    def is_overdue(self, today: date) -> bool:
        """It should have been destroyed."""
        return not self.is_destroyed and self.last.destroy_by < today

    def chip(self, today: date) -> tuple[str, str]:
        """Kind and words of its state."""
        if self.is_destroyed:
            return "none", _("Đã hủy ngày {day}").format(day=f"{self.last.happened_on:%d/%m/%Y}")
        if self.is_overdue(today):
            return "late", _("Quá hạn hủy {n} ngày").format(n=(today - self.last.destroy_by).days)
        if self.is_open:
            return "soon", _("Đang mở theo quyết định")
        return "ok", _("Niêm phong")

    @property
    def acts(self) -> tuple[str, ...]:
        """What may be done with it now."""
        if self.is_destroyed:
            return ()
        return ("niem-phong-lai",) if self.is_open else ("ban-giao", "mo", "huy")


def envelopes_of(poll: Poll) -> list[Envelope]:
    """Give the envelopes of one vote (phong bì của một cuộc bỏ phiếu)."""
    return _grouped(CustodyEvent.objects.filter(poll=poll))


def envelope_of(poll: Poll, name: str) -> Envelope | None:
    """Give one envelope of a vote, if it was ever sealed."""
    events = tuple(CustodyEvent.objects.filter(poll=poll, envelope=name))
    return Envelope(events) if events else None


def kept_by(user: Actor, today: date) -> list[tuple[Poll, list[Envelope]]]:
    """Give the votes whose sealed paper a person keeps, overdue ones first: two queries."""
    polls = {poll.pk: poll for poll in visible_polls(user, KEEP).filter(state__in=[Poll.State.CLOSED, Poll.State.VOIDED])}
    held: dict[object, list[CustodyEvent]] = {key: [] for key in polls}
    for event in CustodyEvent.objects.filter(poll__in=polls):
        held[event.poll_id].append(event)
    found = [(poll, _grouped(held[key])) for key, poll in polls.items()]
    return sorted(found, key=lambda one: not any(envelope.is_overdue(today) for envelope in one[1]))


def keep_until(poll: Poll, day: date) -> date:
    """Propose when sealed ballots may be destroyed: the keeping time of the rules after a day, EL-47 (hạn giữ)."""
    months = day.month - 1 + charter_of(poll).number(KEEPING)
    return date(day.year + months // 12, months % 12 + 1, min(day.day, LAST_DAY))


def _grouped(events: Iterable[CustodyEvent]) -> list[Envelope]:
    """Put events together by envelope."""
    found: dict[str, list[CustodyEvent]] = {}
    for event in events:
        found.setdefault(event.envelope, []).append(event)
    return [Envelope(tuple(each)) for each in found.values()]
