"""`daihoi <command>`: find the family of commands, run it, turn refusals into one line (dòng lệnh)."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from daihoi.rules.errors import RuleViolation

# command: (module, what it does). A module is imported only when its command is called, so that
# commands on plain files never load Django or open a database.
COMMANDS = {
    "demo": ("daihoi.cli.site", "build the demonstration and serve it"),
    "serve": ("daihoi.cli.site", "serve this installation: web server and worker"),
    "migrate": ("daihoi.cli.site", "bring the database up to date"),
    "operator": ("daihoi.cli.site", "create an account with a role in a unit"),
    "units": ("daihoi.cli.units", "import and list the units of the tree"),
    "directives": ("daihoi.cli.directives", "record, hand down and follow the texts that lead"),
    "congresses": ("daihoi.cli.congresses", "import congresses"),
    "remind": ("daihoi.cli.reminders", "write and send the reminders of a day"),
    "rounds": ("daihoi.cli.congresses", "list the rounds of congresses"),
    "progress": ("daihoi.cli.congresses", "done, total and share of any branch on any date"),
    "weeks": ("daihoi.cli.weeks", "weekly figures: list, freeze, hand out"),
    "charters": ("daihoi.cli.texts", "list the rule sets and their sources"),
    "figures": ("daihoi.cli.texts", "check every share and sum of a text"),
    "check": ("daihoi.cli.texts", "point at what should be looked at again in a report"),
    "ballot": ("daihoi.cli.ballots", "make, read, count, deck: paper ballots on plain files"),
    "second-check": ("daihoi.cli.second_check", "which ballots are counted a second time, drawn from a public seed"),
    "accuracy": ("daihoi.cli.accuracy", "how often the reader is right on simulated sheets"),
    "pens": ("daihoi.cli.pens", "sheets marked by real hands: print, compare with two keyings"),
    "bundle": ("daihoi.cli.evidence", "write an evidence bundle"),
    "verify": ("daihoi.cli.evidence", "verify an evidence bundle"),
    "stick": ("daihoi.cli.stick", "the encrypted copy of a counting laptop, and going on from it on a second one"),
    "journal": ("daihoi.cli.site", "verify the journal of this installation"),
}


INTERRUPTED = 130  # what a shell says of a program stopped by Ctrl-C


def usage() -> str:
    """List the commands."""
    rows = "\n".join(f"  {name:<14}{what}" for name, (_module, what) in COMMANDS.items())
    return f"daihoi <command> …\n\n{rows}\n\n  daihoi <command> --help tells the rest."


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused, 2 wrong usage."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8")
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(usage(), file=sys.stdout if arguments else sys.stderr)
        return 0 if arguments else 2
    command = arguments[0]
    if command not in COMMANDS:
        print(f"daihoi: no command {command!r}\n\n{usage()}", file=sys.stderr)
        return 2
    try:
        return answered(command, arguments[1:])
    except KeyboardInterrupt:
        print("Đã dừng.", file=sys.stderr)
        return INTERRUPTED


def answered(command: str, arguments: Sequence[str]) -> int:
    """Run one known command; a refusal, or a file that the system refuses, is one line and code 1."""
    module = import_module(COMMANDS[command][0])
    try:
        return int(module.run(command, arguments))
    except RuleViolation as refusal:
        print(refusal.message, file=sys.stderr)
    except BrokenPipeError:  # the reader of a pipe, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as fault:
        if fault.filename is None:
            raise
        print(f"{fault.filename}: {fault.strerror}", file=sys.stderr)
    return 1
