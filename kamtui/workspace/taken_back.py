"""The marks by which what was entered or logged is taken back: added once, never changed."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from typing import Literal, TypedDict

from kamtui.workspace.weight_sets import as_text

Marks = Literal["entries_undone", "log_undone"]
"""The tables of marks."""


class Undone(TypedDict):
    """Who took something back, when, and from which day on; all None while it stands."""

    undone_by: str | None
    undone_at: datetime | None
    undone_on: date | None


def undone(by: str | None, at: str | None, on: str | None) -> Undone:
    """Return the columns of a mark as values."""
    return Undone(
        undone_by=by,
        undone_at=None if at is None else datetime.fromisoformat(at),
        undone_on=None if on is None else date.fromisoformat(on),
    )


def mark_undone(
    connection: sqlite3.Connection, marks: Marks, uid: str, by: str, at: datetime, on: date
) -> None:
    """Add a mark; a mark that is there already stays as it is. Inside a write transaction."""
    connection.execute(
        f"INSERT OR IGNORE INTO {marks} (uid, undone_by, undone_at, undone_on) VALUES (?, ?, ?, ?)",
        (uid, by, as_text(at), on.isoformat()),
    )
