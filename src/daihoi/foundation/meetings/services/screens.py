"""Take back what opens a screen without an account, and give it anew: addresses of walls and phones, cards of seats (đổi địa chỉ, đổi thẻ)."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.meetings.cards import digest_of, new_code
from daihoi.foundation.meetings.models import Event, Meeting, OpenVote, VotingCard
from daihoi.foundation.meetings.services.events import happen, not_closed
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

Verb = Event.Verb
MOST_SEATS = 5000


@transaction.atomic
def renew_screens(*, actor: User, meeting: Meeting) -> Meeting:
    """End every address given so far for walls and phones, also after the conference; cards hold, their pages get a new address (đổi địa chỉ)."""
    require(actor, "meetings.run", meeting.unit)
    Meeting.objects.filter(pk=meeting.pk).update(screens=F("screens") + 1)
    meeting.refresh_from_db()
    happen(meeting, Verb.PREPARED, record(actor, "meetings.screens_renewed", meeting, issue=meeting.screens))
    return meeting


@transaction.atomic
def issue_cards(*, actor: User, meeting: Meeting, seats: int) -> list[tuple[int, str]]:
    """Give each seat a card with a code of its own; cards given before end, and only digests are kept (phát thẻ biểu quyết)."""
    require(actor, "meetings.run", meeting.unit)
    not_closed(meeting)
    _no_device_vote(meeting)
    if not 1 <= seats <= MOST_SEATS:
        raise RuleViolation("meetings.seats", _("Số ghế phải từ 1 đến {most}."), most=MOST_SEATS, field="seats")
    VotingCard.objects.filter(meeting=meeting, is_withdrawn=False).update(is_withdrawn=True)
    given = [(seat, new_code()) for seat in range(1, seats + 1)]
    VotingCard.objects.bulk_create([VotingCard(meeting=meeting, seat=seat, digest=digest_of(code)) for seat, code in given])
    entry = record(actor, "meetings.cards_issued", meeting, seats=seats)
    happen(meeting, Verb.PREPARED, entry, seats=seats)
    return given


@transaction.atomic
def renew_card(*, actor: User, meeting: Meeting, seat: int, reason: str) -> tuple[int, str]:
    """Take back the card of one seat, lost or read by others, and give it a new code (đổi thẻ một ghế)."""
    require(actor, "meetings.run", meeting.unit)
    not_closed(meeting)
    _no_device_vote(meeting)
    if not reason.strip():
        raise RuleViolation("meetings.card_without_reason", _("Đổi thẻ phải có lý do, ví dụ: mất thẻ."), field="reason")
    if not VotingCard.objects.filter(meeting=meeting, seat=seat, is_withdrawn=False).update(is_withdrawn=True):
        raise RuleViolation(
            "meetings.no_such_seat", _("Ghế {seat} không có thẻ đang dùng. Xem lại số ghế in trên thẻ."), seat=seat, field="seat"
        )
    code = new_code()
    VotingCard.objects.create(meeting=meeting, seat=seat, digest=digest_of(code))
    happen(meeting, Verb.PREPARED, record(actor, "meetings.card_renewed", meeting, seat=seat), seat=seat, reason=reason.strip())
    return seat, code


def _no_device_vote(meeting: Meeting) -> None:
    """Refuse new cards while devices vote: a seat would vote twice."""
    if OpenVote.objects.filter(meeting=meeting, state=OpenVote.State.OPEN, form=OpenVote.Form.DEVICE).exists():
        raise RuleViolation("meetings.cards_in_use", _("Đang biểu quyết bằng thiết bị; phát thẻ mới sau khi có kết quả."))
