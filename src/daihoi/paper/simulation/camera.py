"""From the sheet on the glass to the picture: one map for tilt, stretch, crop, perspective and warp (hình học khi quét)."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper.simulation.ink import Image, by_band
from daihoi.paper.simulation.raster import bend
from daihoi.paper.simulation.strokes import Random

Matrix = NDArray[np.float64]
STEP = 32  # pixels between two points that are reckoned exactly; between them lies a straight line


@dataclass
class Camera:
    """How the page lies in the picture; a damage of geometry changes it (phép chiếu)."""

    degrees: float = 0.0
    stretch: tuple[float, float] = (1.0, 1.0)
    shift: tuple[float, float] = (0.0, 0.0)
    corners: NDArray[np.float64] | None = None
    warp_px: float = 0.0
    turns: int = 0
    backing: int = 255
    dpi: int = 200
    shaken: list[str] = field(default_factory=list)

    def matrix(self, shape: tuple[int, int]) -> Matrix:
        """Page pixels to picture pixels, before the quarter turns."""
        height, width = shape
        cx, cy = width / 2, height / 2
        angle = np.deg2rad(self.degrees)
        turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
        size = np.diag([self.stretch[0], self.stretch[1], 1.0])
        home = np.array([[1, 0, -cx], [0, 1, -cy], [0, 0, 1]])
        away = np.array([[1, 0, cx + self.shift[0]], [0, 1, cy + self.shift[1]], [0, 0, 1]])
        flat: Matrix = away @ turn @ size @ home
        if self.corners is None:
            return flat
        square = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
        seen = (square + self.corners * (width, height)).astype(np.float32)
        return np.asarray(cv2.getPerspectiveTransform(square, seen) @ flat, dtype=np.float64)

    def take(self, canvas: Image, rng: Random) -> Image:
        """The picture before light, dirt and compression."""
        height, width = canvas.shape[:2]
        forward = self.matrix((height, width))
        if self.warp_px <= 0 and np.allclose(forward, np.eye(3), atol=1e-6):
            return canvas
        flat = self.warp_px <= 0 and self.corners is None
        step_y, step_x = (height, width) if flat else (STEP, STEP)
        across, down = self._grids(forward, np.arange(0, height + step_y, step_y), np.arange(0, width + step_x, step_x), rng)
        return by_band(canvas, lambda band, out: bend(band, across, down, step_y, step_x, self.backing, out))

    def _grids(self, forward: Matrix, ys: NDArray[np.int64], xs: NDArray[np.int64], rng: Random) -> list[Matrix]:
        """Where points of the picture lie on the page, across and down."""
        points = np.stack(np.broadcast_arrays(xs[None, :], ys[:, None], 1.0), axis=-1)
        source = points @ np.linalg.inv(forward).T
        grids = [source[..., axis] / source[..., 2] for axis in (0, 1)]
        if self.warp_px <= 0:
            return grids
        shape = grids[0].shape[::-1]
        waves = [cv2.resize(rng.normal(0, 1, (6, 5)).astype(np.float32), shape, interpolation=cv2.INTER_CUBIC) for _ in grids]
        return [grid + wave * self.warp_px / 2 for grid, wave in zip(grids, waves, strict=True)]
