"""Lifetime value of the accounts of a history: by their purchases, or by their contract."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.lifetime_history import AS_OF, Tables, contract, lifetime_tables, write_history
from support.written_tables import line

from kamtui.errors import Failed, WrongUsage
from kamtui.portfolio.lifetime import lifetime
from kamtui.portfolio.lifetime_fit import lifetime_fit
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.queries import ask_by_name
from kamtui.portfolio.request import Request

COLUMNS = [
    *("account_id", "name", "purchases", "recency_weeks", "age_weeks", "p_alive"),
    *("expected_purchases", "expected_margin", "clv"),
]
Opened = Callable[..., Portfolio]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """A function that writes tables as a history and opens it as of AS_OF."""

    def opened(tables: Tables, as_of: date = AS_OF) -> Portfolio:
        folder = write_history(tables, tmp_path / f"history-{len(list(tmp_path.iterdir()))}")
        return open_portfolio(
            folder, as_of=as_of, workspace=tmp_path, environment={"KAMTUI_CACHE": "off"}
        )

    return opened


def rows_of(portfolio: Portfolio, **request: Any) -> dict[str, dict[str, Any]]:
    records = lifetime(portfolio, Request(**request)).records()
    return {row["account_id"]: row for row in records}


def fit_of(portfolio: Portfolio, **params: str) -> dict[tuple[str, str], Any]:
    records = lifetime_fit(portfolio, Request(params=params)).records()
    for row in records:
        assert row["number"] is None or float(row["value"]) == pytest.approx(row["number"])
    return {
        (row["model"], row["parameter"]): row["value"] if row["number"] is None else row["number"]
        for row in records
    }


def test_each_account_has_its_row_the_most_valuable_first(opened: Opened) -> None:
    tables = lifetime_tables()
    rows = rows_of(opened(tables))
    assert list(next(iter(rows.values())))[:9] == COLUMNS
    assert set(rows) == {row["account_id"] for row in tables["accounts"]}
    values = [row["clv"] for row in rows.values()]
    assert values == sorted(values, reverse=True)
    for account_id, row in rows.items():
        mine = [line for line in tables["order_lines"] if line["account_id"] == account_id]
        days = sorted({line["ordered_on"] for line in mine})
        assert row["purchases"] == len(days) - 1
        assert row["recency_weeks"] == pytest.approx((days[-1] - days[0]).days / 7)
        assert row["age_weeks"] == pytest.approx((AS_OF - days[0]).days / 7)
        assert 0 < row["p_alive"] <= 1
        least = row["expected_purchases"] * row["expected_margin"] / 1.1
        assert least < row["clv"] < row["expected_purchases"] * row["expected_margin"]
        assert row["basis"] == "fit"


def test_a_margin_lies_between_the_accounts_own_and_that_of_all(opened: Opened) -> None:
    tables = lifetime_tables()
    portfolio = opened(tables)
    mean = fit_of(portfolio)["gamma-gamma", "mean"]
    assert mean == pytest.approx(300, rel=0.15)
    for account_id, row in rows_of(portfolio).items():
        mine = [line for line in tables["order_lines"] if line["account_id"] == account_id]
        own = float(sum(line["net"] - line["cost"] for line in mine)) / (row["purchases"] + 1)
        low, high = sorted((own, mean))
        assert low - 1e-9 <= row["expected_margin"] <= high + 1e-9


def test_orders_of_a_day_are_one_purchase_and_a_return_is_none(opened: Opened) -> None:
    tables = lifetime_tables()
    before = rows_of(opened(tables))["A007"]
    first = next(line for line in tables["order_lines"] if line["account_id"] == "A007")
    tables["order_lines"] += [
        line("A007", "same day", first["ordered_on"], "10", cost=Decimal(5)),
        line("A007", "back", AS_OF, "-20", cost=Decimal(-10)),
    ]
    after = rows_of(opened(tables))["A007"]
    for name in ("purchases", "recency_weeks", "age_weeks"):
        assert after[name] == before[name]


def test_nothing_after_the_day_counts(opened: Opened) -> None:
    tables = lifetime_tables()
    day = AS_OF - timedelta(days=200)
    kept = {
        **tables,
        "order_lines": [row for row in tables["order_lines"] if row["ordered_on"] <= day],
    }
    for history in (tables, kept):
        history["contracts"] = [
            contract("A001", 900, -300, renewed=True),
            contract("A002", 900, -100, renewed=False),
            contract("A003", 100, 300),
        ]
    assert rows_of(opened(tables, day)) == rows_of(opened(kept, day))
    # At that day the contract of A002 runs and nobody knows whether it will be renewed.
    found = rows_of(opened(tables, day))
    assert {who for who, row in found.items() if row["basis"] == "contract"} == {"A002"}


def test_owner_segment_account_and_top_choose_rows_and_change_no_number(opened: Opened) -> None:
    portfolio = opened(lifetime_tables())
    whole = rows_of(portfolio)
    south = rows_of(portfolio, owner="South desk")
    assert south == {who: row for who, row in whole.items() if row["owner"] == "South desk"}
    assert rows_of(portfolio, segment="Trade").items() <= whole.items()
    assert rows_of(portfolio, account="A010") == {"A010": whole["A010"]}
    assert list(rows_of(portfolio, top=5)) == list(whole)[:5]


def test_a_longer_horizon_and_a_smaller_discount_are_worth_more(opened: Opened) -> None:
    portfolio = opened(lifetime_tables())
    year = rows_of(portfolio)
    three = rows_of(portfolio, params={"horizon_weeks": "156"})
    nominal = rows_of(portfolio, params={"discount": "0"})
    for who, row in year.items():
        assert row["clv"] < three[who]["clv"]
        assert row["clv"] < nominal[who]["clv"]
        assert nominal[who]["clv"] == pytest.approx(
            row["expected_purchases"] * row["expected_margin"]
        )


@pytest.mark.parametrize(
    "params",
    [
        {"horizon_weeks": "0"},
        {"horizon_weeks": "1041"},
        {"horizon_weeks": "a year"},
        {"horizon_weeks": "nan"},
        {"discount": "-0.1"},
        {"discount": "1.5"},
    ],
)
def test_a_parameter_out_of_range_is_said_so(opened: Opened, params: dict[str, str]) -> None:
    with pytest.raises(WrongUsage, match=f"{next(iter(params))}: expected a number"):
        rows_of(opened(lifetime_tables(5)), params=params)


def test_an_account_with_a_contract_is_worth_what_its_renewal_says(opened: Opened) -> None:
    tables = lifetime_tables()
    earned: dict[str, float] = {}
    for row in tables["order_lines"]:
        if row["ordered_on"] >= date(2024, 7, 1):
            margin = float(row["net"] - row["cost"])
            earned[row["account_id"]] = earned.get(row["account_id"], 0.0) + margin
    traders = [who["account_id"] for who in tables["accounts"] if who["segment"] == "Trade"]
    long, ending, endless, *_ = sorted(traders, key=lambda who: -earned.get(who, 0.0))
    assert earned[endless] > 100
    tables["contracts"] = [
        # Of those that have ended one was renewed and one was not, both in this segment.
        contract(long, 900, -500, renewed=True),
        contract(traders[-1], 900, -500, renewed=False),
        contract(long, 100, 3 * 365, annual_value=Decimal(1)),
        contract(ending, 365, 0, annual_value=Decimal(100_000)),
        contract(endless, 100, None),
    ]
    portfolio = opened(tables)
    year = {"discount": "0", "horizon_weeks": str(365.25 / 7)}
    rows = rows_of(portfolio, params=year)
    held = {who: row for who, row in rows.items() if row["basis"] == "contract"}
    assert set(held) == {long, ending, endless}
    for row in held.values():
        assert row["p_alive"] == 1
        assert (row["expected_purchases"], row["expected_margin"]) == (None, None)
        # (1 + 5 × ½) / (2 + 5).
        assert row["renewal"] == pytest.approx(0.5)
    # What it earned is more than what was agreed, and is certain for three years.
    assert held[long]["margin_a_year"] == pytest.approx(earned[long])
    assert held[long]["clv"] == pytest.approx(earned[long])
    # What was agreed is more than what it earned, and half of it is margin; it ends today.
    assert held[ending]["margin_a_year"] == pytest.approx(50_000)
    assert held[ending]["clv"] == pytest.approx(25_000, rel=0.01)
    # Without an end it is up for renewal each year: 265 days from now.
    years = (265 + 0.5 * 100.25) / 365.25
    assert held[endless]["clv"] == pytest.approx(earned[endless] * years, rel=1e-3)
    assert fit_of(portfolio)["bg/nbd", "n"] == len(rows) - 3


def test_what_was_agreed_counts_by_the_margin_of_the_lines_that_have_a_cost(opened: Opened) -> None:
    tables = lifetime_tables()
    tables["contracts"] = [
        contract("A000", 900, -500, renewed=True),
        contract("A001", 100, 900, annual_value=Decimal(1_000_000)),
        contract("A002", 100, 900, annual_value=Decimal(1_000_000)),
    ]
    of_two = [row for row in tables["order_lines"] if row["account_id"] == "A001"]
    for row in of_two[1:]:
        row["cost"] = None
    for row in tables["order_lines"]:
        if row["account_id"] == "A002":
            row["cost"] = None
    rows = rows_of(opened(tables))
    # Of A002 no cost is known: the margin rate of all, which is a half too.
    for who in ("A001", "A002"):
        assert rows[who]["margin_a_year"] == pytest.approx(500_000)


def test_where_no_contract_has_ended_accounts_go_by_their_purchases(opened: Opened) -> None:
    tables = lifetime_tables()
    tables["contracts"] = [contract("A003", 100, 200)]
    assert rows_of(opened(tables))["A003"]["basis"] == "fit"


def test_a_customer_by_contract_that_never_ordered_is_there_too(opened: Opened) -> None:
    tables = lifetime_tables()
    tables["accounts"].append({"account_id": "B", "name": "Agreed", "segment": "Trade"})
    tables["accounts"].append({"account_id": "C", "name": "Prospect"})
    tables["contracts"] = [
        contract("A000", 900, -500, renewed=True),
        contract("B", 10, 900, annual_value=Decimal(1000)),
    ]
    rows = rows_of(opened(tables), params={"discount": "0"})
    assert "C" not in rows
    assert (rows["B"]["purchases"], rows["B"]["recency_weeks"], rows["B"]["age_weeks"]) == (
        0,
        None,
        None,
    )
    assert rows["B"]["clv"] == pytest.approx(500, rel=0.01)


def test_without_cost_it_is_of_revenue_and_says_so(opened: Opened) -> None:
    margin, revenue = (opened(lifetime_tables(cost=cost)) for cost in (True, False))
    assert fit_of(margin)["gamma-gamma", "margin_basis"] == "margin"
    assert fit_of(revenue)["gamma-gamma", "margin_basis"] == "revenue"
    of_margin, of_revenue = rows_of(margin), rows_of(revenue)
    for who, row in of_margin.items():
        assert of_revenue[who]["clv"] == pytest.approx(2 * row["clv"], rel=1e-3)


def test_an_account_without_a_cost_has_no_known_value(opened: Opened) -> None:
    tables = lifetime_tables()
    for row in tables["order_lines"]:
        if row["account_id"] == "A004":
            row["cost"] = None
    rows = rows_of(opened(tables))
    assert list(rows)[-1] == "A004"
    assert (rows["A004"]["expected_margin"], rows["A004"]["clv"]) == (None, None)
    assert rows["A004"]["expected_purchases"] > 0


@pytest.mark.parametrize(("accounts", "said"), [(20, "are needed"), (0, "0 of 0 accounts")])
def test_it_refuses_with_the_reason(opened: Opened, accounts: int, said: str) -> None:
    tables = lifetime_tables(160)
    kept = {f"A{n:03d}" for n in range(accounts)}
    tables["order_lines"] = [row for row in tables["order_lines"] if row["account_id"] in kept]
    if not kept:
        tables["order_lines"] = [line("A000", "back", AS_OF, "-5", cost=Decimal(-2))]
    portfolio = opened(tables)
    for name in ("lifetime", "lifetime-fit"):
        with pytest.raises(Failed, match=f"lifetime value cannot be told: .*{said}"):
            ask_by_name(portfolio, name, Request())
    # Other answers go on.
    assert len(ask_by_name(portfolio, "priorities", Request()).all_rows()) == 160
    [equity, *_] = ask_by_name(portfolio, "equity", Request()).records()
    assert equity["value"] is None
    assert said in equity["missing"]


def test_the_holdout_adds_up_and_sees_nothing_of_the_year(opened: Opened) -> None:
    tables = lifetime_tables(600, seed=11)
    fit = fit_of(opened(tables))
    since = AS_OF - timedelta(days=364)
    assert fit["holdout", "since"] == since.isoformat()
    by_then = {row["account_id"] for row in tables["order_lines"] if row["ordered_on"] <= since}
    after = {
        (row["account_id"], row["ordered_on"])
        for row in tables["order_lines"]
        if row["ordered_on"] > since and row["account_id"] in by_then
    }
    assert fit["holdout", "accounts"] == len(by_then)
    assert fit["holdout", "actual"] == len(after)
    # What the history was drawn from is what the models know: they foretell its sum well.
    assert fit["holdout", "error"] == pytest.approx(0, abs=0.1)
    predicted = rows_of(opened(tables, since), params={"horizon_weeks": "52"})
    total = sum(row["expected_purchases"] for row in predicted.values())
    assert fit["holdout", "predicted"] == pytest.approx(total)
    for figure in ("accounts", "predicted", "actual"):
        parts = [
            value
            for (model, parameter), value in fit.items()
            if model == "holdout" and parameter.endswith(f": {figure}")
        ]
        assert np.sum(parts) == pytest.approx(fit["holdout", figure])


def test_a_history_too_short_for_the_test_says_so_and_tells_the_rest(opened: Opened) -> None:
    tables = lifetime_tables(400)
    start = AS_OF - timedelta(days=400)
    tables["order_lines"] = [row for row in tables["order_lines"] if row["ordered_on"] >= start]
    fit = fit_of(opened(tables))
    assert "are needed" in fit["holdout", "missing"]
    assert fit["bg/nbd", "log_likelihood"] < 0
    assert fit_of(opened(tables), holdout_weeks="13")["holdout", "accounts"] > 100


def test_the_fit_says_whether_stopping_is_told_from_chance(opened: Opened) -> None:
    tables = lifetime_tables()
    fit = fit_of(opened(tables))
    assert fit["bg/nbd", "stopping"] == "told apart from chance"
    assert fit["bg/nbd", "log_likelihood_nobody_stops"] < fit["bg/nbd", "log_likelihood"] - 3
    # Who bought lately has not stopped: then nothing shows that anybody does.
    lately = {
        row["account_id"]
        for row in tables["order_lines"]
        if row["ordered_on"] > AS_OF - timedelta(days=30)
    }
    tables["order_lines"] = [row for row in tables["order_lines"] if row["account_id"] in lately]
    portfolio = opened(tables)
    assert fit_of(portfolio)["bg/nbd", "stopping"] == "not told apart from chance"
    assert all(row["expected_purchases"] > 0 for row in rows_of(portfolio).values())
