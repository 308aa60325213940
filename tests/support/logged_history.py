"""A small history that people log contacts about, and a workspace with a clock of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from kamtui.portfolio.opening import Portfolio, open_portfolio
from kamtui.workspace.store import Workspace
from support.written_tables import line, write_tables

NEWEST = date(2025, 6, 30)
TODAY = date(2025, 8, 1)
TABLES: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "accounts": [
        {"account_id": each, "name": f"Account {each}", "owner": "South desk"}
        for each in ("A1", "A2")
    ],
    "order_lines": [
        line("A1", "0", date(2024, 6, 1), "50"),
        line("A1", "1", NEWEST, "500"),
        line("A2", "2", NEWEST, "100"),
    ],
    "contacts": [
        {
            "account_id": "A1",
            "contacted_at": datetime(2025, 5, 2, 9),
            "seller": "South desk",
            "reached": True,
            "cost": Decimal("10.00"),
            "next_step": "a trial",
            "next_step_on": date(2025, 6, 1),
        }
    ],
}
WITHOUT_CONTACTS = {name: rows for name, rows in TABLES.items() if name != "contacts"}


def opened(
    folder: Path,
    today: date = TODAY,
    as_of: date | None = None,
    tables: Mapping[str, Any] = TABLES,
    cache: str = "off",
) -> Portfolio:
    if not (folder / "history").exists():
        write_tables(tables, folder / "history")
    portfolio = open_portfolio(
        folder / "history",
        workspace=folder / "desk",
        as_of=as_of,
        today=today,
        environment={"KAMTUI_CACHE": cache},
    )
    moment = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    return replace(portfolio, workspace=Workspace(folder / "desk", "North desk", lambda: moment))
