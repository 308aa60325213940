"""What people log and plan: added one after the other, never changed, taken back by a mark."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, get_args

from kamtui.errors import Failed, WrongUsage
from kamtui.workspace.entries import Signature
from kamtui.workspace.taken_back import mark_undone, undone
from kamtui.workspace.weight_sets import as_text

Kind = Literal[
    "contact", "snooze", "hand_over", "done", "interval", "action", "action_closed", "plan_note"
]
"""What a contact was; what was done with a thing in the queue; a part of an account's plan."""
KINDS: tuple[Kind, ...] = get_args(Kind)
Row = tuple[Any, ...]

_COLUMNS = """
    log.id, log.uid, kind, account_id, reason, said, logged_by, logged_at, logged_on, note,
    undone_by, undone_at, undone_on
"""
_FROM = f"SELECT {_COLUMNS} FROM log LEFT JOIN log_undone USING (uid)"


@dataclass(frozen=True)
class NewLogged:
    """Something to be logged."""

    kind: Kind
    account_id: str
    reason: str = ""
    """For a dealing the key of the thing in the queue, for a closing the uid of the action."""
    said: Mapping[str, Any] = field(default_factory=dict)
    """What it says, by name, as JSON has it; what is not said is left out."""
    note: str = ""


@dataclass(frozen=True)
class Logged:
    """Something as it was logged."""

    id: int
    """Rises with everything that is logged in the workspace."""
    uid: str
    """The same in every workspace."""
    kind: Kind
    account_id: str
    reason: str
    said: Mapping[str, Any]
    logged_by: str
    logged_at: datetime
    """UTC."""
    logged_on: date
    """The day from which it counts."""
    note: str
    undone_by: str | None
    """None while it stands; so are the two below."""
    undone_at: datetime | None
    undone_on: date | None
    """The day from which it counts no more."""

    @property
    def stands(self) -> bool:
        """Whether nobody took it back."""
        return self.undone_by is None


@dataclass(frozen=True)
class LogPart:
    """What came to the log after some row and some mark, as JSON texts that SQLite makes."""

    rows: str
    """An array of objects: what a row has, with `said` as an object within."""
    row_id: int | None
    """The id of the newest of them; None where there is none."""
    marks: str
    """An array of objects with uid and undone_on, which may be of rows before these."""
    mark_id: int | None


Check = Callable[[tuple[Logged, ...]], None]
"""Looks at what stands about an account before something is added, and raises to refuse it."""


def of_history(
    connection: sqlite3.Connection, history: str, account_id: str | None = None
) -> tuple[Logged, ...]:
    """Return everything that was logged about a history, or one of its accounts, oldest first."""
    rows = connection.execute(
        f"{_FROM} WHERE history = ? AND (? IS NULL OR account_id = ?) ORDER BY log.id",
        (history, account_id, account_id),
    )
    return tuple(_logged(row) for row in rows)


def holds(connection: sqlite3.Connection, history: str, kind: str) -> bool:
    """Return whether anything of a kind was ever logged about a history."""
    question = "SELECT EXISTS (SELECT 1 FROM log WHERE history = ? AND kind = ?)"
    return bool(connection.execute(question, (history, kind)).fetchone()[0])


_ROWS = """
    SELECT
        json_group_array(json_object(
            'id', id, 'uid', uid, 'kind', kind, 'account_id', account_id, 'reason', reason,
            'said', json(said), 'logged_by', logged_by, 'logged_at', substr(logged_at, 1, 19),
            'logged_on', logged_on, 'note', note
        )),
        max(id)
    FROM log
    WHERE history = ? AND id > ?
"""
_MARKS = """
    SELECT
        json_group_array(json_object('uid', uid, 'undone_on', undone_on)),
        max(log_undone.id)
    FROM log_undone
    JOIN log USING (uid)
    WHERE history = ? AND log_undone.id > ?
"""


def since(connection: sqlite3.Connection, history: str, row_id: int, mark_id: int) -> LogPart:
    """Return what was logged about a history after row `row_id`, and taken back after a mark."""
    rows = connection.execute(_ROWS, (history, row_id)).fetchone()
    return LogPart(*rows, *connection.execute(_MARKS, (history, mark_id)).fetchone())


def add(
    connection: sqlite3.Connection,
    history: str,
    new: Iterable[NewLogged],
    signed: Signature,
    check: Check | None = None,
) -> tuple[Logged, ...]:
    """Add what is logged and return it; belongs inside a write transaction.

    `check` is asked about each first, with everything that stands about its account.
    """
    return tuple(_added(connection, history, each, signed, check) for each in new)


def _added(
    connection: sqlite3.Connection,
    history: str,
    new: NewLogged,
    signed: Signature,
    check: Check | None,
) -> Logged:
    if check is not None:
        about = of_history(connection, history, new.account_id)
        check(tuple(each for each in about if each.stands))
    uid = uuid.uuid4().hex
    connection.execute(
        "INSERT INTO log (uid, history, kind, account_id, reason, said, logged_by, logged_at, "
        "logged_on, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(uid, history, new.kind, new.account_id, new.reason, _as_json(new.said)),
            *(signed.who, as_text(signed.at), signed.on.isoformat(), new.note),
        ),
    )
    return _with_uid(connection, history, uid)


def take_back(
    connection: sqlite3.Connection, history: str, which: int | str, signed: Signature
) -> Logged:
    """Mark what was logged as taken back and return it; `which` is its id or its uid.

    Belongs inside a write transaction. Raises WrongUsage when there is no such thing, or it was
    taken back before.
    """
    column = "log.id" if isinstance(which, int) else "log.uid"
    row = connection.execute(
        f"{_FROM} WHERE history = ? AND {column} = ?", (history, which)
    ).fetchone()
    if row is None:
        raise WrongUsage(
            f"nothing was logged as {which} about this history",
            "kamtui log --list shows what was.",
        )
    logged = _logged(row)
    if not logged.stands:
        raise WrongUsage(f"{which} was taken back by {logged.undone_by} before")
    mark_undone(connection, "log_undone", logged.uid, signed.who, signed.at, signed.on)
    return _with_uid(connection, history, logged.uid)


def take_in(connection: sqlite3.Connection, history: str, others: Iterable[Logged]) -> int:
    """Add what another workspace logged and is not here yet; return how many were not."""
    new = 0
    for each in others:
        new += connection.execute(
            "INSERT OR IGNORE INTO log (uid, history, kind, account_id, reason, said, logged_by, "
            "logged_at, logged_on, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(each.uid, history, each.kind, each.account_id, each.reason),
                *(_as_json(each.said), each.logged_by, as_text(each.logged_at)),
                *(each.logged_on.isoformat(), each.note),
            ),
        ).rowcount
        if each.undone_by and each.undone_at and each.undone_on:
            marked = (each.undone_by, each.undone_at, each.undone_on)
            mark_undone(connection, "log_undone", each.uid, *marked)
    return new


def _as_json(said: Mapping[str, Any]) -> str:
    return json.dumps(dict(said), ensure_ascii=False, allow_nan=False)


def _with_uid(connection: sqlite3.Connection, history: str, uid: str) -> Logged:
    row = connection.execute(
        f"{_FROM} WHERE history = ? AND log.uid = ?", (history, uid)
    ).fetchone()
    return _logged(row)


def _logged(row: Row) -> Logged:
    id_, uid, kind, account_id, reason, said, logged_by, logged_at, logged_on, note, *marked = row
    return Logged(
        id=id_,
        uid=uid,
        kind=kind,
        account_id=account_id,
        reason=reason,
        said=_said(said),
        logged_by=logged_by,
        logged_at=datetime.fromisoformat(logged_at),
        logged_on=date.fromisoformat(logged_on),
        note=note,
        **undone(*marked),
    )


def _said(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Failed(f"the workspace holds something logged that cannot be read: {text[:80]!r}")
    return said
