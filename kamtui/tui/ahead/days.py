"""The coming days as a sheet: what falls on which day, at which account."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kamtui.portfolio.calendar import Event
from kamtui.tui.matrix.sheet import Piece, SheetColumn
from kamtui.tui.ranked.folding import folded
from kamtui.tui.ranked.rows import Sorting
from kamtui.tui.widgets.cells import NO_VALUE

BY_DAY = Sorting("day")
"""The order of the days."""

KINDS: Mapping[str, str] = {
    "next_step": "step agreed",
    "action": "action agreed",
    "care_due": "contact due",
    "after_care": "after-care",
    "contract_end": "contract ends",
    "offer": "offer open",
    "season_start": "season begins",
    "key_date": "key date",
}
"""What each kind of event is called on the screen."""

_COLUMNS = (
    SheetColumn("name", "Account", 18),
    SheetColumn("day", "Day", 14),
    SheetColumn("kind", "What", 13),
    SheetColumn("detail", "In detail", 22, most=110, leaves=1),
    SheetColumn("owner", "Whose", 10, most=16, leaves=2),
)
_TONES: Mapping[str, str] = {"contract_end": "warning", "season_start": "up", "next_step": "strong"}

_ORDERS: Mapping[str, Callable[[Event], Any]] = {
    "day": lambda event: event.day,
    "name": lambda event: folded(event.name),
    "kind": lambda event: KINDS.get(event.kind, event.kind),
    "detail": lambda event: folded(event.detail),
    "owner": lambda event: (event.owner is None, folded(event.owner or "")),
}


@dataclass(frozen=True, eq=False)
class DaysSheet:
    """Events in an order; a `Sheet`."""

    events: tuple[Event, ...]
    """In the order shown."""
    as_of: date
    sorting: Sorting
    title: str
    empty: str = "Nothing falls on these days."
    columns: tuple[SheetColumn, ...] = _COLUMNS

    @property
    def falls(self) -> bool:
        """Whether the last stands first."""
        return self.sorting.reverse

    def __len__(self) -> int:
        return len(self.events)

    def cells(self, place: int, widths: Sequence[int]) -> tuple[Piece, ...]:
        """Return a row, a piece for each column of so many cells."""
        event = self.events[place]
        return (
            (event.name, "name"),
            (f"{event.day:%a} {event.day.isoformat()}", "muted"),
            (KINDS.get(event.kind, event.kind), _TONES.get(event.kind, "")),
            (event.detail, "muted"),
            (event.owner or NO_VALUE, "muted"),
        )

    def key_at(self, place: int) -> str:
        """Return what the row at a place, from 0, is known by."""
        event = self.events[place]
        return "\x00".join((event.kind, event.account_id, event.key))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {self.key_at(place): place for place in range(len(self))}

    def place_of(self, key: str) -> int | None:
        """Return where a row is, from 0; None where it is not."""
        return self._places.get(key)

    def key_of_account(self, account_id: str) -> str | None:
        """Return the key of the first row of an account; None where it has none."""
        for place, event in enumerate(self.events):
            if event.account_id == account_id:
                return self.key_at(place)
        return None

    def account_ids(self) -> list[str]:
        """Return the accounts in the order shown, each once."""
        return list(dict.fromkeys(event.account_id for event in self.events))


def days_sheet(events: tuple[Event, ...], as_of: date, days: int, sorting: Sorting) -> DaysSheet:
    """Return the events of so many days in an order; those of one place stay in the days' order."""
    order = _ORDERS[sorting.column]
    title = f"The {days} days from {as_of}: {len(events):,}"
    in_order = tuple(sorted(events, key=order, reverse=sorting.reverse))
    return DaysSheet(in_order, as_of, sorting, title)
