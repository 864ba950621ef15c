"""What goes wrong in the feeder, and what becomes of the ballots: whole piles through reading and assembling."""

from collections import Counter

import numpy as np

from bench.tables import table
from daihoi.paper.accuracy.forms import printed
from daihoi.paper.accuracy.measuring import reader, spread_over
from daihoi.paper.pages import pages
from daihoi.paper.reading import assemble
from daihoi.paper.simulation import EVENTS, judge_pile, random_choices, simulate_pile

FORMS = {"strike-out, 33 names": "choose, 30 names", "strike-out, 70 names": "strike-out, 33 names"}
PILES = 8
SHEETS = 4
FATES = ("whole", "to_people", "kept_out", "counted_twice", "lost", "mixed", "taken_in")


def one_kind(job: tuple[str, str, int]) -> Counter[str]:
    """Some piles of one form, each with one event."""
    form, event, first = job
    ballot, foreign = printed(form), printed(FORMS[form])
    found: Counter[str] = Counter()
    for seed in range(first, first + PILES):
        choices = [random_choices(ballot.layout, np.random.default_rng([seed, place]), odd=0.0) for place in range(SHEETS)]
        pictures = simulate_pile(ballot, choices, seed=seed, events={1: event}, foreign=foreign)
        lines = [reader(form).read(next(iter(pages(f"{place}.jpg", picture.data)))) for place, picture in enumerate(pictures)]
        found += judge_pile(pictures, assemble(lines))
    return found


def measure(first: int, workers: int) -> str:
    """Every event on ballots of one page and of two."""
    jobs = [(form, event, first) for event in EVENTS for form in FORMS if event != "swapped" or form == "strike-out, 70 names"]
    found = spread_over(workers, one_kind, jobs)
    rows = [(f"{job[1]}: {job[0]}", *(str(fates[fate]) for fate in FATES)) for job, fates in zip(jobs, found, strict=True)]
    head = ("", *(fate.replace("_", " ") for fate in FATES))
    return f"{PILES} piles of {SHEETS} ballots each; in every pile it happens once.\n\n{table(head, rows)}"
