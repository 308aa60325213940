"""Walks over the tree that DuckDB parses an expression of a mapping into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kamtui.errors import NotAllowed, WrongUsage
from kamtui.model.spelling import did_you_mean
from kamtui.text import harmless

READERS = ("clean", "amount", "number", "day", "moment", "flag")
"""The functions of a mapping that read a value as the source's settings say."""

_ROW_BY_ROW = frozenset(
    {"CONSTANT", "COLUMN_REF", "FUNCTION", "OPERATOR", "CASE", "CAST", "COMPARISON"}
    | {"CONJUNCTION", "BETWEEN", "COLLATE", "LAMBDA", "TYPE"}
)
_NAMES = {
    "SUBQUERY": "a subquery",
    "WINDOW": "a window function",
    "STAR": "a star",
    "PARAMETER": "a parameter",
}
_CHOOSING = frozenset({"OPERATOR_COALESCE", "OPERATOR_TRY", "CASE_EXPR"})
_CHOOSING_FUNCTIONS = frozenset({"if", "nullif"})


@dataclass
class TreeWalk:
    """One walk over the tree of one expression."""

    key: str
    columns: Sequence[str]
    functions: Mapping[str, str]
    prefix: str
    used: set[int] = field(default_factory=set)
    reads: list[dict[str, Any]] = field(default_factory=list)
    chooses: bool = False

    def read_name(self, n: int) -> str:
        """The column that the n-th read fills."""
        return f"{self.prefix}_{n}"

    def check(self, node: Any, parameters: frozenset[str]) -> None:
        """Hold every node to what an expression may be, and name its columns c1, c2, …"""
        if isinstance(node, list):
            for part in node:
                self.check(part, parameters)
            return
        if not isinstance(node, dict):
            return
        kind = node.get("class")
        if kind is not None:
            self._check_kind(node, str(kind))
        if kind == "LAMBDA":
            parameters |= _lambda_parameters(node["lhs"])
        if kind == "COLUMN_REF":
            self._checkcolumn_node(node, parameters)
        if kind == "FUNCTION":
            self._check_function(node)
        for part in node.values():
            self.check(part, parameters)

    def _check_kind(self, node: dict[str, Any], kind: str) -> None:
        if kind not in _ROW_BY_ROW or node["type"] == "GROUPING_FUNCTION":
            what = _NAMES.get(kind, kind.lower().replace("_", " "))
            raise NotAllowed(
                f"{self.key}: {what} is not allowed; an expression sees one row of its source"
            )
        self.chooses |= node["type"] in _CHOOSING

    def _checkcolumn_node(self, node: dict[str, Any], parameters: frozenset[str]) -> None:
        name = str(node["column_names"][0])
        if name.lower() in parameters:
            return
        position = self._position(name)
        if position is None:
            raise WrongUsage(
                f"{self.key}: the source has no column {harmless(name)!r}",
                did_you_mean(name, map(harmless, self.columns)),
            )
        self.used.add(position)
        node["column_names"][0] = f"c{position}"

    def _position(self, name: str) -> int | None:
        if name in self.columns:
            return self.columns.index(name) + 1
        alike = [n for n, column in enumerate(self.columns, 1) if column.lower() == name.lower()]
        return alike[0] if len(alike) == 1 else None

    def _check_function(self, node: dict[str, Any]) -> None:
        name = str(node["function_name"]).lower()
        self.chooses |= name in _CHOOSING_FUNCTIONS
        if name in READERS:
            if len(node["arguments"]) != 1 or node["schema"]:
                raise WrongUsage(f"{self.key}: {name}() reads one value")
            return
        if node["is_operator"]:
            return
        kind = self.functions.get(name)
        if kind is None:
            known = {known for known, what in self.functions.items() if what == "row"}
            near = did_you_mean(name, known.union(READERS))
            raise WrongUsage(f"{self.key}: there is no function {name}()", near)
        if kind != "row" or name.startswith("read_"):
            what = "gives another value each time" if kind == "scalar" else "looks beyond one row"
            raise NotAllowed(f"{self.key}: {name}() is not allowed: it {what}")

    def with_reads_out(self, node: Any, in_lambda: bool = False) -> Any:
        """Return the tree with a column in place of each read that can be taken by itself."""
        if isinstance(node, list):
            return [self.with_reads_out(part, in_lambda) for part in node]
        if not isinstance(node, dict):
            return node
        if _is_read(node) and not in_lambda and not _holds_raising_read(node["arguments"]):
            self.reads.append(node)
            return column_node(self.read_name(len(self.reads) - 1))
        inside = in_lambda or node.get("class") == "LAMBDA"
        return {key: self.with_reads_out(part, inside) for key, part in node.items()}

    def renamed(self, node: Any, ending: str) -> Any:
        """Return the tree with the readers under the names of their macros."""
        if isinstance(node, list):
            return [self.renamed(part, ending) for part in node]
        if not isinstance(node, dict):
            return node
        parts = {key: self.renamed(part, ending) for key, part in node.items()}
        if _is_read(node):
            name = f"read_{str(node['function_name']).lower()}{ending}"
            parts |= {"function_name": name, "qualified_name": {"path": [name]}}
        return parts


def _lambda_parameters(node: Any) -> frozenset[str]:
    if isinstance(node, list):
        return frozenset().union(*(_lambda_parameters(part) for part in node))
    if not isinstance(node, dict):
        return frozenset()
    names = node["column_names"] if node.get("class") == "COLUMN_REF" else []
    inside = (_lambda_parameters(part) for part in node.values())
    return frozenset(str(name).lower() for name in names).union(*inside)


def _is_read(node: dict[str, Any]) -> bool:
    return node.get("class") == "FUNCTION" and str(node["function_name"]).lower() in READERS


def _holds_raising_read(node: Any) -> bool:
    if isinstance(node, list):
        return any(_holds_raising_read(part) for part in node)
    if not isinstance(node, dict):
        return False
    if _is_read(node) and str(node["function_name"]).lower() != "clean":
        return True
    return any(_holds_raising_read(part) for part in node.values())


def column_node(name: str) -> dict[str, Any]:
    return {
        "class": "COLUMN_REF",
        "type": "COLUMN_REF",
        "alias": "",
        "query_location": 0,
        "query_location_length": 0,
        "column_names": [name],
    }
