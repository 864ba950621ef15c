"""Record how many members a unit has on a day (ghi số đảng viên)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Headcount, Unit
from daihoi.rules.errors import RuleViolation


@transaction.atomic
def record_headcount(
    *,
    unit: Unit,
    on: date,
    official: int,
    probationary: int | None = None,
    actor: User | None = None,
    cause: Entry | None = None,
    recorded_at: datetime | None = None,
) -> Headcount:
    """Write the members of a unit on a day; a correction is a later row (ghi số đảng viên)."""
    require(actor, "organization.record_headcount", unit, cause=cause)
    if official < 0 or (probationary or 0) < 0:
        raise RuleViolation("organization.negative", _("Số đảng viên không thể nhỏ hơn 0. Xem lại số đã nhập."))
    if on < unit.opened or (unit.closed and on > unit.closed):
        raise RuleViolation(
            "organization.not_open_then",
            _("Ngày {on} đơn vị {code} không hoạt động. Ghi một ngày khác."),
            on=f"{on:%d/%m/%Y}",
            code=unit.code,
        )
    known = recorded_at or timezone.now()
    row = Headcount.objects.create(unit=unit, on=on, official=official, probationary=probationary, recorded_at=known)
    record(actor, "organization.headcount_recorded", row, unit=unit, cause=cause, on=on, official=official, probationary=probationary)
    return row
