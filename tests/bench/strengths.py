"""The strength of 100,000 accounts × 5 suppliers × 8 factors, beside a bare aggregate of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.portfolio.request import Request
from kamtui.portfolio.strength import strength

_TABLES = {
    "accounts": """
        SELECT format('A{:06d}', a) AS account_id, format('Account {}', a) AS name
        FROM range(100000) AS t (a)
    """,
    "order_lines": """
        SELECT
            format('A{:06d}', a) AS account_id,
            a::VARCHAR AS order_id,
            DATE '2025-06-30' AS ordered_on,
            100::DECIMAL(18, 2) AS net
        FROM range(100000) AS t (a)
    """,
    "factor_ratings": """
        SELECT
            format('A{:06d}', a) AS account_id,
            CASE s WHEN 0 THEN 'us' ELSE format('Competitor {}', s) END AS supplier,
            format('factor {}', f) AS factor,
            (1 + hash(a * 100 + s * 10 + f) % 10)::DOUBLE AS rating,
            DATE '2025-01-01' AS rated_on,
            'own' AS view
        FROM range(100000) AS t (a), range(5) AS u (s), range(8) AS v (f)
    """,
    "factor_weights": """
        SELECT format('factor {}', f) AS factor, (f + 1)::DOUBLE AS weight
        FROM range(8) AS t (f)
    """,
}
_BARE = """
    SELECT account_id, supplier, sum(weight * rating) / sum(weight) AS index
    FROM read_parquet('{folder}/factor_ratings.parquet')
    JOIN read_parquet('{folder}/factor_weights.parquet') USING (factor)
    GROUP BY ALL
    ORDER BY account_id, supplier
"""


def rated_history(folder: Path) -> Path:
    """Write the history and return its folder."""
    folder.mkdir()
    with duckdb.connect() as connection:
        for name, select in _TABLES.items():
            connection.execute(f"COPY ({select}) TO '{folder / name}.parquet'")
    return folder


def opened(history: Path, home: Path) -> Portfolio:
    """Return the portfolio of the history, without a workspace or snapshots."""
    return open_portfolio(history, workspace=home / "desk", environment={"KAMTUI_CACHE": "off"})


def strengths_asked(portfolio: Portfolio) -> Callable[[], float]:
    """Return what measures the query `strength`, to its last row."""

    def measure() -> float:
        begun = time.perf_counter()
        strength(portfolio, Request()).arrow()
        return time.perf_counter() - begun

    return measure


def bare_aggregate(history: Path) -> Callable[[], float]:
    """Return what measures the weighted means alone, of the same rows and in an order."""
    connection = duckdb.connect()

    def measure() -> float:
        begun = time.perf_counter()
        connection.sql(_BARE.format(folder=history)).to_arrow_table()
        return time.perf_counter() - begun

    return measure
