"""Acts on texts: accepted, each refusal, outsider, journal entry."""

from datetime import date, timedelta

import pytest
from django.db.utils import DatabaseError
from django.utils import timezone

from daihoi.cycle.directives.models import Clause, Delivery, Dissemination, PlanLink, Relation, Text
from daihoi.cycle.directives.queries.texts import ended_by, own_plan, proposed_links, relations_of, text_by_key, visible_texts
from daihoi.cycle.directives.services import (
    correct_dissemination,
    issue_plan,
    keep_words,
    link_plan,
    mark_read,
    mark_received,
    read_clause,
    receive_all,
    record_dissemination,
    record_text,
    relate_texts,
    send_text,
    set_clauses,
    withdraw_relation,
)
from daihoi.cycle.directives.services.disseminating import Attendance
from daihoi.cycle.directives.services.sending import Recipients
from daihoi.cycle.directives.splitting import Piece
from daihoi.foundation.assignments.models import Assignment
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.authority import Forbidden
from daihoi.rules.errors import RuleViolation
from tests.cycle.directives.facts import DATED, PIECES, SENT, hand_down, heading, make_text
from tests.make import make_outsider, make_tree, make_user

pytestmark = pytest.mark.django_db
HELD = Attendance(date(2019, 7, 1), "in_person", 41, 45)


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_user(role="organization_officer", unit=tree["P"])


@pytest.fixture
def clerk(tree):
    return make_user(role="unit_clerk", unit=tree["A1"])


@pytest.fixture
def text(tree):
    return make_text(tree["P"])


def refused(code):
    """Expect one refusal by its code."""
    return pytest.raises(RuleViolation, check=lambda violation: violation.code == code)


def last_act():
    """The newest entry of the journal."""
    return Entry.objects.order_by("-at").values_list("act", flat=True).first()


def test_number_body_and_date_together_are_the_key(tree, officer):
    record_text(actor=officer, unit=tree["P"], heading=heading())
    with refused("directives.known_text"):
        record_text(actor=officer, unit=tree["P"], heading=heading(number=" 35-CT/TW "))
    later = record_text(actor=officer, unit=tree["P"], heading=heading(dated=date(2024, 6, 14)))
    assert (str(later), Text.objects.count(), last_act()) == ("Chỉ thị 35-CT/TW", 2, "directives.text_recorded")
    assert text_by_key("35-CT/TW", date(2024, 6, 14)) == later
    record_text(actor=officer, unit=tree["P"], heading=heading(dated=date(2024, 6, 14), body="Ban Bí thư"))
    with refused("directives.two_bodies"):
        text_by_key("35-CT/TW", date(2024, 6, 14))
    with refused("directives.unknown_text"):
        text_by_key("99-CT/TW", DATED)


def test_a_text_of_tomorrow_or_of_another_branch_is_refused(tree, officer, clerk):
    with refused("directives.in_the_future"):
        record_text(actor=officer, unit=tree["P"], heading=heading(dated=timezone.localdate() + timedelta(days=1)))
    for user in (make_outsider(), clerk, make_user(role="viewer", unit=tree["P"])):
        with pytest.raises(Forbidden):
            record_text(actor=user, unit=tree["P"], heading=heading())


def test_a_relation_shows_both_ways_and_ends_a_text_from_its_day(tree, officer, text):
    later = make_text(tree["P"], dated=date(2024, 6, 14))
    relation = relate_texts(actor=officer, text=later, target=text, verb="replaces", on=date(2024, 6, 14))
    assert [(each.words, each.other) for each in relations_of(text)] == [("Bị thay thế bởi", later)]
    assert [(each.words, each.other) for each in relations_of(later)] == [("Thay thế", text)]
    assert (ended_by(text, date(2024, 6, 13)), ended_by(text, date(2024, 6, 14))) == (None, relation)
    with refused("directives.related_already"):
        relate_texts(actor=officer, text=later, target=text, verb="replaces", on=date(2024, 7, 1))
    with refused("directives.relates_to_itself"):
        relate_texts(actor=officer, text=text, target=text, verb="amends", on=DATED)
    with refused("directives.relation_too_early"):
        relate_texts(actor=officer, text=later, target=text, verb="amends", on=DATED)
    with refused("directives.withdrawn_without_reason"):
        withdraw_relation(actor=officer, relation=relation, reason=" ")
    withdraw_relation(actor=officer, relation=relation, reason="ghi nhầm văn bản")
    assert (ended_by(text, date(2025, 1, 1)), Relation.objects.count()) == (None, 1)
    with refused("directives.withdrawn_already"):
        withdraw_relation(actor=officer, relation=relation, reason="lần nữa")
    with pytest.raises(Forbidden):
        relate_texts(actor=make_outsider(), text=later, target=text, verb="amends", on=date(2024, 7, 1))


def test_one_text_is_one_whatever_the_letters_and_its_words_wait_with_it(tree, officer, text):
    with refused("directives.known_text"):
        record_text(actor=officer, unit=tree["P"], heading=heading("35-ct/tw", body="BỘ CHÍNH TRỊ"))
    keep_words(actor=officer, text=text, words="Nội dung đã dán")
    entries = Entry.objects.count()
    keep_words(actor=officer, text=text, words=" ")
    assert (Text.objects.get().words, last_act(), Entry.objects.count()) == ("Nội dung đã dán", "directives.words_kept", entries)
    with pytest.raises(Forbidden):
        keep_words(actor=make_outsider(), text=text, words="x")


def test_clauses_are_corrected_until_they_are_handed_down(tree, officer, text):
    set_clauses(actor=officer, text=text, pieces=[PIECES[1], Piece("1", "Quán triệt"), Piece("3", "Tập huấn")])
    assert list(text.clauses.values_list("number", "title")) == [("2", "Lập kế hoạch đại hội"), ("1", "Quán triệt"), ("3", "Tập huấn")]
    hand_down(officer, text, tree["P"], clauses=[text.clauses.get(number="1")])
    with refused("directives.clause_in_use"):
        set_clauses(actor=officer, text=text, pieces=[Piece("1", "Quán triệt lại")])
    set_clauses(actor=officer, text=text, pieces=[Piece("1", "Quán triệt"), Piece("4", "Báo cáo")])
    assert list(text.clauses.values_list("number", flat=True)) == ["1", "4"]


@pytest.mark.parametrize(
    ("pieces", "code"),
    [
        ([], "directives.no_clause"),
        ([Piece("1", "")], "directives.clause_unnamed"),
        ([Piece("", "Tên")], "directives.clause_unnamed"),
        ([Piece("1", "Tên" * 101)], "directives.clause_unnamed"),
        ([Piece("1", "Một"), Piece("1.", "Hai")], "directives.clause_twice"),
    ],
)
def test_clauses_need_a_number_and_a_name(officer, text, pieces, code):
    with refused(code):
        set_clauses(actor=officer, text=text, pieces=pieces)
    with pytest.raises(Forbidden):
        set_clauses(actor=make_outsider(), text=text, pieces=[Piece("1", "Một")])


def test_a_clause_becomes_the_work_of_every_unit_of_given_kinds_in_one_act(tree, officer, text):
    handed = hand_down(officer, text, tree["P"])
    rows = Assignment.objects.filter(batch__in=handed.batches)
    assert (handed.units, handed.sent, rows.count(), rows.values("unit").distinct().count()) == (4, 4, 8, 4)
    assert {str(row.due) for row in rows} == {"2019-09-30"}
    assert set(Delivery.objects.values_list("unit__code", "sent_on")) == {(code, SENT) for code in ("A1", "A2", "B1", "B2")}
    acts = list(Entry.objects.filter(chain=str(tree["P"].pk)).order_by("seq").values_list("act", flat=True))[-4:]
    assert acts == ["directives.text_sent", "directives.clauses_assigned", "assignments.assigned", "assignments.assigned"]


def test_who_has_a_clause_already_is_left_alone(tree, officer, text):
    hand_down(officer, text, tree["A"])
    again = hand_down(officer, text, tree["P"])
    assert (again.sent, [batch.assignments.count() for batch in again.batches], Delivery.objects.count()) == (2, [2, 2], 4)
    with refused("directives.assigned_already"):
        hand_down(officer, text, tree["P"])
    with refused("directives.sent_already"):
        send_text(actor=officer, text=text, to=Recipients(tree["P"], ("sub_cell",)))


def test_sending_is_refused_before_the_text_without_units_or_clauses_and_outside(tree, officer, clerk, text):
    with refused("directives.sent_before_text"):
        hand_down(officer, text, tree["P"], on=DATED - timedelta(days=1))
    with refused("assignments.due_before_giving"):
        hand_down(officer, text, tree["P"], due=SENT - timedelta(days=1))
    assert hand_down(officer, text, tree["B1"], due=SENT).units == 1
    with refused("directives.nobody_receives"):
        send_text(actor=officer, text=text, to=Recipients(tree["P"], ("grassroots_cell",)))
    with refused("directives.no_clause_chosen"):
        hand_down(officer, make_text(tree["P"], number="1-KH/TU"), tree["P"], clauses=list(text.clauses.all()))
    for user in (make_outsider(), clerk):
        with pytest.raises(Forbidden):
            send_text(actor=user, text=text, to=Recipients(tree["P"], ("sub_cell",)))


def test_a_unit_receives_once_and_reads(tree, officer, clerk, text):
    hand_down(officer, text, tree["P"])
    delivery = Delivery.objects.get(unit=tree["A1"])
    mark_received(actor=clerk, delivery=delivery, on=date(2019, 6, 12))
    mark_received(actor=officer, delivery=delivery)
    assert (delivery.received_on, delivery.received_by) == (date(2019, 6, 12), clerk)
    mark_read(actor=clerk, delivery=delivery, on=date(2019, 6, 14))
    assert (delivery.read_on, delivery.read_by) == (date(2019, 6, 14), clerk)
    assert [Entry.objects.filter(act=f"directives.text_{what}").count() for what in ("received", "read")] == [1, 1]
    assert set(Assignment.objects.filter(unit=tree["A1"]).values_list("state", flat=True)) == {"read"}
    with refused("directives.received_before_sent"):
        mark_received(actor=officer, delivery=Delivery.objects.get(unit=tree["A2"]), on=DATED)
    with pytest.raises(Forbidden):
        mark_received(actor=clerk, delivery=Delivery.objects.get(unit=tree["A2"]))
    with pytest.raises(Forbidden):
        mark_read(actor=make_outsider(), delivery=delivery)


def test_who_reads_has_received(tree, officer, clerk, text):
    hand_down(officer, text, tree["P"])
    delivery = mark_read(actor=clerk, delivery=Delivery.objects.get(unit=tree["A1"]), on=date(2019, 6, 14))
    assert (delivery.received_on, delivery.read_on) == (date(2019, 6, 14), date(2019, 6, 14))


def test_a_conference_is_recorded_and_corrected_by_a_new_row(tree, clerk, text):
    row = record_dissemination(actor=clerk, text=text, unit=tree["A1"], attendance=HELD)
    right = correct_dissemination(actor=clerk, row=row, attendance=Attendance(date(2019, 7, 2), "cell", 43, 45), reason="ghi nhầm ngày")
    assert (right.held_on, right.attended, right.note, right.replaces) == (date(2019, 7, 2), 43, "ghi nhầm ngày", row)
    with refused("directives.corrected_already"):
        correct_dissemination(actor=clerk, row=row, attendance=None, reason="lần nữa")
    with refused("directives.corrected_without_reason"):
        correct_dissemination(actor=clerk, row=right, attendance=None, reason="")
    gone = correct_dissemination(actor=clerk, row=right, attendance=None, reason="hội nghị hoãn")
    assert (gone.is_withdrawn, Dissemination.objects.count(), last_act()) == (True, 3, "directives.dissemination_corrected")
    with pytest.raises(DatabaseError):
        Dissemination.objects.filter(pk=row.pk).update(attended=1)


@pytest.mark.parametrize(
    ("attendance", "code"),
    [
        (Attendance(DATED - timedelta(days=1), "cell", 1, 2), "directives.held_before_text"),
        (Attendance(date(2019, 7, 1), "cell", 3, 2), "directives.too_many_attended"),
        (Attendance(date(2019, 7, 1), "cell", 0, 0), "directives.too_many_attended"),
        (Attendance(date(2999, 7, 1), "cell", 1, 2), "directives.in_the_future"),
    ],
)
def test_a_conference_that_cannot_be_is_refused(tree, clerk, text, attendance, code):
    with refused(code):
        record_dissemination(actor=clerk, text=text, unit=tree["A1"], attendance=attendance)


def test_a_conference_of_another_unit_is_refused(tree, clerk, text):
    for user, unit in ((clerk, tree["A2"]), (make_outsider(), tree["A1"])):
        with pytest.raises(Forbidden):
            record_dissemination(actor=user, text=text, unit=unit, attendance=HELD)


def test_a_plan_answers_clause_by_clause(tree, clerk, officer, text):
    own = [Piece("1", "Họp chi bộ quán triệt Chỉ thị"), Piece("2", "Xây dựng kế hoạch đại hội chi bộ")]
    named = heading("5-KH/CB", date(2019, 8, 1), kind="plan", body="Chi bộ A1")
    plan = issue_plan(actor=clerk, unit=tree["A1"], heading=named, pieces=own)
    superior, mine = list(text.clauses.all()), list(plan.clauses.all())
    assert proposed_links(superior, mine) == {superior[0].pk: mine[0].pk, superior[1].pk: mine[1].pk}
    link_plan(actor=clerk, plan=plan, pairs=[(superior[0], mine[0]), (superior[1], mine[1])])
    link_plan(actor=clerk, plan=plan, pairs=[(superior[1], mine[1])])
    assert list(PlanLink.objects.values_list("superior__number", "unit__code", "planned_on")) == [("2", "A1", date(2019, 8, 1))]
    assert (own_plan(text, tree["A1"]), own_plan(text, tree["A2"]), last_act()) == (plan, None, "directives.plan_linked")
    hand_down(officer, text, tree["P"])
    link_plan(actor=clerk, plan=plan, pairs=[(superior[1], mine[1])])
    states = dict(Assignment.objects.filter(unit=tree["A1"]).values_list("batch__title", "state"))
    assert states == {"1. Quán triệt đến mọi chi bộ": "received", "2. Lập kế hoạch đại hội": "planned"}
    with refused("directives.foreign_clause"):
        link_plan(actor=clerk, plan=plan, pairs=[(mine[0], superior[0])])
    with pytest.raises(Forbidden):
        issue_plan(actor=clerk, unit=tree["A2"], heading=named, pieces=own)
    with pytest.raises(Forbidden):
        link_plan(actor=make_outsider(), plan=plan, pairs=[(superior[0], mine[0])])


def test_a_plan_without_clauses_is_one_clause_and_goes_further_down(tree, officer, text):
    named = heading("9-KH/ĐU", date(2019, 8, 1), kind="plan", body="Đảng bộ cơ sở A", abstract="thực hiện Chỉ thị 35")
    plan = issue_plan(actor=officer, unit=tree["A"], heading=named, pieces=[])
    assert list(plan.clauses.values_list("number", "title")) == [("1", "thực hiện Chỉ thị 35")]
    handed = hand_down(officer, plan, tree["A"], on=date(2019, 8, 5))
    assert (handed.units, Clause.objects.filter(text=plan).count()) == (2, 1)


def test_a_text_is_seen_in_its_branch_and_below_once_it_was_sent(tree, officer, clerk, text):
    mine = make_text(tree["A1"], number="5-KH/CB", kind="plan", pieces=())
    assert list(visible_texts(clerk)) == [mine]
    hand_down(officer, text, tree["A"])
    assert set(visible_texts(clerk)) == {mine, text}
    assert list(visible_texts(make_user(role="unit_clerk", unit=tree["A2"]))) == [text]
    assert list(visible_texts(make_user(role="unit_clerk", unit=tree["B1"]))) == []
    assert list(visible_texts(make_outsider())) == []
    assert list(visible_texts(make_user(role="administrator"))) == []


def states(unit):
    """The states of what a unit was given, each once."""
    return set(Assignment.objects.filter(unit=unit).values_list("state", flat=True))


def test_receiving_a_text_receives_its_work_and_nothing_else(tree, officer, clerk, text):
    hand_down(officer, text, tree["P"])
    other = make_text(tree["P"], number="9-KH/TU", dated=SENT)
    hand_down(officer, other, tree["P"])
    mark_received(actor=clerk, delivery=Delivery.objects.get(unit=tree["A1"], text=text))
    mine = Assignment.objects.filter(unit=tree["A1"]).order_by("batch__source_title", "batch__title")
    assert list(mine.values_list("state", flat=True)) == ["received"] * 2 + ["sent"] * 2
    entry = Entry.objects.get(act="assignments.received")
    assert (entry.cause.act, entry.facts["items"], states(tree["A2"])) == ("directives.text_received", 2, {"sent"})


def test_receiving_or_reading_work_receives_its_text_but_reads_none(tree, officer, clerk, text):
    hand_down(officer, text, tree["P"])
    delivery = Delivery.objects.get(unit=tree["A1"])
    item = Assignment.objects.filter(unit=tree["A1"]).first()
    assert (read_clause(actor=clerk, assignment=item), read_clause(actor=clerk, assignment=item)) == (True, False)
    delivery.refresh_from_db()
    assert (delivery.received_by, delivery.read_on, states(tree["A1"])) == (clerk, None, {"read", "received"})
    assert list(item.events.values_list("step", flat=True)) == ["received", "read"]
    assert (receive_all(actor=officer, unit=tree["A2"]), receive_all(actor=officer, unit=tree["A2"])) == (2, 0)
    assert Delivery.objects.get(unit=tree["A2"]).received_by == officer
    assert Delivery.objects.filter(received_on__isnull=True).count() == 2
    for user in (make_outsider(), make_user(role="viewer", unit=tree["P"])):
        with pytest.raises(Forbidden):
            receive_all(actor=user, unit=tree["A1"])
        with pytest.raises(Forbidden):
            read_clause(actor=user, assignment=item)


def test_a_plan_or_a_conference_shows_that_the_text_had_arrived(tree, officer, clerk, text):
    hand_down(officer, text, tree["P"])
    plan = issue_plan(actor=clerk, unit=tree["A1"], heading=heading("1-KH/CB", date(2019, 7, 8), kind="plan"), pieces=[])
    link_plan(actor=clerk, plan=plan, pairs=[(clause, plan.clauses.get()) for clause in text.clauses.all()])
    record_dissemination(actor=officer, text=text, unit=tree["A2"], attendance=HELD)
    days = dict(Delivery.objects.filter(received_on__isnull=False).values_list("unit__code", "received_on"))
    assert days == {"A1": date(2019, 7, 8), "A2": HELD.held_on}
    assert (states(tree["A1"]), states(tree["A2"])) == ({"planned"}, {"received"})
    causes = set(Entry.objects.filter(act="directives.text_received").values_list("cause__act", flat=True))
    assert causes == {"directives.plan_linked", "directives.dissemination_recorded"}
