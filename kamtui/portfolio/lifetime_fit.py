"""How well the models of lifetime value fit, and how well they foretold the last year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kamtui.errors import Failed
from kamtui.portfolio.lifetime import (
    LifetimeModels,
    fitted_models,
    number_of,
    stopping_is_told,
)
from kamtui.portfolio.lifetime_basis import (
    LifetimeBasis,
    lifetime_basis,
    lifetime_basis_before,
)
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.request import Request
from kamtui.portfolio.rows import Rows, columns

if TYPE_CHECKING:
    from kamtui.model.lifetime_holdout import Foretold, Holdout

BUYING, SPENDING, CONTRACT, HOLDOUT = "bg/nbd", "gamma-gamma", "contract", "holdout"

_MOST_WEEKS = 520.0

Line = tuple[str, str, str | None, float | None]
"""Model, parameter, its value as text, and as a number where it is one."""


@dataclass(frozen=True)
class HoldoutTest:
    """What the models, fitted up to an earlier day, expected of the time since."""

    since: date
    """The last day that they saw."""
    weeks: float
    """From then to the portfolio's day."""
    outcome: Holdout | None
    """None where they could not be fitted, which `missing` says why."""
    missing: str


def lifetime_fit(portfolio: Portfolio, request: Request) -> Rows:
    """Return the parameters, how well they fit, and the holdout test: a row a figure.

    Time in weeks. Raises Failed, with the reason, where the history does not bear the models, and
    WrongUsage for a parameter out of range.
    """
    weeks = number_of(request, "holdout_weeks", 52.0, (0.0, _MOST_WEEKS), above=True)
    basis = lifetime_basis(portfolio, Request())
    models = fitted_models(basis)
    test = holdout_test(portfolio, weeks)
    lines = [
        *_of_buying(basis, models),
        *_of_spending(basis, models),
        *_of_contracts(basis),
        *_of_test(test),
    ]
    shown = columns(model="VARCHAR", parameter="VARCHAR", value="VARCHAR", number="DOUBLE")
    return Rows(shown, tuple(lines)[: request.top])


def holdout_test(portfolio: Portfolio, weeks: float) -> HoldoutTest:
    """Return how well the purchases of the last `weeks` were to be foretold before them.

    Of the accounts that had bought by then and had no contract.
    """
    from kamtui.model.lifetime_forecast import forecast
    from kamtui.model.lifetime_holdout import compared

    days = round(weeks * 7)
    since = portfolio.as_of - timedelta(days=days)
    basis = lifetime_basis_before(portfolio, since)
    try:
        models = fitted_models(basis)
    except Failed as refusal:
        return HoldoutTest(since, days / 7, None, f"as of {since}, {refusal.message}")
    if models.buying is None:
        return HoldoutTest(since, days / 7, None, f"by {since} nobody had bought")
    expected = forecast(
        models.buying.model, basis.purchases(), horizon_weeks=days / 7, discount=0.0
    )
    actual = basis.columns["order_days_since"][basis.by_purchases]
    return HoldoutTest(since, days / 7, compared(expected.purchases, actual), "")


def _number(model: str, parameter: str, number: float | None) -> Line:
    return (model, parameter, None if number is None else f"{number:.12g}", number)


def _words(model: str, parameter: str, words: str) -> Line:
    return (model, parameter, words, None)


def _of_buying(basis: LifetimeBasis, models: LifetimeModels) -> Iterator[Line]:
    fitted = models.buying
    if fitted is None:
        return
    model = fitted.model
    b = model.b if model.somebody_stops else None
    for name, number in (("r", model.r), ("alpha", model.alpha), ("a", model.a), ("b", b)):
        yield _number(BUYING, name, number)
    is_told, without = stopping_is_told(basis, fitted.log_likelihood)
    yield _number(BUYING, "log_likelihood", fitted.log_likelihood)
    yield _number(BUYING, "log_likelihood_nobody_stops", without)
    yield _words(
        BUYING, "stopping", "told apart from chance" if is_told else "not told apart from chance"
    )
    yield _number(BUYING, "n", fitted.accounts)
    yield _number(BUYING, "repeaters", basis.purchases().repeaters)


def _of_spending(basis: LifetimeBasis, models: LifetimeModels) -> Iterator[Line]:
    fitted = models.spending
    if fitted is None:
        return
    model = fitted.model
    for name, number in (("p", model.p), ("q", model.q), ("v", model.v)):
        yield _number(SPENDING, name, number)
    yield _number(SPENDING, "log_likelihood", fitted.log_likelihood)
    yield _number(SPENDING, "mean", model.mean)
    yield _number(SPENDING, "correlation", _correlation(basis))
    yield _number(SPENDING, "n", fitted.accounts)
    yield _words(SPENDING, "margin_basis", "margin" if basis.is_margin else "revenue")


def _correlation(basis: LifetimeBasis) -> float | None:
    """Return how the mean of a purchase goes with their number; the model supposes it does not."""
    import numpy as np

    spent = basis.spent()
    if np.ptp(spent.purchases) == 0 or np.ptp(spent.mean) == 0:
        return None
    return float(np.corrcoef(spent.purchases, spent.mean)[0, 1])


def _of_contracts(basis: LifetimeBasis) -> Iterator[Line]:
    import numpy as np

    from kamtui.model.lifetime_renewal import renewal_probability

    held = basis.columns["has_contract"]
    yield _number(CONTRACT, "n", float(held.sum()))
    if not held.any():
        return
    of = {name: values[held] for name, values in basis.columns.items()}
    all_of = int(of["renewed_all"][0]), int(of["ended_all"][0])
    yield _number(CONTRACT, "ended", all_of[1])
    yield _number(CONTRACT, "renewed", all_of[0])
    probability = renewal_probability(of["renewed"], of["ended"], *all_of)
    names = np.array([segment or "" for segment in of["segment"]])
    for segment, first in zip(*np.unique(names, return_index=True), strict=True):
        yield _number(CONTRACT, f"renewal: {segment or 'no segment'}", float(probability[first]))


def _of_test(test: HoldoutTest) -> Iterator[Line]:
    yield _words(HOLDOUT, "since", test.since.isoformat())
    yield _number(HOLDOUT, "weeks", test.weeks)
    if test.outcome is None:
        yield _words(HOLDOUT, "missing", test.missing)
        return
    yield from _of_foretold("", test.outcome.whole)
    yield _number(HOLDOUT, "mean_absolute_error", test.outcome.mean_absolute_error)
    for part in test.outcome.classes:
        upper = "or more" if part.ends is None else f"to {part.ends}"
        yield from _of_foretold(f"expected {part.begins} {upper}: ", part)


def _of_foretold(before: str, part: Foretold) -> Iterator[Line]:
    yield _number(HOLDOUT, f"{before}accounts", part.accounts)
    yield _number(HOLDOUT, f"{before}predicted", part.expected)
    yield _number(HOLDOUT, f"{before}actual", part.actual)
    yield _number(HOLDOUT, f"{before}error", part.error)
