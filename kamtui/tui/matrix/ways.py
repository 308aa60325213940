"""Who went from where to where since the earlier day, as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kamtui.model.recut import Flow
from kamtui.tui.matrix.figures import counted
from kamtui.tui.matrix.listing import Went
from kamtui.tui.matrix.sheet import Piece, SheetColumn
from kamtui.tui.matrix.view import MatrixView
from kamtui.tui.ranked.rows import Sorting
from kamtui.tui.widgets.cells import bar, compact

BY_ACCOUNTS = Sorting("accounts")


@dataclass(frozen=True, eq=False)
class WaysSheet:
    """Ways from cell to cell in an order; a `Sheet`."""

    view: MatrixView
    ways: tuple[Flow, ...]
    sorting: Sorting

    def __len__(self) -> int:
        return len(self.ways)

    @property
    def title(self) -> str:
        """How many accounts moved, since when."""
        if self.view.basis.since is None:
            return "Moves"
        moved = sum(way.accounts for way in self.ways)
        return f"{counted(moved)} moved since {self.view.basis.since}"

    @property
    def empty(self) -> str:
        """What is said where there are none."""
        return "no account stands elsewhere than on the earlier day"

    @property
    def columns(self) -> tuple[SheetColumn, ...]:
        """The columns from the left."""
        return (
            SheetColumn("from", "From", 18),
            SheetColumn("to", "To", 18, 60),
            SheetColumn("accounts", "Accounts", 9, right=True),
            SheetColumn("share", "", 10, 30, leaves=1),
            SheetColumn("revenue", f"{self.view.currency} 12m", 10, right=True),
        )

    @property
    def falls(self) -> bool:
        """Whether the highest stands first."""
        return (self.sorting.column in ("accounts", "share", "revenue")) != self.sorting.reverse

    def cells(self, place: int, widths: Sequence[int]) -> tuple[Piece, ...]:
        """Return a way, a piece for each column of so many cells."""
        way = self.ways[place]
        most = max(each.accounts for each in self.ways)
        return (
            (self.view.name_of(way.before), self._tone(way.before)),
            (self.view.name_of(way.after), self._tone(way.after)),
            (f"{way.accounts:,}", "strong"),
            (bar(way.accounts / most, widths[3]), "bar"),
            (compact(way.revenue_12m), ""),
        )

    def key_at(self, place: int) -> str:
        """Return what a way is known by."""
        return f"{self.ways[place].before} {self.ways[place].after}"

    def place_of(self, key: str) -> int | None:
        """Return where a way is shown; None where it is not."""
        keys = [self.key_at(place) for place in range(len(self))]
        return keys.index(key) if key in keys else None

    def _tone(self, number: int) -> str:
        return "muted" if number == self.view.unplaced else "name"


def ways_sheet(view: MatrixView, sorting: Sorting) -> WaysSheet:
    """Return the ways from cell to cell in an order."""
    falls = {
        "from": lambda way: way.before,
        "to": lambda way: way.after,
        "revenue": lambda way: -way.revenue_12m,
    }
    key = falls.get(sorting.column, lambda way: -way.accounts)
    ways = sorted(view.flows, key=key)
    if sorting.reverse:
        ways.reverse()
    return WaysSheet(view, tuple(ways), sorting)


def way_of(key: str) -> Went:
    """Return the way that a key of a sheet stands for."""
    before, after = key.split()
    return Went(int(before), int(after))
