"""The queue as a sheet: what there is to do, in an order, with the due day in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kamtui.model.ranking import Integers
from kamtui.portfolio.queue import ActionRow, Queue
from kamtui.tui.matrix.sheet import Piece, SheetColumn
from kamtui.tui.ranked.folding import folded
from kamtui.tui.ranked.rows import Sorting
from kamtui.tui.widgets.cells import NO_VALUE, bar, whole

BY_POSITION = Sorting("position")
"""The queue's own order."""

_COLUMNS = (
    SheetColumn("name", "Account", 20),
    SheetColumn("position", "#", 4, most=6, right=True, leaves=3),
    SheetColumn("class", "Cl", 2, leaves=1),
    SheetColumn("reason", "What and why", 27, most=34),
    SheetColumn("due_on", "Due", 10, most=12, right=True),
    SheetColumn("urgency", "Urgent", 6, leaves=2),
    SheetColumn("priority", "Prio", 4, right=True, leaves=4),
    SheetColumn("owner", "List of", 12, most=16, leaves=5),
    SheetColumn("detail", "In detail", 24, most=34, leaves=6),
)
_FALLING = ("urgency", "priority")
"""Columns whose highest value comes first."""


def due_words(row: ActionRow, as_of: date) -> str:
    """Return when something is due, such as `12 d late`."""
    if row.snoozed_until is not None:
        return f"→ {row.snoozed_until:%d %b}"
    if row.due_on is None:
        return NO_VALUE
    days = (row.due_on - as_of).days
    if days == 0:
        return "today"
    return f"in {days:,} d" if days > 0 else f"{-days:,} d late"


@dataclass(frozen=True, eq=False)
class QueueSheet:
    """Some of the queue in an order; a `Sheet`. Its keys are the ids of what there is to do."""

    queue: Queue
    places: Integers
    """The places in the queue of what is shown, in the order shown."""
    sorting: Sorting
    of_one: bool
    """Whether it is one person's list, so that nobody need be named."""
    title: str

    @property
    def empty(self) -> str:
        """What is said where there is nothing to do."""
        return "Nothing is to be done here." if not len(self.queue) else "Nothing is found."

    @property
    def columns(self) -> tuple[SheetColumn, ...]:
        """The columns from the left."""
        if self.of_one:
            return tuple(column for column in _COLUMNS if column.id != "owner")
        return _COLUMNS

    @property
    def falls(self) -> bool:
        """Whether the highest stands first."""
        return (self.sorting.column in _FALLING) != self.sorting.reverse

    def __len__(self) -> int:
        return len(self.places)

    def row(self, place: int) -> ActionRow:
        """Return what stands at a place, from 0 in the order shown."""
        return self.queue.row(int(self.places[place]))

    def cells(self, place: int, widths: Sequence[int]) -> tuple[Piece, ...]:
        """Return a row, a piece for each column of so many cells."""
        row = self.row(place)
        is_late = row.due_on is not None and row.due_on < self.queue.as_of
        of_column: dict[str, Piece] = {
            "name": (row.name or row.account_id, "name"),
            "position": (f"{row.position:,}", "muted"),
            "class": (row.class_letter or NO_VALUE, "strong" if row.class_letter else "muted"),
            "reason": (row.reason, ""),
            "due_on": (due_words(row, self.queue.as_of), "down" if is_late else "muted"),
            "urgency": (bar(row.urgency, 6), "bar"),
            "priority": (NO_VALUE if row.priority is None else whole(row.priority), "muted"),
            "owner": (row.owner or NO_VALUE, "muted"),
            "detail": (row.detail or "", "muted"),
        }
        return tuple(of_column[column.id] for column in self.columns)

    def key_at(self, place: int) -> str:
        """Return what the row at a place, from 0, is known by."""
        return self.row(place).id

    def place_of(self, key: str) -> int | None:
        """Return where a row is, from 0; None where it is not."""
        place = self.queue.ids.get(key)
        if place is None:
            return None
        shown = np.flatnonzero(self.places == place)
        return int(shown[0]) if len(shown) else None

    def account_ids(self) -> list[str]:
        """Return the accounts in the order shown, each once."""
        ids = np.asarray(self.queue.column("account_id"), dtype=object)[self.places]
        return list(dict.fromkeys(ids.tolist()))


def queue_sheet(
    queue: Queue,
    text: str,
    sorting: Sorting,
    *,
    of_one: bool,
    title: str,
    hidden: Collection[str] = (),
) -> QueueSheet:
    """Return what is found by a text, every word of it, in an order, without what is hidden.

    Takes a moment where there is much. `hidden` are ids.
    """
    words = folded(text).split()
    if sorting.column == BY_POSITION.column:
        order: Integers = np.arange(len(queue), dtype=np.intp)
        order = order[::-1] if sorting.reverse else order
    else:
        falling = (sorting.column in _FALLING) != sorting.reverse
        order = queue.in_order(sorting.column, falling=falling)
    away = [queue.ids[each] for each in hidden if each in queue.ids]
    if words or away:
        is_shown = np.zeros(len(queue), dtype=bool)
        is_shown[queue.found(words)] = True
        is_shown[away] = False
        order = order[is_shown[order]]
    return QueueSheet(queue, order, sorting, of_one, title)
