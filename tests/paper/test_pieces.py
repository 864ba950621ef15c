"""The pieces of ink, against the slower way of the library: every pixel made wider, what touches joined."""

import cv2
import numpy as np
import pytest

from daihoi.paper import pieces

AROUND = 2


@pytest.mark.parametrize("share", [0.0, 0.002, 0.01, 0.03, 0.2])
def test_pieces_are_what_touches_when_every_pixel_is_made_wider(share):
    ink = (np.random.default_rng(4).random((90, 120)) < share).astype(np.uint8)
    points, piece, reach = pieces.pieces(ink, 2 * AROUND + 1)
    assert np.array_equal(points, np.argwhere(ink)[:, ::-1])
    wide = cv2.dilate(ink, np.ones((2 * AROUND + 1, 2 * AROUND + 1), np.uint8))
    count, labels = cv2.connectedComponents(wide, connectivity=8)
    assert len(reach) == count - 1
    assert len(set(zip(piece.tolist(), labels[points[:, 1], points[:, 0]].tolist(), strict=True))) == len(reach)
    for number, (left, top, right, bottom, pixels) in enumerate(reach.tolist()):
        own = points[piece == number]
        assert (left, top, right, bottom, pixels) == (*own.min(axis=0), *own.max(axis=0), len(own))


def test_pieces_are_told_from_top_to_bottom():
    ink = np.zeros((60, 60), np.uint8)
    ink[20:30, 5], ink[10, 40:50], ink[50, 2] = 1, 1, 1
    assert pieces.pieces(ink, 5)[2].tolist() == [[40, 10, 49, 10, 10], [5, 20, 5, 29, 10], [2, 50, 2, 50, 1]]
