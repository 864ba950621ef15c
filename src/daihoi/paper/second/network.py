"""A network of one hidden layer that says what a mosaic looks like (mạng nơ-ron một lớp ẩn).

It was trained on simulated sheets only (`./run bench fit`); its weights lie beside it as numbers, with what they were trained on.
"""

from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float32]
STATES = ("clear", "marked", "board")


class Network(NamedTuple):
    """Weights from a mosaic to three chances: clear, marked, a mark for people (trọng số)."""

    mean: Floats
    into: Floats
    into_bias: Floats
    out: Floats
    out_bias: Floats

    def chances(self, mosaics: Floats) -> Floats:
        """The chance of each state for each mosaic; a row adds up to 1."""
        flat = mosaics.reshape(len(mosaics), -1) - self.mean
        hidden = np.maximum(0, layer(flat, self.into, self.into_bias))
        score = layer(hidden, self.out, self.out_bias)
        score = np.exp(score - score.max(axis=1, keepdims=True))
        return np.asarray(score / score.sum(axis=1, keepdims=True), np.float32)


@njit(cache=True, nogil=True)
def layer(rows, weights, bias):  # type: ignore[no-untyped-def] # numba compiles it by the types it meets
    """Each row times the weights, summed in one order on every machine; a library of matrices would start threads of its own."""
    out = np.empty((rows.shape[0], weights.shape[1]), np.float32)
    for n in range(rows.shape[0]):
        sums = out[n]
        sums[:] = bias
        for i in range(weights.shape[0]):
            value, own = rows[n, i], weights[i]
            for j in range(weights.shape[1]):
                sums[j] += value * own[j]
    return out


@cache
def network(kind: str) -> Network:
    """The trained network for names (`strike`) or for squares (`box`)."""
    with (resources.files("daihoi.paper.second") / "data" / f"{kind}.npz").open("rb") as file, np.load(file) as kept:
        return Network(*(kept[name].astype(np.float32) for name in Network._fields))
