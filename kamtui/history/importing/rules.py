"""What a row of a contract table must keep to be imported, as SQL over its typed columns."""

from __future__ import annotations

from dataclasses import dataclass

from kamtui.engine.quoting import quoted_name, quoted_text
from kamtui.history.contract import Column, Kind, Table
from kamtui.history.importing.settings import SourceSettings
from kamtui.history.views import limits_of, precedes, wrong_value

RECORD = 1
FILTER = 2
KEY = 3
_FIRST_OF_COLUMNS = 10


@dataclass(frozen=True)
class Rule:
    """One way in which a row can be wrong."""

    number: int
    what: str
    """What is wrong, in a few words, for the summary: `no account_id`."""
    column: str
    """The contract column that it is about; empty when it is the whole record."""
    expected: str
    broken: str
    """The SQL condition under which a row is wrong."""
    found: str
    """SQL text that says what was found instead."""


def rules_of(
    table: Table, columns: tuple[str, ...], found_in_source: dict[str, str], how: SourceSettings
) -> tuple[Rule, ...]:
    """Return the rules for the `columns` that a mapping fills, in the order of the contract.

    `found_in_source` is, for each column, SQL text of the source's values that it came from.
    """
    mapped = [column for column in table.columns if column.name in columns]
    rules: list[Rule] = []
    for column in mapped:
        rules += _of_column(column, found_in_source[column.name], columns, how, len(rules))
    if table.score_ranges:
        rules.append(_of_scores(table, len(rules)))
    return tuple(rules)


def key_rule(table: Table) -> Rule:
    """Return the rule that no two rows share the table's key."""
    columns = ", ".join(table.key)
    return Rule(
        KEY, f"{columns} given before", table.key[0], f"a row of its own for each {columns}", "", ""
    )


RECORD_RULE = Rule(
    RECORD,
    "unreadable record",
    "",
    "a record of the source's columns",
    "source_problem IS NOT NULL",
    "concat(source_problem, ': ', source_text)",
)


def filter_rule(found: str) -> Rule:
    """Return the rule that a feed's filter can be told for a row."""
    return Rule(
        FILTER, "filter cannot be told", "filter", "true or false", "unreadable_filter", found
    )


def _of_column(
    column: Column, found: str, mapped: tuple[str, ...], how: SourceSettings, before: int
) -> list[Rule]:
    def rule(what: str, expected: str, broken: str, found: str) -> Rule:
        number = _FIRST_OF_COLUMNS + before + len(rules)
        return Rule(number, what, column.name, expected, broken, found)

    rules: list[Rule] = []
    name = quoted_name(column.name)
    unreadable = quoted_name(f"unreadable_{column.name}")
    value = f"CAST({name} AS VARCHAR)"
    rules.append(
        rule(f"{column.name} cannot be read", expected_value(column, how), unreadable, found)
    )
    if column.required:
        rules.append(rule(f"no {column.name}", column.about, f"{name} IS NULL", found))
    wrong = wrong_value(column)
    if wrong is not None:
        what = f"{column.name} {limits_of(column)}"
        rules.append(rule(what, _allowed(column), wrong, value))
    if column.not_before in mapped:
        other = quoted_name(str(column.not_before))
        shown = f"concat({value}, ' with {column.not_before} ', CAST({other} AS VARCHAR))"
        what = f"{column.name} before {column.not_before}"
        rules.append(rule(what, f"not before {column.not_before}", precedes(column), shown))
    return rules


def _of_scores(table: Table, before: int) -> Rule:
    outside = " OR ".join(
        f"(metric = {quoted_text(metric)} AND (score < {low:g} OR score > {high:g}))"
        for metric, low, high in table.score_ranges
    )
    ranges = ", ".join(f"{metric} {low:g}-{high:g}" for metric, low, high in table.score_ranges)
    number = _FIRST_OF_COLUMNS + before
    found = "concat(metric, ' ', CAST(score AS VARCHAR))"
    return Rule(number, "score out of range", "score", ranges, outside, found)


def _allowed(column: Column) -> str:
    if column.allowed:
        return f"one of {', '.join(column.allowed)}"
    if column.high is None:
        return f"{column.low:g} or more"
    return f"{column.low:g} to {column.high:g}"


def expected_value(column: Column, how: SourceSettings) -> str:
    """Return in words what a column's value must look like in its source."""
    formats = " or ".join(how.formats_of_dates) or "%Y-%m-%d"
    example = "1234,56" if how.decimal == "," else "1234.56"
    return {
        Kind.TEXT: "text",
        Kind.DATE: f"a day as {formats}",
        Kind.TIMESTAMP: f"a day or a time as {formats}",
        Kind.AMOUNT: f"an amount as {example}",
        Kind.NUMBER: f"a number as {example}",
        Kind.FLAG: "yes or no",
    }[column.kind]
