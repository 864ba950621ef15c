import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from daihoi.foundation.accounts.models import User
from daihoi.foundation.organization.models import Grant, Headcount, Unit
from daihoi.foundation.organization.queries import branch, placement_of
from tests.make import make_grant, make_outsider, make_tree, make_unit, make_user, signed_in

pytestmark = pytest.mark.django_db
UNIT_PAGES = ("unit", "create", "rename", "move", "close", "merge", "consolidate", "split", "headcount", "grants")


def test_tree_begins_with_the_highest_unit_of_the_person():
    tree = make_tree()
    client = signed_in(make_user(role="viewer", unit=tree["A"]))
    page = client.get(reverse("organization:tree")).content.decode()
    assert "Đảng bộ cơ sở A" in page
    assert "Đảng bộ cơ sở B" not in page
    assert "Đảng bộ tỉnh" not in page


def test_tree_lists_the_units_below_as_they_stood_on_a_day():
    tree = make_tree()
    make_unit("A3", name="Chi bộ mới lập", kind="sub_cell", superior=tree["A"], opened=date(2021, 1, 1))
    client = signed_in(make_user(role="viewer", unit=tree["P"]))
    before = client.get(reverse("organization:tree"), {"under": "A", "on": "31/12/2020"}).content.decode()
    after = client.get(reverse("organization:tree"), {"under": "A", "on": "01/01/2021"}).content.decode()
    assert ("Chi bộ mới lập" in before, "Chi bộ mới lập" in after) == (False, True)


@pytest.mark.parametrize("words", ["cơ sở a", "Cơ Sở A", "A"])
def test_search_finds_by_part_of_the_name_or_code(words):
    tree = make_tree()
    client = signed_in(make_user(role="viewer", unit=tree["P"]))
    assert "Đảng bộ cơ sở A" in client.get(reverse("organization:tree"), {"q": words}).content.decode()


def test_search_finds_nothing_outside_the_branch():
    tree = make_tree()
    client = signed_in(make_user(role="viewer", unit=tree["A"]))
    assert "Đảng bộ cơ sở B" not in client.get(reverse("organization:tree"), {"q": "cơ sở B"}).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_tree_asks_the_database_alike_for_one_and_three_rows(rows, django_assert_num_queries):
    root = make_unit("P", kind="central_sub")
    for number in range(rows):
        make_unit(f"P{number}", superior=root, members=10 + number)
    client = signed_in(make_user(role="viewer", unit=root))
    with django_assert_num_queries(TREE_QUERIES):
        assert client.get(reverse("organization:tree"), {"under": "P"}).status_code == 200


TREE_QUERIES = 17


@pytest.mark.parametrize("rows", [1, 3])
def test_unit_asks_the_database_alike_for_one_and_three_rows(rows, django_assert_num_queries):
    root = make_unit("P", kind="central_sub", members=5)
    for number in range(rows):
        make_unit(f"P{number}", superior=root, members=10 + number)
        make_grant(make_user(), "viewer", root)
    client = signed_in(make_user(role="administrator", unit=root))
    with django_assert_num_queries(UNIT_QUERIES):
        assert client.get(reverse("organization:unit", args=["P"])).status_code == 200


UNIT_QUERIES = 22


@pytest.mark.parametrize("name", UNIT_PAGES)
def test_outsider_finds_no_page_of_the_unit(name):
    make_tree()
    url = reverse(f"organization:{name}", args=["A"])
    assert signed_in(make_outsider("organization_officer")).get(url).status_code == 404
    assert signed_in(make_user()).get(url).status_code == 404
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize("name", [page for page in UNIT_PAGES if page != "unit"])
def test_viewer_of_the_branch_may_not_change_it(name):
    tree = make_tree()
    assert signed_in(make_user(role="viewer", unit=tree["P"])).get(reverse(f"organization:{name}", args=["A"])).status_code == 403


def test_officer_renames_moves_counts_and_closes_on_screen():
    tree = make_tree()
    client = signed_in(make_user(role="organization_officer", unit=tree["P"]))

    def send(name, at, /, **data):
        answer = client.post(reverse(f"organization:{name}", args=[at]), data)
        assert answer.status_code == 302, answer.context["form"].errors
        return answer

    send("create", "A", code="A9", name="Chi bộ A9", kind="sub_cell", on="01/02/2020")
    send("rename", "A9", name="Chi bộ Chín", kind="sub_cell", on="01/03/2020")
    send("move", "A9", superior="B", on="01/04/2020")
    send("headcount", "A9", on="01/05/2020", official="1.012", probationary="")
    send("close", "A9", on="01/06/2020", code="A9")
    unit = Unit.objects.get(code="A9")
    names = [placement_of(unit, date(2020, month, 15)) for month in (2, 3, 4)]
    assert [(place.name, place.superior.code) for place in names] == [("Chi bộ A9", "A"), ("Chi bộ Chín", "A"), ("Chi bộ Chín", "B")]
    assert placement_of(unit, date(2020, 6, 1)) is None
    assert Headcount.objects.get(unit=unit).official == 1012


def test_a_refused_act_answers_422_in_words_and_writes_nothing():
    tree = make_tree()
    client = signed_in(make_user(role="organization_officer", unit=tree["P"]))
    answer = client.post(reverse("organization:close", args=["A"]), {"on": "01/06/2020", "code": "A"})
    assert answer.status_code == 422
    assert "còn 2 đơn vị trực thuộc" in answer.content.decode()
    assert Unit.objects.get(code="A").closed is None


def test_officer_merges_consolidates_and_splits_on_screen():
    tree = make_tree()
    client = signed_in(make_user(role="organization_officer", unit=tree["P"]))
    on = "01/06/2020"
    new = {"code": "C", "name": "Đảng bộ C", "kind": "grassroots_committee", "on": on}
    assert client.post(reverse("organization:consolidate", args=["P"]), {"units": "A\nB", **new}).status_code == 302
    assert [place.unit.code for place in branch(Unit.objects.get(code="C"), date(2020, 6, 1))] == ["C", "A1", "A2", "B1", "B2"]
    parts = {
        "first_code": "D",
        "first_name": "D",
        "first_takes": "A1, A2",
        "second_code": "E",
        "second_name": "E",
        "second_takes": "B1 , B2",
    }
    assert (
        client.post(reverse("organization:split", args=["C"]), {"kind": "grassroots_committee", "on": "01/07/2020", **parts}).status_code
        == 302
    )
    assert client.post(reverse("organization:merge", args=["D"]), {"absorbed": "E", "on": "01/08/2020"}).status_code == 302
    assert [place.unit.code for place in branch(Unit.objects.get(code="D"), date(2020, 8, 1))] == ["D", "A1", "A2", "B1", "B2"]


def test_administrator_makes_an_account_gives_a_role_and_takes_it_back():
    tree = make_tree()
    client = signed_in(make_user(role="administrator", unit=tree["P"]))
    made = client.post(
        reverse("organization:operator", args=["A"]),
        {"username": "le.ngoc.mau", "full_name": "Lê Ngọc Mẫu", "role": "unit_clerk"},
        follow=True,
    )
    user = User.objects.get(username="le.ngoc.mau")
    [message] = made.context["messages"]
    assert user.check_password(str(message).rsplit(" ", 1)[1])
    client.post(reverse("organization:grant", args=["B"]), {"username": "le.ngoc.mau", "role": "viewer"})
    assert {(grant.unit.code, grant.role) for grant in user.grants.all()} == {("A", "unit_clerk"), ("B", "viewer")}
    grant = Grant.objects.get(user=user, role="viewer")
    client.post(reverse("organization:revoke", args=["B", grant.pk]))
    grant.refresh_from_db()
    assert grant.valid_to is not None


def test_grants_of_another_unit_are_not_revoked_through_this_one():
    tree = make_tree()
    grant = make_grant(make_user(), "viewer", tree["B"])
    client = signed_in(make_user(role="administrator", unit=tree["A"]))
    assert client.post(reverse("organization:revoke", args=["A", grant.pk])).status_code == 404


def upload(text, name="cay.csv"):
    return {"file": SimpleUploadedFile(name, text.encode(), "text/csv")}


def test_import_shows_findings_then_writes_after_confirmation():
    client = signed_in(make_user(role="administrator"))
    head = "code,name,kind,parent,opened\n"
    refused = client.post(reverse("organization:import"), upload(head + "P,Tỉnh,central_sub,,31/02/2018\n"))
    assert refused.status_code == 422
    assert "không có trong lịch" in refused.content.decode()
    assert client.post(reverse("organization:import_confirm")).status_code == 404
    shown = client.post(reverse("organization:import"), upload(head + "P,Tỉnh,central_sub,,28/02/2018\n"))
    assert (shown.status_code, Unit.objects.count()) == (200, 0)
    assert "Ghi 1 tổ chức" in shown.content.decode()
    assert client.post(reverse("organization:import_confirm")).status_code == 302
    assert [unit.code for unit in Unit.objects.all()] == ["P"]
    assert client.post(reverse("organization:import_confirm")).status_code == 404


def test_import_template_reads_back_as_one_example_row():
    from daihoi.foundation.organization.unit_lists import read_units

    client = signed_in(make_user(role="administrator"))
    data = client.get(reverse("organization:import_template")).content
    table, _rows = read_units("mau.xlsx", data)
    assert ([f.code for f in table.findings], [row.text("code") for row in table.rows]) == ([], ["VD-01"])


@pytest.mark.parametrize("name", ["import", "import_confirm", "import_template"])
def test_who_imports_nowhere_gets_403(name):
    tree = make_tree()
    client = signed_in(make_user(role="viewer", unit=tree["P"]))
    url = reverse(f"organization:{name}")
    assert (client.post(url) if name == "import_confirm" else client.get(url)).status_code == 403


def test_a_huge_upload_is_refused_in_words(monkeypatch):
    monkeypatch.setattr("daihoi.foundation.organization.views.imports.MAX_BYTES", 10)
    client = signed_in(make_user(role="administrator"))
    answer = client.post(reverse("organization:import"), {"file": io.BytesIO(b"x" * 11)})
    assert answer.status_code == 422


def test_the_list_of_units_is_handed_out_for_the_branch_a_person_sees():
    tree = make_tree()
    client = signed_in(make_user(role="viewer", unit=tree["A"]))
    lines = client.get(reverse("organization:export", args=["csv"])).content.decode().splitlines()
    assert [line.split(",")[0] for line in lines] == ["code", "A", "A1", "A2"]
    answer = client.get(reverse("organization:export", args=["xlsx"]), {"under": "A"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[:3] for row in rows[3:5]] == [["Mã", "Tên đơn vị", "Loại"], ["A", "Đảng bộ cơ sở A", "đảng bộ cơ sở"]]
    assert [
        client.get(reverse("organization:export", args=[form]), query).status_code for form, query in (("csv", {"under": "B"}), ("ods", {}))
    ] == [404, 404]
