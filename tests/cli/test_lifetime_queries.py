"""Lifetime value and customer equity from a script."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from support.lifetime_history import AS_OF, lifetime_tables, write_history

LIFETIME = (
    "account_id,name,purchases,recency_weeks,age_weeks,p_alive,expected_purchases,"
    "expected_margin,clv,basis,renewal,margin_a_year,owner,segment"
)


def test_the_sample_data_has_lifetime_values(kamtui: Callable[..., Any]) -> None:
    ended = kamtui("query", "lifetime", "--history", "sample")
    assert (ended.code, ended.err) == (0, "")
    header, *lines = ended.out.splitlines()
    assert header == LIFETIME
    rows = list(csv.DictReader([header, *lines]))
    assert len(rows) == 200
    for row in rows:
        assert 0 < float(row["p_alive"]) <= 1
        assert float(row["clv"]) > 0
        by_contract = row["basis"] == "contract"
        assert (row["renewal"] != "") == (row["margin_a_year"] != "") == by_contract
        assert (row["expected_purchases"] == "") == (row["expected_margin"] == "") == by_contract


def test_the_fit_is_a_row_a_figure(kamtui: Callable[..., Any]) -> None:
    ended = kamtui("query", "lifetime-fit", "--history", "sample", "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    rows = json.loads(ended.out)
    assert [list(row) for row in rows] == [["model", "parameter", "value", "number"]] * len(rows)
    fit = {(row["model"], row["parameter"]): row["value"] for row in rows}
    for model, names in {
        "bg/nbd": ("r", "alpha", "a", "b", "log_likelihood", "n"),
        "gamma-gamma": ("p", "q", "v", "log_likelihood", "n"),
        "holdout": ("weeks", "accounts", "predicted", "actual", "error", "mean_absolute_error"),
    }.items():
        assert [name for name in names if not math.isfinite(float(fit[model, name]))] == []
    assert fit["gamma-gamma", "margin_basis"] == "margin"
    # The models foretell the last year of the sample data's accounts to a tenth.
    assert abs(float(fit["holdout", "error"])) < 0.1


def test_equity_of_the_sample_data_is_known_throughout(kamtui: Callable[..., Any]) -> None:
    ended = kamtui("query", "equity", "--history", "sample", "--param", "since=2024-11-30")
    assert (ended.code, ended.err) == (0, "")
    rows = list(csv.DictReader(ended.out.splitlines()))
    assert [row["measure"] for row in rows][:5] == [
        *("equity", "equity_then", "change", "profit", "return_on_customer"),
    ]
    assert all(row["value"] and not row["missing"] for row in rows)


def test_a_history_that_does_not_bear_it_ends_with_1_and_the_reason(
    kamtui: Callable[..., Any], tiny_history: Path
) -> None:
    for query in ("lifetime", "lifetime-fit"):
        ended = kamtui("query", query, "--history", tiny_history)
        assert (ended.code, ended.out) == (1, "")
        assert ended.err == (
            "kamtui: lifetime value cannot be told: 2 of 3 accounts without a contract have bought "
            "on a second day, and 30 are needed\n"
        )
    ended = kamtui("query", "equity", "--history", tiny_history)
    assert ended.code == 0
    first = next(csv.DictReader(ended.out.splitlines()))
    assert (first["measure"], first["value"]) == ("equity", "")
    assert first["missing"].startswith("lifetime value cannot be told: 2 of 3 accounts")


def test_what_makes_the_values_less_sure_is_said_beside_them(
    kamtui: Callable[..., Any], tmp_path: Path
) -> None:
    tables = lifetime_tables(cost=False)
    lately = {
        row["account_id"]
        for row in tables["order_lines"]
        if row["ordered_on"] > AS_OF - timedelta(days=30)
    }
    tables["order_lines"] = [row for row in tables["order_lines"] if row["account_id"] in lately]
    history = write_history(tables, tmp_path / "history")
    ended = kamtui("query", "lifetime", "--history", history)
    assert (ended.code, len(ended.out.splitlines())) == (0, 1 + len(lately))
    assert ended.err == (
        "kamtui: lifetime: who has stopped buying cannot be told from chance (see lifetime-fit)\n"
        "kamtui: lifetime: margins are revenue: the history has no cost\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("lifetime", "--param", "horizon=52"), "did you mean horizon_weeks?"),
        (("lifetime", "--param", "horizon_weeks=0"), "a number above 0 to 1040"),
        (("lifetime", "--param", "discount=10%"), "a number from 0 to 1"),
        (("lifetime", "--owner", "North dsk"), "no account has the owner 'North dsk'"),
        (("lifetime-fit", "--owner", "North desk"), "does not take --owner"),
        (("equity", "--param", "since=soon"), "is not a date"),
    ],
)
def test_wrong_usage_is_said_in_a_line(
    kamtui: Callable[..., Any], arguments: tuple[str, ...], said: str
) -> None:
    ended = kamtui("query", *arguments, "--history", "sample")
    assert ended.code == 2
    assert said in ended.err


def test_each_format_holds_the_same_values(kamtui: Callable[..., Any], tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    history = write_history(lifetime_tables(90), tmp_path / "history")
    ask = ("query", "lifetime", "--history", history, "--top", "5")
    rows = json.loads(kamtui(*ask, "--format", "json").out)
    written = tmp_path / "lifetime.parquet"
    assert kamtui(*ask, "--output", written).code == 0
    assert pq.read_table(written).to_pylist() == rows
    shown = kamtui(*ask, "--format", "table").out
    assert "5 of 90" in shown
    assert "–" in shown
