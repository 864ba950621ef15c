"""The contract's answer about a branch, counted from rows of units (tiến độ; RP-01)."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

import numpy as np

from daihoi.cycle.congresses.models import Round
from daihoi.cycle.congresses.queries import Count3, View, answer, view
from daihoi.cycle.tracking.standing import Standing, standing
from daihoi.foundation.organization.models import Unit


def progress(unit: Unit, round_: Round, on: date, known: datetime | None = None, kind: str | None = None) -> dict[str, Any]:
    """Tell how many units of a branch have held their congress on a day, as known at a moment (tiến độ; RP-01)."""
    asked = view(unit, round_, on, known, kind)
    return progress_of(asked, standing(asked))


def progress_of(asked: View, rows: Standing) -> dict[str, Any]:
    """Give the contract's answer from rows that were read already."""
    return answer(asked, counts(asked, rows))


def counts(asked: View, rows: Standing) -> dict[tuple[str, str], Count3]:
    """Count by direct child and kind: those that owe, that held, that were planned by the day, that are overdue."""
    found: dict[tuple[str, str], Count3] = defaultdict(Count3)
    if asked.place is None or not len(rows):
        return found
    paths, child = rows.children(asked.place.path)
    on, many = asked.on.toordinal(), len(rows.kinds)
    group = child * many + rows.kind
    held, plan = rows.held > 0, rows.plan > 0
    parts = (None, held, plan & (rows.plan <= on), ~held & plan & (rows.plan < on))
    cells = [np.bincount(group if part is None else group[part], minlength=len(paths) * many).tolist() for part in parts]
    for at, (total, *rest) in enumerate(zip(*cells, strict=True)):
        if total:
            found[paths[at // many], rows.kinds[at % many]] = Count3(total, *rest)
    return found
