"""The rules that a row shows by itself, from the contract, as conditions over checked_<table>."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kamtui.engine.quoting import quoted_name
from kamtui.history.checking.findings import Severity
from kamtui.history.contract import Column, Kind, Table
from kamtui.history.views import LAST_DAY, impossible_day, outside_ranges, precedes, wrong_value

NOT_COUNTED = "the row does not count"
_UNKNOWN = "the value reads as unknown"
_AS_GIVEN = "the value stands as given"
_READ = (Kind.AMOUNT, Kind.NUMBER, Kind.DATE, Kind.TIMESTAMP)


@dataclass(frozen=True)
class RowRule:
    """One way in which a row can be wrong by itself."""

    rule: str
    column: str
    condition: str
    """The SQL condition under which a row breaks it; `$today` and `$as_of` may stand in it."""
    effect: str
    shown: tuple[tuple[str, str], ...]
    """For an example: names, and SQL texts of what they stand for."""
    severity: Severity = Severity.FINDING


def row_rules(table: Table) -> tuple[RowRule, ...]:
    """Return the rules of a table, in the order of the contract."""
    rules = [rule for column in table.columns for rule in _of_column(table, column)]
    if table.score_ranges:
        ranges = ", ".join(f"{metric} {low:g}-{high:g}" for metric, low, high in table.score_ranges)
        effect = f"expected {ranges}: {NOT_COUNTED}"
        rules.append(_rule(table, "out_of_range", "score", outside_ranges(table), effect))
    return (*rules, *_of_dates(table), *_OF_TABLE.get(table.name, _nothing)(table))


def _rule(
    table: Table, rule: str, column: str, condition: str, effect: str, *beside: str
) -> RowRule:
    required = [each.name for each in table.columns if each.required]
    names = dict.fromkeys((*required, *beside, column))
    shown = tuple(
        (name, f"coalesce({quoted_name(name)}::VARCHAR, {quoted_name(f'unread_{name}')})")
        for name in names
    )
    return RowRule(rule, column, condition, effect, shown)


def _of_column(table: Table, column: Column) -> Iterator[RowRule]:
    name, unread = quoted_name(column.name), quoted_name(f"unread_{column.name}")
    effect = NOT_COUNTED if column.required else _UNKNOWN
    if column.required:
        empty = f" OR {name} = ''" if column.kind is Kind.TEXT else ""
        missing = f"({name} IS NULL AND {unread} IS NULL){empty}"
        yield _rule(table, "no_value", column.name, missing, effect)
    if column.kind in _READ:
        yield _rule(table, "unread_value", column.name, f"{unread} IS NOT NULL", effect)
    wrong = wrong_value(column)
    if wrong is not None:
        rule = "not_allowed" if column.allowed else "out_of_range"
        yield _rule(table, rule, column.name, wrong, f"expected {expected(column)}: {effect}")
    impossible = impossible_day(column)
    if impossible is not None:
        expectation = f"expected a day of the years 1 to 9999: {effect}"
        yield _rule(table, "out_of_range", column.name, impossible, expectation)
    if column.not_before:
        effect = NOT_COUNTED if column.required else _AS_GIVEN
        yield _rule(table, "wrong_order", column.name, precedes(column), effect, column.not_before)


def expected(column: Column) -> str:
    """Return in words what a column with limits may hold."""
    if column.allowed:
        return ", ".join(column.allowed)
    if column.high is None:
        return f"{column.low:g} or more"
    return f"{column.low:g} to {column.high:g}"


def _of_dates(table: Table) -> Iterator[RowRule]:
    if table.dated is None:
        return
    day = f"{quoted_name(table.dated)}::DATE"
    ahead = _rule(
        table,
        "after_today",
        table.dated,
        f"{day} > $today AND {day} <= {LAST_DAY}",
        f"{NOT_COUNTED} before that day",
    )
    # An agreement is signed before it starts; everything else has happened when it is dated.
    yield replace(ahead, severity=Severity.NOTE) if table.name == "contracts" else ahead
    later = _rule(
        table,
        "after_as_of",
        table.dated,
        f"{day} > $as_of AND {day} <= $today",
        f"{NOT_COUNTED} as of an earlier day",
    )
    yield replace(later, severity=Severity.NOTE)


def _nothing(table: Table) -> Iterator[RowRule]:
    yield from ()


def _of_accounts(table: Table) -> Iterator[RowRule]:
    yield _after_today(table, "customer_since")


def _of_complaints(table: Table) -> Iterator[RowRule]:
    yield _after_today(table, "closed_on")


def _of_feedback(table: Table) -> Iterator[RowRule]:
    later = "touchpoint_at > answered_at"
    yield _rule(table, "wrong_order", "touchpoint_at", later, _AS_GIVEN, "answered_at")


def _of_invoices(table: Table) -> Iterator[RowRule]:
    yield _rule(table, "wrong_order", "paid_on", "paid_on < issued_on", _AS_GIVEN)
    yield _after_today(table, "paid_on")


def _of_offers(table: Table) -> Iterator[RowRule]:
    yield _rule(
        table,
        "closed_without_date",
        "closed_on",
        "outcome IN ('won', 'lost') AND closed_on IS NULL AND unread_closed_on IS NULL",
        "the offer ended on the day it was made",
    )
    yield _rule(
        table,
        "open_with_date",
        "closed_on",
        "outcome = 'open' AND closed_on IS NOT NULL",
        "the offer is open",
    )
    yield _after_today(table, "closed_on")


_OF_TABLE = {
    "accounts": _of_accounts,
    "complaints": _of_complaints,
    "feedback": _of_feedback,
    "invoices": _of_invoices,
    "offers": _of_offers,
}


def _after_today(table: Table, column: str) -> RowRule:
    name = quoted_name(column)
    condition = f"{name} > $today AND {name} <= {LAST_DAY}"
    return _rule(table, "after_today", column, condition, "the day counts when it has come")
