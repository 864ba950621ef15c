"""`daihoi ballot practice|compare`: the loop test on plain files (PR-18)."""

import json

from daihoi.cli.main import main
from daihoi.demonstration.scans import as_pdf
from daihoi.paper.printing import PrintedBallot
from daihoi.paper.simulation import simulate_sheet

CONTEST = """charter = "dcsvn-2025"
title = "Bầu Ban Chấp hành"
seats = 3
candidates = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Cường", "Phạm Thị Dung", "Võ Minh Đạt"]
"""


def test_practice_sheets_are_printed_read_and_compared_and_a_wrong_pile_ends_with_code_1(tmp_path, capsys):
    (tmp_path / "contest.toml").write_text(CONTEST, encoding="utf-8")
    kit, readings = tmp_path / "kit", tmp_path / "readings.jsonl"
    assert main(["ballot", "practice", str(tmp_path / "contest.toml"), "--out", str(kit), "--page-size", "A5"]) == 0
    assert {path.name for path in kit.iterdir()} == {"practice.pdf", "layout.json", "plan.json"}
    plan = json.loads((kit / "plan.json").read_text(encoding="utf-8"))
    assert (len(plan["sheets"]), plan["doubtful_percent"]) == (10, 1)
    printed = PrintedBallot((kit / "practice.pdf").read_bytes(), json.loads((kit / "layout.json").read_text(encoding="utf-8")))
    pages = [
        simulate_sheet(
            printed, {tuple(place): sheet["mark"] for place in sheet["fields"]}, seed=[5, sheet["number"]], profile="clean"
        ).pages[0]
        for sheet in plan["sheets"]
    ]
    (tmp_path / "scan.pdf").write_bytes(as_pdf(pages))
    assert main(["ballot", "read", str(kit / "layout.json"), str(tmp_path / "scan.pdf"), "--out", str(readings)]) == 0
    capsys.readouterr()
    assert main(["ballot", "compare", str(kit), str(readings), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["passed"], found["pages_seen"], found["right"], found["wrong"]) == (True, 10, 50, 0)
    lines = readings.read_text(encoding="utf-8").splitlines()
    readings.write_text("\n".join([lines[1], lines[0], *lines[2:]]), encoding="utf-8")
    assert main(["ballot", "compare", str(kit), str(readings)]) == 1
    told = capsys.readouterr()
    assert "1 strike: clear, read marked" in told.out
    assert told.err.startswith("Thử máy không đạt.")


def test_a_printed_deck_is_handed_in_likewise_and_another_folder_is_refused(tmp_path, capsys):
    (tmp_path / "contest.toml").write_text(CONTEST, encoding="utf-8")
    kit, readings = tmp_path / "deck", tmp_path / "readings.jsonl"
    assert main(["ballot", "deck", str(tmp_path / "contest.toml"), "--out", str(kit), "--sheets", "4", "--page-size", "A5"]) == 0
    assert main(["ballot", "read", str(kit / "layout.json"), str(kit / "deck.pdf"), "--out", str(readings)]) == 0
    assert main(["ballot", "compare", str(kit), str(readings)]) == 0
    (kit / "plan.json").write_text("[]", encoding="utf-8")
    assert main(["ballot", "compare", str(kit), str(readings)]) == 1
    assert "không phải tệp phiếu thử" in capsys.readouterr().err
