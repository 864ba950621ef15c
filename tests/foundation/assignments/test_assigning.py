"""Give one task to many units; deadlines of any phase by their subject; what is counted from a day moves with it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from daihoi.foundation.assignments.models import Assignment, Event
from daihoi.foundation.assignments.queries import Coverage, assignment_of, by_branch, coverage, in_branch_of, late, open_items
from daihoi.foundation.assignments.services import (
    Deadline,
    Evidence,
    Source,
    Task,
    assign,
    drop_batch,
    drop_deadline,
    meet_deadline,
    move_batch,
    move_deadlines,
    move_many_deadlines,
    report_done,
    set_deadline,
    set_deadlines,
)
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.models import Unit
from daihoi.rules.deadlines import Due
from daihoi.rules.errors import RuleViolation
from tests.foundation.assignments.facts import CLAUSE, JUNE, cells, make_batch
from tests.make import make_cause, make_outsider, make_tree, make_user

pytestmark = pytest.mark.django_db
ROUND = "congress:dot-2020"
IN_MAY = datetime(2020, 5, 4, 2, tzinfo=UTC)  # given before the day on which it is due
BEFORE = Due(anchor=ROUND, days=30)


@pytest.fixture
def tree(db):
    return make_tree()


def refused(code, act, **given):
    with pytest.raises(RuleViolation) as refusal:
        act(**given)
    assert refusal.value.code == code


def test_one_act_gives_a_task_to_every_unit_and_writes_one_line_of_the_journal(tree):
    officer = make_user(role="organization_officer", unit=tree["P"])
    entries = Entry.objects.count()
    task = Task("Báo cáo", Due(fixed=JUNE), "secretary")
    batch = assign(actor=officer, issuer=tree["P"], units=cells(), task=task, source=CLAUSE, recorded_at=IN_MAY)
    rows = batch.assignments.order_by("unit__code").values_list("unit__code", "due", "state", "owed", "post")
    assert list(rows) == [(code, JUNE, "sent", True, "secretary") for code in ("A1", "A2", "B1", "B2")]
    assert Entry.objects.count() == entries + 1
    line = Entry.objects.get(act="assignments.assigned")
    assert (line.chain, line.facts["units"], len(line.facts["rows"])) == (str(tree["P"].pk), 4, 64)


def test_a_unit_stands_in_a_batch_once(tree):
    batch = make_batch(tree["P"], [tree["A1"], tree["A1"], tree["A2"]])
    assert batch.assignments.count() == 2


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("assignments.no_title", {"task": Task("  ", Due(fixed=JUNE))}),
        ("assignments.no_units", {"units": []}),
        ("assignments.asks", {"task": Task("Việc", Due(fixed=JUNE), asks="song")}),
        ("assignments.outside", {"units": "B"}),
        ("assignments.due_before_giving", {"recorded_at": None}),
        ("assignments.due_before_giving", {"recorded_at": IN_MAY, "task": Task("Việc", Due(fixed=date(2020, 5, 3)))}),
    ],
)
def test_what_cannot_be_given_is_refused(tree, code, changes):
    given = {
        "actor": make_user(role="organization_officer", unit=tree["A"]),
        "issuer": tree["A"],
        "units": [tree["A1"]],
        "source": Source(),
    }
    given |= {"task": Task("Việc", Due(fixed=JUNE)), "recorded_at": IN_MAY} | changes
    given["units"] = [tree[code] for code in given["units"]] if isinstance(given["units"], str) else given["units"]
    refused(code, assign, **given)
    assert Assignment.objects.count() == 0


@pytest.mark.parametrize("make", [make_outsider, lambda: make_user(role="unit_clerk", unit=Unit.objects.get(code="P"))])
def test_who_has_no_right_gives_nothing(tree, make):
    with pytest.raises(Forbidden):
        assign(actor=make(), issuer=tree["P"], units=cells(), task=Task("Việc", Due(fixed=JUNE)), source=Source())


def test_the_due_day_of_a_whole_batch_moves_with_a_reason_where_it_is_still_owed(tree):
    officer = make_user(role="organization_officer", unit=tree["P"])
    later = date(2020, 9, 1)
    batch = assign(actor=officer, issuer=tree["P"], units=cells(), task=Task("Báo cáo", Due(fixed=JUNE)), source=CLAUSE, recorded_at=IN_MAY)
    done = batch.assignments.select_related("batch", "unit").get(unit=tree["A1"])
    report_done(cause=make_cause(), assignment=done, on=JUNE, evidence=Evidence("Đã xong"))
    given = {"actor": officer, "batch": batch, "due": later, "reason": "ghi nhầm năm"}
    refused("assignments.moved_without_reason", move_batch, **given | {"reason": " "})
    refused("assignments.due_before_giving", move_batch, **given | {"due": date(2020, 5, 3)})
    refused("assignments.nothing_to_move", move_batch, **given | {"due": JUNE})
    with pytest.raises(Forbidden):
        move_batch(**given | {"actor": make_outsider()})
    assert move_batch(**given) == 3
    assert dict(batch.assignments.values_list("unit__code", "due")) == {"A1": JUNE, "A2": later, "B1": later, "B2": later}
    moved = Event.objects.filter(step="due_moved").order_by().values_list("due_before", "due_after", "note").distinct()
    assert (list(moved), batch.due) == ([(JUNE, later, "ghi nhầm năm")], Due(fixed=later))
    line = Entry.objects.get(act="assignments.batch_moved")
    assert (line.facts["before"], line.facts["due"], line.facts["units"], len(line.facts["rows"])) == ("2020-06-15", "2020-09-01", 3, 64)
    counted = set_deadline(cause=make_cause(), unit=tree["A"], subject="congresses.plan:1", title="Ngày", due=Due(fixed=JUNE))
    refused("assignments.due_of_phase", move_batch, **given | {"batch": counted.batch, "due": date(2999, 1, 1)})


def test_what_was_given_can_be_taken_back_where_it_is_still_owed(tree):
    officer = make_user(role="organization_officer", unit=tree["P"])
    batch = make_batch(tree["P"], cells())
    refused("assignments.dropped_without_reason", drop_batch, actor=officer, batch=batch, reason=" ")
    assert drop_batch(actor=officer, batch=batch, reason="Chỉ thị đã thay") == 4
    assert list(batch.assignments.values_list("state", "owed").distinct()) == [("dropped", False)]
    assert Event.objects.filter(step="dropped", by=officer, note="Chỉ thị đã thay").count() == 4
    with pytest.raises(Forbidden):
        drop_batch(actor=make_outsider(), batch=batch, reason="Không phải việc của tôi")


def test_a_due_day_counted_back_waits_for_its_congress_and_moves_with_it(tree):
    cause = make_cause()
    move_deadlines(cause=cause, unit=tree["A1"], anchor=ROUND, day=date(2020, 5, 12), title="Đại hội chi bộ 2020")
    make_batch(tree["P"], cells(), due=BEFORE)
    assert [row.due for row in Assignment.objects.order_by("unit__code")] == [date(2020, 3, 26), None, None, None]

    moved = move_deadlines(cause=cause, unit=tree["A1"], anchor=ROUND, day=date(2020, 5, 19), why="Dịch bệnh")
    assert [(row.unit.code, row.due) for row in moved] == [("A1", date(2020, 4, 3))]
    event = Event.objects.get()
    assert (event.step, event.due_before, event.due_after, event.note) == ("due_moved", date(2020, 3, 26), date(2020, 4, 3), "Dịch bệnh")

    days = {unit.pk: date(2020, 6, 2) for unit in cells()}
    assert len(move_many_deadlines(cause=cause, anchor=ROUND, days=days)) == 4
    assert move_many_deadlines(cause=cause, anchor=ROUND, days=days) == []
    assert [row.due for row in move_deadlines(cause=cause, unit=tree["A1"], anchor=ROUND, day=None)] == [None]


def test_what_is_done_does_not_move(tree):
    cause = make_cause()
    move_deadlines(cause=cause, unit=tree["A1"], anchor=ROUND, day=date(2020, 5, 12))
    set_deadline(cause=cause, unit=tree["A"], subject="s:1", title="Duyệt nội dung", due=BEFORE, anchor_unit=tree["A1"])
    meet_deadline(cause=cause, subject="s:1", on=date(2020, 3, 20))
    assert move_deadlines(cause=cause, unit=tree["A1"], anchor=ROUND, day=date(2020, 7, 1)) == []


def test_a_deadline_of_another_phase_by_its_subject(tree):
    cause = make_cause()
    given = {"cause": cause, "unit": tree["A"], "subject": "congresses.approval:1", "title": "Duyệt nội dung đại hội"}
    first = set_deadline(**given, due=Due(fixed=JUNE), url="congresses:detail 1")
    again = set_deadline(**given, due=Due(fixed=JUNE + timedelta(days=1)))
    assert (first.pk, again.pk, again.due) == (again.pk, first.pk, date(2020, 6, 16))
    assert [event.step for event in Event.objects.all()] == ["due_moved"]
    assert list(open_items(tree["A"])) == [again]

    met = meet_deadline(cause=cause, subject="congresses.approval:1", on=date(2020, 6, 20))
    assert (met.state, met.owed, met.met_on, met.late_days(date(2021, 1, 1))) == ("met", False, date(2020, 6, 20), 4)
    assert meet_deadline(cause=cause, subject="congresses.approval:1") is None
    assert meet_deadline(cause=cause, subject="khong:co") is None

    assert set_deadline(**given, due=Due(fixed=JUNE)).owed
    assert drop_deadline(cause=cause, subject="congresses.approval:1", reason="Đơn vị sáp nhập").state == "dropped"
    assert drop_deadline(cause=cause, subject="congresses.approval:1") is None
    acts = Entry.objects.filter(act__startswith="assignments.").order_by("seq").values_list("act", flat=True)
    assert list(acts) == [
        "assignments.deadlines_set",
        "assignments.deadlines_moved",
        "assignments.deadline_met",
        "assignments.deadlines_moved",
        "assignments.deadline_dropped",
    ]


def test_many_deadlines_in_one_act_share_what_they_have_in_common(tree):
    cause = make_cause()
    rows = set_deadlines(
        cause=cause,
        deadlines=[Deadline(tree["P"], f"congresses.approval:{n}", "Duyệt nội dung", Due(fixed=JUNE), link=f"x:y {n}") for n in range(3)],
    )
    assert ({row.batch_id for row in rows} == {rows[0].batch_id}, assignment_of("congresses.approval:2").link) == (True, "x:y 2")
    refused("assignments.subject", set_deadlines, cause=cause, deadlines=[Deadline(tree["P"], "", "Việc", Due(fixed=JUNE))])


def test_coverage_by_source_and_branch(tree):
    make_batch(tree["P"], cells(), due=Due(fixed=JUNE))
    Assignment.objects.filter(unit__code="A1").update(state="read")
    Assignment.objects.filter(unit__code="A2").update(state="done", owed=False, met_on=JUNE)
    Assignment.objects.filter(unit__code="B1").update(state="returned")
    later = JUNE + timedelta(days=1)
    whole = Coverage(total=4, received=3, read=3, planned=2, done=1, accepted=0, returned=1, late=3)
    assert coverage([CLAUSE.key, "khong:co"], later) == {CLAUSE.key: whole, "khong:co": Coverage()}
    branches = by_branch([CLAUSE.key], later, under=tree["P"])
    a = Coverage(total=2, received=2, read=2, planned=1, done=1, late=1)
    b = Coverage(total=2, received=1, read=1, planned=1, returned=1, late=2)
    assert branches == {tree["A"].pk: {CLAUSE.key: a}, tree["B"].pk: {CLAUSE.key: b}}
    assert coverage([CLAUSE.key], JUNE, under=tree["A"]) == {CLAUSE.key: Coverage(2, 2, 2, 1, 1, 0, 0, 0)}


def test_what_is_late_in_a_branch(tree):
    make_batch(tree["P"], cells())
    meet = Assignment.objects.filter(unit__code="A1")
    meet.update(state="done", owed=False, met_on=JUNE)
    after = JUNE + timedelta(days=1)
    assert [row.unit.code for row in late(in_branch_of(tree["A"]), after)] == ["A2"]
    assert late(in_branch_of(tree["P"]), JUNE).count() == 0
    assert late(in_branch_of(tree["P"]), after).count() == 3
