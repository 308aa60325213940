"""The formats for programs that compute: parquet and arrow, written by pyarrow."""

from __future__ import annotations

from collections.abc import Sequence
from io import IOBase
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from kamtui.errors import Failed

if TYPE_CHECKING:
    import pyarrow as pa

    from kamtui.formats.writing import Writable


def write_parquet(answer: Writable, names: Sequence[str], sink: BinaryIO) -> None:
    """Write the answer as one Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = _table(answer, names)
    try:
        pq.write_table(table, sink, compression="zstd")
    except pa.ArrowNotImplementedError as error:
        raise Failed(f"parquet cannot hold this answer: {error}", "Try --format csv.") from error


def write_arrow(answer: Writable, names: Sequence[str], sink: BinaryIO, *, as_file: bool) -> None:
    """Write the answer as Arrow IPC: the file format, or the stream format for a pipe."""
    import pyarrow as pa

    table = _table(answer, names)
    new = pa.ipc.new_file if as_file else pa.ipc.new_stream
    with new(cast(IOBase, sink), table.schema) as writer:
        writer.write_table(table)


def _table(answer: Writable, names: Sequence[str]) -> pa.Table:
    import pyarrow as pa

    table = answer.arrow()
    columns = [_without_nonsense(column) for column in table.columns]
    return pa.table(columns, names=list(names))


def _without_nonsense(column: Any) -> Any:
    """Return an array with null for NaN and infinity, in lists too."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_floating(column.type):
        return pc.if_else(pc.is_finite(column), column, pa.scalar(None, column.type))
    if pa.types.is_list(column.type) and pa.types.is_floating(column.type.value_type):
        lists = column.combine_chunks()
        values = _without_nonsense(lists.values)
        return pa.ListArray.from_arrays(lists.offsets, values, mask=lists.is_null())
    return column
