"""Weight sets: named, in numbered versions that are added and never changed."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from kamtui.errors import ChangedMeanwhile, Failed, WrongUsage
from kamtui.model.errors import ModelError
from kamtui.model.weights import Weights

PRIORITY = "priority"
"""The scorecard that ranks the accounts."""

_LONGEST_NAME = 60
_LONGEST_NOTE = 1000
_COLUMNS = "scorecard, name, version, weights, based_on, saved_by, saved_at, note"


@dataclass(frozen=True)
class WeightSet:
    """One version of a named set of weights."""

    scorecard: str
    name: str
    version: int
    """1 for the first save. 0 for what the model declares and nobody has saved."""
    weights: Mapping[str, float]
    """By criterion id, in the order of the scorecard's criteria; ≥ 0, only proportions matter."""
    based_on: int | None
    """The version of this name that it was made from; None for the first."""
    saved_by: str
    """Empty for version 0."""
    saved_at: datetime | None
    """UTC; None for version 0."""
    note: str = ""


class WeightSetChanged(ChangedMeanwhile):
    """Somebody saved a newer version of the weight set than the one this save started from."""

    def __init__(self, theirs: WeightSet, base: WeightSet | None) -> None:
        started = "no saved version" if base is None else f"version {base.version}"
        super().__init__(
            f"weight set {theirs.name!r}: {theirs.saved_by} saved version {theirs.version} "
            f"meanwhile; your change started from {started} and was not saved",
            f"Look at theirs and save again based on version {theirs.version}, "
            "or save yours under another name.",
        )
        self.theirs = theirs
        """The newest saved version."""
        self.base = base
        """The version that the refused save started from; None when it was to be the first."""


def checked_name(name: str) -> str:
    """Return the name of a weight set trimmed and in one Unicode form (NFC).

    Raises WrongUsage unless it is 1-60 printable characters.
    """
    trimmed = unicodedata.normalize("NFC", name).strip()
    if not trimmed:
        raise WrongUsage("the name of a weight set is empty", "Give it 1-60 characters.")
    if len(trimmed) > _LONGEST_NAME:
        raise WrongUsage(
            f"the name of a weight set has {len(trimmed)} characters", "Give it at most 60."
        )
    if not trimmed.isprintable():
        raise WrongUsage(f"the name of a weight set holds control characters: {trimmed!r}")
    return trimmed


def checked_weights(weights: Mapping[str, float]) -> dict[str, float]:
    """Return the weights as floats, in the same order.

    Raises WrongUsage for one that is not a number from 0 up, and when none is above zero.
    """
    try:
        return Weights.of(weights).as_mapping()
    except ModelError as error:
        raise WrongUsage(f"weights: {error.line}", error.hint) from error


def newest_of_each(connection: sqlite3.Connection, scorecard: str) -> tuple[WeightSet, ...]:
    """Return the newest version of every weight set, by name."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM weight_sets AS one WHERE scorecard = ? AND version = "
        "(SELECT max(version) FROM weight_sets WHERE scorecard = one.scorecard "
        "AND name = one.name) ORDER BY name",
        (scorecard,),
    )
    return tuple(_weight_set(row) for row in rows)


def versions_of(connection: sqlite3.Connection, scorecard: str, name: str) -> tuple[WeightSet, ...]:
    """Return every version of a weight set, newest first; empty when there is none."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM weight_sets WHERE scorecard = ? AND name = ? "
        "ORDER BY version DESC",
        (scorecard, name),
    )
    return tuple(_weight_set(row) for row in rows)


def one(
    connection: sqlite3.Connection, scorecard: str, name: str, version: int | None
) -> WeightSet | None:
    """Return a version of a weight set, or its newest; None when there is none."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM weight_sets WHERE scorecard = ? AND name = ? "
        "AND (? IS NULL OR version = ?) ORDER BY version DESC LIMIT 1",
        (scorecard, name, version, version),
    ).fetchone()
    return None if row is None else _weight_set(row)


def add(connection: sqlite3.Connection, mine: WeightSet) -> WeightSet:
    """Add `mine` as the next version and return it; its own version number is not looked at.

    When it says nothing that the newest version does not say already, that one is returned and
    none is added. Raises WeightSetChanged when the newest version is not `mine.based_on`, and
    WrongUsage when that version was never saved. Belongs inside a write transaction.
    """
    newest = one(connection, mine.scorecard, mine.name, None)
    started_from = mine.based_on or 0
    if not 0 <= started_from <= (newest.version if newest else 0):
        raise WrongUsage(
            f"weight set {mine.name!r} has no version {started_from}",
            f"The newest is version {newest.version}." if newest else "It has not been saved yet.",
        )
    if newest is not None:
        if newest.version != started_from:
            base = one(connection, mine.scorecard, mine.name, started_from)
            raise WeightSetChanged(theirs=newest, base=base)
        if newest.weights == mine.weights and mine.note in ("", newest.note):
            return newest
    row = (
        mine.scorecard,
        mine.name,
        started_from + 1,
        json.dumps(dict(mine.weights), ensure_ascii=False, allow_nan=False),
        started_from or None,
        mine.saved_by,
        as_text(mine.saved_at),
        mine.note,
    )
    connection.execute(f"INSERT INTO weight_sets ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    return _weight_set(row)


def checked_note(note: str) -> str:
    """Return a note as one trimmed line.

    Raises WrongUsage when it has more than 1,000 characters or control characters in it.
    """
    line = " ".join(note.split())
    if len(line) > _LONGEST_NOTE:
        raise WrongUsage(f"the note has {len(line)} characters", "Give it at most 1,000.")
    if not line.isprintable():
        raise WrongUsage(f"the note holds control characters: {line!r}")
    return line


def as_text(moment: datetime | None) -> str:
    """Return a moment as ISO 8601 in UTC, to the second."""
    if moment is None:
        raise ValueError("what is saved has a date")
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def weights_from(text: str) -> dict[str, float]:
    """Return weights as they were stored; raises Failed when they are damaged."""
    try:
        return {str(key): float(value) for key, value in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise Failed(f"the workspace holds weights that cannot be read: {text[:80]!r}") from error


def _weight_set(row: tuple[str, str, int, str, int | None, str, str, str]) -> WeightSet:
    scorecard, name, version, weights, based_on, saved_by, saved_at, note = row
    return WeightSet(
        scorecard=scorecard,
        name=name,
        version=version,
        weights=weights_from(weights),
        based_on=based_on,
        saved_by=saved_by,
        saved_at=datetime.fromisoformat(saved_at),
        note=note,
    )
