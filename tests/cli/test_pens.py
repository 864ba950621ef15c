"""`daihoi pens`: the kit for sheets marked by real hands, its two keyings, its report."""

import csv
import json
from io import StringIO

import pytest

from daihoi.cli.main import main
from daihoi.paper.pens import keyed_from

CONTEST = """charter = "dcsvn-2025"
title = "Bầu Ban Chấp hành"
seats = 3
candidates = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Cường", "Phạm Thị Dung", "Võ Minh Đạt"]
"""
SHEETS = 4
DRAWN = {1: "0", 2: "1,3", 3: "2-4", 4: "5"}


@pytest.fixture
def kit(tmp_path):
    """A printed kit of four sheets."""
    (tmp_path / "contest.toml").write_text(CONTEST, encoding="utf-8")
    folder = tmp_path / "kit"
    assert main(["pens", "print", str(tmp_path / "contest.toml"), "--out", str(folder), "--sheets", str(SHEETS), "--page-size", "A5"]) == 0
    return folder


def filled(kit, name, **changes):
    """A keying form filled in as drawn, but for some cells."""
    rows = list(csv.DictReader(StringIO((kit / "keying.csv").read_text(encoding="utf-8-sig"))))
    for row in rows:
        number = int(row["tờ"])
        row |= {"gạch": DRAWN[number], "bút": "xanh 0,7"} | changes.get(f"to_{number}", {})
    path = kit.parent / name
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(kit, **states):
    """Readings as a perfect reader gives them, but for some fields."""
    layout = json.loads((kit / "layout.json").read_text(encoding="utf-8"))
    struck = {1: set(), 2: {1, 3}, 3: {2, 3, 4}, 4: {5}}
    lines = [
        {
            "source": f"quet.pdf#{sheet}",
            "status": "read",
            "cause": None,
            "page": 1,
            "fields": [
                {"candidate": each["candidate"], "kind": "strike", "state": states.get(f"s{sheet}_{each['candidate']}") or usual}
                for each in layout["pages"][0]["fields"]
                for usual in ["marked" if each["candidate"] in struck[sheet] else "clear"]
            ],
        }
        for sheet in range(1, SHEETS + 1)
    ]
    path = kit.parent / "readings.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def told(kit, readings, first, second, capsys):
    """The report as JSON."""
    capsys.readouterr()
    assert main(["pens", "report", str(kit), str(readings), str(first), str(second), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_kit_holds_sheets_that_are_no_ballots_a_sign_up_sheet_and_a_keying_form(kit):
    assert {path.name for path in kit.iterdir()} == {"sheets.pdf", "sign-up.pdf", "keying.csv", "layout.json", "kit.json"}
    layout = json.loads((kit / "layout.json").read_text(encoding="utf-8"))
    assert (layout["specimen"], layout["code"], layout["style"][0]) == (True, "NET-BUT-THAT", "M")
    assert (kit / "keying.csv").read_text(encoding="utf-8-sig").splitlines()[:2] == ["tờ,gạch,khó nói,bút,ghi chú", "1"]
    assert all((kit / name).read_bytes().startswith(b"%PDF") for name in ("sheets.pdf", "sign-up.pdf"))


def test_two_keyings_that_agree_are_the_truth_and_doubts_and_odd_marks_belong_to_people(kit, capsys):
    odd = {"to_3": {"khó nói": "4"}}
    first, second = filled(kit, "a.csv", **odd), filled(kit, "b.csv", **odd, to_4={"gạch": "4"})
    readings = read(kit, s1_2="doubtful", s2_1="clear", s3_4="marked")
    found = told(kit, readings, first, second, capsys)
    assert {name: found[name] for name in ("kind", "positions", "right", "to_people", "wrong", "settled", "keyers_differ")} == {
        "kind": "real_pens", "positions": 20, "right": 15, "to_people": 1, "wrong": 1, "settled": 1, "keyers_differ": 2,
    }  # fmt: skip
    assert found["failures"] == [
        {"sheet": 2, "candidate": 1, "kind": "strike", "keyed": "marked", "read": "clear"},
        {"sheet": 3, "candidate": 4, "kind": "strike", "keyed": "odd", "read": "marked"},
    ]
    assert next((row["what"], row["name"]) for row in found["by"]) == ("pen", "xanh 0,7")
    assert main(["pens", "report", str(kit), str(readings), str(first), str(second)]) == 0
    assert "never add these figures to simulated ones" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"to_2": {"gạch": "1,9"}}, "a.csv, dòng 3, cột “gạch”: “9” không phải số từ 1 đến 5."),
        ({"to_2": {"tờ": "1"}}, "a.csv, dòng 3: số tờ trống hoặc lặp lại."),
    ],
)
def test_a_wrong_cell_is_named_with_file_row_and_column(kit, capsys, changes, said):
    first, second = filled(kit, "a.csv", **changes), filled(kit, "b.csv")
    capsys.readouterr()
    assert main(["pens", "report", str(kit), str(read(kit)), str(first), str(second)]) == 1
    assert said in capsys.readouterr().err


def test_one_keying_twice_a_short_pile_and_the_layout_of_a_vote_are_refused(kit, capsys):
    first, second = filled(kit, "a.csv"), filled(kit, "b.csv")
    readings = read(kit)
    assert main(["pens", "report", str(kit), str(readings), str(first), str(first)]) == 1
    readings.write_text("\n".join(readings.read_text(encoding="utf-8").splitlines()[:3]), encoding="utf-8")
    assert main(["pens", "report", str(kit), str(readings), str(first), str(second)]) == 1
    err = capsys.readouterr().err
    assert "Hai người phải nhập riêng" in err
    assert "Quét được 3 trang, bộ có 4." in err
    layout = json.loads((kit / "layout.json").read_text(encoding="utf-8"))
    (kit / "layout.json").write_text(json.dumps(layout | {"code": "ABCD-EFGH"}), encoding="utf-8")
    assert main(["pens", "report", str(kit), str(read(kit)), str(first), str(second)]) == 1
    assert "không thuộc bộ nét bút thật" in capsys.readouterr().err


def test_rows_that_nobody_filled_in_are_not_keyed(kit):
    layout = json.loads((kit / "layout.json").read_text(encoding="utf-8"))
    assert keyed_from((kit / "keying.csv").read_text(encoding="utf-8-sig"), layout, "k") == {}
    one = keyed_from("tờ\tgạch\tkhó nói\n7\t0\t\n", layout, "k")
    assert (set(one), one[7].marked) == ({7}, frozenset())
