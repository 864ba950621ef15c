"""Papers scanned twice: how many are named, how many ballots of different voters are named by mistake (`./run bench twice`).

`own`: every voter marks by a choice and a habit of his own. `alike`: all voters mark the same names, each in his own hand; the hardest case.
`few`: every voter marks the first name, or the first two, or none: there the stamp alone tells papers apart.
"""

import argparse
import multiprocessing
import time
from collections.abc import Sequence
from functools import cache, partial

import numpy as np

from bench.tables import table
from daihoi.paper.accuracy.forms import printed
from daihoi.paper.pages import pages
from daihoi.paper.reading import PageReader
from daihoi.paper.simulation import random_choices, simulate_sheet
from daihoi.paper.simulation.kinds import BOX_MARKS, STRIKE_MARKS
from daihoi.paper.twice import Kept, repeated

AGAIN = 3  # each third paper is scanned twice
PILES = ("own", "alike", "few")
FEW = 3  # ways to mark few fields: none, one, two
Choices = dict[tuple[int, str], str]


@cache
def reader(form: str) -> PageReader:
    """One reader a form and process; the second one does not matter here."""
    return PageReader(printed(form).layout, both=False)


def choices_of(form: str, pile: str, seed: int) -> Choices:
    """What one voter marks."""
    layout, rng = printed(form).layout, np.random.default_rng([seed, 31])
    own = random_choices(layout, rng, odd=0.0)
    if pile == "own":
        return own
    usual = {kind.name: kind.usual for kind in (STRIKE_MARKS if "strike" in form else BOX_MARKS).values() if kind.usual}
    weights = np.array(list(usual.values()))
    habit = str(rng.choice(list(usual), p=weights / weights.sum()))
    if pile == "few":
        first = [(field["candidate"], field["kind"]) for field in layout["pages"][0]["fields"][::2]]
        return dict.fromkeys(first[: seed % FEW], habit)
    shared = random_choices(layout, np.random.default_rng([5, 31]), odd=0.0)
    return dict.fromkeys(shared, habit)


def scanned(form: str, pile: str, profile: str, place: int) -> list[list[Kept]]:
    """The ballot at a place of the pile, once or twice, as it is kept."""
    wanted, found = choices_of(form, pile, place), []
    for turn in (None, 1) if place % AGAIN == 0 else (None,):
        number = 2 * place + (turn or 0) + 1
        sheet = simulate_sheet(printed(form), wanted, seed=[place, 33], profile=profile, again=turn)
        lines = [reader(form).line(next(iter(pages(f"{number}", data))), with_ink=True) for data in sheet.pages]
        for side, line in enumerate(lines):
            line["ballot"], line["source"] = number, f"{number}#{side}"
        found.append([Kept.of(line, line.get("ink", "")) for line in lines if line["status"] == "read"])
    return found


def measured(form: str, pile: str, profile: str, ballots: int, workers: int) -> tuple[str, ...]:
    """One pile: papers scanned twice and how many were named; pairs of different papers and how many were."""
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        held = pool.map(partial(scanned, form, pile, profile), range(ballots), chunksize=4)
    kept = [page for papers in held for ballot in papers for page in ballot]
    started = time.perf_counter()
    named = repeated(kept)
    seconds = time.perf_counter() - started
    pairs = {(int(one.split("#")[0]), int(other.split("#")[0])) for one, other in named.items()}
    twice = [2 * place + 1 for place in range(0, ballots, AGAIN) if any(page.ink for ballot in held[place] for page in ballot)]
    right = {number for number in twice if (number + 1, number) in pairs}
    wrong = [pair for pair in pairs if pair[0] - 1 != pair[1] or pair[1] not in twice]
    several = ballots * (ballots - 1) // 2
    return (form, pile, profile, f"{len(twice)}", f"{len(twice) - len(right)}", f"{several:,}", f"{len(wrong)}", f"{seconds:.1f}")


def main(_name: str, arguments: Sequence[str]) -> int:
    """Measure every form in both piles, and tell."""
    parser = argparse.ArgumentParser(prog="./run bench twice")
    parser.add_argument("--ballots", type=int, default=200)
    parser.add_argument("--profiles", default="normal,bad")
    parser.add_argument("--forms", default="strike-out, 33 names|choose, 30 names|agree / disagree, 40 names")
    parser.add_argument("--piles", default=",".join(PILES))
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args(arguments)
    head = (
        "form",
        "marks",
        "scans",
        "papers scanned twice",
        "not named",
        "pairs of different papers",
        "named by mistake",
        "seconds to compare",
    )
    rows = [
        measured(form, pile, profile, given.ballots, given.workers)
        for profile in given.profiles.split(",")
        for form in given.forms.split("|")
        for pile in given.piles.split(",")
    ]
    print(table(head, rows))
    return 0
