"""`daihoi units import|list`: the tree from a list, and as a list (đơn vị)."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from daihoi.cli.django_setup import acting_user, open_installation
from daihoi.cli.files import LEVELS
from daihoi.rules.errors import RuleViolation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from daihoi.foundation.accounts.models import User
    from daihoi.foundation.organization.models import Unit
    from daihoi.foundation.organization.queries import UnitRow
    from daihoi.foundation.organization.tables import CellFinding, Reading


def parser() -> argparse.ArgumentParser:
    """Describe the command."""
    top = argparse.ArgumentParser(prog="daihoi units", description="import and list the units of the tree")
    verbs = top.add_subparsers(dest="verb", required=True)
    bring = verbs.add_parser("import", help="write the units of an XLSX, XLS or CSV file, all or nothing")
    bring.add_argument("file", type=Path)
    bring.add_argument("--dry-run", action="store_true", help="report every finding, write nothing")
    bring.add_argument("--as", dest="user", help="act as this account")
    add_reading(bring)
    show = verbs.add_parser("list", help="list the units of a branch on a day")
    show.add_argument("--under", metavar="CODE", help="only this unit and its branch")
    show.add_argument("--depth", type=int, help="so many levels only")
    show.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the tree of this day, today unless told")
    show.add_argument("--out", type=Path, metavar="FILE", help="write the list as FILE.csv or FILE.xlsx")
    for verb in (bring, show):
        verb.add_argument("--json", action="store_true", help="one JSON value on standard output")
    return top


def run(_command: str, arguments: Sequence[str]) -> int:
    """Run `daihoi units`."""
    options = parser().parse_args(arguments)
    open_installation()
    return _import(options) if options.verb == "import" else _list(options)


def read_file(path: Path) -> bytes:
    """Read the file that a command names, or refuse in a sentence."""
    try:
        return path.read_bytes()
    except OSError as wrong:
        raise RuleViolation("cli.no_file", "Không đọc được tệp {path}: {why}. Xem lại đường dẫn.", path=path, why=wrong.strerror) from wrong


def add_reading(bring: argparse.ArgumentParser) -> None:
    """Let the command say what a sheet does not say by itself."""
    bring.add_argument("--sheet", default="", metavar="NAME", help="the sheet to read; the one that fits best unless told")
    bring.add_argument(
        "--column", action="append", default=[], metavar="HEADING=NAME", help="what a column is, repeatable; empty NAME: nothing"
    )
    bring.add_argument(
        "--split", action="append", default=[], metavar="CELL=DATE", help="the day that a cell with words and a day means, repeatable"
    )


def reading_of(options: argparse.Namespace, unit: "Unit | None", purpose: str) -> "Reading":
    """Read the sheet as told, else as remembered for the unit."""
    from daihoi.foundation.organization.sheets.asked import recalled
    from daihoi.foundation.organization.tables import Reading

    wrong = [text for text in options.column if "=" not in text]
    if wrong:
        raise RuleViolation("cli.column", "Không hiểu --column {text}. Ghi --column “TIÊU ĐỀ=TÊN CỘT”.", text=wrong[0])
    chosen = dict(text.rsplit("=", 1) for text in options.column)
    return Reading(options.sheet, chosen, lambda shape: recalled(unit, purpose, shape), _splits(options.split))


def _splits(told: Sequence[str]) -> dict[str, date]:
    """Read which day each cell of two facts means."""
    found = {}
    for text in told:
        cell, _equals, day = text.rpartition("=")
        try:
            found[cell] = date.fromisoformat(day)
        except ValueError:
            message = "Không hiểu --split {text}. Ghi --split “hoãn đến 15/6=2020-06-15”."
            raise RuleViolation("cli.split", message, text=text) from None
    return found


def show_findings(name: str, findings: "Sequence[CellFinding]") -> None:
    """Print findings for people on standard error, one a line: file, row, field, remedy."""
    for finding in findings:
        print(f"{name}:{finding.row}: {finding.column or '-'}: {LEVELS[finding.level]}: {finding.message}", file=sys.stderr)


def _import(options: argparse.Namespace) -> int:
    from daihoi.foundation.journal.services import try_again
    from daihoi.foundation.organization.services import import_units
    from daihoi.foundation.organization.unit_lists import read_units

    actor = acting_user(options.user)
    unit = home_of(actor)
    table, rows = read_units(options.file.name, read_file(options.file), actor, reading_of(options, unit, "units"))
    if not options.json:
        show_findings(options.file.name, table.findings)
    if table.errors:
        if options.json:
            print(json.dumps(table.as_json(0), ensure_ascii=False))
        first = table.errors[0]
        print(
            f"{options.file.name}: {len(table.errors)} lỗi, chưa ghi gì. Dòng {first.row}, cột {first.column}: {first.message}",
            file=sys.stderr,
        )
        return 1
    if not options.dry_run:
        try_again(import_units, actor=actor, rows=rows, progress=_progress)
    if options.json:
        print(json.dumps(table.as_json(len(rows)), ensure_ascii=False))
    else:
        print(f"{len(rows)} đơn vị {'sẽ được ghi' if options.dry_run else 'đã ghi'}.")
    return 0


def home_of(actor: "User") -> "Unit | None":
    """Give the unit of the first grant under which a person imports units."""
    from daihoi.foundation.organization.authority import grants_in_force
    from daihoi.foundation.organization.roles import roles_with

    grants = grants_in_force(actor).filter(role__in=roles_with("organization.import_units"))
    grant = grants.select_related("unit").order_by("recorded_at", "pk").first()
    return grant.unit if grant else None


def _progress(done: int, of: int) -> None:
    """Show how far the writing is."""
    print(f"\r{done}/{of}", end="" if done < of else "\n", file=sys.stderr, flush=True)


def _list(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from daihoi.foundation.organization.queries import standing_branch, unit_by_code, unit_list, unit_rows

    on = options.on or timezone.localdate()
    under = unit_by_code(options.under) if options.under else None
    if options.json:
        print(json.dumps(unit_list(on, under=under, depth=options.depth), ensure_ascii=False))
        return 0
    rows = unit_rows(standing_branch(on, under, options.depth), on)
    if options.out:
        return _hand_out(options.out, rows, on)
    for row in rows:
        print("\t".join("" if cell is None else str(cell) for cell in row))
    return 0


def _hand_out(path: Path, rows: "Iterable[UnitRow]", on: date) -> int:
    """Write the list as a file: machine CSV, or a workbook."""
    from daihoi.foundation.organization.queries import UNIT_COLUMNS
    from daihoi.web.long_tables import long_csv, long_xlsx

    if path.suffix.lower() not in {".csv", ".xlsx"}:
        raise RuleViolation("cli.wrong_suffix", "Tên tệp {path} phải kết thúc bằng .csv hoặc .xlsx.", path=path)
    is_csv = path.suffix.lower() == ".csv"
    path.write_bytes(long_csv(UNIT_COLUMNS, rows) if is_csv else long_xlsx("Đơn vị", UNIT_COLUMNS, rows, note=f"{on:%d/%m/%Y}"))
    return 0
