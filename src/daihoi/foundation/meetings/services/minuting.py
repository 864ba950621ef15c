"""Fix the minutes when the conference is closed (chốt biên bản)."""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.canonical import line
from daihoi.foundation.journal.services import record
from daihoi.foundation.meetings.models import Meeting, Minutes
from daihoi.foundation.meetings.moments import moment
from daihoi.foundation.meetings.queries.minutes import drafted
from daihoi.foundation.meetings.queries.people import body_code
from daihoi.foundation.organization.authority import require
from daihoi.foundation.registers.services import take_number
from daihoi.rules.conferences import data
from daihoi.rules.errors import RuleViolation


@transaction.atomic
def fix_minutes(*, actor: User, meeting: Meeting, writer: str) -> Minutes:
    """Give the minutes a number and keep their sentences, each with its event, for ever (chốt biên bản; FM-19)."""
    require(actor, "meetings.run", meeting.unit)
    meeting.refresh_from_db()
    if not meeting.is_closed:
        raise RuleViolation("meetings.minutes_too_early", _("Hội nghị chưa bế mạc. Biên bản chốt sau khi bế mạc."))
    if Minutes.objects.filter(meeting=meeting).exists():
        raise RuleViolation("meetings.minutes_fixed", _("Biên bản đã chốt."))
    if not writer.strip():
        raise RuleViolation("meetings.no_writer", _("Ghi người viết biên bản."), field="writer")
    sentences = [sentence.as_dict() for sentence in drafted(meeting)]
    digest = sha256(line({"sentences": sentences}).encode()).hexdigest()
    entry = record(actor, "meetings.minutes_fixed", meeting, sentences=len(sentences), digest=digest)
    number = take_number(
        cause=entry,
        unit=meeting.unit,
        body=body_code(meeting.unit),
        kind=data()["numbers"]["minutes"],
        on=timezone.localdate(moment()),
        abstract=f"biên bản {meeting.title}",
        subject=f"meetings.minutes:{meeting.pk}",
    )
    return Minutes.objects.create(
        meeting=meeting, symbol=number.symbol, writer=writer.strip(), sentences=sentences, digest=digest, fixed_at=moment()
    )
