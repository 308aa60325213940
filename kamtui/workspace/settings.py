"""Settings: what a user chose once and wants to find again, as JSON values by key."""

from __future__ import annotations

import json
import sqlite3
from typing import TypeAlias, cast

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None


def value_of(connection: sqlite3.Connection, who: str, key: str, default: Json) -> Json:
    """Return a user's setting; `default` when it was never set or cannot be read."""
    row = connection.execute(
        "SELECT value FROM settings WHERE who = ? AND key = ?", (who, key)
    ).fetchone()
    if row is None:
        return default
    try:
        return cast(Json, json.loads(row[0]))
    except ValueError:
        return default


def put(connection: sqlite3.Connection, who: str, key: str, value: Json) -> None:
    """Keep a user's setting."""
    connection.execute(
        "INSERT OR REPLACE INTO settings (who, key, value) VALUES (?, ?, ?)",
        (who, key, json.dumps(value, ensure_ascii=False, allow_nan=False)),
    )
