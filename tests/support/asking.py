"""Asking a named query of tables that a test holds in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kamtui.portfolio.opening import open_portfolio
from kamtui.portfolio.queries import ask_by_name
from kamtui.portfolio.request import Request
from support.written_tables import write_tables

Rows = list[dict[str, Any]]
Tables = Mapping[str, Sequence[Mapping[str, Any]]]


def asked(
    tables: Tables,
    name: str,
    as_of: date,
    *,
    model: str = "",
    owner: str | None = None,
    account: str | None = None,
    **params: str,
) -> Rows:
    """Return the rows of a named query as of a day, with its parameters."""
    with tempfile.TemporaryDirectory() as folder:
        write_tables(tables, Path(folder))
        if model:
            (Path(folder) / "model.toml").write_text(model, encoding="utf-8")
        portfolio = open_portfolio(Path(folder), as_of=as_of, environment={"KAMTUI_CACHE": "off"})
        request = Request(owner=owner, account=account, params=params)
        return ask_by_name(portfolio, name, request).records()


_ON = {
    "order_lines": "ordered_on",
    "contacts": "contacted_at",
    "complaints": "opened_on",
    "feedback": "answered_at",
    "invoices": "issued_on",
    "offers": "offered_on",
    "contracts": "starts_on",
}


def until(tables: Tables, day: date) -> dict[str, list[Mapping[str, Any]]]:
    """Return the rows that had happened by the end of a day."""
    known: dict[str, list[Mapping[str, Any]]] = {}
    for name, rows in tables.items():
        column = _ON.get(name)
        known[name] = [row for row in rows if column is None or _day(row[column]) <= day]
    return known


def _day(value: Any) -> date:
    return value.date() if hasattr(value, "date") else value
