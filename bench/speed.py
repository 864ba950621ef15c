"""Pages a second of the reader, against decoding the same images with the same decoder in the same run.

One core is measured in processor time, so that other work on the machine counts less; two processes in wall time.
"""

import multiprocessing
import time
from typing import Any

import numpy as np
import simplejpeg

from bench.forms import printed
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


def decode_all(files: list[bytes]) -> float:
    """Processor seconds to decode all images to grey."""
    started = time.process_time()
    for data in files:
        simplejpeg.decode_jpeg(data, colorspace="GRAY")
    return time.process_time() - started


def read_all(files: list[bytes]) -> float:
    """Processor seconds to open and read all pages."""
    reader = PageReader(printed(FORM).layout)
    reader.read(next(iter(pages("warm", files[0]))))
    started = time.process_time()
    for data in files:
        for page in pages("page", data):
            reader.read(page)
    return time.process_time() - started


def _both(start: Any, files: list[bytes], spent: Any) -> None:
    reader = PageReader(printed(FORM).layout)
    reader.read(next(iter(pages("warm", files[0]))))
    start.wait()
    started = time.perf_counter()
    for data in files:
        for page in pages("page", data):
            reader.read(page)
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


def one_process(files: list[bytes]) -> float:
    """Wall seconds for one process to read all pages."""
    started = time.perf_counter()
    read_all(files)
    return time.perf_counter() - started


def measure(count: int) -> dict[str, float]:
    """The best of a few rounds, since other work only ever slows down."""
    files = scans(count)
    decode = min(decode_all(files) for _ in range(ROUNDS))
    read = min(read_all(files) for _ in range(ROUNDS))
    pair = min(two_processes(files) for _ in range(ROUNDS))
    alone = min(one_process(files) for _ in range(ROUNDS))
    return {
        "pages": count,
        "bytes": sum(map(len, files)) / count,
        "decode_per_second": count / decode,
        "read_per_second": count / read,
        "ratio": read / decode,
        "two_per_second": 2 * count / pair,
        "two_to_one": 2 * alone / pair,
    }
