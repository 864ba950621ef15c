"""Pages a second of `daihoi ballot read --cluster` with one worker and with two, against one process on the same pile."""

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.speed import FORM, scans
from bench.tables import table
from daihoi.paper.accuracy.forms import printed
from daihoi.paper.cluster import read_on
from daihoi.paper.reading import read_files

LEAFLETS, NATION_BALLOTS, NATION_HOURS = 2, 52_000 * 200, 24  # sides of a ballot of 70 names; ballots of one day, for the arithmetic


def main(_name: str, arguments: Sequence[str]) -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="./run bench cluster")
    parser.add_argument("--pages", type=int, default=400)
    given = parser.parse_args(arguments)
    layout = printed(FORM).layout
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "pile"
        folder.mkdir()
        for number, data in enumerate(scans(given.pages)):
            (folder / f"{number:05d}.jpg").write_bytes(data)
        started = time.perf_counter()
        alone = [json.dumps(line) for line in read_files(layout, [folder])]
        rows = [("one process, no engine", given.pages / (time.perf_counter() - started), "")]
        rows += [_with(workers, layout, folder, Path(name) / f"kept-{workers}", alone) for workers in (1, 2)]
    print(table(("", "pages a second", ""), [(what, f"{rate:.0f}", same) for what, rate, same in rows]))
    best = rows[-1][1] / 2
    hours = NATION_BALLOTS * LEAFLETS / best / 3600
    print(
        f"{NATION_BALLOTS:,} ballots of {LEAFLETS} pages at {best:.0f} pages a second a worker: {hours:,.0f} worker hours, {hours / NATION_HOURS:.0f} workers for one day."
    )
    return 0


def _with(workers: int, layout: dict[str, object], folder: Path, keep: Path, alone: list[str]) -> tuple[str, float, str]:
    """One run with so many workers."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None) as engine:
        list(read_on(engine.scheduler_address, layout, [sorted(folder.iterdir())[0]], keep=keep.with_name(f"{keep.name}-warm")))
        started = time.perf_counter()
        lines = [json.dumps(line) for line in read_on(engine.scheduler_address, layout, [folder], keep=keep)]
        spent = time.perf_counter() - started
    return (
        f"Dask distributed, {workers} worker{'s' if workers > 1 else ''}",
        len(lines) / spent,
        "same bytes" if lines == alone else "DIFFERENT",
    )
