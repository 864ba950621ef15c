"""From the sheet on the glass to the picture: one map for tilt, stretch, crop, perspective and warp (hình học khi quét)."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from daihoi.paper.simulation.ink import Image
from daihoi.paper.simulation.strokes import Random

Matrix = NDArray[np.float64]


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
        border = (self.backing,) * 3
        if self.warp_px <= 0:
            if np.allclose(forward, np.eye(3), atol=1e-6):
                return canvas
            return np.asarray(
                cv2.warpPerspective(
                    canvas, forward, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=border
                ),
                dtype=np.uint8,
            )
        map_x, map_y = self._maps(forward, height, width, rng)
        return np.asarray(
            cv2.remap(canvas, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=border), dtype=np.uint8
        )

    def _maps(self, forward: Matrix, height: int, width: int, rng: Random) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        step = 16
        back = np.linalg.inv(forward)
        xs, ys = np.meshgrid(np.arange(0, width + step, step, dtype=np.float64), np.arange(0, height + step, step, dtype=np.float64))
        source = back @ np.stack([xs.ravel(), ys.ravel(), np.ones(xs.size)])
        grids = []
        for axis in (0, 1):
            waves = cv2.resize(rng.normal(0, 1, (6, 5)).astype(np.float32), xs.shape[::-1], interpolation=cv2.INTER_CUBIC)
            grids.append((source[axis] / source[2]).reshape(xs.shape).astype(np.float32) + waves * self.warp_px / 2)
        # Corner-aligned enlargement, so that grid point (i, j) is picture pixel (16 i, 16 j).
        fine = [_enlarge(grid, step, height, width) for grid in grids]
        return fine[0], fine[1]


def _enlarge(grid: NDArray[np.float32], step: int, height: int, width: int) -> NDArray[np.float32]:
    enlarge = np.array([[step, 0, 0], [0, step, 0]], dtype=np.float64)
    return np.asarray(
        cv2.warpAffine(grid, enlarge, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), dtype=np.float32
    )
