"""Weights from an order of importance alone (Barron & Barrett 1996: rank-order centroid)."""

from __future__ import annotations

from collections.abc import Sequence

from kamtui.model.errors import ModelError
from kamtui.model.weights import Weights


def rank_order_centroid(n: int) -> tuple[float, ...]:
    """Return the weights of n criteria, the most important first; they fall and sum to 1.

    w_k = (1/n) · Σ_{i=k..n} 1/i: the mean of all weight vectors that keep the order.
    """
    if n < 1:
        raise ModelError(f"expected at least one criterion, found {n}")
    weights: list[float] = []
    tail = 0.0
    for i in range(n, 0, -1):
        tail += 1.0 / i
        weights.append(tail / n)
    return tuple(reversed(weights))


def weights_by_importance(order: Sequence[str], criteria: Sequence[str]) -> Weights:
    """Return weights that sum to 100 for `criteria`, from the same ids in order of importance.

    The result has the order of `criteria`. Raises ModelError when the two do not name the same.
    """
    if sorted(order) != sorted(criteria):
        raise ModelError("expected each criterion once in the order of importance")
    weights = dict(zip(order, rank_order_centroid(len(order)), strict=True))
    return Weights.of({criterion: 100.0 * weights[criterion] for criterion in criteria})
