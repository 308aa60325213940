"""Judgements that people enter: added one after the other, never changed, taken back by a mark."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args

from kamtui.errors import ChangedMeanwhile, WrongUsage
from kamtui.workspace.taken_back import mark_undone, undone
from kamtui.workspace.weight_sets import as_text

Kind = Literal["assessment", "rating", "factor_weight", "stage", "cut_lines"]
KINDS: tuple[Kind, ...] = get_args(Kind)
CLASSES = "classes"
"""The topic of the cut lines between the classes; of others it is the matrix."""
Row = tuple[Any, ...]

_COLUMNS = """
    id, entries.uid, kind, account_id, topic, supplier, view, number, text,
    entered_by, entered_at, entered_on, note, undone_by, undone_at, undone_on
"""
_FROM = f"SELECT {_COLUMNS} FROM entries LEFT JOIN entries_undone USING (uid)"


@dataclass(frozen=True)
class Subject:
    """What a judgement is about: of one subject the newest judgement counts."""

    kind: Kind
    account_id: str
    """Empty for what is about no one account: a default weight, the cut lines of a matrix."""
    topic: str
    """The dimension, the success factor, lifecycle or formation, or the matrix or classes cut."""
    supplier: str = ""
    """For a rating: 'us' or a competitor."""
    view: str = ""
    """For an assessment and a rating: own or customer."""


@dataclass(frozen=True)
class NewEntry:
    """A judgement to be entered."""

    subject: Subject
    number: float | None = None
    """Score 0-10, rating 1-10 or weight ≥ 0."""
    text: str | None = None
    """A stage, or cut lines."""
    based_on: int | None = None
    """The id of the entry that was seen to count; 0 for none. None does not ask."""


@dataclass(frozen=True)
class Entry:
    """A judgement as it was entered."""

    id: int
    """Rises with every entry of the workspace."""
    uid: str
    """The same in every workspace."""
    subject: Subject
    number: float | None
    text: str | None
    entered_by: str
    entered_at: datetime
    """UTC."""
    entered_on: date
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
class Signature:
    """Who enters something, when, from which day on and why."""

    who: str
    at: datetime
    on: date
    note: str


class EntryChanged(ChangedMeanwhile):
    """Somebody entered another judgement on the same subject since the one that was seen."""

    def __init__(self, mine: NewEntry, theirs: Entry | None) -> None:
        about = " ".join(part for part in (mine.subject.account_id, mine.subject.topic) if part)
        super().__init__(
            f"{about}: the judgement that yours was based on was taken back meanwhile"
            if theirs is None
            else f"{about}: {theirs.entered_by} entered {value_in_words(theirs)} meanwhile; "
            "yours was not saved",
            "Look at it, and enter yours again."
            if theirs is None
            else f"Look at theirs, and enter yours again based on {theirs.id}.",
        )
        self.mine = mine
        self.theirs = theirs
        """What counts now; None for nothing."""


def value_in_words(entry: Entry | NewEntry) -> str:
    """Return what an entry says, such as 7.5 or development."""
    return entry.text or "nothing" if entry.number is None else f"{entry.number:g}"


def of_history(connection: sqlite3.Connection, history: str) -> tuple[Entry, ...]:
    """Return everything that was entered about a history, oldest first."""
    rows = connection.execute(f"{_FROM} WHERE history = ? ORDER BY id", (history,))
    return tuple(_entry(row) for row in rows)


def standing(connection: sqlite3.Connection, history: str, subject: Subject) -> Entry | None:
    """Return the newest entry on a subject that nobody took back; None when there is none."""
    row = connection.execute(
        f"{_FROM} WHERE history = ? AND kind = ? AND account_id = ? AND topic = ? "
        "AND supplier = ? AND view = ? AND undone_on IS NULL "
        "ORDER BY entered_at DESC, id DESC LIMIT 1",
        (history, *_key(subject)),
    ).fetchone()
    return None if row is None else _entry(row)


def add(
    connection: sqlite3.Connection, history: str, new: Iterable[NewEntry], signed: Signature
) -> tuple[Entry, ...]:
    """Add judgements and return them; belongs inside a write transaction. Raises EntryChanged."""
    return tuple(_added(connection, history, each, signed) for each in new)


def _added(connection: sqlite3.Connection, history: str, new: NewEntry, signed: Signature) -> Entry:
    theirs = standing(connection, history, new.subject)
    if new.based_on is not None and new.based_on != (theirs.id if theirs else 0):
        raise EntryChanged(new, theirs)
    said = (new.number, new.text, signed.on)
    if theirs is not None and not signed.note and _said(theirs) == said:
        return theirs
    uid = uuid.uuid4().hex
    connection.execute(
        "INSERT INTO entries (uid, history, kind, account_id, topic, supplier, view, number, "
        "text, entered_by, entered_at, entered_on, note) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(uid, history, *_key(new.subject), new.number, new.text),
            *(signed.who, as_text(signed.at), signed.on.isoformat(), signed.note),
        ),
    )
    return _with_uid(connection, history, uid)


def _said(entry: Entry) -> tuple[float | None, str | None, date]:
    return entry.number, entry.text, entry.entered_on


def take_back(
    connection: sqlite3.Connection, history: str, entry_id: int, signed: Signature
) -> Entry:
    """Mark an entry as taken back and return it; inside a write transaction. Raises WrongUsage."""
    row = connection.execute(
        f"{_FROM} WHERE history = ? AND id = ?", (history, entry_id)
    ).fetchone()
    if row is None:
        raise WrongUsage(
            f"there is no judgement {entry_id} about this history",
            "kamtui judgements list shows those there are.",
        )
    entry = _entry(row)
    if not entry.stands:
        raise WrongUsage(f"judgement {entry_id} was taken back by {entry.undone_by} before")
    mark_undone(connection, "entries_undone", entry.uid, signed.who, signed.at, signed.on)
    return _with_uid(connection, history, entry.uid)


def take_in(connection: sqlite3.Connection, history: str, others: Iterable[Entry]) -> int:
    """Add entries that are not here yet, with who and when; return how many were not."""
    new = 0
    for each in others:
        new += connection.execute(
            "INSERT OR IGNORE INTO entries (uid, history, kind, account_id, topic, supplier, "
            "view, number, text, entered_by, entered_at, entered_on, note) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(each.uid, history, *_key(each.subject), each.number, each.text),
                *(each.entered_by, as_text(each.entered_at), each.entered_on.isoformat()),
                each.note,
            ),
        ).rowcount
        if each.undone_by and each.undone_at and each.undone_on:
            marked = (each.undone_by, each.undone_at, each.undone_on)
            mark_undone(connection, "entries_undone", each.uid, *marked)
    return new


def _key(subject: Subject) -> tuple[str, str, str, str, str]:
    return subject.kind, subject.account_id, subject.topic, subject.supplier, subject.view


def _with_uid(connection: sqlite3.Connection, history: str, uid: str) -> Entry:
    row = connection.execute(
        f"{_FROM} WHERE history = ? AND entries.uid = ?", (history, uid)
    ).fetchone()
    return _entry(row)


def _entry(row: Row) -> Entry:
    id_, uid, kind, account_id, topic, supplier, view, number, text, *signed = row
    entered_by, entered_at, entered_on, note, *marked = signed
    return Entry(
        id=id_,
        uid=uid,
        subject=Subject(kind, account_id, topic, supplier, view),
        number=number,
        text=text,
        entered_by=entered_by,
        entered_at=datetime.fromisoformat(entered_at),
        entered_on=date.fromisoformat(entered_on),
        note=note,
        **undone(*marked),
    )
