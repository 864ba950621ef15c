"""`daihoi congresses import`, `daihoi rounds list`, `daihoi progress`: congresses from lists, and their figures (đại hội, tiến độ)."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daihoi.cli import book
from daihoi.cli.django_setup import acting_user, open_installation
from daihoi.cli.files import LEVELS
from daihoi.cli.units import add_reading, read_file, reading_of
from daihoi.rules.errors import RuleViolation

if TYPE_CHECKING:
    from daihoi.cycle.congresses.imports import Checked
    from daihoi.foundation.accounts.models import User
    from daihoi.foundation.organization.models import Unit


def run(command: str, argv: Sequence[str]) -> int:
    """Run one of the three commands; the copy behind progress has its own verbs."""
    if command == "progress" and argv and argv[0] in book.VERBS:
        return book.run(argv)
    options = PARSERS[command]().parse_args(argv)
    open_installation()
    return int({"congresses": _import, "rounds": _rounds, "progress": _progress}[command](options))


def _congresses_parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="daihoi congresses", description="import congresses from a list")
    verbs = top.add_subparsers(dest="verb", required=True)
    bring = verbs.add_parser("import", help="write the congresses of an XLSX, XLS or CSV file, all or nothing")
    bring.add_argument("file", type=Path)
    bring.add_argument("--round", required=True, metavar="CODE", help="the round they belong to")
    bring.add_argument("--dry-run", action="store_true", help="report every finding, write nothing")
    bring.add_argument("--confirm-days", action="store_true", help="write days that contradict what is known, as they stand")
    bring.add_argument("--as", dest="user", help="act as this account")
    bring.add_argument("--json", action="store_true", help="one JSON value on standard output")
    add_reading(bring)
    return top


def _rounds_parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="daihoi rounds", description="the rounds of congresses")
    verbs = top.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list", help="list the rounds").add_argument("--json", action="store_true", help="one JSON value on standard output")
    opening = verbs.add_parser("open", help="open a round: one directive's congresses of one level in one term")
    opening.add_argument("code", help="the code of the new round")
    opening.add_argument("--directive", required=True, metavar="NUMBER", help="such as 45-CT/TW")
    opening.add_argument(
        "--directive-date", required=True, type=date.fromisoformat, metavar="DATE", help="one number can name two directives"
    )
    opening.add_argument("--level", required=True, help="sub_cell, grassroots, upper_grassroots, central_sub or central")
    opening.add_argument("--kind", action="append", help="a kind of unit that owes a congress, repeatable; by default those of the level")
    opening.add_argument("--term", required=True, help="such as 2025-2030")
    opening.add_argument("--starts", required=True, type=date.fromisoformat, metavar="DATE")
    opening.add_argument("--deadline", required=True, type=date.fromisoformat, metavar="DATE")
    opening.add_argument("--charter", default="dcsvn-2025", help="the rule set; `daihoi charters` lists them")
    opening.add_argument("--unit", metavar="CODE", help="the unit that opens it, your own unless told")
    opening.add_argument("--as", dest="user", help="act as this account")
    return top


def _progress_parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="daihoi progress", description="done, total and share of any branch on any date")
    top.add_argument("--unit", required=True, metavar="CODE")
    top.add_argument("--round", required=True, metavar="CODE")
    top.add_argument("--on", required=True, type=date.fromisoformat, metavar="DATE", help="the day, in the tree of that day")
    top.add_argument("--known", metavar="TIME", help="as known at this moment, or at the end of this day; now unless told")
    top.add_argument("--kind", help="one kind of unit; 'grassroots' stands for committees and cells together")
    top.add_argument("--json", action="store_true", help="one JSON value on standard output")
    return top


PARSERS = {"congresses": _congresses_parser, "rounds": _rounds_parser, "progress": _progress_parser}


def _import(options: argparse.Namespace) -> int:
    """Check a list, and write it unless it is a dry run."""
    from daihoi.cycle.congresses import imports
    from daihoi.cycle.congresses.queries import round_by_code
    from daihoi.cycle.congresses.services import import_congresses
    from daihoi.foundation.journal.services import try_again

    actor = acting_user(options.user)
    round_ = round_by_code(options.round)
    unit = _acting_unit(actor)
    checked = imports.check(imports.read(options.file.name, read_file(options.file), reading_of(options, unit, "congresses")), round_, unit)
    _say(options, checked)
    if checked.has_errors:
        first = checked.table.errors[0]
        print(
            f"{options.file.name}: {len(checked.table.errors)} lỗi, chưa ghi gì. Dòng {first.row}, cột {first.column}: {first.message}",
            file=sys.stderr,
        )
        return 1
    if not options.dry_run:
        given: dict[str, Any] = {"rows": checked.rows, "progress": _advance, "is_confirmed": options.confirm_days}
        try_again(import_congresses, actor=actor, unit=unit, round_=round_, **given)
    if not options.json:
        print(f"{checked.would_write} đại hội {'sẽ được ghi' if options.dry_run else 'đã ghi'}.")
    return 0


def _acting_unit(actor: "User") -> "Unit":
    """Give the unit for whose branch a person writes: his own, or the top of the tree."""
    from daihoi.cycle.congresses.address import home_unit

    unit = home_unit(actor, "congresses.import")
    if unit is None:
        raise RuleViolation(
            "authority.forbidden", "Tài khoản {user} không có quyền nhập đại hội, hoặc chưa có cây tổ chức.", user=actor.username
        )
    return unit


def _say(options: argparse.Namespace, checked: "Checked") -> None:
    """Give the findings as JSON, or one a line for people."""
    if options.json:
        print(json.dumps(checked.table.as_json(checked.would_write), ensure_ascii=False))
        return
    for found in checked.findings:
        print(f"{options.file.name}:{found.row}: {found.column or '-'}: {LEVELS[found.level]}: {found.message}", file=sys.stderr)


def _advance(done: int, of: int) -> None:
    """Show how far the writing is."""
    print(f"\r{done}/{of}", end="" if done < of else "\n", file=sys.stderr, flush=True)


def _rounds(options: argparse.Namespace) -> int:
    """List the rounds, or open one."""
    if options.verb == "open":
        return _open(options)
    from daihoi.cycle.congresses.models import Round

    rows = [
        {"code": each.code, "directive": each.directive, "level": each.level, "term": each.term, "deadline": each.deadline.isoformat()}
        | {"directive_date": each.directive_date.isoformat(), "kinds": each.kinds, "starts": each.starts.isoformat()}
        for each in Round.objects.all()
    ]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        print(f"{row['code']}\t{row['directive']}, {row['directive_date']}\t{row['level']}\t{row['term']}\t{row['deadline']}")
    return 0


def _open(options: argparse.Namespace) -> int:
    """Open a round, so that a list of congresses can name it."""
    from daihoi.cycle.congresses.models import Level
    from daihoi.cycle.congresses.queries import GRASSROOTS
    from daihoi.cycle.congresses.services import open_round
    from daihoi.cycle.congresses.services.calling import Directive, Span
    from daihoi.foundation.journal.services import try_again
    from daihoi.foundation.organization.models import Kind
    from daihoi.foundation.organization.queries import unit_by_code

    if options.level not in Level.values:
        levels = ", ".join(Level.values)
        raise RuleViolation("round.level", "Không có cấp {level}. Hãy dùng một trong: {levels}.", level=options.level, levels=levels)
    kinds = tuple(options.kind or (GRASSROOTS if options.level == "grassroots" else (options.level,)))
    unknown = set(kinds) - set(Kind.objects.values_list("code", flat=True))
    if unknown:
        raise RuleViolation("round.kind", "Không có loại tổ chức {kind}. Xem các loại ở docs/glossary.md.", kind=min(unknown))
    actor = acting_user(options.user)
    opened = try_again(
        open_round,
        actor=actor,
        unit=unit_by_code(options.unit) if options.unit else _acting_unit(actor),
        code=options.code,
        directive=Directive(options.directive, options.directive_date),
        level=options.level,
        kinds=kinds,
        term=options.term,
        span=Span(options.starts, options.deadline),
        charter=options.charter,
    )
    print(f"Đã mở đợt {opened.code}.")
    return 0


def _progress(options: argparse.Namespace) -> int:
    """Answer for a branch, a day and a moment of knowledge."""
    from daihoi.cycle.congresses.address import asked_moment
    from daihoi.cycle.congresses.queries import round_by_code
    from daihoi.cycle.tracking.progress import progress
    from daihoi.foundation.organization.queries import unit_by_code

    known = asked_moment(options.known)
    found = progress(unit_by_code(options.unit), round_by_code(options.round), options.on, known, options.kind)
    print(json.dumps(found, ensure_ascii=False) if options.json else _text(found))
    return 0


def _text(found: dict[str, Any]) -> str:
    """Write figures for people."""
    lines = [f"{found['unit']} · {found['round']} · {found['on']}: {found['held']}/{found['total']}, {found['percent']} %"]
    lines += [f"  {kind}: {count['held']}/{count['total']}, {count['percent']} %" for kind, count in found["by_kind"].items()]
    lines.append(f"  trực thuộc đã xong: {found['children_finished']}/{found['children_total']}; quá hạn: {found['overdue']}")
    lines += [f"  {row['unit']}\t{row['name']}\t{row['held']}/{row['total']}\t{row['percent']} %" for row in found["children"]]
    return "\n".join(lines)
