"""The kept ink of fields, against the slower way of the library."""

import struct

import cv2
import numpy as np

from daihoi.paper import softening
from daihoi.paper.twice import SOFT


def test_windows_are_kept_softened_with_their_places_as_far_as_the_page_reaches():
    residue = np.random.default_rng(3).integers(0, 256, (60, 90)).astype(np.uint8)
    shown = np.linspace(0, 40, 256).astype(np.float32)
    windows = np.array([(7, 5, 10, 20, 30), (300, 48, 70, 16, 40)])
    data, expected = softening.packed(residue, shown, SOFT, windows).tobytes(), []
    for (place, top, left, _rows, _columns), (rows, columns) in zip(windows.tolist(), [(20, 30), (12, 20)], strict=True):
        part = cv2.LUT(residue[top : top + rows, left : left + columns], shown)
        expected.append((place, rows, columns, cv2.GaussianBlur(part, (0, 0), 0.85)))
    for place, rows, columns, picture in expected:
        assert struct.unpack_from("<HBB", data) == (place, rows, columns)
        kept = np.frombuffer(data, np.uint8, rows * columns, softening.HEAD).reshape(rows, columns)
        assert np.abs(kept - picture + 0.5).max() < 0.501
        data = data[softening.HEAD + rows * columns :]
    assert data == b""
