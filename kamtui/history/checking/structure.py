"""What keeps a history from being read at all: every missing table, column and file, not one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kamtui.engine.answer import first_line
from kamtui.engine.embedded import Engine
from kamtui.errors import BrokenContract
from kamtui.history.checking.findings import Finding, Severity
from kamtui.history.contract import TABLES, Table
from kamtui.history.manifest import DataFile, read_manifest
from kamtui.history.opening import History, fault_of_file, history_found
from kamtui.history.views import columns_of, open_engine, scan_of, type_fits

_EFFECT = "nothing is answered until it is put right"
_SHOWN_COLUMNS = 20


@dataclass(frozen=True)
class HistoryFile:
    """A file of a history, as it lies on the disk and as the manifest says."""

    table: Table
    path: Path
    name: str
    """Its path inside the history, with forward slashes."""
    said: DataFile | None
    """What the manifest says of it; None without a manifest."""

    def broken(self, rule: str, found: str, column: str | None = None) -> Finding:
        """Return a finding about this file."""
        return broken(rule, self.table.name, column, f"{self.name}: {found}")


@dataclass(frozen=True)
class Structure:
    """A history's files, and what keeps them from being read."""

    history: History | None
    """None when there is none."""
    files: tuple[HistoryFile, ...]
    findings: tuple[Finding, ...]


def broken(rule: str, table: str | None, column: str | None, found: str) -> Finding:
    """Return a finding that keeps the history from being used."""
    return Finding(Severity.BROKEN, rule, table, column, _EFFECT, examples=(found,))


def structure_of(folder: Path) -> Structure:
    """Return the files of the history in `folder` and everything that keeps it from being read.

    Reads the ends of each file, and no rows.
    """
    try:
        history = history_found(folder)
        manifest = read_manifest(history.folder)
    except BrokenContract as error:
        return Structure(None, (), (broken("no_history", None, None, error.message),))
    if not history.files:
        nothing = f"{history.folder}: no Parquet files of a history in it"
        return Structure(None, (), (broken("no_history", None, None, nothing),))
    named = {} if manifest is None else {file.path: file for file in manifest.files}
    files = []
    for table in (table for table in TABLES if table.name in history.files):
        for path in history.files[table.name]:
            name = path.relative_to(history.folder).as_posix()
            files.append(HistoryFile(table, path, name, named.get(name)))
    engine = open_engine(history)
    try:
        findings = (*_missing_tables(history), *_in_tables(engine, history, files))
    finally:
        engine.close()
    return Structure(history, tuple(files), findings)


def _missing_tables(history: History) -> Iterator[Finding]:
    for table in TABLES:
        if table.required and table.name not in history.files:
            expected = f"expected {table.name}.parquet or a folder {table.name}/ ({table.row})"
            yield broken("missing_table", table.name, None, expected)


def _in_tables(engine: Engine, history: History, files: list[HistoryFile]) -> Iterator[Finding]:
    for table in TABLES:
        of_table = [file for file in files if file.table is table]
        found = [finding for file in of_table for finding in _in_file(engine, history, file)]
        yield from found
        if of_table and not found:
            yield from _in_files_together(engine, history, table)


def _in_file(engine: Engine, history: History, file: HistoryFile) -> Iterator[Finding]:
    fault = fault_of_file(file.path)
    if fault is not None:
        is_there = file.path.exists()
        yield file.broken("unreadable_file" if is_there else "missing_file", fault)
        return
    size = file.path.stat().st_size
    if file.said is not None and file.said.bytes != size:
        said = f"{size:,} bytes, the manifest says {file.said.bytes:,}"
        yield file.broken("size_differs", said)
    try:
        columns = _described(engine, history, file.path)
    except BrokenContract as error:
        yield file.broken("unreadable_file", error.message)
        return
    yield from _in_columns(file, columns)
    if file.said is not None and history.columns is not None:
        yield from _unlike_manifest(file, columns, history.columns.get(file.table.name, {}))


def _described(engine: Engine, history: History, path: Path) -> Mapping[str, str]:
    source = scan_of(history, [path])
    try:
        rows = engine.rows_of(f"DESCRIBE SELECT * FROM {source}")
    except duckdb.Error as error:
        raise BrokenContract(first_line(error)) from error
    except UnicodeDecodeError as error:
        raise BrokenContract("the names of its columns are not text") from error
    return {str(row[0]): str(row[1]) for row in rows}


def _in_columns(file: HistoryFile, columns: Mapping[str, str]) -> Iterator[Finding]:
    types = {name.lower(): kind for name, kind in columns.items()}
    for column in file.table.columns:
        kind = types.get(column.name)
        if kind is not None and not type_fits(column, kind):
            expected = f"{kind}, expected {column.kind.value} ({column.about})"
            yield file.broken("wrong_type", expected, column.name)


def _unlike_manifest(
    file: HistoryFile, columns: Mapping[str, str], said: Mapping[str, str]
) -> Iterator[Finding]:
    for name, kind in said.items():
        if columns.get(name) != kind:
            found = f"{name} is {columns.get(name, 'not there')}, the manifest says {kind}"
            yield file.broken("unlike_manifest", found)


def _in_files_together(engine: Engine, history: History, table: Table) -> Iterator[Finding]:
    try:
        columns = columns_of(history, table.name, engine)
    except BrokenContract as error:
        yield broken("unreadable_file", table.name, None, error.message)
        return
    there = {name.lower() for name in columns}
    for column in table.columns:
        if column.required and column.name not in there:
            names = ", ".join(list(columns)[:_SHOWN_COLUMNS])
            more = ", …" if len(columns) > _SHOWN_COLUMNS else ""
            found = f"found {names}{more}"
            yield broken("missing_column", table.name, column.name, found)
