"""SQL as a parsed tree, by DuckDB's own parser; nothing is run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import duckdb

Tree = Mapping[str, Any]


def parsed(connection: duckdb.DuckDBPyConnection, sql: str) -> Tree:
    """Return the tree of SELECT statements, or a tree whose `error` is true."""
    row = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [sql]).fetchone()
    tree: Tree = json.loads(row[0]) if row else {"error": True}
    return tree


def is_one_expression(connection: duckdb.DuckDBPyConnection, text: str) -> bool:
    """Whether `text` is one expression and no more, so that it can stand between parentheses.

    Parsed with and without them: what closes the parenthesis or adds a clause is not bare in
    both.
    """
    return all(
        not tree.get("error") and len(tree["statements"]) == 1 and _is_bare(tree["statements"][0])
        for tree in (
            parsed(connection, f"SELECT\n{text}\n"),
            parsed(connection, f"SELECT (\n{text}\n)"),
        )
    )


def _is_bare(statement: Tree) -> bool:
    node = statement["node"]
    if node["type"] != "SELECT_NODE":
        return False
    select = node["select_list"]
    clauses = ("modifiers", "group_expressions", "group_sets", "where_clause", "having", "qualify")
    return (
        len(select) == 1
        and not select[0]["alias"]
        and node["from_table"]["type"] == "EMPTY"
        and not any(node[clause] for clause in (*clauses, "sample"))
        and not node["cte_map"]["map"]
    )
