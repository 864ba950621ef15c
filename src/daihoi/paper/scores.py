"""What a reading is worth: of fields like this one, how many bore a mark (điểm tin cậy).

The readers lean towards a mark or away from it on a scale of their own. `calibration.csv` holds, for fields of one kind with one state, reason and
leaning, how many were measured and how many of them bore a mark; `./run bench calibrate --write` measures it on simulated sheets.
"""

import csv
from bisect import bisect_right
from collections import Counter
from functools import cache
from importlib import resources

from daihoi.paper.shapes import FieldReading, ReadingLine
from daihoi.paper.thresholds import SCORES

Cell = tuple[str, str, str, str, int]  # kind of field, state, why, page, leaning
COLUMNS = ("kind", "state", "why", "page", "leaning", "fields", "marked")


def cells_of(line: ReadingLine) -> list[Cell]:
    """Name the cell of each field of a page that was read but not scored yet."""
    asked = sum(field["state"] == "doubtful" for field in line["fields"])
    page = "troubled" if asked > SCORES.few_asked else "calm"
    return [_cell(field, page) for field in line["fields"]]


def scored(line: ReadingLine) -> ReadingLine:
    """Put the measured share of fields like it, between 0 and 1, into the place of each field's leaning."""
    for field, cell in zip(line["fields"], cells_of(line), strict=True):
        field["score"] = share_of(cell)
    return line


@cache
def share_of(cell: Cell) -> float:
    """Share of the fields of a cell that bore a mark; a cell with few fields leans on the wider ones it lies in."""
    table, share = measured(), 0.5
    for depth in range(1, len(cell) + 1):
        fields, marked = table["fields", *cell[:depth]], table["marked", *cell[:depth]]
        share = (marked + SCORES.lent * share) / (fields + SCORES.lent)
    surest = 0.5 / (table["fields", *cell[:2]] + 1)  # no cell may be surer than all fields of its state can tell
    return round(min(max(share, surest), 1 - surest), 7)


@cache
def measured() -> Counter[tuple[str | int, ...]]:
    """Fields and marks of every cell and of all wider ones it lies in."""
    found: Counter[tuple[str | int, ...]] = Counter()
    table = (resources.files("daihoi.paper") / "calibration.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        cell = (row["kind"], row["state"], row["why"], row["page"], int(row["leaning"]))
        for depth in range(1, len(cell) + 1):
            found["fields", *cell[:depth]] += int(row["fields"])
            found["marked", *cell[:depth]] += int(row["marked"])
    return found


def _cell(field: FieldReading, page: str) -> Cell:
    kind = "strike" if field["kind"] == "strike" else "box"
    return kind, field["state"], field.get("why", ""), page, bisect_right(SCORES.leanings, field["score"])
