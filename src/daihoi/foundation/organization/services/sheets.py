"""What officers say about other people's sheets, remembered: what the columns are, which unit a name means (PR-04)."""

from collections.abc import Mapping

from django.db import transaction

from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import HeadReading, NameMatch, Unit
from daihoi.foundation.organization.sheets.words import name_words


@transaction.atomic
def remember_head(*, actor: User, unit: Unit | None, purpose: str, shape: str, columns: Mapping[str, str]) -> HeadReading:
    """Keep what the columns under one shape of head are, for the next sheet of this shape (nhớ cách đọc)."""
    require(actor, "organization.read_sheets", unit)
    reading = HeadReading.objects.create(unit=unit, purpose=purpose, shape=shape, columns=dict(columns))
    record(actor, "organization.head_read", reading, unit=unit, purpose=purpose, columns=len(columns))
    return reading


@transaction.atomic
def match_names(*, actor: User, unit: Unit, targets: Mapping[str, Unit | None]) -> list[NameMatch]:
    """Keep which unit of the branch each doubtful name means, or that it means none (đối chiếu tên)."""
    require(actor, "organization.read_sheets", unit)
    matches = [NameMatch(unit=unit, name=name[:300], key=name_words(name)[:600], target=target) for name, target in targets.items()]
    NameMatch.objects.bulk_create(matches)
    record(actor, "organization.names_matched", unit, unit=unit, names=len(matches))
    return matches
