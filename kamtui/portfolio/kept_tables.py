"""What people entered as Parquet: tables of the contract, and logs that are read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamtui.errors import WrongUsage
from kamtui.history.contract import Kind, table_named

if TYPE_CHECKING:
    import pyarrow as pa


def contract_table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return rows as a table of the contract, with its columns; what a row lacks is null."""
    import pyarrow as pa

    types: dict[Kind, pa.DataType] = {
        Kind.TEXT: pa.string(),
        Kind.DATE: pa.date32(),
        Kind.TIMESTAMP: pa.timestamp("us"),
        Kind.NUMBER: pa.float64(),
        Kind.AMOUNT: pa.decimal128(18, 4),
        Kind.FLAG: pa.bool_(),
    }
    schema = pa.schema([(each.name, types[each.kind]) for each in table_named(name).columns])
    return pa.Table.from_pylist(list(rows), schema=schema)


def log_table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return rows as the table of a log: moments end in `_at`, days in `_on`, the rest is text.

    `number` is a number.
    """
    import pyarrow as pa

    def type_of(name: str) -> pa.DataType:
        if name.endswith("_at"):
            return pa.timestamp("s", "UTC")
        if name.endswith("_on"):
            return pa.date32()
        return pa.float64() if name == "number" else pa.string()

    schema = pa.schema([(name, type_of(name)) for name in columns])
    return pa.Table.from_pylist(list(rows), schema=schema)


def read_log(
    file: Path, columns: Sequence[str], what: str, written_by: str
) -> list[dict[str, Any]]:
    """Return the rows of a log as `log_table` made it.

    Raises WrongUsage for a file that is not there, is no whole Parquet file, or lacks a column;
    `what` and `written_by` say what it should be and which command writes one.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(file)
    except FileNotFoundError:
        raise WrongUsage(f"{file}: there is no such file") from None
    except (pa.ArrowException, OSError) as error:
        raise WrongUsage(f"{file}: is not a whole Parquet file ({error})") from None
    missing = [name for name in columns if name not in table.column_names]
    if missing:
        raise WrongUsage(
            f"{file}: is not {what}: the column {missing[0]} is missing",
            f"{written_by} writes one.",
        )
    return table.select(list(columns)).to_pylist()
