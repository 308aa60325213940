"""Writing a made-up history: aside first, then all of it in its place at once."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kamtui.errors import Failed, NotAllowed
from kamtui.history.contract import TABLE_NAMES, table_named
from kamtui.history.manifest import (
    DataFile,
    Manifest,
    next_generation,
    read_manifest,
    remove_unnamed,
    sha256_of,
    sync_folder,
    write_manifest,
)
from kamtui.history.opening import SETTINGS

ROWS_A_FILE = 1 << 21
_KEPT_FOR_READERS = 3600.0
"""Seconds for which the files of an earlier generation stay."""
_DUCKDB_TYPES = {
    pa.string(): "VARCHAR",
    pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP",
    pa.decimal128(18, 2): "DECIMAL(18,2)",
    pa.int32(): "INTEGER",
    pa.bool_(): "BOOLEAN",
}


def refuse_foreign(out: Path) -> None:
    """Raise NotAllowed when `out` is there and is neither empty nor a made-up history."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not out.is_dir():
        raise NotAllowed(f"{out}: is not a folder; nothing was written")
    if not _is_made_up(out / SETTINGS):
        raise NotAllowed(
            f"{out}: holds something else than a made-up history; nothing was written",
            "Name a folder that is new or empty.",
        )


def _is_made_up(settings: Path) -> bool:
    try:
        content = tomllib.loads(settings.read_text(encoding="utf-8"))
    except (FileNotFoundError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False
    return content.get("made_up") is True


@contextmanager
def folder_beside(out: Path) -> Iterator[Path]:
    """Give a new folder beside `out`, and remove what is left of it.

    Raises Failed, naming `out`, when something in it cannot be written.
    """
    staging: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        staging.chmod(0o755)
        yield staging
    except OSError as error:
        raise Failed(f"{out}: cannot be written: {error.strerror or error}") from error
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)


class HistoryWriter:
    """Writes the tables of one generation into a folder."""

    def __init__(self, folder: Path, generation: str) -> None:
        self._folder = folder
        self._generation = generation
        self._files: list[DataFile] = []
        self._columns: dict[str, dict[str, str]] = {}
        self._newest: dict[str, date] = {}

    def write(self, name: str, blocks: Iterable[pa.Table]) -> None:
        """Write a contract table, a row group a block; a new file after ROWS_A_FILE rows.

        Each block has all columns of the contract. A table of no rows is a file of no rows.
        """
        (self._folder / name).mkdir()
        names = list(table_named(name).column_names)
        files = 0
        writer: pq.ParquetWriter | None = None
        path, rows = "", 0
        for block in blocks:
            table = block.select(names)
            if writer is None:
                path, rows = f"{name}/part-{self._generation}-{files}.parquet", 0
                writer = _parquet_writer(self._folder / path, table.schema)
                files += 1
            writer.write_table(table, row_group_size=max(table.num_rows, 1))
            rows += table.num_rows
            self._note(name, table)
            if rows >= ROWS_A_FILE:
                self._close(writer, name, path, rows)
                writer = None
        if writer is not None:
            self._close(writer, name, path, rows)

    def _close(self, writer: pq.ParquetWriter, name: str, path: str, rows: int) -> None:
        writer.close()
        place = self._folder / path
        self._files.append(DataFile(name, path, rows, place.stat().st_size, sha256_of(place)))

    def _note(self, name: str, table: pa.Table) -> None:
        self._columns[name] = {field.name: _duckdb_type(field.type) for field in table.schema}
        dated = table_named(name).dated
        if dated is not None and table.num_rows > 0:
            newest: date = pc.max(table[dated].cast(pa.date32())).as_py()
            self._newest[name] = max(newest, self._newest.get(name, newest))

    def manifest(self, written_at: str) -> Manifest:
        """Return the manifest of what was written."""
        return Manifest(
            generation=self._generation,
            written_at=written_at,
            files=tuple(self._files),
            columns=self._columns,
            newest={name: day.isoformat() for name, day in self._newest.items()},
        )


def _parquet_writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=3,
        store_decimal_as_integer=True,
        store_schema=False,
        dictionary_pagesize_limit=8 << 20,
    )


def _duckdb_type(type_: Any) -> str:
    return _DUCKDB_TYPES[type_.value_type if pa.types.is_dictionary(type_) else type_]


def publish(staging: Path, out: Path, manifest: Manifest) -> Manifest:
    """Put the history written in `staging` into `out` and return the manifest that names it.

    A new or empty `out` appears by one rename. In a history that is there already the manifest
    is replaced last; when it has a later generation, or other files under this one's name, the
    files take the name of a generation never used before. When it holds just this, it stays.
    """
    if not out.exists() or not any(out.iterdir()):
        write_manifest(staging, manifest)
        if out.exists():
            out.rmdir()
        staging.rename(out)
        sync_folder(out.parent)
        return manifest
    current = read_manifest(out)
    if current == manifest:
        return manifest
    fresh = manifest
    if current is not None and current.generation >= manifest.generation:
        fresh = _renamed(manifest, next_generation(out))
    for old, new in zip(manifest.files, fresh.files, strict=True):
        (out / new.table).mkdir(exist_ok=True)
        (staging / old.path).replace(out / new.path)
    (staging / SETTINGS).replace(out / SETTINGS)
    write_manifest(out, fresh)
    remove_unnamed(out, TABLE_NAMES, _KEPT_FOR_READERS)
    return fresh


def _renamed(manifest: Manifest, generation: str) -> Manifest:
    files = tuple(
        replace(file, path=file.path.replace(manifest.generation, generation))
        for file in manifest.files
    )
    return replace(manifest, generation=generation, files=files)
