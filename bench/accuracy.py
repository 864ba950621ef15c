"""Simulated sheets through the reader, compared with what was drawn."""

import json
import multiprocessing
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from bench.forms import form_of_seed, printed
from daihoi.paper.pages import pages
from daihoi.paper.reading import PageReader
from daihoi.paper.simulation import judge, random_choices, simulate_sheet
from daihoi.paper.simulation.judging import touches

BLOCK = 20
KEPT_FAILURES = 400
# Least score of each bucket of the reliability table.
BUCKETS = (0.0, 0.001, 0.01, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 0.99, 0.999)
COUNTS = ("fields", "by_form", "by_mark", "by_damage", "by_touch", "by_score", "pages", "causes", "seconds")
PAPER = Path(__file__).parent.parent / "src" / "daihoi" / "paper"


@dataclass
class Measured:
    """Counts that add up over seed ranges."""

    profile: str
    seeds: tuple[int, int]
    fields: Counter[str] = field(default_factory=Counter)
    by_form: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_mark: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_damage: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_touch: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_score: Counter[tuple[int, str]] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    failures: list[dict[str, Any]] = field(default_factory=list)
    seconds: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Measured") -> None:
        """Take the counts of another range."""
        for name in COUNTS:
            getattr(self, name).update(getattr(other, name))
        self.failures += other.failures[: KEPT_FAILURES - len(self.failures)]

    def to_json(self) -> str:
        """Write the counts of one range down."""
        counts = {
            name: [[*(key if isinstance(key, tuple) else (key,)), count] for key, count in getattr(self, name).items()] for name in COUNTS
        }
        return json.dumps({"profile": self.profile, "seeds": self.seeds, "failures": self.failures, **counts}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Measured":
        """Take up counts that were written down."""
        data = json.loads(text)
        counts = {name: Counter({(tuple(key) if len(key) > 1 else key[0]): count for *key, count in data[name]}) for name in COUNTS}
        return cls(data["profile"], tuple(data["seeds"]), failures=data["failures"], **counts)


@cache
def reader(form: str) -> PageReader:
    """One reader a form and process."""
    return PageReader(printed(form).layout)


def sheet_of(seed: int, profile: str, odd: float) -> tuple[str, Any]:
    """The sheet of a seed: form, marks and damages follow from it alone."""
    form = form_of_seed(seed)
    ballot = printed(form)
    choices = random_choices(ballot.layout, np.random.default_rng([seed, 99]), odd=odd)
    return form, simulate_sheet(ballot, choices, seed=[seed, 1], profile=profile)


def measure_block(job: tuple[str, int, int, float]) -> Measured:
    """Measure the seeds first..last-1."""
    profile, first, last, odd = job
    found = Measured(profile, (first, last))
    for seed in range(first, last):
        started = time.process_time()
        form, sheet = sheet_of(seed, profile, odd)
        found.seconds["simulate"] += time.process_time() - started
        for data, truth in zip(sheet.pages, sheet.truth["pages"], strict=True):
            image = next(iter(pages("page", data)))
            started = time.process_time()
            reading = reader(form).read(image)
            found.seconds["read"] += time.process_time() - started
            tell(found, seed, form, truth, reading, sheet.truth)
    return found


def tell(found: Measured, seed: int, form: str, truth: dict[str, Any], reading: dict[str, Any], sheet: dict[str, Any]) -> None:
    """Count one page."""
    page_state = reading["status"] if reading["status"] == "read" else "refused hard" if truth["hard"] else "refused good"
    found.pages[page_state] += 1
    found.pages["good" if not truth["hard"] else "hard"] += 1
    if reading["status"] != "read":
        found.causes[str(reading.get("cause"))] += 1
    kinds = {damage["kind"] for damage in truth["damages"]} or {"none"}
    for verdict in judge(truth, reading):
        group = f"{verdict.kind if verdict.kind == 'strike' else 'box'}: {verdict.mark}"
        found.fields[verdict.outcome] += 1
        found.by_form[form, verdict.outcome] += 1
        if verdict.score is not None and not verdict.truth["board"]:
            found.by_score[bisect_right(BUCKETS, verdict.score) - 1, verdict.truth["accepts"][0]] += 1
        found.by_mark[group, verdict.outcome] += 1
        for kind in kinds:
            found.by_damage[kind, verdict.outcome] += 1
        for damage in truth["damages"]:
            if damage["box_mm"] and damage["kind"] != "bleed_through" and touches(damage["box_mm"], verdict.truth["box_mm"], 0):
                found.by_touch[damage["kind"], verdict.outcome] += 1
        if verdict.outcome in {"wrong", "settled"}:
            found.failures.append(
                {
                    "seed": seed,
                    "profile": found.profile,
                    "form": form,
                    "page": truth["page"],
                    "candidate": verdict.candidate,
                    "kind": verdict.kind,
                    "mark": verdict.mark,
                    "state": verdict.state,
                    "score": verdict.score,
                    "outcome": verdict.outcome,
                    "pen": f"{sheet['pen']} {sheet['pen_mm']}",
                    "damages": {damage["kind"]: damage["strength"] for damage in truth["damages"]},
                }
            )


def jobs(profile: str, marks: int, first: int, odd: float) -> Iterator[tuple[str, int, int, float]]:
    """Blocks of seeds that hold at least so many fields."""
    done, seed = 0, first
    while done < marks:
        done += sum(len(page["fields"]) for each in range(seed, seed + BLOCK) for page in printed(form_of_seed(each)).layout["pages"])
        yield profile, seed, seed + BLOCK, odd
        seed += BLOCK


def source_digest() -> str:
    """Name the reader and the simulation that were measured, so that only counts of the same code are taken up again."""
    code = sha256()
    for path in sorted(PAPER.rglob("*.py")):
        code.update(path.read_bytes())
    return code.hexdigest()[:12]


@dataclass(frozen=True)
class Kept:
    """A folder of counts that are done, one file a range of seeds."""

    folder: Path | None
    code: str

    def path(self, job: tuple[str, int, int, float]) -> Path | None:
        """Where the counts of one range lie."""
        profile, first, last, odd = job
        return self.folder / f"{self.code}-{profile}-{odd}-{first}-{last}.json" if self.folder else None

    def __call__(self, job: tuple[str, int, int, float]) -> Measured:
        """Measure one range, or take up what was measured before."""
        path = self.path(job)
        if path is None:
            return measure_block(job)
        if not path.exists():
            unfinished = path.with_suffix(f".{multiprocessing.current_process().pid}.part")
            unfinished.write_text(measure_block(job).to_json(), encoding="utf-8")
            unfinished.replace(path)
        return Measured.from_json(path.read_text(encoding="utf-8"))


def spread_over(workers: int, act: Callable[[Any], Any], jobs_: list[Any]) -> Iterator[Any]:
    """Answer an act on each job, in order, in so many processes."""
    if workers == 1:
        yield from map(act, jobs_)
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        yield from pool.imap(act, jobs_)


def measure(
    profile: str, marks: int, first: int, odd: float, workers: int, crops: Path | None = None, kept: Path | None = None
) -> Measured:
    """Measure at least so many fields from a first seed on."""
    blocks = list(jobs(profile, marks, first, odd))
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
    total = Measured(profile, (blocks[0][1], blocks[-1][2]))
    for part in spread_over(workers, Kept(kept, source_digest()), blocks):
        total.add(part)
    if crops:
        save_crops(total.failures, crops, {failure["seed"]: sheet_of(failure["seed"], profile, odd)[1] for failure in total.failures[:60]})
    return total


def save_crops(failures: list[dict[str, Any]], folder: Path, sheets: dict[int, Any]) -> None:
    """Pictures of what was read wrong, with the rows around."""
    import cv2

    folder.mkdir(parents=True, exist_ok=True)
    for failure in failures:
        if failure["seed"] not in sheets:
            continue
        sheet = sheets[failure["seed"]]
        index = next(i for i, page in enumerate(sheet.truth["pages"]) if page["page"] == failure["page"])
        truth = sheet.truth["pages"][index]
        box = next(f["box_mm"] for f in truth["fields"] if (f["candidate"], f["kind"]) == (failure["candidate"], failure["kind"]))
        picture = next(iter(pages("page", sheet.pages[index]))).image
        corners = np.array(
            [[[box[0] - 25, box[1] - 12], [box[2] + 40, box[1] - 12], [box[2] + 40, box[3] + 12], [box[0] - 25, box[3] + 12]]],
            dtype=np.float64,
        )
        seen = cv2.perspectiveTransform(corners, np.array(truth["to_picture"]))[0]
        x0, y0 = np.maximum(seen.min(axis=0), 0).astype(int)
        x1, y1 = seen.max(axis=0).astype(int)
        name = f"{failure['outcome']}-{failure['mark']}-read-{failure['state']}-{failure['profile']}-{failure['seed']}-{failure['page']}-{failure['candidate']}.png"
        if picture[y0:y1, x0:x1].size:
            cv2.imwrite(str(folder / name), picture[y0:y1, x0:x1])
