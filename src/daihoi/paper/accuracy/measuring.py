"""Simulated sheets through the reader, compared with what was drawn (đo độ chính xác)."""

import multiprocessing
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from daihoi.paper.accuracy.counts import BUCKETS, KEPT_FAILURES, Measured
from daihoi.paper.accuracy.forms import form_of_seed, printed
from daihoi.paper.pages import pages
from daihoi.paper.reading import PageReader
from daihoi.paper.simulation import judge, random_choices, simulate_sheet
from daihoi.paper.simulation.judging import Verdict, touches

BLOCK = 20
PAPER = Path(__file__).parent.parent


@dataclass(frozen=True)
class Job:
    """The sheets of the seeds first..last-1, of one profile and, where named, one form."""

    profile: str
    first: int
    last: int
    odd: float
    form: str | None = None

    @property
    def name(self) -> str:
        """Name the file of its counts."""
        return f"{self.profile}-{self.odd}-{self.form or 'all'}-{self.first}-{self.last}".replace(" ", "_").replace("/", "+")


@cache
def reader(form: str) -> PageReader:
    """One reader a form and process."""
    return PageReader(printed(form).layout)


def sheet_of(seed: int, profile: str, odd: float, form: str | None = None) -> tuple[str, Any]:
    """The sheet of a seed: form (where none is asked for), marks and damages follow from it alone."""
    form = form or form_of_seed(seed)
    ballot = printed(form)
    choices = random_choices(ballot.layout, np.random.default_rng([seed, 99]), odd=odd)
    return form, simulate_sheet(ballot, choices, seed=[seed, 1], profile=profile)


def measure_block(job: Job) -> Measured:
    """Measure the sheets of one job."""
    found = Measured(job.profile, (job.first, job.last))
    for seed in range(job.first, job.last):
        started = time.process_time_ns()
        form, sheet = sheet_of(seed, job.profile, job.odd, job.form)
        found.nanoseconds["simulate"] += time.process_time_ns() - started
        refused = 0
        for data, truth in zip(sheet.pages, sheet.truth["pages"], strict=True):
            image = next(iter(pages("page", data)))
            started = time.process_time_ns()
            reading = reader(form).read(image)
            found.nanoseconds["read"] += time.process_time_ns() - started
            tell(found, seed, form, truth, reading, sheet.truth)
            refused += reading["status"] != "read"
        found.sheets["sheets"] += 1
        found.sheets["refused"] += refused > 0
        found.sheets["refused good"] += refused > 0 and not any(truth["hard"] for truth in sheet.truth["pages"])
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
        is_boards = verdict.truth["board"] or verdict.truth["beside_board"]
        outcome = "settled_board" if verdict.outcome == "to_people" and is_boards else verdict.outcome
        group = f"{verdict.kind if verdict.kind == 'strike' else 'box'}: {verdict.mark}"
        found.fields[outcome] += 1
        found.by_form[form, outcome] += 1
        if verdict.score is not None and not verdict.truth["board"]:
            found.by_score[bisect_right(BUCKETS, verdict.score) - 1, verdict.truth["accepts"][0]] += 1
        found.by_mark[group, outcome] += 1
        for kind in kinds:
            found.by_damage[kind, outcome] += 1
        for damage in truth["damages"]:
            if damage["box_mm"] and damage["kind"] != "bleed_through" and touches(damage["box_mm"], verdict.truth["box_mm"], 0):
                found.by_touch[damage["kind"], outcome] += 1
        if outcome in {"wrong", "settled"} and len(found.failures) < KEPT_FAILURES:
            found.failures.append(_failure(found.profile, seed, form, truth, verdict, sheet))


def _failure(profile: str, seed: int, form: str, truth: dict[str, Any], verdict: Verdict, sheet: dict[str, Any]) -> dict[str, Any]:
    """What is needed to draw a failure again."""
    return {
        "seed": seed,
        "profile": profile,
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


def fields_of(form: str) -> int:
    """Number of fields on one ballot of a form."""
    layout: Any = printed(form).layout
    return sum(len(page["fields"]) for page in layout["pages"])


def sheets_for(positions: int, first: int, form: str | None = None) -> int:
    """Number of sheets, from a first seed on, that hold at least so many fields."""
    done, seed = 0, first
    while done < positions:
        done += fields_of(form or form_of_seed(seed))
        seed += 1
    return seed - first


def jobs(profile: str, odd: float, first: int, last: int, form: str | None = None) -> list[Job]:
    """The seeds first..last-1 in blocks that begin at multiples of the block, so that what was kept is found again."""
    starts = [first, *range(first - first % BLOCK + BLOCK, last, BLOCK)]
    return [Job(profile, start, end, odd, form) for start, end in zip(starts, [*starts[1:], last], strict=True) if end > start]


def source_digest() -> str:
    """Name the reader and the simulation that were measured, so that only counts of the same code are taken up again."""
    code = sha256()
    for path in sorted(path for path in PAPER.rglob("*") if path.suffix in {".py", ".npz", ".csv"}):
        code.update(path.read_bytes())
    return code.hexdigest()[:12]


@dataclass(frozen=True)
class Kept:
    """A folder of counts that are done, one file a range of seeds."""

    folder: Path | None
    code: str

    def path(self, job: Job) -> Path | None:
        """Where the counts of one range lie."""
        return self.folder / f"{self.code}-{job.name}.json" if self.folder else None

    def __call__(self, job: Job) -> Measured:
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


def measure(blocks: list[Job], workers: int, crops: Path | None = None, kept: Path | None = None) -> Measured:
    """Measure all sheets of the blocks, in so many processes; what a folder keeps is taken up again."""
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
    if not blocks:
        return Measured("", (0, 0))
    total = Measured(blocks[0].profile, (blocks[0].first, blocks[-1].last))
    for part in spread_over(workers, Kept(kept, source_digest()), blocks):
        total.add(part)
    if crops:
        again = {failure["seed"] for failure in total.failures[:60]}
        save_crops(total.failures, crops, {seed: sheet_of(seed, blocks[0].profile, blocks[0].odd, blocks[0].form)[1] for seed in again})
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
