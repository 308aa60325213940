"""Putting a new generation into a history: whole or not at all, one import at a time."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from kamtui.errors import ChangedMeanwhile, Failed, NotAllowed, WrongUsage
from kamtui.history.contract import TABLE_NAMES
from kamtui.history.manifest import (
    MANIFEST,
    DataFile,
    Manifest,
    next_generation,
    read_manifest,
    remove_unnamed,
    sync_folder,
    write_manifest,
)
from kamtui.history.opening import SETTINGS

LOCK = ".import.lock"
_STAGING = ".import-"
_REJECTED = "rejected-"
_DAY = 86_400.0
FILES_KEPT_SECONDS = _DAY
"""How long the files of an earlier generation stay for readers that have it open."""
REJECTS_KEPT_SECONDS = 30 * _DAY
"""How long what earlier imports rejected stays in the history."""


@dataclass(frozen=True)
class NewGeneration:
    """A generation that is being written aside."""

    folder: Path
    """The history."""
    staging: Path
    """A folder inside it where nothing is read; gone when the import ends."""
    name: str
    before: Manifest | None
    """What the history held when the import began."""


@contextmanager
def new_generation(folder: Path) -> Iterator[NewGeneration]:
    """Give a generation to write; what is not published is removed at the end.

    Raises WrongUsage for a folder of tables without a manifest, ChangedMeanwhile when another
    import is writing, Failed or NotAllowed when the folder cannot be written.
    """
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with only_writer(folder):
            for left in folder.glob(f"{_STAGING}*"):
                shutil.rmtree(left, ignore_errors=True)
            before = read_manifest(folder)
            if before is None:
                _refuse_plain_tables(folder)
            name = next_generation(folder)
            staging = folder / f"{_STAGING}{name}"
            staging.mkdir()
            try:
                yield NewGeneration(folder, staging, name, before)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except PermissionError as error:
        raise NotAllowed(f"{folder}: cannot be written: {error.strerror or error}") from error
    except OSError as error:
        raise Failed(f"{folder}: cannot be written: {error.strerror or error}") from error
    finally:
        if made:
            _remove_if_unused(folder)


def _refuse_plain_tables(folder: Path) -> None:
    for name in TABLE_NAMES:
        parted = folder / name
        foreign = [path for path in parted.rglob("*.parquet") if not path.match("part-*-*.parquet")]
        if (folder / f"{name}.parquet").exists() or foreign:
            raise WrongUsage(
                f"{folder}: holds table {name} without a {MANIFEST}, which an import would hide",
                "Import into another folder.",
            )


def _remove_if_unused(folder: Path) -> None:
    if {path.name for path in folder.glob("*")} <= {LOCK}:
        with suppress(OSError):
            (folder / LOCK).unlink(missing_ok=True)
            folder.rmdir()


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold the history's lock; ChangedMeanwhile when somebody else does.

    The lock goes with the process, however it ends.
    """
    with (folder / LOCK).open("a+b") as file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise ChangedMeanwhile(
                f"{folder}: another import is writing into it; nothing was changed",
                "Run the import again when that one is done.",
            ) from error
        yield


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _lock(descriptor: int) -> None:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def publish(
    generation: NewGeneration, written: Manifest, settings: str, kept: Sequence[str]
) -> Manifest:
    """Make what was written the history's current generation and return its manifest.

    `kept` are the tables that stay as the generation before has them; `settings` is the text of
    history.toml. Raises ChangedMeanwhile when the history has another generation by now.
    """
    folder = generation.folder
    current = read_manifest(folder)
    if _name(current) != _name(generation.before):
        raise ChangedMeanwhile(
            f"{folder}: another generation was written meanwhile; nothing was changed",
            "Run the import again.",
        )
    manifest = _with_kept(written, generation.before, kept)
    moved: list[Path] = []
    try:
        if current is None:
            # Files without a manifest would be read as they stand, before all of them are there.
            write_manifest(folder, Manifest("0" * 20, manifest.written_at, (), {}, {}))
        for file in written.files:
            moved.append(_moved(generation, file))
        _write_settings(folder, settings)
        write_manifest(folder, manifest)
    except BaseException:
        if _name(read_manifest(folder)) != manifest.generation:
            for path in moved:
                path.unlink(missing_ok=True)
            if current is None:
                (folder / MANIFEST).unlink(missing_ok=True)
        raise
    remove_unnamed(folder, TABLE_NAMES, FILES_KEPT_SECONDS)
    _remove_old_rejects(folder)
    return manifest


def _name(manifest: Manifest | None) -> str | None:
    return None if manifest is None else manifest.generation


def _with_kept(written: Manifest, before: Manifest | None, kept: Sequence[str]) -> Manifest:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    if before is None:
        return replace(written, written_at=now)
    return Manifest(
        generation=written.generation,
        written_at=now,
        files=(*(file for file in before.files if file.table in kept), *written.files),
        columns={name: before.columns[name] for name in kept} | dict(written.columns),
        newest={name: day for name, day in before.newest.items() if name in kept}
        | dict(written.newest),
    )


def _moved(generation: NewGeneration, file: DataFile) -> Path:
    source, place = generation.staging / file.path, generation.folder / file.path
    descriptor = os.open(source, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
    place.parent.mkdir(exist_ok=True)
    source.replace(place)
    sync_folder(place.parent)
    return place


def _write_settings(folder: Path, text: str) -> None:
    place = folder / SETTINGS
    if place.exists() and place.read_text(encoding="utf-8") == text:
        return
    aside = folder / f".{SETTINGS}.{os.getpid()}"
    aside.write_text(text, encoding="utf-8")
    aside.replace(place)


def move_rejects(generation: NewGeneration, rejected: Path, parent: Path | None) -> Path | None:
    """Put the folder of reject files into `parent` (None: the history); None when it is empty.

    It has the generation's name, so that nothing that is there is ever replaced.
    """
    if not any(rejected.iterdir()):
        return None
    place = (parent or generation.folder) / f"{_REJECTED}{generation.name}"
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(rejected, place)
    return place


def _remove_old_rejects(folder: Path) -> None:
    limit = time.time() - REJECTS_KEPT_SECONDS
    for left in folder.glob(f"{_REJECTED}*"):
        if left.name.removeprefix(_REJECTED).isdigit() and left.stat().st_mtime < limit:
            shutil.rmtree(left, ignore_errors=True)
