"""The order lines behind a value: what is shown adds up to the value, exactly."""

from __future__ import annotations

import math
import tempfile
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.random_histories import ACCOUNTS, FIRST, LAST, histories
from support.written_tables import write_tables

from kamtui.errors import WrongUsage
from kamtui.portfolio.account import measures_of
from kamtui.portfolio.behind import BEHIND
from kamtui.portfolio.lines_behind import LinesBehind, load_order_lines, rests_on_order_lines
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.priorities import priorities
from kamtui.portfolio.request import Request


def opened(folder: Path | str, as_of: date | None = None, cache: Path | None = None) -> Portfolio:
    environment = {"KAMTUI_CACHE": str(cache or "off")}
    return open_portfolio(folder, as_of=as_of, environment=environment)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    return opened("sample", cache=tmp_path_factory.mktemp("cache"))


def steps(behind: LinesBehind) -> dict[str, Any]:
    return {step.title: step.value for step in behind.steps}


def net(behind: LinesBehind, **where: str) -> Decimal:
    rows = behind.lines.to_pylist()
    [(column, value)] = where.items() or [("", "")]
    return sum((row["net"] for row in rows if not column or row[column] == value), Decimal(0))


def margin(behind: LinesBehind) -> Decimal | None:
    rows = behind.lines.to_pylist()
    costed = [row["net"] - row["cost"] for row in rows if row.get("cost") is not None]
    return None if rows and not costed else sum(costed, Decimal(0))


def check_sums(portfolio: Portfolio, account: str) -> None:
    """Compare every value that comes out of order lines with the lines that are shown for it."""
    values = measures_of(portfolio, account)

    @cache
    def behind(name: str) -> LinesBehind:
        found = load_order_lines(portfolio, account, name)
        assert found.value == values[name]
        return found

    for name in ("revenue_12m", "revenue_prior", "revenue_total"):
        assert net(behind(name)) == values[name] == steps(behind(name))["Net"]
    growth = behind("revenue_growth")
    before = net(growth, period="12 months before")
    if before > 0:
        rise = net(growth, period="last 12 months") - before
        assert math.isclose(values["revenue_growth"], rise / before, abs_tol=1e-12)
    for name in ("margin_12m", "margin_total"):
        if values[name] is not None:
            assert margin(behind(name)) == values[name] == steps(behind(name))["Margin"]
    if values["profit_12m"] is not None:
        profit = steps(behind("profit_12m"))
        assert values["profit_12m"] == profit["Margin"] - profit["Cost of the relationship"]
    if values["growth_room"] is not None:
        room = steps(behind("growth_room"))
        assert values["growth_room"] == room["Purchase potential a year"] - room["Net"]
    check_orders({name: behind(name) for name in BEHIND if BEHIND[name].by_order}, values)


def check_orders(behind: dict[str, LinesBehind], values: dict[str, Any]) -> None:
    """Compare every value that comes out of orders with the orders that are shown for it."""
    for name in ("orders_12m", "orders_total"):
        assert len(set(behind[name].lines["order_id"].to_pylist())) == values[name]
    for name in ("first_order_on", "last_order_on"):
        days = set(behind[name].lines["placed_on"].to_pylist())
        assert days == ({values[name]} if values[name] else set())
    days = sorted(set(behind["order_interval"].lines["placed_on"].to_pylist()))
    gaps = [(later - day).days for day, later in pairwise(days)]
    assert values["order_interval"] == (median(gaps) if gaps else None)


def test_every_value_of_the_sample_comes_out_of_its_lines(sample: Portfolio) -> None:
    ranked = priorities(sample, Request()).all_rows()
    for row in (ranked[0], ranked[60], ranked[150], ranked[-1]):
        check_sums(sample, row[1])


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables=histories(), as_of=st.dates(FIRST, LAST), account=st.sampled_from(ACCOUNTS))
def test_every_value_comes_out_of_its_lines(tables: Any, as_of: date, account: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = write_tables(tables, Path(folder) / "history")
        check_sums(opened(history, as_of, Path(folder) / "cache"), account)


def test_loyalty_is_the_number_of_months_with_sales(sample: Portfolio) -> None:
    for row in priorities(sample, Request(top=5)).all_rows():
        behind = load_order_lines(sample, row[1], "loyalty")
        months: dict[int, Decimal] = {}
        for each in behind.lines.to_pylist():
            months[each["months_ago"]] = months.get(each["months_ago"], Decimal(0)) + each["net"]
        bought = sum(1 for ago, total in months.items() if ago < 12 and total > 0)
        assert bought == behind.value == steps(behind)["Months with sales, last 12"]


def test_a_criterion_opens_the_source_that_it_uses(sample: Portfolio) -> None:
    behind = load_order_lines(sample, "A0020", "profitability")
    assert behind.title == "Profit, last 12 months"
    assert behind.value == measures_of(sample, "A0020")["profit_12m"]


def test_no_line_after_the_day_and_no_delivery_after_it(tmp_path: Path) -> None:
    line = {"account_id": "A1", "order_id": "1", "net": Decimal(5)}
    tables = {
        "accounts": [{"account_id": "A1", "name": "One"}],
        "order_lines": [
            line | {"ordered_on": date(2025, 6, 30), "delivered_on": date(2025, 7, 2)},
            line | {"ordered_on": date(2025, 7, 1), "delivered_on": date(2025, 7, 2)},
        ],
    }
    portfolio = opened(write_tables(tables, tmp_path), date(2025, 6, 30))
    for name in BEHIND:
        rows = load_order_lines(portfolio, "A1", name).lines.to_pylist()
        assert all(row["ordered_on"] <= date(2025, 6, 30) for row in rows)
        assert all(row["delivered_on"] is None for row in rows)


def test_columns_that_the_history_lacks_are_left_out(tmp_path: Path) -> None:
    tables = {
        "accounts": [{"account_id": "A1", "name": "One"}],
        "order_lines": [
            {
                "account_id": "A1",
                "order_id": "1",
                "ordered_on": date(2025, 6, 30),
                "net": Decimal(5),
            }
        ],
    }
    portfolio = opened(write_tables(tables, tmp_path), date(2025, 6, 30))
    behind = load_order_lines(portfolio, "A1", "margin_12m")

    assert behind.lines.column_names == ["ordered_on", "order_id", "net", "period", "months_ago"]
    assert behind.value is None
    assert behind.missing == "the history has no order_lines.cost"


def test_what_does_not_rest_on_order_lines_is_refused(sample: Portfolio) -> None:
    with pytest.raises(WrongUsage, match="nps does not rest on order lines"):
        load_order_lines(sample, "A0020", "nps")
    with pytest.raises(WrongUsage, match="no criterion or measure 'loyalti'") as refused:
        load_order_lines(sample, "A0020", "loyalti")
    assert "loyalty" in str(refused.value.hint)
    with pytest.raises(WrongUsage, match="no account 'A'"):
        load_order_lines(sample, "A", "loyalty")


def test_every_source_of_the_default_model_can_be_opened(sample: Portfolio) -> None:
    for criterion in sample.model.priority.criteria:
        assert all(rests_on_order_lines(source) for source in criterion.sources)
