"""What paper, copier, hall and scanner do to a sheet, each with a strength from 0 to 1 (các kiểu hư hại).

Damages of the paper come before the picture is taken, those of the scanner after. A damage answers
the box it touched, in millimetres of the page (paper) or nothing (scanner).
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper.simulation.camera import Camera
from daihoi.paper.simulation.ink import GRAIN, MM_PER_INCH, Image, cut, grains, hair, lay, lay_tiles, pixels, place
from daihoi.paper.simulation.strokes import Random

Bounds = tuple[float, float, float, float]


@dataclass
class Scene:
    """A page on its way to the scanner: what damages may look at and change (trang đang xử lý)."""

    canvas: Image
    other_side: Image | None
    rows_mm: list[Bounds]
    camera: Camera
    rng: Random
    dpi: int

    @property
    def scale(self) -> float:
        """Pixels of a millimetre."""
        return self.dpi / MM_PER_INCH

    def some_name(self) -> Bounds:
        """A field of the page, or its middle."""
        return self.rows_mm[int(self.rng.integers(len(self.rows_mm)))] if self.rows_mm else (60.0, 140.0, 120.0, 145.0)


Act = Callable[[Scene, float], Bounds | None]


@dataclass(frozen=True)
class Damage:
    """One kind of damage; a `hard` one may make a sheet unreadable (kiểu hư hại)."""

    name: str
    stage: str
    act: Act
    hard: float = 9.0


NARROW = {3: 0.45, 5: 0.8}  # side of a blur in pixels: the widest deviation it is enough for


def darken(image: Image, factor: NDArray[np.float32]) -> None:
    """Multiply an image with a map of light in 0..1, in place."""
    level: Image = (np.clip(factor, 0, 1) * 255).astype(np.uint8)
    if level.shape != image.shape[:2]:
        level = pixels(cv2.resize(level, image.shape[1::-1], interpolation=cv2.INTER_LINEAR))
    if image.ndim == 3:
        level = pixels(cv2.merge([level] * 3))
    cv2.multiply(image, level, dst=image, scale=1 / 255)


# --- print -------------------------------------------------------------------------------------


def light_toner(scene: Scene, strength: float) -> None:
    """Print that came out pale and patchy."""
    keep = np.clip(1 - strength * (0.55 + 0.12 * cut("cloud", (256, 200), scene.rng)), 0.3, 1)
    white = pixels(cv2.bitwise_not(scene.canvas))
    darken(white, keep)
    scene.canvas = pixels(cv2.bitwise_not(white))


def bleed_through(scene: Scene, strength: float) -> None:
    """The other side shows through."""
    back = scene.other_side if scene.other_side is not None else scene.canvas
    through = pixels(cv2.GaussianBlur(cv2.flip(back, 1), (0, 0), 1.6))
    faint = pixels(255 - cv2.convertScaleAbs(255 - through, alpha=0.04 + 0.16 * strength))
    if faint.ndim < scene.canvas.ndim:
        faint = pixels(cv2.merge([faint] * 3))
    scene.canvas = pixels(cv2.multiply(scene.canvas, faint, scale=1 / 255))


# --- paper -------------------------------------------------------------------------------------


def _fold(scene: Scene, strength: float, y_mm: float, upright: bool = False) -> Bounds:
    height, width = scene.canvas.shape[:2]
    length, depth = (height, width) if upright else (width, height)
    slope = scene.rng.normal(0, 0.006)
    where = y_mm * scene.scale + slope * (np.arange(length, dtype=np.float32) - length / 2)
    band = int(3.2 * scene.scale)
    start = int(np.clip(where.min() - band, 0, depth - 2))
    end = int(np.clip(where.max() + band, start + 2, depth))
    away = np.arange(start, end, dtype=np.float32)[:, None] - where[None, :]
    crease = np.exp(-((away / (scene.scale * scene.rng.uniform(0.12, 0.35))) ** 2)) * (0.12 + 0.5 * strength)
    shade = np.exp(-np.abs(away) / (scene.scale * scene.rng.uniform(0.6, 1.8))) * (away > 0) * (0.05 + 0.25 * strength)
    wear = 1 + 0.35 * cut("coarse", (1, length), scene.rng)
    light = np.asarray(1 - np.clip(crease * wear + shade, 0, 0.85), dtype=np.float32)
    if upright:
        darken(scene.canvas[:, start:end], np.ascontiguousarray(light.T))
        return start / scene.scale, 0.0, end / scene.scale, height / scene.scale
    darken(scene.canvas[start:end], light)
    return 0.0, start / scene.scale, width / scene.scale, end / scene.scale


def fold(scene: Scene, strength: float) -> Bounds:
    """A fold across the page, anywhere."""
    return _fold(scene, strength, scene.rng.uniform(0.2, 0.8) * scene.canvas.shape[0] / scene.scale)


def fold_name(scene: Scene, strength: float) -> Bounds:
    """A fold whose shadow runs through the middle of a name."""
    row = scene.some_name()
    return _fold(scene, strength, row[1] + (row[3] - row[1]) * scene.rng.uniform(0.3, 0.8))


def fold_upright(scene: Scene, strength: float) -> Bounds:
    """A fold from top to bottom."""
    return _fold(scene, strength, scene.rng.uniform(0.3, 0.7) * scene.canvas.shape[1] / scene.scale, upright=True)


def fold_hide(scene: Scene, strength: float) -> Bounds:
    """A fold that was not flattened and hides a strip of the page."""
    row = scene.some_name()
    y_mm = row[1] + scene.rng.uniform(-1, row[3] - row[1])
    hidden = (1.2 + 1.8 * strength) * scene.scale
    y, gone = int(y_mm * scene.scale), int(hidden)
    below = np.full_like(scene.canvas[:gone], 255)
    scene.canvas = np.concatenate([scene.canvas[:y], scene.canvas[y + gone :], below])
    _fold(scene, 0.5 + strength / 2, y_mm)
    return 0.0, y_mm - 2, scene.canvas.shape[1] / scene.scale, y_mm + hidden / scene.scale + 2


def coffee(scene: Scene, strength: float) -> Bounds:
    """The ring of a cup."""
    radius = scene.rng.uniform(30, 42)
    row = scene.some_name()
    cx, cy = row[0] + scene.rng.uniform(-10, 40), row[1] + scene.rng.uniform(-40, 40)
    side = int(2 * (radius + 6) * scene.scale / 2)
    ys, xs = np.mgrid[0:side, 0:side].astype(np.float32) * (2 * (radius + 6) / side) - (radius + 6)
    wobble = 1.2 * cv2.resize(cut("cloud", (60, 60), scene.rng), (side, side))
    away = np.hypot(xs, ys) - radius + wobble
    edge = np.exp(-((away / scene.rng.uniform(0.5, 1.4)) ** 2)) * (0.25 + 0.5 * strength)
    inside = (away < 0) * (0.04 + 0.1 * strength)
    cover = np.clip(edge * (0.8 + 0.4 * cv2.resize(cut("cloud", (90, 90), scene.rng), (side, side))) + inside, 0, 0.9)
    full = cv2.resize(cover.astype(np.float32), (side * 2, side * 2))
    corner = (int(cy * scene.scale) - side, int(cx * scene.scale) - side)
    lay(scene.canvas, full, corner, (120, 78, 40))
    return cx - radius - 3, cy - radius - 3, cx + radius + 3, cy + radius + 3


def punch_holes(scene: Scene, strength: float) -> Bounds:
    """Two holes at the left edge, dark where the lid is dark."""
    x, middle = scene.rng.uniform(9, 13), scene.canvas.shape[0] / scene.scale / 2
    shade = int(255 - 225 * strength)
    for y in (middle - 40, middle + 40):
        cv2.circle(scene.canvas, (int(x * scene.scale), int(y * scene.scale)), int(3 * scene.scale), (shade,) * 3, -1, cv2.LINE_AA)
    return x - 3, middle - 43, x + 3, middle + 43


def staple(scene: Scene, strength: float) -> Bounds:
    """A staple in the corner, or where it was."""
    x, y = scene.rng.uniform(6, 25), scene.rng.uniform(6, 18)
    dx, dy = scene.rng.uniform(4, 8), scene.rng.uniform(-5, 5)
    a, b = (int(x * scene.scale), int(y * scene.scale)), (int((x + dx) * scene.scale), int((y + dy) * scene.scale))
    cv2.line(scene.canvas, a, b, (int(150 - 100 * strength),) * 3, int(0.6 * scene.scale), cv2.LINE_AA)
    return x, y + min(dy, 0), x + dx, y + max(dy, 0)


def torn_corner(scene: Scene, strength: float) -> Bounds:
    """A corner torn off, three to forty-five millimetres."""
    height, width = scene.canvas.shape[:2]
    size = (3 + 42 * strength) * scene.scale
    x, y = (0 if scene.rng.random() < 0.5 else width), (0 if scene.rng.random() < 0.5 else height)
    along = np.linspace(0, 1, 14)
    inward = np.array([1 if x == 0 else -1, 1 if y == 0 else -1])
    edge = np.stack([(1 - along) * size, along * size * scene.rng.uniform(0.6, 1.4)], axis=1) + scene.rng.normal(
        0, 0.5 * scene.scale, (14, 2)
    )
    points = np.concatenate([[[x, y]], np.array([x, y]) + edge * inward]).astype(np.int32)
    cv2.fillPoly(scene.canvas, [points], (scene.camera.backing,) * 3, cv2.LINE_AA)
    low, high = points.min(axis=0) / scene.scale, points.max(axis=0) / scene.scale
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def dirt(scene: Scene, strength: float) -> None:
    """Dots and hairs all over the page."""
    for _ in range(int(5 + 60 * strength)):
        x, y = (int(scene.rng.uniform(0, n)) for n in scene.canvas.shape[1::-1])
        cv2.circle(
            scene.canvas,
            (x, y),
            int(scene.rng.gamma(1.2, 0.08 * scene.scale) * 0.8),
            (int(scene.rng.uniform(20, 150)),) * 3,
            -1,
            cv2.LINE_AA,
        )
    for _ in range(int(3 * strength)):
        hair(scene.canvas, scene.rng, scene.dpi)


# --- geometry ----------------------------------------------------------------------------------


def tilt(scene: Scene, strength: float) -> None:
    """The sheet went in askew, up to 3 degrees."""
    scene.camera.degrees += 3 * strength * (1 if scene.rng.random() < 0.5 else -1)


def stretch(scene: Scene, strength: float) -> None:
    """The feed ran too slow or too fast, up to 2 per cent on either axis."""
    x, y = 1 + 0.02 * strength * scene.rng.uniform(-1, 1, 2)
    scene.camera.stretch = (float(x), float(y))


def warp(scene: Scene, strength: float) -> None:
    """The paper was not flat, up to 1 mm."""
    scene.camera.warp_px = strength * scene.scale


def crop(scene: Scene, strength: float) -> None:
    """One or two edges lie outside the picture, up to 8 mm."""
    by = 8 * strength * scene.scale
    x, y = scene.rng.uniform(-1, 1, 2)
    scene.camera.shift = (scene.camera.shift[0] + by * float(x), scene.camera.shift[1] + by * float(y))


def perspective(scene: Scene, strength: float) -> None:
    """A picture by phone: the corners lie anywhere within 4 per cent."""
    scene.camera.corners = scene.rng.uniform(-0.01, 0.04, (4, 2)) * strength * np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
    scene.camera.backing = int(scene.rng.uniform(40, 200))


def upside_down(scene: Scene, _strength: float) -> None:
    """The sheet went in head first."""
    scene.camera.turns = 2


def sideways(scene: Scene, _strength: float) -> None:
    """The sheet went in by its long side."""
    scene.camera.turns = 1 if scene.rng.random() < 0.5 else 3


# --- scanner -----------------------------------------------------------------------------------


def _streak(scene: Scene, strength: float, upright: bool) -> None:
    image = scene.canvas if upright else scene.canvas.transpose((1, 0, *range(2, scene.canvas.ndim)))
    for _ in range(1 + int(2 * strength * scene.rng.random())):
        x = int(scene.rng.uniform(0.05, 0.95) * image.shape[1])
        wide = max(1, int(scene.rng.uniform(0.08, 0.15 + 0.6 * strength) * scene.scale))
        light = 1 - (0.15 + 0.7 * strength * scene.rng.random()) * (1 + 0.15 * cut("coarse", (image.shape[0], 1), scene.rng))
        part = image[:, x : x + wide]
        part[:] = (part * np.clip(light, 0, 1).reshape(-1, 1, *([1] * (part.ndim - 2)))).astype(np.uint8)


def streak_upright(scene: Scene, strength: float) -> None:
    """Dirt on the glass of the feeder: a line along the whole picture."""
    _streak(scene, strength, upright=True)


def streak_level(scene: Scene, strength: float) -> None:
    """The same when sheets are fed by the long side."""
    _streak(scene, strength, upright=False)


def shadow(scene: Scene, strength: float) -> None:
    """Light that falls off over the page, and the edge of a shadow."""
    rng = scene.rng
    ys, xs = np.mgrid[0:60, 0:48].astype(np.float32)
    slope = (xs / 48 - 0.5) * rng.uniform(-1, 1) + (ys / 60 - 0.5) * rng.uniform(-1, 1)
    light = 1 - strength * 0.45 * (slope - slope.min())
    if rng.random() < 0.5:
        edge = (xs - 24) * rng.normal() + (ys - 30) * rng.normal() + rng.uniform(-20, 20)
        light *= 1 - 0.3 * strength / (1 + np.exp(np.clip(-edge / rng.uniform(0.3, 3), -30, 30)))
    darken(scene.canvas, light.astype(np.float32))


def blur(scene: Scene, strength: float) -> None:
    """Out of focus."""
    sigma = 0.3 + 1.2 * strength
    side = next((side for side, widest in NARROW.items() if sigma <= widest), 0)  # pixels farther away count for less than 1/256
    scene.canvas = pixels(cv2.GaussianBlur(scene.canvas, (side, side), sigma))


def noise(scene: Scene, strength: float) -> None:
    """Noise of the sensor."""
    (height, width), side = scene.canvas.shape[:2], grains().shape[0]
    y, x = place((height, width), scene.rng)
    grain = pixels(cv2.convertScaleAbs(grains(), alpha=(2 + 9 * strength) / GRAIN))
    # Half as much light is added, by the grain of the page turned by half a turn.
    lay_tiles(scene.canvas, pixels(cv2.flip(grain, -1)) // 2, (-(y + height) % side, -(x + width) % side), cv2.add)
    lay_tiles(scene.canvas, grain, (y, x), cv2.subtract)


def dim(scene: Scene, strength: float) -> None:
    """Grey paper or a scanner set too dark."""
    scene.canvas = pixels(cv2.convertScaleAbs(scene.canvas, alpha=1 - 0.35 * strength, beta=0))


DAMAGES = {
    damage.name: damage
    for damage in (
        Damage("light_toner", "print", light_toner, hard=0.8),
        Damage("bleed_through", "print", bleed_through, hard=0.8),
        Damage("fold", "paper", fold),
        Damage("fold_name", "paper", fold_name),
        Damage("fold_upright", "paper", fold_upright),
        Damage("fold_hide", "paper", fold_hide, hard=0.0),
        Damage("coffee", "paper", coffee, hard=0.0),
        Damage("punch_holes", "paper", punch_holes),
        Damage("staple", "paper", staple, hard=0.5),
        Damage("torn_corner", "paper", torn_corner, hard=0.2),
        Damage("dirt", "paper", dirt),
        Damage("tilt", "geometry", tilt),
        Damage("stretch", "geometry", stretch),
        Damage("warp", "geometry", warp, hard=0.8),
        Damage("crop", "geometry", crop, hard=0.4),
        Damage("perspective", "geometry", perspective, hard=0.8),
        Damage("upside_down", "geometry", upside_down),
        Damage("sideways", "geometry", sideways),
        Damage("streak_upright", "scanner", streak_upright),
        Damage("streak_level", "scanner", streak_level),
        Damage("shadow", "scanner", shadow, hard=0.9),
        Damage("blur", "scanner", blur, hard=0.9),
        Damage("noise", "scanner", noise),
        Damage("dim", "scanner", dim),
        Damage("one_bit", "encode", lambda _scene, _strength: None, hard=0.0),
    )
}
