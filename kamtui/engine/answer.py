"""What a query answers: columns, and rows that are fetched in the shape the reader wants."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from kamtui.engine.interruption import interruptible
from kamtui.errors import Failed

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

T = TypeVar("T")


@dataclass(frozen=True)
class AnswerColumn:
    """A column of an answer."""

    name: str
    type: str
    """Its DuckDB type, such as VARCHAR, DATE, DOUBLE, DECIMAL(38,4) or DOUBLE[]."""


class Answer:
    """The answer to one query, to be read once: as rows, as an Arrow table or as NumPy columns.

    Reading as rows or NumPy needs no pyarrow, which costs a script more to import than most
    queries take.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor
        self.columns: tuple[AnswerColumn, ...] = tuple(
            AnswerColumn(str(name), str(kind)) for name, kind, *_ in cursor.description or ()
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def rows(self, size: int = 2048) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows in lists of at most `size`, with Python values; null is None."""
        while chunk := self._fetched(lambda: self._cursor.fetchmany(size)):
            yield chunk

    def all_rows(self) -> list[tuple[Any, ...]]:
        """Return every row."""
        return [row for chunk in self.rows() for row in chunk]

    def records(self) -> list[dict[str, Any]]:
        """Return every row as a dictionary by column name."""
        return [dict(zip(self.names, row, strict=True)) for row in self.all_rows()]

    def arrow(self) -> pa.Table:
        """Return an Arrow table."""
        with warnings.catch_warnings():
            # DuckDB would rather be asked again through its relation API than copy once.
            warnings.filterwarnings("ignore", message="Arrow output on a DB-API result")
            table = self._fetched(self._cursor.to_arrow_table)
        assert table is not None
        return table

    def numpy(self) -> dict[str, np.ndarray]:
        """Return the columns as NumPy arrays, masked where they hold nulls; decimals as float64."""
        columns: dict[str, np.ndarray] = self._fetched(self._cursor.fetchnumpy)
        return columns

    def _fetched(self, fetch: Callable[[], T]) -> T:
        try:
            return interruptible(self._cursor, fetch)
        except duckdb.InterruptException:
            raise
        except duckdb.Error as error:
            raise Failed(f"the query failed: {first_line(error)}") from error


def first_line(error: Exception) -> str:
    """Return the first line of an error's text, which for DuckDB says what and where."""
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__
