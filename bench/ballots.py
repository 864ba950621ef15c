"""How well and how fast ballots are read: `./run bench read|speed|accuracy|piles|hostile`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import amc, hostile, peers, piles, report, speed
from bench.accuracy_page import put
from daihoi.paper.accuracy import Measured, jobs, sheets_for
from daihoi.paper.accuracy import measure as measured

PEER_PAGES = 20  # they take long


def measured_of(given: argparse.Namespace, profile: str, marks: int) -> Measured:
    """The accuracy on one profile."""
    last = given.seed + sheets_for(marks, given.seed)
    return measured(jobs(profile, given.odd, given.seed, last), given.workers, given.crops, given.keep)


def whole_page(speeds: str, given: argparse.Namespace) -> str:
    """All measurements, written to their parts of docs/accuracy.md where asked."""
    sizes = {"normal": given.marks, "bad": given.marks // 10, "phone": given.marks // 10}
    runs = [measured_of(given, profile, marks) for profile, marks in sizes.items()]
    parts = {
        "speed": speeds,
        "kinds": "\n".join((*(report.accuracy_text(run) for run in runs), report.failures_text(runs))),
        "piles": piles.measure(given.seed, given.workers),
        "hardest": hostile.measure(given.seed, given.crops, given.workers),
    }
    if given.write:
        command = f"./run bench read --marks {given.marks} --seed {given.seed} --odd {given.odd} --workers {given.workers} --write"
        for part, text in parts.items():
            put(part, command, text)
    return "\n".join(parts.values())


def speeds_of(given: argparse.Namespace) -> str:
    """How fast the reader is, and its peers where they are installed."""
    text = report.speed_text(speed.measure(given.pages, given.rounds))
    struck = peers.strikethrough(given.peer_python, speed.sheets(PEER_PAGES))
    crossed = amc.measure(PEER_PAGES)
    for name, found, marked in (("pdf-strikethrough-detect", struck, "struck names"), ("auto-multiple-choice", crossed, "crossed boxes")):
        text += "\n" + (report.peer_text(name, found, marked) if found else f"{name}: not installed here.\n")
    return text


def main(name: str, arguments: Sequence[str]) -> int:
    """Run one measurement of the reader."""
    parser = argparse.ArgumentParser(prog=f"./run bench {name}")
    parser.add_argument("--marks", type=int, default=200_000, help="fields of the normal profile (bad and phone: a tenth each)")
    parser.add_argument("--profile", default="normal", help="accuracy: clean, normal, bad, phone")
    parser.add_argument("--seed", type=int, default=1, help="first seed; sheets take the seeds after it")
    parser.add_argument("--odd", type=float, default=0.02, help="share of fields with a mark no rule speaks of")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--pages", type=int, default=120, help="speed: pages to read")
    parser.add_argument("--rounds", type=int, default=5, help="speed: rounds, of which the best counts")
    parser.add_argument(
        "--peer-python", default=sys.executable, help="speed: a Python with pdf-strikethrough-detect, where it stands apart"
    )
    parser.add_argument("--crops", type=Path, help="hostile, accuracy: folder outside the repository for pictures of the failures")
    parser.add_argument(
        "--keep", type=Path, help="accuracy, read: folder of finished seed ranges; a run that was stopped goes on from there"
    )
    parser.add_argument("--write", action="store_true", help="read: write docs/accuracy.md")
    given = parser.parse_args(arguments)
    if name in {"speed", "read"}:
        speeds = speeds_of(given)
        print(speeds, flush=True)
    if name == "accuracy":
        print(report.accuracy_text(measured_of(given, given.profile, given.marks)))
    if name == "piles":
        print(piles.measure(given.seed, given.workers))
    if name == "hostile":
        print(hostile.measure(given.seed, given.crops, given.workers))
    if name == "read":
        print(whole_page(speeds, given))
    return 0
