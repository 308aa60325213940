"""What the customer base is worth, how that moved, and how sure it is (Peppers & Rogers 2011)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kamtui.engine.catalogue import compose
from kamtui.errors import Failed, WrongUsage
from kamtui.portfolio.lifetime import Horizon, horizon_of, lifetime_values, stopping_is_told
from kamtui.portfolio.lifetime_basis import lifetime_basis
from kamtui.portfolio.lifetime_fit import HoldoutTest, holdout_test
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.priorities import check_filters
from kamtui.portfolio.request import Request
from kamtui.portfolio.rows import Rows, columns
from kamtui.portfolio.since import stand_ins_at, with_since

_YEAR_OF_WEEKS = 52.0


@dataclass(frozen=True)
class Equity:
    """The lifetime values of all accounts on one day, added up."""

    day: date
    value: float | None
    """Money of that day; None where it cannot be told."""
    missing: str
    """Why it cannot; else empty."""
    accounts: int
    """How many lifetime values it is the sum of."""
    unknown: int
    """How many accounts beside them have a value that is not known."""
    contracts: int
    """How many of `accounts` are valued by the renewal of a contract."""
    is_margin: bool
    """Whether it is margin; else, where the history has no cost, revenue."""
    stopping_is_told: bool | None
    """Whether the purchases show that some accounts stop; None where no model was fitted."""


@dataclass(frozen=True)
class BaseWorth:
    """What the base is worth on two days, and what it returned between them."""

    now: Equity
    then: Equity
    profit: float | None
    """Margin less the cost of the relationships, of the days after `then`; None not known."""
    wallet_share: float | None
    """Revenue / purchase potential, 12 months, of the accounts whose potential is known; 0-1."""
    wallet_share_then: float | None
    """The same 12 months before the earlier day, of the potential as it is known now."""
    with_potential: int
    """How many accounts the wallet share is of."""
    test: HoldoutTest | None
    """How well a year was foretold; None where it was not asked for, or nothing can be told."""

    @property
    def change(self) -> float | None:
        """How much equity rose; None where either is not known."""
        if self.now.value is None or self.then.value is None:
            return None
        return self.now.value - self.then.value

    @property
    def return_on_customer(self) -> float | None:
        """(profit + change of equity) / equity then, 0.1 for 10 %; None where not known.

        Not known either where equity is of revenue, which profit cannot be added to.
        """
        change, then = self.change, self.then.value
        if self.profit is None or change is None or not then or then < 0 or not self.now.is_margin:
            return None
        return (self.profit + change) / then

    @property
    def fit(self) -> str:
        """How sure it is, in words, as one line."""
        if self.now.value is None:
            return self.now.missing
        parts = []
        if self.test is not None:
            parts.append(_in_words(self.test))
        if self.now.stopping_is_told is False:
            parts.append("who has stopped buying cannot be told from chance")
        if not self.now.is_margin:
            parts.append("of revenue: the history has no cost")
        if self.now.unknown:
            parts.append(f"{self.now.unknown:,} accounts have no known value")
        return "; ".join(parts) or "valued by contracts alone"


def _in_words(test: HoldoutTest) -> str:
    if test.outcome is None:
        return f"not tested: {test.missing}"
    whole = test.outcome.whole
    return (
        f"of the {test.weeks:.0f} weeks since {test.since} it foretold {whole.expected:,.0f} "
        f"purchases, and there were {whole.actual:,}"
    )


def base_worth(
    portfolio: Portfolio,
    since: date,
    *,
    horizon: Horizon | None = None,
    request: Request | None = None,
    with_test: bool = True,
) -> BaseWorth:
    """Return what the base is worth on the portfolio's day and on an earlier one.

    `request` may keep to an owner or a segment; the models are fitted to every account all the
    same. Where they do not fit, the equity of that day is None with the reason, and nothing is
    raised. `portfolio.engine.interrupt()` stops it while it reads. May be called from any thread.
    """

    def worth(current: Portfolio) -> BaseWorth:
        return _base_worth(current, since, horizon or Horizon(), request or Request(), with_test)

    return settled(portfolio, worth)


def _base_worth(
    portfolio: Portfolio, since: date, horizon: Horizon, request: Request, with_test: bool
) -> BaseWorth:
    now = _equity(portfolio, horizon, request)
    then = _equity(portfolio.at(since), horizon, request)
    found = _returns(portfolio, since, request)
    margin, cost = found["margin"], found["relationship_cost"]
    tests = with_test and now.stopping_is_told is not None
    return BaseWorth(
        now=now,
        then=then,
        profit=None if margin is None or cost is None else margin - cost,
        wallet_share=found["wallet_share"],
        wallet_share_then=found["wallet_share_then"],
        with_potential=found["with_potential"],
        test=holdout_test(portfolio, _YEAR_OF_WEEKS) if tests else None,
    )


def _equity(portfolio: Portfolio, horizon: Horizon, request: Request) -> Equity:
    import numpy as np

    basis = lifetime_basis(portfolio, request)
    wanted = basis.columns["is_wanted"].astype(bool)
    try:
        values = lifetime_values(basis, horizon)
    except Failed as refusal:
        missing = refusal.message
        return Equity(
            portfolio.as_of, None, missing, 0, int(wanted.sum()), 0, basis.is_margin, None
        )
    clv = values.clv[wanted]
    known = ~np.isnan(clv)
    fitted = values.models.buying
    return Equity(
        day=portfolio.as_of,
        value=float(clv[known].sum()) if known.any() else None,
        missing="" if known.any() else "no account has a value that is known",
        accounts=int(known.sum()),
        unknown=int(np.count_nonzero(~known)),
        contracts=int(np.count_nonzero(basis.columns["has_contract"][wanted] & known)),
        is_margin=basis.is_margin,
        stopping_is_told=None
        if fitted is None
        else stopping_is_told(basis, fitted.log_likelihood)[0],
    )


def _returns(portfolio: Portfolio, since: date, request: Request) -> dict[str, Any]:
    statement = compose(
        "equity", stand_ins={**stand_ins(portfolio), **stand_ins_at(portfolio, "since", since)}
    )
    params = {
        **portfolio.days,
        "since": since,
        "owner": request.owner,
        "segment": request.segment,
    }
    [row] = portfolio.engine.ask(statement, params).records()
    return row


def equity(portfolio: Portfolio, request: Request) -> Rows:
    """Return what the base is worth, and what it returned since the parameter `since`.

    A row a measure: value in the history's currency, as a share of 1 or as a number, null where
    it is not known, and then why. Without `since` a year before the as-of date. Raises WrongUsage
    for a day that is none, and as `priorities` does.
    """
    check_filters(portfolio, request)
    since, _ = with_since(portfolio, request)
    if since == portfolio.as_of:
        raise WrongUsage(f"since: {since} is the as-of date itself", "Name an earlier day.")
    worth = _base_worth(portfolio, since, horizon_of(request), request, with_test=False)
    shown = columns(measure="VARCHAR", value="DOUBLE", missing="VARCHAR")
    return Rows(shown, tuple(_rows(worth))[: request.top])


def _rows(worth: BaseWorth) -> list[tuple[str, float | None, str | None]]:
    now, then = worth.now, worth.then
    either = now.missing or then.missing
    no_profit = "the history has no cost of order lines, or none of contacts and complaints"
    no_return = either or ("" if worth.profit is not None else no_profit)
    no_potential = "no account has a known purchase potential"
    found: list[tuple[str, float | None, str]] = [
        ("equity", now.value, now.missing),
        ("equity_then", then.value, then.missing),
        ("change", worth.change, either),
        ("profit", worth.profit, no_profit),
        (
            "return_on_customer",
            worth.return_on_customer,
            no_return or "equity was nothing, or is of revenue",
        ),
        ("wallet_share", worth.wallet_share, no_potential),
        ("wallet_share_then", worth.wallet_share_then, no_potential),
        ("accounts", now.accounts, ""),
        ("accounts_then", then.accounts, ""),
        ("accounts_unknown", now.unknown, ""),
        ("accounts_with_contract", now.contracts, ""),
        ("accounts_with_potential", worth.with_potential, ""),
    ]
    return [(name, value, why if value is None else None) for name, value, why in found]
