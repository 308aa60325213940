"""Sources: the files of one `[sources.NAME]` section as one relation with columns c1, c2, …

CSV, TSV and workbooks are put into Parquet files aside, every CSV value as text; Parquet is read
where it lies. Beside its columns a source's relation has source_file (a number), source_row,
source_problem and source_text (null unless the record itself cannot be read).
"""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from kamtui.engine.answer import first_line
from kamtui.engine.quoting import quoted_name, quoted_text
from kamtui.errors import ChangedMeanwhile, Failed, WrongUsage
from kamtui.history.importing.delimited import is_text, open_text, records, rows, spelled
from kamtui.history.importing.settings import SourceSettings
from kamtui.history.importing.workbook import Workbook
from kamtui.text import harmless

_BATCH = 20_000
Told = Callable[[int], None]
"""Called with the bytes of the source that were read since the last call."""


@dataclass(frozen=True)
class SourceFile:
    """One file of a source, where DuckDB can read it."""

    path: Path
    """As the user named it."""
    stamp: tuple[int, int, int]
    """Size, mtime and inode when it was first looked at."""
    readable: Path
    """The Parquet file that holds its rows."""
    columns: tuple[str, ...]
    """Their names in the file: unique, and none of them empty."""
    select: str
    """The SELECT of its rows; its columns in the order of `columns`, named x1, x2, …"""


@dataclass(frozen=True)
class Source:
    """The files of one source."""

    name: str
    settings: SourceSettings
    files: tuple[SourceFile, ...]
    columns: tuple[str, ...]
    """The names of all its columns; c1 is the first."""

    @property
    def view(self) -> str:
        """The SELECT of all its rows, in columns c1, c2, …"""
        return " UNION ALL ".join(self._select(number) for number in range(len(self.files)))

    def _select(self, number: int) -> str:
        file = self.files[number]
        columns = ", ".join(
            f"x{file.columns.index(name) + 1} AS c{position}"
            if name in file.columns
            else f"NULL AS c{position}"
            for position, name in enumerate(self.columns, 1)
        )
        fixed = "source_row, source_problem, source_text"
        return f"SELECT {number} AS source_file, {fixed}, {columns} FROM ({file.select})"

    def require(self, key: str, positions: Sequence[int]) -> None:
        """Raise WrongUsage when a file lacks one of the columns that an expression uses."""
        for name in (self.columns[position - 1] for position in positions):
            for file in self.files:
                if name not in file.columns:
                    raise WrongUsage(
                        f"{key}: {file.path} has no column {harmless(name)!r}, which other files "
                        f"of source {self.name} have"
                    )

    def check_unchanged(self) -> None:
        """Raise ChangedMeanwhile when a file is not as it was when it was opened."""
        for file in self.files:
            if stamp_of(file.path) != file.stamp:
                raise ChangedMeanwhile(
                    f"{file.path}: changed while it was read; nothing was imported",
                    "Run the import again.",
                )


def stamp_of(path: Path) -> tuple[int, int, int]:
    """Return size, mtime and inode of a file; Failed when it cannot be looked at."""
    try:
        stat = path.stat()
    except OSError as error:
        raise Failed(f"{path}: cannot be read: {error.strerror}") from error
    return stat.st_size, stat.st_mtime_ns, stat.st_ino


def files_of(key: str, settings: SourceSettings, folder: Path) -> tuple[Path, ...]:
    """Return the files that a source names, each once, in the order of their names.

    Raises WrongUsage for a file that is not there and for a pattern that none fits.
    """
    found: dict[Path, None] = {}
    for text in settings.paths:
        whole = folder / Path(text).expanduser()
        if whole.is_file():
            found[whole] = None
            continue
        fitting = sorted(Path(name) for name in glob.glob(str(whole), recursive=True))  # noqa: PTH207
        files = [path for path in fitting if path.is_file()]
        if not files:
            raise WrongUsage(
                f"{key}.path: there is no file {text}",
                f"Paths are told from the folder of the mapping, {folder}.",
            )
        found.update(dict.fromkeys(files))
    return tuple(found)


def open_source(
    name: str, settings: SourceSettings, paths: Sequence[Path], staging: Path, told: Told
) -> Source:
    """Return the source; its CSV files and workbooks are put into `staging` as Parquet."""
    files = tuple(
        _opened(path, settings, staging / f"{name_in_staging(name)}-{number}.parquet", told)
        for number, path in enumerate(paths)
    )
    columns = tuple(dict.fromkeys(column for file in files for column in file.columns))
    return Source(name, settings, files, columns)


def name_in_staging(name: str) -> str:
    """Return a source's name as the name of a file, whatever it holds."""
    return name.encode("utf-8").hex()


def _opened(path: Path, settings: SourceSettings, aside: Path, told: Told) -> SourceFile:
    stamp = stamp_of(path)
    form = settings.format_of(path.suffix)
    if form == "parquet":
        file = _parquet(path, stamp)
        told(stamp[0])
        return file
    if form == "excel":
        columns = _sheet(path, settings, aside)
        told(stamp[0])
    else:
        delimiter = settings.delimiter or ("\t" if form == "tsv" else ",")
        columns = _delimited(path, settings, delimiter, aside, told)
    fixed = "source_row, source_problem, source_text"
    taken = ", ".join(f"c{n} AS x{n}" for n in range(1, len(columns) + 1))
    select = f"SELECT {fixed}, {taken} FROM read_parquet({quoted_text(glob.escape(str(aside)))})"
    return SourceFile(path, stamp, aside, columns, select)


def _parquet(path: Path, stamp: tuple[int, int, int]) -> SourceFile:
    scan = f"read_parquet({quoted_text(glob.escape(str(path)))}, file_row_number = true)"
    try:
        with duckdb.connect() as connection:
            described = connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
    except (duckdb.Error, UnicodeDecodeError) as error:
        raise Failed(f"{path}: is not a whole Parquet file: {first_line(error)}") from error
    names = tuple(str(row[0]) for row in described if row[0] != "file_row_number")
    taken = ", ".join(f"{quoted_name(name)} AS x{n}" for n, name in enumerate(names, 1))
    select = (
        "SELECT file_row_number + 1 AS source_row, NULL::VARCHAR AS source_problem, "
        f"NULL::VARCHAR AS source_text, {taken} FROM {scan}"
    )
    return SourceFile(path, stamp, path, names, select)


def _column_names(found: Sequence[str], settings: SourceSettings, path: Path) -> tuple[str, ...]:
    """Name every column once: what is empty is column_3, what is there already is name_2."""
    if settings.columns and len(settings.columns) != len(found):
        raise WrongUsage(
            f"{path}: has {len(found)} columns, and the mapping names {len(settings.columns)}"
        )
    names: list[str] = []
    for position, text in enumerate(settings.columns or found, 1):
        plain = text.strip() or f"column_{position}"
        taken = {name.lower() for name in names}
        number, name = 2, plain
        while name.lower() in taken:
            number, name = number + 1, f"{plain}_{number}"
        names.append(name)
    return tuple(names)


def _sheet(path: Path, settings: SourceSettings, aside: Path) -> tuple[str, ...]:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    workbook = Workbook(path, settings)
    columns = _column_names(workbook.columns, settings, path)
    table = workbook.table()
    first, count = workbook.first_row, table.num_rows
    blank = pa.array([True] * count)
    for column in table.columns:
        blank = pc.and_(blank, pc.is_null(column))
    nothing = pa.nulls(count, pa.string())
    table = table.append_column("source_row", pa.array(range(first, first + count), pa.int64()))
    table = table.append_column("source_problem", nothing).append_column("source_text", nothing)
    pq.write_table(table.filter(pc.invert(blank)), aside, compression="lz4")
    return columns


def _delimited(
    path: Path, settings: SourceSettings, delimiter: str, aside: Path, told: Told
) -> tuple[str, ...]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        columns = _header(path, settings, delimiter)
        texts = [pa.field(f"c{n}", pa.string()) for n in range(1, len(columns) + 1)]
        problem = [pa.field(name, pa.string()) for name in ("source_problem", "source_text")]
        fields: list[pa.Field[Any]] = [pa.field("source_row", pa.int64()), *problem, *texts]
        schema = pa.schema(fields)
        with (
            open_text(path, settings) as file,
            pq.ParquetWriter(aside, schema, compression="lz4") as writer,
        ):
            found = rows(file, settings, delimiter, len(columns))
            if settings.header:
                next(found)
            read = 0
            for batch in _batches(found):
                writer.write_batch(pa.record_batch(_columns(batch), schema=schema))
                at = file.buffer.tell()
                told(at - read)
                read = at
    except UnicodeError as error:
        raise Failed(
            f"{path}: is not {settings.encoding} text: {error}", "Set `encoding` of its source."
        ) from error
    return columns


def _header(path: Path, settings: SourceSettings, delimiter: str) -> tuple[str, ...]:
    with open_text(path, settings) as file:
        first = next(records(file, settings, delimiter), None)
    if first is None:
        raise Failed(f"{path}: is empty; expected a header and rows")
    if first.problem is not None:
        raise Failed(f"{path}: its header cannot be read: {first.problem}")
    found = [spelled(name) for name in first.fields]
    return _column_names(found if settings.header else [""] * len(found), settings, path)


_Row = tuple[int, str | None, str | None, list[str]]


def _batches(found: Iterator[_Row]) -> Iterator[list[_Row]]:
    batch: list[_Row] = []
    for row in found:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _columns(batch: list[_Row]) -> list[Any]:
    import pyarrow as pa

    lines, problems, texts, fields = zip(*batch, strict=True)
    columns = [list(lines), list(problems), list(texts), *map(list, zip(*fields, strict=True))]
    try:
        return [pa.array(columns[0], pa.int64()), *(pa.array(c, pa.string()) for c in columns[1:])]
    except UnicodeEncodeError:
        return _columns([_with_encoding_problem(row) for row in batch])


def _with_encoding_problem(row: _Row) -> _Row:
    line, problem, text, fields = row
    if all(map(is_text, fields)) and is_text(text or ""):
        return row
    whole = " | ".join(fields) if text is None else text
    problem = problem or "bytes that are no text in the encoding of its source"
    return line, problem, spelled(whole), [spelled(value) for value in fields]
