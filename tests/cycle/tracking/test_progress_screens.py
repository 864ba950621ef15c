"""The states of the progress page: two days, before the round, frozen, merged on the way, the last ones missing, exports."""

from datetime import date

import pytest
from django.urls import reverse

from daihoi.foundation.organization.services import merge_units
from daihoi.rules.canonical import spoken_digest
from tests.cycle.congresses.facts import at, bring, make_old_unit, make_round
from tests.make import make_cause, make_user, signed_in

pytestmark = pytest.mark.django_db
JUNE = {"unit": "P", "on": "25/06/2020"}


@pytest.fixture
def province():
    """A province with two districts: A held three days late, B is overdue, C is still to meet."""
    units = {"P": make_old_unit("P", kind="central_sub")}
    for code, superior, kind in (
        ("D1", "P", "upper_grassroots"),
        ("D2", "P", "upper_grassroots"),
        ("A", "D1", "grassroots_committee"),
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
    opened = make_round(province["P"], officer=officer)
    known = at(date(2020, 3, 2))
    bring(officer, province["P"], opened, (province["A"], date(2020, 6, 1), None, known), (province["B"], date(2020, 6, 20), None, known))
    bring(officer, province["P"], opened, (province["C"], date(2020, 6, 28), None, known))
    bring(officer, province["P"], opened, (province["A"], None, date(2020, 6, 4), at(date(2020, 6, 5))))
    return opened


@pytest.fixture
def client(officer, round_):
    return signed_in(officer)


def page(client, **query):
    return client.get(reverse("tracking:progress"), JUNE | query)


def test_two_days_stand_side_by_side_with_their_difference(client):
    found = page(client, **{"with": "01/06/2020"}).context["compared"]
    assert (found["first"], found["second"], found["whole"].held, found["whole"].points) == (
        date(2020, 6, 1),
        date(2020, 6, 25),
        1,
        "+33.33",
    )
    assert [(row.unit, row.before["held"], row.after["held"], row.points) for row in found["rows"]] == [
        ("D2", 0, 0, "0.00"),
        ("D1", 0, 1, "+50.00"),
    ]


def test_units_are_divided_by_outcome_with_shares_that_add_up(client):
    rows = page(client).context["outcomes"]
    assert [(row.state, row.count, row.share, row.is_adjusted) for row in rows] == [
        ("late", 1, "33.34", True),
        ("overdue", 1, "33.33", False),
        ("ahead", 1, "33.33", False),
    ]


def test_each_child_has_its_delays_and_the_names_of_its_last_units(client):
    context = page(client).context
    rows = {row["unit"]: (row["on_time"], row["late"], row["overdue"], row["longest"], row["median_text"]) for row in context["children"]}
    assert rows == {"D1": (0, 1, 1, 5, "muộn 3 ngày"), "D2": (0, 0, 0, 0, "")}
    assert {unit: [each.code for each in left] for unit, left in context["left_of"].items()} == {"D1": ["B"], "D2": ["C"]}
    assert [row["unit"] for row in context["worst"]] == ["D1"]


def test_a_day_before_the_round_says_when_figures_begin(client):
    answer = page(client, on="01/02/2020")
    assert (answer.context["is_too_early"], answer.context["begins"]) == (True, date(2020, 3, 2))
    assert "Trước ngày 02/03/2020 đợt này chưa có số." in answer.content.decode()


def test_a_unit_that_did_not_stand_yet_says_since_when_it_does(client, province):
    make_old_unit("M", superior=province["P"], kind="upper_grassroots", opened=date(2020, 6, 10))
    answer = page(client, unit="M", on="01/06/2020")
    assert answer.context["stands_since"] == date(2020, 6, 10)
    assert "có từ ngày 10/06/2020" in answer.content.decode()


def test_a_frozen_answer_has_a_digest_that_stays(client):
    answers = [page(client, known="2020-06-10").context for _turn in range(2)]
    assert answers[0]["answer_digest"] == answers[1]["answer_digest"] == spoken_digest(answers[0]["figures"])
    assert answers[0]["answer_digest"] in page(client, known="2020-06-10").content.decode()
    assert page(client).context["answer_digest"] == ""


def test_a_unit_merged_on_the_way_stands_in_the_table_with_its_successor(client, province):
    merge_units(
        cause=make_cause(), absorbing=province["D1"], absorbed=[province["D2"]], on=date(2020, 6, 15), recorded_at=at(date(2020, 6, 15))
    )
    answer = page(client)
    assert [(row.code, row.form, row.into, row.on) for row in answer.context["gone"]] == [("D2", "merger", "Đơn vị D1", date(2020, 6, 15))]
    assert "sáp nhập vào Đơn vị D1 ngày 15/06/2020" in answer.content.decode()
    assert page(client, on="14/06/2020").context["gone"] == []


def test_the_table_is_handed_out_in_machine_format(client):
    lines = client.get(reverse("tracking:export_as", args=["csv"]), JUNE).content.decode().splitlines()
    assert lines == [
        "unit,name,held,total,percent,planned,overdue,finished,on_time,late,median_delay_days,missing",
        "D2,Đơn vị D2,0,1,0.00,0,0,0,0,0,,Đơn vị C",
        "D1,Đơn vị D1,1,2,50.00,2,1,0,0,1,3.0,Đơn vị B",
    ]
    assert client.get(reverse("tracking:export_as", args=["ods"]), JUNE).status_code == 404


def test_the_forecast_stands_in_the_chart_with_its_range(officer, province):
    opened = make_round(province["P"], "nhieu-2020", officer=officer)
    known = at(date(2020, 3, 2))
    units = [make_old_unit(f"N{number}", superior=province["D1"]) for number in range(40)]
    bring(officer, province["P"], opened, *((unit, date(2020, 5, 1 + n // 2), None, known) for n, unit in enumerate(units)))
    bring(
        officer,
        province["P"],
        opened,
        *((unit, None, date(2020, 5, 1 + n // 2), at(date(2020, 5, 12))) for n, unit in enumerate(units[:24])),
    )
    answer = signed_in(officer).get(reverse("tracking:progress"), {"unit": "D1", "round": "nhieu-2020", "on": "20/05/2020"})
    assert (answer.context["ends"].goal, answer.context["ends"].days) == (42, None)
    assert signed_in(officer).get(reverse("tracking:today"), {"unit": "D1", "round": "nhieu-2020", "on": "20/05/2020"}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_two_days_cost_the_same_questions_for_one_child_and_three(client, province, django_assert_num_queries, count):
    for number in range(count):
        make_old_unit(f"N{number}", superior=make_old_unit(f"M{number}", superior=province["P"], kind="upper_grassroots"))
    with django_assert_num_queries(28):
        page(client, **{"with": "01/06/2020"})


def test_a_branch_names_the_last_units_it_waits_for_but_not_itself(client):
    def left(unit):
        found = page(client, unit=unit).context["left_of"]
        return {child: [each.code for each in units] for child, units in found.items() if units}

    assert (left("P"), left("D1")) == ({"D1": ["B"], "D2": ["C"]}, {})
