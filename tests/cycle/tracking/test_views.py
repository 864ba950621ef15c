"""First page and progress: figures with their rows, roles, empty states, outsider."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from daihoi.cycle.tracking.services import rebuild
from tests.cycle.congresses.facts import at, bring, make_congress, make_old_unit, make_round
from tests.make import make_outsider, make_user, signed_in

pytestmark = pytest.mark.django_db
JUNE = {"on": "25/06/2020"}


@pytest.fixture
def province():
    top = make_old_unit("P", kind="central_sub")
    units = {"P": top}
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
    bring(
        officer,
        province["P"],
        opened,
        (province["A"], date(2020, 6, 1), date(2020, 6, 2), at(date(2020, 6, 26))),
        (province["B"], date(2020, 6, 20), None, at(date(2020, 3, 2))),
        (province["C"], date(2020, 6, 28), None, at(date(2020, 3, 2))),
    )
    return opened


def test_the_first_page_answers_where_what_is_late_and_what_to_do(officer, round_):
    answer = signed_in(officer).get(reverse("tracking:today"), JUNE)
    context = answer.context
    assert (context["figures"]["held"], context["figures"]["total"], context["coming"], context["slowest"]) == (1, 3, 1, 5)
    assert [(task.sign, task.what) for task in context["tasks"]] == [
        ("late", "Hỏi 1 đơn vị quá hạn"),
        ("soon", "Theo dõi 1 đại hội trong 7 ngày tới"),
    ]
    assert [(branch.row["unit"], branch.days) for branch in context["late"]] == [("D1", 5)]
    text = answer.content.decode()
    assert "33,33" in text
    assert "state=overdue" in text


def test_the_first_page_of_a_unit_younger_than_the_figures_stands_on_today(province, round_, settings, tmp_path):
    settings.DEMONSTRATION, settings.DATA_DIR = True, tmp_path
    rebuild()
    young = make_old_unit("N", superior=province["D1"], kind="upper_grassroots", opened=date(2026, 3, 2))
    clerk = signed_in(make_user(role="unit_clerk", unit=young))
    page = clerk.get(reverse("tracking:today"))
    assert page.context["asked"].on == timezone.localdate()
    text = page.content.decode()
    assert "Chưa đợt nào tính đơn vị này" in text
    assert "Chưa có đại hội nào để theo dõi" in text
    assert "đợt đang chọn" not in text
    assert "Đặt ngày" not in text
    assert signed_in(make_user(role="unit_clerk", unit=province["B"])).get(reverse("tracking:today")).context["asked"].on == date(
        2020, 6, 2
    )


def test_progress_shows_figures_children_and_opens_their_rows(officer, round_):
    answer = signed_in(officer).get(reverse("tracking:progress"), JUNE | {"unit": "P"})
    assert [(row["unit"], row["held"], row["total"]) for row in answer.context["children"]] == [("D2", 0, 1), ("D1", 1, 2)]
    text = answer.content.decode()
    assert "Bạn đang xem ngày đã qua." in text
    assert f"{reverse('congresses:list')}?unit=P&amp;round=co-so-2020&amp;on=25%2F06%2F2020&amp;state=held" in text


def test_the_moment_of_knowledge_stands_in_the_address(officer, round_):
    client = signed_in(officer)
    held = [
        client.get(reverse("tracking:progress"), JUNE | {"known": known}).context["figures"]["held"]
        for known in ("2020-06-25", "2020-06-26")
    ]
    assert held == [0, 1]
    assert "Số này không bao giờ đổi nữa" in client.get(reverse("tracking:progress"), JUNE | {"known": "2020-06-25"}).content.decode()
    for end in ({"known": "0001-01-01"}, {"known": "9999-12-31"}, {"on": "01/01/0001"}, {"on": "31/12/9999"}):
        assert client.get(reverse("tracking:progress"), JUNE | end).status_code == 422


def test_children_are_filtered_by_state_and_name(officer, round_):
    client = signed_in(officer)
    shown = [
        [row["unit"] for row in client.get(reverse("tracking:progress"), JUNE | query).context["children"]]
        for query in ({"show": "open"}, {"show": "overdue"}, {"q": "d2"})
    ]
    assert shown == [["D2", "D1"], ["D1"], ["D2"]]


def test_one_kind_stands_in_the_address(officer, round_):
    answer = signed_in(officer).get(reverse("tracking:progress"), JUNE | {"kind": "grassroots_cell"})
    assert (answer.context["figures"]["held"], answer.context["figures"]["total"]) == (0, 2)
    assert signed_in(officer).get(reverse("tracking:progress"), JUNE | {"kind": "sub_cell"}).status_code == 422


def test_the_table_is_handed_out_as_a_workbook(officer, round_):
    answer = signed_in(officer).get(reverse("tracking:export"), JUNE)
    cells = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0:5] for row in cells[-3:]] == [
        ["D2", "Đơn vị D2", 0.0, 1.0, 0.0],
        ["D1", "Đơn vị D1", 1.0, 2.0, 50.0],
        ["", "Tổng cộng", 1.0, 3.0, 33.33],
    ]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("today", 28), ("progress", 24)])
def test_pages_ask_the_same_questions_for_one_child_and_three(officer, province, round_, django_assert_num_queries, name, queries, count):
    for number in range(count):
        make_old_unit(f"N{number}", superior=make_old_unit(f"M{number}", superior=province["P"], kind="upper_grassroots"))
    client = signed_in(officer)
    with django_assert_num_queries(queries):
        client.get(reverse(f"tracking:{name}"), JUNE | {"unit": "P"})


def test_the_outsider_sees_his_own_branch_only(round_):
    client = signed_in(make_outsider())
    assert [client.get(reverse(f"tracking:{name}"), {"unit": "P"}).status_code for name in ("today", "progress", "export")] == [
        404,
        404,
        404,
    ]
    assert client.get(reverse("tracking:progress"), JUNE).context["figures"]["total"] == 0


def test_a_colleague_of_a_branch_sees_that_branch(province, round_):
    client = signed_in(make_user(role="viewer", unit=province["D1"]))
    assert client.get(reverse("tracking:progress"), JUNE).context["figures"]["total"] == 2
    assert client.get(reverse("tracking:progress"), JUNE | {"unit": "P"}).status_code == 404


def test_an_administrator_sees_the_first_tasks_and_no_figures(round_):
    text = signed_in(make_user(role="administrator")).get(reverse("tracking:today")).content.decode()
    assert "Nhập cây tổ chức" in text
    assert "dh-kpi" not in text


def test_an_empty_installation_says_what_comes_first():
    text = signed_in(make_user(role="administrator")).get(reverse("tracking:today")).content.decode()
    assert "Ba việc đầu tiên" in text
    assert reverse("organization:import") in text


def test_a_tree_without_rounds_leads_to_the_first_round(province, officer):
    text = signed_in(officer).get(reverse("tracking:today")).content.decode()
    assert reverse("congresses:open_round") in text


def test_a_member_of_the_counting_committee_without_a_poll_waits(province, round_):
    text = signed_in(make_user(role="counting_committee", unit=province["P"])).get(reverse("tracking:today")).content.decode()
    assert "Chưa có cuộc bầu nào mở" in text


def test_a_demonstration_stands_on_the_last_day_of_its_data(officer, round_, settings):
    settings.DEMONSTRATION = True
    assert signed_in(officer).get(reverse("tracking:today")).context["asked"].on == date(2020, 6, 2)


def test_a_member_of_the_counting_committee_is_led_to_the_one_open_desk(province, round_, monkeypatch):
    class Open:
        pk, is_closed = province["P"].pk, False

    monkeypatch.setattr("daihoi.cycle.tracking.views.open_polls", lambda _user: [Open()])
    answer = signed_in(make_user(role="counting_committee", unit=province["P"])).get(reverse("tracking:today"))
    assert (answer.status_code, answer.url) == (302, reverse("ballots:desk", args=[province["P"].pk]))


def test_nothing_late_says_when_the_next_one_is(province, officer, round_):
    text = signed_in(officer).get(reverse("tracking:today"), {"on": "02/06/2020", "unit": "D2"}).content.decode()
    assert "không có đơn vị quá hạn" in text
    assert "gần nhất ngày 28/06/2020" in text


def test_gates_say_what_is_missing_and_what_is_met(province, officer, round_):
    unit = make_old_unit("Z", superior=province["P"], kind="grassroots_committee")
    congress = make_congress(unit, round_, officer=officer)
    answer = signed_in(officer).get(reverse("tracking:gates", args=[congress.pk]))
    assert [(row.answer.code, row.answer.is_met) for row in answer.context["rows"]] == [
        ("stage.called", True),
        ("headcount", False),
        ("task.plan", False),
        ("task.reports", False),
        ("subcommittees", False),
    ]
    assert signed_in(make_outsider()).get(reverse("tracking:gates", args=[congress.pk])).status_code == 404
