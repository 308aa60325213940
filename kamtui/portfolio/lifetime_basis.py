"""What lifetime value rests on: every account's purchases, amounts and contract, as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import compose
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.request import Request

if TYPE_CHECKING:
    import numpy as np

    from kamtui.model.lifetime_purchases import Purchases
    from kamtui.model.lifetime_spending import Spent


@dataclass(frozen=True, eq=False)
class LifetimeBasis:
    """The columns of `queries/parts/lifetime_accounts.sql`; entry i of each is account i."""

    columns: Mapping[str, np.ndarray]
    """Numbers with 0 (counts, days) or NaN (amounts) where nothing is known."""
    by_purchases: np.ndarray
    """Which accounts are foreseen by their purchases: those that bought, without a contract."""
    is_margin: bool
    """Whether amounts are margins; else, where the history has no cost at all, revenue."""

    def __len__(self) -> int:
        return len(self.by_purchases)

    def purchases(self) -> Purchases:
        """Return how the accounts that are foreseen by their purchases bought."""
        import numpy as np

        from kamtui.model.lifetime_purchases import Purchases

        chosen = self.by_purchases
        return Purchases(
            repeats=np.maximum(self.columns["order_days"][chosen] - 1, 0),
            recency=self.columns["recency_days"][chosen],
            age=self.columns["age_days"][chosen],
        )

    def mean_amount(self) -> np.ndarray:
        """Return what a purchase of each account brought on average; NaN where it is not known."""
        import numpy as np

        days = self.columns["amount_days"]
        mean = np.full(len(days), np.nan)
        np.divide(self.columns["amount"], days, out=mean, where=days > 0)
        return mean

    def spent(self) -> Spent:
        """Return what purchases brought, of those of the same accounts that brought something."""
        from kamtui.model.lifetime_spending import Spent

        mean = self.mean_amount()
        chosen = self.by_purchases & (mean > 0)
        return Spent(self.columns["amount_days"][chosen], mean[chosen])


def lifetime_basis(portfolio: Portfolio, request: Request) -> LifetimeBasis:
    """Return what lifetime value rests on as of the portfolio's day; every account is in it.

    `is_wanted` among the columns says which of them the request is about.
    """
    params = {
        "as_of": portfolio.as_of,
        "owner": request.owner,
        "segment": request.segment,
        "account": request.account,
    }
    return _basis(portfolio.engine.ask(compose("lifetime"), params))


def lifetime_basis_before(portfolio: Portfolio, since: date) -> LifetimeBasis:
    """Return the same as of an earlier day, of the accounts that had bought by then.

    `order_days_since` among the columns says on how many days they bought afterwards.
    """
    params = {"as_of": portfolio.as_of, "since": since}
    return _basis(portfolio.engine.ask(compose("lifetime-fit"), params))


def _basis(answer: Answer) -> LifetimeBasis:
    columns = {name: _filled(values) for name, values in answer.numpy().items()}
    by_purchases = (columns["order_days"] > 0) & ~columns["has_contract"]
    is_margin = bool(columns["is_margin"].all())
    return LifetimeBasis(columns, by_purchases, is_margin)


def _filled(values: Any) -> np.ndarray:
    """Return a column without a mask: NaN for an unknown amount, 0 for a count, None for a text."""
    import numpy as np

    if not isinstance(values, np.ma.MaskedArray):
        return np.asarray(values)
    usual = {"f": np.nan, "O": None}.get(values.dtype.kind, 0)
    filled = np.array(values.data)
    filled[np.ma.getmaskarray(values)] = usual
    return filled
