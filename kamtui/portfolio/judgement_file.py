"""Judgements out of a file: the columns of the contract's tables, as CSV, TSV or Parquet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kamtui.errors import WrongUsage
from kamtui.portfolio.file_rows import rows_in
from kamtui.portfolio.judgements import Placed
from kamtui.workspace.entries import Kind, NewEntry, Subject

_VALUES: Mapping[str, Kind] = {
    "score": "assessment",
    "rating": "rating",
    "weight": "factor_weight",
    "stage": "stage",
}
"""The column that holds the value, and what kind of judgement it makes of a row."""
_TOPICS: Mapping[Kind, str] = {
    "assessment": "dimension",
    "rating": "factor",
    "factor_weight": "factor",
    "stage": "stages",
}


def judgements_in(data: bytes, source: str) -> tuple[Placed, ...]:
    """Return the judgements of a file, each with its line.

    The column of the value says of which kind they are: score (with dimension), rating (with
    supplier and factor), weight (with factor; without account_id the default) or stage (with
    stages, which is lifecycle or formation). view is own where it is not given. Raises WrongUsage
    that names the file for what cannot be read.
    """
    columns, found = rows_in(data, source)
    kinds = [kind for column, kind in _VALUES.items() if column in columns]
    if len(kinds) != 1:
        raise WrongUsage(
            f"{source}: expected one of the columns {', '.join(_VALUES)}, found "
            f"{' and '.join(column for column in _VALUES if column in columns) or 'none of them'}",
            f"Its columns are {', '.join(columns)}." if columns else None,
        )
    kind = kinds[0]
    needed = [_TOPICS[kind], *(["account_id"] if kind != "factor_weight" else [])]
    needed += ["supplier"] if kind == "rating" else []
    for column in needed:
        if column not in columns:
            raise WrongUsage(f"{source}: the column {column} is missing")
    return tuple(
        Placed(_new(kind, row), f"{source}, row {number}")
        for number, row in enumerate(found, start=1)
    )


def _new(kind: Kind, row: Mapping[str, Any]) -> NewEntry:
    def text(column: str) -> str:
        value = row.get(column)
        return "" if value is None else str(value).strip()

    view = (text("view") or "own") if kind in ("assessment", "rating") else ""
    supplier = text("supplier") if kind == "rating" else ""
    subject = Subject(kind, text("account_id"), text(_TOPICS[kind]), supplier, view)
    if kind == "stage":
        return NewEntry(subject, text=text("stage") or None)
    value = next(column for column, of_kind in _VALUES.items() if of_kind == kind)
    return NewEntry(subject, number=_number(text(value)))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
