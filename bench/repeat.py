"""The same sheets scanned many ways: a vote must never turn into no vote (`./run bench repeat`)."""

import argparse
import multiprocessing
from collections import Counter
from collections.abc import Sequence

import numpy as np

from bench.accuracy_page import put
from bench.tables import table
from daihoi.paper.accuracy.forms import form_of_seed, printed
from daihoi.paper.accuracy.measuring import reader
from daihoi.paper.pages import pages
from daihoi.paper.simulation import random_choices, simulate_sheet


def scanned(job: tuple[int, int, str]) -> Counter[str]:
    """One sheet, scanned so many times: what became of each of its fields."""
    seed, ways, profile = job
    form = form_of_seed(seed)
    ballot = printed(form)
    choices = random_choices(ballot.layout, np.random.default_rng([seed, 99]))
    states: dict[tuple[int, int, str], set[str]] = {}
    found: Counter[str] = Counter()
    for again in range(ways):
        sheet = simulate_sheet(ballot, choices, seed=[seed, 1], profile=profile, again=again)
        for number, data in enumerate(sheet.pages):
            line = reader(form).line(next(iter(pages("page", data))))
            found["pages"] += 1
            found["pages set aside"] += line["status"] != "read"
            for field in line["fields"]:
                states.setdefault((number, field["candidate"], field["kind"]), set()).add(field["state"])
    for seen in states.values():
        found["flips" if {"marked", "clear"} <= seen else "sometimes asked" if len(seen) > 1 else "always alike"] += 1
    return found


def main(_name: str, arguments: Sequence[str]) -> int:
    """Scan, and tell; the exit code says whether a vote flipped."""
    parser = argparse.ArgumentParser(prog="./run bench repeat")
    parser.add_argument("--sheets", type=int, default=30)
    parser.add_argument("--ways", type=int, default=100)
    parser.add_argument("--profile", default="normal")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="put the table into docs/accuracy.md")
    given = parser.parse_args(arguments)
    found: Counter[str] = Counter()
    with multiprocessing.get_context("spawn").Pool(given.workers) as pool:
        for part in pool.imap_unordered(scanned, [(seed, given.ways, given.profile) for seed in range(1, given.sheets + 1)]):
            found += part
    names = ("always alike", "sometimes asked", "flips", "pages", "pages set aside")
    head = (f"{given.sheets} sheets, each scanned {given.ways} ways, {given.profile}", "")
    text = table(head, [(name, f"{found[name]:,}") for name in names])
    print(text)
    if given.write:
        put("repeat", f"./run bench repeat --sheets {given.sheets} --ways {given.ways} --profile {given.profile} --write", text)
    return int(found["flips"] > 0)
