"""Screens of coverage: clauses by branches, dissemination by branches (màn hình độ phủ)."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from daihoi.cycle.directives.address import asked_scope, figures_frame, person, unit_name
from daihoi.cycle.directives.models import Clause
from daihoi.cycle.directives.queries.coverage import (
    ACCEPTED,
    MEASURES,
    Cell,
    Line,
    Matrix,
    Scope,
    clause_rows,
    matrix,
    reach,
    scope,
    source_of,
    total,
)
from daihoi.foundation.assignments.models import Assignment, Event, State
from daihoi.foundation.organization.authority import acts_at
from daihoi.foundation.organization.models import Unit
from daihoi.web.formats import exact_share
from daihoi.web.tables import xlsx

MEASURE_WORDS = {
    "plan": gettext_lazy("đã có kế hoạch"),
    "done": gettext_lazy("đã làm"),
    "accepted": gettext_lazy("được công nhận"),
}
FIRST_MISSING = 8


@dataclass
class Row:
    """One clause as the page draws it: a cell for each column (dòng)."""

    line: Line
    cells: list[tuple[str, str, Cell]] = field(default_factory=list)  # code of the child, state, cell

    @property
    def behind(self) -> list[tuple[str, str, Cell]]:
        """Give the children in which something is missing, the emptiest first."""
        found = [each for each in self.cells if each[1] in {"late", "soon"}]
        return sorted(found, key=lambda each: each[2].part / each[2].whole)


def _measure(request: HttpRequest) -> str:
    """Give the measure that was asked for."""
    asked = request.GET.get("show", "")
    return asked if asked in MEASURES else "plan"


def short(name: str) -> str:
    """Leave out the word that all columns share, so that a head stays narrow (tên gọn)."""
    bare = name.removeprefix("Đảng bộ ").removeprefix("Chi bộ ")
    return bare[:1].upper() + bare[1:]


@require_safe
def matrix_page(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Show which clause has no plan, or is not done, in which branch; the open cell below (ma trận)."""
    asked = asked_scope(request, text_id)
    measure = _measure(request)
    found = matrix(asked, measure)
    rows = _rows(found, asked)
    context = figures_frame(request, asked) | {
        "matrix": found,
        "columns": [(row, short(row.name)) for row in found.columns.values()],
        "rows": rows,
        "names": {column.code: short(column.name) for column in found.columns.values()},
        "measure": measure,
        "measures": MEASURE_WORDS,
        "open": _open_cell(request, asked, found, measure),
        "worst": _worst(found, rows),
        "base": urlencode({"unit": asked.unit.code, "on": f"{asked.on:%d/%m/%Y}", "show": measure}),
        "may_send": "directives.send" in (acts := acts_at(request.user, asked.unit)),
        "may_remind": "assignments.remind" in acts,
        "is_done": bool(rows) and all(state in {"ok", "empty"} for row in rows for _code, state, _cell in row.cells),
    }
    return render(request, "directives/matrix.html", context)


def _rows(found: Matrix, asked: Scope) -> list[Row]:
    """Put the cells of each clause under the columns."""
    rows = []
    for line in found.lines:
        cells = [(column.code, (cell := line.cells.get(path, Cell())).state(asked.on), cell) for path, column in found.columns.items()]
        rows.append(Row(line, cells))
    return rows


def _worst(found: Matrix, rows: list[Row]) -> str:
    """Say in which branch most clauses have nothing at all."""
    empty: dict[str, int] = {}
    for row in rows:
        for code, state, cell in row.cells:
            if state == "late" and cell.part == 0:
                empty[code] = empty.get(code, 0) + 1
    if not empty:
        return ""
    code, n = max(empty.items(), key=lambda item: item[1])
    name = short(next(column.name for column in found.columns.values() if column.code == code))
    return ngettext("{n} điều chưa có ở {name}", "{n} điều chưa có ở {name}", n).format(n=n, name=name)


def _open_cell(request: HttpRequest, asked: Scope, found: Matrix, measure: str) -> dict[str, Any] | None:
    """Give the cell that is open: how its units stand, who is missing, what happened last (ô đang mở)."""
    number, code = request.GET.get("clause"), request.GET.get("child")
    line = next((line for line in found.lines if line.clause.number == number), None)
    path = next((path for path, column in found.columns.items() if column.code == code), None)
    if line is None or path is None or path not in line.cells:
        return None
    unit = Unit.objects.get(code=str(code))
    inside = _inside(asked, unit, path)
    missing = clause_rows(inside, line.clause, measure=measure, is_missing=True)
    return {
        "line": line,
        "cell": line.cells[path],
        "state": line.cells[path].state(asked.on),
        "column": found.columns[path],
        "unit": unit,
        "missing": list(missing[:FIRST_MISSING]),
        "steps": _steps(inside, line.clause),
        "reach": total(reach(inside)),
        "events": _last_events(inside, line.clause),
    }


def _inside(asked: Scope, unit: Unit, path: str) -> Scope:
    """Narrow the question to one child; the branch's own unit stands alone in its column."""
    return scope(asked.text, unit, asked.on) if path != asked.path else Scope(asked.text, unit, asked.on, path)


def _steps(asked: Scope, clause: Clause) -> dict[str, int]:
    """Count the states of the assignments in one cell."""
    given = Assignment.objects.filter(batch__source=source_of(clause), unit__in=asked.standing.values("unit"))
    counts = dict(given.exclude(state=State.DROPPED).order_by().values("state").annotate(n=Count("pk")).values_list("state", "n"))
    done = {State.DONE, *ACCEPTED}
    return {
        "whole": sum(counts.values()),
        "done": sum(n for state, n in counts.items() if state in done),
        "returned": counts.get(State.RETURNED, 0),
        "accepted": sum(n for state, n in counts.items() if state in ACCEPTED),
        "plans": clause_rows(asked, clause, measure="plan", is_missing=False).count(),
    }


def _last_events(asked: Scope, clause: Clause) -> list[Event]:
    """Give the last things that happened in one cell, each with its time and person."""
    given = Event.objects.filter(assignment__batch__source=source_of(clause), assignment__unit__in=asked.standing.values("unit"))
    return list(given.select_related("by", "assignment__unit").order_by("-at")[:5])


@require_safe
def matrix_export(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Hand out the matrix as a workbook: two columns for each branch (xuất ma trận)."""
    asked = asked_scope(request, text_id)
    measure = _measure(request)
    found = matrix(asked, measure)
    words = str(MEASURE_WORDS[measure])
    head = [_("Điều"), _("Tên điều khoản"), _("Hạn")]
    for column in found.columns.values():
        head += [f"{column.name}: {words}", f"{column.name}: {_('được giao')}"]
    head += [_("Cộng: {words}").format(words=words), _("Cộng: được giao"), _("Tỷ lệ %")]
    table = []
    for line in found.lines:
        cells: list[Any] = [line.clause.number, line.clause.title, line.batch.due_on if line.batch else None]
        for path in found.columns:
            cell = line.cells.get(path, Cell())
            cells += [cell.part, cell.whole]
        share = exact_share(line.whole.part, line.whole.whole)
        table.append([*cells, line.whole.part, line.whole.whole, float(share) if share else None])
    note = _("{text}, {branch}, tính đến ngày {on}").format(text=asked.text, branch=unit_name(asked.unit), on=f"{asked.on:%d/%m/%Y}")
    return xlsx(_("Độ phủ theo điều khoản"), head, table, note=note, name=f"do-phu-{asked.on:%Y%m%d}")


@require_safe
def dissemination(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Show by branch how many units held conferences and how many people attended (quán triệt theo nhánh)."""
    asked = asked_scope(request, text_id)
    rows = reach(asked)
    context = figures_frame(request, asked) | {
        "rows": sorted(rows, key=lambda row: (row.held / row.sent if row.sent else 1, row.code)),
        "total": total(rows),
        "may_disseminate": "directives.disseminate" in acts_at(person(request), asked.unit),
    }
    return render(request, "directives/dissemination.html", context)


@require_safe
def dissemination_export(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Hand out dissemination by branch as a workbook (xuất bảng quán triệt)."""
    asked = asked_scope(request, text_id)
    head = (
        _("Mã"), _("Đơn vị"), _("Đã gửi"), _("Đã nhận"), _("Đã đọc"), _("Đã quán triệt"), _("Tỷ lệ %"),
        _("Số hội nghị"), _("Số dự"), _("Số phải dự"), _("Tỷ lệ dự %"), _("Có kế hoạch"),
    )  # fmt: skip
    rows = reach(asked)
    whole = total(rows)
    whole.name = _("Tổng cộng")
    table = []
    for row in [*rows, whole]:
        shares = [exact_share(row.held, row.sent), exact_share(row.attended, row.expected)]
        held, came = (float(share) if share else None for share in shares)
        steps = [row.sent, row.received, row.read, row.held, held, row.conferences, row.attended, row.expected, came, row.planned]
        table.append([row.code, row.name, *steps])
    note = _("{text}, {branch}, tính đến ngày {on}").format(text=asked.text, branch=unit_name(asked.unit), on=f"{asked.on:%d/%m/%Y}")
    return xlsx(_("Quán triệt theo nhánh"), head, table, note=note, name=f"quan-triet-{asked.on:%Y%m%d}")
