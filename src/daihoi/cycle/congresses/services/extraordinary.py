"""Call a congress out of its time, in a round of its own that counts no other unit (đại hội bất thường; DR-18)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Congress, ExtraordinaryGrounds, Round, StageEvent
from daihoi.cycle.congresses.services.calling import Call, freeze_charter
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.rules.errors import RuleViolation
from daihoi.rules.stages import Stage

SPAN = timedelta(days=365)


@dataclass(frozen=True)
class Grounds:
    """Why, by whose majority and with which consent (căn cứ)."""

    ground: str
    asked_by: str
    in_favour: int
    of_all: int
    consent: str
    consented_on: date


@transaction.atomic
def call_extraordinary(*, actor: User, unit: Unit, like: Round, grounds: Grounds, call: Call) -> Congress:
    """Call an extraordinary congress: more than half asked for it and the superior agreed (triệu tập đại hội bất thường; DR-18)."""
    require(actor, "congresses.call", unit)
    _is_asked_for(grounds)
    round_ = _own_round(unit, like, grounds, call)
    congress = Congress.objects.create(
        unit=unit, round=round_, form=call.form, contents=call.contents, charter=freeze_charter(like.charter)
    )
    StageEvent.objects.create(congress=congress, stage=Stage.called, happened_on=call.called_on, document=call.document)
    row = ExtraordinaryGrounds.objects.create(
        congress=congress,
        ground=grounds.ground,
        asked_by=grounds.asked_by,
        in_favour=grounds.in_favour,
        of_all=grounds.of_all,
        consent=grounds.consent.strip(),
    )
    figures = [grounds.in_favour, grounds.of_all]
    record(
        actor, "congresses.extraordinary_called", congress, called_on=call.called_on, ground=row.ground, asked=row.asked_by, votes=figures
    )
    return congress


def _is_asked_for(grounds: Grounds) -> None:
    """Refuse grounds without the majority or the consent that the rule asks for."""
    if 2 * grounds.in_favour <= grounds.of_all or grounds.in_favour > grounds.of_all:
        raise RuleViolation(
            "congress.not_over_half",
            _("{n} trên {all} chưa quá một nửa. Đại hội bất thường cần quá một nửa đề nghị."),
            n=grounds.in_favour,
            all=grounds.of_all,
            field="in_favour",
        )
    if not grounds.consent.strip():
        raise RuleViolation("congress.no_consent", _("Đại hội bất thường cần cấp trên đồng ý. Hãy ghi văn bản đồng ý."), field="consent")


def _own_round(unit: Unit, like: Round, grounds: Grounds, call: Call) -> Round:
    """Open a round that counts no kind of unit, so that no share of any other round changes."""
    code = f"bat-thuong-{unit.code.lower()}-{call.called_on:%Y%m%d}"[:40]
    if Round.objects.filter(code=code).exists():
        raise RuleViolation("congress.extraordinary_twice", _("Đại hội bất thường ngày này đã triệu tập."))
    return Round.objects.create(
        unit=unit,
        code=code,
        directive=grounds.consent[:60],
        directive_date=grounds.consented_on,
        level=like.level,
        kinds=[],
        term=like.term,
        charter=like.charter,
        starts=call.called_on,
        deadline=call.called_on + SPAN,
    )
