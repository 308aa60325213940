"""What a script pays at least: bare DuckDB, one grouped aggregation of order lines, as csv."""

from __future__ import annotations

import csv
import sys

import duckdb

FOLDER = sys.argv[1]

cursor = duckdb.connect().execute(
    """
    SELECT account_id, sum(net), sum(cost), min(ordered_on), max(ordered_on)
    FROM read_parquet($folder || '/*.parquet')
    GROUP BY account_id
    ORDER BY account_id
    """,
    {"folder": FOLDER},
)
writer = csv.writer(sys.stdout)
writer.writerow(name for name, *_ in cursor.description)
writer.writerows(cursor.fetchall())
