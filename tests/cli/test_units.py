import json
from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from tests.make import make_tree, make_user

from daihoi.cli.main import main
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.organization.models import Grant, Unit

pytestmark = pytest.mark.django_db
GOOD = "code,name,kind,parent,opened,closed,members,members_on\nP,Tỉnh,central_sub,,2015-01-01,,,\nA,Cơ sở A,chi bộ cơ sở,P,01/02/2016,,31,31/12/2019\n"
BAD = "code,name,kind,parent,opened,la\nP,Tỉnh,central_sub,KHONG,2015-02-31,1\n"


def run(capsys, *arguments):
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def sheet(tmp_path):
    def write(text, name="cay.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_import_writes_and_list_prints_what_the_contract_says(capsys, sheet):
    code, out, err = run(capsys, "units", "import", sheet(GOOD), "--json")
    assert (code, json.loads(out)) == (0, {"findings": [], "rows": 2, "would_write": 2})
    code, out, _err = run(capsys, "units", "list", "--on", "2020-01-01", "--json")
    assert json.loads(out) == [
        {"code": "P", "name": "Tỉnh", "kind": "central_sub", "parent": None, "opened": "2015-01-01", "closed": None, "members": None},
        {"code": "A", "name": "Cơ sở A", "kind": "grassroots_cell", "parent": "P", "opened": "2016-02-01", "closed": None, "members": 31},
    ]
    assert "\r2/2" in err


def test_a_dry_run_reports_every_finding_and_writes_nothing(capsys, sheet):
    code, out, err = run(capsys, "units", "import", sheet(BAD), "--dry-run", "--json")
    answer = json.loads(out)
    assert (code, answer["rows"], answer["would_write"], Unit.objects.count()) == (1, 1, 0, 0)
    assert [tuple(finding) for finding in answer["findings"]] == [("level", "row", "column", "value", "code", "message")] * 3
    assert [(f["level"], f["row"], f["column"], f["value"], f["code"]) for f in answer["findings"]] == [
        ("warning", 1, "la", "la", "unknown_column"),
        ("error", 2, "opened", "2015-02-31", "no_such_date"),
        ("error", 2, "parent", "KHONG", "unknown_parent"),
    ]
    assert "2 lỗi, chưa ghi gì" in err


def test_a_dry_run_of_a_good_list_counts_and_writes_nothing(capsys, sheet):
    code, out, _err = run(capsys, "units", "import", sheet(GOOD), "--dry-run", "--json")
    assert (code, json.loads(out)["would_write"], Unit.objects.count()) == (0, 2, 0)


def test_an_import_with_errors_is_refused_with_file_row_field_and_remedy(capsys, sheet):
    code, out, err = run(capsys, "units", "import", sheet(BAD))
    assert (code, out, Unit.objects.count()) == (1, "", 0)
    assert err.splitlines()[-1].startswith("cay.csv: 2 lỗi, chưa ghi gì. Dòng 2, cột ")
    assert "Sửa thành mã đã có" in err


def test_the_console_acts_unless_an_account_is_named(capsys, sheet):
    run(capsys, "units", "import", sheet(GOOD))
    console = Grant.objects.get(role="console").user
    assert Entry.objects.get(act="organization.units_imported").actor == str(console.pk)
    assert not console.has_usable_password()


def test_a_named_account_imports_only_where_it_may(capsys, sheet):
    tree = make_tree()
    make_user("can.bo", role="organization_officer", unit=tree["A"])
    below = "code,name,kind,parent,opened\nX,X,sub_cell,{},2016-01-01\n"
    assert run(capsys, "units", "import", sheet(below.format("B")), "--as", "can.bo")[0] == 1
    assert run(capsys, "units", "import", sheet(below.format("A")), "--as", "can.bo")[0] == 0
    assert run(capsys, "units", "import", sheet(below.format("A")), "--as", "khong.co")[0] == 1


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ([], "P A A1 A2 B B1 B2"),
        (["--under", "A"], "A A1 A2"),
        (["--depth", "2"], "P A B"),
        (["--under", "B", "--depth", "1"], "B"),
        (["--on", "2014-01-01"], ""),
    ],
)
def test_list_gives_a_branch_to_a_depth_on_a_day(capsys, options, codes):
    make_tree()
    _code, out, _err = run(capsys, "units", "list", *options, "--json")
    assert " ".join(row["code"] for row in json.loads(out)) == codes


def test_list_under_an_unknown_code_and_a_missing_file_are_refused(capsys):
    assert run(capsys, "units", "list", "--under", "X")[0] == 1
    code, _out, err = run(capsys, "units", "import", "/khong/co.csv")
    assert (code, "Không đọc được tệp" in err) == (1, True)


def test_wrong_usage_ends_with_two(capsys):
    with pytest.raises(SystemExit) as end:
        main(["units", "plant"])
    assert end.value.code == 2


def test_ten_thousand_units_are_checked_and_written_in_seconds(capsys, sheet):
    import time

    rows = [f"U{n},Đơn vị {n},sub_cell,{'ROOT' if n % 50 == 0 else f'U{n - n % 50}'},2015-01-01,,{n},2019-12-31" for n in range(10_000)]
    text = GOOD.splitlines()[0] + "\nROOT,Gốc,upper_grassroots,,2015-01-01,,,\n" + "\n".join(rows)
    began = time.perf_counter()
    assert run(capsys, "units", "import", sheet(text))[0] == 0
    assert (Unit.objects.count(), Unit.objects.filter(headcounts__on=date(2019, 12, 31)).count()) == (10_001, 10_000)
    assert time.perf_counter() - began < 30


def test_an_empty_day_of_opening_is_that_of_the_superior_or_the_earliest(capsys, sheet):
    text = "code,name,kind,parent,opened,closed,members,members_on\nP,Tỉnh,central_sub,,,,,\nA,A,upper_grassroots,P,2015-07-01,,,\n"
    text += "A1,A1,grassroots_cell,A,,,9,2016-01-01\nA2,A2,grassroots_cell,A,,2014-01-01,,\n"
    assert run(capsys, "units", "import", sheet(text), "--json")[0] == 0
    assert {unit.code: str(unit.opened) for unit in Unit.objects.all()} == {
        "P": "1900-01-01",
        "A": "2015-07-01",
        "A1": "2015-07-01",
        "A2": "2014-01-01",
    }


def test_the_list_is_written_as_csv_and_as_a_workbook(tmp_path, capsys):
    make_tree()
    assert main(["units", "list", "--out", str(tmp_path / "all.csv"), "--under", "A"]) == 0
    assert (tmp_path / "all.csv").read_text().splitlines()[:2] == [
        "code,name,kind,parent,opened,closed,members",
        "A,Đảng bộ cơ sở A,grassroots_committee,P,2015-01-01,,",
    ]
    assert main(["units", "list", "--out", str(tmp_path / "all.xlsx")]) == 0
    rows = CalamineWorkbook.from_path(str(tmp_path / "all.xlsx")).get_sheet_by_index(0).to_python()
    assert (rows[3][0], [row[0] for row in rows[4:]]) == ("code", ["P", "A", "A1", "A2", "B", "B1", "B2"])
    assert main(["units", "list", "--out", str(tmp_path / "all.txt")]) == 1
