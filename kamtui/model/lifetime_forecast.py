"""What BG/NBD expects of each account: that it is still active, and what it will buy.

Given that an account is active, its rate is again gamma distributed (r + x, α + T) and its
probability p of stopping after a purchase beta distributed (a, b + x). In t weeks it buys
(1 - e^(-λpt)) / p times (Fader, Hardie & Lee 2005, equation 9). The paper takes the mean of this
by a hypergeometric function and a division by a - 1, which fails where a = 1 and for large
counts; here the mean over λ is exact and the one over p a Gauss-Jacobi quadrature, which has no
such places. Accounts with the same x and T are computed once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamtui.model.lifetime_buying import BuyingModel
from kamtui.model.lifetime_purchases import Floats, Purchases

WEEKS_A_YEAR = 365.25 / 7

_LONG_WEEKS = 60.0
"""A horizon beyond which the quadratures need more nodes."""
_NODES = {False: (32, 12), True: (64, 24)}
"""Over the probability of stopping and over the time that is discounted, for a short horizon and a
long one. The error is below a millionth of the value but for a horizon of years over an account
that is weeks old: there it may be some hundredths, which is less than the model knows."""
_PAIRS_AT_A_TIME = 4096
_NO_CHANCE = 1e-200
"""Stands for a probability of 0, by which nothing can be divided."""


@dataclass(frozen=True, eq=False)
class Forecast:
    """What is expected of accounts: entry i of each array is account i."""

    p_alive: Floats
    """The probability that it is still active, above 0, at most 1."""
    purchases: Floats
    """Expected purchases over the horizon, ≥ 0."""
    discounted: Floats
    """The same, each purchase discounted to the day of the forecast."""


def probability_alive(model: BuyingModel, purchases: Purchases) -> Floats:
    """Return the probability that each account is still active: above 0, at most 1.

    1 for an account that never bought again, and for all where nobody stops.
    """
    from scipy.special import expit

    x = purchases.repeats
    if not model.somebody_stops:
        return np.ones(len(x))
    again = np.maximum(x, 1)
    since_last = np.log(model.alpha + purchases.age_weeks())
    since_last -= np.log(model.alpha + purchases.recency_weeks())
    log_odds = np.log(model.a / (model.b + again - 1)) + (model.r + x) * since_last
    alive: Floats = np.where(x > 0, expit(-log_odds), 1.0)
    return np.maximum(alive, np.finfo(np.float64).tiny)


def forecast(
    model: BuyingModel, purchases: Purchases, *, horizon_weeks: float, discount: float
) -> Forecast:
    """Return what is expected of each account in the `horizon_weeks` (≥ 0) that come.

    `discount` ≥ 0 is a year's, 0.1 for 10 %: what comes after a year counts 1 / 1.1.
    """
    pairs, pair_of = np.unique(
        np.stack([purchases.repeats, purchases.age]), axis=1, return_inverse=True
    )
    x, age = pairs[0], pairs[1] / purchases.a_week
    while_active = np.empty((2, len(x)))
    for begin in range(0, len(x), _PAIRS_AT_A_TIME):
        part = slice(begin, begin + _PAIRS_AT_A_TIME)
        while_active[:, part] = _while_active(model, x[part], age[part], horizon_weeks, discount)
    alive = probability_alive(model, purchases)
    expected, discounted = while_active[:, pair_of.ravel()] * alive
    return Forecast(alive, expected, discounted)


def _while_active(
    model: BuyingModel, x: Floats, age: Floats, horizon: float, discount: float
) -> Floats:
    """Return the expected purchases and the discounted ones (rows) of active accounts (columns).

    Discounted: by parts, e^(-δH) E(H) + δ ∫ e^(-δs) E(s) ds, with E(s) the purchases in s weeks.
    """
    repeats, place = np.unique(x, return_inverse=True)
    chances, moments = _NODES[horizon > _LONG_WEEKS]
    nodes, weights = _beta_nodes(model.a, model.b + repeats, chances)
    stop, weight = nodes[place], weights[place]
    shape, waited = model.r + x, model.alpha + age

    def expected(weeks: float) -> Floats:
        grown = np.log1p(stop * (weeks / waited)[:, None])
        grown *= -shape[:, None]
        bought = np.expm1(grown, out=grown)
        bought /= stop
        bought *= weight
        total: Floats = -bought.sum(axis=1)
        return total

    rate = np.log1p(discount) / WEEKS_A_YEAR
    whole = expected(horizon)
    discounted = np.exp(-rate * horizon) * whole
    if rate > 0:
        # Nodes in the square root of the time, as most of what bends the curve comes early.
        roots, of_root = np.polynomial.legendre.leggauss(moments)
        roots, of_root = (roots + 1) / 2, of_root / 2
        for weeks, part in zip(horizon * roots**2, 2 * horizon * roots * of_root, strict=True):
            discounted += rate * part * np.exp(-rate * weeks) * expected(weeks)
    return np.stack([whole, discounted])


def _beta_nodes(a: float, b: Floats, count: int) -> tuple[Floats, Floats]:
    """Return the nodes and weights of the mean over a beta distribution (a, b), one row for each b.

    Golub & Welsch (1969): the nodes are the eigenvalues of the Jacobi matrix of the orthogonal
    polynomials, and need no gamma function of a large number.
    """
    from scipy.linalg import eigh_tridiagonal

    n = np.arange(count)
    s = (a + b)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        middle = (2 * n * (n + s - 1) + a * (s - 2)) / ((2 * n + s - 2) * (2 * n + s))
        square = (n * (n + b[:, None] - 1) * (n + a - 1) * (n + s - 2)) / (
            (2 * n + s - 3) * (2 * n + s - 2) ** 2 * (2 * n + s - 1)
        )
    # The general terms are 0 / 0 here where a + b is 1 or 2.
    middle[:, 0] = a / s[:, 0]
    square[:, 1] = a * b / (s[:, 0] ** 2 * (s[:, 0] + 1))
    beside = np.sqrt(square[:, 1:])
    nodes, weights = np.empty((2, len(b), count))
    for row in range(len(b)):
        nodes[row], vectors = eigh_tridiagonal(middle[row], beside[row])
        weights[row] = vectors[0] ** 2
    return np.maximum(nodes, _NO_CHANCE), weights
