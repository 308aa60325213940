"""Which order lines each measure rests on, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Behind:
    """The order lines behind a measure, and what of them leads to it."""

    says: str
    """Which lines they are."""
    months: int | None = None
    """Only of the months up to the as-of date, so many; None since the start."""
    until: int = 0
    """Without the newest months, so many."""
    by_order: bool = False
    """Only lines of orders, of which returns are none, by the day of the order."""
    which: Literal["first", "last"] | None = None
    """Only the orders of the first or the last day with an order; None for every one."""
    totals: tuple[str, ...] = ()
    """The totals of the lines that are told, by their names in `line_totals.TOTALS`."""
    others: tuple[str, ...] = ()
    """Other measures that the value is made of."""

    @property
    def query(self) -> str:
        """The name of the query that answers with the lines."""
        return "lines_of_orders" if self.by_order else "lines_sold"


_MARGIN = ("net_costed", "cost", "margin")

BEHIND: Mapping[str, Behind] = {
    "revenue_12m": Behind("the last 12 months", 12, totals=("net",)),
    "revenue_prior": Behind("the 12 months before", 24, 12, totals=("net",)),
    "revenue_growth": Behind("the last 24 months", 24, totals=("net_12m", "net_prior")),
    "revenue_total": Behind("since the start", totals=("net",)),
    "revenue_share": Behind("the last 12 months", 12, totals=("net",)),
    "margin_12m": Behind("the last 12 months", 12, totals=_MARGIN),
    "margin_rate_12m": Behind("the last 12 months", 12, totals=("margin", "net_costed")),
    "margin_total": Behind("since the start", totals=_MARGIN),
    "profit_12m": Behind(
        "the last 12 months", 12, totals=("margin",), others=("relationship_cost_12m",)
    ),
    "wallet_share": Behind("the last 12 months", 12, totals=("net",), others=("potential_annual",)),
    "growth_room": Behind("the last 12 months", 12, totals=("net",), others=("potential_annual",)),
    "orders_12m": Behind("orders of the last 12 months", 12, by_order=True, totals=("orders",)),
    "orders_total": Behind("all orders", by_order=True, totals=("orders",)),
    "first_order_on": Behind(
        "the first order", by_order=True, which="first", totals=("day", "net")
    ),
    "last_order_on": Behind("the last order", by_order=True, which="last", totals=("day", "net")),
    "days_since_order": Behind(
        "the last order", by_order=True, which="last", totals=("day", "net")
    ),
    "order_interval": Behind("all orders", by_order=True, totals=("orders", "order_days")),
    "lapse": Behind(
        "all orders",
        by_order=True,
        totals=("order_days",),
        others=("order_interval", "days_since_order"),
    ),
    "relationship_months": Behind(
        "the first order; a day given as the start of the relationship comes before it",
        by_order=True,
        which="first",
        totals=("day",),
    ),
    "product_groups_12m": Behind("the last 12 months", 12, totals=("groups",)),
    "breadth": Behind("the last 12 months", 12, totals=("groups",)),
}
"""By measure. A measure that is not here rests on something else than order lines."""

EXPRESSION_MONTHS = Behind("the last 24 months", 24, totals=("months_12m", "months_prior"))
"""For an expression over the revenue of single months."""
