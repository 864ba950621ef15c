"""Freeze the figures of a week, by a person or by the clock (chốt số liệu; PR-01)."""

from contextlib import suppress
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Round
from daihoi.cycle.reporting.models import Cutoff
from daihoi.cycle.reporting.queries.cutoffs import before, hour_of, is_due
from daihoi.cycle.reporting.queries.week import figures_digest, week_figures
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import CLOCK, record, try_again
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.rules.errors import RuleViolation


@transaction.atomic
def freeze_figures(
    *,
    unit: Unit,
    round_: Round,
    on: date,
    actor: User | None = None,
    origin: str | None = None,
    known: datetime | None = None,
) -> Cutoff:
    """Freeze what a branch publishes for a day, with everything it was computed from (chốt số liệu)."""
    require(actor, "reporting.freeze", unit, origin=origin)
    moment = known or min(hour_of(on), timezone.now())
    if on > timezone.localdate() or moment > timezone.now():
        raise RuleViolation("reporting.not_yet", _("Ngày {on:%d/%m/%Y} chưa tới giờ chốt. Hãy chọn ngày đã qua."), on=on)
    if Cutoff.objects.filter(unit=unit, round=round_, on=on).exists():
        message = _("Số liệu ngày {on:%d/%m/%Y} đã chốt; số đã công bố không đổi, dòng muộn hiện thành đính chính.")
        raise RuleViolation("reporting.frozen", message, on=on)
    previous = before(unit, round_, on)
    figures = week_figures(unit, round_, on, moment, previous.figures if previous else None)
    if not figures["total"]:
        message = _("Ngày {on:%d/%m/%Y} nhánh này không có đơn vị nào phải đại hội trong đợt {round}. Hãy chọn đợt khác.")
        raise RuleViolation("reporting.nothing_owed", message, on=on, round=round_.code)
    cutoff = Cutoff.objects.create(unit=unit, round=round_, on=on, known=moment, figures=figures, digest=figures_digest(figures))
    facts = {"on": on, "held": figures["held"], "total": figures["total"], "digest": cutoff.digest}
    record(actor, "reporting.figures_frozen", cutoff, unit=unit, origin=origin, **facts)
    return cutoff


def freeze_due() -> int:
    """Freeze by the clock every week that is due; give how many (chốt theo lịch)."""
    frozen = 0
    for unit, round_, day in is_due():
        with suppress(RuleViolation):  # a branch that owes nothing any more, or that a person has just frozen, holds up no other
            try_again(freeze_figures, unit=unit, round_=round_, on=day, origin=CLOCK)
            frozen += 1
    return frozen
