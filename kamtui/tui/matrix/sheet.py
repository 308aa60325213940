"""A sheet: rows under columns, in an order that a column gives. What a `SheetTable` draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kamtui.tui.ranked.rows import Sorting

GAP = 2
"""Cells between two columns."""

Piece = tuple[str, str]
"""A text and the name of its tone; "" is the row's own."""


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet. The first one takes the width that the others leave."""

    id: str
    title: str
    width: int
    """How wide it is at least."""
    most: int = 0
    """How wide it gets where there is room; 0 for `width`."""
    right: bool = False
    """Whether it stands to the right."""
    leaves: int = 0
    """Columns leave a narrow table in falling order of this; at 0 it never does."""


class Sheet(Protocol):
    """Rows in the order shown, each known by a key."""

    @property
    def title(self) -> str:
        """What the rows are."""

    @property
    def empty(self) -> str:
        """What is said where there are no rows."""

    @property
    def columns(self) -> tuple[SheetColumn, ...]:
        """The columns from the left."""

    @property
    def sorting(self) -> Sorting:
        """What orders the rows."""

    @property
    def falls(self) -> bool:
        """Whether the highest stands first."""

    def __len__(self) -> int:
        """Return how many rows there are."""

    def cells(self, place: int, widths: Sequence[int]) -> tuple[Piece, ...]:
        """Return a row, a piece for each column of so many cells."""

    def key_at(self, place: int) -> str:
        """Return what the row at a place, from 0, is known by."""

    def place_of(self, key: str) -> int | None:
        """Return where a row is, from 0; None where it is not."""


def widths(columns: Sequence[SheetColumn], room: int) -> tuple[int, ...]:
    """Return how wide each column is in `room` cells; 0 for one that has left."""
    found = [column.width for column in columns]
    for place in sorted(range(len(columns)), key=lambda each: -columns[each].leaves):
        if _taken(found) <= room or not columns[place].leaves:
            break
        found[place] = 0
    for leaves in sorted({column.leaves for column in columns}):
        _grow(columns, found, leaves, room)
    found[0] = max(1, found[0] + room - _taken(found))
    return tuple(found)


def _grow(columns: Sequence[SheetColumn], found: list[int], leaves: int, room: int) -> None:
    """Give the columns that leave together what room there is, in turns."""
    growing = True
    while growing:
        growing = False
        for place, column in enumerate(columns):
            is_small = place and 0 < found[place] < column.most
            if is_small and column.leaves == leaves and _taken(found) < room:
                found[place] += 1
                growing = True


def _taken(found: Sequence[int]) -> int:
    return sum(found) + GAP * (sum(1 for width in found if width) - 1)
