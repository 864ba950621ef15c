"""How often fields of each kind, state, reason and leaning bore a mark: `./run bench calibrate [--write]` measures `paper/calibration.csv`."""

import argparse
import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench.tables import table
from daihoi.paper.accuracy.measuring import reader, sheet_of, spread_over
from daihoi.paper.pages import pages
from daihoi.paper.scores import COLUMNS, Cell, cells_of
from daihoi.paper.simulation import judge

FILE = Path("src/daihoi/paper/calibration.csv")
FIRST = 740_000  # seeds of development: none of them is measured in docs/accuracy.md
ODD = 0.02
# Most pages of a hall are normal scans; of bad ones and of phone pictures enough are taken that their questions are known too.
SHEETS = {"normal": 3000, "bad": 500, "phone": 150}
PORTION = 10  # sheets of one task

Counts = Counter[tuple[Cell, str]]


def counted(job: tuple[str, int, int]) -> Counter[tuple[Cell, str]]:
    """Fields of some sheets by cell and by what was drawn; marks that no rule covers are left out."""
    profile, first, last = job
    found: Counts = Counter()
    for seed in range(first, last):
        form, sheet = sheet_of(seed, profile, ODD, None)
        for data, truth in zip(sheet.pages, sheet.truth["pages"], strict=True):
            line = reader(form).leaning(next(iter(pages("page", data))))
            cells = {(field["candidate"], field["kind"]): cell for field, cell in zip(line["fields"], cells_of(line), strict=True)}
            for verdict in judge(truth, line):
                if verdict.score is not None and not verdict.truth["board"]:
                    found[cells[verdict.candidate, verdict.kind], verdict.truth["accepts"][0]] += 1
    return found


def main(_name: str, arguments: Sequence[str]) -> int:
    """Measure, tell, and write the file where asked."""
    parser = argparse.ArgumentParser(prog="./run bench calibrate")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true", help=f"write {FILE}")
    given = parser.parse_args(arguments)
    jobs = [(profile, FIRST + n, FIRST + n + PORTION) for profile, sheets in SHEETS.items() for n in range(0, sheets, PORTION)]
    found: Counts = Counter()
    for part in spread_over(given.workers, counted, jobs):
        found += part
    rows = [
        (*map(str, cell), str(found[cell, "marked"] + found[cell, "clear"]), str(found[cell, "marked"]))
        for cell in sorted({cell for cell, _drawn in found})
    ]
    print(table(COLUMNS, rows))
    if given.write:
        with FILE.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows((COLUMNS, *rows))
    return 0
