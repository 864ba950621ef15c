"""The course of a pen over a name or a box, in millimetres of the page (nét bút)."""

import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Line = NDArray[np.float64]
Box = tuple[float, float, float, float]
Random = np.random.Generator


def line(start: tuple[float, float], end: tuple[float, float], rng: Random, tremor: float = 0.12) -> Line:
    """A stroke from start to end with the tremor of a hand."""
    length = math.hypot(end[0] - start[0], end[1] - start[1])
    count = max(6, int(length / 1.5))
    along, arch = _course(count)
    wander = rng.normal(0, 1, (count, 2)).cumsum(axis=0) * (tremor / math.sqrt(count))
    course: Line = wander + (start - wander[0]) * (1 - along) + (end - wander[-1]) * along
    course[:, 1] += (arch * rng.normal(0, 0.012 * length)).clip(-0.7, 0.7)
    return course


@cache
def _course(count: int) -> tuple[Line, NDArray[np.float64]]:
    """So many steps from 0 to 1, and the height of an arch over them."""
    along = np.linspace(0, 1, count)
    return along[:, None], np.sin(np.pi * along)


def _ends(box: Box, rng: Random) -> tuple[float, float]:
    x0, _y0, x1, _y1 = box
    return x0 - rng.uniform(0.3, 4.0), x1 + rng.uniform(0.2, 4.5)


def _level_at(box: Box, rng: Random, where: float, spread: float = 0.08) -> Line:
    left, right = _ends(box, rng)
    height = box[3] - box[1]
    y = box[1] + height * (where + rng.normal(0, spread))
    tilt = float(np.clip(rng.normal(0, 0.012), -0.03, 0.03)) * (right - left) / 2
    tilt = float(np.clip(tilt, -0.22 * height, 0.22 * height))
    return line((left, y - tilt), (right, y + tilt), rng)


def level(box: Box, rng: Random) -> list[Line]:
    """One stroke through the middle of the whole name."""
    return [_level_at(box, rng, 0.56)]


def high(box: Box, rng: Random) -> list[Line]:
    """One stroke through the upper part of the letters."""
    return [_level_at(box, rng, 0.36, 0.02)]


def low(box: Box, rng: Random) -> list[Line]:
    """One stroke through the lower part of the letters."""
    return [_level_at(box, rng, 0.60, 0.02)]


def slanted(box: Box, rng: Random) -> list[Line]:
    """One stroke from the foot of the first letter to the head of the last, or the other way."""
    left, right = _ends(box, rng)
    height = box[3] - box[1]
    low, high = box[3] - height * rng.uniform(0.05, 0.25), box[1] + height * rng.uniform(0.15, 0.35)
    if rng.random() < 0.3:
        low, high = high, low
    return [line((left, low), (right, high), rng)]


def wavy(box: Box, rng: Random) -> list[Line]:
    """A wave along the whole name."""
    left, right = _ends(box, rng)
    height = box[3] - box[1]
    x = np.linspace(left, right, int((right - left) / 0.5) + 2)
    pitch, size = rng.uniform(4, 11), height * rng.uniform(0.12, 0.3)
    y = box[1] + height * 0.55 + size * np.sin(2 * np.pi * x / pitch + rng.uniform(0, 6.3))
    return [np.stack([x, y], axis=1)]


def double(box: Box, rng: Random) -> list[Line]:
    """Two strokes through the whole name."""
    gap = rng.uniform(0.1, 0.2)
    return [_level_at(box, rng, 0.55 - gap, 0.04), _level_at(box, rng, 0.55 + gap, 0.04)]


def zigzag(box: Box, rng: Random) -> list[Line]:
    """A saw over the whole name."""
    left, right = _ends(box, rng)
    height = box[3] - box[1]
    count = max(4, int((right - left) / rng.uniform(2.0, 6.0)))
    x = np.linspace(left, right, count) + rng.normal(0, 0.3, count)
    y = np.where(np.arange(count) % 2, box[1] + 0.12 * height, box[3] - 0.08 * height) + rng.normal(0, 0.25, count)
    return [np.stack([x, y], axis=1)]


def cross(box: Box, rng: Random) -> list[Line]:
    """A great X over the whole name."""
    left, right = _ends(box, rng)
    over = rng.uniform(0, 0.25) * (box[3] - box[1])
    return [
        line((left, box[1] - over), (right, box[3] + over), rng),
        line((left, box[3] + over), (right, box[1] - over), rng),
    ]


def short_ends(box: Box, rng: Random) -> list[Line]:
    """A level stroke that begins and ends a little inside the name."""
    width = box[2] - box[0]
    inner = (box[0] + width * rng.uniform(0.02, 0.08), box[1], box[2] - width * rng.uniform(0.02, 0.08), box[3])
    y = box[1] + (box[3] - box[1]) * rng.uniform(0.45, 0.65)
    return [line((inner[0], y), (inner[2], y + rng.normal(0, 0.25)), rng)]


def upright(box: Box, rng: Random) -> list[Line]:
    """Upright strokes through the whole height of the name, side by side over it."""
    height = box[3] - box[1]
    count = int(rng.integers(3, 8))
    xs = np.linspace(box[0] + 0.08 * (box[2] - box[0]), box[2] - 0.08 * (box[2] - box[0]), count) + rng.normal(0, 0.6, count)
    return [line((x, box[1] - 0.25 * height), (x + rng.normal(0, 0.4), box[3] + 0.25 * height), rng) for x in xs]


def family_only(box: Box, rng: Random) -> list[Line]:
    """A stroke through the family name alone."""
    width = box[2] - box[0]
    y = box[1] + (box[3] - box[1]) * rng.uniform(0.45, 0.65)
    return [line((box[0] - rng.uniform(0.3, 2), y), (box[0] + width * rng.uniform(0.24, 0.36), y + rng.normal(0, 0.2)), rng)]


def short_dash(box: Box, rng: Random) -> list[Line]:
    """A dash over a small part of the name."""
    width = box[2] - box[0]
    start = box[0] + width * rng.uniform(0.1, 0.6)
    y = box[1] + (box[3] - box[1]) * rng.uniform(0.4, 0.7)
    return [line((start, y), (start + width * rng.uniform(0.12, 0.28), y + rng.normal(0, 0.15)), rng)]


def ring(box: Box, rng: Random) -> list[Line]:
    """A ring around the name."""
    turn = np.linspace(0, 2 * np.pi + rng.uniform(0, 0.6), 60) + rng.uniform(0, 6.3)
    across, down = (box[2] - box[0]) / 2 + rng.uniform(0.8, 3), (box[3] - box[1]) / 2 + rng.uniform(0.5, 1.2)
    x = (box[0] + box[2]) / 2 + across * np.cos(turn) * (1 + rng.normal(0, 0.01, 60).cumsum() * 0.1)
    return [np.stack([x, (box[1] + box[3]) / 2 + down * np.sin(turn)], axis=1)]


def underline(box: Box, rng: Random) -> list[Line]:
    """A line just below the name."""
    left, right = _ends(box, rng)
    y = box[3] + rng.uniform(0.25, 1.0)
    return [line((left, y), (right, y + rng.normal(0, 0.15)), rng)]


def overline(box: Box, rng: Random) -> list[Line]:
    """A line just above the name."""
    left, right = _ends(box, rng)
    y = box[1] - rng.uniform(0.25, 1.0)
    return [line((left, y), (right, y + rng.normal(0, 0.15)), rng)]


def writing(x: float, y: float, width: float, height: float, rng: Random) -> list[Line]:
    """A word by hand: loops that run to the right."""
    count = max(12, int(width / 0.3))
    along = np.linspace(0, 1, count)
    loops = width / rng.uniform(1.6, 2.6)
    phase = 2 * np.pi * loops * along + rng.uniform(0, 6.3)
    size = height / 2 * np.repeat(rng.uniform(0.45, 1, count // 6 + 1), 6)[:count]
    return [np.stack([x + width * along + 0.5 * np.cos(phase), y + height / 2 + size * np.sin(phase)], axis=1)]


def withdrawn(box: Box, rng: Random, room: float) -> list[Line]:
    """A struck name whose stroke was taken back: small strokes across it and a word beside."""
    height = box[3] - box[1]
    xs = np.arange(box[0] + 2, box[2], rng.uniform(4, 8))
    ticks = [line((x - 0.6, box[3]), (x + 0.6, box[1] + 0.2 * height), rng) for x in xs]
    return [*level(box, rng), *ticks, *writing(box[2] + rng.uniform(2, 4), box[1], min(rng.uniform(8, 14), room - 5), height, rng)]


def note_beside(box: Box, rng: Random, room: float) -> list[Line]:
    """A struck name with a word beside it."""
    return [*level(box, rng), *writing(box[2] + rng.uniform(5, 7), box[1], min(rng.uniform(8, 18), room - 8), box[3] - box[1], rng)]


def dot(box: Box, rng: Random) -> list[Line]:
    """The dot of a pen that rested and went on."""
    x, y = rng.uniform(box[0], box[2]), rng.uniform(box[1], box[3])
    return [np.array([[x, y], [x + rng.uniform(0.02, 0.3), y + rng.uniform(-0.1, 0.1)]])]


def x_in(box: Box, rng: Random, size: float, centre: tuple[float, float] | None = None) -> list[Line]:
    """An X of a size relative to the box."""
    side = (box[2] - box[0]) * size / 2
    cx, cy = centre or ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    a, b, c, d = (side * rng.uniform(0.8, 1.2, 2) for _ in range(4))
    return [
        line((cx - a[0], cy - a[1]), (cx + b[0], cy + b[1]), rng, 0.08),
        line((cx + c[0], cy - c[1]), (cx - d[0], cy + d[1]), rng, 0.08),
    ]


def _shifted(box: Box, rng: Random, by: float) -> tuple[float, float]:
    side = box[2] - box[0]
    return (box[0] + box[2]) / 2 + rng.normal(0, by) * side, (box[1] + box[3]) / 2 + rng.normal(0, by) * side


def x_neat(box: Box, rng: Random) -> list[Line]:
    """An X that fills the box."""
    return x_in(box, rng, rng.uniform(0.6, 0.95), _shifted(box, rng, 0.05))


def x_large(box: Box, rng: Random) -> list[Line]:
    """An X whose arms leave the box."""
    return x_in(box, rng, rng.uniform(1.15, 1.6), _shifted(box, rng, 0.08))


def x_small(box: Box, rng: Random) -> list[Line]:
    """An X in the middle of the box, a third to a half of its side."""
    return x_in(box, rng, rng.uniform(0.35, 0.5), _shifted(box, rng, 0.08))


def x_outside(box: Box, rng: Random) -> list[Line]:
    """An X wholly beside the box."""
    side = box[2] - box[0]
    away = side * rng.uniform(1.25, 1.6) * (1 if rng.random() < 0.5 else -1)
    return x_in(box, rng, rng.uniform(0.7, 0.95), ((box[0] + box[2]) / 2 + away, (box[1] + box[3]) / 2))


def tick(box: Box, rng: Random) -> list[Line]:
    """A tick instead of an X."""
    side = box[2] - box[0]
    low = (box[0] + side * rng.uniform(0.35, 0.5), box[3] - side * rng.uniform(0.05, 0.2))
    start = (box[0] + side * rng.uniform(0.05, 0.2), box[1] + side * rng.uniform(0.45, 0.6))
    end = (box[2] + side * rng.uniform(-0.1, 0.4), box[1] + side * rng.uniform(-0.2, 0.15))
    return [np.concatenate([line(start, low, rng, 0.06), line(low, end, rng, 0.06)])]


def filled(box: Box, rng: Random) -> list[Line]:
    """A box filled by going to and fro."""
    side = box[2] - box[0]
    y = np.arange(box[1] + 0.08 * side, box[3] - 0.05 * side, rng.uniform(0.2, 0.34))
    x = np.where(np.arange(len(y)) % 2, box[0] + 0.08 * side, box[2] - 0.08 * side) + rng.normal(0, 0.12, len(y))
    return [np.stack([x, y], axis=1)]


def slash(box: Box, rng: Random) -> list[Line]:
    """One stroke across the box."""
    return x_in(box, rng, rng.uniform(0.8, 1.1))[1:]


def scratched(box: Box, rng: Random) -> list[Line]:
    """An X that was scratched out again."""
    side = box[2] - box[0]
    count = int(rng.integers(9, 16))
    x = np.linspace(box[0] - 0.15 * side, box[2] + 0.15 * side, count) + rng.normal(0, 0.3, count)
    y = np.where(np.arange(count) % 2, box[1] - 0.1 * side, box[3] + 0.1 * side) + rng.normal(0, 0.3, count)
    return [*x_neat(box, rng), np.stack([x, y], axis=1)]


def box_ring(box: Box, rng: Random) -> list[Line]:
    """A ring around the box."""
    turn = np.linspace(0, 2 * np.pi + 0.3, 40) + rng.uniform(0, 6.3)
    radius = (box[2] - box[0]) * rng.uniform(0.78, 0.95)
    return [np.stack([(box[0] + box[2]) / 2 + radius * np.cos(turn), (box[1] + box[3]) / 2 + radius * np.sin(turn)], axis=1)]


def between_lines(box: Box, rng: Random, pitch: float) -> list[Line]:
    """A stroke in the white between a name and the next."""
    left, right = _ends(box, rng)
    y = (box[1] + box[3]) / 2 + pitch / 2 + rng.normal(0, 0.25)
    return [line((left, y), (right, y + rng.normal(0, 0.2)), rng)]


def drifting(box: Box, rng: Random, pitch: float) -> list[Line]:
    """A stroke that begins in a name and ends in the white below it, past half its width."""
    left, right = _ends(box, rng)
    middle = (left + right) / 2
    start, end = (left, box[1] + 0.55 * (box[3] - box[1])), (right, (box[1] + box[3]) / 2 + pitch * rng.uniform(0.45, 0.55))
    turn = (middle + rng.uniform(-4, 4), box[3] + 0.1)
    return [np.concatenate([line(start, turn, rng), line(turn, end, rng)])]


def between_rows(box: Box, rng: Random, pitch: float) -> list[Line]:
    """An X between the boxes of two rows."""
    return x_in(box, rng, rng.uniform(0.7, 1.0), ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2 + pitch / 2))


STRIKES: dict[str, Callable[[Box, Random], list[Line]]] = {
    f.__name__: f
    for f in (
        level,
        slanted,
        wavy,
        double,
        zigzag,
        cross,
        short_ends,
        upright,
        high,
        low,
        dot,
        family_only,
        ring,
        underline,
        overline,
        short_dash,
    )
}
BOXES: dict[str, Callable[[Box, Random], list[Line]]] = {
    "x": x_neat,
    **{f.__name__: f for f in (x_large, x_small, tick, filled, slash, dot, x_outside, scratched, box_ring)},
}


# A strike goes through the letters of family name and given name (EL-21: gạch giữa cả họ và tên): its mean height
# lies between these parts of an em above the baseline. What runs higher or lower is a line over or under the name.
HIGHEST_EM, LOWEST_EM = 0.55, 0.08
# Within 0.03 em (0.16 mm of a name of 15 points) of that border nobody can tell by eye, and a strike is still called one.
UNTOLD_EM = 0.03
# Marks of a steady hand are held there; `high` and `low` may fall out and are then called what they are.
HELD = frozenset({"level", "slanted", "wavy", "double", "zigzag", "cross", "short_ends"})
THROUGH = HELD | {"high", "low"}


def letters_mm(field: Mapping[str, Any], more_em: float = 0.0) -> tuple[float, float]:
    """The highest and the lowest mean height of a strike through a printed name, and so much beyond."""
    _x0, y0, _x1, y1 = field["box_mm"]
    baseline, em = field.get("baseline_mm", y1 - 0.2 * (y1 - y0)), field.get("type_mm", y1 - y0)
    return baseline - (HIGHEST_EM + more_em) * em, baseline - (LOWEST_EM - more_em) * em


def mean_height(lines: list[Line]) -> float:
    """The mean height of strokes along their course."""
    weights = np.concatenate([np.hypot(*np.diff(stroke, axis=0).T) for stroke in lines])
    heights = np.concatenate([(stroke[1:, 1] + stroke[:-1, 1]) / 2 for stroke in lines])
    return float((heights * weights).sum() / weights.sum())


def held(lines: list[Line], letters: tuple[float, float]) -> list[Line]:
    """The same strokes, brought back into the letters by the shortest way."""
    height = mean_height(lines)
    by = float(np.clip(height, *letters)) - height
    return [stroke + np.array((0.0, by)) for stroke in lines]


def called(mark: str, lines: list[Line], letters: tuple[float, float]) -> str:
    """What a person would call the mark: a strike that misses the letters is a line over or under them."""
    if mark not in THROUGH:
        return mark
    height = mean_height(lines)
    return "overline" if height < letters[0] - 1e-6 else "underline" if height > letters[1] + 1e-6 else mark


NEED_PITCH = {"between_lines": between_lines, "drifting": drifting, "between_rows": between_rows}
NEED_ROOM = {"withdrawn": withdrawn, "note_beside": note_beside}


def strokes(field: Mapping[str, Any], mark: str, rng: Random, *, pitch: float, room: float) -> list[Line]:
    """The strokes of one mark on one field; `pitch` leads to the next row, `room` is free to its right."""
    x0, y0, x1, y1 = field["box_mm"]
    box = (x0, y0, x1, y1)
    if mark == "none":
        return []
    if mark in NEED_PITCH:
        return NEED_PITCH[mark](box, rng, pitch)
    if mark in NEED_ROOM:
        return NEED_ROOM[mark](box, rng, max(room, 9.0))
    if field["kind"] != "strike":
        return BOXES[mark](box, rng)
    lines = STRIKES[mark](box, rng)
    return held(lines, letters_mm(field)) if mark in HELD else lines
