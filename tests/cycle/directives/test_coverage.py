"""Coverage: who did what by branch, the matrix of clauses and branches, the rows behind each figure, what changed."""

from dataclasses import astuple
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daihoi.cycle.directives.models import Clause, Delivery, Dissemination, PlanLink, Text
from daihoi.cycle.directives.queries.changes import changes
from daihoi.cycle.directives.queries.coverage import clause_rows, matrix, reach, rows, scope, total
from daihoi.cycle.directives.queries.filing import astray
from daihoi.cycle.directives.queries.units import clause_states
from daihoi.cycle.directives.services import correct_dissemination, issue_plan, link_plan, mark_read, mark_received, record_dissemination
from daihoi.cycle.directives.services.disseminating import Attendance
from daihoi.cycle.directives.splitting import Piece
from daihoi.foundation.assignments.models import Assignment, State
from daihoi.foundation.assignments.services import drop_batch, extend, move_duties
from daihoi.foundation.organization.models import Placement
from daihoi.foundation.organization.queries import placements
from daihoi.foundation.organization.services import close_unit, move_unit
from tests.cycle.directives.facts import hand_down, heading, make_text
from tests.make import make_tree, make_unit, make_user

pytestmark = pytest.mark.django_db
ON = date(2019, 9, 1)


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_user(role="organization_officer", unit=tree["P"])


@pytest.fixture
def text(tree, officer):
    """Handed down to four cells: A1 received, read, met and planned; A2 received; B1 met twice, so it had received; B2 nothing."""
    text = make_text(tree["P"])
    hand_down(officer, text, tree["P"])
    deliveries = {row.unit.code: row for row in Delivery.objects.select_related("unit")}
    mark_read(actor=officer, delivery=deliveries["A1"], on=date(2019, 6, 12))
    mark_received(actor=officer, delivery=deliveries["A2"], on=date(2019, 8, 30))
    for code, attended, expected in (("A1", 9, 10), ("B1", 20, 25), ("B1", 4, 5)):
        record_dissemination(actor=officer, text=text, unit=tree[code], attendance=Attendance(date(2019, 7, 1), "cell", attended, expected))
    plan = issue_plan(
        actor=officer,
        unit=tree["A1"],
        heading=heading("5-KH/CB", date(2019, 8, 29), kind="plan", body="Chi bộ A1"),
        pieces=[Piece("1", "Họp")],
    )
    link_plan(actor=officer, plan=plan, pairs=[(text.clauses.first(), plan.clauses.first())])
    Assignment.objects.filter(unit=tree["B1"], batch__title__startswith="2").update(state=State.DONE, owed=False, met_on=date(2019, 8, 31))
    return text


def figures(row):
    """Name, sent, received, read, held, planned, conferences, attended, expected."""
    return (row.name, *astuple(row)[3:])


def test_who_did_what_by_branch(tree, text):
    asked = scope(text, tree["P"], ON)
    found = reach(asked)
    assert [figures(row) for row in found] == [
        ("Đảng bộ cơ sở A", 2, 2, 1, 1, 1, 1, 9, 10),
        ("Đảng bộ cơ sở B", 2, 1, 0, 1, 0, 2, 24, 30),
    ]
    assert figures(total(found)) == ("", 4, 3, 1, 2, 1, 3, 33, 40)


def test_the_day_before_nothing_of_it_was_there(tree, text):
    assert [figures(row) for row in reach(scope(text, tree["P"], date(2019, 6, 11)))] == [
        ("Đảng bộ cơ sở A", 2, 0, 0, 0, 0, 0, 0, 0),
        ("Đảng bộ cơ sở B", 2, 0, 0, 0, 0, 0, 0, 0),
    ]
    assert reach(scope(text, tree["P"], date(2019, 6, 1))) == []


def test_a_corrected_conference_counts_once_and_a_withdrawn_one_not(tree, officer, text):
    row = text.disseminations.get(unit=tree["A1"])
    right = correct_dissemination(actor=officer, row=row, attendance=Attendance(date(2019, 7, 1), "cell", 10, 10), reason="đếm lại")
    assert figures(total(reach(scope(text, tree["A"], ON))))[6:] == (1, 10, 10)
    correct_dissemination(actor=officer, row=right, attendance=None, reason="không họp")
    assert figures(total(reach(scope(text, tree["A"], ON))))[6:] == (0, 0, 0)


def cells(found):
    """Clause number, then part, whole and state of each column."""
    on = date(2019, 10, 15)
    return [
        (line.clause.number, [(line.cells[path].part, line.cells[path].whole, line.cells[path].state(on)) for path in found.columns])
        for line in found.lines
    ]


@pytest.fixture
def later(text, monkeypatch):
    """The batches are as old as the sending."""
    from daihoi.foundation.assignments.models import Batch

    Batch.objects.update(assigned_at="2019-06-10T08:00+07:00")
    return date(2019, 10, 15)


def test_the_matrix_counts_plans_work_and_acceptance(tree, text, later):
    asked = scope(text, tree["P"], later)
    assert [column.code for column in matrix(asked, "plan").columns.values()] == ["A", "B"]
    assert cells(matrix(asked, "plan")) == [
        ("1", [(1, 2, "late"), (0, 2, "late")]),
        ("2", [(0, 2, "late"), (0, 2, "late")]),
    ]
    assert cells(matrix(asked, "done")) == [
        ("1", [(0, 2, "late"), (0, 2, "late")]),
        ("2", [(0, 2, "late"), (1, 2, "late")]),
    ]
    assert cells(matrix(asked, "accepted"))[1] == ("2", [(0, 2, "late"), (0, 2, "late")])


def test_a_cell_that_is_not_due_is_not_late_and_a_full_one_is_complete(tree, text, later):
    found = matrix(scope(text, tree["A1"], date(2019, 9, 30)), "plan")
    line = found.lines[0]
    assert [cell.state(date(2019, 9, 30)) for cell in line.cells.values()] == ["ok"]
    assert [cell.state(date(2019, 9, 30)) for cell in found.lines[1].cells.values()] == ["none"]


def test_before_anything_was_handed_down_the_matrix_is_empty(tree, text, later):
    assert matrix(scope(text, tree["P"], date(2019, 6, 9)), "plan").is_empty
    assert matrix(scope(make_text(tree["P"], number="1-KH/TU"), tree["P"], later), "plan").is_empty


@pytest.mark.parametrize(
    ("state", "codes"),
    [
        ("sent", ["A1", "A2", "B1", "B2"]),
        ("unreceived", ["B2"]),
        ("received", ["A1", "A2", "B1"]),
        ("unread", ["A2", "B1", "B2"]),
        ("read", ["A1"]),
        ("held", ["A1", "B1"]),
        ("unheld", ["A2", "B2"]),
        ("planned", ["A1"]),
        ("unplanned", ["A2", "B1", "B2"]),
    ],
)
def test_a_figure_opens_to_its_rows(tree, text, state, codes):
    assert [row.code for row in rows(scope(text, tree["P"], ON), state)] == codes


def test_a_row_carries_its_days_and_people(tree, text):
    row = rows(scope(text, tree["B"], ON), "held").get()
    assert (row.code, row.received_on, row.attended, row.expected, row.planned_on) == ("B1", date(2019, 7, 1), 24, 30, None)


def test_a_cell_opens_to_its_units(tree, text, later):
    asked, (one, two) = scope(text, tree["P"], later), text.clauses.all()
    assert [row.code for row in clause_rows(asked, one, measure="plan", is_missing=False)] == ["A1"]
    assert [row.code for row in clause_rows(asked, two, measure="done", is_missing=True)] == ["A1", "A2", "B2"]
    assert [(row.due, row.planned_on) for row in clause_rows(asked, one, measure="plan")][:1] == [(date(2019, 9, 30), date(2019, 8, 29))]


def test_one_unit_clause_by_clause(tree, text):
    found = clause_states(text, tree["B1"], date(2019, 10, 1))
    assert [(each.clause.number, each.sign, each.plans) for each in found] == [("1", "late", []), ("2", "ok", [])]
    assert [link.clause.text.number for link in clause_states(text, tree["A1"], ON)[0].plans] == ["5-KH/CB"]


def test_what_changed_in_a_week(tree, text):
    found = changes(Text.objects.all(), tree["P"], ON, text)
    assert (found.received, found.held, found.plans, found.done, found.is_quiet) == (1, 0, 1, 1, False)
    assert changes(Text.objects.all(), tree["B"], date(2019, 12, 1)).is_quiet


def test_the_number_of_questions_does_not_grow_with_the_branch(tree, officer, text, later):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            reach(scope(text, tree["P"], later))
            changes(Text.objects.all(), tree["P"], later, text)
            matrix(scope(text, tree["P"], later), "plan")
        return len(queries)

    before = asked()
    for number in range(2):
        below = make_unit(f"C{number}", kind="grassroots_committee", superior=tree["P"])
        make_unit(f"C{number}1", kind="sub_cell", superior=below)
    hand_down(officer, text, tree["P"])
    assert asked() == before


def by_hand(text, unit, on, measure):
    """Count the matrix with plain loops over rows: who stands where on the day, what was given, what is there."""
    place = {row.unit_id: row.path for row in placements(on)}
    root, found = place.get(unit.pk, "?"), {}
    plans = {(link.superior_id, link.unit_id) for link in PlanLink.objects.all() if link.planned_on <= on}
    for each in Assignment.objects.select_related("batch").exclude(state="dropped"):
        path, clause = place.get(each.unit_id, ""), UUID(each.batch.source.split(":")[1])
        if not path.startswith(root) or clause not in set(text.clauses.values_list("pk", flat=True)):
            continue
        has = {"plan": (clause, each.unit_id) in plans, "accepted": each.state in ("accepted", "met")}.get(measure, each.state == "done")
        cell = found.setdefault((clause, path[: len(root) + 4]), [0, 0, each.due])
        cell[0] += 1
        cell[1] += bool(has and (measure == "plan" or each.met_on <= on))
        cell[2] = max(cell[2], each.due)
    return {key: tuple(cell) for key, cell in found.items()}


def machine(text, unit, on, measure):
    """The same from the matrix."""
    found = matrix(scope(text, unit, on), measure)
    return {
        (line.clause.pk, path): (cell.whole, cell.part, cell.due) for line in found.lines for path, cell in line.cells.items() if cell.whole
    }


def reach_by_hand(text, unit, on):
    """Count who did what with plain loops: child, sent, received, read, held, planned, conferences, attended, expected."""
    place = {row.unit_id: row.path for row in placements(on)}
    root, found = place.get(unit.pk, "?"), {}

    def add(unit_id, *numbers):
        path = place.get(unit_id, "")
        if path.startswith(root):
            line = found.setdefault(path[: len(root) + 4], [0] * 8)
            for at, n in numbers:
                line[at] += n

    for row in text.deliveries.all():
        if row.sent_on <= on:
            add(row.unit_id, (0, 1), (1, bool(row.received_on and row.received_on <= on)), (2, bool(row.read_on and row.read_on <= on)))
    replaced = set(Dissemination.objects.exclude(replaces=None).values_list("replaces", flat=True))
    met = [row for row in text.disseminations.all() if row.held_on <= on and not row.is_withdrawn and row.pk not in replaced]
    for unit_id in {row.unit_id for row in met}:
        add(unit_id, (3, 1))
    for row in met:
        add(row.unit_id, (5, 1), (6, row.attended), (7, row.expected))
    for unit_id in {link.unit_id for link in PlanLink.objects.filter(superior__text=text) if link.planned_on <= on}:
        add(unit_id, (4, 1))
    return {path: line for path, line in found.items() if line[0] or line[4] or line[5]}


def changes_by_hand(unit, on, text):
    """Count the week with plain loops: received, held, plans, done; of one text, or of all."""
    place = {row.unit_id: row.path for row in placements(on)}
    root = place.get(unit.pk, "?")

    def is_new(day, row, of=None):
        is_asked = text is None or of == text.pk
        return bool(day and is_asked and on - timedelta(days=7) < day <= on and place.get(row.unit_id, "").startswith(root))

    replaced = set(Dissemination.objects.exclude(replaces=None).values_list("replaces", flat=True))
    links = PlanLink.objects.select_related("superior", "clause")
    work = Assignment.objects.filter(state__in=("done", "accepted", "met")).select_related("batch")
    clauses = {f"directives.clause:{clause.pk}": clause.text_id for clause in Clause.objects.all()}
    meetings = [row for row in Dissemination.objects.all() if row.pk not in replaced and not row.is_withdrawn]
    return (
        sum(is_new(row.received_on, row, row.text_id) for row in Delivery.objects.all()),
        sum(is_new(row.held_on, row, row.text_id) for row in meetings),
        len({link.clause.text_id for link in links if is_new(link.planned_on, link, link.superior.text_id)}),
        sum(is_new(row.met_on, row, clauses.get(row.batch.source)) for row in work),
    )


@pytest.mark.parametrize("is_old_tree", [True, False])
def test_the_matrix_counts_what_plain_loops_count_whatever_moved(tree, officer, text, later, is_old_tree):
    """Filed rows serve where nobody moved, the placements of the day elsewhere: moves, mergers, extensions, drops, past days."""
    if is_old_tree:  # as in life: the tree was there long before the text
        for number, row in enumerate(Placement.objects.all()):
            Placement.objects.filter(pk=row.pk).update(id=UUID(int=number + 1))
    days = (date(2019, 7, 1), date(2019, 9, 1), later, date(2020, 3, 1))
    row = text.disseminations.filter(unit=tree["B1"]).first()
    correct_dissemination(actor=officer, row=row, attendance=Attendance(date(2019, 6, 30), "cell", 21, 25), reason="đếm lại")
    asked = [(unit, on, measure) for unit in (tree["P"], tree["A"], tree["A1"]) for on in days for measure in ("plan", "done", "accepted")]

    def same():
        wanted = [by_hand(text, *each) for each in asked]
        assert [machine(text, *each) for each in asked] == wanted
        for unit, on in {(unit, on) for unit, on, measure in asked if measure == "plan" and unit != tree["A1"]}:
            told = {row.unit_id: list(astuple(row)[3:]) for row in reach(scope(text, unit, on))}
            path = {row.path: row.unit_id for row in placements(on)}
            assert told == {path[child]: line for child, line in reach_by_hand(text, unit, on).items()}
            for one in (text, None):
                found = changes(Text.objects.all(), unit, on, one)
                assert (found.received, found.held, found.plans, found.done) == changes_by_hand(unit, on, one)
        return sum(map(len, wanted))

    assert bool(astray(text, "0001", later)) is not is_old_tree
    assert same() > 20
    item = Assignment.objects.select_related("batch", "unit").get(unit=tree["A2"], batch__title__startswith="2")
    extend(actor=officer, assignment=item, due=date(2020, 1, 15), reason="thiên tai")
    move_unit(actor=officer, unit=tree["B1"], superior=tree["A"], on=date(2019, 10, 1))
    assert astray(text, "0001", later)
    same()
    close_unit(actor=officer, unit=tree["B2"], on=date(2020, 2, 1))
    same()
    move_duties(actor=officer, from_=tree["B2"], to=tree["A2"])
    drop_batch(actor=officer, batch=item.batch, reason="không còn cần")
    assert same() > 10
