"""Sharing out whole numbers and drawing from shares, without a loop over what is shared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kamtui.history.sample.columns import Ints, Reals


def apportioned(weights: Reals, total: int) -> Ints:
    """Return whole numbers in proportion to the weights that sum exactly to `total`.

    Each differs from its exact share by less than one. With no weight at all the first gets all.
    """
    if len(weights) == 0:
        return np.zeros(0, dtype=np.int64)
    reached = np.cumsum(weights)
    if reached[-1] <= 0:
        reached = np.ones(len(weights))
    marks = np.floor(reached / reached[-1] * total + 0.5).astype(np.int64)
    marks[-1] = total
    shares: Ints = np.diff(marks, prepend=0)
    return shares


def dealt(chance: np.random.Generator, shares: Sequence[float], size: int) -> Ints:
    """Return the indices of `shares` in random order, each as often as its share says."""
    counts = apportioned(np.asarray(shares, dtype=np.float64), size)
    indices: Ints = chance.permutation(np.repeat(np.arange(len(counts)), counts))
    return indices


def drawn(chance: np.random.Generator, shares: Sequence[float], size: int) -> Ints:
    """Return `size` indices of `shares` drawn by chance."""
    edges = np.cumsum(np.asarray(shares, dtype=np.float64))
    place = chance.random(size) * edges[-1]
    indices: Ints = np.searchsorted(edges[:-1], place, side="right")
    return indices


def percentile(values: Reals) -> Reals:
    """Return the place of each value among all, 0 for the smallest and 1 for the largest."""
    order = np.argsort(values, kind="stable")
    place = np.empty(len(values))
    place[order] = np.arange(len(values))
    return place / max(len(values) - 1, 1)
