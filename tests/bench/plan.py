"""Which part of a query takes the time: DuckDB's profile, summed up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any


def largest_parts(plan: Mapping[str, Any], most: int = 8) -> list[dict[str, Any]]:
    """Return what takes the most time: what it does, thread seconds, and its share of them all."""
    seconds: dict[str, float] = defaultdict(float)
    for operator in _operators(plan["operator"]):
        seconds[_in_words(operator)] += operator["timing"]
    whole = sum(seconds.values()) or 1.0
    largest = sorted(seconds.items(), key=lambda part: part[1], reverse=True)[:most]
    return [
        {"part": part, "thread_seconds": round(taken, 4), "share": round(taken / whole, 3)}
        for part, taken in largest
    ]


def _operators(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for node in nodes:
        yield node
        yield from _operators(node.get("children", []))


def _in_words(operator: Mapping[str, Any]) -> str:
    about = operator["extra_info"]
    if operator["type"] == "TABLE_SCAN":
        table = re.search(r"(\w+)/[^/]*\.parquet", about.get("Filename(s)", ""))
        columns = ", ".join(_listed(about.get("Projections", [])))
        return f"read {table[1]} ({columns})" if table else "read what was computed"
    if operator["type"] == "HASH_GROUP_BY":
        return f"group by {', '.join(_group_names(operator))}"
    return str(operator["type"]).lower().replace("_", " ")


def _group_names(operator: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a grouping groups by; `#n` there is column n of the operator below."""
    groups = _listed(operator["extra_info"]["Groups"])
    below = _listed(operator["children"][0]["extra_info"].get("Projections", []))
    for group in groups:
        place = int(group[1:]) if re.fullmatch(r"#\d+", group) else len(below)
        yield below[place] if place < len(below) else group


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
