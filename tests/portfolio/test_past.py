"""The history of a relationship: it adds up to the measures, leaves no gap and leaks nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from support.random_histories import ACCOUNTS, FIRST, LAST, days, histories
from support.written_tables import line, write_tables

from kamtui.errors import WrongUsage
from kamtui.portfolio.measures import measures
from kamtui.portfolio.opening import open_portfolio
from kamtui.portfolio.past import relationship_history
from kamtui.portfolio.request import Request

Rows = Sequence[Mapping[str, Any]]
Tables = Mapping[str, Rows]
WORKED: Tables = {
    "accounts": [{"account_id": "a", "name": "Sand and Gravel"}],
    "order_lines": [
        line("a", "1", date(2024, 11, 30), "100", cost=Decimal(60)),
        line("a", "1", date(2024, 12, 1), "50", cost=Decimal(20)),
        line("a", "2", date(2025, 2, 10), "40", cost=None),
        line("a", "3", date(2025, 2, 12), "-30", cost=Decimal(-10)),
        line("a", "4", date(2025, 3, 1), "1000", cost=Decimal(1)),
    ],
    "complaints": [
        {
            "account_id": "a",
            "complaint_id": "c",
            "opened_on": date(2024, 10, 5),
            "cost": Decimal("7.50"),
        }
    ],
}

NO_CACHE = {"KAMTUI_CACHE": "off"}


def asked(tables: Tables, as_of: date, account: str = "a", by: str = "month") -> Rows:
    with tempfile.TemporaryDirectory() as folder:
        write_tables(tables, Path(folder))
        portfolio = open_portfolio(Path(folder), as_of=as_of, environment=NO_CACHE)
        request = Request(account=account, params={"by": by})
        return relationship_history(portfolio, request).records()


def test_each_month_from_the_first_event_on_says_what_happened_in_it() -> None:
    rows = asked(WORKED, date(2025, 2, 28))
    assert [row["month"] for row in rows] == [
        *(date(2024, month, 1) for month in (10, 11, 12)),
        *(date(2025, month, 1) for month in (1, 2)),
    ]
    assert [row["revenue"] for row in rows] == [0, 100, 50, 0, 10]
    # The second line of the order counts in its own month; the order in that of its first line.
    assert [row["orders"] for row in rows] == [0, 1, 0, 0, 1]
    # A line without a cost has no margin, and the return takes its own away.
    assert [row["margin"] for row in rows] == [0, 40, 30, 0, -20]
    assert [row["relationship_cost"] for row in rows] == [Decimal("7.5"), 0, 0, 0, 0]
    assert [row["complaints"] for row in rows] == [1, 0, 0, 0, 0]
    assert [row["contacts"] for row in rows] == [None] * 5
    assert [row["profit"] for row in rows] == [Decimal("-7.5"), 40, 30, 0, -20]
    assert [float(row["cumulative_profit"]) for row in rows] == [-7.5, 32.5, 62.5, 62.5, 42.5]


def test_by_year_it_is_the_same_in_fewer_rows() -> None:
    rows = asked(WORKED, date(2025, 2, 28), by="year")
    assert [(row["year"], row["revenue"], row["orders"]) for row in rows] == [
        (2024, 150, 1),
        (2025, 10, 1),
    ]


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (Request(), "about one account"),
        (Request(account="b"), "there is no account 'b'"),
        (Request(account="a", params={"by": "week"}), "expected month or year, found 'week'"),
    ],
)
def test_what_it_cannot_answer_is_said(tmp_path: Path, request_: Request, said: str) -> None:
    write_tables(WORKED, tmp_path)
    portfolio = open_portfolio(tmp_path, environment=NO_CACHE)
    with pytest.raises(WrongUsage, match=said):
        relationship_history(portfolio, request_)


def _total(rows: Rows, column: str) -> Any:
    return sum((row[column] for row in rows if row[column] is not None), Decimal(0))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables=histories(), as_of=days)
def test_the_months_and_the_years_add_up_to_the_measures(tables: Tables, as_of: date) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_tables(tables, Path(folder))
        portfolio = open_portfolio(Path(folder), as_of=as_of, environment=NO_CACHE)
        of_account = {row["account_id"]: row for row in measures(portfolio).records()}
        past = {
            (account, by): relationship_history(
                portfolio, Request(account=account, params={"by": by})
            ).records()
            for account in ACCOUNTS
            for by in ("month", "year")
        }
    for (account, _), rows in past.items():
        whole = of_account[account]
        assert _total(rows, "revenue") == whole["revenue_total"]
        assert _total(rows, "orders") == whole["orders_total"]
        assert _total(rows, "margin") == (whole["margin_total"] or 0)
    for account in ACCOUNTS:
        of_months, of_years = past[account, "month"], past[account, "year"]
        for column in ("contacts", "complaints", "offers_won", "offers_lost"):
            assert _total(of_months, column) == _total(of_years, column)
        months = [row["month"] for row in of_months]
        if months:
            assert of_months[-1]["cumulative_profit"] == of_years[-1]["cumulative_profit"]
            n = (months[-1].year - months[0].year) * 12 + months[-1].month - months[0].month
            assert months[-1] == as_of.replace(day=1)
            assert len(set(months)) == len(months) == n + 1
            assert months == sorted(months)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables=histories())
def test_a_later_row_changes_no_earlier_month(tables: Tables) -> None:
    middle = FIRST + (LAST - FIRST) / 2
    on = {
        "order_lines": "ordered_on",
        "contacts": "contacted_at",
        "complaints": "opened_on",
        "offers": "offered_on",
    }
    known = {
        name: [
            row
            for row in rows
            if name not in on or date.fromisoformat(str(row[on[name]])[:10]) <= middle
        ]
        for name, rows in tables.items()
    }
    if all(known.values()):
        assert asked(known, middle) == asked(tables, middle)
