"""What a screen shows, as rows that can be written to a file or copied."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamtui.engine.answer import AnswerColumn
from kamtui.portfolio.picked import PickedRows
from kamtui.text import harmless
from kamtui.tui.copying import kept_or_written
from kamtui.tui.exporting import write_and_say

if TYPE_CHECKING:
    import pyarrow as pa

Columns = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, eq=False)
class Shown:
    """The rows on a screen, in their order."""

    file_name: str
    """What a file of them is called, without an ending."""
    noun: str
    """What one row is, such as "account"."""
    count: int
    columns: Callable[[], Columns]
    """Gives the columns by name, each of `count` values; NaN and None where unknown. Called in a
    thread."""
    cursor: int | None = None
    """The row under the cursor, from 0; None where the cursor is on none."""
    plural: str = ""
    """What the rows are where that is not the noun with an s."""

    def counted(self, count: int) -> str:
        """Return how many rows, in words."""
        return f"{count:,} {self.noun if count == 1 else self.plural or f'{self.noun}s'}"


async def exported(shown: Shown, file: Path) -> str:
    """Write all of it in the format that the file's ending names; return what to say of it."""

    def write() -> str:
        return write_and_say(_rows(shown), shown.counted(shown.count), file)

    return await asyncio.to_thread(write)


async def copied(shown: Shown, folder: Path, *, whole: bool) -> tuple[str, str]:
    """Return the text for the clipboard, "" when it is too long for one, and what to say of it.

    The row under the cursor, or all of them. The text is also kept in a file of the folder.
    """

    def copy() -> tuple[str, str]:
        columns = shown.columns()
        rows = range(shown.count)
        if not whole:
            rows = rows[shown.cursor or 0 : (shown.cursor or 0) + 1]
        lines = ["\t".join(columns)]
        lines += ["\t".join(_field(column[row]) for column in columns.values()) for row in rows]
        return kept_or_written("\n".join(lines) + "\n", shown.counted(len(rows)), folder)

    return await asyncio.to_thread(copy)


def _field(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    # Control characters are spelled out: what is pasted may land in a shell.
    return harmless(str(value))


def _rows(shown: Shown) -> PickedRows:
    import pyarrow as pa

    arrays = {name: _array(values) for name, values in shown.columns().items()}
    table = pa.table(arrays)
    columns = tuple(AnswerColumn(field.name, _duckdb_type(field.type)) for field in table.schema)
    return PickedRows(columns, table)


def _array(values: Iterable[Any]) -> pa.Array[Any]:
    import pyarrow as pa

    array: pa.Array[Any] = pa.array(list(values), from_pandas=True)
    return pa.nulls(len(array), pa.string()) if pa.types.is_null(array.type) else array


def _duckdb_type(kind: pa.DataType) -> str:
    import pyarrow as pa

    if pa.types.is_floating(kind):
        return "DOUBLE"
    if pa.types.is_integer(kind):
        return "BIGINT"
    return "DATE" if pa.types.is_date(kind) else "VARCHAR"


def dated(name: str, as_of: date) -> str:
    """Return a file's name, without an ending, that says what is in it and of which day."""
    return f"{name}-{as_of.isoformat()}"
