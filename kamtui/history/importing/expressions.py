"""Expressions of a mapping: parsed, held to one row of one source, and composed anew.

What the user wrote never becomes SQL as text. DuckDB parses it, the parsed tree is walked (one
expression, no subquery, no table, no aggregate, only the source's columns), and SQL is made from
the tree over columns named c1, c2, …, so that no header of a file is ever part of a statement.

Calls of amount(), number(), day(), moment(), flag() and clean() that stand by themselves are
taken out as reads: DuckDB evaluates TRY row by row as soon as one row of a batch fails, and
a read that gives null where there was text says the same 15 times faster.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from kamtui.engine.parsing import is_one_expression, parsed
from kamtui.errors import NotAllowed, WrongUsage
from kamtui.history.importing.expression_tree import TreeWalk, column_node


@dataclass(frozen=True)
class Read:
    """A value that a reader takes from a source."""

    name: str
    """The column it is read into."""
    reader: str
    sql: str
    """What it reads."""


@dataclass(frozen=True)
class Expression:
    """An expression of a mapping, over the columns c1, c2, … of its source."""

    key: str
    """Where it stands in the mapping, for errors."""
    sql: str
    """Over those columns and the columns that `reads` fill."""
    reads: tuple[Read, ...]
    strict: str | None
    """The same with readers that raise, for an expression that chooses among its values (CASE,
    coalesce, …) and may do without one that cannot be read; None when it cannot."""
    columns: tuple[int, ...]
    """The source's columns that it uses, counted from 1."""
    is_simple: bool
    """Whether it is a column or a read and no more, so that nothing in it can fail."""


@dataclass(frozen=True)
class Parser:
    """Parses the expressions of one source."""

    connection: duckdb.DuckDBPyConnection
    columns: Sequence[str]
    """The source's columns, as the file spells them."""
    functions: Mapping[str, str]
    """What `known_functions` returns."""

    def parse(self, key: str, text: str, number: int = 0) -> Expression:
        """Return the expression that `text` spells; `number` tells its reads from others'.

        A text that is a column's name as it stands is that column, whatever SQL makes of it.
        Raises WrongUsage for what is not one expression over the source's columns, NotAllowed
        for what would look beyond one row of it.
        """
        name = text.strip()
        tree = column_node(name) if name in self.columns else self._tree(key, text)
        walk = TreeWalk(key, self.columns, self.functions, f"r{number}")
        walk.check(tree, frozenset())
        strict = self._sql(walk.renamed(copy.deepcopy(tree), "_or_error"))
        loose = walk.with_reads_out(tree)
        reads = tuple(
            Read(
                walk.read_name(n),
                str(read["function_name"]).lower(),
                self._sql(walk.renamed(read["arguments"][0]["expression"], "")),
            )
            for n, read in enumerate(walk.reads)
        )
        return Expression(
            key=key,
            sql=self._sql(walk.renamed(loose, "_or_error")),
            reads=reads,
            strict=strict if walk.chooses and reads else None,
            columns=tuple(sorted(walk.used)),
            is_simple=loose["class"] == "COLUMN_REF" and len(loose["column_names"]) == 1,
        )

    def _tree(self, key: str, text: str) -> dict[str, Any]:
        inside = parsed(self.connection, f"SELECT (\n{text}\n)")
        if inside["error"]:
            raise WrongUsage(f"{key}: is not a SQL expression: {inside['error_message']}")
        if not is_one_expression(self.connection, text):
            raise NotAllowed(f"{key}: expected one SQL expression over the columns of its source")
        tree: dict[str, Any] = inside["statements"][0]["node"]["select_list"][0]
        return tree

    def _sql(self, tree: dict[str, Any]) -> str:
        statement = parsed(self.connection, "SELECT 1")
        statement["statements"][0]["node"]["select_list"] = [tree]
        row = self.connection.execute(
            "SELECT json_deserialize_sql($1::JSON)", [json.dumps(statement)]
        ).fetchone()
        assert row is not None
        return f"({str(row[0]).removeprefix('SELECT ')})"


def known_functions(connection: duckdb.DuckDBPyConnection) -> Mapping[str, str]:
    """Return every function's name and whether an expression may call it: `row` when it sees
    one row and gives the same each time, else what it is instead."""
    rows = connection.execute(
        "SELECT function_name, bool_or(function_type IN ('scalar', 'macro')) "
        "AND NOT bool_or(coalesce(stability, '') = 'VOLATILE'), max(function_type) "
        "FROM duckdb_functions() GROUP BY ALL"
    ).fetchall()
    return {str(name): "row" if of_row else str(kind) for name, of_row, kind in rows}
