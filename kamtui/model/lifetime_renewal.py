"""What accounts with a contract are worth: by the chance that it is renewed (Fader 2011)."""

from __future__ import annotations

import numpy as np

from kamtui.model.lifetime_purchases import Floats, Integers

_SMOOTHING = 5.0
"""As many contracts as the mean of all counts for beside those of a segment."""
_DAYS_A_YEAR = 365.25
_SHORTEST_TERM = 28


def renewal_probability(
    renewed: Integers, ended: Integers, renewed_all: int, ended_all: int
) -> Floats:
    """Return the probability that a contract is renewed when it ends, for each segment.

    Of contracts that have ended and of which it is known: `renewed` of `ended` in the segment.
    Smoothed, so that a segment with few of them says little: 5 contracts of the mean of all are
    added to its own, and to that mean one that was renewed and one that was not. Between 0 and 1,
    never either.
    """
    of_all = (renewed_all + 1) / (ended_all + 2)
    return (renewed + _SMOOTHING * of_all) / (ended + _SMOOTHING)


def contract_value(
    yearly: Floats,
    days_left: Integers,
    term_days: Integers,
    renewal: Floats,
    *,
    horizon_weeks: float,
    discount: float,
) -> Floats:
    """Return what each account brings in over the horizon, discounted to today, in money.

    `yearly` is what it brings in a year, evenly; certain for `days_left` ≥ 0, and then, term by
    term of `term_days`, with the probability `renewal` each time. `discount` is a year's. NaN
    where `yearly` is.
    """
    rate = np.log1p(discount)
    horizon = horizon_weeks * 7 / _DAYS_A_YEAR
    left = days_left / _DAYS_A_YEAR
    term = np.maximum(term_days, _SHORTEST_TERM) / _DAYS_A_YEAR
    years = _present(np.zeros_like(left), np.minimum(left, horizon), rate)
    begins, chance = left, renewal
    while np.any(begins < horizon):
        ends = np.minimum(begins + term, horizon)
        years += chance * _present(np.minimum(begins, horizon), ends, rate)
        begins, chance = begins + term, chance * renewal
    return yearly * years


def _present(begins: Floats, ends: Floats, rate: float) -> Floats:
    """Return how many years of today the time between two moments, in years, is worth."""
    if rate == 0:
        return ends - begins
    return (np.exp(-rate * begins) - np.exp(-rate * ends)) / rate
