"""Pens and what they leave on paper: width, colour, pressure, gaps; also the official stamp (mực, con dấu)."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper.simulation.strokes import Line, Random, line

Image = NDArray[np.uint8]
Tile = NDArray[np.float32]
MM_PER_INCH = 25.4
FINER = 3


@dataclass(frozen=True)
class Pen:
    """One pen in one hand (bút)."""

    name: str
    colour: tuple[int, int, int]
    width_mm: float
    cover: float
    grain: float


_COLOURS = {
    "blue": ((28, 48, 150), 0.95),
    "black": ((24, 24, 30), 0.97),
    "red": ((196, 34, 44), 0.93),
    "pencil": ((70, 70, 76), 0.72),
    "pale_pencil": ((96, 96, 100), 0.42),
}


def pick_pen(rng: Random, *, names: tuple[str, ...] = ("blue", "black", "red", "pencil"), thin: float = 0.4, thick: float = 1.2) -> Pen:
    """A pen as voters bring them: mostly blue and black, seldom red or pencil."""
    weights = np.array([{"blue": 58, "black": 30, "red": 5, "pencil": 7}.get(name, 3) for name in names], dtype=float)
    name = names[int(rng.choice(len(names), p=weights / weights.sum()))]
    colour, cover = _COLOURS[name]
    shift = rng.normal(0, 8, 3)
    red, green, blue = (int(np.clip(c + s, 0, 255)) for c, s in zip(colour, shift, strict=True))
    width = float(np.clip(thin + rng.gamma(1.6, 0.14), thin, thick)) if rng.random() < 0.85 else float(rng.uniform(thin, thick))
    return Pen(
        name,
        (red, green, blue),
        width,
        cover * float(rng.uniform(0.88, 1.0)),
        float(rng.uniform(0.35, 0.7) if "pencil" in name else rng.uniform(0.03, 0.25)),
    )


@lru_cache(maxsize=8)
def tile(kind: str, down: int = 1, across: int = 1) -> Tile:
    """Noise made once, and laid so often side by side: `fine` grain, `coarse` cloud or `cloud` of a page, mean 0 and deviation 1."""
    if down > 1 or across > 1:
        return np.tile(tile(kind), (down, across))
    rng = np.random.default_rng({"fine": 11, "coarse": 12, "cloud": 13}[kind])
    raw = rng.standard_normal((1100, 1100)).astype(np.float32)
    sigma = {"fine": 0.0, "coarse": 2.5, "cloud": 30.0}[kind]
    soft = cv2.GaussianBlur(raw, (0, 0), sigma) if sigma else raw
    return np.asarray((soft - soft.mean()) / soft.std(), dtype=np.float32)


def cut(kind: str, shape: tuple[int, int], rng: Random) -> Tile:
    """A piece of a noise tile at a random place; larger pieces are tiled."""
    height, width = shape
    side = tile(kind).shape[0]
    whole = tile(kind, -(-height // side), -(-width // side))
    y, x = int(rng.integers(0, whole.shape[0] - height + 1)), int(rng.integers(0, whole.shape[1] - width + 1))
    return whole[y : y + height, x : x + width]


def pixels(array: Any) -> Image:
    """The same array, known as pixels."""
    return np.asarray(array, dtype=np.uint8)


def lay(canvas: Image, cover: NDArray[Any], at: tuple[int, int], colour: tuple[int, int, int]) -> None:
    """Let ink of a colour take light from the canvas where it covers."""
    y, x = at
    top, left, bottom, right = max(y, 0), max(x, 0), min(y + cover.shape[0], canvas.shape[0]), min(x + cover.shape[1], canvas.shape[1])
    if top >= bottom or left >= right:
        return
    part = cover[top - y : bottom - y, left - x : right - x]
    place = canvas[top:bottom, left:right]
    if canvas.ndim == 2:
        light = (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255
        place[:] = (place * (1 - part * (1 - light))).astype(np.uint8)
    else:
        light3 = np.array(colour, dtype=np.float32) / 255
        place[:] = (place * (1 - part[..., None] * (1 - light3))).astype(np.uint8)


def draw(canvas: Image, lines: list[Line], pen: Pen, rng: Random, dpi: int) -> tuple[float, float, float, float]:
    """Draw strokes given in millimetres; answer the box of the ink."""
    points = np.concatenate(lines)
    margin = pen.width_mm
    x0, y0 = points.min(axis=0) - margin
    x1, y1 = points.max(axis=0) + margin
    scale = dpi / MM_PER_INCH
    left, top = int(np.floor(x0 * scale)), int(np.floor(y0 * scale))
    width, height = int(np.ceil(x1 * scale)) - left + 1, int(np.ceil(y1 * scale)) - top + 1
    mask = np.zeros((height * FINER, width * FINER), dtype=np.uint8)
    for stroke in lines:
        _stroke(mask, (stroke * scale - (left, top)) * FINER, pen.width_mm * scale * FINER, rng)
    cover = cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    grain = 1 + pen.grain * (0.55 * cut("fine", (height, width), rng) + 0.45 * cut("coarse", (height, width), rng) - 0.2)
    lay(canvas, cover * np.clip(grain, 0, 1) * pen.cover, (top, left), pen.colour)
    half = pen.width_mm / 2
    inner, outer = points.min(axis=0) - half, points.max(axis=0) + half
    return float(inner[0]), float(inner[1]), float(outer[0]), float(outer[1])


def _stroke(mask: Image, points: Line, width: float, rng: Random) -> None:
    pieces = max(1, min(8, len(points) // 6))
    cuts = np.linspace(0, len(points) - 1, pieces + 1).astype(int)
    for start, end in pairwise(cuts):
        thick = max(1, round(width * float(np.clip(rng.normal(1, 0.12), 0.75, 1.35))))
        piece = np.round(points[start : end + 1] * 16).astype(np.int32)
        cv2.polylines(mask, [piece.reshape(-1, 1, 2)], False, 255, thick, cv2.LINE_8, 4)


@lru_cache(maxsize=8)
def _stamp_face(dpi: int) -> Image:
    side = int(36 * dpi / MM_PER_INCH)
    face = np.zeros((side * 2, side * 2), dtype=np.uint8)
    unit = side * 2 / 36
    middle = (side, side)
    for radius, thick in ((16, 0.9), (14.6, 0.35), (10.2, 0.4)):
        cv2.circle(face, middle, int(radius * unit), 255, max(1, int(thick * unit)), cv2.LINE_AA)
    star = [
        (np.sin(k * np.pi / 5) * (5.2 if k % 2 == 0 else 2.0), -np.cos(k * np.pi / 5) * (5.2 if k % 2 == 0 else 2.0)) for k in range(10)
    ]
    cv2.fillPoly(face, [np.array([[side + x * unit, side + y * unit] for x, y in star], dtype=np.int32)], 255)
    rng = np.random.default_rng(5)
    for turn in np.linspace(0, 2 * np.pi, 44, endpoint=False):
        across = np.array([np.cos(turn), np.sin(turn)])
        along = np.array([-across[1], across[0]])
        for _ in range(3):
            a = across * rng.uniform(11.2, 13.6) + along * rng.uniform(-0.7, 0.7)
            b = across * rng.uniform(11.2, 13.6) + along * rng.uniform(-0.7, 0.7)
            cv2.line(
                face,
                tuple(int(v) for v in (a * unit + side)),
                tuple(int(v) for v in (b * unit + side)),
                255,
                max(1, int(0.35 * unit)),
                cv2.LINE_AA,
            )
    return face


def stamp(canvas: Image, centre: tuple[float, float], rng: Random, dpi: int) -> tuple[float, float, float, float]:
    """The red round stamp of the convening committee, never inked evenly."""
    face = _stamp_face(dpi)
    side = face.shape[0] // 2
    turn = cv2.getRotationMatrix2D((face.shape[1] / 2, face.shape[0] / 2), float(rng.normal(0, 12)), float(rng.uniform(0.94, 1.02)))
    cover = cv2.resize(cv2.warpAffine(face, turn, face.shape[::-1]), (side, side), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    cloud = cv2.resize(cut("cloud", (300, 300), rng), (side, side))
    cover *= np.clip(0.8 + 0.25 * cloud + 0.2 * cut("fine", (side, side), rng), 0.1, 1) * rng.uniform(0.75, 1)
    scale = dpi / MM_PER_INCH
    lay(canvas, cover, (int(centre[1] * scale) - side // 2, int(centre[0] * scale) - side // 2), (200, 30, 45))
    return centre[0] - 17, centre[1] - 17, centre[0] + 17, centre[1] + 17


def hair(canvas: Image, rng: Random, dpi: int) -> None:
    """A thin short line of no meaning: a hair, a fibre."""
    scale = MM_PER_INCH / dpi
    x, y = rng.uniform(0, canvas.shape[1]) * scale, rng.uniform(0, canvas.shape[0]) * scale
    end = (x + rng.normal(0, 3), y + rng.normal(0, 3))
    draw(canvas, [line((x, y), end, rng, 0.5)], Pen("hair", (90, 85, 80), 0.1, 0.6, 0.3), rng, dpi)
