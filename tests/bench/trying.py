"""Many weightings tried on many accounts, in this process."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from kamtui.model.acceptability import Drawing, acceptability
from kamtui.model.ranking import Prepared

TOP = 10
_AT_ONCE = 250


def weightings_tried(prepared: Prepared, vectors: int) -> Callable[[], float]:
    """Return what measures drawing weightings and counting who is in the top and in each class."""

    def measure() -> float:
        begun = time.perf_counter()
        *_, last = acceptability(prepared, Drawing(vectors), TOP)
        assert last.vectors == vectors
        return time.perf_counter() - begun

    return measure


def product_and_selection(prepared: Prepared, vectors: int) -> Callable[[], float]:
    """Return what measures bare matrix products of the same size, and the top of each row.

    Where points are missing, ties, classes and coverage are not looked at.
    """
    points = np.ascontiguousarray(prepared.points.T)
    weights = np.random.default_rng(1).dirichlet(np.ones(len(points)), vectors)

    def measure() -> float:
        begun = time.perf_counter()
        for start in range(0, vectors, _AT_ONCE):
            scores = weights[start : start + _AT_ONCE] @ points
            np.argpartition(scores, scores.shape[1] - TOP, axis=1)[:, -TOP:]
        return time.perf_counter() - begun

    return measure
