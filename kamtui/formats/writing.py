"""Writing an answer in one of the formats: bytes, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    import pyarrow as pa

    from kamtui.formats.text import Chunks

FORMATS = ("table", "csv", "json", "jsonl", "md", "xlsx", "parquet", "arrow", "ics")
BINARY = frozenset({"xlsx", "parquet", "arrow"})
_BY_ENDING = {f".{name}": name for name in FORMATS if name != "table"}


class Column(Protocol):
    """A column of what is written."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def type(self) -> str:
        """Its DuckDB type."""


class Writable(Protocol):
    """What can be written: an engine's answer, or a listing of our own."""

    @property
    def columns(self) -> Sequence[Column]:
        """The columns, in order."""

    def rows(self) -> Chunks:
        """The rows, in lists."""

    def arrow(self) -> pa.Table:
        """All of it as an Arrow table."""


def format_of(file: Path) -> str | None:
    """Return the format that a file's ending names; None when it names none."""
    return _BY_ENDING.get(file.suffix.lower())


def write(
    answer: Writable,
    format_name: str,
    sink: BinaryIO,
    *,
    as_file: bool = True,
    top: int | None = None,
    width: int | None = None,
    as_of: date | None = None,
) -> None:
    """Write the whole answer to `sink` in one of FORMATS.

    `as_file` chooses between Arrow's file and stream formats. `top` is how many rows a table
    shows of an answer that holds all, `width` how many cells it may take, None for any; the
    other formats write every row they are given. `as_of` is the day that the answer is for, which
    a calendar says. Raises WrongUsage for an answer that is no calendar as ics.
    """
    names = unique_names(answer.columns)
    if format_name == "parquet":
        from kamtui.formats.columnar import write_parquet

        write_parquet(answer, names, sink)
    elif format_name == "arrow":
        from kamtui.formats.columnar import write_arrow

        write_arrow(answer, names, sink, as_file=as_file)
    elif format_name == "xlsx":
        from kamtui.formats.workbook import write_xlsx

        write_xlsx(answer, names, sink)
    elif format_name == "ics":
        from kamtui.formats.icalendar import ics_lines

        for line in ics_lines(names, answer.rows(), as_of):
            sink.write(line.encode("utf-8", "backslashreplace"))
    else:
        for lines in _text(answer, names, format_name, top, width):
            sink.write(lines.encode("utf-8", "backslashreplace"))


def _text(
    answer: Writable, names: Sequence[str], format_name: str, top: int | None, width: int | None
) -> Iterable[str]:
    from kamtui.formats import text

    rows = answer.rows()
    if format_name in ("table", "md"):
        from kamtui.formats import table

        columns = [
            table.Heading(name, column.type)
            for name, column in zip(names, answer.columns, strict=True)
        ]
        if format_name == "table":
            return table.table_lines(columns, rows, top=top, width=width)
        return text.markdown_lines(names, rows, [table.is_number(column) for column in columns])
    lines: dict[str, Callable[[Sequence[str], Chunks], Iterator[str]]] = {
        "csv": text.csv_lines,
        "json": text.json_lines,
        "jsonl": text.jsonl_lines,
    }
    return lines[format_name](names, rows)


def unique_names(columns: Sequence[Column]) -> list[str]:
    """Return the columns' names, a repeated one with `_1`, `_2`, … behind it."""
    names: list[str] = []
    for column in columns:
        name, number = column.name, 0
        while name in names:
            number += 1
            name = f"{column.name}_{number}"
        names.append(name)
    return names


@contextmanager
def written(file: Path) -> Iterator[BinaryIO]:
    """Yield where to write so that the file appears whole or not at all.

    A device or a named pipe is written to as it stands.
    """
    if _is_special(file):
        with file.open("wb") as sink:
            yield sink
    else:
        with _written_aside(file.resolve()) as sink:
            yield sink


def _is_special(file: Path) -> bool:
    # Renaming something over a device or a named pipe would remove it.
    return file.exists() and not stat.S_ISREG(file.stat().st_mode)


@contextmanager
def _written_aside(file: Path) -> Iterator[BinaryIO]:
    aside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as sink:
            yield sink
        if file.exists():
            aside.chmod(stat.S_IMODE(file.stat().st_mode))
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
