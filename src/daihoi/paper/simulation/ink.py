"""Pens and what they leave on paper: width, colour, pressure, gaps; also the official stamp (mực, con dấu)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper.simulation.raster import press
from daihoi.paper.simulation.strokes import Line, Random, line

Image = NDArray[np.uint8]
Tile = NDArray[np.float32]
MM_PER_INCH = 25.4
FINER = 3
GRAIN = 48


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


@cache
def tile(kind: str) -> Tile:
    """Noise made once, and laid so often side by side: `fine` grain, `coarse` cloud or `cloud` of a page, mean 0 and deviation 1."""
    rng = np.random.default_rng({"fine": 11, "coarse": 12, "cloud": 13}[kind])
    raw = rng.standard_normal((1100, 1100)).astype(np.float32)
    sigma = {"fine": 0.0, "coarse": 2.5, "cloud": 30.0}[kind]
    soft = cv2.GaussianBlur(raw, (0, 0), sigma) if sigma else raw
    return np.asarray((soft - soft.mean()) / soft.std(), dtype=np.float32)


@cache
def grains() -> Image:
    """The size of each fine grain, 48 to a deviation."""
    return pixels((np.abs(tile("fine")) * GRAIN).clip(0, 255).round())


def lay_tiles(image: Image, laid: Image, at: tuple[int, int], act: Callable[..., Any]) -> None:
    """Add a tile to an image, or take it away, laid side by side from a place of it on."""
    laid = laid if image.ndim == 2 else pixels(cv2.merge([laid] * 3))
    side = laid.shape[0]
    for top in range(-at[0], image.shape[0], side):
        for left in range(-at[1], image.shape[1], side):
            y, x = max(top, 0), max(left, 0)
            piece = image[y : top + side, x : left + side]
            act(piece, laid[y - top : y - top + piece.shape[0], x - left : x - left + piece.shape[1]], dst=piece)


def place(shape: tuple[int, int], rng: Random) -> tuple[int, int]:
    """A random place for a piece on tiles laid so often side by side that it lies on them."""
    side = tile("fine").shape[0]
    height, width = shape
    return int(rng.integers(0, -height % side + 1)), int(rng.integers(0, -width % side + 1))


def cut(kind: str, shape: tuple[int, int], rng: Random) -> Tile:
    """A piece of a noise tile at a random place; larger pieces are tiled."""
    y, x = place(shape, rng)
    found = tile(kind)[y : y + shape[0], x : x + shape[1]]
    return (
        found
        if found.shape == shape
        else np.take(np.take(tile(kind), range(y, y + shape[0]), 0, mode="wrap"), range(x, x + shape[1]), 1, mode="wrap")
    )


def pixels(array: Any) -> Image:
    """The same array, known as pixels."""
    return np.asarray(array, dtype=np.uint8)


def by_band(image: Image, act: Callable[[Image, Image], None]) -> Image:
    """What an act writes for each band of an image: one of grey, three of colour."""
    if image.ndim == 2:
        out = np.empty_like(image)
        act(image, out)
        return out
    return pixels(cv2.merge([by_band(pixels(band), act) for band in cv2.split(image)]))


def lights(canvas: Image, colour: tuple[int, int, int]) -> NDArray[np.float32]:
    """How much light a colour throws back, in each band of the canvas."""
    seen = colour if canvas.ndim == 3 else (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2],)
    return np.array([value / 255 for value in seen], dtype=np.float32)


def lay(canvas: Image, cover: NDArray[Any], at: tuple[int, int], colour: tuple[int, int, int]) -> None:
    """Let ink of a colour take light from the canvas where it covers."""
    y, x = at
    top, left, bottom, right = max(y, 0), max(x, 0), min(y + cover.shape[0], canvas.shape[0]), min(x + cover.shape[1], canvas.shape[1])
    if top >= bottom or left >= right:
        return
    part = cover[top - y : bottom - y, left - x : right - x, None]
    piece = canvas.reshape(*canvas.shape[:2], -1)[top:bottom, left:right]
    piece[:] = (piece * (1 - part * (1 - lights(canvas, colour)))).astype(np.uint8)


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
    for course in lines:
        _stroke(mask, (course * scale - (left, top)) * FINER, pen.width_mm * scale * FINER, rng)
    stroke = pixels(cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA))
    fine, coarse = cut("fine", (height, width), rng), cut("coarse", (height, width), rng)
    press(canvas.reshape(*canvas.shape[:2], -1), stroke, (top, left), fine, coarse, pen.grain, pen.cover, lights(canvas, pen.colour))
    half = pen.width_mm / 2
    inner, outer = points.min(axis=0) - half, points.max(axis=0) + half
    return float(inner[0]), float(inner[1]), float(outer[0]), float(outer[1])


def _stroke(mask: Image, points: Line, width: float, rng: Random) -> None:
    pieces = max(1, min(8, len(points) // 6))
    cuts = [(len(points) - 1) * piece // pieces for piece in range(pieces + 1)]
    thick = np.maximum(1, np.rint(width * rng.normal(1, 0.12, pieces).clip(0.75, 1.35))).astype(int).tolist()
    course = np.rint(points * 16).astype(np.int32).reshape(-1, 1, 2)
    for (start, end), pen in zip(pairwise(cuts), thick, strict=True):
        cv2.polylines(mask, [course[start : end + 1]], False, 255, pen, cv2.LINE_8, 4)


@lru_cache(maxsize=8)
def _stamp_face(dpi: int) -> Image:
    """The stamp drawn twice as large, each pixel the mean of four: read at every other one, it is the stamp in its size."""
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
    return pixels(cv2.blur(face, (2, 2)))


def stamp(canvas: Image, centre: tuple[float, float], rng: Random, dpi: int) -> tuple[float, float, float, float]:
    """The red round stamp of the convening committee, never inked evenly."""
    face = _stamp_face(dpi)
    side = face.shape[0] // 2
    turn = cv2.getRotationMatrix2D((side, side), float(rng.normal(0, 12)), float(rng.uniform(0.94, 1.02))) / 2
    cover = cv2.warpAffine(face, turn, (side, side)).astype(np.float32) / 255
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
