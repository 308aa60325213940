"""Generations of a history: data files that never change and the manifest that names them.

A data file's name is used once (`order_lines/part-<generation>-<n>.parquet`). Only
`manifest.json` is ever replaced, by rename, so a reader that has read it sees one whole
generation to the end, whatever is written meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from kamtui.errors import BrokenContract

MANIFEST = "manifest.json"
_FORMAT = 1


@dataclass(frozen=True)
class DataFile:
    """One Parquet file of a generation."""

    table: str
    path: str
    """Relative to the history folder, with forward slashes."""
    rows: int
    bytes: int
    sha256: str
    """Hex digest of the whole file."""


@dataclass(frozen=True)
class Manifest:
    """One generation of a history, as `manifest.json` holds it."""

    generation: str
    """Sorts after every earlier generation of the same history and is never used again."""
    written_at: str
    """ISO 8601, UTC."""
    files: tuple[DataFile, ...]
    columns: Mapping[str, Mapping[str, str]]
    """For each table, its columns and their DuckDB types."""
    newest: Mapping[str, str]
    """For each dated table with rows, the newest day in it, as an ISO date."""

    def paths(self, table: str) -> tuple[str, ...]:
        """The relative paths of a table's files; empty when the generation has no such table."""
        return tuple(file.path for file in self.files if file.table == table)

    def newest_day(self, table: str) -> date | None:
        """The newest day in a dated table; None when it has no rows."""
        day = self.newest.get(table)
        return None if day is None else date.fromisoformat(day)


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of `folder`, None without one; BrokenContract if it is unreadable."""
    path = folder / MANIFEST
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenContract(f"{path}: cannot be read: {error}") from error
    try:
        return _manifest_from(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenContract(
            f"{path}: is not a manifest of kamtui ({error})",
            "Write the history again with kamtui import, or remove the file to read the folder "
            "as it stands.",
        ) from error


def _manifest_from(content: dict[str, Any]) -> Manifest:
    if content["format"] != _FORMAT:
        raise ValueError(f"format {content['format']!r}, expected {_FORMAT}")
    files = tuple(DataFile(**file) for file in content["files"])
    for file in files:
        parts = PurePosixPath(file.path).parts
        if not parts or ".." in parts or PurePosixPath(file.path).is_absolute():
            raise ValueError(f"a file outside the history: {file.path!r}")
    newest = {
        table: date.fromisoformat(day).isoformat() for table, day in content["newest"].items()
    }
    return Manifest(
        generation=str(content["generation"]),
        written_at=str(content["written_at"]),
        files=files,
        columns={table: dict(columns) for table, columns in content["columns"].items()},
        newest=newest,
    )


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make `manifest` the current generation of `folder`: write aside, fsync, rename."""
    content = {"format": _FORMAT, **asdict(manifest)}
    aside = folder / f".{MANIFEST}.{os.getpid()}"
    with aside.open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=1, ensure_ascii=False)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / MANIFEST)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make a rename inside `folder` durable, where the platform can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)


def next_generation(folder: Path) -> str:
    """Return a name for a new generation: later than the current one, and never used before."""
    current = read_manifest(folder)
    stamp = f"{time.time_ns():020d}"
    if current is not None and current.generation >= stamp:
        stamp = f"{int(current.generation) + 1:020d}"
    return stamp


def sha256_of(path: Path) -> str:
    """Return the hex SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remove_unnamed(folder: Path, tables: Iterable[str], older_than_seconds: float) -> None:
    """Delete generated data files that the manifest does not name and that are old enough.

    The delay leaves a reader that opened an earlier generation the time to finish.
    """
    manifest = read_manifest(folder)
    named = set() if manifest is None else {file.path for file in manifest.files}
    limit = time.time() - older_than_seconds
    for table in tables:
        for path in (folder / table).glob("part-*-*.parquet"):
            if path.relative_to(folder).as_posix() in named:
                continue
            try:
                if path.stat().st_mtime < limit:
                    path.unlink()
            except FileNotFoundError:
                continue
