"""`daihoi ballot`: the headless chain on plain files."""

import json
import subprocess
import sys

import pytest

from daihoi.cli.main import main

CONTEST = """charter = "dcsvn-2025"
title = "Bầu Ban Chấp hành"
unit = "Đảng bộ thử nghiệm"
elects = "executive_committee"
seats = {seats}
base = 6
issued = 6
returned = 6
candidates = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Cường", "Phạm Thị Dung", "Võ Minh Đạt"]
"""


@pytest.fixture
def contest(tmp_path):
    path = tmp_path / "contest.toml"
    path.write_text(CONTEST.format(seats=4), encoding="utf-8")
    return path


@pytest.mark.parametrize(("seats", "size"), [(4, "A4"), (5, "A5")])
def test_make_deck_read_count_gives_the_expected_result(tmp_path, capsys, seats, size):
    contest = tmp_path / "contest.toml"
    contest.write_text(CONTEST.format(seats=seats), encoding="utf-8")
    assert main(["ballot", "make", str(contest), "--out", str(tmp_path / "made"), "--page-size", size]) == 0
    assert {path.name for path in (tmp_path / "made").iterdir()} == {"ballot.pdf", "layout.json", "contest.toml", "charter.toml"}
    assert main(["ballot", "deck", str(contest), "--out", str(tmp_path / "deck"), "--sheets", "6", "--page-size", size]) == 0
    readings = tmp_path / "readings.jsonl"
    arguments = [
        str(tmp_path / "made/layout.json"),
        str(tmp_path / "deck/deck.pdf"),
        "--out",
        str(readings),
        "--debug-dir",
        str(tmp_path / "debug"),
    ]
    assert main(["ballot", "read", *arguments]) == 0
    assert capsys.readouterr().err.split("\r")[1:] == [*(f"Đã đọc {page} trang" for page in range(1, 6)), "Đã đọc 6 trang\n"]
    assert main(["ballot", "count", str(contest), str(readings), "--json", "--out", str(tmp_path / "result.json")]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result == json.loads((tmp_path / "deck/expected.json").read_text(encoding="utf-8"))
    assert result == json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert (result["valid"] + result["invalid"], result["pending"]) == (6, 0)
    assert list((tmp_path / "debug").iterdir()) == []


def test_a_deck_follows_from_its_seed(tmp_path, contest):
    for name, seed in (("a", "3"), ("b", "3"), ("c", "4")):
        main(["ballot", "deck", str(contest), "--out", str(tmp_path / name), "--sheets", "4", "--seed", seed])
    votes = [json.loads((tmp_path / name / "expected.json").read_text(encoding="utf-8"))["votes"] for name in "abc"]
    assert votes[0] == votes[1]
    assert votes[0] != votes[2]


def test_a_table_for_people(tmp_path, capsys, contest):
    readings = tmp_path / "readings.jsonl"
    readings.write_text("", encoding="utf-8")
    assert main(["ballot", "count", str(contest), str(readings)]) == 0
    out = capsys.readouterr().out
    assert "Nguyễn Văn An" in out
    assert "Mã kết quả" in out


def test_debug_folder_shows_pages_set_aside(tmp_path, contest):
    main(["ballot", "make", str(contest), "--out", str(tmp_path / "made"), "--specimen"])
    main(["ballot", "make", str(contest), "--out", str(tmp_path / "real")])
    arguments = [
        str(tmp_path / "real/layout.json"),
        str(tmp_path / "made/ballot.pdf"),
        "--out",
        str(tmp_path / "r.jsonl"),
        "--debug-dir",
        str(tmp_path / "debug"),
    ]
    assert main(["ballot", "read", *arguments]) == 0
    (line,) = [json.loads(text) for text in (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (line["status"], line["cause"]) == ("set_aside", "wrong_ballot")
    assert [path.name for path in (tmp_path / "debug").iterdir()] == ["ballot.pdf_1-wrong_ballot.png"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["make", "{none}", "--out", "{tmp}/x"], "none.toml"),
        (["read", "{tmp}/none.json", "{contest}", "--out", "{tmp}/x"], "none.json"),
        (["read", "{contest}", "{contest}", "--out", "{tmp}/x"], "contest.toml"),
        (["count", "{contest}", "{contest}"], "dòng 1"),
        (["count", "{contest}", "{tmp}/none.jsonl"], "none.jsonl"),
    ],
)
def test_refusals_are_one_line_that_names_the_file(tmp_path, capsys, contest, arguments, told):
    places = {"tmp": tmp_path, "contest": contest, "none": tmp_path / "none.toml"}
    assert main(["ballot", *(argument.format(**places) for argument in arguments)]) == 1
    err = capsys.readouterr().err.strip()
    assert told in err
    assert "\n" not in err


def test_wrong_usage_ends_with_2(capsys):
    with pytest.raises(SystemExit) as end:
        main(["ballot", "read"])
    assert end.value.code == 2


def test_ballot_commands_load_no_django(contest, tmp_path):
    code = f"import sys; from daihoi.cli.main import main; main(['ballot','make',{str(contest)!r},'--out',{str(tmp_path)!r}]); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def reading(source="s.pdf#1", ballot=1, struck=(1,)):
    fields = [{"candidate": each, "kind": "strike", "state": "marked" if each in struck else "clear", "score": 0.9} for each in range(1, 6)]
    return {"source": source, "digest": "0" * 64, "status": "read", "ballot": ballot, "page": 1, "fields": fields, "sheet_marks": []}


def as_file(path, *rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": "fine"}, "readings.jsonl, dòng 2, s.pdf#2: “status” phải là một trong: read, set_aside, duplicate. Hãy sửa status."),
        ({"source": "s.pdf#1"}, "readings.jsonl, dòng 2: s.pdf#1 đã có giá trị khác hoặc ghi hai lần. Hãy giữ một dòng."),
    ],
)
def test_a_bad_reading_is_named_by_file_and_line(tmp_path, capsys, contest, change, said):
    readings = as_file(tmp_path / "readings.jsonl", reading(), reading("s.pdf#2", 2) | change)
    assert main(["ballot", "count", str(contest), readings]) == 1
    assert capsys.readouterr().err == f"{tmp_path}/{said}\n"


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ({"ballot": 9, "candidate": 1, "kind": "strike", "state": "clear"}, "dòng 2: không có phiếu số 9"),
        ({"ballot": 1, "candidate": 9, "kind": "strike", "state": "clear"}, "dòng 2: phiếu này không có ô “strike” của người số 9"),
        ({"ballot": 1, "invalid": "ugly"}, "dòng 2: “invalid” phải là một trong"),
    ],
)
def test_a_bad_decision_is_named_by_file_and_line(tmp_path, capsys, contest, decision, said):
    decisions = as_file(tmp_path / "d.jsonl", {"ballot": 1, "candidate": 1, "kind": "strike", "state": "clear"}, decision)
    assert main(["ballot", "count", str(contest), as_file(tmp_path / "r.jsonl", reading()), "--decisions", decisions]) == 1
    assert capsys.readouterr().err.startswith(f"{decisions}, {said}")


def test_a_source_may_hold_any_sign(tmp_path, capsys, contest):
    readings = as_file(tmp_path / "r.jsonl", reading("lô\u20281.pdf#1"))
    assert main(["ballot", "count", str(contest), readings, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["valid"] == 1


def test_a_refused_contest_is_named_as_the_person_wrote_it(tmp_path, capsys):
    path = tmp_path / "bch.toml"
    path.write_text(CONTEST.format(seats=-3), encoding="utf-8")
    assert main(["ballot", "make", str(path), "--out", str(tmp_path / "made")]) == 1
    assert capsys.readouterr().err == f"{path}: “seats” phải là số nguyên từ 1 trở lên. Hãy sửa seats.\n"


def test_count_takes_the_rules_frozen_beside_the_ballot(tmp_path, capsys, contest):
    rows = [reading(f"s.pdf#{ballot}", ballot, () if ballot < 3 else (1,)) for ballot in range(1, 7)]
    readings = as_file(tmp_path / "r.jsonl", *rows)
    main(["ballot", "make", str(contest), "--out", str(tmp_path)])
    charter = tmp_path / "charter.toml"
    text = charter.read_text(encoding="utf-8")
    changed = text.replace('[rule."invalid.too_many"]\nvalue = true', '[rule."invalid.too_many"]\nvalue = false')
    assert changed != text
    charter.write_text(changed, encoding="utf-8")
    capsys.readouterr()
    assert main(["ballot", "count", str(contest), readings, "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["invalid_reasons"] == {}
    assert said.err == f"cảnh báo: {charter} đi trước bộ quy tắc dcsvn-2025: invalid.too_many\n"
    other = tmp_path / "other.toml"
    contest.rename(other)
    main(["ballot", "count", str(other), readings, "--json"])
    assert json.loads(capsys.readouterr().out)["invalid_reasons"] == {"too_many": 2}


def test_an_interrupted_reading_leaves_no_file(tmp_path, contest, monkeypatch):
    main(["ballot", "deck", str(contest), "--out", str(tmp_path / "deck"), "--sheets", "2"])

    def stopped(*_arguments, **_options):
        yield {"source": "deck.pdf#1"}
        raise KeyboardInterrupt

    monkeypatch.setattr("daihoi.paper.reading.read_files", stopped)
    folder = tmp_path / "out"
    folder.mkdir()
    arguments = [str(tmp_path / "deck/layout.json"), str(tmp_path / "deck/deck.pdf"), "--out", str(folder / "r.jsonl")]
    assert main(["ballot", "read", *arguments]) == 130
    assert list(folder.iterdir()) == []


def test_the_same_scans_twice_are_duplicates(tmp_path, contest):
    main(["ballot", "deck", str(contest), "--out", str(tmp_path / "deck"), "--sheets", "2"])
    deck = str(tmp_path / "deck/deck.pdf")
    readings = tmp_path / "r.jsonl"
    assert main(["ballot", "read", str(tmp_path / "deck/layout.json"), deck, deck, "--out", str(readings)]) == 0
    lines = [json.loads(line) for line in readings.read_text(encoding="utf-8").splitlines()]
    assert [(line["source"], line["status"], line["duplicate_of"]) for line in lines] == [
        ("deck/deck.pdf#1", "read", None),
        ("deck/deck.pdf#2", "read", None),
        ("deck/deck.pdf (2)#1", "duplicate", "deck/deck.pdf#1"),
        ("deck/deck.pdf (2)#2", "duplicate", "deck/deck.pdf#2"),
    ]


def test_without_a_command_the_usage_goes_to_standard_error(capsys):
    assert main([]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.splitlines()[0]) == ("", "daihoi <command> …")
