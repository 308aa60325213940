"""What is worth knowing of a history that can be read: what it lacks and how old each table is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher

from kamtui.history.checking.findings import Finding, Severity
from kamtui.history.checking.row_counts import Counted
from kamtui.history.contract import TABLE_NAMES, TABLES
from kamtui.history.opening import History
from kamtui.model.spelling import nearest

_ALIKE = 0.75
"""The share of signs (0-1) that two names have in common before one is taken for the other."""
_STALE_DAYS = 92
"""A table whose newest day lies this many days before the newest order is stale."""

ColumnsOfTables = Mapping[str, Mapping[str, str]]
"""For each table that is there, its files' columns and their DuckDB types."""


def missing_notes(columns: ColumnsOfTables) -> Iterator[Finding]:
    """Yield each optional table, and each optional column of a table, that is not there."""
    for table in TABLES:
        if table.name not in columns:
            yield _note("missing", table.name, None, "reads as unknown", table.row)
            continue
        there = {name.lower() for name in columns[table.name]}
        for column in table.columns:
            if column.name not in there:
                yield _note("missing", table.name, column.name, "reads as unknown", column.about)


def unknown_file_notes(history: History) -> Iterator[Finding]:
    """Yield what the contract does not have and may be a wrong spelling of what it has."""
    if history.has_manifest:
        return
    for path in sorted(history.folder.iterdir()):
        name = path.name.removesuffix(".parquet")
        is_data = path.suffix == ".parquet" or (path.is_dir() and any(path.rglob("*.parquet")))
        if is_data and name not in TABLE_NAMES and not name.startswith((".", "_")):
            close = _meant(name, history.missing_tables)
            effect = "is not read" + (f"; did you mean {close}?" if close else "")
            yield _note("unknown_file", None, None, effect, path.name)


def unknown_column_notes(columns: ColumnsOfTables) -> Iterator[Finding]:
    """Yield each column that is spelled like one that its table misses."""
    for table in (table for table in TABLES if table.name in columns):
        there = {name.lower() for name in columns[table.name]}
        missing = [name for name in table.column_names if name not in there]
        for name in columns[table.name]:
            close = None if name.lower() in table.column_names else _meant(name, missing)
            if close is not None:
                effect = f"is not read; did you mean {close}?"
                yield _note("unknown_column", table.name, close, effect, name)


def _meant(name: str, missing: Sequence[str]) -> str | None:
    """Return which of the missing names `name` is all but spelled like; None when no one."""
    close = nearest(name, missing)
    alike = close is not None and SequenceMatcher(None, name.lower(), close).ratio() >= _ALIKE
    return close if alike else None


def freshness_notes(counted: Sequence[Counted], today: date) -> Iterator[Finding]:
    """Yield the newest day of each dated table, and whether that is old beside the orders."""
    newest_order = next((one.newest_on for one in counted if one.table.name == "order_lines"), None)
    for one in (one for one in counted if one.table.dated is not None):
        newest = one.newest_on
        yield Finding(
            severity=Severity.NOTE,
            rule="freshness",
            table=one.table.name,
            column=one.table.dated,
            effect=_freshness(newest, newest_order),
            rows=one.n_rows,
            newest_on=newest,
            age_days=None if newest is None else (today - newest).days,
        )


def _freshness(newest: date | None, newest_order: date | None) -> str:
    if newest is None:
        return "has no day up to today"
    behind = 0 if newest_order is None else (newest_order - newest).days
    return f"stale: {behind:,} days behind the newest order" if behind > _STALE_DAYS else "fresh"


def _note(rule: str, table: str | None, column: str | None, effect: str, found: str) -> Finding:
    return Finding(Severity.NOTE, rule, table, column, effect, examples=(found,))
