import io
from datetime import UTC, date, datetime

import pytest
import xlsxwriter
from django.utils import timezone

from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.authority import Forbidden
from daihoi.foundation.organization.models import Headcount, Placement, Unit
from daihoi.foundation.organization.queries import branch, placements, unit_list
from daihoi.foundation.organization.services import UnitRow, import_units
from daihoi.foundation.organization.tables import Column, read_table
from daihoi.foundation.organization.unit_lists import read_units
from tests.make import make_outsider, make_tree, make_user

pytestmark = pytest.mark.django_db
HEAD = "code,name,kind,parent,opened,closed,members,members_on\n"


def found(table):
    return [(f.level, f.row, f.column, f.value, f.code) for f in sorted(table.findings, key=lambda f: f.row)]


def test_a_list_is_read_superiors_in_any_order_and_written_in_one_entry():
    console = make_user(role="console")
    text = HEAD + "C1,Chi bộ một,sub_cell,B1,28/02/2018,,1.012,2020-01-01\nB1,Đảng bộ B,Đảng bộ cơ sở,,2015-01-01,,,\n"
    table, rows = read_units("cay.csv", text.encode("utf-8-sig"), console)
    assert found(table) == []
    import_units(actor=console, rows=rows)
    assert unit_list(date(2020, 6, 1)) == [
        {
            "code": "B1",
            "name": "Đảng bộ B",
            "kind": "grassroots_committee",
            "parent": None,
            "opened": "2015-01-01",
            "closed": None,
            "members": None,
        },
        {"code": "C1", "name": "Chi bộ một", "kind": "sub_cell", "parent": "B1", "opened": "2018-02-28", "closed": None, "members": 1012},
    ]
    entry = Entry.objects.get(act="organization.units_imported")
    assert (entry.facts["units"], entry.facts["headcounts"], entry.actor) == (2, 1, str(console.pk))


def test_a_dry_run_reports_every_fault_at_once_with_row_column_and_value():
    make_tree()
    text = HEAD + (
        "X1,Một,sub_cell,KHONG-CO,2018-01-01,,,\n"
        "X2,Hai,sub_cell,A,31/02/2018,,,\n"
        "A1,Ba,sub_cell,P,2018-01-01,,,\n"
        "X4,Bốn,la_gi,A,2018-01-01,,5.40,\n"
        "X2,Năm,sub_cell,A,2018-01-01,2017-01-01,,\n"
        "X6,,sub_cell,A,2018-01-01,,,2017-01-01\n"
    )
    table, rows = read_units("cay.csv", text.encode())
    assert rows == []
    assert found(table) == [
        ("error", 2, "parent", "KHONG-CO", "unknown_parent"),
        ("error", 3, "opened", "31/02/2018", "no_such_date"),
        ("error", 4, "code", "A1", "code_taken"),
        ("error", 5, "kind", "la_gi", "unknown_choice"),
        ("error", 5, "members", "5.40", "unclear_number"),
        ("error", 6, "code", "X2", "code_twice"),
        ("error", 6, "closed", "2017-01-01", "closed_before_opened"),
        ("error", 7, "name", "", "missing_value"),
        ("error", 7, "members_on", "2017-01-01", "members_outside"),
    ]
    assert table.as_json()["would_write"] == 0


def test_a_circle_of_superiors_is_named_once():
    text = HEAD + "X,Một,sub_cell,Y,2018-01-01,,,\nY,Hai,sub_cell,X,2018-01-01,,,\n"
    table, _rows = read_units("cay.csv", text.encode())
    assert [f.code for f in table.errors] == ["circle"]


def test_a_sheet_with_vietnamese_headings_below_a_title_is_read():
    sheet = io.BytesIO()
    book = xlsxwriter.Workbook(sheet)
    page = book.add_worksheet()
    page.write(0, 0, "DANH SÁCH TỔ CHỨC")
    page.write_row(1, 0, ["Mã đơn vị", "Tên đơn vị", "Loại", "Ngày thành lập", "Số đảng viên", "Ghi chú"])
    page.write_row(2, 0, [1001, "Chi bộ 1", "chi bộ cơ sở"])
    page.write_datetime(2, 3, date(2018, 2, 28), book.add_format({"num_format": "dd/mm/yyyy"}))
    page.write_number(2, 4, 31)
    book.close()
    table, rows = read_units("cay.xlsx", sheet.getvalue())
    assert found(table) == [("warning", 2, "Ghi chú", "Ghi chú", "unknown_column")]
    [row] = rows
    assert (row.code, row.kind, row.opened, row.members) == ("1001", "grassroots_cell", date(2018, 2, 28), 31)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("cay.csv", b"", "empty"),
        ("cay.csv", HEAD.encode(), "empty"),
        ("cay.pdf", b"%PDF", "wrong_type"),
        ("cay.xlsx", b"PK\x03\x04 broken", "broken_file"),
        ("cay.xlsx", b"no sheet", "broken_file"),
        ("cay.csv", HEAD.encode() + b"A,\xfe\xfd,sub_cell,,2018-01-01,,,\n", "not_utf8"),
        ("cay.csv", b"name,kind,opened\nA,sub_cell,2018-01-01\n", "missing_column"),
        ("cay.csv", b"code,code,name,kind,opened\nA,A,A,sub_cell,2018-01-01\n", "column_twice"),
    ],
)
def test_files_that_are_no_list_are_refused_with_one_named_finding(name, data, code):
    table, rows = read_units(name, data)
    assert ([f.code for f in table.errors], rows) == ([code], [])


@pytest.mark.parametrize(
    ("text", "value"),
    [("5408", 5408), ("5.408", 5408), ("1.005.408", 1005408), ("5 408", 5408), ("0", 0)],
)
def test_whole_numbers_are_read_as_people_write_them(text, value):
    table = read_table("t.csv", f"n\n{text}\n".encode(), [Column("n", "whole")])
    assert [row.values["n"] for row in table.rows] == [value]


@pytest.mark.parametrize(
    ("text", "code"),
    [("5.40", "unclear_number"), ('"5,408"', "unclear_number"), ("-3", "negative"), ("năm", "not_a_number"), ("1.2345", "unclear_number")],
)
def test_unclear_numbers_are_refused(text, code):
    table = read_table("t.csv", f"n\n{text}\n".encode(), [Column("n", "whole")])
    assert [f.code for f in table.findings] == [code]


def test_units_older_than_their_superior_stand_in_the_tree_from_its_day():
    console = make_user(role="console")
    text = HEAD + "X,Đảng bộ xã,commune_org,,2025-07-01,,,\nC,Chi bộ cũ,grassroots_cell,X,1975-05-19,,,\n"
    table, rows = read_units("cay.csv", text.encode(), console)
    assert found(table) == [("warning", 3, "opened", "1975-05-19", "opened_before_parent")]
    import_units(actor=console, rows=rows)
    unit = Unit.objects.get(code="C")
    assert (unit.opened, unit.placements.get().valid_from) == (date(1975, 5, 19), date(2025, 7, 1))


def test_an_import_below_existing_units_takes_the_next_free_paths():
    tree = make_tree()
    officer = make_user(role="organization_officer", unit=tree["A"])
    import_units(actor=officer, rows=[UnitRow("A3", "Chi bộ A3", "sub_cell", "A", date(2020, 1, 1))])
    paths = [place.path for place in branch(tree["A"], date(2021, 1, 1))]
    assert paths == sorted(set(paths))
    assert [place.unit.code for place in branch(tree["A"], date(2021, 1, 1))] == ["A", "A1", "A2", "A3"]


def test_outsider_imports_nothing_and_does_not_learn_that_a_code_exists():
    make_tree()
    outsider = make_outsider()
    text = HEAD + "N,Mới,sub_cell,A,2018-01-01,,,\n"
    table, _rows = read_units("cay.csv", text.encode(), outsider)
    assert [f.code for f in table.errors] == ["unknown_parent"]
    with pytest.raises(Forbidden):
        import_units(actor=outsider, rows=[UnitRow("N", "Mới", "sub_cell", "A", date(2018, 1, 1))])
    assert not Unit.objects.filter(code="N").exists()


def test_an_import_is_all_or_nothing():
    console = make_user(role="console")
    before = (Unit.objects.count(), Placement.objects.count(), Headcount.objects.count())
    rows = [UnitRow("N", "Một", "sub_cell", "", date(2018, 1, 1)), UnitRow("M", "Hai", "sub_cell", "", date(2018, 1, 1), members=-1)]
    with pytest.raises(Exception, match=r"(?i)constraint|check"):
        import_units(actor=console, rows=rows)
    # the rolled back savepoint left no row behind
    assert (Unit.objects.count(), Placement.objects.count(), Headcount.objects.count()) == before


def test_the_first_list_is_known_since_its_oldest_unit_and_a_later_one_since_it_came():
    console = make_user(role="console")
    _table, rows = read_units(
        "cay.csv", (HEAD + "P,Tỉnh,central_sub,,2015-01-01,,,\nA,A,upper_grassroots,P,2018-01-01,,,\n").encode(), console
    )
    import_units(actor=console, rows=rows)
    before = timezone.now()
    _table, rows = read_units("them.csv", (HEAD + "B,B,upper_grassroots,P,2018-01-01,,,\n").encode(), console)
    import_units(actor=console, rows=rows)
    day, past = date(2020, 6, 1), datetime(2019, 1, 1, tzinfo=UTC)
    known = [[place.unit.code for place in placements(day, at)] for at in (past, before, None)]
    assert known == [["P", "A"], ["P", "A"], ["P", "A", "B"]]
