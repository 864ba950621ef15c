"""A pile of ballots through the feeder, with what goes wrong there (xấp phiếu mô phỏng).

`two_sheets`: a sheet and the one under it go in together and the upper hides most of the lower, whose own picture never comes.
`blank_back`: the empty back of a sheet. `foreign`: a sheet of another vote. `swapped`: the pages of a ballot in the wrong order.
`again`: the same paper a second time, with new noise, so that no byte is equal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from daihoi.paper.simulation.ink import Image, cut, pixels
from daihoi.paper.simulation.sheet import Choices, Printed, Sheet, encode, simulate_sheet
from daihoi.paper.simulation.strokes import Random

EVENTS = ("two_sheets", "blank_back", "foreign", "swapped", "again")
DPI = 200
QUALITY = 80


@dataclass(frozen=True)
class Picture:
    """One picture of a pile: the ballot and page it shows, or what else it is (ảnh quét)."""

    data: bytes
    what: str
    sheet: int | None = None
    page: int | None = None
    truth: Mapping[str, Any] | None = None


def simulate_pile(
    printed: Printed,
    choices: Sequence[Choices],
    *,
    seed: int,
    events: Mapping[int, str],
    foreign: Printed | None = None,
    profile: str = "normal",
) -> list[Picture]:
    """Scan the ballots one after the other; `events` names what happens to the ballot at a place, counted from 0."""
    rng = np.random.default_rng([seed, 7])
    found: list[Picture] = []
    hidden = -1
    for place, wanted in enumerate(choices):
        event = events.get(place, "")
        pages = _pages(simulate_sheet(printed, wanted, seed=[seed, place], profile=profile), place)
        if place == hidden:
            continue
        if event == "two_sheets" and place + 1 < len(choices):
            under = simulate_sheet(printed, choices[place + 1], seed=[seed, place + 1], profile=profile)
            found += [_together(upper, lower, rng) for upper, lower in zip(pages, under.pages, strict=True)]
            hidden = place + 1
            continue
        found += reversed(pages) if event == "swapped" else pages
        if event == "blank_back":
            found.append(Picture(blank(pages[-1].data, rng), "blank_back"))
        if event == "again":
            copy = simulate_sheet(printed, wanted, seed=[seed, place], profile=profile, again=place)
            found += _pages(copy, place)
        if event == "foreign" and foreign is not None:
            other = simulate_sheet(foreign, {}, seed=[seed, place, 1], profile=profile)
            found += [Picture(data, "foreign") for data in other.pages]
    return found


def _pages(sheet: Sheet, place: int) -> list[Picture]:
    return [Picture(data, "page", place, truth["page"], truth) for data, truth in zip(sheet.pages, sheet.truth["pages"], strict=True)]


def _grey(data: bytes) -> Image:
    return pixels(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE))


def _together(upper: Picture, lower: bytes, rng: Random) -> Picture:
    """The feeder takes two sheets, a hand's breadth apart: the foot of the lower one follows the upper."""
    above, below = _grey(upper.data), _grey(lower)
    away = int(rng.uniform(15, 80) * DPI / 25.4)
    aside = int(rng.normal(0, 2) * DPI / 25.4)
    canvas = np.full((above.shape[0] + away, above.shape[1]), 255, dtype=np.uint8)
    shifted = cv2.warpAffine(below, np.array([[1.0, 0, aside], [0, 1, away]]), canvas.shape[::-1], borderValue=(255,))
    canvas[:] = shifted
    canvas[: above.shape[0]] = above
    edge = canvas[above.shape[0] : above.shape[0] + 4]
    edge[:] = (edge * np.array([0.55, 0.7, 0.85, 0.95])[: len(edge), None]).astype(np.uint8)
    return Picture(encode(canvas, QUALITY, False), "two_sheets", upper.sheet, upper.page, upper.truth)


def blank(like: bytes, rng: Random) -> bytes:
    """An empty side of the size of a picture, with the grain of the scanner."""
    shape = _grey(like).shape
    page = 247 + 2 * cut("fine", (shape[0], shape[1]), rng)
    return encode(pixels(np.clip(page, 0, 255).astype(np.uint8)), QUALITY, False)
