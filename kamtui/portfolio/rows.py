"""Rows that did not come from a query, in the shape of an answer that did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kamtui.engine.answer import AnswerColumn

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Rows:
    """Rows that are all in memory, read in the way of an `Answer`."""

    columns: tuple[AnswerColumn, ...]
    """Of the types VARCHAR, BOOLEAN, BIGINT, DOUBLE, DECIMAL(18,4), DATE and TIMESTAMP with or
    without time zone."""
    values: tuple[tuple[Any, ...], ...]
    """One tuple a row, with Python values in the order of the columns; null is None."""
    notes: tuple[str, ...] = ()
    """What whoever reads them should know, a sentence each, without a full stop."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def all_rows(self) -> list[tuple[Any, ...]]:
        """Return every row."""
        return list(self.values)

    def records(self) -> list[dict[str, Any]]:
        """Return every row as a dictionary by column name."""
        return [dict(zip(self.names, row, strict=True)) for row in self.values]

    def rows(self, size: int = 2048) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows in lists of at most `size`."""
        for start in range(0, len(self.values), size):
            yield list(self.values[start : start + size])

    def arrow(self) -> pa.Table:
        """Return an Arrow table, with the columns' types also where every value is null."""
        import pyarrow as pa

        arrays = [
            pa.array([row[i] for row in self.values], _arrow_type(column.type))
            for i, column in enumerate(self.columns)
        ]
        return pa.Table.from_arrays(arrays, names=[column.name for column in self.columns])


def columns(**types: str) -> tuple[AnswerColumn, ...]:
    """Return columns of these names and DuckDB types, in this order."""
    return tuple(AnswerColumn(name, kind) for name, kind in types.items())


def _arrow_type(kind: str) -> pa.DataType:
    import pyarrow as pa

    types: dict[str, pa.DataType] = {
        "VARCHAR": pa.string(),
        "BOOLEAN": pa.bool_(),
        "BIGINT": pa.int64(),
        "DOUBLE": pa.float64(),
        "DECIMAL(18,4)": pa.decimal128(18, 4),
        "DATE": pa.date32(),
        "TIMESTAMP": pa.timestamp("us"),
        "TIMESTAMP WITH TIME ZONE": pa.timestamp("us", "UTC"),
    }
    return types[kind]
