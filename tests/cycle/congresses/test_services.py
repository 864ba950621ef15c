"""Acts on rounds and congresses: accepted, refused, outsider, journal entry."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from daihoi.cycle.congresses.models import Congress, PlannedDate, StageEvent
from daihoi.cycle.congresses.queries import planned_history, track
from daihoi.cycle.congresses.services import correct_stage, import_congresses, mark_pilot, plan_date, record_stage, set_contents
from daihoi.cycle.congresses.services.calling import Call, call_congress
from daihoi.cycle.congresses.services.importing import CongressRow
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.authority import Forbidden
from daihoi.rules.charter import Charter
from daihoi.rules.errors import RuleViolation
from daihoi.rules.stages import Stage
from tests.cycle.congresses.facts import at, make_congress, make_round
from tests.make import make_outsider, make_tree, make_unit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_user(role="organization_officer", unit=tree["P"])


@pytest.fixture
def round_(tree, officer):
    return make_round(tree["P"], officer=officer)


@pytest.fixture
def congress(tree, officer, round_):
    return make_congress(tree["A"], round_, officer=officer)


def refused(code):
    """Expect one refusal by its code."""
    return pytest.raises(RuleViolation, check=lambda violation: violation.code == code)


def last_entry():
    """The newest entry of the journal."""
    return Entry.objects.order_by("-at").first()


def test_a_round_names_what_it_counts_and_is_recorded(round_):
    assert (round_.title, str(round_)) == ("Đại hội tổ chức cơ sở đảng", "Đại hội tổ chức cơ sở đảng 2020-2025")
    assert last_entry().facts == {
        "charter": "dcsvn-2020",
        "code": "co-so-2020",
        "kinds": ["grassroots_committee", "grassroots_cell"],
        "level": "grassroots",
        "term": "2020-2025",
    }


def test_a_round_code_is_used_once(tree, officer, round_):
    with refused("round.code_taken"):
        make_round(tree["P"], officer=officer)


def test_a_round_counts_at_least_one_kind(tree, officer):
    with refused("round.without_kinds"):
        make_round(tree["P"], officer=officer, kinds=())


def test_calling_freezes_the_rules_and_records_the_first_stage(congress):
    frozen = Charter.from_toml(congress.charter_toml)
    assert (frozen.name, [str(step.happened_on) for step in track(congress) if step.state == "done"]) == ("dcsvn-2020", ["2020-02-12"])
    assert last_entry().facts["charter"] == congress.charter.digest


def test_a_congress_changes_an_unconfirmed_value_only_with_a_reason(tree, officer, round_, congress):
    charter = Charter.from_toml(congress.charter_toml)
    rule = next(rule for rule in charter.rules.values() if not rule.confirmed and isinstance(rule.value, bool))
    with refused("congress.settings_without_reason"):
        call_congress(actor=officer, unit=tree["B"], round_=round_, call=Call(date(2020, 2, 1), settings={rule.key: not rule.value}))
    changed = call_congress(
        actor=officer,
        unit=tree["B"],
        round_=round_,
        call=Call(date(2020, 2, 1), settings={rule.key: not rule.value}, reason="Đại hội biểu quyết"),
    )
    assert Charter.from_toml(changed.charter_toml)[rule.key] is (not rule.value)


def test_a_confirmed_value_is_not_changed(tree, officer, round_, congress):
    confirmed = next(
        rule for rule in Charter.from_toml(congress.charter_toml).rules.values() if rule.confirmed and isinstance(rule.value, bool)
    )
    with refused("charter.confirmed"):
        call_congress(
            actor=officer,
            unit=tree["B"],
            round_=round_,
            call=Call(date(2020, 2, 1), settings={confirmed.key: not confirmed.value}, reason="x"),
        )


def test_a_unit_has_one_congress_in_a_round(tree, officer, round_, congress):
    with refused("congress.already_called"):
        make_congress(tree["A"], round_, officer=officer)


def test_a_kind_that_the_round_does_not_count_is_refused(tree, officer, round_):
    with refused("congress.kind_not_in_round"):
        make_congress(tree["A1"], round_, officer=officer)


def test_a_unit_that_is_not_open_that_day_is_refused(tree, officer, round_):
    new = make_unit("MOI", superior=tree["P"], opened=date(2020, 5, 1))
    with refused("congress.unit_not_open"):
        make_congress(new, round_, officer=officer)


def test_moving_a_date_needs_a_reason_and_keeps_the_old_one(officer, congress):
    first = plan_date(actor=officer, congress=congress, planned=date(2020, 4, 20))
    with refused("plan.moved_without_reason"):
        plan_date(actor=officer, congress=congress, planned=date(2020, 6, 20))
    moved = plan_date(actor=officer, congress=congress, planned=date(2020, 6, 20), reason="Dịch bệnh", document="QĐ 12")
    assert [(plan.planned, plan.reason) for plan in planned_history(congress)] == [
        (date(2020, 6, 20), "Dịch bệnh"),
        (date(2020, 4, 20), ""),
    ]
    assert last_entry().facts == {"planned": "2020-06-20", "row": str(moved.pk), "replaces": str(first.pk)}


def test_the_same_date_twice_changes_nothing(officer, congress):
    plan_date(actor=officer, congress=congress, planned=date(2020, 4, 20))
    with refused("plan.unchanged"):
        plan_date(actor=officer, congress=congress, planned=date(2020, 4, 20), reason="lại")
    assert PlannedDate.objects.count() == 1


def test_what_happened_is_recorded_although_papers_are_missing_pr_02(officer, congress):
    record_stage(actor=officer, congress=congress, stage=Stage.held, happened_on=date(2020, 6, 20), reason="báo qua điện thoại")
    assert {str(step.stage): step.state for step in track(congress)} == {
        "called": "done",
        "prepared": "skipped",
        "contents_approved": "skipped",
        "held": "done",
        "results_reported": "now",
        "results_approved": "later",
        "filed": "later",
    }


def test_what_has_not_come_is_no_fact(officer, congress):
    with refused("stage.in_the_future"):
        record_stage(actor=officer, congress=congress, stage=Stage.held, happened_on=timezone.localdate() + timedelta(days=1))


def test_a_stage_is_recorded_once(officer, congress):
    record_stage(actor=officer, congress=congress, stage=Stage.held, happened_on=date(2020, 6, 20))
    with refused("stage.already_recorded"):
        record_stage(actor=officer, congress=congress, stage=Stage.held, happened_on=date(2020, 6, 21))


def test_a_correction_is_a_new_row_that_withdraws_the_old(officer, congress):
    wrong = record_stage(actor=officer, congress=congress, stage=Stage.held, happened_on=date(2020, 6, 20))
    right = correct_stage(actor=officer, event=wrong, happened_on=date(2020, 6, 21), reason="ghi nhầm ngày")
    held = next(step for step in track(congress) if step.stage == Stage.held)
    assert (held.happened_on, held.history) == (date(2020, 6, 21), (wrong, right))
    assert last_entry().facts == {"stage": "held", "happened_on": "2020-06-21", "row": str(right.pk), "withdraws": str(wrong.pk)}
    with refused("stage.already_corrected"):
        correct_stage(actor=officer, event=wrong, happened_on=date(2020, 6, 22), reason="lại")


def test_a_withdrawn_stage_can_be_recorded_again(officer, congress):
    wrong = record_stage(actor=officer, congress=congress, stage=Stage.held, happened_on=date(2020, 6, 20))
    gone = correct_stage(actor=officer, event=wrong, happened_on=None, reason="chưa họp")
    assert next(step.state for step in track(congress) if step.stage == Stage.held) == "later"
    again = record_stage(actor=officer, congress=congress, stage=Stage.held, happened_on=date(2020, 6, 25))
    assert (again.withdraws, next(step.happened_on for step in track(congress) if step.stage == Stage.held)) == (gone, date(2020, 6, 25))


@pytest.mark.parametrize(
    ("day", "reason", "code"), [(date(2020, 6, 20), "x", "stage.unchanged"), (None, " ", "stage.corrected_without_reason")]
)
def test_a_correction_says_something_new_and_why(officer, congress, day, reason, code):
    event = record_stage(actor=officer, congress=congress, stage=Stage.held, happened_on=date(2020, 6, 20))
    with refused(code):
        correct_stage(actor=officer, event=event, happened_on=day, reason=reason)


def test_fewer_contents_need_a_reason_dr_02(officer, congress):
    with refused("congress.contents_without_reason"):
        set_contents(actor=officer, congress=congress, contents=3, reason="")
    set_contents(actor=officer, congress=congress, contents=3, reason="Nhân sự khó", document="CV 5")
    assert (congress.contents, last_entry().facts["before"], last_entry().facts["contents"]) == (3, 4, 3)


def test_a_congress_has_four_three_or_two_contents_dr_03(officer, congress):
    with refused("congress.contents_unknown"):
        set_contents(actor=officer, congress=congress, contents=1, reason="x")


def test_a_pilot_is_marked_and_recorded_dr_09(officer, congress):
    mark_pilot(actor=officer, congress=congress, pilot=True)
    assert (congress.pilot, last_entry().act, last_entry().facts) == (True, "congresses.pilot_marked", {"pilot": True})


def test_an_unlikely_day_is_refused_once_and_confirmed_in_the_journal_pr_02(officer, congress):
    told = {"actor": officer, "congress": congress, "stage": Stage.held, "happened_on": date(2020, 2, 1)}
    with refused("day.unlikely"):
        record_stage(**told)
    held = record_stage(**told, is_confirmed=True)
    assert Entry.objects.get(act="congresses.stage_recorded").facts["confirmed"] == ["starts", "earlier"]
    with refused("day.unlikely"):
        record_stage(actor=officer, congress=congress, stage=Stage.prepared, happened_on=date(2020, 2, 13))
    record_stage(actor=officer, congress=congress, stage=Stage.results_reported, happened_on=date(2020, 6, 5))
    assert "confirmed" not in Entry.objects.filter(act="congresses.stage_recorded").order_by("at").last().facts
    with refused("day.unlikely"):
        correct_stage(actor=officer, event=held, happened_on=date(2020, 6, 6), reason="ghi nhầm")
    correct_stage(actor=officer, event=held, happened_on=date(2020, 6, 6), reason="ghi nhầm", is_confirmed=True)
    assert Entry.objects.get(act="congresses.stage_corrected").facts["confirmed"] == ["later"]
    with refused("day.unlikely"):
        plan_date(actor=officer, congress=congress, planned=date(1999, 1, 1))
    plan_date(actor=officer, congress=congress, planned=date(1999, 1, 1), is_confirmed=True)
    assert Entry.objects.get(act="congresses.date_planned").facts["confirmed"] == ["directive", "starts"]


def test_unlikely_days_of_a_list_are_confirmed_together_pr_02(officer, tree, round_):
    rows = [CongressRow(tree["A"], held=date(2019, 7, 1)), CongressRow(tree["B"], planned=date(2020, 8, 1))]
    given = {"actor": officer, "unit": tree["P"], "round_": round_, "rows": rows}
    with refused("day.unlikely") as refusal:
        import_congresses(**given)
    assert "2 ngày" in str(refusal.value)
    assert "A: 01/07/2019 trước ngày đợt bắt đầu (02/03/2020); B: 01/08/2020 sau hạn của đợt (30/06/2020)" in str(refusal.value)
    assert Congress.objects.count() == 0
    import_congresses(**given, is_confirmed=True)
    facts = Entry.objects.get(act="congresses.imported").facts
    assert (facts["confirmed"], facts["confirmed_days"]) == (["deadline", "starts"], 2)
    import_congresses(**given)  # the same list again asks nothing: its days are known


def test_an_import_is_one_entry_with_a_root(tree, officer, round_):
    rows = [
        CongressRow(tree[code], planned=date(2020, 6, 1), held=date(2020, 6, 1), recorded_at=at(date(2020, 6, 2))) for code in ("A", "B")
    ]
    before = Entry.objects.count()
    written = import_congresses(actor=officer, unit=tree["P"], round_=round_, rows=rows)
    facts = last_entry().facts
    assert (written.congresses, written.planned, written.held, Entry.objects.count()) == (2, 2, 2, before + 1)
    assert (facts["rows"], facts["events"], len(facts["root"])) == (2, 2, 64)


def test_a_second_sending_changes_nothing_pr_05(tree, officer, round_):
    rows = [CongressRow(tree["A"], planned=date(2020, 6, 1), held=date(2020, 6, 1))]
    import_congresses(actor=officer, unit=tree["P"], round_=round_, rows=rows)
    again = import_congresses(actor=officer, unit=tree["P"], round_=round_, rows=rows)
    assert (again.congresses, again.planned, again.held, Congress.objects.count(), StageEvent.objects.count()) == (0, 0, 0, 1, 1)


def test_an_import_moves_a_date_with_its_reason_and_writes_nothing_without(tree, officer, round_):
    import_congresses(actor=officer, unit=tree["P"], round_=round_, rows=[CongressRow(tree["A"], planned=date(2020, 4, 1))])
    moved = [CongressRow(tree["B"], planned=date(2020, 5, 1)), CongressRow(tree["A"], planned=date(2020, 6, 1))]
    with refused("congresses.plan_moved"):
        import_congresses(actor=officer, unit=tree["P"], round_=round_, rows=moved)
    assert Congress.objects.count() == 1
    import_congresses(
        actor=officer, unit=tree["P"], round_=round_, rows=[CongressRow(tree["A"], planned=date(2020, 6, 1), reason="dịch bệnh")]
    )
    assert [plan.reason for plan in planned_history(Congress.objects.get())] == ["dịch bệnh", ""]


def test_an_import_does_not_overwrite_the_day_held(tree, officer, round_):
    import_congresses(actor=officer, unit=tree["P"], round_=round_, rows=[CongressRow(tree["A"], held=date(2020, 6, 1))])
    with refused("congresses.held_differs"):
        import_congresses(actor=officer, unit=tree["P"], round_=round_, rows=[CongressRow(tree["A"], held=date(2020, 6, 2))])


def test_an_import_stays_inside_the_branch(tree, officer, round_):
    with refused("congresses.outside_branch"):
        import_congresses(actor=officer, unit=tree["A"], round_=round_, rows=[CongressRow(tree["B"], planned=date(2020, 6, 1))])


def test_the_outsider_does_none_of_it(tree, round_, congress):
    outsider = make_outsider()
    event = congress.events.get()
    acts = [
        lambda: make_round(tree["P"], "khac", officer=outsider),
        lambda: make_congress(tree["B"], round_, officer=outsider),
        lambda: plan_date(actor=outsider, congress=congress, planned=date(2020, 6, 1)),
        lambda: record_stage(actor=outsider, congress=congress, stage=Stage.held, happened_on=date(2020, 6, 1)),
        lambda: correct_stage(actor=outsider, event=event, happened_on=None, reason="x"),
        lambda: mark_pilot(actor=outsider, congress=congress, pilot=True),
        lambda: set_contents(actor=outsider, congress=congress, contents=2, reason="x"),
        lambda: import_congresses(actor=outsider, unit=tree["P"], round_=round_, rows=[]),
    ]
    before = Entry.objects.count()
    for act in acts:
        with pytest.raises(Forbidden):
            act()
    assert Entry.objects.count() == before


@pytest.mark.parametrize("model", [StageEvent, PlannedDate])
def test_what_was_written_is_never_changed(officer, congress, model):
    plan_date(actor=officer, congress=congress, planned=date(2020, 4, 20))
    row = model.objects.get()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(document="khác")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.delete()


def test_the_database_itself_refuses_a_move_without_reason(congress, officer):
    first = plan_date(actor=officer, congress=congress, planned=date(2020, 4, 20))
    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedDate.objects.create(congress=congress, planned=date(2020, 5, 20), replaces=first)
