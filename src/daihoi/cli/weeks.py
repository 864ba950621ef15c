"""`daihoi weeks list|freeze|pack`: frozen weeks, and their pack as files (số liệu tuần)."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from daihoi.cli.django_setup import acting_user, open_installation
from daihoi.rules.errors import RuleViolation

FORMS = ("xlsx", "docx", "pdf", "txt")


def parser() -> argparse.ArgumentParser:
    """Describe the command."""
    top = argparse.ArgumentParser(prog="daihoi weeks", description="weekly figures: list, freeze, hand out")
    verbs = top.add_subparsers(dest="verb", required=True)
    show = verbs.add_parser("list", help="the frozen weeks of a branch")
    freeze = verbs.add_parser("freeze", help="freeze the figures of a day, as known at its hour")
    pack = verbs.add_parser("pack", help="write the pack of a frozen week; any past one comes out the same again")
    for verb in (show, freeze, pack):
        verb.add_argument("--unit", required=True, metavar="CODE")
        verb.add_argument("--round", required=True, metavar="CODE")
        verb.add_argument("--json", action="store_true", help="one JSON value on standard output")
    for verb in (freeze, pack):
        verb.add_argument("--on", required=True, type=date.fromisoformat, metavar="DATE")
    freeze.add_argument("--as", dest="user", help="act as this account")
    pack.add_argument("--out", required=True, type=Path, metavar="DIR")
    return top


def run(_command: str, arguments: Sequence[str]) -> int:
    """Run `daihoi weeks`."""
    options = parser().parse_args(arguments)
    open_installation()
    return {"list": _list, "freeze": _freeze, "pack": _pack}[options.verb](options)


def _list(options: argparse.Namespace) -> int:
    """List what was frozen, the newest first."""
    from daihoi.cycle.reporting.models import Cutoff

    found = Cutoff.objects.filter(unit__code=options.unit, round__code=options.round)
    names = ("held", "total", "percent", "week", "change", "next", "postponed", "overdue", "nil")
    rows = [
        {"on": each.on.isoformat(), "known": each.known.isoformat(), "digest": each.digest, **{name: each.figures[name] for name in names}}
        for each in found
    ]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False))
    else:
        for row in rows:
            print(f"{row['on']}\t{row['held']}/{row['total']}\t{row['percent']} %\t{row['digest']}")
    return 0


def _freeze(options: argparse.Namespace) -> int:
    """Freeze the figures of one day."""
    from daihoi.cycle.congresses.queries import round_by_code
    from daihoi.cycle.reporting.services import freeze_figures
    from daihoi.foundation.journal.services import try_again
    from daihoi.foundation.organization.queries import unit_by_code

    actor, unit, round_ = acting_user(options.user), unit_by_code(options.unit), round_by_code(options.round)
    cutoff = try_again(freeze_figures, actor=actor, unit=unit, round_=round_, on=options.on)
    if options.json:
        print(json.dumps({"on": cutoff.on.isoformat(), "known": cutoff.known.isoformat(), "digest": cutoff.digest}))
    else:
        print(f"Đã chốt {cutoff.figures['held']}/{cutoff.figures['total']}, mã số liệu {cutoff.digest}.")
    return 0


def _pack(options: argparse.Namespace) -> int:
    """Write every form of a pack from its frozen figures, with the digest of each file."""
    from django.utils import translation

    from daihoi.cycle.reporting.models import Cutoff
    from daihoi.cycle.reporting.views.weeks import pack

    cutoff = Cutoff.objects.filter(unit__code=options.unit, round__code=options.round, on=options.on).first()
    if cutoff is None:
        message = "Chưa chốt số liệu ngày {on} của {unit}. Xem “daihoi weeks list”."
        raise RuleViolation("reporting.not_frozen", message, on=options.on, unit=options.unit)
    options.out.mkdir(parents=True, exist_ok=True)
    files = {}
    with translation.override("vi"):
        for form in FORMS:
            path = options.out / f"tuan-{cutoff.unit.code}-{cutoff.on:%Y%m%d}.{form}"
            data = pack(cutoff, form)
            path.write_bytes(data)
            files[path.name] = sha256(data).hexdigest()
            print(f"{path}", file=sys.stderr)
    if options.json:
        print(json.dumps({"digest": cutoff.digest, "files": files}))
    else:
        print(f"Mã số liệu {cutoff.digest}", *(f"{digest}  {name}" for name, digest in files.items()), sep="\n")
    return 0
