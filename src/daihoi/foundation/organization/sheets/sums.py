"""Check the total rows of a sheet against the rows above them (cộng lại)."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from daihoi.foundation.organization.sheets.columns import Head, Match, shown
from daihoi.foundation.organization.sheets.lines import whole

Find = Callable[[str, int, str, object, str, str], None]


def check_totals(rows: Sequence[Any], totals: Sequence[tuple[int, Sequence[object], int]], head: Head, find: Find) -> None:
    """Compare each total with what its column adds up to, since the last total or from the top."""
    before = 0
    for number, cells, reached in totals:
        for index, match in head.columns.items():
            written = whole(cells[index]) if index < len(cells) else None
            if written is None or match.column.name == "contents":
                continue
            sums = [_added(rows[start:reached], match) for start in (before, 0)]
            if written in sums:
                continue
            added = sums[1] if number == totals[-1][0] else sums[0]
            message = _("Dòng “{title}” ghi {written} ở cột “{heading}”, cộng lại được {added}. Không chặn; kiểm tra có thiếu dòng không.")
            title = next((shown(cell) for cell in cells if shown(cell)), "")
            text = message.format(title=title, written=written, heading=head.labels[index], added=added)
            find("warning", number, match.column.name, shown(cells[index]), "total_differs", text)
        before = reached


def _added(rows: Sequence[Any], match: Match) -> int:
    """Add a column of numbers; of any other column count the cells that say something."""
    name = match.column.name
    if match.column.type == "whole" and name != "no":
        return sum(value for row in rows if isinstance(value := row.values.get(name), int))
    return sum(row.values.get(name) not in (None, False, "") for row in rows)
