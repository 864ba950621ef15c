"""Pages a second of the reader, against decoding the same images with the same decoder in the same run.

One core is measured in processor time, so that other work on the machine counts less; two processes in wall time.
"""

import multiprocessing
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import simplejpeg

from daihoi.paper.accuracy.forms import printed
from daihoi.paper.pages import pages
from daihoi.paper.reading import PageReader
from daihoi.paper.simulation import random_choices, simulate_sheet

FORM = "strike-out, 70 names"
ROUNDS = 3


def scans(count: int) -> list[bytes]:
    """So many scanned pages, 200 dpi, A4, grey JPEG."""
    ballot = printed(FORM)
    files: list[bytes] = []
    seed = 0
    while len(files) < count:
        files += simulate_sheet(ballot, random_choices(ballot.layout, np.random.default_rng(seed)), seed=[seed, 77]).pages
        seed += 1
    return files[:count]


def timed(act: Callable[[], None]) -> tuple[float, float]:
    """Wall and processor seconds of an act: the least of a few rounds, since other work only ever slows down."""
    wall, processor = [], []
    for _ in range(ROUNDS):
        started, used = time.perf_counter(), time.process_time()
        act()
        wall.append(time.perf_counter() - started)
        processor.append(time.process_time() - used)
    return min(wall), min(processor)


def decode_all(files: list[bytes]) -> None:
    """Decode all images to grey, with the decoder of the reader."""
    for data in files:
        simplejpeg.decode_jpeg(data, colorspace="GRAY")


def read_all(reader: PageReader, files: list[bytes]) -> None:
    """Open and read all pages."""
    for data in files:
        for page in pages("page", data):
            reader.read(page)


def _both(start: Any, files: list[bytes], spent: Any) -> None:
    reader = PageReader(printed(FORM).layout)
    reader.read(next(iter(pages("warm", files[0]))))
    start.wait()
    started = time.perf_counter()
    read_all(reader, files)
    spent.put((started, time.perf_counter()))


def two_processes(files: list[bytes]) -> float:
    """Seconds for two processes to read all pages each, started together."""
    context = multiprocessing.get_context("fork")
    start, spent = context.Barrier(2), context.Queue()
    workers = [context.Process(target=_both, args=(start, files, spent)) for _ in range(2)]
    for worker in workers:
        worker.start()
    times = [spent.get() for _ in workers]
    for worker in workers:
        worker.join()
    return max(end for _start, end in times) - min(begun for begun, _end in times)


def measure(count: int) -> dict[str, float]:
    """Decoding and reading on one core, then two processes side by side."""
    files = scans(count)
    reader = PageReader(printed(FORM).layout)
    reader.read(next(iter(pages("warm", files[0]))))
    decode_wall, decode = timed(lambda: decode_all(files))
    read_wall, read = timed(lambda: read_all(reader, files))
    pair = min(two_processes(files) for _ in range(ROUNDS))
    return {
        "pages": count,
        "bytes": sum(map(len, files)) / count,
        "decode_per_second": count / decode,
        "decode_per_second_wall": count / decode_wall,
        "read_per_second": count / read,
        "read_per_second_wall": count / read_wall,
        "ratio": read / decode,
        "two_per_second": 2 * count / pair,
        "two_to_one": 2 * read_wall / pair,
    }
