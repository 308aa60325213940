"""Drafts: what a user has changed and not saved, kept so that a lost session loses nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kamtui.workspace.weight_sets import as_text, weights_from


@dataclass(frozen=True)
class Draft:
    """Unsaved weights of one user in one history, the newest only."""

    history: str
    """What `history_key` gives for the history's folder."""
    scorecard: str
    name: str
    """The weight set that was being changed."""
    based_on: int | None
    """The version that the change started from; None when there was none saved."""
    weights: Mapping[str, float]
    """By criterion id, in the order of the scorecard's criteria."""
    locks: frozenset[str]
    """The criteria whose weight was locked."""
    kept_at: datetime
    """UTC."""
    who: str


def keep(connection: sqlite3.Connection, draft: Draft) -> None:
    """Put `draft` in the place of the one that its user had in its history."""
    connection.execute(
        "INSERT OR REPLACE INTO drafts "
        "(who, history, scorecard, name, based_on, weights, locks, kept_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            draft.who,
            draft.history,
            draft.scorecard,
            draft.name,
            draft.based_on,
            json.dumps(dict(draft.weights), ensure_ascii=False, allow_nan=False),
            json.dumps(sorted(draft.locks), ensure_ascii=False),
            as_text(draft.kept_at),
        ),
    )


def kept(connection: sqlite3.Connection, who: str, history: str, scorecard: str) -> Draft | None:
    """Return the draft of a user in a history; None when there is none."""
    row = connection.execute(
        "SELECT name, based_on, weights, locks, kept_at FROM drafts "
        "WHERE who = ? AND history = ? AND scorecard = ?",
        (who, history, scorecard),
    ).fetchone()
    if row is None:
        return None
    name, based_on, weights, locks, kept_at = row
    return Draft(
        history=history,
        scorecard=scorecard,
        name=name,
        based_on=based_on,
        weights=weights_from(weights),
        locks=frozenset(json.loads(locks)),
        kept_at=datetime.fromisoformat(kept_at),
        who=who,
    )


def drop(connection: sqlite3.Connection, who: str, history: str, scorecard: str) -> None:
    """Forget the draft of a user in a history."""
    connection.execute(
        "DELETE FROM drafts WHERE who = ? AND history = ? AND scorecard = ?",
        (who, history, scorecard),
    )
