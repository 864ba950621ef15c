"""From received to accepted, with evidence once; a post and a unit hand over what they owe."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from daihoi.foundation.assignments.models import Assignment, Charge, Event
from daihoi.foundation.assignments.queries.people import duties_of, orphans
from daihoi.foundation.assignments.services import (
    Evidence,
    accept,
    extend,
    follow_successions,
    give_back,
    hand_over,
    move_deadlines,
    move_duties,
    plan,
    read,
    receive,
    report_done,
)
from daihoi.foundation.files.services import store
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import CLOCK
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.services import merge_units, split_unit
from daihoi.foundation.organization.services.reorganization import NewUnit
from daihoi.rules.deadlines import Due
from daihoi.rules.errors import RuleViolation
from tests.foundation.assignments.facts import JUNE, cells, make_batch
from tests.make import make_cause, make_outsider, make_tree, make_unit, make_user

pytestmark = pytest.mark.django_db
NOTE = Evidence("Đã quán triệt 42/45 đảng viên")


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_user("canbo", role="organization_officer", unit=tree["P"])


@pytest.fixture
def clerk(tree):
    return make_user("vanthu", role="unit_clerk", unit=tree["A1"])


@pytest.fixture
def item(tree):
    return make_batch(tree["P"], cells()).assignments.select_related("batch__issuer", "unit").get(unit=tree["A1"])


def refused(code, act, **given):
    with pytest.raises(RuleViolation) as refusal:
        act(**given)
    assert refusal.value.code == code


def steps(item):
    return list(item.events.order_by("at", "pk").values_list("step", flat=True))


def test_the_whole_life_of_an_assignment(item, clerk, officer):
    assert (receive(actor=clerk, unit=item.unit), receive(actor=clerk, unit=item.unit)) == (1, 0)
    assert (read(actor=clerk, assignment=item), read(actor=clerk, assignment=item)) == (True, False)
    plan(actor=clerk, assignment=item, evidence=Evidence("Kế hoạch 12-KH/ĐU"))
    report_done(actor=clerk, assignment=item, on=JUNE, evidence=NOTE)
    assert (item.state, item.owed, item.met_on) == ("done", False, JUNE)
    give_back(actor=officer, assignment=item, reason="Thiếu số chi bộ")
    assert (item.state, item.owed, item.met_on) == ("returned", True, None)
    report_done(actor=clerk, assignment=item, on=JUNE + timedelta(days=2), evidence=NOTE)
    assert accept(actor=officer, batch=item.batch) == 1
    item.refresh_from_db()
    assert (item.state, item.late_days(date(2026, 1, 1))) == ("accepted", 2)
    assert steps(item) == ["received", "read", "planned", "done", "returned", "done", "accepted"]
    assert set(item.events.values_list("by__username", flat=True)) == {"vanthu", "canbo"}
    acts = (
        Entry.objects.filter(act__startswith="assignments.")
        .exclude(act="assignments.assigned")
        .order_by("at")
        .values_list("act", flat=True)
    )
    assert [act.split(".")[1] for act in acts] == steps(item)


def test_the_same_sending_twice_is_one_report(item, clerk):
    evidence = Evidence("Đã xong", key=uuid.uuid4())
    first = report_done(actor=clerk, assignment=item, on=JUNE, evidence=evidence)
    again = report_done(actor=clerk, assignment=item, on=JUNE, evidence=evidence)
    assert (first.pk, first.receipt, steps(item)) == (again.pk, again.receipt, ["received", "done"])
    assert (len(first.receipt), first.receipt[4]) == (9, "-")
    other = Assignment.objects.exclude(pk=item.pk).select_related("batch", "unit").first()
    refused("assignments.other_key", report_done, cause=make_cause(), assignment=other, on=JUNE, evidence=evidence)


@pytest.mark.parametrize(
    ("asks", "on", "evidence", "code"),
    [
        ("text", JUNE, Evidence(" "), "assignments.needs_text"),
        ("file", JUNE, NOTE, "assignments.needs_file"),
        ("form", JUNE, NOTE, "assignments.needs_form"),
        ("nothing", timezone.localdate() + timedelta(days=1), Evidence(), "assignments.future"),
    ],
)
def test_a_report_without_what_is_asked_for_is_refused(tree, clerk, asks, on, evidence, code):
    item = make_batch(tree["P"], [tree["A1"]], asks=asks).assignments.get()
    refused(code, report_done, actor=clerk, assignment=item, on=on, evidence=evidence)
    assert steps(item) == []


def test_a_report_may_be_a_file_or_nothing_but_the_word(tree, clerk):
    stored = store(b"%PDF-1.7", kind="assignment_evidence", name="bien-ban.pdf")
    for asks, evidence in (("file", Evidence(file=stored)), ("nothing", Evidence())):
        item = make_batch(tree["P"], [tree["A1"]], asks=asks).assignments.get()
        assert report_done(actor=clerk, assignment=item, on=JUNE, evidence=evidence).file_id == (stored.pk if asks == "file" else None)


def test_who_has_no_right_moves_nothing(item, clerk, officer):
    outsider = make_outsider()
    report_done(actor=clerk, assignment=item, on=JUNE, evidence=NOTE)
    for act, given in (
        (receive, {"unit": item.unit}),
        (read, {"assignment": item}),
        (plan, {"assignment": item, "evidence": NOTE}),
        (report_done, {"assignment": item, "on": JUNE, "evidence": NOTE}),
        (give_back, {"assignment": item, "reason": "x"}),
        (accept, {"batch": item.batch}),
        (extend, {"assignment": item, "due": JUNE, "reason": "x"}),
    ):
        with pytest.raises(Forbidden):
            act(actor=outsider, **given)
    with pytest.raises(Forbidden):
        accept(actor=clerk, batch=item.batch)


def test_what_makes_no_sense_is_refused(item, clerk, officer):
    refused("assignments.plan_empty", plan, actor=clerk, assignment=item, evidence=Evidence())
    refused("assignments.closed", give_back, actor=officer, assignment=item, reason="Chưa báo")
    refused("assignments.nothing_to_accept", accept, actor=officer, batch=item.batch)
    refused("assignments.extended_without_reason", extend, actor=officer, assignment=item, due=JUNE, reason=" ")
    refused("assignments.due_unchanged", extend, actor=officer, assignment=item, due=JUNE, reason="x")
    report_done(actor=clerk, assignment=item, on=JUNE, evidence=NOTE)
    refused("assignments.returned_without_reason", give_back, actor=officer, assignment=item, reason=" ")
    refused("assignments.closed", plan, actor=clerk, assignment=item, evidence=NOTE)
    refused("assignments.closed", extend, actor=officer, assignment=item, due=date(2020, 7, 1), reason="x")
    Assignment.objects.filter(pk=item.pk).update(state="dropped", owed=False)
    refused("assignments.closed", report_done, actor=clerk, assignment=item, on=JUNE, evidence=NOTE)


def test_all_but_the_exceptions_are_accepted_in_one_act_and_a_change_reopens(tree, officer, clerk):
    batch = make_batch(tree["P"], cells())
    for each in batch.assignments.select_related("batch", "unit"):
        report_done(cause=make_cause(), assignment=each, on=JUNE, evidence=NOTE)
    left = batch.assignments.get(unit=tree["B2"])
    entries = Entry.objects.count()
    assert (accept(actor=officer, batch=batch, but=[left.pk]), Entry.objects.count()) == (3, entries + 1)
    assert list(batch.assignments.filter(state="done")) == [left]
    assert accept(actor=officer, batch=batch, only=[left.pk]) == 1
    changed = batch.assignments.select_related("batch", "unit").get(unit=tree["A1"])
    report_done(actor=clerk, assignment=changed, on=JUNE, evidence=Evidence("Số liệu đúng là 43/45"))
    assert (changed.state, steps(changed)) == ("done", ["received", "done", "accepted", "done"])


def test_more_time_says_from_when_to_when_and_why(item, officer):
    event = extend(actor=officer, assignment=item, due=date(2020, 7, 1), reason="Mưa lũ")
    assert (event.due_before, event.due_after, event.note, item.due) == (JUNE, date(2020, 7, 1), "Mưa lũ", date(2020, 7, 1))


def test_a_post_is_handed_over_with_what_it_owes(tree, officer, clerk):
    make_batch(tree["P"], [tree["A1"]], owner_post="secretary")
    make_batch(tree["P"], [tree["A1"]], title="Việc của văn thư")
    today = timezone.localdate()
    first, second = make_user(role="viewer", unit=tree["A1"]), make_user(role="viewer", unit=tree["A1"])
    hand_over(actor=officer, unit=tree["A1"], post="secretary", user=first, since=today - timedelta(days=30))
    assert [row.post for row in duties_of(first, today)] == ["secretary"]
    hand_over(actor=officer, unit=tree["A1"], post="secretary", user=second, since=today)
    assert ([*duties_of(first, today)], duties_of(second, today).count(), duties_of(clerk, today).count()) == ([], 1, 2)
    hand_over(actor=officer, unit=tree["A1"], post="secretary", user=first, since=today, until=today + timedelta(days=5))
    assert (duties_of(first, today).count(), duties_of(first, today + timedelta(days=6)).count()) == (1, 0)
    assert Charge.objects.filter(valid_to__isnull=True).count() == 1
    assert Entry.objects.filter(act="assignments.handed_over").last().facts["items"] == 1
    refused("assignments.in_charge_already", hand_over, actor=officer, unit=tree["A1"], post="secretary", user=second, since=today)
    wrong = {"actor": officer, "unit": tree["A1"], "post": "office", "user": first, "since": today}
    refused("assignments.charge_order", hand_over, **wrong, until=today - timedelta(days=1))
    first.is_active = False
    refused("assignments.inactive", hand_over, **wrong)
    with pytest.raises(Forbidden):
        hand_over(actor=make_outsider(), unit=tree["A1"], post="", user=second, since=today)


def test_what_an_absorbed_unit_owes_goes_to_the_one_that_took_it_in(tree, officer):
    both = make_batch(tree["P"], [tree["A1"], tree["A2"]])
    alone = make_batch(tree["P"], [tree["A2"]], due=Due(anchor="congress:r", days=5))
    move_deadlines(cause=make_cause(), unit=tree["A1"], anchor="congress:r", day=date(2020, 6, 15))
    merge_units(cause=make_cause(), absorbing=tree["A1"], absorbed=[tree["A2"]], on=date(2020, 5, 1))
    found = orphans(officer)
    assert [(each.unit, each.items, each.successors) for each in found] == [(tree["A2"], 2, (tree["A1"],))]
    assert follow_successions(origin=CLOCK) == 2
    assert orphans(officer) == []
    assert list(both.assignments.order_by("unit__code").values_list("unit__code", "state")) == [("A1", "sent"), ("A2", "dropped")]
    moved = alone.assignments.get()
    assert (moved.unit, moved.anchor_unit, moved.due) == (tree["A1"], tree["A1"], date(2020, 6, 8))
    event = moved.events.get()
    assert (event.step, event.unit_before, event.unit_after, event.due_after) == ("moved", tree["A2"], tree["A1"], date(2020, 6, 8))
    assert follow_successions(origin=CLOCK) == 0


def test_after_a_split_people_choose_who_goes_on(tree, officer):
    make_batch(tree["P"], [tree["A1"]])
    into = [NewUnit("A1x", "Chi bộ một", "sub_cell"), NewUnit("A1y", "Chi bộ hai", "sub_cell")]
    made = split_unit(cause=make_cause(), unit=tree["A1"], into=into, on=date(2020, 5, 1))
    assert (follow_successions(origin=CLOCK), orphans(officer)[0].items) == (0, 1)
    tree["A1"].refresh_from_db()
    refused("assignments.no_successor", move_duties, actor=officer, from_=made[0], to=tree["A1"])
    assert move_duties(actor=officer, from_=tree["A1"], to=made[1]) == 1
    with pytest.raises(Forbidden):
        move_duties(actor=make_outsider(), from_=made[1], to=made[0])


def test_what_happened_is_never_changed(item, clerk):
    from django.db import DatabaseError, transaction

    event = report_done(actor=clerk, assignment=item, on=JUNE, evidence=NOTE)
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(note="khác")


ENDS = {"done": False, "accepted": False, "met": False, "dropped": False}


def replayed(item):
    """State, owed, due day and unit as the events alone tell them, from the day of giving on."""
    events = list(item.events.order_by("at", "pk"))
    due = next((each.due_before for each in events if each.due_after), item.due)
    state, unit = "sent", next((each.unit_before for each in events if each.step == "moved"), item.unit)
    for each in events:
        due = each.due_after or due
        unit = each.unit_after if each.step == "moved" else unit
        state = each.step if each.step not in ("due_moved", "moved", "reminded") else state
    return state, ENDS.get(state, True), due, unit


def test_a_row_is_what_its_events_add_up_to(tree, officer, clerk, item):
    untouched = Assignment.objects.get(unit=tree["B2"])
    life = [
        lambda: read(actor=clerk, assignment=item),
        lambda: extend(actor=officer, assignment=item, due=JUNE + timedelta(days=9), reason="mưa lũ"),
        lambda: plan(actor=clerk, assignment=item, evidence=NOTE),
        lambda: report_done(actor=clerk, assignment=item, on=JUNE, evidence=NOTE),
        lambda: give_back(actor=officer, assignment=item, reason="thiếu số dự"),
        lambda: move_duties(actor=officer, from_=tree["A1"], to=make_unit("A3", superior=tree["A"])),
        lambda: report_done(actor=officer, assignment=Assignment.objects.get(pk=item.pk), on=JUNE, evidence=NOTE),
        lambda: accept(actor=officer, batch=item.batch, only=[item.pk]),
    ]
    for act in life:
        act()
        row = Assignment.objects.select_related("unit").get(pk=item.pk)
        assert replayed(row) == (row.state, row.owed, row.due, row.unit)
    assert (row.state, row.unit.code, replayed(untouched)[0]) == ("accepted", "A3", untouched.state)
