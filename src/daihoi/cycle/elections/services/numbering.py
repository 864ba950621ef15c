"""Give a paper of a certified contest its number in the register of the congress (lấy số biên bản, thông báo)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.elections.models import Contest
from daihoi.cycle.elections.queries.papers import subject_of
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.registers.models import Number
from daihoi.foundation.registers.services import take_number
from daihoi.rules import registers as rules
from daihoi.rules.errors import RuleViolation

KINDS = {"minutes": "BB", "certificate": "TB"}


@transaction.atomic
def number_paper(*, actor: User, contest: Contest, kind: str) -> Number:
    """Take the next number of the congress for the minutes or the announcement (lấy số; FM-16)."""
    require(actor, "elections.number_paper", contest.unit)
    if kind not in KINDS or contest.result is None:
        raise RuleViolation("elections.no_paper", _("Văn bản này chưa có; số chỉ cấp sau khi công bố kết quả."))
    entry = record(actor, "elections.paper_numbered", contest, kind=kind)
    day = timezone.localdate(contest.result.certified_at)
    return take_number(
        cause=entry,
        unit=contest.unit,
        body=rules.CONGRESS,
        kind=KINDS[kind],
        on=day,
        abstract=contest.title,
        subject=subject_of(contest, kind),
        period=contest.congress.round.term,
    )
