"""Rows out of a file that somebody made: CSV, TSV or Parquet, told by what is in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kamtui.errors import WrongUsage

_PARQUET = b"PAR1"


def rows_in(data: bytes, source: str) -> tuple[list[str], Iterator[Mapping[str, Any]]]:
    """Return the columns and the rows of a file: text of a CSV, Python values of a Parquet file.

    Raises WrongUsage that names `source` for what cannot be read.
    """
    return _parquet_rows(data, source) if data.startswith(_PARQUET) else _text_rows(data, source)


def _text_rows(data: bytes, source: str) -> tuple[list[str], Iterator[Mapping[str, Any]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongUsage(f"{source}: is not UTF-8 text (byte {error.start})") from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = list(reader)
    except csv.Error as error:
        raise WrongUsage(f"{source}: is not a table of text: {error}") from None
    return [name.strip() for name in reader.fieldnames or ()], iter(rows)


def _parquet_rows(data: bytes, source: str) -> tuple[list[str], Iterator[Mapping[str, Any]]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError) as error:
        raise WrongUsage(f"{source}: is not a whole Parquet file ({error})") from None
    return table.column_names, iter(table.to_pylist())


def read_bytes(file: Path, standard_input: Any) -> bytes:
    """Return what a file holds, `-` standing for standard input; raises WrongUsage."""
    try:
        return bytes(standard_input.read()) if str(file) == "-" else file.read_bytes()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise WrongUsage(f"{file}: {error.strerror}") from None
