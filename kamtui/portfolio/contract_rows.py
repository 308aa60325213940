"""The contract of a history as rows, a row a column."""

from __future__ import annotations

from kamtui.history.checking.row_rules import expected
from kamtui.history.contract import TABLES, Column, Table
from kamtui.portfolio.rows import Rows, columns

_COLUMNS = columns(
    table="VARCHAR",
    column="VARCHAR",
    kind="VARCHAR",
    required="BOOLEAN",
    rule="VARCHAR",
    about="VARCHAR",
)


def contract_rows() -> Rows:
    """Return every column of the contract: table, column, kind, required, rule, about.

    `required` says whether the column, and in each row a value, must be there; `rule` is null
    where any value will do.
    """
    values = tuple(
        (
            table.name,
            column.name,
            column.kind.value,
            column.required,
            rule_of(table, column) or None,
            column.about,
        )
        for table in TABLES
        for column in table.columns
    )
    return Rows(_COLUMNS, values)


def rule_of(table: Table, column: Column) -> str:
    """Return in words what the values of a column must keep; empty when any will do."""
    rules = []
    if column.allowed:
        rules.append(f"one of {expected(column)}")
    elif column.low is not None or column.high is not None:
        rules.append(expected(column))
    if table.score_ranges and column.name == "score":
        ranges = (f"{metric} {low:g}-{high:g}" for metric, low, high in table.score_ranges)
        rules.append(", ".join(ranges))
    if column.not_before:
        rules.append(f"not before {column.not_before}")
    if table.key and column.name == table.key[-1]:
        rules.append(f"{' and '.join(table.key)} in one row only")
    if table.dated == column.name:
        rules.append("not after the as-of date")
    if column.name == "parent_id" or (column.name == "account_id" and table.name != "accounts"):
        rules.append("an account of accounts")
    return "; ".join(rules)
