"""Pages a second of the reader, against decoding the same images with the same decoder in the same run, and against its peers.

One core is measured in processor time, so that other work on the machine counts less; two processes in wall time.
Every figure is the best of a few rounds, since other work only ever slows down.
"""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import simplejpeg

from daihoi.paper.accuracy.forms import printed
from daihoi.paper.reading import PageReader, read_portion
from daihoi.paper.simulation import random_choices, simulate_sheet

FORM = "strike-out, 70 names"
READERS = {"first": False, "both": True}


@dataclass(frozen=True)
class Rate:
    """How long one process took for all pages: seconds on the wall and of the processor."""

    wall: float
    processor: float


@dataclass(frozen=True)
class Speed:
    """What one run measured (tốc độ)."""

    pages: int
    kilobytes: float
    decoding: Rate
    reading: dict[str, Rate]
    two: dict[str, float]  # seconds on the wall for two processes that read all pages each


def sheets(count: int) -> list[tuple[bytes, dict[str, Any]]]:
    """So many scanned pages, 200 dpi, A4, grey JPEG, each with what was drawn on it."""
    ballot = printed(FORM)
    found: list[tuple[bytes, dict[str, Any]]] = []
    seed = 0
    while len(found) < count:
        sheet = simulate_sheet(ballot, random_choices(ballot.layout, np.random.default_rng(seed)), seed=[seed, 77])
        found += zip(sheet.pages, sheet.truth["pages"], strict=True)
        seed += 1
    return found[:count]


def scans(count: int) -> list[bytes]:
    """So many scanned pages."""
    return [data for data, _truth in sheets(count)]


def timed(act: Callable[[], None], rounds: int) -> Rate:
    """Wall and processor seconds of an act."""
    wall, processor = [], []
    for _ in range(rounds):
        started, used = time.perf_counter(), time.process_time()
        act()
        wall.append(time.perf_counter() - started)
        processor.append(time.process_time() - used)
    return Rate(min(wall), min(processor))


def decode_all(files: Sequence[bytes]) -> None:
    """Decode all images to grey, with the decoder of the reader."""
    for data in files:
        simplejpeg.decode_jpeg(data, colorspace="GRAY")


def read_all(reader: PageReader, files: Sequence[bytes]) -> None:
    """Open and read all pages as a pile is read."""
    for number, data in enumerate(files):
        read_portion(reader, f"{number}.jpg", data, [])


def _one_of_two(both: bool, files: Sequence[bytes], rounds: int, start: Any, spent: Any) -> None:
    reader = PageReader(printed(FORM).layout, both=both)
    read_all(reader, files[:2])
    for _ in range(rounds):
        start.wait()
        started = time.perf_counter()
        read_all(reader, files)
        spent.put((started, time.perf_counter()))
        start.wait()


def two_processes(files: Sequence[bytes], rounds: int, *, both: bool) -> float:
    """Seconds for two processes to read all pages each, started together."""
    context = multiprocessing.get_context("fork")
    start, spent = context.Barrier(3), context.Queue()
    workers = [context.Process(target=_one_of_two, args=(both, files, rounds, start, spent)) for _ in range(2)]
    for worker in workers:
        worker.start()
    seconds = []
    for _ in range(rounds):
        start.wait()
        times = [spent.get() for _ in workers]
        seconds.append(max(end for _begun, end in times) - min(begun for begun, _end in times))
        start.wait()
    for worker in workers:
        worker.join()
    return min(seconds)


def measure(count: int, rounds: int) -> Speed:
    """Decoding and reading in one process, then in two side by side."""
    files, reading, two = scans(count), {}, {}
    decode_all(files[:2])
    decoding = timed(lambda: decode_all(files), rounds)
    for name, both in READERS.items():
        reader = PageReader(printed(FORM).layout, both=both)
        read_all(reader, files[:2])
        reading[name] = timed(lambda reader=reader: read_all(reader, files), rounds)  # type: ignore[misc]
        two[name] = two_processes(files, rounds, both=both)
    return Speed(count, sum(map(len, files)) / count / 1000, decoding, reading, two)
