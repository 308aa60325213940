"""What a purchase of an account is worth: gamma-gamma (Fader & Hardie 2013).

The purchases of an account vary around a mean of its own, as a gamma distribution of shape p; the
means vary over the accounts, and do not depend on how often they buy. What is expected of the
next purchase lies between the account's own mean and that of all: the fewer its purchases, the
nearer to that of all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamtui.model.lifetime_purchases import Floats, Integers


@dataclass(frozen=True)
class SpendingModel:
    """The three parameters."""

    p: float
    """Shape of an account's purchases: the larger, the more alike they are."""
    q: float
    """Of the means: the larger, the more alike the accounts are."""
    v: float
    """In the unit of the amounts."""

    @property
    def mean(self) -> float | None:
        """The mean of a purchase over all accounts; None where it does not exist (q ≤ 1)."""
        return self.p * self.v / (self.q - 1) if self.q > 1 else None


@dataclass(frozen=True, eq=False)
class Spent:
    """What accounts spent: entry i of each array is account i."""

    purchases: Integers
    """How many purchases of it are counted, ≥ 1."""
    mean: Floats
    """The mean amount of a purchase, > 0."""

    def __len__(self) -> int:
        return len(self.purchases)


def log_likelihood(model: SpendingModel, spent: Spent) -> tuple[float, Floats]:
    """Return the log-likelihood over all accounts and its derivatives by p, q and v.

    Equation (1a) of Fader & Hardie (2013); gamma functions stand on the histogram of purchases.
    """
    from scipy.special import digamma, gammaln

    p, q, v = model.p, model.q, model.v
    accounts = np.bincount(spent.purchases)
    n = np.flatnonzero(accounts).astype(np.float64)
    accounts = accounts[accounts > 0]
    purchases = spent.purchases.astype(np.float64)
    total = purchases * spent.mean
    whole = v + total
    log_whole, log_total = np.log(whole), np.log(total)
    count = len(spent)
    value = (
        accounts @ (gammaln(p * n + q) - gammaln(p * n))
        - count * (gammaln(q) - q * np.log(v))
        + p * np.sum(purchases * (log_total - log_whole))
        - q * np.sum(log_whole)
        - np.sum(np.log(spent.mean))
    )
    derivatives = np.array(
        [
            accounts @ (n * (digamma(p * n + q) - digamma(p * n)))
            + np.sum(purchases * (log_total - log_whole)),
            accounts @ digamma(p * n + q) - count * (digamma(q) - np.log(v)) - np.sum(log_whole),
            count * q / v - np.sum((p * purchases + q) / whole),
        ]
    )
    return float(value), derivatives


def expected_amount(model: SpendingModel, purchases: Integers, mean: Floats) -> Floats:
    """Return what the next purchase of each account is expected to be worth.

    `purchases` ≥ 0 of each account and their `mean`, which may be negative and does not count
    where there is no purchase. NaN where the model expects nothing finite (p·purchases + q ≤ 1).
    A weighted mean of the account's own and that of all (equation 5 of the paper).
    """
    divisor = model.p * purchases + model.q - 1
    total = np.where(purchases > 0, purchases * mean, 0.0)
    expected = np.full(len(divisor), np.nan)
    np.divide(model.p * (model.v + total), divisor, out=expected, where=divisor > 0)
    return expected
