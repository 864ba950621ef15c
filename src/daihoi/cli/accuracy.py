"""`daihoi accuracy`: how often the reader is right on simulated sheets; runs are ranges of sheets that add up (độ chính xác)."""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from daihoi.cli.ballots import positive
from daihoi.rules.errors import RuleViolation, _

ODD = 0.02  # share of the fields that carry a mark no rule covers


def run(_command: str, argv: Sequence[str]) -> int:
    """Measure the sheets asked for, and print their counts."""
    from daihoi.paper.accuracy import FORMS, jobs, measure, sheets_for, summary

    options = _parser().parse_args(argv)
    if options.form and options.form not in FORMS:
        known = "; ".join(FORMS)
        raise RuleViolation("accuracy.form", _("Không có mẫu phiếu {form}. Hãy dùng một trong: {known}."), form=options.form, known=known)
    sheets = sheets_for(options.positions, options.seed, options.form)
    first, last = (min(end, sheets) for end in options.range or (0, sheets))
    blocks = jobs(options.profile, ODD, options.seed + first, options.seed + last, options.form)
    found = summary(measure(blocks, options.workers, kept=options.keep))
    print(json.dumps(found, ensure_ascii=False) if options.json else _in_words(found))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("daihoi accuracy", description="simulated sheets through the reader")
    parser.add_argument("--positions", type=positive, required=True, metavar="N", help="fields of the whole run, at least")
    parser.add_argument("--seed", type=int, required=True, metavar="S", help="seed of the first sheet; each sheet takes the next")
    parser.add_argument("--range", type=_range, metavar="A:B", help="only the sheets A to B-1 of the run, counted from 0")
    parser.add_argument("--form", metavar="F", help="one form of ballot only")
    parser.add_argument("--profile", choices=("clean", "normal", "bad", "phone"), default="normal")
    parser.add_argument("--workers", type=positive, default=1, metavar="N")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="folder of finished ranges; a run that was stopped goes on from there")
    parser.add_argument("--json", action="store_true")
    return parser


def _range(text: str) -> tuple[int, int]:
    first, colon, last = text.partition(":")
    if not (colon and first.isdecimal() and last.isdecimal() and int(first) <= int(last)):
        raise argparse.ArgumentTypeError(f"{text} is no range A:B with A <= B")
    return int(first), int(last)


def _in_words(found: Mapping[str, object]) -> str:
    """The counts as a table for people."""
    by = found["by"]
    rows = [("", found), *((f"{row['what']}: {row['name']}", row) for row in by)] if isinstance(by, list) else []
    head = f"{'':<36}{'positions':>12}{'right':>12}{'to people':>12}{'wrong':>8}"
    lines = [f"{name:<36}{row['positions']:>12}{row['right']:>12}{row['to_people']:>12}{row['wrong']:>8}" for name, row in rows]
    tail = (
        f"{found['sheets']} sheets, {found['refused_sheets']} refused; wrong below {found['bound95']:.2e} (95 %). All marks are simulated."
    )
    return "\n".join([head, *lines, tail])
