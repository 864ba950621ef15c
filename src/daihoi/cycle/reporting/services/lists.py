"""Remember an order of columns, keep a list of another system (bố cục xuất, danh sách nơi khác; PR-09)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.congresses.models import Round
from daihoi.cycle.reporting.models import ExportLayout, TheirList
from daihoi.cycle.reporting.queries.lists import FIELDS
from daihoi.foundation.accounts.models import User
from daihoi.foundation.files.models import StoredFile
from daihoi.foundation.journal.services import record
from daihoi.foundation.organization.authority import require
from daihoi.foundation.organization.models import Unit
from daihoi.rules.errors import RuleViolation


@transaction.atomic
def save_layout(*, actor: User, unit: Unit, name: str, columns: Sequence[tuple[str, str]], form: str = "xlsx") -> ExportLayout:
    """Remember which columns go out under which names, in which order (lưu bố cục xuất)."""
    require(actor, "reporting.save_layout", unit)
    unknown = [field for field, _heading in columns if field not in FIELDS]
    if not columns or unknown:
        message = _("Không có cột nào để xuất, hoặc không biết cột {names}. Hãy chọn ít nhất một cột.")
        raise RuleViolation("reporting.layout_columns", message, names=", ".join(unknown) or "–")
    listed = [[field, heading.strip() or str(FIELDS[field])] for field, heading in columns]
    layout = ExportLayout.objects.create(unit=unit, name=name.strip(), columns=listed, form=form)
    record(actor, "reporting.layout_saved", layout, unit=unit, columns=len(columns))
    return layout


@transaction.atomic
def keep_their_list(*, actor: User, unit: Unit, round_: Round, system: str, file: StoredFile, on: date) -> TheirList:
    """Keep a list that another system gave out, to compare it with ours (nhận danh sách nơi khác)."""
    require(actor, "reporting.compare", unit)
    kept = TheirList.objects.create(unit=unit, round=round_, system=system, file=file, on=on)
    record(actor, "reporting.their_list_kept", kept, unit=unit, on=on, digest=file.digest)
    return kept
