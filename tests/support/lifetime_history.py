"""A history of accounts that buy, spend and stop as the models of lifetime value say."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from kamtui.model.lifetime_buying import BuyingModel
from support.simulated_buying import simulated_days
from support.written_tables import line, write_tables

AS_OF = date(2025, 6, 30)
BUYING = BuyingModel(1.2, 6.0, 0.8, 9.0)
OWNERS = ("North desk", "South desk")
SEGMENTS = ("Trade", "Retail", None)

Tables = dict[str, list[dict[str, Any]]]


def lifetime_tables(accounts: int = 160, *, seed: int = 3, cost: bool = True) -> Tables:
    """Return accounts and order lines of three years up to AS_OF; margin is half of what is net.

    Every account buys on a day of the first two years for the first time.
    """
    chance = np.random.default_rng(seed)
    ages = chance.integers(365, 3 * 365, accounts)
    means = chance.gamma(3, 100, accounts)
    tables: Tables = {"accounts": [], "order_lines": []}
    for number, again in enumerate(simulated_days(BUYING, ages, seed)):
        account = f"A{number:03d}"
        tables["accounts"].append(
            {
                "account_id": account,
                "name": f"Account {number}",
                "owner": OWNERS[number % 2],
                "segment": SEGMENTS[number % 3],
            }
        )
        first = AS_OF - timedelta(days=int(ages[number]))
        for day in [0, *again]:
            cents = int(100 * chance.gamma(4, means[number] / 4)) * 2 + 2
            net = Decimal(cents) / 100
            more = {"cost": net / 2} if cost else {}
            on = first + timedelta(days=day)
            tables["order_lines"].append(line(account, f"{account}-{day}", on, str(net), **more))
    return tables


def contract(account: str, starts: int, ends: int | None, **more: Any) -> dict[str, Any]:
    """Return a contract from so many days before AS_OF to so many after it (or before, below 0)."""
    return {
        "account_id": account,
        "contract_id": f"{account}-{starts}",
        "starts_on": AS_OF - timedelta(days=starts),
        "ends_on": None if ends is None else AS_OF + timedelta(days=ends),
        **more,
    }


def write_history(tables: Tables, folder: Path) -> Path:
    """Write the tables as a history and return its folder."""
    write_tables(tables, folder)
    (folder / "history.toml").write_text('name = "Made up"\ncurrency = "EUR"\n')
    return folder
