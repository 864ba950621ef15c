"""`daihoi second-check` on a plain result."""

import json

from daihoi.cli.main import main


def result(tmp_path, returned=1000):
    """A clear result of two seats."""
    rows = [{"candidate": number, "for": votes} for number, votes in enumerate((900, 800, 300), 1)]
    path = tmp_path / "result.json"
    facts = {"votes": rows, "elected": [1, 2], "needed": 501, "seats": 2, "returned": returned, "tied": []}
    path.write_text(json.dumps(facts), encoding="utf-8")
    return str(path)


def test_the_sheets_to_count_again_by_place_and_by_bundle(tmp_path, capsys):
    path = result(tmp_path)
    assert main(["second-check", path, "--seed", "2026-01-05 3 1 4 1 5 9", "--json", "--bundles", "500,500"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["pile"], told["full"], told["risk_percent"], told["least_wrong"]) == (1000, False, 5, 250)
    assert told["places"] == [[1, sheet] if sheet <= 500 else [2, sheet - 500] for sheet in told["sheets"]]
    assert main(["second-check", path, "--seed", "x", "--bundles", "500,500"]) == 0
    words = capsys.readouterr().out
    assert (words.startswith("Kiểm lại 11 trong 1000 phiếu."), "không quá 5%" in words, "xấp 1, tờ " in words) == (True, True, True)


def test_a_small_pile_is_counted_whole_and_faults_are_one_line(tmp_path, capsys):
    assert main(["second-check", result(tmp_path, 195)]) == 0
    assert capsys.readouterr().out == "Kiểm lại cả 195 phiếu.\n"
    assert main(["second-check", result(tmp_path)]) == 1
    assert "Cần số gieo công khai" in capsys.readouterr().err
    broken = tmp_path / "broken.json"
    broken.write_text("{}", encoding="utf-8")
    assert main(["second-check", str(broken), "--seed", "1"]) == 1
    assert "không phải RESULT.json" in capsys.readouterr().err
