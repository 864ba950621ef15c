"""How far a text has come in a branch on a day: received, read, disseminated, planned, done (độ phủ).

Every figure is one grouping by the prefix of the path of the tree of that day; figures open to the same rows that they count.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Substr

from daihoi.cycle.directives.models import Clause, Delivery, Dissemination, PlanLink, Text
from daihoi.cycle.directives.queries.filing import add_meetings, astray, count_plans, count_work, ranges_of
from daihoi.foundation.assignments.models import Assignment, Batch, State
from daihoi.foundation.organization.models import Placement, Unit
from daihoi.foundation.organization.queries import STEP, children, in_branch, placement_of, placements

SOURCE = "directives.clause:"
MEASURES = ("plan", "done", "accepted")
DONE = (State.DONE, State.ACCEPTED, State.MET)
ACCEPTED = (State.ACCEPTED, State.MET)


@dataclass(frozen=True)
class Scope:
    """What is asked: a text, a branch, a day (phạm vi)."""

    text: Text
    unit: Unit
    on: date
    path: str

    @property
    def standing(self) -> "QuerySet[Placement]":
        """Give the places of the branch on the day."""
        return placements(self.on).filter(in_branch(self.path)) if self.path else Placement.objects.none()

    @property
    def by_child(self) -> "QuerySet[Any]":
        """Give the places of the branch with the direct child they belong to."""
        return self.standing.annotate(child=Substr("path", 1, len(self.path) + STEP)).order_by()


def scope(text: Text, unit: Unit, on: date) -> Scope:
    """Fix what a figure is asked for."""
    place = placement_of(unit, on)
    return Scope(text, unit, on, place.path if place else "")


def source_of(clause: Clause) -> str:
    """Give the key under which the work of a clause is handed down."""
    return f"{SOURCE}{clause.pk}"


def without_clauses(clauses: Iterable[Clause], units: Iterable[UUID]) -> set[UUID]:
    """Give the units to which at least one of these clauses was not handed down yet (còn chưa giao)."""
    left, wanted = set[UUID](), set(units)
    for clause in clauses:
        standing = Assignment.objects.filter(batch__source=source_of(clause)).exclude(state=State.DROPPED)
        left |= wanted - set(standing.values_list("unit_id", flat=True))
    return left


def clause_keys(batches: "QuerySet[Batch]") -> dict[UUID, UUID]:
    """Give the clause of each batch."""
    return {pk: UUID(source.removeprefix(SOURCE)) for pk, source in batches.values_list("pk", "source")}


def batches_of(text: Text) -> "QuerySet[Batch]":
    """Give the batches in which the clauses of a text were handed down."""
    return Batch.objects.filter(source__in=[f"{SOURCE}{pk}" for pk in text.clauses.values_list("pk", flat=True)])


def assigned_clauses(text: Text) -> set[UUID]:
    """Give the clauses of a text that were handed down as work."""
    return set(clause_keys(batches_of(text)).values())


@dataclass
class Reach:
    """How far a text has come in one direct child: units, and people at conferences (tiếp nhận và quán triệt)."""

    name: str
    unit_id: UUID | None
    code: str = ""
    sent: int = 0
    received: int = 0
    read: int = 0
    held: int = 0
    planned: int = 0
    conferences: int = 0
    attended: int = 0
    expected: int = 0

    def add(self, other: "Reach") -> None:
        """Add another child to this sum."""
        for name in ("sent", "received", "read", "held", "planned", "conferences", "attended", "expected"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def standing_disseminations(on: date) -> "QuerySet[Dissemination]":
    """Give the conferences held by a day that no later row replaces or withdraws."""
    replaced = Dissemination.objects.filter(replaces__isnull=False).values("replaces_id")  # a join would be scanned where few are replaced
    return Dissemination.objects.filter(held_on__lte=on, is_withdrawn=False).exclude(pk__in=replaced)


def reach(asked: Scope) -> list[Reach]:
    """Tell child by child how many units were sent, received, read, disseminated and planned (ai đã làm gì)."""
    found = _named(asked)
    own, on = Q(unit__deliveries__text=asked.text), asked.on
    counts = (
        asked.by_child.filter(own, unit__deliveries__sent_on__lte=on)
        .values("child")
        .annotate(
            n=Count("pk"),
            received=Count("pk", filter=Q(unit__deliveries__received_on__lte=on)),
            read=Count("pk", filter=Q(unit__deliveries__read_on__lte=on)),
        )
    )
    for path, sent, received, read in counts.values_list("child", "n", "received", "read"):
        found[path].sent, found[path].received, found[path].read = sent, received, read
    _add_meetings(asked, found)
    planned = asked.by_child.filter(Exists(plans(asked).filter(unit=OuterRef("unit")))).values("child").annotate(n=Count("pk"))
    for path, n in planned.values_list("child", "n"):
        found[path].planned = n
    return [row for row in found.values() if row.sent or row.conferences or row.planned]


def _add_meetings(asked: Scope, found: dict[str, Reach]) -> None:
    """Add up the conferences of each unit, and those of the units in each child."""
    meetings = standing_disseminations(asked.on).filter(text=asked.text).order_by().values("unit_id")
    counted = meetings.annotate(n=Count("pk"), people=Sum("attended"), asked=Sum("expected")).values_list("unit_id", "n", "people", "asked")
    for path, held, n, attended, expected in add_meetings(counted, asked.by_child.values_list("unit_id", "child")):
        found[path].add(Reach("", None, held=held, conferences=n, attended=attended, expected=expected))


def plans(asked: Scope) -> "QuerySet[PlanLink]":
    """Give the links by which plans carry out the text, as they stood on the day; its clauses by key, so that one index finds them."""
    clauses = list(asked.text.clauses.values_list("pk", flat=True))
    return PlanLink.objects.filter(superior__in=clauses, planned_on__lte=asked.on)


def _named(asked: Scope) -> dict[str, Reach]:
    """Give an empty row for the branch's own unit and each direct child, in the order of the tree."""
    found: dict[str, Reach] = {}
    own = placement_of(asked.unit, asked.on)
    if own:
        found[own.path] = Reach(own.name, own.unit_id, asked.unit.code)
    for path, name, unit_id, code in children(asked.unit, asked.on).values_list("path", "name", "unit_id", "unit__code"):
        found[path] = Reach(name, unit_id, code)
    return found


def total(rows: list[Reach]) -> Reach:
    """Sum up the children of a branch (cộng)."""
    whole = Reach("", None)
    for row in rows:
        whole.add(row)
    return whole


@dataclass
class Cell:
    """One clause in one branch: how many units owe it, how many have it, when it is due (ô của ma trận)."""

    whole: int = 0
    part: int = 0
    due: date | None = None

    @property
    def missing(self) -> int:
        """How many are still missing."""
        return self.whole - self.part

    def state(self, on: date) -> str:
        """Say how the cell stands on a day: complete, not yet due, few missing, or late."""
        if not self.whole:
            return "empty"
        if self.part >= self.whole:
            return "ok"
        if self.due and self.due >= on:
            return "none"
        return "late" if 100 * self.part < ENOUGH * self.whole else "soon"


ENOUGH = 70  # percent; below it a cell counts as far behind on screen (a way to draw, not a rule)


@dataclass
class Line:
    """One clause with its cells by child (dòng của ma trận)."""

    clause: Clause
    cells: dict[str, Cell] = field(default_factory=dict)
    whole: Cell = field(default_factory=Cell)
    batches: dict[UUID, int] = field(default_factory=dict)
    batch: Batch | None = None  # the one that most units of the branch were given


@dataclass
class Matrix:
    """Clauses by direct children (ma trận điều khoản và đảng bộ)."""

    columns: dict[str, Reach]
    lines: list[Line]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was handed down in this branch."""
        return not self.columns


def matrix(asked: Scope, measure: str) -> Matrix:
    """Tell for each clause and direct child how many units have a plan, are done or accepted (độ phủ theo điều khoản)."""
    batches = list(batches_of(asked.text).filter(assigned_at__date__lte=asked.on))
    keys = {batch.pk: UUID(batch.source.removeprefix(SOURCE)) for batch in batches}
    lines = {clause.pk: Line(clause) for clause in asked.text.clauses.all()}
    named = _named(asked)
    moved = astray(asked.text, asked.path, asked.on) if keys else set()
    steady = [column for column in ranges_of(asked.path, [path for path in named if path != asked.path]) if column.path not in moved]
    states = {"plan": (), "accepted": ACCEPTED}.get(measure, DONE)
    counted = [*count_work(list(keys), steady, states, asked.on), *(_counted(asked, list(keys), measure, moved) if moved else ())]
    for batch_id, path, whole, part, due in counted:
        line = lines[keys[batch_id]]
        cell = line.cells.setdefault(path, Cell())
        cell.whole, cell.part = cell.whole + whole, cell.part + part
        cell.due = max(filter(None, (cell.due, due)), default=None)
        line.whole.whole, line.whole.part = line.whole.whole + whole, line.whole.part + part
        line.batches[batch_id] = line.batches.get(batch_id, 0) + whole
    by_key = {batch.pk: batch for batch in batches}
    for line in lines.values():
        line.batch = by_key[max(line.batches, key=lambda key: line.batches[key])] if line.batches else None
    if measure == "plan":
        planned = [*count_plans(list(lines), steady, asked.on), *(_planned(asked, lines, moved) if moved else ())]
        _add_plans(planned, lines)
    used = {path for line in lines.values() for path in line.cells}
    columns = {path: row for path, row in named.items() if path in used}
    for path, row in columns.items():
        row.sent = max((line.cells[path].whole for line in lines.values() if path in line.cells), default=0)
    return Matrix(columns, list(lines.values()))


def _counted(asked: Scope, batches: list[UUID], measure: str, among: set[str]) -> "QuerySet[Any]":
    """Count by batch and child, by the placements of the day: for children in which units were placed anew."""
    given = Q(unit__assignments__batch__in=batches) & ~Q(unit__assignments__state=State.DROPPED)
    done = Q(unit__assignments__state__in=ACCEPTED if measure == "accepted" else DONE) & Q(unit__assignments__met_on__lte=asked.on)
    part = Count("pk", filter=done) if measure != "plan" else Count("pk", filter=Q(pk__in=[]))
    rows = asked.by_child.filter(given, child__in=among).values("unit__assignments__batch_id", "child")
    rows = rows.annotate(n=Count("pk"), part=part, last=Max("unit__assignments__due"))
    counted: QuerySet[Any] = rows.values_list("unit__assignments__batch_id", "child", "n", "part", "last")
    return counted


def _planned(asked: Scope, lines: dict[UUID, Line], among: set[str]) -> "QuerySet[Any]":
    """Count the units whose plan answers a clause, by clause and child, by the placements of the day."""
    linked = asked.by_child.filter(unit__plan_links__superior__in=list(lines), unit__plan_links__planned_on__lte=asked.on, child__in=among)
    rows = linked.values("unit__plan_links__superior_id", "child").annotate(n=Count("pk", distinct=True))
    counted: QuerySet[Any] = rows.values_list("unit__plan_links__superior_id", "child", "n")
    return counted


def _add_plans(planned: Iterable[tuple[UUID, str, int]], lines: dict[UUID, Line]) -> None:
    """Put the counted plans into their cells."""
    for clause_id, path, n in planned:
        line = lines[clause_id]
        if path in line.cells:
            line.cells[path].part = min(n, line.cells[path].whole)
            line.whole.part += line.cells[path].part


STATES = ("sent", "unreceived", "received", "unread", "read", "unheld", "held", "unplanned", "planned")


def rows(asked: Scope, state: str) -> "QuerySet[Any]":
    """Give the units behind a figure of a text, with the days of each step (các đơn vị sau một con số)."""
    mine = Delivery.objects.filter(text=asked.text, unit=OuterRef("unit"), sent_on__lte=asked.on)
    held = standing_disseminations(asked.on).filter(text=asked.text, unit=OuterRef("unit"))
    planned = plans(asked).filter(unit=OuterRef("unit"))
    chosen = {
        "sent": Q(Exists(mine)),
        "unreceived": Q(Exists(mine.exclude(received_on__lte=asked.on))),
        "received": Q(Exists(mine.filter(received_on__lte=asked.on))),
        "unread": Q(Exists(mine.exclude(read_on__lte=asked.on))),
        "read": Q(Exists(mine.filter(read_on__lte=asked.on))),
        "unheld": Q(Exists(mine)) & ~Q(Exists(held)),
        "held": Q(Exists(held)),
        "unplanned": Q(Exists(mine)) & ~Q(Exists(planned)),
        "planned": Q(Exists(planned)),
    }
    people = held.order_by().values("unit")
    return (
        asked.standing.filter(chosen.get(state, chosen["sent"]))
        .annotate(
            sent_on=Subquery(mine.values("sent_on")[:1]),
            received_on=Subquery(mine.values("received_on")[:1]),
            read_on=Subquery(mine.values("read_on")[:1]),
            attended=Subquery(people.annotate(n=Sum("attended")).values("n")),
            expected=Subquery(people.annotate(n=Sum("expected")).values("n")),
            planned_on=Subquery(planned.order_by("planned_on").values("planned_on")[:1]),
            code=F("unit__code"),
        )
        .order_by("path")
    )


def clause_rows(asked: Scope, clause: Clause, *, measure: str, is_missing: bool | None = None) -> "QuerySet[Any]":
    """Give the units that owe a clause, with due day, state and plan; all, or those that have or miss what is asked."""
    given = Assignment.objects.filter(batch__source=source_of(clause), unit=OuterRef("unit")).exclude(state=State.DROPPED)
    planned = PlanLink.objects.filter(superior=clause, unit=OuterRef("unit"), planned_on__lte=asked.on)
    done = given.filter(state__in=ACCEPTED if measure == "accepted" else DONE, met_on__lte=asked.on)
    has = Q(Exists(planned if measure == "plan" else done))
    found = asked.standing.filter(Exists(given))
    if is_missing is not None:
        found = found.filter(~has if is_missing else has)
    return found.annotate(
        assignment_id=Subquery(given.values("pk")[:1]),
        due=Subquery(given.values("due")[:1]),
        state=Subquery(given.values("state")[:1]),
        met_on=Subquery(given.values("met_on")[:1]),
        planned_on=Subquery(planned.order_by("planned_on").values("planned_on")[:1]),
        code=F("unit__code"),
    ).order_by("path")
