"""Squarified tree map (chia khung theo diện tích): tiles as near to squares as their sizes allow."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Square:
    """One tile on its ground."""

    x: float
    y: float
    width: float
    height: float


def squarify(sizes: Sequence[int], width: float, height: float) -> list[Square]:
    """Place sizes, largest first, on a ground; every surface is in the exact ratio of its size."""
    total = sum(sizes)
    areas = [size * width * height / total for size in sizes]
    placed: list[Square] = []
    ground = Square(0, 0, width, height)
    start = 0
    while start < len(areas):
        side = min(ground.width, ground.height)
        stop = start + 1
        while stop < len(areas) and _worst(areas[start : stop + 1], side) <= _worst(areas[start:stop], side):
            stop += 1
        row = areas[start:stop]
        placed += _row(row, ground)
        ground = _rest(sum(row), ground)
        start = stop
    return placed


def _worst(areas: Sequence[float], side: float) -> float:
    """Give the worst ratio of sides in a row laid along a side."""
    total = sum(areas)
    return max(max(side * side * area / total**2, total**2 / (side * side * area)) for area in areas)


def _row(areas: Sequence[float], ground: Square) -> list[Square]:
    """Lay a row along the shorter side."""
    thick = sum(areas) / min(ground.width, ground.height)
    tiles, at = [], 0.0
    for area in areas:
        long = area / thick
        if ground.width >= ground.height:
            tiles.append(Square(ground.x, ground.y + at, thick, long))
        else:
            tiles.append(Square(ground.x + at, ground.y, long, thick))
        at += long
    return tiles


def _rest(taken: float, ground: Square) -> Square:
    """Give what is left of the ground."""
    thick = taken / min(ground.width, ground.height)
    if ground.width >= ground.height:
        return Square(ground.x + thick, ground.y, max(ground.width - thick, 1e-9), ground.height)
    return Square(ground.x, ground.y + thick, ground.width, max(ground.height - thick, 1e-9))
