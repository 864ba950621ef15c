"""Count by the branch a row was filed under when it was written, and say where that may not be trusted (đếm theo nhánh đã ghi).

Work and links of plans keep the path at which their unit stood when they were written. A unit that was placed anew since, or that stood
elsewhere on the day asked for, is astray: children of the branch that hold one are counted by the placements of the day, all others by
ranges of one index. Both give the same figures; the second reads each row once and joins nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Substr

from daihoi.cycle.directives.models import Text
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import STEP, in_branch

MARGIN = timedelta(seconds=30)  # a placement written by an act that ran beside the first of a text may be younger than its key says
DONE_BY = "CASE WHEN a.state IN ({states}) AND a.met_on <= %s THEN 1 END"


@dataclass(frozen=True)
class Column:
    """One child of a branch as a range of paths (cột của ma trận)."""

    path: str
    end: str


def ranges_of(path: str, children: Iterable[str]) -> list[Column]:
    """Give the ranges of the direct children of a branch, and of its own unit, which stands alone."""
    return [] if not path else [Column(path, f"{path}!"), *(Column(child, f"{child}~") for child in children)]


def astray(text: Text, path: str, on: date) -> set[str]:
    """Give the children of a branch in which some unit stands, or stood, elsewhere than it was filed (nhánh có đơn vị dời chỗ)."""
    anew = Placement.objects.filter(Q(pk__gt=_youngest_before(text)) | Q(valid_from__gt=on)).order_by().values("unit")
    ended = Unit.objects.filter(closed__lte=on).values("pk")
    rows = Placement.objects.filter(Q(unit__in=anew) | Q(unit__in=ended)).filter(in_branch(path))
    return set(rows.order_by().annotate(child=Substr("path", 1, len(path) + STEP)).values_list("child", flat=True).distinct())


def _youngest_before(text: Text) -> UUID:
    """Give the least key of a row that is written when a text is, some seconds before: a key begins with its millisecond."""
    written = (text.pk.int >> 80) - int(MARGIN.total_seconds() * 1000)
    return UUID(int=max(written, 0) << 80)


def count_work(
    batches: Sequence[UUID], asked: Sequence[Column], states: Sequence[str], on: date
) -> list[tuple[UUID, str, int, int, date | None]]:
    """Count by batch and child the work filed there, how much of it is in some states by a day, and the last due day."""
    part = DONE_BY.format(states=", ".join(["%s"] * len(states))) if states else "NULL"
    inner = (
        f"SELECT count(*) || ' ' || count({part}) || ' ' || coalesce(CAST(max(a.due) AS varchar(10)), '') "  # noqa: S608 (placeholders only)
        "FROM assignments_assignment a WHERE a.batch_id = g.id AND a.branch >= c.path AND a.branch < c.past AND a.state <> 'dropped'"
    )
    found = _packed(inner, batches, asked, [*states, _day(on)] if states else [])
    return [
        (key, path, int(whole), int(done), date.fromisoformat(due) if due else None)
        for key, path, packed in found
        for whole, done, due in [packed.split(" ")]
        if whole != "0"
    ]


def count_plans(clauses: Sequence[UUID], asked: Sequence[Column], on: date) -> list[tuple[UUID, str, int]]:
    """Count by clause and child the units filed there whose plan answers the clause by a day."""
    inner = (
        "SELECT count(*) FROM (SELECT 1 FROM directives_planlink l WHERE l.superior_id = g.id AND l.branch >= c.path AND l.branch < c.past "
        "AND l.planned_on <= %s GROUP BY l.branch, l.unit_id) AS once"
    )
    return [(key, path, int(n)) for key, path, n in _packed(inner, clauses, asked, [_day(on)])]


def add_meetings(meetings: "QuerySet[Any, Any]", places: "QuerySet[Any, Any]") -> list[tuple[str, int, int, int, int]]:
    """Sum for each child the units that met, their conferences, who came and who was to come; conferences lead, each finds its place by key."""
    met, met_facts = meetings.query.sql_with_params()
    standing, place_facts = places.query.sql_with_params()
    query = (
        f"WITH m(unit, n, attended, expected) AS ({met}), p(unit, child) AS ({standing}) "  # noqa: S608 (both are written by the framework)
        "SELECT p.child, count(*), sum(m.n), sum(m.attended), sum(m.expected) FROM m CROSS JOIN p WHERE p.unit = m.unit GROUP BY p.child"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [*met_facts, *place_facts])
        return [(path, int(held), int(n), int(attended), int(expected)) for path, held, n, attended, expected in cursor.fetchall()]


def _day(on: date) -> Any:
    """Write a day as the database takes it."""
    return connection.ops.adapt_datefield_value(on)


def _packed(inner: str, keys: Sequence[UUID], asked: Sequence[Column], facts: Sequence[Any]) -> list[tuple[UUID, str, str]]:
    """Ask one small question for each key and child, each a range of an index; its answers come packed into one text."""
    if not keys or not asked:
        return []
    adapt = Text._meta.pk.get_db_prep_value
    given = [adapt(key, connection) for key in keys]
    ends = [value for column in asked for value in (column.path, column.end)]
    listed, ranges = ", ".join(["(%s)"] * len(given)), ", ".join(["(%s, %s)"] * len(asked))
    query = f"WITH g(id) AS (VALUES {listed}), c(path, past) AS (VALUES {ranges}) SELECT g.id, c.path, ({inner}) FROM g CROSS JOIN c"  # noqa: S608 (only placeholders are put in)
    with connection.cursor() as cursor:
        cursor.execute(query, [*given, *ends, *facts])
        rows = cursor.fetchall()
    return [(UUID(str(key)), path, answer) for key, path, answer in rows]
