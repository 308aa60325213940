"""Opening a history: which tables it has, in which files, with which columns; nothing is scanned.

A folder with a manifest is read as the generation that the manifest names, to the end. A folder
without one is read as it stands, and its files are stamped so that a change under the reader
is noticed.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kamtui.errors import BrokenContract, KamtuiError, WrongUsage
from kamtui.history.contract import TABLE_NAMES, TABLES
from kamtui.history.manifest import MANIFEST, read_manifest

SETTINGS = "history.toml"


Stamps = Mapping[Path, tuple[int, int, int, int]]
"""Size, mtime, ctime and inode of each file; ctime cannot be set back by whoever rewrites one."""


class ChangedUnderReader(KamtuiError):
    """The files of a history without a manifest changed while it was open."""


@dataclass(frozen=True)
class Settings:
    """What `history.toml` says."""

    name: str
    currency: str = "EUR"
    """ISO 4217."""
    timezone: str = "UTC"
    made_up: bool = False
    """Whether it is a made-up company's."""


@dataclass(frozen=True)
class History:
    """A history that was opened, as it was then."""

    folder: Path
    settings: Settings
    generation: str
    """What the data is a version of: equal generations hold the same rows."""
    files: Mapping[str, tuple[Path, ...]]
    """The files of each table that is there."""
    columns: Mapping[str, Mapping[str, str]] | None
    """For each table its columns and their DuckDB types; None when they have to be read."""
    newest: Mapping[str, date]
    """The newest day of each dated table, where the manifest says it."""
    stamps: Stamps = field(default_factory=dict)
    """For a folder without a manifest: what each file looked like."""

    @property
    def has_manifest(self) -> bool:
        """Whether the generation is pinned by a manifest."""
        return not self.stamps

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file of the history."""
        return tuple(path for paths in self.files.values() for path in paths)

    @property
    def missing_tables(self) -> tuple[str, ...]:
        """The contract's tables that it does not have."""
        return tuple(name for name in TABLE_NAMES if name not in self.files)

    def check_unchanged(self) -> None:
        """Raise ChangedUnderReader when a watched file is not as it was when it was opened."""
        if self.stamps and _stamps(_files_found(self.folder)) != self.stamps:
            raise ChangedUnderReader(
                f"{self.folder}: its files changed while they were read",
                "Read it again; a history written by kamtui import can be replaced while it is "
                "open.",
            )

    def check_readable(self) -> None:
        """Raise what is wrong with the files, when something is: for a reader who failed.

        ChangedUnderReader when a watched file changed, BrokenContract naming a file that is
        not there or is not a whole Parquet file.
        """
        self.check_unchanged()
        for path in self.paths:
            if (fault := fault_of_file(path)) is not None:
                raise BrokenContract(f"{path}: {fault}; nothing was read from it")

    def stamps_now(self, tables: Iterable[str] | None = None) -> Stamps:
        """Return what each file looks like now, those of some tables where they are named."""
        named = self.files if tables is None else tables
        return _stamps({table: self.files[table] for table in named if table in self.files})

    def is_current(self) -> bool:
        """Whether opening the folder now would give the same generation."""
        try:
            return history_found(self.folder).generation == self.generation
        except BrokenContract:
            return False


def fault_of_file(path: Path) -> str | None:
    """Return in words why `path` is no whole Parquet file; None when its two ends look like one."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            ends = file.read(4)
            file.seek(max(0, size - 4))
            ends += file.read(4)
    except OSError as error:
        return "is not there" if isinstance(error, FileNotFoundError) else f"{error.strerror}"
    return None if ends == b"PAR1PAR1" and size > 12 else "is not a whole Parquet file"


def open_history(folder: Path) -> History:
    """Return the history in `folder`; reads its manifest or lists its files, and no data.

    Raises BrokenContract when there is no such folder, nothing in it, or a required table is
    missing.
    """
    history = history_found(folder)
    _require_tables(history)
    return history


def history_found(folder: Path) -> History:
    """Return the history in `folder`, whether or not it has the tables that it must.

    Raises BrokenContract when there is no such folder or its manifest cannot be read.
    """
    folder = folder.expanduser()
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "there is no such folder"
        raise BrokenContract(
            f"{folder}: {what}; a history is a folder of Parquet files",
            "Make one with kamtui import, or look at the sample data with --history sample.",
        )
    folder = folder.resolve()
    settings = read_settings(folder)
    manifest = read_manifest(folder)
    if manifest is not None:
        tables = [name for name in TABLE_NAMES if manifest.paths(name)]
        files = {name: tuple(folder / path for path in manifest.paths(name)) for name in tables}
        newest = {name: day for name in tables if (day := manifest.newest_day(name)) is not None}
        return History(
            folder=folder,
            settings=settings,
            generation=f"{manifest.generation}-{_digest(folder, manifest.files)}",
            files=files,
            columns=manifest.columns,
            newest=newest,
        )
    files = _files_found(folder)
    stamps = _stamps(files)
    return History(
        folder=folder,
        settings=settings,
        generation=_digest(folder, sorted(stamps.items())),
        files=files,
        columns=None,
        newest={},
        stamps=stamps,
    )


def _digest(folder: Path, what: Any) -> str:
    return hashlib.sha256(f"{folder}\n{what!r}".encode()).hexdigest()[:24]


def _files_found(folder: Path) -> dict[str, tuple[Path, ...]]:
    found: dict[str, tuple[Path, ...]] = {}
    for name in TABLE_NAMES:
        single, parted = folder / f"{name}.parquet", folder / name
        paths = [single] if single.is_file() else []
        for inside in (parted, single):
            if inside.is_dir():
                paths += sorted(path for path in inside.rglob("*.parquet") if path.is_file())
        paths = [path for path in paths if not _is_hidden(path.relative_to(folder))]
        for path in paths:
            _refuse_wildcard(path.relative_to(folder))
        if paths:
            found[name] = tuple(paths)
    return found


def _refuse_wildcard(path: Path) -> None:
    """DuckDB takes a file's name for a pattern, and would read what it matches as well."""
    if any(sign in str(path) for sign in "*?["):
        raise BrokenContract(f"{path}: a data file's name holds *, ? or [", "Give it another name.")


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.parts)


def _stamps(files: Mapping[str, tuple[Path, ...]]) -> Stamps:
    stamps: dict[Path, tuple[int, int, int, int]] = {}
    for path in (path for paths in files.values() for path in paths):
        try:
            stat = path.stat()
        except FileNotFoundError:
            stamps[path] = (-1, -1, -1, -1)
            continue
        stamps[path] = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
    return stamps


def _require_tables(history: History) -> None:
    missing = [table for table in TABLES if table.required and table.name not in history.files]
    if not missing:
        return
    if not history.files:
        raise BrokenContract(
            f"{history.folder}: no Parquet files of a history in it",
            "Expected accounts.parquet and order_lines.parquet, or folders of those names.",
        )
    table = missing[0]
    raise BrokenContract(
        f"{history.folder}: table {table.name} is missing ({table.row})",
        f"Expected {table.name}.parquet or a folder {table.name}/ of Parquet files"
        + (f"; {MANIFEST} names none." if history.has_manifest else "."),
    )


def read_settings(folder: Path) -> Settings:
    """Return what the folder's history.toml says; without one, the folder's name and EUR.

    Raises WrongUsage for a file that is not TOML or holds a wrong value.
    """
    path = folder / SETTINGS
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings(name=folder.name)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUsage(f"{path}: is not TOML: {error}") from error
    expected = {"name": str, "currency": str, "timezone": str, "made_up": bool}
    for key, kind in expected.items():
        if key in content and not isinstance(content[key], kind):
            what = "text" if kind is str else "true or false"
            raise WrongUsage(f"{path}: {key}: expected {what}, found {content[key]!r}")
    known = {key: content[key] for key in expected if key in content}
    return Settings(**{"name": folder.name, **known})
