"""Hypothesis strategies for small histories with every awkward thing that may count."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

FIRST = date(2022, 11, 20)
LAST = date(2025, 3, 10)
ACCOUNTS = ("a", "b", "c")

days = st.dates(FIRST, LAST)
moments = st.builds(datetime.combine, days, st.sampled_from([time(0), time(9, 30), time(23, 59)]))
cents = st.integers(-50_000, 200_000).map(lambda n: Decimal(n) / 100)
costs = st.none() | st.integers(0, 90_000).map(lambda n: Decimal(n) / 100)
amounts = st.integers(0, 500_000).map(lambda n: Decimal(n) / 100)
account_ids = st.sampled_from((*ACCOUNTS, "nobody"))


def _later(pair: tuple[date, int | None]) -> date | None:
    return None if pair[1] is None else pair[0] + timedelta(days=pair[1])


@st.composite
def _order_line(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "account_id": draw(account_ids),
        "order_id": draw(st.sampled_from(["1", "2", "3", "4", "5", "6", "7", "8"])),
        "ordered_on": draw(days),
        "net": draw(cents | st.just(Decimal(0))),
        "cost": draw(costs),
        "product_group": draw(st.none() | st.sampled_from(["soil", "skips", "tools"])),
    }


@st.composite
def _contact(draw: st.DrawFn) -> dict[str, Any]:
    moment = draw(moments)
    return {
        "account_id": draw(account_ids),
        "contacted_at": moment,
        "reached": draw(st.none() | st.booleans()),
        "sentiment": draw(st.none() | st.sampled_from([-1.0, 0.0, 1.0])),
        "cost": draw(costs),
        "next_step_on": _later((moment.date(), draw(st.none() | st.integers(0, 60)))),
    }


@st.composite
def _complaint(draw: st.DrawFn) -> dict[str, Any]:
    opened = draw(days)
    return {
        "account_id": draw(account_ids),
        "complaint_id": draw(st.uuids()).hex,
        "opened_on": opened,
        "closed_on": _later((opened, draw(st.none() | st.integers(0, 90)))),
        "cost": draw(costs),
    }


@st.composite
def _answer(draw: st.DrawFn) -> dict[str, Any]:
    metric, low, high = draw(st.sampled_from([("nps", 0, 10), ("csat", 1, 5), ("ces", 1, 7)]))
    return {
        "account_id": draw(account_ids),
        "answered_at": draw(moments),
        "metric": metric,
        "score": float(draw(st.integers(low, high))),
    }


@st.composite
def _invoice(draw: st.DrawFn) -> dict[str, Any]:
    issued = draw(days)
    return {
        "account_id": draw(account_ids),
        "invoice_id": draw(st.uuids()).hex,
        "issued_on": issued,
        "due_on": issued + timedelta(days=draw(st.integers(0, 60))),
        "amount": draw(amounts),
        "paid_on": _later((issued, draw(st.none() | st.integers(0, 120)))),
    }


@st.composite
def _offer(draw: st.DrawFn) -> dict[str, Any]:
    offered = draw(days)
    return {
        "account_id": draw(account_ids),
        "offer_id": draw(st.uuids()).hex,
        "offered_on": offered,
        "amount": draw(amounts),
        "outcome": draw(st.sampled_from(["open", "won", "lost"])),
        "closed_on": _later((offered, draw(st.none() | st.integers(0, 120)))),
    }


@st.composite
def histories(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Tables by name; optional tables and columns are sometimes missing altogether."""
    tables: dict[str, list[dict[str, Any]]] = {
        "accounts": [
            {
                "account_id": each,
                "name": f"Account {each}",
                "customer_since": draw(st.none() | days),
                "potential_annual": draw(st.none() | amounts),
            }
            for each in ACCOUNTS
        ],
        "order_lines": draw(st.lists(_order_line(), min_size=1, max_size=30)),
    }
    further = {
        "contacts": _contact(),
        "complaints": _complaint(),
        "feedback": _answer(),
        "invoices": _invoice(),
        "offers": _offer(),
    }
    for name, row in further.items():
        rows = draw(st.lists(row, max_size=6))
        if rows:
            tables[name] = rows
    for name, column in (("order_lines", "cost"), ("contacts", "cost"), ("contacts", "reached")):
        if name in tables and draw(st.integers(0, 5)) == 0:
            tables[name] = [
                {key: value for key, value in row.items() if key != column} for row in tables[name]
            ]
    return tables
