"""The SQLite file of a workspace: how it is made, read and written, and what can go wrong.

Every question and every change has a connection of its own, closed at the end, so a `Database`
is shared between threads freely and nothing holds the file while a user thinks.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from kamtui.workspace.migrations import MIGRATIONS, migrate, version_of
from kamtui.workspace.trouble import in_words, is_busy, may, no_place

T = TypeVar("T")


@dataclass(frozen=True)
class Database:
    """One SQLite file in WAL mode, made by the first write."""

    file: Path
    busy_seconds: float = 5.0
    """How long SQLite itself waits for another writer."""
    patience_seconds: float = 20.0
    """How long a question or change is tried again when that was not enough."""

    def read(self, question: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `question` answers from one consistent snapshot of the file.

        A file that does not exist answers as an empty workspace, and one of an older version as
        it would be after migration; neither is made or changed. Raises Failed for a damaged,
        foreign or newer file, NotAllowed for one that may not be read.
        """
        return self._patiently(lambda: self._read_once(question))

    def write(self, change: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `change` returns, with all that it did committed and on the disk.

        It may run more than once; what an abandoned run did is rolled back. Raises NotAllowed
        when the workspace cannot be written, Failed when the disk is full, the file damaged,
        foreign, newer, or locked for longer than `patience_seconds`.
        """
        return self._patiently(lambda: self._write_once(change))

    def _patiently(self, attempt: Callable[[], T]) -> T:
        deadline = time.monotonic() + self.patience_seconds
        while True:
            try:
                return attempt()
            except sqlite3.Error as error:
                if not is_busy(error) or time.monotonic() > deadline:
                    raise in_words(error, self.file) from error
                # Between 2 and 27 ms by chance: twenty waiters must not wake as one.
                time.sleep(0.002 + os.urandom(1)[0] / 10_000)

    def _read_once(self, question: Callable[[sqlite3.Connection], T]) -> T:
        with self._snapshot() as connection:
            return question(connection)

    @contextmanager
    def _snapshot(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection inside a read transaction, on the newest schema."""
        if not self._exists():
            with closing(_empty(self.file)) as nothing:
                yield nothing
            return
        with self._opened_to_read() as connection:
            if version_of(connection, self.file) == len(MIGRATIONS):
                yield connection
                return
            with closing(_memory()) as copy:
                connection.backup(copy)
                migrate(copy, self.file)
                yield copy

    @contextmanager
    def _opened_to_read(self) -> Iterator[sqlite3.Connection]:
        """Yield a reading connection, also where SQLite cannot put its -shm file beside the data.

        There nobody can be writing, so the file is read as one that never changes. What a killed
        writer left in the -wal would be missed that way: then a private copy is read instead.
        """
        try:
            # Not mode=ro: such a connection leaves its -wal and -shm behind when it closes.
            connection = self._begun("mode=rw")
        except sqlite3.OperationalError as error:
            if is_busy(error) or may(self.file.parent, os.W_OK) or not may(self.file, os.R_OK):
                raise
        else:
            with closing(connection):
                connection.execute("PRAGMA query_only = ON")
                yield connection
            return
        if not _holds_something(self._beside("-wal")):
            with closing(self._begun("immutable=1")) as connection:
                yield connection
            return
        with self._copied() as copy, closing(copy._begun("mode=rw")) as connection:
            yield connection

    @contextmanager
    def _copied(self) -> Iterator[Database]:
        import shutil  # these two cost more to import than a question costs to answer
        import tempfile

        with tempfile.TemporaryDirectory(prefix="kamtui-") as folder:
            copy = Database(Path(folder) / self.file.name)
            shutil.copyfile(self.file, copy.file)
            shutil.copyfile(self._beside("-wal"), copy._beside("-wal"))
            yield copy

    def _begun(self, how: str) -> sqlite3.Connection:
        """Return a connection whose read transaction has begun and has seen the file."""
        connection = self._connected(how)
        try:
            connection.execute("BEGIN")
            connection.execute("PRAGMA user_version").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection

    def _connected(self, how: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.file.absolute().as_uri()}?{how}",
            uri=True,
            timeout=self.busy_seconds,
            isolation_level=None,
        )
        connection.execute("PRAGMA trusted_schema = OFF")
        return connection

    def _write_once(self, change: Callable[[sqlite3.Connection], T]) -> T:
        self._make()
        with closing(self._begun("mode=rw")) as connection:
            version_of(connection, self.file)  # before anything is touched
            connection.execute("COMMIT")
            if _text(connection, "PRAGMA journal_mode") != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            # FULL: a save that was reported is on the disk, also when the power goes. NORMAL
            # would spare one fsync of a few ms on something done at the pace of a person.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            try:
                migrate(connection, self.file)
                answer = change(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            return answer

    def _make(self) -> None:
        """Make the folder and an empty file, private unless the folder is shared with a group."""
        if self._exists():
            return
        folder = self.file.parent
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            shared = bool(folder.stat().st_mode & stat.S_IWGRP)
            os.close(os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            if shared:
                self.file.chmod(0o660)
        except FileExistsError:
            if not folder.is_dir():
                raise no_place(NotADirectoryError(), self.file) from None
            # otherwise another process made the file first, which is as good
        except OSError as error:
            raise no_place(error, self.file) from error

    def _exists(self) -> bool:
        try:
            self.file.stat()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise no_place(error, self.file) from error
        return True

    def _beside(self, ending: str) -> Path:
        return self.file.with_name(self.file.name + ending)


def _memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None)


def _empty(file: Path) -> sqlite3.Connection:
    connection = _memory()
    migrate(connection, file)
    return connection


def _holds_something(file: Path) -> bool:
    try:
        return file.stat().st_size > 0
    except FileNotFoundError:
        return False


def _text(connection: sqlite3.Connection, question: str) -> str:
    return str(connection.execute(question).fetchone()[0])
