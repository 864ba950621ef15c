"""Broken images and PDFs through the reader: each must end in lines of the contract, none in a fault (`./run bench fuzz`)."""

import argparse
import io
import multiprocessing
import resource
import signal
import struct
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from bench.accuracy_page import put
from bench.tables import table
from daihoi.paper.accuracy.forms import printed
from daihoi.paper.reading import PageReader, read_portion
from daihoi.paper.simulation import judge, random_choices, simulate_sheet

FORM = "one name"
PATIENCE = 30  # seconds for one input
STATUSES = {"read", "set_aside", "duplicate"}
CAUSES = {
    *("no_marks_found", "wrong_grid", "wrong_ballot", "unreadable_code", "torn", "too_dark", "too_light", "blank_page"),
    *("two_sheets", "likely_duplicate", "readers_disagree", "broken_file"),
}
Random = np.random.Generator


@cache
def scans() -> list[tuple[bytes, dict[str, Any]]]:
    """Whole pages with their truth, as JPEG."""
    ballot = printed(FORM)
    sheets = [simulate_sheet(ballot, random_choices(ballot.layout, np.random.default_rng(s), odd=0.0), seed=s) for s in range(12)]
    return [(sheet.pages[0], sheet.truth["pages"][0]) for sheet in sheets]


@cache
def dressed(number: int, kind: str) -> bytes:
    """A page in another file format."""
    with Image.open(io.BytesIO(scans()[number][0])) as picture:
        out = io.BytesIO()
        if kind == "PDF":
            picture.save(out, "PDF", resolution=200)
        elif kind == "TIFF":
            picture.save(out, "TIFF", compression="tiff_lzw", save_all=True, append_images=[picture])
        else:
            picture.save(out, kind)
        return out.getvalue()


def cut_off(data: bytes, rng: Random) -> bytes:
    """The end is missing: a full disk, a stick pulled out."""
    return data[: int(len(data) * rng.random())]


def flipped(data: bytes, rng: Random) -> bytes:
    """Some bits have turned over."""
    found = bytearray(data)
    for place in rng.integers(0, len(found), int(rng.integers(1, 60))):
        found[place] ^= 1 << int(rng.integers(8))
    return bytes(found)


def flipped_head(data: bytes, rng: Random) -> bytes:
    """Bits of the first bytes have turned over: sizes, kinds, tables."""
    found = bytearray(data)
    for place in rng.integers(0, min(700, len(found)), int(rng.integers(1, 8))):
        found[place] = int(rng.integers(256))
    return bytes(found)


def hole(data: bytes, rng: Random) -> bytes:
    """A stretch of zeros or of other bytes: a bad block."""
    start = int(rng.integers(len(data)))
    size = int(rng.integers(1, 20_000))
    fill = b"\0" * size if rng.random() < 0.5 else rng.bytes(size)
    return data[:start] + fill[: len(data) - start] + data[start + size :]


def spliced(data: bytes, rng: Random) -> bytes:
    """Halves of two files."""
    other = scans()[int(rng.integers(len(scans())))][0]
    return data[: int(rng.integers(len(data)))] + other[int(rng.integers(len(other))) :]


def huge_number(data: bytes, rng: Random) -> bytes:
    """A size or count somewhere that no machine holds."""
    found = bytearray(data)
    place = int(rng.integers(0, min(4000, max(5, len(found) - 4))))
    found[place : place + 4] = struct.pack(">I" if rng.random() < 0.5 else "<I", int(rng.choice([0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 65535])))
    return bytes(found)


def noise(_data: bytes, rng: Random) -> bytes:
    """Bytes of chance behind the first bytes of a known kind."""
    head = rng.choice([b"", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"BM", b"GIF89a"])
    return bytes(head) + rng.bytes(int(rng.integers(0, 5000)))


BREAKS: tuple[Callable[[bytes, Random], bytes], ...] = (cut_off, flipped, flipped_head, hole, spliced, huge_number, noise)


def broken(seed: int) -> tuple[str, str, bytes, dict[str, Any]]:
    """The input of one seed: how it was broken, of which kind, its bytes, and what was drawn on the page."""
    rng = np.random.default_rng([7, seed])
    number, kind = int(rng.integers(len(scans()))), str(rng.choice(["JPEG", "JPEG", "PNG", "TIFF", "PDF"]))
    act = BREAKS[int(rng.integers(len(BREAKS)))]
    data = scans()[number][0] if kind == "JPEG" else dressed(number, kind)
    return act.__name__, kind, act(data, rng), scans()[number][1]


@cache
def reader() -> PageReader:
    """One reader for each process."""
    return PageReader(printed(FORM).layout)


def tried(seed: int) -> tuple[str, str, str]:
    """How one input ended: the break, the end, and the trace of a fault."""
    how, kind, data, truth = broken(seed)
    signal.alarm(PATIENCE)
    try:
        lines = read_portion(reader(), f"{seed}.{kind.lower()}", data, [])
    except Exception:  # noqa: BLE001 — any fault is what this looks for
        return how, "FAULT", f"seed {seed} {kind}\n{traceback.format_exc()}"
    finally:
        signal.alarm(0)
    if not lines or any(
        line["status"] not in STATUSES or (line["status"] == "set_aside" and line["cause"] not in CAUSES) for line in lines
    ):
        return how, "FAULT", f"seed {seed} {kind}: {lines}"
    if any(line["status"] == "read" for line in lines):
        found = {verdict.outcome for line in lines if line["status"] == "read" for verdict in judge(truth, line)}
        whole = how not in {"spliced"}  # a splice may show the other sheet
        return how, "READ WRONG" if whole and "wrong" in found else "read", f"seed {seed} {kind}"
    return how, f"refused: {lines[0]['cause']}", ""


def main(_name: str, arguments: Sequence[str]) -> int:
    """Try so many inputs; the exit code tells whether one of them ended in a fault."""
    parser = argparse.ArgumentParser(prog="./run bench fuzz")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--save", type=Path, help="folder for the inputs that ended in a fault or were read wrong")
    parser.add_argument("--write", action="store_true", help="put the table into docs/accuracy.md")
    given = parser.parse_args(arguments)
    ends: dict[str, Counter[str]] = {}
    started, bad = time.perf_counter(), []
    with multiprocessing.get_context("spawn").Pool(given.workers) as pool:
        seeds = range(given.first, given.first + given.inputs)
        for seed, (how, end, trace) in zip(seeds, pool.imap(tried, seeds, chunksize=20), strict=True):
            ends.setdefault(how, Counter())[end.split(":")[0]] += 1
            if end in {"FAULT", "READ WRONG"}:
                bad.append((end, trace))
                if given.save:
                    given.save.mkdir(parents=True, exist_ok=True)
                    (given.save / str(seed)).write_bytes(broken(seed)[2])
    heads = ("refused", "read", "READ WRONG", "FAULT")
    rows = [(how, *(str(found[head]) for head in heads)) for how, found in sorted(ends.items())]
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    told = f"{given.inputs:,} inputs in {time.perf_counter() - started:.0f} s, at most {memory:.2f} GB a process."
    text = f"{table(('', *heads), rows)}\n{told}"
    print(text)
    if given.write:
        put("fuzz", f"./run bench fuzz --inputs {given.inputs} --first {given.first} --write", text)
    for end, trace in bad[:10]:
        print(end, trace)
    return int(any(end == "FAULT" for end, _trace in bad))
