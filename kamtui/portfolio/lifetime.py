"""What each account is worth: what it is expected to buy and earn over a horizon, discounted.

Accounts without a contract by their purchases (BG/NBD and gamma-gamma), those with one by the
chance that it is renewed. docs/lifetime.md says how.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kamtui.errors import Failed, WrongUsage
from kamtui.portfolio.lifetime_basis import LifetimeBasis, lifetime_basis
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.priorities import check_filters
from kamtui.portfolio.request import Request
from kamtui.portfolio.rows import Rows, columns

if TYPE_CHECKING:
    import numpy as np

    from kamtui.model.lifetime_buying import BuyingModel
    from kamtui.model.lifetime_fitting import Fitted
    from kamtui.model.lifetime_spending import SpendingModel

_TOLD_APART = 3.0
"""How far the log-likelihood must be above that of nobody stopping: odds of 20 to 1."""
_MOST_WEEKS = 1040.0
_MOST_DISCOUNT = 1.0

COLUMNS = columns(
    account_id="VARCHAR",
    name="VARCHAR",
    purchases="BIGINT",
    recency_weeks="DOUBLE",
    age_weeks="DOUBLE",
    p_alive="DOUBLE",
    expected_purchases="DOUBLE",
    expected_margin="DOUBLE",
    clv="DOUBLE",
    basis="VARCHAR",
    renewal="DOUBLE",
    margin_a_year="DOUBLE",
    owner="VARCHAR",
    segment="VARCHAR",
)


@dataclass(frozen=True)
class Horizon:
    """How far value is foreseen, and how much less what comes later counts."""

    weeks: float = 52.0
    """Above 0, at most 1,040."""
    discount: float = 0.1
    """A year's, 0 to 1: at 0.1 what comes after a year counts 1 / 1.1."""


@dataclass(frozen=True)
class LifetimeModels:
    """The models that fit; both None where every account has a contract."""

    buying: Fitted[BuyingModel] | None
    spending: Fitted[SpendingModel] | None


@dataclass(frozen=True, eq=False)
class LifetimeValues:
    """What each account of a basis is worth; entry i of each array is account i, NaN not known."""

    basis: LifetimeBasis
    models: LifetimeModels
    p_alive: np.ndarray
    """The probability that it is still active; 1 with a contract. Not known for the others where
    nobody can be told ever to stop."""
    expected_purchases: np.ndarray
    """Over the horizon; not known with a contract."""
    expected_margin: np.ndarray
    """Of a purchase, in money; not known with a contract."""
    margin_a_year: np.ndarray
    """What a contract brings in a year, in money; known with a contract alone."""
    renewal: np.ndarray
    """The probability that it is renewed when it ends; known with a contract alone."""
    clv: np.ndarray
    """Money of today."""


def horizon_of(request: Request) -> Horizon:
    """Return the horizon that the request's parameters give.

    Raises WrongUsage for what is no number and for one out of range.
    """
    return Horizon(
        weeks=number_of(request, "horizon_weeks", Horizon.weeks, (0.0, _MOST_WEEKS), above=True),
        discount=number_of(request, "discount", Horizon.discount, (0.0, _MOST_DISCOUNT)),
    )


def number_of(
    request: Request,
    name: str,
    usual: float,
    limits: tuple[float, float],
    *,
    above: bool = False,
) -> float:
    """Return a parameter as a number within the limits, above the lower one where `above`."""
    text = request.params.get(name)
    if text is None:
        return usual
    low, high = limits
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not (low <= number <= high) or (above and number == low):
        beginning = "above" if above else "from"
        raise WrongUsage(f"{name}: expected a number {beginning} {low:g} to {high:g}, not {text!r}")
    return number


def lifetime(portfolio: Portfolio, request: Request) -> Rows:
    """Return what each account is worth: a row an account, the most valuable first.

    Weeks, probabilities and money as the columns of docs/lifetime.md say. Raises Failed, with the
    reason, where the history does not bear the models, and WrongUsage as `priorities` does.
    """
    import numpy as np

    check_filters(portfolio, request)
    values = lifetime_values(lifetime_basis(portfolio, request), horizon_of(request))
    basis = values.basis
    of = basis.columns
    bought = of["order_days"] > 0
    answer: dict[str, np.ndarray] = {
        **{name: of[name] for name in ("account_id", "name", "owner", "segment")},
        "purchases": np.maximum(of["order_days"] - 1, 0),
        "recency_weeks": np.where(bought, of["recency_days"] / 7, np.nan),
        "age_weeks": np.where(bought, of["age_days"] / 7, np.nan),
        "basis": np.where(of["has_contract"], "contract", "fit").astype(object),
        **{
            name: getattr(values, name)
            for name in ("p_alive", "expected_purchases", "expected_margin", "clv")
        },
        "renewal": values.renewal,
        "margin_a_year": values.margin_a_year,
    }
    order = np.argsort(-values.clv, kind="stable")
    chosen = order[of["is_wanted"][order]][: request.top]
    listed = (_with_none(answer[column.name][chosen]) for column in COLUMNS)
    return Rows(COLUMNS, tuple(zip(*listed, strict=True)), tuple(_notes(values)))


def _notes(values: LifetimeValues) -> Iterator[str]:
    fitted = values.models.buying
    if fitted is not None and not stopping_is_told(values.basis, fitted.log_likelihood)[0]:
        yield "who has stopped buying cannot be told from chance (see lifetime-fit)"
    if not values.basis.is_margin:
        yield "margins are revenue: the history has no cost"


def _with_none(values: np.ndarray) -> list[Any]:
    """Return the values as Python has them, None for NaN."""
    import numpy as np

    if values.dtype.kind != "f":
        return list(values.tolist())
    plain = values.astype(object)
    plain[np.isnan(values)] = None
    return list(plain.tolist())


def lifetime_values(basis: LifetimeBasis, horizon: Horizon) -> LifetimeValues:
    """Return what each account is worth over the horizon.

    Raises Failed, with the reason, where the data does not bear the models.
    """
    import numpy as np

    models = fitted_models(basis)
    unknown = np.full(len(basis), np.nan)
    p_alive, bought, margin, yearly, renewal, clv = (unknown.copy() for _ in range(6))
    chosen = basis.by_purchases
    if models.buying is not None and models.spending is not None:
        from kamtui.model.lifetime_forecast import forecast
        from kamtui.model.lifetime_spending import expected_amount

        expected = forecast(
            models.buying.model,
            basis.purchases(),
            horizon_weeks=horizon.weeks,
            discount=horizon.discount,
        )
        mean = basis.mean_amount()[chosen]
        amount = expected_amount(models.spending.model, basis.columns["amount_days"][chosen], mean)
        amount[np.isnan(mean)] = np.nan
        if models.buying.model.somebody_stops:
            p_alive[chosen] = expected.p_alive
        bought[chosen] = expected.purchases
        margin[chosen], clv[chosen] = amount, expected.discounted * amount
    held = basis.columns["has_contract"]
    if held.any():
        p_alive[held] = 1.0
        renewal[held], yearly[held], clv[held] = _of_contracts(basis, horizon)
    return LifetimeValues(basis, models, p_alive, bought, margin, yearly, renewal, clv)


def _of_contracts(
    basis: LifetimeBasis, horizon: Horizon
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return renewal probability, yearly margin and value of the accounts with a contract."""
    import numpy as np

    from kamtui.model.lifetime_renewal import contract_value, renewal_probability

    held = basis.columns["has_contract"]
    of = {name: values[held] for name, values in basis.columns.items()}
    renewal = renewal_probability(
        of["renewed"], of["ended"], int(of["renewed_all"][0]), int(of["ended_all"][0])
    )
    # The greater of what it brought in 12 months and what was agreed; NaN only where both are.
    yearly = np.fmax(of["amount_12m"], of["annual_value"] * of["share_counted"])
    value = contract_value(
        yearly,
        of["days_left"],
        of["term_days"],
        renewal,
        horizon_weeks=horizon.weeks,
        discount=horizon.discount,
    )
    return renewal, yearly, value


def fitted_models(basis: LifetimeBasis) -> LifetimeModels:
    """Return the models that fit the accounts without a contract.

    Raises Failed, with the reason, where the data does not bear them.
    """
    from kamtui.model.lifetime_fitting import NotBorneOut, fit_buying, fit_spending

    if len(basis) and not basis.by_purchases.any():
        return LifetimeModels(None, None)
    try:
        return LifetimeModels(fit_buying(basis.purchases()), fit_spending(basis.spent()))
    except NotBorneOut as refusal:
        raise Failed(f"lifetime value cannot be told: {refusal}") from refusal


def stopping_is_told(basis: LifetimeBasis, log_likelihood: float) -> tuple[bool, float]:
    """Return whether the purchases show that some accounts stop, and how likely they are if not.

    The second is the log-likelihood of the best model by which nobody ever stops.
    """
    from kamtui.model.lifetime_fitting import fit_never_stopping
    from kamtui.model.lifetime_purchases import counted

    without = fit_never_stopping(counted(basis.purchases()))
    return log_likelihood - without > _TOLD_APART, without
