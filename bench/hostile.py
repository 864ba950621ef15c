"""The hardest marks and damages one by one, stronger than any hall; the failures as pictures."""

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from bench.report import HEAD, split
from bench.tables import table
from daihoi.paper.accuracy.counts import Measured
from daihoi.paper.accuracy.forms import printed
from daihoi.paper.accuracy.measuring import reader, save_crops, spread_over, tell
from daihoi.paper.pages import pages
from daihoi.paper.simulation import BOX_MARKS, STRIKE_MARKS, random_choices, simulate_sheet
from daihoi.paper.simulation.ink import Pen

STRIKES, BOXES = "strike-out, 33 names", "agree / disagree, 40 names"
THIN = Pen("blue", (30, 50, 150), 0.25, 0.9, 0.2)
PALE = Pen("pale_pencil", (110, 110, 115), 0.25, 0.42, 0.6)
FAINT = Pen("pencil", (95, 95, 100), 0.4, 0.5, 0.6)
THICK = Pen("black", (20, 20, 25), 1.2, 0.98, 0.05)
SHEETS = 12

# name: damages with their strengths
DAMAGES = {
    "fold through a name": {"fold_name": 0.6},
    "hard fold through a name": {"fold_name": 1.0},
    "fold that hides 2-3 mm": {"fold_hide": 0.8},
    "upright fold": {"fold_upright": 1.0},
    "streaks along the feed": {"streak_upright": 1.0},
    "streaks across": {"streak_level": 0.5},
    "dark streaks across": {"streak_level": 1.0},
    "coffee ring": {"coffee": 1.0},
    "light toner": {"light_toner": 1.0},
    "bleed-through": {"bleed_through": 1.0},
    "torn corner": {"torn_corner": 0.8},
    "one bit": {"one_bit": 1.0},
    "one bit and tilt": {"one_bit": 1.0, "tilt": 0.7, "noise": 0.6},
    "tilt 3° and stretch 2 %": {"tilt": 1.0, "stretch": 1.0},
    "warp 1 mm": {"warp": 1.0},
    "crop 8 mm": {"crop": 1.0},
    "noise and blur": {"noise": 1.0, "blur": 1.0},
    "phone": {"perspective": 1.0, "shadow": 1.0, "blur": 0.7, "noise": 0.7, "warp": 0.7},
    "dim": {"dim": 1.0, "noise": 0.5},
    "dirt": {"dirt": 1.0},
    "fold, streak and noise": {"fold_name": 0.7, "streak_level": 0.6, "noise": 0.6, "tilt": 0.3},
}
PENS = {"0.25 mm ballpoint": THIN, "pale 0.25 mm pencil": PALE, "0.4 mm pencil": FAINT, "1.2 mm marker": THICK}


def cases() -> dict[str, dict[str, Any]]:
    """Each case by name: form, damages, pen, and the one mark used, where there is one."""
    found: dict[str, dict[str, Any]] = {}
    for form, label in ((STRIKES, "names"), (BOXES, "boxes")):
        found |= {f"{label}: {name}": {"form": form, "damages": damages} for name, damages in DAMAGES.items()}
        found |= {
            f"{label}: {name}": {"form": form, "damages": {"noise": 0.3, "blur": 0.3, "tilt": 0.2}, "pen": pen}
            for name, pen in PENS.items()
        }
        marks = STRIKE_MARKS if form == STRIKES else BOX_MARKS
        found |= {
            f"{label}: only {mark}": {"form": form, "damages": {"noise": 0.3, "blur": 0.3, "tilt": 0.2, "stretch": 0.4}, "mark": mark}
            for mark in marks
        }
    found["names: stamp over a name"] = {"form": STRIKES, "damages": {"noise": 0.3}, "stamp": "over_name"}
    return found


def one_case(number: int, case: dict[str, Any], first: int, sheets: dict[int, Any]) -> Measured:
    """Twelve sheets of one case."""
    ballot = printed(case["form"])
    found = Measured("clean", (first, first + SHEETS))
    for turn in range(SHEETS):
        seed = first + 1000 * number + turn
        rng = np.random.default_rng([seed, 5])
        choices = random_choices(ballot.layout, rng, odd=0.0)
        if "mark" in case:
            kind = "strike" if case["form"] == STRIKES else "agree"
            people = sorted({field["candidate"] for page in ballot.layout["pages"] for field in page["fields"]})
            choices = {(person, kind): case["mark"] for person in people if person % 2 == turn % 2}
        sheet = simulate_sheet(
            ballot,
            choices,
            seed=[seed, 6],
            profile="clean",
            damages=case["damages"],
            pen=case.get("pen"),
            stamp=case.get("stamp", "present"),
        )
        sheets[seed] = sheet
        for data, truth in zip(sheet.pages, sheet.truth["pages"], strict=True):
            tell(found, seed, case["form"], truth, reader(case["form"]).read(next(iter(pages("page", data)))), sheet.truth)
    return found


def case_of(job: tuple[int, int, Path | None]) -> tuple[str, Counter[str]]:
    """One case by its number, with its pictures where a folder is given."""
    number, first, crops = job
    name, case = list(cases().items())[number]
    sheets: dict[int, Any] = {}
    found = one_case(number, case, first, sheets)
    if crops:
        save_crops(found.failures[:8], crops / name.replace(": ", "-").replace("/", "-").replace(" ", "_"), sheets)
    return name, found.fields


def measure(first: int, crops: Path | None, workers: int) -> str:
    """Every case, worst first."""
    counts: Counter[tuple[str, str]] = Counter()
    for name, fields in spread_over(workers, case_of, [(number, first, crops) for number in range(len(cases()))]):
        counts.update({(name, outcome): total for outcome, total in fields.items()})
    return f"{SHEETS} sheets each, seeds from {first} on.\n\n{table(HEAD, split(counts))}"
