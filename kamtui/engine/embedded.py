"""The embedded engine: one DuckDB in memory that can read the files it was given, and no others."""

from __future__ import annotations

import os
import re
import threading
import weakref
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from kamtui.engine.answer import Answer, first_line
from kamtui.engine.catalogue import Statement
from kamtui.engine.interruption import interruptible
from kamtui.engine.quoting import quoted_name, quoted_text, text_list
from kamtui.errors import Failed

_CALLED = re.compile(r"\b(\w+)\(")
_SMALL_GROUPS = "ROW_GROUP_SIZE 10240"
"""So that what is written for some thousand accounts is read by more than one thread."""


@dataclass(frozen=True)
class Limits:
    """What the engine may use of the machine."""

    memory: str = "80%"
    """Of the machine's memory, or an amount such as 4GB."""
    threads: int | None = None
    """None for one a core."""
    spill_folder: Path | None = None
    """Where a query that needs more memory writes; None for no spilling."""

    @classmethod
    def from_environment(cls) -> Limits:
        """Return the limits that KAMTUI_MEMORY and KAMTUI_THREADS set."""
        threads = os.environ.get("KAMTUI_THREADS", "")
        return cls(
            memory=os.environ.get("KAMTUI_MEMORY") or cls.memory,
            threads=int(threads) if threads.isdigit() and int(threads) > 0 else None,
        )


class Engine:
    """Runs SQL over views of given files.

    Views are made when a statement first needs them, so opening reads nothing. Everything else
    outside (other files, the network, settings, other databases) is closed for good before the
    first statement runs. An engine may be used from several threads: each statement has a
    cursor of its own.
    """

    def __init__(
        self,
        views: Mapping[str, Callable[[Engine], str]],
        readable: Iterable[Path],
        readable_folders: Iterable[Path] = (),
        limits: Limits | None = None,
        macros: Mapping[str, str] | None = None,
        feeds: Mapping[str, Callable[[Engine], None]] | None = None,
        check_after: Callable[[], None] | None = None,
        check_failed: Callable[[], None] | None = None,
    ) -> None:
        """`views` gives, for each name, the SELECT it stands for, asked for at first use.

        `readable` and `readable_folders` are what may be read; `macros` are the statements that
        make our own, by name, each run when it is first called for; `feeds` are called before each
        statement that reads a table of that name, to bring it up to date by `add_rows`, one at a
        time; `check_after` is called
        when an answer has been taken in whole, and raises to throw it away; `check_failed` when
        DuckDB could not read, and raises when it knows better why.
        """
        limits = limits or Limits.from_environment()
        self._views = dict(views)
        self._made: set[str] = set()
        self._macros = dict(macros or {})
        self._feeds = dict(feeds or {})
        self._lock = threading.RLock()
        self._cursors: weakref.WeakSet[duckdb.DuckDBPyConnection] = weakref.WeakSet()
        self._check_after = check_after
        self._check_failed = check_failed
        config: dict[str, Any] = {"memory_limit": limits.memory}
        if limits.threads is not None:
            config["threads"] = limits.threads
        config["temp_directory"] = str(limits.spill_folder or "")
        try:
            self._connection = duckdb.connect(":memory:", config=config)
            files = text_list(str(path) for path in readable)
            folders = text_list(f"{folder}/" for folder in readable_folders)
            self._connection.execute(
                f"SET allowed_paths = {files}; SET allowed_directories = {folders};"
                "SET enable_external_access = false; SET lock_configuration = true"
            )
        except duckdb.Error as error:
            raise Failed(f"the engine does not start: {first_line(error)}") from error

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection itself, for parsing and for one thread alone; others use `run`."""
        return self._connection

    def rows_of(self, sql: str) -> list[tuple[Any, ...]]:
        """Return every row of a question about the files themselves, from any thread.

        A connection answers one question at a time: each of these has one of its own. Raises
        duckdb.Error, for the one who asks to say what it means.
        """
        return self._connection.cursor().execute(sql).fetchall()

    def need(self, names: Iterable[str]) -> None:
        """Make the views called `names`, those that are not there yet, and feed the tables."""
        with self._lock:
            for name in names:
                if name in self._feeds:
                    self._feeds[name](self)
                if name in self._made or name not in self._views:
                    continue
                try:
                    select = self._views[name](self)
                    self._need_macros(select)
                    self._connection.execute(f"CREATE VIEW {quoted_name(name)} AS {select}")
                except duckdb.Error as error:
                    raise self._failed(error) from error
                self._made.add(name)

    def _need_macros(self, sql: str) -> None:
        """Make the macros that `sql` calls: all of them would cost more than many questions do."""
        with self._lock:
            for name in _CALLED.findall(sql):
                statement = self._macros.pop(name, None)
                if statement is not None:
                    self._need_macros(statement)
                    self._connection.execute(statement)

    def need_all(self) -> None:
        """Make every view."""
        self.need(list(self._views))

    def ask(self, statement: Statement, params: Mapping[str, Any] | None = None) -> Answer:
        """Run a composed statement; of `params` only those that it binds are passed."""
        self.need(sorted(statement.tables))
        bound = {
            name: value for name, value in (params or {}).items() if name in statement.parameters
        }
        return self.run(statement.sql, bound)

    def run(self, sql: str, params: Mapping[str, Any] | None = None) -> Answer:
        """Run one SELECT and return its answer; Failed when DuckDB cannot.

        Where the engine has a `check_after`, the whole answer is taken in before it is called.
        """
        cursor = self._cursor_for(sql)
        bound = dict(params) if params else None
        try:
            if self._check_after is None:
                return Answer(interruptible(cursor, lambda: cursor.execute(sql, bound)))
            taken_in = f"CREATE TEMP TABLE taken_in AS {sql}"
            interruptible(cursor, lambda: cursor.execute(taken_in, bound))
            self._check_after()
            return Answer(cursor.execute("FROM taken_in"))
        except duckdb.InterruptException:
            raise
        except duckdb.Error as error:
            raise self._failed(error) from error

    def add_rows(self, table: str, statement: Statement, params: Mapping[str, Any]) -> None:
        """Add the answer to a statement to a table in memory, which the first such call makes."""
        with self._lock:
            self.need(sorted(statement.tables))
            made = f"CREATE TABLE {quoted_name(table)} AS"
            added = f"INSERT INTO {quoted_name(table)}"
            self._need_macros(statement.sql)
            bound = {name: params[name] for name in statement.parameters}
            try:
                self._connection.execute(
                    f"{added if table in self._made else made}\n{statement.sql}", bound
                )
            except duckdb.Error as error:
                raise self._failed(error) from error
            self._made.add(table)

    def write(self, statement: Statement, params: Mapping[str, Any], path: Path) -> None:
        """Write the answer to a statement as a Parquet file; the folder must be a readable one.

        Raises Failed when it cannot be computed or written, and leaves a part of a file then.
        """
        self.need(sorted(statement.tables))
        bound = {name: params[name] for name in statement.parameters}
        to = f"{quoted_text(str(path))} (FORMAT parquet, {_SMALL_GROUPS})"
        copy = f"COPY (\n{statement.sql}\n) TO {to}"
        cursor = self._cursor_for(copy)
        try:
            interruptible(cursor, lambda: cursor.execute(copy, bound))
        except duckdb.InterruptException:
            raise
        except duckdb.Error as error:
            raise self._failed(error) from error
        if self._check_after is not None:
            self._check_after()

    def _cursor_for(self, sql: str) -> duckdb.DuckDBPyConnection:
        self._need_macros(sql)
        cursor = self._connection.cursor()
        with self._lock:
            self._cursors.add(cursor)
        return cursor

    def _failed(self, error: duckdb.Error) -> Failed:
        if self._check_failed is not None:
            self._check_failed()
        return Failed(f"the query failed: {first_line(error)}")

    def interrupt(self) -> None:
        """Stop the statements that are running; each raises duckdb.InterruptException."""
        with self._lock:
            cursors = list(self._cursors)
        for cursor in cursors:
            cursor.interrupt()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
