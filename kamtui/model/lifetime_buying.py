"""How often accounts buy and when they stop: BG/NBD (Fader, Hardie & Lee 2005).

While it is active an account buys at random moments, at a rate of its own; after each repeat
purchase it stops for good with a probability of its own. Rates vary over the accounts as a gamma
distribution (r, α), the probabilities of stopping as a beta distribution (a, b). An account that
never bought again had no occasion to stop, and so counts as active.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamtui.model.lifetime_purchases import Counted, Floats

_AT_A_TIME = 8192
"""Accounts: what stays in the cache, and below what BLAS would start threads for."""


@dataclass(frozen=True)
class BuyingModel:
    """The four parameters; time in weeks."""

    r: float
    """Shape of the rates: the smaller, the more the accounts differ."""
    alpha: float
    """Weeks; r / alpha is the mean rate, in repeat purchases a week."""
    a: float
    """Of the probability of stopping after a purchase, whose mean is a / (a + b). 0 where nobody
    can be told ever to stop."""
    b: float

    @property
    def somebody_stops(self) -> bool:
        """Whether the probability of stopping is above 0."""
        return self.a > 0


def log_likelihood(model: BuyingModel, counted: Counted) -> tuple[float, Floats]:
    """Return the log-likelihood over all accounts and its derivatives by r, alpha, a and b.

    Equation (6) of the paper, in logarithms: gamma functions stand on the histogram of repeats,
    logarithms on the distinct times; only the term by which an account may have stopped since
    its last purchase is summed over those that bought again.
    """
    from scipy.special import digamma, gammaln

    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    x, n_x = counted.repeats, counted.accounts_of_repeats
    n, n_again = counted.accounts, n_x.sum()
    waited = alpha + counted.times
    log_waited = np.log(waited)
    exponents = r * counted.accounts_of_age + counted.repeats_of_age
    value = n * r * np.log(alpha) - exponents @ log_waited
    value += n_x @ (gammaln(r + x) + gammaln(b + x) - gammaln(a + b + x))
    value += n_again * (gammaln(a + b) - gammaln(b) - gammaln(r))
    of_whole = digamma(a + b) * n_again - n_x @ digamma(a + b + x)
    derivatives = np.array(
        [
            n * np.log(alpha)
            - counted.accounts_of_age @ log_waited
            + n_x @ digamma(r + x)
            - n_again * digamma(r),
            n * r / alpha - exponents @ (1 / waited),
            of_whole,
            of_whole + n_x @ digamma(b + x) - n_again * digamma(b),
        ]
    )
    of_stopping, derivatives_of_stopping = _stopping(model, counted, waited, log_waited)
    return float(value + of_stopping), derivatives + derivatives_of_stopping


def _stopping(
    model: BuyingModel, counted: Counted, waited: Floats, log_waited: Floats
) -> tuple[float, Floats]:
    """Return the sum of log(1 + odds of having stopped), and its derivatives."""
    b_then = model.b + counted.repeats - 1
    log_share = np.log(model.a) - np.log(b_then)
    shape, inverse, inverse_b = model.r + counted.repeats, 1 / waited, 1 / b_then
    value = 0.0
    sums = np.zeros(4)
    for begin in range(0, len(counted.weight), _AT_A_TIME):
        part = slice(begin, begin + _AT_A_TIME)
        x, last, now = counted.repeats_at[part], counted.recency_at[part], counted.age_at[part]
        weight, exponent = counted.weight[part], shape[x]
        since_last = log_waited[now] - log_waited[last]
        log_odds = exponent * since_last
        log_odds += log_share[x]
        small = np.exp(-np.abs(log_odds))
        value += float(weight @ np.maximum(log_odds, 0) + weight @ np.log(1 + small))
        stopped = np.where(log_odds > 0, 1, small)
        stopped /= 1 + small
        stopped *= weight
        exponent *= inverse[now] - inverse[last]
        sums += (
            stopped @ since_last,
            stopped @ exponent,
            stopped.sum() / model.a,
            -(stopped @ inverse_b[x]),
        )
    return value, sums
