"""The real wholesaler's invoice lines, imported by the mapping that travels with kamtui.

Chen, D. (2015), Online Retail, UCI Machine Learning Repository, CC BY 4.0. The numbers below are
those of the file itself, counted with DuckDB and without kamtui.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from kamtui.history.importing.report import ImportReport
from kamtui.history.opening import open_history
from kamtui.history.views import open_engine

LINES = 541_909
WITHOUT_CUSTOMER = 135_080
CUSTOMERS = 4_372


@pytest.fixture(scope="module")
def source(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW source AS FROM '{data}'")
        yield connection


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[object, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return tuple(row)


def test_every_line_is_accounted_for(imported: tuple[ImportReport, Path]) -> None:
    accounts, lines = imported[0].tables
    assert str(accounts) == (
        "accounts: 541,909 read, 4,372 written, 135,080 filtered, 402,457 merged"
    )
    assert str(lines) == (
        "order_lines: 541,909 read, 406,829 written, 135,080 rejected (no account_id: 135,080)"
    )
    assert lines.unknown_accounts == 0


def test_the_sums_agree_with_the_file(
    imported: tuple[ImportReport, Path], source: duckdb.DuckDBPyConnection
) -> None:
    history = open_history(imported[1])
    assert (history.settings.currency, history.settings.timezone) == ("GBP", "Europe/London")
    assert history.newest["order_lines"] == date(2011, 12, 9)
    engine = open_engine(history)
    ours = next(iter(engine_rows(engine, _OURS)))
    theirs = _one(
        source,
        "SELECT count(*), sum(CAST(Quantity * UnitPrice AS DECIMAL(18, 4))), sum(Quantity), "
        "count(DISTINCT InvoiceNo), count(DISTINCT CustomerID), min(InvoiceDate::DATE), "
        "count(*) FILTER (WHERE starts_with(InvoiceNo, 'C')) "
        "FROM source WHERE CustomerID IS NOT NULL",
    )
    assert ours == theirs
    assert ours[0] == LINES - WITHOUT_CUSTOMER
    assert ours[1] == Decimal("8300065.8140")
    assert ours[4] == CUSTOMERS


_OURS = (
    "SELECT count(*), sum(net), sum(quantity), count(DISTINCT order_id), "
    "count(DISTINCT account_id), min(ordered_on), "
    "count(*) FILTER (WHERE starts_with(order_id, 'C') AND net <= 0) FROM order_lines"
)


def engine_rows(engine: object, sql: str) -> list[tuple[object, ...]]:
    engine.need(["order_lines", "accounts"])  # type: ignore[attr-defined]
    return [row for rows in engine.run(sql).rows() for row in rows]  # type: ignore[attr-defined]


def test_customers_are_accounts_with_whole_numbers_and_their_newest_country(
    imported: tuple[ImportReport, Path], source: duckdb.DuckDBPyConnection
) -> None:
    ours = engine_rows(
        open_engine(open_history(imported[1])),
        "SELECT account_id, name, country FROM accounts ORDER BY account_id",
    )
    theirs = source.execute(
        "SELECT CustomerID::INT::VARCHAR, 'Customer ' || CustomerID::INT, "
        "arg_max(Country, (InvoiceDate, file_row_number)) "
        "FROM (SELECT *, row_number() OVER () AS file_row_number FROM source) "
        "WHERE CustomerID IS NOT NULL GROUP BY CustomerID ORDER BY 1"
    ).fetchall()
    assert ours == theirs


def test_what_was_rejected_is_in_the_file_with_its_line(
    imported: tuple[ImportReport, Path], source: duckdb.DuckDBPyConnection
) -> None:
    folder = imported[0].rejects
    assert folder is not None
    assert [path.name for path in folder.iterdir()] == ["order_lines.lines.csv"]
    counted = _one(
        source,
        "SELECT count(*), count(DISTINCT r.row), count(*) FILTER (WHERE s.CustomerID IS NULL "
        "AND s.InvoiceNo = r.InvoiceNo AND s.StockCode = r.StockCode) "
        f"FROM read_csv('{folder}/order_lines.lines.csv', all_varchar = true) r "
        "JOIN (SELECT row_number() OVER () AS n, * FROM source) s ON s.n = r.row::BIGINT",
    )
    assert counted == (WITHOUT_CUSTOMER,) * 3
