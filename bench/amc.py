"""auto-multiple-choice on pages with as many names: a box to cross beside each of 35, since it reads boxes and no struck names."""

import resource
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from bench.peers import Peer

NAMES = 35
DPI, OWN_DPI, QUALITY, NOISE = 200, 300, 80, 4.0  # its layout counts in its own dots an inch
DARK_SHARE = 0.15  # of a box that counts as crossed: its own usual threshold
BOX = 4  # of its kinds of zones
Image = NDArray[np.uint8]

HEAD = r"""\documentclass[a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage{multicol}
\usepackage[bloc]{automultiplechoice}
\begin{document}
\onecopy{%d}{
\begin{questionmult}{names}
Names
\begin{multicols}{2}
\begin{choices}[o]
"""
TAIL = r"""\end{choices}
\end{multicols}
\end{questionmult}
}
\end{document}
"""


def command(folder: Path, name: str, *arguments: str) -> None:
    """One of its commands in a folder."""
    subprocess.run(["auto-multiple-choice", name, *arguments], cwd=folder, check=True, capture_output=True)


def measure(count: int) -> Peer | None:
    """Seconds of the processor for a page more, and what it makes of crossed and of empty boxes; nothing where it is not installed."""
    if not shutil.which("auto-multiple-choice"):
        return None
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path)
        (folder / "data").mkdir()
        choices = "".join(f"\\wrongchoice{{Nguyen Van An {number}}}\n" for number in range(1, NAMES + 1))
        (folder / "source.tex").write_text(HEAD % count + choices + TAIL, encoding="utf-8")
        data = ("--data", str(folder / "data"))
        command(folder, "prepare", "--mode", "s", "--with", "pdflatex", "--prefix", f"{folder}/", *data, str(folder / "source.tex"))
        command(folder, "meptex", "--src", "calage.xy", *data)
        files, crossed = scanned(folder)
        first, all_ = analysed(folder, files[:1]), analysed(folder, files)
        with sqlite3.connect(folder / "data" / "capture.sqlite") as captured:
            rows = captured.execute("SELECT student, id_b, 1.0 * black / total FROM capture_zone WHERE type = ?", (BOX,)).fetchall()
    seen = {(student, answer): share > DARK_SHARE for student, answer, share in rows}
    marked, empty = [seen[box] for box in crossed], [is_dark for box, is_dark in seen.items() if box not in crossed]
    return Peer(count - 1, all_ - first, len(marked), marked.count(False), len(empty), empty.count(True))


def scanned(folder: Path) -> tuple[list[Path], set[tuple[int, int]]]:
    """Its own printed pages as scans, a third of the boxes crossed: the files, and which boxes of which page."""
    with sqlite3.connect(folder / "data" / "layout.sqlite") as layout:
        boxes = layout.execute("SELECT student, answer, xmin, xmax, ymin, ymax FROM layout_box WHERE role = 1").fetchall()
    rng, files, crossed = np.random.default_rng(1), [], set()
    for number, page in enumerate(pypdfium2.PdfDocument(folder / "sujet.pdf"), start=1):
        image = np.array(page.render(scale=DPI / 72, grayscale=True).to_numpy(), np.uint8).squeeze()
        for student, answer, *sides in boxes:
            if student == number and rng.random() < 1 / 3:
                crossed.add((student, answer))
                cross(image, [round(side * DPI / OWN_DPI) for side in sides])
        noisy = np.clip(image * 0.9 + 10 + rng.normal(0, NOISE, image.shape), 0, 255).astype(np.uint8)
        files.append(folder / f"{number}.jpg")
        cv2.imwrite(str(files[-1]), noisy, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return files, crossed


def cross(image: Image, sides: Sequence[int]) -> None:
    """Two strokes from corner to corner."""
    left, right, top, bottom = sides
    for start, end in (((left, top), (right, bottom)), ((left, bottom), (right, top))):
        cv2.line(image, start, end, 60, 4, cv2.LINE_AA)


def analysed(folder: Path, files: Sequence[Path]) -> float:
    """Seconds of the processor to read these scans in one process."""
    (folder / "data" / "capture.sqlite").unlink(missing_ok=True)
    (folder / "cr").mkdir(exist_ok=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command(
        folder,
        *("analyse", "--projet", f"{folder}/", "--data", str(folder / "data"), "--cr", str(folder / "cr"), "--n-procs", "1"),
        *map(str, files),
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
