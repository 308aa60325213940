"""Fitting the models of lifetime value by maximum likelihood, and refusing where they do not fit.

A model is refused where too little is known to tell its parameters, and where the best ones lie
at the edge of what there can be: then the data says something else than the model can.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import numpy as np

from kamtui.model import lifetime_buying as buying
from kamtui.model import lifetime_spending as spending
from kamtui.model.lifetime_buying import BuyingModel
from kamtui.model.lifetime_purchases import Counted, Floats, Purchases, counted
from kamtui.model.lifetime_spending import SpendingModel, Spent

T = TypeVar("T")

LEAST_REPEATERS = 30
"""How many accounts must have bought again."""
LEAST_WEEKS = 26
"""How long, at least, the account that is known longest must be known."""

_EDGE = 12.0
"""How far, in logarithms, a parameter may go from 1."""
_FARTHEST = 30.0
_ALIKE = 15.0
"""And how far up one may go that says how alike purchases or accounts are."""
_BUYING = "how often accounts buy"
_SPENDING = "what a purchase is worth"
_STEEPEST = 1e-5
"""The slope of the mean log-likelihood above which the search has not ended at the top."""


class NotBorneOut(ValueError):
    """The data does not bear the model; the message is the reason, on one line."""


@dataclass(frozen=True)
class Fitted(Generic[T]):
    """A model that fits best."""

    model: T
    log_likelihood: float
    accounts: int
    """How many it was fitted to."""


def fit_buying(purchases: Purchases) -> Fitted[BuyingModel]:
    """Return the BG/NBD model that makes these purchases most likely.

    Where it is most likely that nobody ever stops, a is 0 and b says nothing. Raises NotBorneOut
    when fewer than 30 accounts bought again, when none is known for half a year, and when there
    is no maximum to be found.
    """
    repeaters = purchases.repeaters
    if repeaters < LEAST_REPEATERS:
        raise NotBorneOut(
            f"{repeaters:,} of {len(purchases):,} accounts without a contract have bought on a "
            f"second day, and {LEAST_REPEATERS} are needed"
        )
    weeks = float(purchases.age_weeks().max())
    if weeks < LEAST_WEEKS:
        raise NotBorneOut(f"the purchases cover {weeks:.1f} weeks, and {LEAST_WEEKS} are needed")
    return fit_counted(counted(purchases))


def fit_counted(statistics: Counted) -> Fitted[BuyingModel]:
    """Return the BG/NBD model that fits, of sufficient statistics; raises as `fit_buying` does."""
    rate = statistics.repeats_of_age.sum() / (statistics.accounts_of_age @ statistics.times)
    slope = _slope_of(statistics)
    at = _top(_BUYING, slope, np.array([-0.7, np.log(rate) + 0.3, -1.5, 1.0]))
    if at[2] < -_EDGE:
        # Where hardly anybody stops there may be a higher top that was passed over on the way.
        again = _top(_BUYING, slope, np.array([at[0], at[1], -6.0, 2.0]))
        at = min(at, again, key=lambda place: slope(place)[0])
    log_likelihood = -slope(at)[0] * statistics.accounts
    if at[2] < -_EDGE:
        _check_edges(_BUYING, at[:2])
        seen = _buying_at(at)[0]
        return Fitted(
            BuyingModel(seen.r, seen.alpha, 0.0, 1.0), log_likelihood, statistics.accounts
        )
    _check_edges(_BUYING, at[:3])
    # Without bound here means that the chance to stop is the same for all, or 0 or 1 for each:
    # what the model says hardly changes on the way there.
    at[3] = np.clip(at[3], -_EDGE, _EDGE)
    return Fitted(_buying_at(at)[0], log_likelihood, statistics.accounts)


def fit_never_stopping(statistics: Counted) -> float:
    """Return the log-likelihood of the same model where nobody ever stops (NBD: Ehrenberg 1959).

    The less BG/NBD is above it, the less the purchases tell of who has stopped.
    """
    slope = _slope_of(statistics)
    fixed = np.array([-_FARTHEST, 0.0])

    def downhill(u: Floats) -> tuple[float, Floats]:
        value, slopes = slope(np.concatenate([u, fixed]))
        return value, slopes[:2]

    rate = statistics.repeats_of_age.sum() / (statistics.accounts_of_age @ statistics.times)
    at = _top(_BUYING, downhill, np.array([-0.7, np.log(rate)]))
    return -downhill(at)[0] * statistics.accounts


def _slope_of(statistics: Counted) -> Callable[[Floats], tuple[float, Floats]]:
    """Return what gives the negative mean log-likelihood at a place of the search, and slopes."""

    def downhill(u: Floats) -> tuple[float, Floats]:
        model, stop, whole = _buying_at(u)
        value, by = buying.log_likelihood(model, statistics)
        slopes = np.array(
            [
                by[0] * model.r + by[1] * model.alpha,
                -by[1] * model.alpha,
                (by[2] - by[3]) * whole * stop * (1 - stop),
                by[2] * model.a + by[3] * model.b,
            ]
        )
        return -value / statistics.accounts, -slopes / statistics.accounts

    return downhill


def _buying_at(u: Floats) -> tuple[BuyingModel, float, float]:
    """Return the model at a place of the search, its mean chance to stop, and a + b.

    The place is ln r, ln of the mean rate, logit of the mean chance to stop, ln (a + b): these
    depend on each other less than the parameters do.
    """
    r = float(np.exp(u[0]))
    stop, whole = float(1 / (1 + np.exp(-u[2]))), float(np.exp(u[3]))
    model = BuyingModel(r, r / float(np.exp(u[1])), whole * stop, whole * (1 - stop))
    return model, stop, whole


def fit_spending(spent: Spent) -> Fitted[SpendingModel]:
    """Return the gamma-gamma model that makes these amounts most likely.

    Raises NotBorneOut when fewer than 30 accounts are there, and when there is no maximum to be
    found.
    """
    if len(spent) < LEAST_REPEATERS:
        raise NotBorneOut(
            f"{len(spent):,} accounts have purchases that earned something, and "
            f"{LEAST_REPEATERS} are needed"
        )
    unit = float(np.median(spent.mean))
    scaled = Spent(spent.purchases, spent.mean / unit)

    def downhill(u: Floats) -> tuple[float, Floats]:
        model = _spending_at(u)
        value, (by_p, by_q, by_v) = spending.log_likelihood(model, scaled)
        slopes = np.array(
            [by_p * model.p - by_v * model.v, by_q * model.q + by_v * model.v, by_v * model.v]
        )
        return -value / len(spent), -slopes / len(spent)

    at = _top(_SPENDING, downhill, np.array([0.0, 1.0, 0.0]), (_ALIKE, _ALIKE, _FARTHEST))
    _check_edges(_SPENDING, np.minimum(at, [0, 0, np.inf]))
    # Without bound here means that the purchases of an account are alike, or the accounts.
    at[:2] = np.minimum(at[:2], _EDGE)
    model = _spending_at(at)
    if model.p + model.q <= 1:
        raise NotBorneOut(
            "a purchase has no mean: a few are so much larger than the others that they decide"
        )
    model = replace(model, v=model.v * unit)
    return Fitted(model, spending.log_likelihood(model, spent)[0], len(spent))


def _spending_at(u: Floats) -> SpendingModel:
    """Return the model at a place of the search: ln p, ln q and ln (p · v / q)."""
    p, q, level = np.exp(u).tolist()
    return SpendingModel(p, q, level * q / p)


def _top(
    what: str,
    downhill: Callable[[Floats], tuple[float, Floats]],
    start: Floats,
    highest: Sequence[float] | None = None,
) -> Floats:
    """Return where a mean log-likelihood is highest, `downhill` being its negative and slopes.

    A place beyond the edge is one where it rises on for ever; `highest` says how far up the
    search may go.
    """
    from scipy.optimize import minimize

    high = np.full(len(start), _FARTHEST) if highest is None else np.asarray(highest)

    def level_outside(u: Floats) -> tuple[float, Floats]:
        within = np.clip(u, -_FARTHEST, high)
        value, slopes = downhill(within)
        return value, np.where(u == within, slopes, 0.0)

    # L-BFGS-B would take five times as long: it wakes the threads of BLAS for four numbers.
    found = minimize(level_outside, start, jac=True, method="BFGS", options={"gtol": 1e-7})
    if not np.isfinite(found.fun) or np.abs(found.jac).max() > _STEEPEST:
        raise NotBorneOut(f"{what}: the search for the best parameters does not end")
    best: Floats = np.clip(found.x, -_FARTHEST, high)
    return best


def _check_edges(what: str, at: Floats) -> None:
    if np.abs(at).max() > _EDGE:
        raise NotBorneOut(
            f"{what}: the best parameters are without bound, so that accounts do not differ in "
            "the way that the model needs"
        )
