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
    capsys.readouterr()
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


def test_the_second_reader_is_refused_until_it_exists(tmp_path, capsys, contest):
    main(["ballot", "make", str(contest), "--out", str(tmp_path)])
    capsys.readouterr()
    assert (
        main(
            [
                "ballot",
                "read",
                str(tmp_path / "layout.json"),
                str(tmp_path / "ballot.pdf"),
                "--out",
                str(tmp_path / "r"),
                "--reader",
                "both",
            ]
        )
        == 1
    )
    assert "--reader first" in capsys.readouterr().err


def test_ballot_commands_load_no_django(contest, tmp_path):
    code = f"import sys; from daihoi.cli.main import main; main(['ballot','make',{str(contest)!r},'--out',{str(tmp_path)!r}]); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
