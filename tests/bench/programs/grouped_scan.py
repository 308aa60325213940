"""Sums and dates by account over the order lines of a history: bare DuckDB, to an Arrow table."""

from __future__ import annotations

import sys
import time

import duckdb
import pyarrow  # noqa: F401  (its import is not what is measured)
from spent import say

folder = sys.argv[1]
begun = time.perf_counter()
table = (
    duckdb.connect()
    .sql(
        """
        SELECT account_id, sum(net), sum(cost), min(ordered_on), max(ordered_on)
        FROM read_parquet($folder || '/order_lines/*.parquet')
        GROUP BY account_id
        """,
        params={"folder": folder},
    )
    .to_arrow_table()
)
say(time.perf_counter() - begun, table.num_rows)
