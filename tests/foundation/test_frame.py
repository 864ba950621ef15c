"""The frame of every page: menu by authority; the page of the journal."""

import pytest
from django.test import Client
from django.urls import reverse

from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import record, seal_chains
from daihoi.foundation.organization.roles import roles
from tests.make import make_outsider, make_tree, make_unit, make_user, signed_in

pytestmark = pytest.mark.django_db


def views(menu):
    return [entry.url for _group, entries in menu for entry in entries]


def frame(user):
    return signed_in(user).get(reverse("accounts:security")).context


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        (
            "organization_officer",
            [
                "Hôm nay",
                "Tiến độ",
                "Việc phải làm",
                "Chỉ thị và kế hoạch",
                "Đại hội",
                "Văn kiện",
                "Bầu cử, kiểm phiếu",
                "Báo cáo và số liệu",
                "Sổ văn bản",
                "Hội nghị",
                "Kiểm tra, giám sát",
                "Tổ chức",
                "Nhật ký",
            ],
        ),
        ("counting_committee", ["Bầu cử, kiểm phiếu", "Tổ chức"]),
        ("administrator", ["Tổ chức", "Nhật ký"]),
        ("viewer", ["Hôm nay", "Tiến độ", "Chỉ thị và kế hoạch", "Đại hội", "Báo cáo và số liệu", "Hội nghị", "Tổ chức"]),
    ],
)
def test_the_menu_shows_only_what_the_person_may_use(role, titles):
    context = frame(make_user(role=role, unit=make_unit("X", name="Đảng bộ X")))
    shown = [entry.title for _group, entries in context["menu"] for entry in entries]
    assert [title for title in shown if title != "Bầu cử, kiểm phiếu"] == [title for title in titles if title != "Bầu cử, kiểm phiếu"]
    assert set(shown) <= set(titles)
    assert (context["unit_title"], context["role_title"]) == ("Đảng bộ X", roles()[role].title)


def test_the_entry_of_this_page_is_current():
    client = signed_in(make_user(role="viewer", unit=make_unit("X")))
    menu = client.get(reverse("organization:unit", args=["X"])).context["menu"]
    assert [entry.title for _group, entries in menu for entry in entries if entry.current] == ["Tổ chức"]


def test_who_has_no_grant_has_an_empty_menu():
    assert frame(make_user())["menu"] == []


def test_the_journal_shows_the_branch_of_the_person_only():
    tree = make_tree()
    actor = make_user()
    for code in ("A1", "B1"):
        record(actor, "organization.unit_renamed", tree[code], unit=tree[code])
    rows = signed_in(make_user(role="inspector", unit=tree["A"])).get(reverse("journal:list")).context["rows"]
    assert {row["entry"].chain for row in rows} <= {str(tree[code].pk) for code in ("A", "A1", "A2")}
    assert [(row["title"], row["place"].name, row["person"]) for row in rows][:1] == [("Đổi tên đơn vị", "Chi bộ A1", actor)]


def test_the_journal_checks_the_chain_of_one_unit_and_shows_the_last_seal():
    tree = make_tree()
    entry = record(make_user(), "organization.unit_renamed", tree["A1"], unit=tree["A1"])
    seal = seal_chains(cause=entry)
    page = signed_in(make_user(role="inspector", unit=tree["P"])).get(reverse("journal:list"), {"unit": "A1"}).content.decode()
    assert "Chuỗi nguyên vẹn" in page
    assert seal.digest[:16] in page


def test_the_journal_is_filtered_by_act():
    tree = make_tree()
    for act in ("organization.unit_renamed", "organization.unit_moved"):
        record(make_user(), act, tree["A1"], unit=tree["A1"])
    client = signed_in(make_user(role="inspector", unit=tree["P"]))
    rows = client.get(reverse("journal:list"), {"act": "organization.unit_moved"}).context["rows"]
    assert {row["entry"].act for row in rows} == {"organization.unit_moved"}


def test_the_journal_has_forty_lines_a_page():
    unit, user = make_unit("X"), make_user()
    for _number in range(41):
        record(user, "organization.unit_renamed", unit, unit=unit)
    client = signed_in(make_user(role="inspector", unit=unit))
    assert [len(client.get(reverse("journal:list"), {"page": page}).context["rows"]) for page in (1, 2)] == [
        40,
        Entry.objects.filter(chain=unit.pk).count() - 40,
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_journal_asks_the_database_alike_for_one_and_three_rows(rows, django_assert_num_queries):
    unit = make_unit("X")
    for _number in range(rows):
        record(make_user(), "organization.unit_renamed", unit, unit=unit)
    client = signed_in(make_user(role="inspector", unit=unit))
    with django_assert_num_queries(16):
        assert client.get(reverse("journal:list")).status_code == 200


def test_outsider_sees_no_entry_and_no_unit():
    tree = make_tree()
    record(make_user(), "organization.unit_renamed", tree["A1"], unit=tree["A1"])
    client = signed_in(make_outsider("inspector"))
    assert str(tree["A1"].pk) not in {row["entry"].chain for row in client.get(reverse("journal:list")).context["rows"]}
    assert client.get(reverse("journal:list"), {"unit": "A1"}).status_code == 404


def test_the_journal_of_a_whole_country_is_asked_for_by_question_and_not_by_list(django_assert_max_num_queries):
    tree = make_tree()
    client = signed_in(make_user(role="inspector", unit=tree["P"]))
    with django_assert_max_num_queries(30) as asked:
        assert client.get(reverse("journal:list")).status_code == 200
    assert [query["sql"] for query in asked.captured_queries if str(tree["B2"].pk) in query["sql"]] == []


def test_who_may_not_see_a_journal_finds_none():
    assert signed_in(make_user(role="viewer", unit=make_unit())).get(reverse("journal:list")).status_code == 404
    assert Client().get(reverse("journal:list")).status_code == 302
