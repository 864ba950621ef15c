"""Who issues the reports of a unit (đầu văn bản báo cáo)."""

from datetime import date, datetime
from typing import Literal

from daihoi.foundation.organization.models import Unit
from daihoi.foundation.organization.queries import breadcrumb
from daihoi.office import format_on
from daihoi.office.weekly import Letterhead

BODIES = {"central": "TW", "central_sub": "TU"}  # FM-15; every other committee signs ĐU
CELLS = {"sub_cell", "grassroots_cell"}


def letterhead(unit: Unit, day: date, known: datetime | None = None, family: Literal["party", "neutral"] = "party") -> Letterhead:
    """Give the head of a report as a draft to be numbered and signed: who is above, who issues, on whose behalf (FM-05 to FM-07, FM-14)."""
    places = breadcrumb(unit, day, known)
    name = places[-1].name if places else unit.code
    kind = places[-1].kind if places else ""
    form = format_on(day, family)
    is_cell = kind in CELLS
    behalf = form.text("on_behalf")
    return Letterhead(
        form=form,
        issuing=name,
        upper=places[-2].name if len(places) > 1 else "",
        body="CB" if is_cell else BODIES.get(kind, "ĐU"),
        power=f"{behalf} chi bộ" if is_cell else f"{behalf} Ban Thường vụ",
        recipients=(f"{places[-2].name} (báo cáo)", "Lưu") if len(places) > 1 else ("Lưu",),
        signed_on=day,
    )
