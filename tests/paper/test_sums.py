"""Finished ranges of accuracy runs add up, each sheet once; parts of docs/accuracy.md are written without touching the others."""

import pytest
from bench import accuracy_page, sums

from daihoi.paper.accuracy import Measured

KIND = ("0123456789ab", "normal", "0.02", "all")


def keep(folder, first, last, *, right=95, wrong=0, code=KIND[0]):
    """One finished range, as `daihoi accuracy --keep` leaves it."""
    found = Measured("normal", (first, last))
    found.fields.update({"right": right, "to_people": 2, "settled_board": 3, "wrong": wrong})
    found.sheets.update({"sheets": last - first, "refused": 1, "refused good": 1})
    found.by_score.update({(0, "clear"): right, (10, "marked"): 5})
    found.failures += [
        {"seed": first, "profile": "normal", "page": 1, "candidate": 4, "kind": "strike", "mark": "level", "state": "clear", "damages": {}}
        | {"outcome": "wrong"}
    ] * wrong
    (folder / f"{code}-normal-0.02-all-{first}-{last}.json").write_text(found.to_json(), encoding="utf-8")


def test_ranges_of_two_folders_are_one_sum_and_a_range_in_both_counts_once(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
        keep(folder, 20, 40)
    keep(here, 0, 20)
    keep(there, 60, 80)
    found = sums.kept_in([here, there])
    assert list(found) == [KIND]
    assert sums.row(KIND, found[KIND]) == (
        "0123456789ab",
        "normal",
        "60 (0–39, 60–79)",
        "300",
        "6 (2.000 %)",
        "9",
        "0; below 1.0526 % (95 %)",
        "0",
        "3 (1 in 20)",
    )


def test_counts_of_another_program_stand_in_a_line_of_their_own(tmp_path):
    keep(tmp_path, 0, 20)
    keep(tmp_path, 0, 20, code="ba9876543210")
    assert {kind[0]: sums.added(ranges).sheets["sheets"] for kind, ranges in sums.kept_in([tmp_path]).items()} == {
        "0123456789ab": 20,
        "ba9876543210": 20,
    }


def test_a_sheet_in_two_ranges_is_refused(tmp_path):
    keep(tmp_path, 0, 20)
    keep(tmp_path, 10, 40)
    with pytest.raises(ValueError, match="Seeds 10 to 19"):
        sums.text_of(sums.kept_in([tmp_path]))


def test_stored_sums_are_one_file_a_run_of_seeds_and_grow_with_the_next_run(tmp_path, monkeypatch, capsys):
    stored, run = tmp_path / "measured", tmp_path / "run"
    monkeypatch.setattr(sums, "STORED", stored)
    run.mkdir()
    for first in (0, 20, 60):
        keep(run, first, first + 20)
    assert sums.main("sums", [str(run), "--store"]) == 0
    assert sorted(path.name for path in stored.iterdir()) == [f"{KIND[0]}-normal-0.02-all-{seeds}.json" for seeds in ("0-40", "60-80")]
    later = tmp_path / "later"
    later.mkdir()
    keep(later, 40, 60)
    assert sums.main("sums", [str(later), "--store"]) == 0
    assert [path.name for path in stored.iterdir()] == [f"{KIND[0]}-normal-0.02-all-0-80.json"]
    capsys.readouterr()
    assert sums.main("sums", []) == 0
    assert "| 80 (0–79) | 400 |" in capsys.readouterr().out


def test_a_wrong_reading_is_told_and_makes_the_command_fail(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sums, "STORED", tmp_path / "none")
    keep(tmp_path, 0, 20, wrong=1)
    assert sums.main("sums", [str(tmp_path)]) == 1
    assert "| 0 | normal | 1/4 strike | level | clear |" in capsys.readouterr().out


def test_one_part_is_written_and_the_others_stay(tmp_path, monkeypatch):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- sums: begin -->\nold\n<!-- sums: end -->\nbetween\n<!-- fuzz: begin -->\nkept\n<!-- fuzz: end -->\n")
    monkeypatch.setattr(accuracy_page, "PAGE", page)
    accuracy_page.put("sums", "./run bench sums FOLDER --write", "| new |")
    written = page.read_text()
    assert "old" not in written
    assert "- Command: `./run bench sums FOLDER --write`\n" in written
    assert written.startswith("before\n<!-- sums: begin -->\n")
    assert written.endswith("\n| new |\n\n<!-- sums: end -->\nbetween\n<!-- fuzz: begin -->\nkept\n<!-- fuzz: end -->\n")
    with pytest.raises(ValueError, match="no part named piles"):
        accuracy_page.put("piles", "", "")
