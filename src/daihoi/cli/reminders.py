"""`daihoi remind [--on DATE] [--dry-run] [--json]`: the reminders of a day, once a day and person (nhắc việc)."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from daihoi.cli.django_setup import open_installation


def run(_command: str, argv: Sequence[str]) -> int:
    """Write the digests of a day and send what waits; a dry run tells what would be written."""
    parser = argparse.ArgumentParser(prog="daihoi remind", description="write and send the reminders of a day")
    parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day, today unless told")
    parser.add_argument("--dry-run", action="store_true", help="tell whom it would remind of what, write and send nothing")
    parser.add_argument("--json", action="store_true", help="one JSON value on standard output")
    options = parser.parse_args(argv)
    open_installation()
    from django.utils import timezone

    on = options.on or timezone.localdate()
    found = _tried(on) if options.dry_run else _done(on)
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    for each in found["people"]:
        print(f"{each['user']}: {each['late']} quá hạn, {each['soon']} sắp đến hạn, {each['below']} của cấp dưới")
    print(f"{on:%d/%m/%Y}: {len(found['people'])} người" + (", chưa ghi gì." if options.dry_run else "."))
    if found["mail"]["failed"]:
        print(f"{found['mail']['failed']} thư chưa gửi được, sẽ gửi lại.", file=sys.stderr)
    return 0


def _tried(on: date) -> dict[str, Any]:
    """Tell what would be written."""
    from daihoi.foundation.assignments.queries.reminders import drafts

    people = [
        {"user": draft.user.username, "late": len(draft.late), "soon": len(draft.soon), "below": draft.below_total} for draft in drafts(on)
    ]
    return {"on": on.isoformat(), "people": people, "moved": 0, "mail": {"sent": 0, "failed": 0, "given_up": 0}}


def _done(on: date) -> dict[str, Any]:
    """Follow successions, write the digests, send what waits."""
    from daihoi.foundation.assignments.clock import remind

    done = remind(on)
    people = [{"user": row.user.username, "late": row.late, "soon": row.soon, "below": row.below} for row in done.digests]
    return {"on": on.isoformat(), "people": people, "moved": done.moved, "mail": vars(done.mail)}
