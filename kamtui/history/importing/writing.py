"""Writing a checked table: Parquet for what is kept, CSV for what is rejected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from kamtui.engine.quoting import quoted_name, quoted_text, text_list
from kamtui.history.contract import Column, Table
from kamtui.history.importing.checking import KEPT, REJECTED, CheckedFeed
from kamtui.history.importing.rules import key_rule
from kamtui.history.manifest import DataFile, sha256_of

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_A_FILE = 4_000_000
_ROWS_A_GROUP = 122_880
_REJECT_COLUMNS = ("file", "row", "column", "reason", "expected", "found")


@dataclass(frozen=True)
class WrittenTable:
    """The files of one table of a new generation."""

    files: tuple[DataFile, ...]
    columns: dict[str, str]
    """Their DuckDB types."""
    newest: str | None
    """The newest day in it, as an ISO date; None when it has no rows or no dates."""


def write_table(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    columns: Sequence[Column],
    staging: Path,
    generation: str,
) -> WrittenTable:
    """Write the kept rows of `checked` in the order of their dates, into `staging`."""
    names = ", ".join(quoted_name(column.name) for column in columns)
    order = ", ".join(
        [*([table.dated] if table.dated else []), "feed", "source_file", "source_row"]
    )
    kept = f"FROM checked WHERE outcome = {KEPT}"
    rows = connection.sql(f"SELECT {names} {kept} ORDER BY {order}")
    (staging / table.name).mkdir()
    files = tuple(
        _write_files(rows.to_arrow_reader(_ROWS_A_GROUP), table.name, staging, generation)
    )
    newest = None
    if table.dated:
        ((day,),) = connection.execute(f"SELECT max(CAST({table.dated} AS DATE)) {kept}").fetchall()
        newest = None if day is None else str(day)
    return WrittenTable(files, {column.name: column.kind.sql_type for column in columns}, newest)


def _write_files(
    reader: pa.RecordBatchReader, table: str, staging: Path, generation: str
) -> Iterator[DataFile]:
    """Write one file, and another whenever one is full; one of no rows when there are none."""
    import pyarrow.parquet as pq

    batches = iter(reader)
    batch = next(batches, None)
    number = 0
    while number == 0 or batch is not None:
        path = f"{table}/part-{generation}-{number}.parquet"
        rows = 0
        with pq.ParquetWriter(
            staging / path, reader.schema, compression="zstd", store_schema=False
        ) as writer:
            while batch is not None and rows < ROWS_A_FILE:
                writer.write_batch(batch)
                rows += batch.num_rows
                batch = next(batches, None)
        place = staging / path
        yield DataFile(table, path, rows, place.stat().st_size, sha256_of(place))
        number += 1


def write_rejects(
    connection: duckdb.DuckDBPyConnection, feeds: Sequence[CheckedFeed], folder: Path
) -> None:
    """Write the rejected rows of `checked` into `folder`, a file a source, in its order.

    `TABLE.SOURCE.csv`: where the row stands, the rule it breaks first, what was expected and
    found, and then the row as it was read.
    """
    by_source: dict[str, list[CheckedFeed]] = {}
    for feed in feeds:
        by_source.setdefault(feed.source.name, []).append(feed)
    for several in by_source.values():
        _write_rejects_of(connection, several, folder)


def _write_rejects_of(
    connection: duckdb.DuckDBPyConnection, feeds: Sequence[CheckedFeed], folder: Path
) -> None:
    import pyarrow as pa
    import pyarrow.csv

    source, table = feeds[0].source, feeds[0].feed.table
    numbers = ", ".join(str(feed.number) for feed in feeds)
    chosen = f"FROM checked WHERE outcome = {REJECTED} AND feed IN ({numbers})"
    if not connection.execute(f"SELECT 1 {chosen} LIMIT 1").fetchall():
        return
    files = text_list(file.path.name for file in source.files)
    columns = [
        f"{files}[source_file + 1]",
        "source_row",
        *(_of_rule(feeds, table, told) for told in ("column", "what", "expected")),
        "found",
        *(f"originals[{n}]" for n in range(1, len(source.columns) + 1)),
    ]
    rows = connection.sql(
        f"SELECT {', '.join(f'{column} AS c{n}' for n, column in enumerate(columns))} {chosen} "
        "ORDER BY source_file, source_row, feed"
    )
    reader = rows.to_arrow_reader(_ROWS_A_GROUP)
    names = [*_REJECT_COLUMNS, *source.columns]
    pairs = zip(reader.schema, names, strict=True)
    schema = pa.schema([field.with_name(name) for field, name in pairs])
    path = folder / f"{table.name}.{_file_name(source.name)}.csv"
    with pyarrow.csv.CSVWriter(path, schema) as writer:
        for batch in reader:
            writer.write_batch(pa.record_batch(batch.columns, schema=schema))


def _of_rule(feeds: Sequence[CheckedFeed], table: Table, told: str) -> str:
    """The SQL of what the rule that a row breaks tells: its column, what is wrong or expected."""
    cases = [
        f"WHEN feed = {feed.number} AND broken = {rule.number} "
        f"THEN {quoted_text(getattr(rule, told))}"
        for feed in feeds
        for rule in (*feed.rules, *((key_rule(table),) if table.key else ()))
    ]
    return f"CASE {' '.join(cases)} END"


def _file_name(source: str) -> str:
    """Return a source's name with what no file name holds made an underscore."""
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in source)
