"""Where a person wants to be reminded: an address for mail, a secret address of the calendar (nơi nhận nhắc việc)."""

import secrets
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from daihoi.foundation.accounts.models import User
from daihoi.foundation.assignments.models import Mailbox
from daihoi.foundation.assignments.queries.people import working_unit
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require


@transaction.atomic
def set_address(*, actor: User, address: str) -> Mailbox:
    """Say where the daily digest of this person goes; nowhere without an address (đặt nơi nhận thư)."""
    require(actor, "assignments.view", working_unit(actor, "assignments.view"))
    box, _made = Mailbox.objects.update_or_create(user=actor, defaults={"address": address})
    record(actor, "assignments.address_set", box, has_address=bool(address))
    return box


@transaction.atomic
def open_feed(*, actor: User) -> str:
    """Make a new secret address of this person's calendar; the one before opens nothing any more (mở lịch riêng)."""
    require(actor, "assignments.view", working_unit(actor, "assignments.view"))
    token = secrets.token_urlsafe(24)
    box, _made = Mailbox.objects.update_or_create(user=actor, defaults={"feed_digest": hashed(token), "feed_since": timezone.now()})
    record(actor, "assignments.feed_opened", box)
    return token


@transaction.atomic
def close_feed(*, actor: User) -> None:
    """Take the address of the calendar back (thu lịch riêng)."""
    require(actor, "assignments.view", working_unit(actor, "assignments.view"))
    box, _made = Mailbox.objects.update_or_create(user=actor, defaults={"feed_digest": "", "feed_since": None})
    record(actor, "assignments.feed_closed", box)


def hashed(token: str) -> str:
    """Give the digest of a secret address; the address itself is kept nowhere."""
    return sha256(f"feed:{token}".encode()).hexdigest()
