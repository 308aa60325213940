"""One weight changed among 100,000 accounts and 12 criteria, in this process."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import cycle

import numpy as np

from kamtui.model.ranking import Prepared, RankingInputs, movement, prepare, rank
from kamtui.model.weights import Weights

CRITERIA = tuple(f"criterion_{number}" for number in range(1, 13))
WEIGHTS = tuple(float(weight) for weight in (30, 25, 25, 10, 10, 8, 7, 6, 5, 4, 3, 2))


def made_up_accounts(accounts: int, share_unscored: float = 0.05) -> Prepared:
    """Return accounts with points for every criterion, but for a share of them without."""
    generator = np.random.default_rng(20251130)
    shape = (accounts, len(CRITERIA))
    return prepare(
        RankingInputs(
            criteria=CRITERIA,
            account_ids=[f"A{number:06d}" for number in range(accounts)],
            points=generator.uniform(0.0, 100.0, shape),
            scored=generator.random(shape) >= share_unscored,
            revenue_12m=generator.lognormal(9.0, 2.0, accounts),
            active=generator.random(accounts) < 0.8,
            potential=generator.lognormal(10.0, 2.0, accounts),
        )
    )


def one_weight_changed(prepared: Prepared) -> Callable[[], float]:
    """Return what measures scores, full order, classes and movement after one weight changed."""
    saved = rank(prepared, Weights(CRITERIA, WEIGHTS))
    others = cycle(
        [Weights(CRITERIA, (WEIGHTS[0] + added, *WEIGHTS[1:])) for added in (1.0, 2.0, 3.0)]
    )

    def measure() -> float:
        weights = next(others)
        begun = time.perf_counter()
        ranking = rank(prepared, weights)
        movement(saved, ranking)
        return time.perf_counter() - begun

    return measure


def product_and_sort(prepared: Prepared) -> Callable[[], float]:
    """Return what measures a bare matrix product and argsort of the same size."""
    points = np.ascontiguousarray(prepared.points)
    weights = np.array(WEIGHTS)

    def measure() -> float:
        begun = time.perf_counter()
        scores = points @ weights
        np.argsort(-scores)
        return time.perf_counter() - begun

    return measure
