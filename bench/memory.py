"""Memory of one process that reads a very long pile, page after page, as `daihoi ballot read` does (`./run bench memory`)."""

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.speed import FORM, scans
from bench.tables import table
from daihoi.paper.accuracy.forms import printed
from daihoi.paper.piles import joined
from daihoi.paper.reading import PageReader, read_portion
from daihoi.paper.shapes import ReadingLine
from daihoi.paper.twice import Kept, kept_apart

SHEETS = 60  # different pages; each is read again and again with other bytes at its end, so that none is the copy of another
FIRST_STEPS, STEP = (1_000, 2_000, 5_000), 10_000


def resident() -> float:
    """Megabytes of memory this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def lines(reader: PageReader, files: Sequence[bytes], count: int) -> Iterator[ReadingLine]:
    """The lines of so many pages."""
    for number in range(count):
        yield from read_portion(reader, f"{number}.jpg", files[number % len(files)] + number.to_bytes(8, "big"), [])


def main(_name: str, arguments: Sequence[str]) -> int:
    """Read, and tell the memory at every step; the exit code says whether it stayed under 1 GB."""
    parser = argparse.ArgumentParser(prog="./run bench memory")
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--reader", choices=("first", "both"), default="first")
    given = parser.parse_args(arguments)
    files, rows, kept = scans(SHEETS), [], list[Kept]()
    reader, started, most = PageReader(printed(FORM).layout, both=given.reader == "both"), time.process_time(), 0.0
    for done, _line in enumerate(kept_apart(joined(lines(reader, files, given.pages)), kept), start=1):
        if done in FIRST_STEPS or done % STEP == 0 or done == given.pages:
            most = max(most, resident())
            ink = sum(len(each.ink) for each in kept) / 1e6
            rows.append((f"{done:,}", f"{resident():.0f} MB", f"{ink:.0f} MB", f"{time.process_time() - started:.0f} s"))
            print(*rows[-1], flush=True)
    print(table(("pages read", "memory of the process", "ink kept in it to find papers scanned twice", "processor time"), rows))
    return int(most > 1000)
