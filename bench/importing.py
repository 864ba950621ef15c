"""`./run bench import`: 250,000 units from a list, as CSV and XLSX, refused rows explained; and all of them out again."""

import csv
import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import installation

LIMIT, LIMIT_OUT = 120.0, 10.0
PROCESSOR: dict[str, float] = {}  # seconds of the last command of each kind
FAULTS = ("unknown_parent", "bad_code", "no_such_date", "not_a_number", "missing_value")


def main(name: str, arguments: Sequence[str]) -> int:
    """Refuse a list with faults, write it without them, list it all."""
    parser = installation.options(name)
    parser.set_defaults(units=250_000)
    parser.add_argument("--xlsx", action="store_true", help="import the list as XLSX")
    given = parser.parse_args(arguments)
    place = installation.wake(given, anew=True)
    from bench.data.shapes import build, placements
    from daihoi.cli.django_setup import acting_user

    acting_user(None)
    land = build(given.shape, given.units, given.seed)
    first = sorted((p for p in placements(land) if p.since == land.since), key=lambda p: p.path)
    rows = [_row(p) for p in first][: given.units]
    good, bad = place / f"units.{'xlsx' if given.xlsx else 'csv'}", place / "faulty.csv"
    save(good, rows)
    faults = spoil(rows)
    save(bad, faults[0])
    refused, seconds_refused = command(["units", "import", str(bad), "--json"])
    found = json.loads(refused)
    told = {(each["row"], each["code"]) for each in found["findings"] if each["level"] == "error"}
    report: dict[str, Any] = {
        "rows": len(rows),
        "faults": len(faults[1]),
        "explained": len(told & faults[1]),
        "check_seconds": seconds_refused,
    }
    report["import_seconds"] = command(["units", "import", str(good), "--json"])[1]
    listed, report["list_json_seconds"] = command(["units", "list", "--json"])
    report["listed"] = len(json.loads(listed))
    for kind in ("csv", "xlsx"):
        target = place / f"all.{kind}"
        report[f"export_{kind}_seconds"] = command(["units", "list", "--out", str(target)])[1]
    report |= {"processor": PROCESSOR, "database": "postgresql" if given.postgres else "sqlite"}
    print(json.dumps(report))
    out = [report[name] for name in ("list_json_seconds", "export_csv_seconds", "export_xlsx_seconds")]
    return 0 if report["import_seconds"] <= LIMIT and max(out) <= LIMIT_OUT and report["explained"] == report["faults"] else 1


def command(arguments: list[str]) -> tuple[str, float]:
    """A command in a process of its own, as people run it: what it printed and how long it took, start included."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "daihoi", *arguments], capture_output=True, text=True, check=False)
    if done.returncode and not done.stdout:
        raise RuntimeError(done.stderr[-2000:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    PROCESSOR[" ".join(arguments[:2])] = round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1)
    return done.stdout, round(time.perf_counter() - began, 1)


HEAD = ("mã", "tên đơn vị", "loại", "cấp trên", "ngày thành lập", "số đảng viên", "tính đến ngày")


def _row(p: Any) -> list[str]:
    """A unit as a row of a list, days as people write them."""
    above = f"{p.superior:06d}" if p.superior >= 0 else ""
    return [f"{p.unit:06d}", p.name.removesuffix(" mới"), p.kind, above, "01/01/2015", str(3 + p.unit % 40), "30/06/2025"]


def spoil(rows: list[list[str]]) -> tuple[list[list[str]], set[tuple[int, str]]]:
    """The same rows with a thousand faults of five kinds in rows that nothing stands under; which row has which."""
    parents = {row[3] for row in rows}
    leaves = [n for n, row in enumerate(rows) if row[0] not in parents]
    changed, faults = [list(row) for row in rows], set()
    for number, at in enumerate(leaves[:: max(1, len(leaves) // 1000)][:1000]):
        fault = FAULTS[number % 5]
        column, value = {
            "unknown_parent": (3, "KHONG-CO"),
            "bad_code": (0, f"mã {at}"),
            "no_such_date": (4, "31/02/2015"),
            "not_a_number": (5, "mười hai"),
            "missing_value": (1, ""),
        }[fault]
        changed[at][column] = value
        faults.add((at + 2, fault))
    return changed, faults


def save(path: Path, rows: list[list[str]]) -> None:
    """Write a list as people hand it in."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([HEAD, *rows])
        return
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([list(HEAD), *rows]):
            sheet.write_row(at, 0, row)
