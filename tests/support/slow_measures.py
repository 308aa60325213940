"""The measures computed again, slowly and in plain Python, from lists of rows.

Written from the definitions in docs/measures.md and not from the queries, so that the two can
be compared. Rows are dictionaries with the contract's column names; a missing key is null.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import mean, median
from typing import Any

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]

OPTIONAL = ("contacts", "complaints", "feedback", "invoices", "offers")


def months_before(day: date, months: int) -> date:
    """The day that many months earlier; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_of(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def slow_measures(tables: Tables, as_of: date) -> dict[str, dict[str, Any]]:
    """Every measure of every account, by account id. Amounts are Decimal, ratios float."""
    tomorrow = as_of + timedelta(days=1)
    year = months_before(tomorrow, 12)
    prior = months_before(tomorrow, 24)
    lines = [line for line in tables["order_lines"] if line["ordered_on"] <= as_of]
    of = {name: _by_account(tables.get(name, ())) for name in OPTIONAL}
    lines_of = _by_account(lines)
    has_cost = _has(tables, "order_lines", "cost")
    ids = [account["account_id"] for account in tables["accounts"]]
    base = sum((_net(lines_of[each], year) for each in ids), Decimal(0))
    sold = {
        line["product_group"]
        for each in ids
        for line in lines_of[each]
        if line["ordered_on"] >= year and line["net"] > 0 and line.get("product_group") is not None
    }
    answer: dict[str, dict[str, Any]] = {}
    for account in tables["accounts"]:
        own = lines_of[account["account_id"]]
        row: dict[str, Any] = {}
        row["revenue_12m"] = _net(own, year)
        row["revenue_prior"] = _net(own, prior, year)
        row["revenue_total"] = _net(own, date.min)
        row["revenue_growth"] = _ratio(
            row["revenue_12m"] - row["revenue_prior"], row["revenue_prior"]
        )
        row["revenue_share"] = _ratio(row["revenue_12m"], base)
        row["margin_12m"] = _margin([x for x in own if x["ordered_on"] >= year], has_cost)
        row["margin_total"] = _margin(own, has_cost)
        costed = [x for x in own if x["ordered_on"] >= year and x.get("cost") is not None]
        row["margin_rate_12m"] = (
            None
            if row["margin_12m"] is None
            else _ratio(row["margin_12m"], sum((x["net"] for x in costed), Decimal(0)))
        )
        row["monthly_revenue"] = [
            _net(own, months_before(tomorrow, k + 1), months_before(tomorrow, k))
            for k in range(23, -1, -1)
        ]
        row |= _ordering(own, year, as_of)
        row |= _groups(own, sold, year, as_of)
        row |= _relationship(account, row["first_order_on"], as_of)
        row |= _contacts(of["contacts"][account["account_id"]], tables, year, as_of)
        row |= _complaints(of["complaints"][account["account_id"]], tables, year, as_of)
        row["relationship_cost_12m"] = _relationship_cost(
            of["contacts"][account["account_id"]],
            of["complaints"][account["account_id"]],
            tables,
            year,
            as_of,
        )
        unknown = row["margin_12m"] is None or row["relationship_cost_12m"] is None
        row["profit_12m"] = None if unknown else row["margin_12m"] - row["relationship_cost_12m"]
        row |= _feedback(of["feedback"][account["account_id"]], year, as_of)
        row |= _invoices(of["invoices"][account["account_id"]], tables, as_of)
        row |= _offers(of["offers"][account["account_id"]], tables, as_of)
        potential = account.get("potential_annual")
        row["potential_annual"] = potential
        row["wallet_share"] = None if potential is None else _ratio(row["revenue_12m"], potential)
        row["growth_room"] = None if potential is None else potential - row["revenue_12m"]
        answer[account["account_id"]] = row
    return answer


def _by_account(rows: Iterable[Row]) -> dict[str, list[Row]]:
    by_account: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.get("account_id") is not None:
            by_account[row["account_id"]].append(row)
    return by_account


def _has(tables: Tables, table: str, column: str) -> bool:
    return any(column in row for row in tables.get(table, ()))


def _net(lines: Iterable[Row], first: date, before: date = date.max) -> Decimal:
    return sum((x["net"] for x in lines if first <= x["ordered_on"] < before), Decimal(0))


def _ratio(part: Any, whole: Any) -> float | None:
    return float(part) / float(whole) if whole > 0 else None


def _margin(lines: Sequence[Row], has_cost: bool) -> Decimal | None:
    costed = [line for line in lines if line.get("cost") is not None]
    if not has_cost or (lines and not costed):
        return None
    return sum((line["net"] - line["cost"] for line in costed), Decimal(0))


def _ordering(lines: Sequence[Row], year: date, as_of: date) -> dict[str, Any]:
    by_order: dict[str, list[Row]] = defaultdict(list)
    for line in lines:
        by_order[line["order_id"]].append(line)
    days = [
        min(line["ordered_on"] for line in order)
        for order in by_order.values()
        if sum((line["net"] for line in order), Decimal(0)) > 0
    ]
    distinct = sorted(set(days))
    gaps = [(b - a).days for a, b in pairwise(distinct)]
    since = (as_of - distinct[-1]).days if distinct else 0
    interval = median(gaps) if gaps else None
    return {
        "orders_total": len(days),
        "orders_12m": sum(day >= year for day in days),
        "first_order_on": distinct[0] if distinct else None,
        "last_order_on": distinct[-1] if distinct else None,
        "days_since_order": since if distinct else None,
        "order_interval": interval,
        "lapse": since / interval
        if interval and since is not None and len(distinct) >= 4
        else None,
    }


def _groups(lines: Sequence[Row], sold: set[str], year: date, as_of: date) -> dict[str, Any]:
    bought = [line for line in lines if line["net"] > 0]
    recent = [line.get("product_group") for line in bought if line["ordered_on"] >= year]
    if not sold or (recent and all(group is None for group in recent)):
        return {"product_groups_12m": None, "breadth": None, "new_groups_90d": None}
    first: dict[str, date] = {}
    for line in bought:
        group = line.get("product_group")
        if group is not None:
            first[group] = min(first.get(group, date.max), line["ordered_on"])
    n = len({group for group in recent if group is not None})
    return {
        "product_groups_12m": n,
        "breadth": n / len(sold),
        "new_groups_90d": sum((as_of - day).days < 90 for day in first.values()),
    }


def _relationship(account: Row, first_order_on: date | None, as_of: date) -> dict[str, Any]:
    since = account.get("customer_since") or first_order_on
    if since is None or since > as_of:
        return {"relationship_months": None}
    months = (as_of.year - since.year) * 12 + as_of.month - since.month
    last_of_month = monthrange(as_of.year, as_of.month)[1]
    if as_of.day < since.day and as_of.day != last_of_month:
        months -= 1
    return {"relationship_months": months}


def _contacts(rows: Sequence[Row], tables: Tables, year: date, as_of: date) -> dict[str, Any]:
    seen = [row for row in rows if day_of(row["contacted_at"]) <= as_of]
    recent = [row for row in seen if day_of(row["contacted_at"]) >= year]
    moods = [row["sentiment"] for row in recent if row.get("sentiment") is not None]
    steps = [
        (row["contacted_at"], row["next_step_on"])
        for row in seen
        if row.get("next_step_on") is not None
    ]
    known = bool(tables.get("contacts"))
    return {
        "contacts_12m": len(recent) if known else None,
        "reached_12m": _reached(recent, _has(tables, "contacts", "reached")),
        "days_since_contact": (as_of - max(day_of(row["contacted_at"]) for row in seen)).days
        if seen
        else None,
        "sentiment_12m": mean(moods) if moods else None,
        "next_step_on": max(steps)[1] if steps else None,
    }


def _reached(contacts: Sequence[Row], known: bool) -> int | None:
    told = [row["reached"] for row in contacts if row.get("reached") is not None]
    if not known or (contacts and not told):
        return None
    return sum(told)


def _complaints(rows: Sequence[Row], tables: Tables, year: date, as_of: date) -> dict[str, Any]:
    if not tables.get("complaints"):
        return {"complaints_open": None, "complaints_12m": None}
    seen = [row for row in rows if row["opened_on"] <= as_of]
    return {
        "complaints_open": sum(
            row.get("closed_on") is None or row["closed_on"] > as_of for row in seen
        ),
        "complaints_12m": sum(row["opened_on"] >= year for row in seen),
    }


def _relationship_cost(
    contacts: Sequence[Row], complaints: Sequence[Row], tables: Tables, year: date, as_of: date
) -> Decimal | None:
    total: Decimal | None = None
    for table, rows, moment in (
        ("contacts", contacts, "contacted_at"),
        ("complaints", complaints, "opened_on"),
    ):
        if not _has(tables, table, "cost"):
            continue
        recent = [row for row in rows if year <= day_of(row[moment]) <= as_of]
        costs = [row["cost"] for row in recent if row.get("cost") is not None]
        if recent and not costs:
            return None
        total = (total or Decimal(0)) + sum(costs, Decimal(0))
    return total


def _feedback(rows: Sequence[Row], year: date, as_of: date) -> dict[str, Any]:
    seen = [row for row in rows if day_of(row["answered_at"]) <= as_of]
    nps = [(row["answered_at"], -row["score"]) for row in seen if row["metric"] == "nps"]
    csat = [
        row["score"]
        for row in seen
        if row["metric"] == "csat" and day_of(row["answered_at"]) >= year
    ]
    return {"nps": -max(nps)[1] if nps else None, "csat_12m": mean(csat) if csat else None}


def _invoices(rows: Sequence[Row], tables: Tables, as_of: date) -> dict[str, Any]:
    if not tables.get("invoices"):
        return {"overdue_amount": None, "overdue_days": None}
    overdue = [
        row
        for row in rows
        if row["issued_on"] <= as_of
        and row["due_on"] < as_of
        and (row.get("paid_on") is None or row["paid_on"] > as_of)
    ]
    return {
        "overdue_amount": sum((row["amount"] for row in overdue), Decimal(0)),
        "overdue_days": max(((as_of - row["due_on"]).days for row in overdue), default=0),
    }


def _offers(rows: Sequence[Row], tables: Tables, as_of: date) -> dict[str, Any]:
    seen = [row for row in rows if row["offered_on"] <= as_of]
    closed = [
        row
        for row in seen
        if row["outcome"] != "open" and (row.get("closed_on") or row["offered_on"]) <= as_of
    ]
    still_open = [row for row in seen if row not in closed]
    won = sum(row["outcome"] == "won" for row in closed)
    return {
        "offers_open_amount": sum((row["amount"] for row in still_open), Decimal(0))
        if tables.get("offers")
        else None,
        "win_rate": won / len(closed) if closed else None,
    }
