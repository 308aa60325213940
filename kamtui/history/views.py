"""The contract's tables as DuckDB views: typed, complete in columns, and without broken rows.

For each table there are three views. `raw_<table>` has every row, with exactly the contract's
columns in the contract's types; a column that the files lack is null. `<table>` has the rows
that keep the contract. `checked_<table>` is `raw_<table>` with a text `unread_<column>` beside
each column: the value that could not be read as its type. A view `known` of one row says which
tables and columns are there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from kamtui.engine.embedded import Engine, Limits
from kamtui.engine.quoting import quoted_name, quoted_text, text_list
from kamtui.errors import BrokenContract
from kamtui.history.contract import TABLES, Column, Kind, Table
from kamtui.history.opening import History


def open_engine(
    history: History,
    *,
    readable_folders: Sequence[Path] = (),
    macros: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    feeds: Mapping[str, Callable[[Engine], None]] | None = None,
) -> Engine:
    """Return an engine with the views of `history`; no file is read before a view is used.

    `feeds` are for tables that are not in the files (see Engine).
    """
    return Engine(
        views=view_definitions(history),
        readable=history.paths,
        readable_folders=readable_folders,
        limits=limits,
        macros=macros,
        feeds=feeds,
        check_after=None if history.has_manifest else history.check_unchanged,
        check_failed=history.check_readable,
    )


def view_definitions(history: History) -> Mapping[str, Callable[[Engine], str]]:
    """Return, by view name, what gives the view's SELECT."""
    definitions: dict[str, Callable[[Engine], str]] = {}
    for table in TABLES:
        definitions[f"raw_{table.name}"] = _raw(history, table)
        definitions[f"checked_{table.name}"] = _raw(history, table, with_unread=True)
        definitions[table.name] = _valid(history, table)
    definitions["known"] = lambda engine: _known(history, engine)
    return definitions


def columns_of(history: History, table: str, engine: Engine) -> Mapping[str, str]:
    """Return the columns of a table's files and their DuckDB types; empty when it is missing.

    Raises BrokenContract naming the file that cannot be read.
    """
    if history.columns is not None:
        return history.columns.get(table, {}) if table in history.files else {}
    if table not in history.files:
        return {}
    described = _described(engine, scan_of(history, history.files[table]))
    if described is not None:
        return described
    for path in history.files[table]:
        if _described(engine, f"read_parquet({text_list([str(path)])})") is None:
            history.check_unchanged()
            raise BrokenContract(f"{path}: is not a whole Parquet file; nothing was read from it")
    raise BrokenContract(
        f"{history.folder}: the files of {table} do not fit together",
        "Their columns have types that cannot be read as one table.",
    )


def _described(engine: Engine, source: str) -> dict[str, str] | None:
    try:
        rows = engine.rows_of(f"DESCRIBE SELECT * FROM {source}")
    except (duckdb.Error, UnicodeDecodeError):
        return None
    return {str(row[0]): str(row[1]) for row in rows}


def scan_of(history: History, paths: Sequence[Path]) -> str:
    """Return the SQL relation of some of a history's files read as one table."""
    options = "" if len(paths) == 1 else ", union_by_name = true"
    hive = any("=" in part for p in paths for part in p.relative_to(history.folder).parts[:-1])
    options += ", hive_partitioning = true" if hive else ", hive_partitioning = false"
    return f"read_parquet({text_list(str(path) for path in paths)}{options})"


def _raw(history: History, table: Table, *, with_unread: bool = False) -> Callable[[Engine], str]:
    def select(engine: Engine) -> str:
        there = table.name in history.files
        found = columns_of(history, table.name, engine)
        if there:
            check_columns(history, table, found)
        spelled = {name.lower(): name for name in found}
        columns = [_column(column, found, spelled) for column in table.columns]
        if with_unread:
            columns += [_unread(column, found, spelled) for column in table.columns]
        source = f"FROM {scan_of(history, history.files[table.name])}" if there else "WHERE false"
        return f"SELECT {', '.join(columns)} {source}"

    return select


def check_columns(history: History, table: Table, found: Mapping[str, str]) -> None:
    """Raise BrokenContract when a required column is missing or a column has a wrong type."""
    spelled = {name.lower(): name for name in found}
    for column in table.columns:
        name = spelled.get(column.name)
        if name is None and column.required:
            raise BrokenContract(
                f"{history.folder}: {table.name}.{column.name} is missing ({column.about})",
                f"Found the columns {', '.join(found)}.",
            )
        if name is not None and not type_fits(column, found[name]):
            raise BrokenContract(
                f"{history.folder}: {table.name}.{column.name} is {found[name]}, expected "
                f"{column.kind.value} ({column.about})"
            )


def type_fits(column: Column, duckdb_type: str) -> bool:
    """Whether a Parquet column of `duckdb_type` can be read as the contract's column."""
    has_no_values = duckdb_type.strip('"').upper() == "NULL"
    return has_no_values or column.kind.accepts(duckdb_type)


def _is_exact(duckdb_type: str) -> bool:
    """Whether a type holds any amount of money exactly, and adds up fast, as it is."""
    match = re.fullmatch(r"DECIMAL\((\d+),\s*(\d+)\)", duckdb_type)
    return match is not None and int(match[1]) <= 18 and int(match[2]) <= 4


def _column(column: Column, found: Mapping[str, str], spelled: Mapping[str, str]) -> str:
    name = quoted_name(column.name)
    if column.name not in spelled:
        return f"NULL::{column.kind.sql_type} AS {name}"
    value = _read(column, spelled[column.name], found)
    return value if value == name else f"{value} AS {name}"


def _read(column: Column, source: str, found: Mapping[str, str]) -> str:
    """Return a source column's value in the contract's type: the column itself if it has that."""
    value, kind = quoted_name(source), found[source].upper()
    if kind in ("FLOAT", "DOUBLE") and column.kind is Kind.NUMBER:
        return f"CASE WHEN isfinite({value}) THEN {value}::DOUBLE END"
    if kind == column.kind.sql_type or (column.kind is Kind.AMOUNT and _is_exact(kind)):
        return value
    return f"TRY_CAST({value} AS {column.kind.sql_type})"


def _unread(column: Column, found: Mapping[str, str], spelled: Mapping[str, str]) -> str:
    name, source = quoted_name(f"unread_{column.name}"), spelled.get(column.name)
    value = None if source is None else _read(column, source, found)
    if source is None or value == quoted_name(source):
        return f"NULL::VARCHAR AS {name}"
    return f"CASE WHEN {value} IS NULL THEN {quoted_name(source)}::VARCHAR END AS {name}"


def outside_ranges(table: Table) -> str:
    """Return the SQL condition under which a score is not in the range of its metric."""
    return " OR ".join(
        f"(metric = {quoted_text(metric)} AND (score < {low:g} OR score > {high:g}))"
        for metric, low, high in table.score_ranges
    )


def limits_of(column: Column) -> str:
    """Return in words what a column's values may not be outside of."""
    if column.allowed:
        return f"not one of {', '.join(column.allowed)}"
    if column.high is None:
        return f"below {column.low:g}"
    return f"not in {column.low:g}-{column.high:g}"


def wrong_value(column: Column) -> str | None:
    """Return the SQL condition under which a value is not allowed; None when any is."""
    name = quoted_name(column.name)
    if column.allowed:
        return f"{name} NOT IN ({', '.join(quoted_text(value) for value in column.allowed)})"
    limits = [f"{name} < {column.low:g}"] if column.low is not None else []
    limits += [f"{name} > {column.high:g}"] if column.high is not None else []
    return " OR ".join(limits) or None


FIRST_DAY, LAST_DAY = "DATE '0001-01-01'", "DATE '9999-12-31'"
"""The days that a calendar has: a Parquet file may hold others, and infinite ones."""


def impossible_day(column: Column) -> str | None:
    """Return the SQL condition under which a value is no day of a calendar; None for no date."""
    if column.kind not in (Kind.DATE, Kind.TIMESTAMP):
        return None
    day = f"{quoted_name(column.name)}::DATE"
    return f"{day} < {FIRST_DAY} OR {day} > {LAST_DAY}"


def precedes(column: Column) -> str:
    """Return the SQL condition under which a date precedes the one that it may not."""
    assert column.not_before is not None
    return f"{quoted_name(column.name)}::DATE < {quoted_name(column.not_before)}::DATE"


def _valid(history: History, table: Table) -> Callable[[Engine], str]:
    def select(engine: Engine) -> str:
        raw = f"raw_{table.name}"
        engine.need([raw])
        if table.name not in history.files:
            return f"SELECT * FROM {raw}"
        columns = ", ".join(_value_or_null(column) for column in table.columns)
        kept = " AND ".join(_kept_conditions(table))
        rows = f"SELECT {columns} FROM {raw} WHERE {kept}"
        if table.key == ("account_id",) and _has_repeated_accounts(engine, raw):
            # One row an account, whichever order the files are in.
            return f"SELECT DISTINCT ON (account_id) * FROM ({rows}) ORDER BY ALL"
        return rows

    return select


def _has_repeated_accounts(engine: Engine, raw: str) -> bool:
    """Whether an account has two rows. Asking costs less than a query that puts up with it."""
    question = f"SELECT count(account_id) > count(DISTINCT account_id) FROM {raw}"
    return bool(engine.rows_of(question)[0][0])


def _kept_conditions(table: Table) -> Iterator[str]:
    """Yield what a row that counts fulfils, so spelled that DuckDB can hand the conditions to the
    Parquet reader.
    """
    for column in (column for column in table.columns if column.required):
        name = quoted_name(column.name)
        yield f"{name} IS NOT NULL"
        if column.kind is Kind.TEXT:
            yield f"{name} <> ''"
        if column.kind in (Kind.DATE, Kind.TIMESTAMP):
            yield f"{name} >= {FIRST_DAY} AND {name} < {LAST_DAY} + 1"
        wrong = wrong_value(column)
        if wrong is not None:
            yield f"NOT ({wrong})"
        if column.not_before:
            yield f"coalesce(NOT ({precedes(column)}), true)"
    if table.score_ranges:
        yield f"NOT ({outside_ranges(table)})"


def _value_or_null(column: Column) -> str:
    name = quoted_name(column.name)
    wrong = None if column.required else wrong_value(column) or impossible_day(column)
    return name if wrong is None else f"CASE WHEN NOT ({wrong}) THEN {name} END AS {name}"


def _known(history: History, engine: Engine) -> str:
    facts: list[str] = []
    for table in TABLES:
        there = table.name in history.files
        found = {name.lower() for name in columns_of(history, table.name, engine)}
        facts.append(f"{str(there).lower()} AS {quoted_name(table.name)}")
        facts += [
            f"{str(column.name in found).lower()} AS {quoted_name(f'{table.name}_{column.name}')}"
            for column in table.columns
        ]
    return f"SELECT {', '.join(facts)}"
