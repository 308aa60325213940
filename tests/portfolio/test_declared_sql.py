"""Expressions of a model.toml: what may stand there, and what may not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.written_tables import line, write_tables

from kamtui.model.errors import ModelError
from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.priorities import priorities

MODEL = """
[scorecards.priority]
title = "By expression"
[[scorecards.priority.criteria]]
id = "own"
title = "Own"
weight = 1
sql = {sql!r}
scale = {{ kind = "linear", low = 0, high = 100 }}
"""


def opened(tmp_path: Path, sql: str) -> Portfolio:
    tables = {
        "accounts": [{"account_id": "a", "name": "A"}],
        "order_lines": [line("a", "1", date(2025, 3, 1), "40")],
    }
    folder = write_tables(tables, tmp_path / "history")
    (folder / "model.toml").write_text(MODEL.format(sql=sql))
    return open_portfolio(folder, environment={"KAMTUI_CACHE": "off"})


@pytest.mark.parametrize(
    ("sql", "score"),
    [
        ("revenue_12m", 40),
        ("revenue_12m / 2 -- half of it", 20),
        ("CASE WHEN orders_12m > 0 THEN 7 END", 7),
        ("list_sum(monthly_revenue)", 40),
        ("revenue_12m / 0", None),
        ("date_diff('day', first_order_on, DATE '2025-03-11')", 10),
    ],
)
def test_an_expression_over_the_measures_scores(
    tmp_path: Path, sql: str, score: float | None
) -> None:
    (row,) = priorities(opened(tmp_path, sql)).records()
    assert row["score"] == score


@pytest.mark.parametrize(
    "sql",
    [
        "revenue_12m) FROM measures; DROP VIEW accounts; --",
        "1), (2",
        "1 AS x",
        "revenue_12m FROM measures",
        "(SELECT max(net) FROM order_lines)",
        "(SELECT content FROM read_text('/etc/passwd'))",
        "revenue_12m WHERE true",
        "getenv('HOME')",
        "revenue_13m",
        "1 /* never closed",
        "",
    ],
)
def test_what_is_not_one_names_its_key(tmp_path: Path, sql: str) -> None:
    with pytest.raises(ModelError, match=r"scorecards\.priority\.criteria\[0\]"):
        opened(tmp_path, sql)
