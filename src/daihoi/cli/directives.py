"""`daihoi directives list|record|assign|coverage`: texts that lead, handed down clause by clause (chỉ thị và kế hoạch)."""

import argparse
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daihoi.cli.django_setup import acting_user, open_installation
from daihoi.rules.errors import RuleViolation

if TYPE_CHECKING:
    from daihoi.cycle.directives.models import Clause, Text
    from daihoi.foundation.accounts.models import User
    from daihoi.foundation.organization.models import Unit


def run(_command: str, arguments: Sequence[str]) -> int:
    """Run `daihoi directives`."""
    options = parser().parse_args(arguments)
    open_installation()
    return int({"list": _list, "record": _record, "assign": _assign, "coverage": _coverage}[options.verb](options))


def parser() -> argparse.ArgumentParser:
    """Describe the command."""
    top = argparse.ArgumentParser(prog="daihoi directives", description="texts that lead, handed down clause by clause")
    verbs = top.add_subparsers(dest="verb", required=True)
    show = verbs.add_parser("list", help="list the texts")
    keep = _with_key(verbs.add_parser("record", help="record a text and split it into clauses"))
    keep.add_argument("file", type=Path, metavar="FILE.txt|FILE.docx", help="its words")
    keep.add_argument("--kind", default="directive", help="directive, resolution, conclusion, guidance, plan, circular …")
    keep.add_argument("--abstract", required=True)
    keep.add_argument("--grade", default="internal", help="open, internal, secret, top_secret or utmost_secret")
    keep.add_argument("--unit", metavar="CODE", help="the unit that issues it, your own unless told")
    give = _with_key(verbs.add_parser("assign", help="make clauses the work of every unit of given kinds in a branch"))
    give.add_argument("--unit", required=True, metavar="CODE", help="the branch")
    give.add_argument("--kind", action="append", required=True, help="a kind of unit, repeatable")
    give.add_argument("--clause", action="append", metavar="N", help="a clause by its number, repeatable; all unless told")
    give.add_argument("--due", type=date.fromisoformat, metavar="DATE", help="due on a fixed day")
    give.add_argument("--anchor", default="", metavar="KEY", help="or counted back from a day, such as congress:<round id>")
    give.add_argument("--days", type=int, help="so many days before it; 0 is the day itself")
    give.add_argument("--calendar-days", action="store_true", help="count calendar days; working days unless told")
    give.add_argument("--asks", default="text", help="nothing, text, file or form")
    give.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="sent on this day, today unless told")
    look = _with_key(verbs.add_parser("coverage", help="which clause is how far in which branch"))
    look.add_argument("--unit", required=True, metavar="CODE")
    look.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="as of this day, today unless told")
    look.add_argument("--measure", default="plan", choices=("plan", "done", "accepted"))
    for verb in (show, keep, give, look):
        verb.add_argument("--json", action="store_true", help="one JSON value on standard output")
    for verb in (keep, give):
        verb.add_argument("--as", dest="user", help="act as this account")
    return top


def _with_key(verb: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Ask for what names a text."""
    verb.add_argument("number", help="such as 35-CT/TW")
    verb.add_argument("dated", type=date.fromisoformat, metavar="DATE", help="its date: one number can name two texts")
    verb.add_argument("--body", default="", help="the issuing body, where two share number and date")
    return verb


def _list(options: argparse.Namespace) -> int:
    """List the texts, the newest first."""
    from django.db.models import Count

    from daihoi.cycle.directives.models import Text

    texts = Text.objects.select_related("unit").annotate(n=Count("clauses", distinct=True), sent=Count("deliveries", distinct=True))
    rows = [
        {"number": text.number, "body": text.body, "date": text.dated.isoformat(), "kind": text.kind, "unit": text.unit.code}
        | {"abstract": "" if text.is_graded else text.abstract, "grade": text.grade, "clauses": text.n, "units": text.sent}
        for text in texts.order_by("-dated", "number")
    ]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        print("\t".join(str(row[name]) for name in ("number", "date", "body", "kind", "unit", "clauses", "units", "abstract")))
    return 0


def _record(options: argparse.Namespace) -> int:
    """Record a text from a file of words."""
    from django.db import transaction

    from daihoi.cli.units import read_file
    from daihoi.cycle.directives.services import record_text, set_clauses
    from daihoi.cycle.directives.services.texts import Heading
    from daihoi.cycle.directives.splitting import docx_text, split
    from daihoi.foundation.journal.services import try_again

    actor = acting_user(options.user)
    unit = _unit(actor, options.unit)
    data = read_file(options.file)
    pieces = split(docx_text(data) if options.file.suffix.lower() == ".docx" else data.decode("utf-8", errors="replace"))
    heading = Heading(
        _kind(options.kind), options.number, options.body or unit.code, options.dated, options.abstract, _grade(options.grade)
    )
    with transaction.atomic():
        text = try_again(record_text, actor=actor, unit=unit, heading=heading)
        clauses = set_clauses(actor=actor, text=text, pieces=pieces) if pieces else []
    told = [{"number": clause.number, "title": clause.title} for clause in clauses]
    if options.json:
        print(json.dumps({"number": text.number, "date": text.dated.isoformat(), "clauses": told}, ensure_ascii=False))
        return 0
    print(f"Đã ghi {text}, {len(told)} điều khoản.")
    for clause in told:
        print(f"  {clause['number']}\t{clause['title']}")
    return 0


def _kind(kind: str) -> str:
    """Accept a kind of text by its identifier."""
    from daihoi.cycle.directives.models import TextKind

    if kind not in TextKind.values:
        kinds = ", ".join(TextKind.values)
        raise RuleViolation("directives.kind", "Không có loại văn bản {kind}. Hãy dùng một trong: {kinds}.", kind=kind, kinds=kinds)
    return kind


def _grade(grade: str) -> str:
    """Accept a grade of secrecy by its identifier."""
    from daihoi.foundation.organization.grades import Grade

    if grade not in Grade.values:
        raise RuleViolation(
            "grades.unknown", "Không có độ mật {grade}. Hãy dùng một trong: {grades}.", grade=grade, grades=", ".join(Grade.values)
        )
    return grade


def _unit(actor: "User", code: str | None) -> "Unit":
    """Give the unit named, or the one for which a person works."""
    from daihoi.cycle.directives.address import home_unit
    from daihoi.foundation.organization.queries import unit_by_code

    unit = unit_by_code(code) if code else home_unit(actor, "directives.record_text")
    if unit is None:
        raise RuleViolation("authority.forbidden", "Tài khoản {user} không có quyền ghi văn bản.", user=actor.username)
    return unit


def _assign(options: argparse.Namespace) -> int:
    """Hand clauses down to all units of some kinds in a branch, in one act."""
    from daihoi.cycle.directives.services import assign_clauses
    from daihoi.cycle.directives.services.sending import ClauseTask, Recipients
    from daihoi.foundation.journal.services import try_again
    from daihoi.foundation.organization.queries import unit_by_code
    from daihoi.rules.deadlines import Due

    if not options.due and not options.anchor:
        raise RuleViolation("directives.no_due", "Cần hạn: --due NGÀY, hoặc --anchor MỐC và --days SỐ.")
    if options.anchor and options.days is None:
        raise RuleViolation("directives.no_days", "Hạn đếm từ {anchor} cần số ngày: --days SỐ.", anchor=options.anchor)
    text = _text(options)
    due = Due(options.due, options.anchor, options.days or 0, working=not options.calendar_days)
    handed = try_again(
        assign_clauses,
        actor=acting_user(options.user),
        text=text,
        to=Recipients(unit_by_code(options.unit), tuple(options.kind)),
        tasks=[ClauseTask(clause, due, asks=options.asks) for clause in _clauses(text, options.clause)],
        on=options.on,
    )
    told = {"units": handed.units, "sent": handed.sent, "clauses": len(handed.batches)}
    print(json.dumps(told) if options.json else f"Đã giao {told['clauses']} điều khoản cho {told['units']} đơn vị.")
    return 0


def _text(options: argparse.Namespace) -> "Text":
    """Find the text that the command names."""
    from daihoi.cycle.directives.queries.texts import text_by_key

    return text_by_key(options.number, options.dated, options.body)


def _clauses(text: "Text", numbers: Sequence[str] | None) -> "list[Clause]":
    """Give the clauses named, or all."""
    known = {clause.number: clause for clause in text.clauses.all()}
    missing = [number for number in numbers or () if number not in known]
    if missing:
        raise RuleViolation(
            "directives.no_such_clause", "{text} không có điều {number}. Có: {known}.", text=text, number=missing[0], known=", ".join(known)
        )
    return [known[number] for number in numbers] if numbers else list(known.values())


def _coverage(options: argparse.Namespace) -> int:
    """Tell clause by clause and branch by branch how many units have a plan, are done or accepted."""
    from django.utils import timezone

    from daihoi.cycle.directives.queries.coverage import Cell, matrix, scope
    from daihoi.foundation.organization.queries import unit_by_code

    on = options.on or timezone.localdate()
    found = matrix(scope(_text(options), unit_by_code(options.unit), on), options.measure)
    rows: list[dict[str, Any]] = [
        {
            "clause": line.clause.number,
            "title": line.clause.title,
            "total": line.whole.whole,
            "have": line.whole.part,
            "children": [
                {"unit": column.code, "total": cell.whole, "have": cell.part}
                for path, column in found.columns.items()
                if (cell := line.cells.get(path, Cell())).whole
            ],
        }
        for line in found.lines
    ]
    if options.json:
        told = {
            "number": options.number,
            "date": options.dated.isoformat(),
            "unit": options.unit,
            "on": on.isoformat(),
            "measure": options.measure,
        }
        print(json.dumps({**told, "clauses": rows}, ensure_ascii=False))
        return 0
    for row in rows:
        print(f"{row['clause']}\t{row['have']}/{row['total']}\t{row['title']}")
        for child in row["children"]:
            if child["have"] < child["total"]:
                print(f"  {child['unit']}\t{child['have']}/{child['total']}")
    return 0
