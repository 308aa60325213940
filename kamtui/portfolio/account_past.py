"""How the relationship with one account has gone, and what its answers to surveys come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from kamtui.engine.catalogue import compose
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.past import relationship_history
from kamtui.portfolio.request import Request

_AMOUNTS = ("revenue", "margin", "relationship_cost", "profit")
_COUNTS = ("orders", "complaints", "contacts", "reached", "offers_won", "offers_lost")


@dataclass(frozen=True)
class Period:
    """A month or a year of the relationship; the first and the last may be parts of one."""

    first_day: date
    """Of the calendar month or year."""
    revenue: Decimal
    margin: Decimal | None
    """None where no line of it has a cost."""
    relationship_cost: Decimal | None
    """What contacts and complaints cost; None where none has a cost."""
    profit: Decimal | None
    """Margin less the cost of the relationship; None where one of them is."""
    cumulative_profit: Decimal | None
    """The profit up to the end of it, as far as it is known."""
    orders: int
    complaints: int | None
    """None where the history has no such table; so are the ones below."""
    contacts: int | None
    reached: int | None
    offers_won: int | None
    offers_lost: int | None


@dataclass(frozen=True)
class Past:
    """The history of a relationship, from the first that anything happened in to the last."""

    years: tuple[Period, ...]
    """Without a gap, the oldest first; so are the months."""
    months: tuple[Period, ...]

    @property
    def total(self) -> Period | None:
        """The years taken together: the sums of what is known; None without a year."""
        if not self.years:
            return None
        sums = {name: self._sum(name) for name in (*_AMOUNTS, *_COUNTS)}
        first, last = self.years[0], self.years[-1]
        return replace(first, cumulative_profit=last.cumulative_profit, **sums)

    def _sum(self, name: str) -> Any:
        known = [value for year in self.years if (value := getattr(year, name)) is not None]
        return sum(known) if known else None


@dataclass(frozen=True)
class FeedbackSummary:
    """What the answers to one kind of survey come to."""

    metric: str
    """nps, csat or ces."""
    n: int
    """How many answers there are."""
    value: float | None
    """By the method; None without an answer, and so is what follows."""
    lowest: float | None
    highest: float | None
    first_on: date | None
    last_on: date | None
    method: str
    """How the value is made of the answers, in words."""


def past_of(portfolio: Portfolio, account_id: str) -> Past:
    """Return the history of the relationship with an account that is there."""
    return Past(
        years=_periods(portfolio, account_id, "year"),
        months=_periods(portfolio, account_id, "month"),
    )


def feedback_summary_of(portfolio: Portfolio, account_id: str) -> tuple[FeedbackSummary, ...]:
    """Return what the account's answers come to: NPS, CSAT and CES, in this order."""
    params = {"account": account_id, "as_of": portfolio.as_of}
    answer = portfolio.engine.ask(compose("account_feedback_summary"), params)
    return tuple(FeedbackSummary(**record) for record in answer.records())


def _periods(portfolio: Portfolio, account_id: str, unit: str) -> tuple[Period, ...]:
    request = Request(account=account_id, params={"by": unit})
    records: Sequence[dict[str, Any]] = relationship_history(portfolio, request).records()
    return tuple(Period(first_day=_first_day(row.pop(unit)), **row) for row in records)


def _first_day(period: date | int) -> date:
    return period if isinstance(period, date) else date(period, 1, 1)
