"""Every measure, against a slow computation of its own, and the laws that hold for all."""

from __future__ import annotations

import json
import math
import random
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.random_histories import FIRST, LAST, histories
from support.slow_measures import slow_measures
from support.written_tables import line, write_tables

from kamtui.portfolio.measure_names import MEASURE_NAMES
from kamtui.portfolio.measures import measures
from kamtui.portfolio.opening import open_portfolio

Tables = Mapping[str, Sequence[Mapping[str, Any]]]

random_days = st.dates(FIRST, LAST)
slowly = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def measured(folder: Path, as_of: date) -> dict[str, dict[str, Any]]:
    portfolio = open_portfolio(folder, as_of=as_of, environment={"KAMTUI_CACHE": "off"})
    return {row.pop("account_id"): row for row in measures(portfolio).records()}


def measured_tables(tables: Any, as_of: date, parts: int = 1) -> dict[str, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        return measured(write_tables(tables, Path(folder), parts), as_of)


def same(found: Any, expected: Any) -> bool:
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(same, found, expected))
    if expected is None or found is None:
        return found is expected
    if isinstance(expected, float) or isinstance(found, float):
        return math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-12)
    return bool(found == expected)


@slowly
@given(tables=histories(), as_of=random_days)
def test_every_measure_is_what_the_slow_computation_says(tables: Any, as_of: date) -> None:
    found = measured_tables(tables, as_of)
    expected = slow_measures(tables, as_of)
    assert found.keys() == expected.keys()
    for account, row in expected.items():
        assert row.keys() == MEASURE_NAMES
        wrong = {
            name: (found[account][name], value)
            for name, value in row.items()
            if not same(found[account][name], value)
        }
        assert not wrong, account


@slowly
@given(tables=histories(), as_of=random_days)
def test_no_row_after_the_day_matters(tables: Any, as_of: date) -> None:
    later = {
        **tables,
        "order_lines": [
            *tables["order_lines"],
            *(
                {**line, "ordered_on": as_of + timedelta(days=n + 1)}
                for n, line in enumerate(tables["order_lines"])
            ),
        ],
    }
    for name, column in (("contacts", "contacted_at"), ("complaints", "opened_on")):
        if name in tables:
            moved = [
                {**row, column: row[column] + (LAST - FIRST) * 2, "closed_on": None}
                for row in tables[name]
            ]
            known = set(tables[name][0])
            later[name] = [
                *tables[name],
                *(
                    {k: v for k, v in row.items() if k in known and k != "next_step_on"}
                    for row in moved
                ),
            ]
    assert measured_tables(later, as_of) == measured_tables(tables, as_of)


@slowly
@given(tables=histories(), as_of=random_days, seed=st.integers(0, 1000))
def test_the_order_of_files_and_rows_does_not_matter(tables: Any, as_of: date, seed: int) -> None:
    shuffled = {name: random.Random(seed).sample(rows, len(rows)) for name, rows in tables.items()}
    found = measured_tables(shuffled, as_of, parts=3)
    expected = measured_tables(tables, as_of)
    for account, row in expected.items():
        assert all(same(found[account][name], value) for name, value in row.items()), account


@slowly
@given(tables=histories(), as_of=random_days)
def test_the_months_add_up_to_the_years(tables: Any, as_of: date) -> None:
    for row in measured_tables(tables, as_of).values():
        assert sum(row["monthly_revenue"][12:]) == row["revenue_12m"]
        assert sum(row["monthly_revenue"][:12]) == row["revenue_prior"]


ACCOUNT = [{"account_id": "a", "name": "Account a"}]


def test_a_return_is_not_an_order_but_its_amount_counts() -> None:
    lines = [
        line("a", "1", date(2025, 1, 10), "100"),
        line("a", "2", date(2025, 2, 10), "50"),
        line("a", "2", date(2025, 2, 10), "-50"),
        line("a", "C3", date(2025, 3, 10), "-30"),
    ]
    row = measured_tables({"accounts": ACCOUNT, "order_lines": lines}, date(2025, 3, 31))["a"]
    assert row["revenue_12m"] == Decimal(70)
    assert (row["orders_12m"], row["orders_total"]) == (1, 1)
    assert row["last_order_on"] == date(2025, 1, 10)
    assert row["days_since_order"] == 80


def test_a_null_is_not_a_zero() -> None:
    lines = [line("a", "1", date(2025, 1, 10), "100")]
    row = measured_tables({"accounts": ACCOUNT, "order_lines": lines}, date(2025, 3, 31))["a"]
    unknown = {name for name, value in row.items() if value is None}
    assert {
        "margin_12m",
        "profit_12m",
        "contacts_12m",
        "complaints_open",
        "overdue_amount",
        "offers_open_amount",
        "potential_annual",
        "growth_room",
        "nps",
    } <= unknown
    assert row["revenue_prior"] == 0
    assert row["revenue_growth"] is None


def test_an_account_that_never_bought_has_no_revenue_and_no_dates() -> None:
    accounts = [*ACCOUNT, {"account_id": "p", "name": "Prospect"}]
    lines = [line("a", "1", date(2025, 1, 10), "100", cost=Decimal(60))]
    row = measured_tables({"accounts": accounts, "order_lines": lines}, date(2025, 3, 31))["p"]
    assert (row["revenue_12m"], row["margin_12m"], row["orders_total"]) == (0, 0, 0)
    assert row["days_since_order"] is None
    assert row["relationship_months"] is None
    assert row["monthly_revenue"] == [0] * 24


@pytest.mark.parametrize("groups", [1, 62, 63, 130])
def test_however_many_product_groups_there_are(groups: int) -> None:
    as_of = date(2025, 3, 31)
    lines = [
        {
            **line("ab"[n % 2], str(n), as_of - timedelta(days=5 * n), "10" if n % 7 else "-10"),
            "product_group": f"group {n * 3 % groups}" if n % 5 else None,
        }
        for n in range(150)
    ]
    accounts = [{"account_id": each, "name": each} for each in "abc"]
    tables = {"accounts": accounts, "order_lines": [*lines, *returned_again(lines[:40])]}
    found, expected = measured_tables(tables, as_of), slow_measures(tables, as_of)
    for account, row in expected.items():
        for name in ("product_groups_12m", "breadth", "new_groups_90d"):
            assert same(found[account][name], row[name]), (account, name)


def returned_again(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "net": -row["net"], "order_id": f"C{row['order_id']}"} for row in lines]


def test_twelve_months_up_to_a_month_end_begin_on_the_first() -> None:
    lines = [line("a", "1", date(2024, 11, 30), "1"), line("a", "2", date(2024, 12, 1), "10")]
    row = measured_tables({"accounts": ACCOUNT, "order_lines": lines}, date(2025, 11, 30))["a"]
    assert (row["revenue_12m"], row["revenue_prior"]) == (10, 1)


# Source: the project's worked examples, "lapse": median days between distinct order days; days
# since the last, divided by it; from 4 distinct order days.
LAPSE = {
    "order_days": ["2025-01-01", "2025-01-31", "2025-03-02", "2025-03-02", "2025-04-01"],
    "as_of": "2025-07-30",
    "order_interval": 30,
    "days_since_order": 120,
    "lapse": 4.0,
}


def lapse_examples() -> list[Any]:
    file = Path(__file__).resolve().parents[2].parent / "shared" / "cases" / "small_sums.json"
    examples = [pytest.param(LAPSE, id="in the test")]
    if file.is_file():
        examples.append(pytest.param(json.loads(file.read_text())["lapse"], id="from the file"))
    return examples


@pytest.mark.parametrize("example", lapse_examples())
def test_the_worked_example_of_lapse(example: dict[str, Any]) -> None:
    lines = [
        line("a", str(n), date.fromisoformat(day), "10")
        for n, day in enumerate(example["order_days"])
    ]
    tables = {"accounts": ACCOUNT, "order_lines": lines}
    row = measured_tables(tables, date.fromisoformat(example["as_of"]))["a"]
    for name in ("order_interval", "days_since_order", "lapse"):
        assert row[name] == example[name]


def test_lapse_needs_four_order_days() -> None:
    lines = [line("a", str(n), date(2025, 1, 1 + 7 * n), "10") for n in range(3)]
    row = measured_tables({"accounts": ACCOUNT, "order_lines": lines}, date(2025, 3, 31))["a"]
    assert row["order_interval"] == 7
    assert row["lapse"] is None
