"""Record the second check of a closed count (ghi kiểm phiếu lần hai)."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.ballots.models import Poll, SecondCheck
from daihoi.foundation.ballots.queries.access import require_member, require_no_candidate
from daihoi.foundation.ballots.queries.checking import plan_for
from daihoi.foundation.ballots.queries.polls import locked
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation

ACT = "ballots.record_second_check"


@dataclass(frozen=True)
class Recheck:
    """What people found when they counted again: how many sheets differ from the record, and how (kết quả kiểm lại)."""

    differing: int
    seed: str = ""
    words: str = ""


@transaction.atomic
def record_second_check(*, actor: User, poll: Poll, found: Recheck) -> SecondCheck:
    """Record which sheets of a closed count were counted again, by which seed, and what differed (kiểm phiếu lần hai)."""
    require(actor, "ballots.record_second_check", poll.unit)
    require_member(actor, poll, ACT)
    require_no_candidate(actor, poll)
    poll = locked(poll)
    if not poll.is_closed:
        raise RuleViolation("ballots.check_after_closing", _("Khóa kiểm phiếu trước, rồi mới gieo số và kiểm lại."))
    plan = plan_for(poll, found.seed)
    size = len(plan.sheets)
    if found.differing > size:
        message = _("Kiểm lại {size} phiếu thì không thể có {differing} phiếu khác. Ghi lại số.")
        raise RuleViolation("ballots.differing_over_size", message, size=size, differing=found.differing, field="differing")
    if found.differing and not found.words.strip():
        raise RuleViolation("ballots.difference_unexplained", _("Ghi phiếu nào khác, khác thế nào."), field="words")
    numbers: dict[str, Any] = {"pile": plan.pile, "size": size, "risk_percent": plan.risk_percent, "differing": found.differing}
    seed = "" if plan.is_full else found.seed.strip()
    row = SecondCheck.objects.create(poll=poll, seed=seed, least_wrong=plan.least_wrong, words=found.words.strip(), **numbers)
    record(actor, "ballots.second_check_recorded", poll, check=row.pk, seed=seed, **numbers)
    return row
