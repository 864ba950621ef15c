"""One ballot from the printer through a voter's hands to the scanner's file (một phiếu mô phỏng).

Everything follows from one seed. The truth says, for each field, which mark was drawn, where its ink
lies on the page, and which automatic readings would be right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

import cv2
import numpy as np
import pypdfium2
import simplejpeg

from daihoi.paper.simulation.camera import Camera, Matrix
from daihoi.paper.simulation.damage import DAMAGES, Scene
from daihoi.paper.simulation.ink import Image, Pen, draw, pick_pen, pixels
from daihoi.paper.simulation.ink import stamp as press_stamp
from daihoi.paper.simulation.kinds import marks_of
from daihoi.paper.simulation.strokes import NEED_PITCH, NEED_ROOM, UNTOLD_EM, Box, Random, called, letters_mm, strokes, writing

Choices = Mapping[Any, str]
SHARED_MM = 2.0  # half the white between two names


class Printed(Protocol):
    """What the printer made: the PDF and where everything stands on it."""

    @property
    def pdf(self) -> bytes: ...
    @property
    def layout(self) -> dict[str, Any]: ...


class Sheet(NamedTuple):
    """The files of one ballot, page by page, and what was drawn on them."""

    pages: list[bytes]
    truth: dict[str, Any]


@dataclass(frozen=True)
class Profile:
    """How sheets of one kind of hall look: probability, least and greatest strength of each damage."""

    damages: Mapping[str, tuple[float, float, float]]
    pens: tuple[str, ...] = ("blue", "black", "red", "pencil")
    pen_mm: tuple[float, float] = (0.4, 1.2)
    quality: tuple[int, int] = (60, 90)


_NORMAL = {
    "tilt": (0.9, 0.0, 0.45),
    "stretch": (0.8, 0.0, 0.5),
    "blur": (0.9, 0.0, 0.4),
    "noise": (0.9, 0.0, 0.4),
    "dirt": (0.3, 0.0, 0.3),
    "fold": (0.15, 0.1, 0.7),
    "fold_upright": (0.05, 0.1, 0.6),
    "warp": (0.1, 0.0, 0.3),
    "crop": (0.15, 0.0, 0.3),
    "upside_down": (0.05, 1.0, 1.0),
    "light_toner": (0.05, 0.1, 0.4),
    "bleed_through": (0.05, 0.0, 0.3),
    "punch_holes": (0.03, 0.0, 1.0),
    "staple": (0.03, 0.0, 0.4),
}
_BAD = dict.fromkeys(DAMAGES, (0.12, 0.2, 1.0))

PROFILES = {
    "clean": Profile({}),
    "normal": Profile(_NORMAL),
    "bad": Profile(
        {
            **_NORMAL,
            **_BAD,
            "tilt": (0.9, 0.0, 1.0),
            "noise": (0.8, 0.0, 1.0),
            "perspective": (0.0, 0, 0),
            "one_bit": (0.05, 1, 1),
            "sideways": (0.04, 1, 1),
        },
        pen_mm=(0.3, 1.2),
    ),
    "phone": Profile(
        {
            **_NORMAL,
            "perspective": (1.0, 0.2, 1.0),
            "shadow": (0.9, 0.1, 1.0),
            "blur": (0.9, 0.3, 1.0),
            "noise": (0.9, 0.1, 1.0),
            "warp": (0.7, 0.1, 0.9),
            "dim": (0.3, 0.1, 0.8),
            "sideways": (0.1, 1.0, 1.0),
            "fold": (0.3, 0.1, 0.8),
        }
    ),
}


@lru_cache(maxsize=6)
def blank_pages(pdf: bytes, dpi: int, colour: bool = False) -> tuple[Image, ...]:
    """The clean print of every page; do not write into it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(
            np.ascontiguousarray(page.render(scale=dpi / 72, grayscale=not colour, rev_byteorder=True).to_numpy().squeeze())
            for page in document
        )
    finally:
        document.close()


def simulate_sheet(
    printed: Printed,
    choices: Choices,
    *,
    seed: int | Sequence[int],
    profile: str = "normal",
    damages: Mapping[str, float] | None = None,
    pen: Pen | None = None,
    stamp: str = "present",
    extras: Sequence[str] = (),
    colour: bool = False,
    dpi: int = 200,
    again: int | None = None,
) -> Sheet:
    """Vote, hand in and scan one ballot; `damages` with their strengths replace those of the profile.

    `choices`: {(candidate, kind): mark}, or {candidate: mark}, for two boxes {candidate: "agree" | "disagree:tick" | "both"}.
    `stamp`: present, missing, over_name. `extras`: name_added, signature, scribble. `again`: the same paper, scanned another time.
    """
    rng = np.random.default_rng(seed)
    layout = printed.layout
    wanted = spread(layout, choices)
    hand = pen or pick_pen(rng, names=PROFILES[profile].pens, thin=PROFILES[profile].pen_mm[0], thick=PROFILES[profile].pen_mm[1])
    blanks = blank_pages(printed.pdf, dpi, colour)
    files, pages = [], []
    for index, page in enumerate(layout["pages"]):
        other = blanks[index ^ 1] if index ^ 1 < len(blanks) else None
        rows = [tuple(field["box_mm"]) for field in page["fields"]]
        scene = Scene(blanks[index].copy(), other, rows, Camera(dpi=dpi), rng, dpi)
        plan = _plan(PROFILES[profile], damages, rng)
        done = _damage(scene, plan, ("print",))
        truth: dict[str, Any] = {"page": page["number"], "fields": _mark(scene, page, wanted, hand), "stamp": None, "extras": []}
        if index == 0 and page.get("stamp_mm"):
            truth["stamp"] = {"state": stamp, "box_mm": _stamp(scene, page, stamp)}
        if index == len(layout["pages"]) - 1:
            truth["extras"] = [{"mark": extra, "ink_mm": _extra(scene, page, extra, hand)} for extra in extras]
        done += _damage(scene, plan, ("paper",))
        paper = None if again is None else scene.canvas.copy()
        file = _scan(scene, plan, PROFILES[profile], truth, done)
        if again is not None and paper is not None:
            fresh = np.random.default_rng([again, index])
            scene = Scene(paper, other, rows, Camera(dpi=dpi), fresh, dpi)
            file = _scan(scene, _plan(PROFILES[profile], damages, fresh), PROFILES[profile], truth, done)
        files.append(file)
        pages.append(truth)
    return Sheet(files, {"seed": seed, "profile": profile, "pen": hand.name, "pen_mm": round(hand.width_mm, 2), "pages": pages})


def _scan(scene: Scene, plan: Mapping[str, float], profile: Profile, truth: dict[str, Any], done: Sequence[dict[str, Any]]) -> bytes:
    """Put the paper on the glass: the file, and in the truth how it lies there and what happened to it."""
    here = [*done, *_damage(scene, plan, ("geometry",))]
    truth["to_picture"] = _picture(scene).tolist()
    here += _damage(scene, plan, ("scanner", "encode"))
    truth["damages"] = here
    truth["hard"] = [each["kind"] for each in here if each["strength"] >= DAMAGES[each["kind"]].hard]
    return encode(scene.canvas, int(scene.rng.integers(*profile.quality, endpoint=True)), "one_bit" in plan)


def spread(layout: Mapping[str, Any], choices: Choices) -> dict[tuple[int, str], str]:
    """Every field's mark from a voter's choices."""
    wanted = {(field["candidate"], field["kind"]): "none" for page in layout["pages"] for field in page["fields"]}
    for key, choice in choices.items():
        if isinstance(key, tuple):
            wanted[key] = choice
        elif (key, "agree") in wanted:
            verdict, _, mark = choice.partition(":")
            for kind in {"both": ("agree", "disagree"), "none": ()}.get(verdict, (verdict,)):
                wanted[(key, kind)] = mark or "x"
        else:
            kind = next(kind for candidate, kind in wanted if candidate == key)
            wanted[(key, kind)] = choice
    return wanted


def _plan(profile: Profile, damages: Mapping[str, float] | None, rng: Random) -> dict[str, float]:
    if damages is not None:
        return dict(damages)
    return {name: float(rng.uniform(low, high)) for name, (chance, low, high) in profile.damages.items() if rng.random() < chance}


def _damage(scene: Scene, plan: Mapping[str, float], stages: tuple[str, ...]) -> list[dict[str, Any]]:
    done = []
    for stage in stages:
        for name in sorted(plan):
            if DAMAGES[name].stage == stage:
                box = DAMAGES[name].act(scene, plan[name])
                done.append({"kind": name, "strength": round(plan[name], 3), "box_mm": _rounded(box)})
    return done


def _rounded(box: Sequence[float] | None) -> list[float] | None:
    return None if box is None else [round(float(v), 2) for v in box]


def pitch_below(boxes: list[Box], box: Box) -> float:
    """Distance to the next row of the same column, or a usual one for the last row."""
    below = [other[1] - box[1] for other in boxes if other[1] > box[1] + 0.5 and other[0] < box[2] and other[2] > box[0]]
    return min(below, default=2 * (box[3] - box[1]))


def room_beside(boxes: list[Box], box: Box, page_width: float) -> float:
    """Free width to the right of a field, up to the next one or the margin."""
    right = [other[0] - box[2] for other in boxes if other[0] > box[2] and other[1] < box[3] and other[3] > box[1]]
    return min(right, default=page_width - 8 - box[2])


def _mark(scene: Scene, page: Mapping[str, Any], wanted: Mapping[tuple[int, str], str], pen: Pen) -> list[dict[str, Any]]:
    boxes = [tuple(field["box_mm"]) for field in page["fields"]]
    page_width = scene.canvas.shape[1] / scene.scale
    fields = []
    for field in page["fields"]:
        mark = wanted[(field["candidate"], field["kind"])]
        box = tuple(field["box_mm"])
        pitch = pitch_below(boxes, box) if mark in NEED_PITCH else 0.0
        room = room_beside(boxes, box, page_width) if mark in NEED_ROOM else 0.0
        lines = strokes(field, mark, scene.rng, pitch=pitch, room=room)
        mark = called(mark, lines, letters_mm(field, UNTOLD_EM)) if field["kind"] == "strike" else mark
        kind = marks_of(field["kind"])[mark]
        ink = draw(scene.canvas, lines, pen, scene.rng, scene.dpi) if lines else None
        fields.append(
            {
                "candidate": field["candidate"],
                "kind": field["kind"],
                "mark": mark,
                "accepts": list(kind.accepts),
                "board": kind.board,
                "box_mm": list(box),
                "ink_mm": _rounded(ink),
            }
        )
    between = [field for field in fields if field["mark"] in NEED_PITCH and field["ink_mm"]]
    for field in fields:
        field["beside_board"] = any(_shares(field["box_mm"], other["ink_mm"]) for other in between if other is not field)
    return fields


def _shares(box: Sequence[float], ink: Sequence[float]) -> bool:
    """Whether a mark between two fields lies as near to this one as to the one it was drawn for."""
    return bool(ink[0] < box[2] and ink[2] > box[0] and ink[1] < box[3] + SHARED_MM and ink[3] > box[1] - SHARED_MM)


def _stamp(scene: Scene, page: Mapping[str, Any], state: str) -> list[float] | None:
    if state == "missing":
        return None
    x0, y0, x1, y1 = page["stamp_mm"]
    centre = ((x0 + x1) / 2 + scene.rng.normal(0, 1.5), (y0 + y1) / 2 + scene.rng.normal(0, 1.5))
    if state == "over_name":
        name = scene.some_name()
        centre = (name[0] + scene.rng.uniform(-5, 15), name[1] + scene.rng.uniform(-10, 5))
    return _rounded(press_stamp(scene.canvas, centre, scene.rng, scene.dpi))


def _extra(scene: Scene, page: Mapping[str, Any], extra: str, pen: Pen) -> list[float] | None:
    left = min(field["box_mm"][0] for field in page["fields"])
    foot = max(field["box_mm"][3] for field in page["fields"])
    x, y = left + scene.rng.uniform(0, 5), foot + scene.rng.uniform(3, 5)
    width, height = {"name_added": (scene.rng.uniform(28, 45), 4.0), "signature": (scene.rng.uniform(18, 30), 7.0)}.get(extra, (9.0, 3.0))
    return _rounded(draw(scene.canvas, writing(x, y, width, height, scene.rng), pen, scene.rng, scene.dpi))


def _picture(scene: Scene) -> Matrix:
    height, width = scene.canvas.shape[:2]
    camera = scene.camera
    matrix = camera.matrix((height, width)) @ np.diag([scene.scale, scene.scale, 1.0])
    scene.canvas = camera.take(scene.canvas, scene.rng)
    for _ in range(camera.turns % 4):
        matrix = np.array([[0, 1, 0], [-1, 0, width - 1], [0, 0, 1]], dtype=float) @ matrix
        height, width = width, height
    turn = (None, cv2.ROTATE_90_COUNTERCLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE)[camera.turns % 4]
    scene.canvas = scene.canvas if turn is None else pixels(cv2.rotate(scene.canvas, turn))
    return matrix


def encode(image: Image, quality: int, one_bit: bool) -> bytes:
    """The scanner's file: JPEG, or a black and white PNG."""
    if one_bit:
        grey = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
        black = cv2.threshold(grey, 150, 255, cv2.THRESH_BINARY)[1]
        return bytes(cv2.imencode(".png", black, [cv2.IMWRITE_PNG_BILEVEL, 1])[1])
    if image.ndim == 2:
        return bytes(simplejpeg.encode_jpeg(np.ascontiguousarray(image[..., None]), quality=quality, colorspace="GRAY"))
    return bytes(simplejpeg.encode_jpeg(np.ascontiguousarray(image), quality=quality, colorspace="RGB"))
