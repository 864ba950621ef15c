"""What the clock does once a day: duties follow their units, people hear what is due, mail goes out (việc hằng ngày)."""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from daihoi.foundation.assignments.mail import Delivered, deliver
from daihoi.foundation.assignments.models import Digest
from daihoi.foundation.assignments.services import follow_successions, write_digests
from daihoi.foundation.journal.services import CLOCK, try_again


@dataclass(frozen=True)
class Done:
    """What a round of reminding did (kết quả nhắc việc)."""

    digests: list[Digest] = field(default_factory=list)
    moved: int = 0
    mail: Delivered = field(default_factory=Delivered)


def remind(on: date) -> Done:
    """Do the round of a day; a second round of the same day writes nothing new and only sends what still waits (nhắc việc)."""
    moved = try_again(follow_successions, origin=CLOCK)
    try:
        digests = try_again(write_digests, on=on, origin=CLOCK)
    except IntegrityError:  # another process wrote the digests of this day in the same moment
        digests = []
    return Done(digests, moved, deliver())


def remind_when_due() -> Done:
    """Do the round of today once its hour has come (nhắc việc theo giờ)."""
    now = timezone.localtime()
    return remind(now.date()) if now.hour >= settings.REMIND_HOUR else Done(mail=deliver())
