"""Every signal of a history: opened, asked and taken as an Arrow table."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import duckdb  # noqa: F401  (its import is not what is measured, nor are the others')
import pyarrow.parquet  # noqa: F401
from spent import say

from kamtui.portfolio.opening import open_portfolio
from kamtui.portfolio.request import Request
from kamtui.portfolio.signals import signals

history, workspace, cache = sys.argv[1:]
begun = time.perf_counter()
portfolio = open_portfolio(
    Path(history), workspace=Path(workspace), environment={"KAMTUI_CACHE": cache}
)
table = signals(portfolio, Request()).arrow()
say(time.perf_counter() - begun, table.num_rows)
