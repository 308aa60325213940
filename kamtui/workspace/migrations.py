"""The schema of the workspace, as the ordered steps that made it.

A step that has been released is never edited: a later table or column is a new step. The
number of steps done is the file's `user_version`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from kamtui.errors import Failed

APPLICATION_ID = 0x6B616D74
"""`kamt` in ASCII: what marks a SQLite file as a workspace of kamtui."""

_FIRST = (
    f"PRAGMA application_id = {APPLICATION_ID}",
    # A row is one saved version of a weight set. Rows are added and never changed.
    """
    CREATE TABLE weight_sets (
        scorecard TEXT NOT NULL,
        name TEXT NOT NULL,
        version INTEGER NOT NULL CHECK (version >= 1),
        weights TEXT NOT NULL,
        based_on INTEGER,
        saved_by TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (scorecard, name, version)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TRIGGER weight_sets_are_never_changed BEFORE UPDATE ON weight_sets
    BEGIN SELECT RAISE(ABORT, 'a saved version of a weight set is never changed'); END
    """,
    """
    CREATE TRIGGER weight_sets_are_never_deleted BEFORE DELETE ON weight_sets
    BEGIN SELECT RAISE(ABORT, 'a saved version of a weight set is never deleted'); END
    """,
    # A row is what one user has changed and not saved, in one history.
    """
    CREATE TABLE drafts (
        who TEXT NOT NULL,
        history TEXT NOT NULL,
        scorecard TEXT NOT NULL,
        name TEXT NOT NULL,
        based_on INTEGER,
        weights TEXT NOT NULL,
        locks TEXT NOT NULL,
        kept_at TEXT NOT NULL,
        PRIMARY KEY (who, history, scorecard)
    ) STRICT, WITHOUT ROWID
    """,
    # A row is one setting of one user; the value is JSON.
    """
    CREATE TABLE settings (
        who TEXT NOT NULL,
        key TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (who, key)
    ) STRICT, WITHOUT ROWID
    """,
)

_JUDGEMENTS = (
    # A row is one judgement that somebody entered. Rows are added and never changed; the newest
    # one of a subject counts, unless it was taken back.
    """
    CREATE TABLE entries (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        history TEXT NOT NULL,
        kind TEXT NOT NULL,
        account_id TEXT NOT NULL,
        topic TEXT NOT NULL,
        supplier TEXT NOT NULL,
        view TEXT NOT NULL,
        number REAL,
        text TEXT,
        entered_by TEXT NOT NULL,
        entered_at TEXT NOT NULL,
        entered_on TEXT NOT NULL,
        note TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE INDEX entries_by_subject
    ON entries (history, kind, account_id, topic, supplier, view, id)
    """,
    """
    CREATE TRIGGER entries_are_never_changed BEFORE UPDATE ON entries
    BEGIN SELECT RAISE(ABORT, 'what was entered is never changed'); END
    """,
    """
    CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
    BEGIN SELECT RAISE(ABORT, 'what was entered is never deleted'); END
    """,
    # A row takes one entry back, once and for all.
    """
    CREATE TABLE entries_undone (
        uid TEXT PRIMARY KEY REFERENCES entries (uid),
        undone_by TEXT NOT NULL,
        undone_at TEXT NOT NULL,
        undone_on TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)

_LOG = (
    # A row is one thing that somebody logged or planned: a contact, a dealing with what the queue
    # holds, a part of an account's plan. Rows are added and never changed. `said` is a JSON object.
    """
    CREATE TABLE log (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        history TEXT NOT NULL,
        kind TEXT NOT NULL,
        account_id TEXT NOT NULL,
        reason TEXT NOT NULL,
        said TEXT NOT NULL,
        logged_by TEXT NOT NULL,
        logged_at TEXT NOT NULL,
        logged_on TEXT NOT NULL,
        note TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX log_by_history ON log (history, id)",
    "CREATE INDEX log_by_subject ON log (history, account_id, kind, reason, id)",
    """
    CREATE TRIGGER log_is_never_changed BEFORE UPDATE ON log
    BEGIN SELECT RAISE(ABORT, 'what was logged is never changed'); END
    """,
    """
    CREATE TRIGGER log_is_never_deleted BEFORE DELETE ON log
    BEGIN SELECT RAISE(ABORT, 'what was logged is never deleted'); END
    """,
    # A row takes one of them back, once and for all.
    """
    CREATE TABLE log_undone (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE REFERENCES log (uid),
        undone_by TEXT NOT NULL,
        undone_at TEXT NOT NULL,
        undone_on TEXT NOT NULL
    ) STRICT
    """,
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _JUDGEMENTS, _LOG)
"""Step n takes a file from version n to n + 1, as statements."""


def version_of(connection: sqlite3.Connection, file: Path) -> int:
    """Return how many steps the file has had: 0 for an empty one.

    Belongs inside a transaction: another process may be migrating the file just now.
    Raises Failed for a file that a newer kamtui wrote, and for a SQLite file of something else.
    """
    version = _number(connection, "PRAGMA user_version")
    marked = _number(connection, "PRAGMA application_id") == APPLICATION_ID
    if not marked and (version or _number(connection, "SELECT count(*) FROM sqlite_schema")):
        raise Failed(
            f"{file}: is a SQLite file, but not a workspace of kamtui",
            "Name another folder with --workspace; the file was left as it is.",
        )
    if version > len(MIGRATIONS):
        raise Failed(
            f"{file}: was written by a newer kamtui (workspace version {version}, this one knows "
            f"{len(MIGRATIONS)})",
            "Update kamtui, or name another folder with --workspace; the file was left as it is.",
        )
    return version


def migrate(connection: sqlite3.Connection, file: Path) -> None:
    """Bring the schema up to date; inside a write transaction, so that it is all or nothing."""
    for version in range(version_of(connection, file), len(MIGRATIONS)):
        for statement in MIGRATIONS[version]:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version + 1}")


def _number(connection: sqlite3.Connection, question: str) -> int:
    return int(connection.execute(question).fetchone()[0])
