"""Tables of rows as a history on the disk, with the contract's types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kamtui.history.contract import Kind, table_named

_ARROW_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.TIMESTAMP: pa.timestamp("us"),
    Kind.AMOUNT: pa.decimal128(18, 2),
    Kind.NUMBER: pa.float64(),
    Kind.FLAG: pa.bool_(),
}


def write_tables(
    tables: Mapping[str, Sequence[Mapping[str, Any]]], folder: Path, parts: int = 1
) -> Path:
    """Write each table with the columns that any of its rows has; in parts, as so many files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        present = [c for c in table_named(name).columns if any(c.name in row for row in rows)]
        schema = pa.schema([(c.name, _ARROW_TYPES[c.kind]) for c in present])
        for part in range(parts):
            table = pa.Table.from_pylist([dict(row) for row in rows[part::parts]], schema=schema)
            path = folder / name / f"{part}.parquet" if parts > 1 else folder / f"{name}.parquet"
            path.parent.mkdir(exist_ok=True)
            pq.write_table(table, path)
    return folder


def line(account: str, order: str, day: date, net: str, **more: Any) -> dict[str, Any]:
    """Return an order line."""
    amount = Decimal(net)
    return {"account_id": account, "order_id": order, "ordered_on": day, "net": amount, **more}
