"""What a user's own SQL may be: one SELECT over the relations that it is shown.

The engine is locked as well, so that a hole here opens no file; but the lock says "Permission
Error", and this says what is not allowed and what to do instead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb

from kamtui.engine.allowed import EXPRESSIONS, FUNCTIONS, NODES, TABLE_FUNCTIONS
from kamtui.engine.answer import first_line
from kamtui.engine.catalogue import Statement
from kamtui.engine.parsing import Tree, parsed
from kamtui.errors import KamtuiError, NotAllowed, WrongUsage
from kamtui.model.spelling import did_you_mean, nearest

_ONE_SELECT = "Write one SELECT over the history's tables."
_SCHEMA = "main"
_OF_THE_SHELL = frozenset({"getenv"})
"""Functions that only DuckDB's own shell has."""


def check_user_sql(
    connection: duckdb.DuckDBPyConnection, text: str, relations: Collection[str]
) -> Statement:
    """Return the one SELECT in `text`, the relations it reads and the parameters it binds.

    `relations` are the tables it may read, in lower case. Nothing is run. Raises WrongUsage when
    it cannot be parsed, is not one SELECT or reads a table that is not there; NotAllowed when it
    reaches for anything beyond the relations.
    """
    statement = _one_select(connection, text)
    tree = parsed(connection, statement.query)
    if tree.get("error"):
        raise NotAllowed(
            f"this SQL cannot be looked into: {tree.get('error_message')}", _ONE_SELECT
        )
    reading = _Reading(frozenset(relations))
    reading.visit(tree, frozenset())
    if reading.unknown_functions:
        raise _no_such_function(connection, reading.unknown_functions[0])
    return Statement(
        sql=_without_semicolon(connection, statement.query, tree),
        tables=frozenset(reading.read),
        parameters=frozenset(statement.named_parameters),
    )


def _one_select(connection: duckdb.DuckDBPyConnection, text: str) -> duckdb.Statement:
    if not text.isprintable() and "\0" in text:
        raise WrongUsage("the SQL holds a null character", _ONE_SELECT)
    try:
        statements = connection.extract_statements(text)
    except (duckdb.Error, UnicodeError) as error:
        raise _unreadable(error) from None
    if len(statements) != 1:
        found = f"{len(statements)} statements" if statements else "no statement"
        raise WrongUsage(f"the SQL holds {found}", _ONE_SELECT)
    kind = statements[0].type.name
    if kind == "MULTI":
        raise WrongUsage(
            "a PIVOT that finds its columns by itself is two statements",
            "Name them: PIVOT … ON segment IN ('Retail', 'Trade') USING …",
        )
    if kind != "SELECT":
        raise NotAllowed(f"{kind} is not allowed", _ONE_SELECT)
    return statements[0]


def _unreadable(error: Exception) -> WrongUsage:
    said = first_line(error).removeprefix("Parser Error: ")
    where = next((line for line in str(error).splitlines() if line.startswith("LINE ")), None)
    return WrongUsage(f"the SQL cannot be parsed: {said}", where)


def _without_semicolon(connection: duckdb.DuckDBPyConnection, text: str, tree: Tree) -> str:
    """Return the statement without the semicolon that ends it, so that it can stand in another.

    A semicolon may also stand in a text or a comment: only a cut that leaves the statement as it
    was is one.
    """
    end = text.rfind(";")
    while end >= 0:
        if parsed(connection, text[:end]) == tree:
            text = text[:end]
        end = text.rfind(";", 0, end)
    return text.strip()


def _no_such_function(connection: duckdb.DuckDBPyConnection, name: str) -> KamtuiError:
    known = (
        name in _OF_THE_SHELL
        or connection.execute(
            "SELECT 1 FROM duckdb_functions() WHERE lower(function_name) = ? LIMIT 1", [name]
        ).fetchone()
    )
    close = nearest(name, (word for word in FUNCTIONS if word.isidentifier()))
    if known or close is None:
        return NotAllowed(
            f"the function {name} is not allowed",
            "SQL of your own may only compute from the history's tables.",
        )
    return WrongUsage(f"there is no function {name}", f"did you mean {close}?")


@dataclass
class _Reading:
    """One walk through a parsed statement; every part that is not known to be harmless stops it."""

    relations: frozenset[str]
    read: set[str] = field(default_factory=set)
    """The relations that the statement reads, so far."""
    unknown_functions: list[str] = field(default_factory=list)

    def visit(self, node: Any, named: frozenset[str]) -> None:
        """Look at a node and everything below it; `named` are the WITH names it can see."""
        if isinstance(node, list):
            for part in node:
                self.visit(part, named)
        elif isinstance(node, dict):
            named = self._visit_with(node, named)
            self._look_at(node, named)
            for key, part in node.items():
                if key != "cte_map":
                    self.visit(part, self._seen_by(node, key, named))

    def _visit_with(self, node: Tree, named: frozenset[str]) -> frozenset[str]:
        """Look at a node's WITH, each relation with those before it, and return what it names."""
        entries = (node.get("cte_map") or {}).get("map", [])
        for entry in entries:
            self.visit(entry["value"], named)
            named |= {entry["key"].lower()}
        return named

    @staticmethod
    def _seen_by(node: Tree, key: str, named: frozenset[str]) -> frozenset[str]:
        # Only the second half of a recursive relation sees the relation itself.
        if node.get("type") == "RECURSIVE_CTE_NODE" and key == "right":
            return named | {node["cte_name"].lower()}
        return named

    def _look_at(self, node: Tree, named: frozenset[str]) -> None:
        kind, group = node.get("type"), node.get("class")
        if group is not None:
            _refuse_unless(group in EXPRESSIONS, f"{_spelled(group)} is not allowed")
        elif isinstance(kind, str):
            _refuse_unless(kind in NODES, f"{_spelled(kind)} is not allowed")
            self._look_at_source(kind, node, named)
        if group in ("FUNCTION", "WINDOW"):
            name = node["function_name"].lower()
            if name not in FUNCTIONS:
                self.unknown_functions.append(name)

    def _look_at_source(self, kind: str, node: Tree, named: frozenset[str]) -> None:
        if kind == "BASE_TABLE":
            self._look_at_table(node["qualified_name"]["path"], named)
        elif kind == "SHOW_REF":
            _refuse_unless(node.get("query") is not None, "SHOW is not allowed")
        elif kind == "TABLE_FUNCTION":
            name = node["function"]["function_name"].lower()
            _refuse_unless(name in TABLE_FUNCTIONS, f"the table function {name} is not allowed")

    def _look_at_table(self, path: list[str], named: frozenset[str]) -> None:
        *schema, name = (part.lower() for part in path)
        if not schema and name in named:
            return
        if schema not in ([], [_SCHEMA]):
            raise NotAllowed(
                f"{'.'.join(path)} is not one of the history's tables",
                f"Tables are named without a schema: {', '.join(_shown(self.relations))}",
            )
        if name in self.relations:
            self.read.add(name)
            return
        if not name.isidentifier():
            raise NotAllowed(f"{path[-1]!r} is not a table, and files are not read", _ONE_SELECT)
        raise WrongUsage(
            f"there is no table {path[-1]!r}",
            did_you_mean(name, [*_shown(self.relations), *sorted(named)]),
        )


def _refuse_unless(harmless: bool, message: str) -> None:
    if not harmless:
        raise NotAllowed(message, _ONE_SELECT)


def _spelled(part: str) -> str:
    return part.removesuffix("_NODE").removesuffix("_QUERY").replace("_", " ")


def _shown(relations: Iterable[str]) -> Iterator[str]:
    return (name for name in sorted(relations) if not name.startswith("raw_"))
