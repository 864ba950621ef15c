"""Other programs on the same names, where they are installed: auto-multiple-choice from Debian, pdf-strikethrough-detect from PyPI.

Neither is a dependency. The second one looks for struck words and leaves the reading of words to others: it is told where they lie.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.speed import FORM
from daihoi.paper.accuracy.forms import printed
from daihoi.paper.fitting import moved
from daihoi.paper.pages import pages
from daihoi.paper.reading import PageReader

WORDS, BETWEEN_MM = 3, 0.6
Scan = tuple[bytes, Mapping[str, Any]]

STRIKETHROUGH = """
import json, sys, time
import numpy as np
from PIL import Image
from pdf_strikethrough.detect import detect_scanned_image
from pdf_strikethrough.ocr import Word
from pdf_strikethrough.scanned import ScanConfig

jobs, free = json.load(sys.stdin), ScanConfig.confidence_free()
def look(path, names):
    words = [[Word("x", box) for box in boxes] for boxes in names]
    found = detect_scanned_image(np.asarray(Image.open(path).convert("L")), sum(words, []), config=free, dpi=200)
    struck = [each["bbox_frac"] for each in found if each["final"]]
    def is_struck(word):
        return any(max(abs(a - b) for a, b in zip(word.bbox, one)) < 1e-3 for one in struck)
    return [any(map(is_struck, name)) for name in words]
look(*jobs[0])
used = time.process_time()
answers = [look(*job) for job in jobs]
json.dump([answers, time.process_time() - used], sys.stdout)
"""


@dataclass(frozen=True)
class Peer:
    """What another program made of the pages: seconds of the processor, struck names and those it overlooked, clear ones and those it took for struck."""

    pages: int
    seconds: float
    struck: int
    overlooked: int
    clear: int
    mistaken: int


def strikethrough(python: str, scans: Sequence[Scan]) -> Peer | None:
    """pdf-strikethrough-detect on so many pages, or nothing where that Python does not have it."""
    if subprocess.run([python, "-c", "import pdf_strikethrough"], capture_output=True, check=False).returncode:
        return None
    with tempfile.TemporaryDirectory() as folder:
        jobs, wanted = [], []
        for number, (data, truth) in enumerate(scans):
            path = Path(folder, f"{number}.jpg")
            path.write_bytes(data)
            fields = [field for field in truth["fields"] if not field["board"]]
            jobs.append((str(path), words(data, [field["candidate"] for field in fields])))
            wanted.append(["marked" in field["accepts"] for field in fields])
        one = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        run = subprocess.run([python, "-c", STRIKETHROUGH], input=json.dumps(jobs), capture_output=True, text=True, check=True, env=one)
    answers, seconds = json.loads(run.stdout)
    pairs = [pair for answer, right in zip(answers, wanted, strict=True) for pair in zip(answer, right, strict=True)]
    struck = [seen for seen, is_struck in pairs if is_struck]
    clear = [seen for seen, is_struck in pairs if not is_struck]
    return Peer(len(scans), seconds, len(struck), struck.count(False), len(clear), clear.count(True))


def words(data: bytes, candidates: Sequence[int]) -> list[list[list[float]]]:
    """Where the words of each name lie in the image of a page, as shares of its sides, by the registration of this program.

    Names have three or four words; three equal parts of the name stand for them.
    """
    page, layout = next(iter(pages("page", data))), printed(FORM).layout
    fit = PageReader(layout, both=False).registrar.locate(page.image)
    entries = {entry["candidate"]: entry["box_mm"] for entry in layout["pages"][fit.page - 1]["fields"]}
    height, width = page.image.shape
    found = []
    for candidate in candidates:
        x0, y0, x1, y1 = entries[candidate]
        parts = []
        for part in range(WORDS):
            left, right = x0 + (x1 - x0) * part / WORDS, x0 + (x1 - x0) * (part + 1) / WORDS - BETWEEN_MM
            points = moved(fit.matrix, np.array([[left, y0], [right, y0], [right, y1], [left, y1]])) / (width, height)
            parts.append([*points.min(axis=0).clip(0, 1).tolist(), *points.max(axis=0).clip(0, 1).tolist()])
        found.append(parts)
    return found
