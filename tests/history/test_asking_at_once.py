"""One history asked by several threads at once: the screen, its check and an account's card."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from kamtui.history.views import columns_of
from kamtui.portfolio.opening import open_portfolio

TABLES = ("accounts", "order_lines")


@pytest.mark.parametrize("threads", [8])
def test_the_columns_are_told_alike_to_every_thread(tiny_history: Path, threads: int) -> None:
    portfolio = open_portfolio(tiny_history, as_of=date(2025, 11, 30))
    history, engine = portfolio.history, portfolio.engine
    alone = [columns_of(history, table, engine) for table in TABLES]

    def told(_: int) -> bool:
        return [columns_of(history, table, engine) for table in TABLES] == alone

    with ThreadPoolExecutor(threads) as pool:
        assert all(pool.map(told, range(400)))
