"""What `queries/measures.sql` answers, as data: each measure, its unit and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["money", "ratio", "count", "days", "months", "date", "score", "list"]


@dataclass(frozen=True)
class Measure:
    """One measure of an account."""

    name: str
    title: str
    unit: Unit
    """Money in the history's currency; a ratio as a fraction of 1; a score in its own range."""
    needs: tuple[str, ...] = ()
    """The optional tables, or table.column, without which it is unknown. Any one of several
    joined by `|` will do."""


_COST = ("order_lines.cost",)
_RELATIONSHIP_COST = ("contacts.cost|complaints.cost",)
_GROUPS = ("order_lines.product_group",)
_POTENTIAL = ("accounts.potential_annual",)

MEASURES: tuple[Measure, ...] = (
    Measure("revenue_12m", "Revenue, last 12 months", "money"),
    Measure("revenue_prior", "Revenue, the 12 months before", "money"),
    Measure("revenue_growth", "Growth of revenue", "ratio"),
    Measure("revenue_total", "Revenue since the start", "money"),
    Measure("margin_12m", "Margin, last 12 months", "money", _COST),
    Measure("margin_rate_12m", "Margin rate, last 12 months", "ratio", _COST),
    Measure("margin_total", "Margin since the start", "money", _COST),
    Measure("relationship_cost_12m", "Cost of the relationship", "money", _RELATIONSHIP_COST),
    Measure("profit_12m", "Profit, last 12 months", "money", _COST + _RELATIONSHIP_COST),
    Measure("orders_12m", "Orders, last 12 months", "count"),
    Measure("orders_total", "Orders since the start", "count"),
    Measure("first_order_on", "First order", "date"),
    Measure("last_order_on", "Last order", "date"),
    Measure("days_since_order", "Days since the last order", "days"),
    Measure("order_interval", "Usual days between orders", "days"),
    Measure("lapse", "Silence in usual intervals", "ratio"),
    Measure("product_groups_12m", "Product groups bought", "count", _GROUPS),
    Measure("breadth", "Share of our product groups", "ratio", _GROUPS),
    Measure("new_groups_90d", "New product groups, 90 days", "count", _GROUPS),
    Measure("relationship_months", "Months as a customer", "months"),
    Measure("contacts_12m", "Contacts, last 12 months", "count", ("contacts",)),
    Measure("reached_12m", "Contacts that reached, 12 months", "count", ("contacts.reached",)),
    Measure("days_since_contact", "Days since the last contact", "days", ("contacts",)),
    Measure("sentiment_12m", "Sentiment, last 12 months", "score", ("contacts.sentiment",)),
    Measure("next_step_on", "Next step agreed for", "date", ("contacts.next_step_on",)),
    Measure("complaints_open", "Open complaints", "count", ("complaints",)),
    Measure("complaints_12m", "Complaints, last 12 months", "count", ("complaints",)),
    Measure("nps", "Latest NPS answer", "score", ("feedback",)),
    Measure("csat_12m", "CSAT, last 12 months", "score", ("feedback",)),
    Measure("overdue_amount", "Overdue", "money", ("invoices",)),
    Measure("overdue_days", "Oldest overdue, days", "days", ("invoices",)),
    Measure("offers_open_amount", "Open offers", "money", ("offers",)),
    Measure("win_rate", "Offers won", "ratio", ("offers",)),
    Measure("potential_annual", "Purchase potential a year", "money", _POTENTIAL),
    Measure("wallet_share", "Share of wallet", "ratio", _POTENTIAL),
    Measure("growth_room", "Room to grow", "money", _POTENTIAL),
    Measure("revenue_share", "Share of our revenue", "ratio"),
    Measure("monthly_revenue", "Revenue by month, 24 months", "list"),
)

MEASURE_NAMES: frozenset[str] = frozenset(measure.name for measure in MEASURES)
