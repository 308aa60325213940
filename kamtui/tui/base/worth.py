"""What the base is worth: customer equity then and now, what it returned, how sure that is."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamtui.formats.figures import NO_VALUE, compact, share
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.request import Request
from kamtui.portfolio.since import with_since
from kamtui.tui.matrix.figures import counted
from kamtui.tui.widgets.cells import percent

# The models are loaded where they are used, in a thread.
if TYPE_CHECKING:
    from kamtui.portfolio.equity import BaseWorth, Equity
    from kamtui.portfolio.lifetime import Horizon

Line = tuple[str, str, str]
"""What a figure is, the figure, and what goes with it; without a figure, a sentence."""


@dataclass(frozen=True, eq=False)
class Worth:
    """What the base is worth on two days, put in words."""

    worth: BaseWorth
    horizon: Horizon
    currency: str

    @property
    def title(self) -> str:
        """What it is."""
        kind = "margin" if self.worth.now.is_margin else "revenue: no cost is known"
        return (
            f"Customer equity · {self.currency} · {self.horizon.weeks:.0f} weeks ahead, of {kind}"
        )

    def figures(self) -> Iterator[Line]:
        """Yield the figures, a line each."""
        worth = self.worth
        now, then = worth.now, worth.then
        yield (f"equity {now.day}", _amount(now.value), _of(now))
        yield (f"equity {then.day}", _amount(then.value), _of(then))
        yield ("change", _signed(worth.change), _growth(worth))
        yield (f"profit since {then.day}", _amount(worth.profit), "")
        yield (
            "return on customer",
            NO_VALUE if worth.return_on_customer is None else share(worth.return_on_customer),
            "(profit + change) / then",
        )
        yield (
            "share of wallet",
            _share(worth.wallet_share),
            f"{_share(worth.wallet_share_then)} then, {counted(worth.with_potential)}",
        )

    def words(self, width: int) -> list[str]:
        """Return how sure it is, in lines of at most so many cells."""
        now, then = self.worth.now, self.worth.then
        said = [_sentence(f"How sure it is: {self.worth.fit}")]
        if now.value is None:
            said = [_sentence(f"Not foretold: {now.missing}")]
        elif then.value is None:
            said.append(_sentence(f"On {then.day} it was not known: {then.missing}"))
        return [line for each in said for line in textwrap.wrap(each, max(20, width))]

    def about(self) -> str:
        """Return what equity is, as one line."""
        discount = share(self.horizon.discount)
        return f"What is foreseen of every account, discounted by {discount} a year"


def load_worth(portfolio: Portfolio, request: Request) -> Worth:
    """Return what the base is worth since the request's day. Raises WrongUsage as `base` does."""
    from kamtui.portfolio.equity import base_worth
    from kamtui.portfolio.lifetime import Horizon

    horizon = Horizon()
    since, _ = with_since(portfolio, request)
    kept = Request(owner=request.owner, segment=request.segment)
    worth = base_worth(portfolio, since, horizon=horizon, request=kept)
    return Worth(worth, horizon, portfolio.history.settings.currency)


def _of(equity: Equity) -> str:
    if equity.value is None:
        return "not known"
    contracts = f", {counted(equity.contracts, 'contract')}" if equity.contracts else ""
    return f"{counted(equity.accounts)}{contracts}"


def _growth(worth: BaseWorth) -> str:
    if worth.change is None or not worth.then.value or worth.then.value < 0:
        return ""
    return percent(worth.change / worth.then.value)


def _amount(amount: float | None) -> str:
    return compact(math.nan if amount is None else amount)


def _signed(amount: float | None) -> str:
    return ("+" if amount and amount > 0 else "") + _amount(amount)


def _share(value: float | None) -> str:
    return NO_VALUE if value is None else share(value)


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
