"""The made-up history keeps every rule of the contract, whatever it is made from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kamtui.history.contract import TABLES, Column, Table
from kamtui.history.sample import make_sample

Ask = Callable[[str], list[tuple]]


def count_of(ask: Ask, sql: str) -> int:
    return int(ask(sql)[0][0] or 0)


UNTIL = date(2025, 11, 30)


def broken_values(column: Column) -> list[str]:
    """Return the conditions under which a value of the column breaks the contract."""
    name = column.name
    broken = [f"{name} IS NULL"] if column.required else []
    if column.allowed:
        broken.append(f"{name} NOT IN ({', '.join(repr(text) for text in column.allowed)})")
    if column.low is not None:
        broken.append(f"{name} < {column.low}")
    if column.high is not None:
        broken.append(f"{name} > {column.high}")
    if column.not_before is not None:
        broken.append(f"{name}::DATE < {column.not_before}::DATE")
    return broken


def broken_rules(table: Table, until: date) -> list[str]:
    """Return the conditions under which a row of the table breaks the contract."""
    broken = [rule for column in table.columns for rule in broken_values(column)]
    broken.append("account_id NOT IN (SELECT account_id FROM accounts)")
    if table.dated:
        broken.append(f"{table.dated}::DATE > DATE '{until}'")
    for metric, low, high in table.score_ranges:
        broken.append(f"metric = '{metric}' AND NOT score BETWEEN {low} AND {high}")
    return broken


DOUBTFUL = {
    "account ids alike": "SELECT count(*) - count(DISTINCT lower(trim(account_id))) FROM accounts",
    "business ids alike": "SELECT count(business_id) - count(DISTINCT business_id) FROM accounts",
    "names alike": "SELECT count(*) - count(DISTINCT name) FROM accounts",
    "unknown parents": "SELECT count(*) FROM accounts WHERE parent_id = account_id "
    "OR parent_id NOT IN (SELECT account_id FROM accounts)",
    "orders before the customer": "SELECT count(*) FROM accounts JOIN order_lines "
    "USING (account_id) WHERE ordered_on < coalesce(customer_since, DATE '9999-12-31')",
    "orders of two accounts": "SELECT count(*) FROM (SELECT 1 FROM order_lines "
    "GROUP BY order_id HAVING count(DISTINCT account_id) > 1)",
    "paid before it was sent": "SELECT count(*) FROM invoices WHERE paid_on < issued_on",
    "paid in the future": "SELECT count(*) FROM invoices WHERE paid_on > $until",
    "open and closed": "SELECT count(*) FROM offers "
    "WHERE (outcome = 'open') <> (closed_on IS NULL) OR closed_on > $until",
    "settled in the future": "SELECT count(*) FROM complaints WHERE closed_on > $until",
    "bought more than it could": "SELECT count(*) FROM (SELECT account_id, sum(net) AS bought "
    "FROM order_lines WHERE ordered_on > $until - INTERVAL 11 MONTH GROUP BY ALL) "
    "JOIN accounts USING (account_id) WHERE bought > potential_annual",
}
"""What no rule of the contract forbids and a real history would be asked about."""


def findings(ask: Ask, until: date) -> dict[str, int]:
    """Return what is wrong with a history, with the number of rows."""
    questions = {
        f"{table.name}: {rule}": f"SELECT count(*) FROM {table.name} WHERE {rule}"
        for table in TABLES
        for rule in broken_rules(table, until)
    }
    for table in TABLES:
        if table.key:
            keys = f"SELECT 1 FROM {table.name} GROUP BY {', '.join(table.key)} HAVING count(*) > 1"
            questions[f"{table.name}: key"] = f"SELECT count(*) FROM ({keys})"
    for name, sql in DOUBTFUL.items():
        questions[name] = sql.replace("$until", f"DATE '{until}'")
    counts = {name: count_of(ask, sql) for name, sql in questions.items()}
    return {name: count for name, count in counts.items() if count}


def test_the_sample_breaks_no_rule_of_the_contract(ask: Ask) -> None:
    assert findings(ask, UNTIL) == {}


@given(
    accounts=st.integers(1, 40),
    years=st.integers(1, 4),
    lines=st.none() | st.integers(1, 2_000),
    seed=st.integers(0, 2**40),
    until=st.dates(date(2004, 1, 1), date(2040, 12, 31)) | st.just(date(2024, 2, 29)),
    prospects=st.floats(0, 0.99),
)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_arguments_give_a_history_that_breaks_the_contract(
    tmp_path_factory: pytest.TempPathFactory,
    ask_of: Callable[[Path], Ask],
    accounts: int,
    years: int,
    lines: int | None,
    seed: int,
    until: date,
    prospects: float,
) -> None:
    folder = tmp_path_factory.mktemp("any") / "out"
    manifest = make_sample(
        folder,
        accounts=accounts,
        years=years,
        lines=lines,
        seed=seed,
        until=until,
        prospects_share=prospects,
    )
    assert (
        lines is None
        or sum(file.rows for file in manifest.files if file.table == "order_lines") == lines
    )
    assert manifest.newest["order_lines"] == until.isoformat()
    assert findings(ask_of(folder), until) == {}
