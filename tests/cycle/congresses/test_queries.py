"""Progress of any branch on any day, as known at any moment (RP-01, OR-02, PR-01)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daihoi.cycle.congresses.models import Congress, StageEvent
from daihoi.cycle.congresses.queries import in_state, line, progress, round_by_code, rows, view
from daihoi.cycle.congresses.services import correct_stage, plan_date, record_stage
from daihoi.foundation.organization.services import close_unit, move_unit
from daihoi.rules.errors import RuleViolation
from daihoi.rules.stages import Stage
from tests.cycle.congresses.facts import at, bring, make_old_unit, make_round
from tests.make import make_cause, make_user

pytestmark = pytest.mark.django_db
JUNE = date(2020, 6, 25)


@pytest.fixture
def province():
    """A province with two districts; the first has a committee with a cell below it and a grassroots cell, the second one cell."""
    top = make_old_unit("P", kind="central_sub")
    units = {"P": top}
    for code, superior, kind in (
        ("D1", "P", "upper_grassroots"),
        ("D2", "P", "upper_grassroots"),
        ("A", "D1", "grassroots_committee"),
        ("A1", "A", "sub_cell"),
        ("B", "D1", "grassroots_cell"),
        ("C", "D2", "grassroots_cell"),
    ):
        units[code] = make_old_unit(code, superior=units[superior], kind=kind)
    return units


@pytest.fixture
def officer(province):
    return make_user(role="organization_officer", unit=province["P"])


@pytest.fixture
def round_(province, officer):
    return make_round(province["P"], officer=officer)


def short(found):
    """The figures without the question and the names."""
    return (found["held"], found["total"], found["percent"], found["children_finished"], found["children_total"], found["overdue"])


def test_progress_in_the_form_of_the_contract(province, officer, round_):
    bring(officer, province["P"], round_, (province["A"], date(2020, 6, 1), date(2020, 6, 2)), (province["B"], date(2020, 6, 20), None))
    bring(officer, province["P"], round_, (province["C"], date(2020, 6, 28), date(2020, 6, 24)))
    known = timezone.now()
    assert progress(province["P"], round_, JUNE, known) == {
        "unit": "P",
        "round": "co-so-2020",
        "on": "2020-06-25",
        "known": known.isoformat(),
        "kind": None,
        "total": 3,
        "held": 2,
        "percent": "66.67",
        "by_kind": {
            "grassroots_committee": {"total": 1, "held": 1, "percent": "100.00"},
            "grassroots_cell": {"total": 2, "held": 1, "percent": "50.00"},
        },
        "children": [
            {"unit": "D1", "name": "Đơn vị D1", "kind": "upper_grassroots", "total": 2, "held": 1, "percent": "50.00", "finished": False}
            | {"planned": 2, "overdue": 1},
            {"unit": "D2", "name": "Đơn vị D2", "kind": "upper_grassroots", "total": 1, "held": 1, "percent": "100.00", "finished": True}
            | {"planned": 0, "overdue": 0},
        ],
        "children_total": 2,
        "children_finished": 1,
        "planned": 2,
        "overdue": 1,
    }


def test_one_kind_and_the_sum_of_grassroots_organizations_or_02(province, officer, round_):
    bring(officer, province["P"], round_, (province["A"], None, date(2020, 6, 2)))
    assert short(progress(province["P"], round_, JUNE, kind="grassroots_committee")) == (1, 1, "100.00", 1, 1, 0)
    assert short(progress(province["P"], round_, JUNE, kind="grassroots")) == (1, 3, "33.33", 0, 2, 0)
    with pytest.raises(RuleViolation, match="không tính loại sub_cell"):
        progress(province["P"], round_, JUNE, kind="sub_cell")


def test_a_unit_that_owes_counts_in_its_own_branch_and_is_nobody_child(province, officer, round_):
    bring(officer, province["P"], round_, (province["A"], None, date(2020, 6, 2)))
    assert short(progress(province["A"], round_, JUNE)) == (1, 1, "100.00", 0, 0, 0)


def test_late_rows_change_what_is_known_not_what_was_known_pr_01(province, officer, round_):
    thursday, friday = at(date(2020, 6, 25)), at(date(2020, 6, 26))
    bring(
        officer, province["P"], round_, (province["A"], None, date(2020, 6, 24), thursday), (province["B"], None, date(2020, 6, 25), friday)
    )
    assert [progress(province["P"], round_, JUNE, known)["held"] for known in (at(date(2020, 6, 24)), thursday, friday, None)] == [
        0,
        1,
        2,
        2,
    ]


def test_a_correction_holds_from_when_it_is_known(province, officer, round_):
    bring(officer, province["P"], round_, (province["A"], None, date(2020, 6, 24), at(date(2020, 6, 25))))
    correct_stage(actor=officer, event=StageEvent.objects.get(), happened_on=date(2020, 6, 28), reason="ghi nhầm ngày")
    answers = [
        (on, known, progress(province["P"], round_, on, known)["held"])
        for on in (JUNE, date(2020, 6, 28))
        for known in (at(date(2020, 6, 26)), None)
    ]
    assert [held for _on, _known, held in answers] == [1, 0, 1, 1]


def test_the_plan_in_force_is_the_one_known(province, officer, round_):
    bring(officer, province["P"], round_, (province["A"], date(2020, 6, 1), None, at(date(2020, 3, 2))))
    plan_date(actor=officer, congress=Congress.objects.get(), planned=date(2020, 6, 29), reason="dịch bệnh")
    assert [progress(province["P"], round_, JUNE, known)["overdue"] for known in (at(JUNE), None)] == [1, 0]


def test_planned_for_the_day_itself_is_not_overdue(province, officer, round_):
    bring(officer, province["P"], round_, (province["A"], JUNE, None))
    assert [progress(province["P"], round_, on)["overdue"] for on in (JUNE, JUNE + timedelta(days=1))] == [0, 1]


def test_the_tree_is_the_one_of_the_day(province, officer, round_):
    bring(officer, province["P"], round_, (province["B"], None, date(2020, 6, 2)), (province["C"], None, date(2020, 6, 2)))
    move_unit(cause=make_cause(), unit=province["B"], superior=province["D2"], on=date(2020, 6, 20))
    close_unit(cause=make_cause(), unit=province["C"], on=date(2020, 6, 22))
    assert [short(progress(province["D2"], round_, day))[:2] for day in (date(2020, 6, 10), date(2020, 6, 21), JUNE)] == [
        (1, 1),
        (2, 2),
        (1, 1),
    ]


def test_a_branch_before_it_was_opened_owes_nothing(province, round_):
    assert short(progress(province["P"], round_, date(2010, 1, 1))) == (0, 0, "0.00", 0, 0, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_progress_takes_the_same_number_of_queries_for_any_branch(province, officer, round_, django_assert_num_queries, count):
    for number in range(count):
        make_old_unit(f"N{number}", superior=province["D2"])
    asked = timezone.now()
    with django_assert_num_queries(6):
        progress(province["P"], round_, JUNE, asked)


def test_states_open_the_rows_behind_each_figure(province, officer, round_):
    bring(officer, province["P"], round_, (province["A"], date(2020, 6, 1), date(2020, 6, 2)), (province["B"], date(2020, 6, 20), None))
    asked = view(province["P"], round_, JUNE)
    found = {
        state: [row.unit.code for row in in_state(asked, state)] for state in ("all", "held", "open", "overdue", "upcoming", "unplanned")
    }
    assert found == {"all": ["A", "B", "C"], "held": ["A"], "open": ["B", "C"], "overdue": ["B"], "upcoming": [], "unplanned": ["C"]}
    assert [(row.unit.code, row.planned, row.held_on) for row in rows(asked, "held")] == [("A", date(2020, 6, 1), date(2020, 6, 2))]


def test_the_line_of_done_against_plan_cumulates_by_week(province, officer, round_):
    bring(officer, province["P"], round_, (province["A"], date(2020, 3, 3), date(2020, 3, 5)), (province["B"], date(2020, 3, 12), None))
    drawn = line(view(province["P"], round_, date(2020, 3, 18)))
    assert drawn.done == ((date(2020, 3, 2), 0), (date(2020, 3, 9), 1), (date(2020, 3, 16), 1), (date(2020, 3, 18), 1))
    assert (drawn.plan[:4], drawn.plan[-1]) == (
        ((date(2020, 3, 2), 0), (date(2020, 3, 9), 1), (date(2020, 3, 16), 2), (date(2020, 3, 23), 2)),
        (date(2020, 6, 30), 2),
    )


def test_an_unknown_round_is_refused_with_those_there_are(round_):
    with pytest.raises(RuleViolation, match="Các đợt đang có: co-so-2020"):
        round_by_code("khac")


def brute(facts, on, known):
    """Count by hand: of each unit the newest row known, if it says held by the day."""
    held = 0
    for chain in facts.values():
        told = [day for day, moment in chain if moment <= known]
        held += bool(told and told[-1] and told[-1] <= on)
    return held


days = st.integers(0, 20).map(lambda number: date(2020, 6, 1) + timedelta(days=number))
events = st.lists(st.tuples(st.sampled_from("ABC"), st.none() | days, st.integers(0, 3)), max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=events, later=events, asked=st.lists(st.tuples(days, st.integers(0, 20)), min_size=1, max_size=4))
def test_an_answer_for_a_day_and_a_moment_is_the_same_for_ever(province, officer, round_, first, later, asked):
    """Random events, then later additions: the brute count agrees, and answers already given never change."""
    from django.db import transaction

    with transaction.atomic():
        bring(officer, province["P"], round_, *((province[code], None, None) for code in "ABC"))
        congresses = {code: Congress.objects.get(unit=province[code]) for code in "ABC"}
        facts = {code: [] for code in "ABC"}
        clock = at(date(2020, 6, 1))

        def write(drawn, clock):
            for code, day, pause in drawn:
                clock += timedelta(days=pause, minutes=1)
                before = StageEvent.objects.filter(congress=congresses[code], stage=Stage.held, withdrawn_by__isnull=True).first()
                if before is None and day is None:
                    continue
                reason = "đính chính" if before else ""
                StageEvent.objects.create(
                    congress=congresses[code], stage=Stage.held, happened_on=day, withdraws=before, recorded_at=clock, reason=reason
                )
                facts[code].append((day, clock))
            return clock

        clock = write(first, clock)
        questions = [(on, min(at(date(2020, 6, 1)) + timedelta(days=after), clock)) for on, after in asked]
        answers = [progress(province["P"], round_, on, known)["held"] for on, known in questions]
        assert answers == [brute(facts, on, known) for on, known in questions]
        write(later, clock)
        assert [progress(province["P"], round_, on, known)["held"] for on, known in questions] == answers
        transaction.set_rollback(True)


def test_recorded_now_is_known_now(province, officer, round_):
    bring(officer, province["P"], round_, (province["A"], None, None))
    record_stage(actor=officer, congress=Congress.objects.get(), stage=Stage.held, happened_on=date(2020, 6, 2))
    assert progress(province["P"], round_, JUNE)["held"] == 1
