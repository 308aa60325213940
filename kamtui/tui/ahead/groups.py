"""White space as a sheet: accounts by product groups, what is bought, and what peers buy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kamtui.portfolio.white_space import SheetRow, WhiteSpaceSheet
from kamtui.tui.matrix.sheet import Piece, SheetColumn
from kamtui.tui.ranked.folding import folded
from kamtui.tui.ranked.rows import Sorting
from kamtui.tui.widgets.cells import NO_VALUE, compact

BY_REVENUE = Sorting("revenue")
"""Who buys most first."""
HALF = 0.5
"""The share of its peers from which a group that an account does not buy stands out."""

_ACCOUNT = SheetColumn("name", "Account", 18)
_REVENUE = SheetColumn("revenue", "Revenue", 8, right=True)
_WIDTH, _MOST = 9, 14


@dataclass(frozen=True, eq=False)
class GroupsSheet:
    """Accounts in an order; a `Sheet`."""

    groups: tuple[str, ...]
    """Every group, in the order of the amounts of the rows."""
    rows: tuple[SheetRow, ...]
    """In the order shown."""
    first: int
    """The group whose column stands first, from 0."""
    sorting: Sorting
    title: str
    empty: str = "No product group was sold in 12 months."

    @property
    def columns(self) -> tuple[SheetColumn, ...]:
        """The account, its revenue, and as many groups from the first on as there is room for."""
        shown = enumerate(self.groups[self.first :], start=1)
        groups = (
            SheetColumn(group_column(self.first + n - 1), group, _WIDTH, _MOST, True, leaves=n)
            for n, group in shown
        )
        return (_ACCOUNT, _REVENUE, *groups)

    @property
    def falls(self) -> bool:
        """Whether the highest stands first."""
        return (self.sorting.column != "name") != self.sorting.reverse

    def __len__(self) -> int:
        return len(self.rows)

    def cells(self, place: int, widths: Sequence[int]) -> tuple[Piece, ...]:
        """Return a row, a piece for each column of so many cells."""
        row = self.rows[place]
        revenue = NO_VALUE if row.revenue_12m is None else compact(row.revenue_12m)
        groups = (group_cell(row, n) for n in range(self.first, len(self.groups)))
        return ((row.name, "name"), (revenue, "strong"), *groups)

    def key_at(self, place: int) -> str:
        """Return what the row at a place, from 0, is known by."""
        return self.rows[place].account_id

    @cached_property
    def _places(self) -> dict[str, int]:
        return {row.account_id: place for place, row in enumerate(self.rows)}

    def place_of(self, key: str) -> int | None:
        """Return where a row is, from 0; None where it is not."""
        return self._places.get(key)

    def account_ids(self) -> list[str]:
        """Return the accounts in the order shown."""
        return [row.account_id for row in self.rows]


def group_cell(row: SheetRow, group: int) -> Piece:
    """Return what an account bought of a group, else the share of its peers that buys it.

    `›` marks a share of half or more, `↓` a group that was bought before; no share, no peers.
    """
    amount, share, state = row.amounts[group], row.peer_shares[group], row.states[group]
    if state == "now" or amount:
        return (NO_VALUE if amount is None else compact(amount), "")
    said = "" if not share else f"{100 * share:.0f}%"
    if state == "before":
        return (f"↓{said}", "down")
    if share is not None and share >= HALF:
        return (f"›{said}", "up")
    return (said, "muted")


def group_column(group: int) -> str:
    """Return the id of the column of a group."""
    return f"group {group}"


def groups_sheet(
    sheet: WhiteSpaceSheet, first: int, sorting: Sorting, currency: str
) -> GroupsSheet:
    """Return the sheet in an order, from a group on; accounts that do not buy of a group come last.

    By a group those stand first that buy most of it, then those whose peers buy it most.
    """
    title = (
        f"{len(sheet.rows):,} accounts: {currency} of 12 months, else % of peers "
        "(› half of them, ↓ before)"
    )
    rows = _in_order(sheet, sorting)
    return GroupsSheet(sheet.groups, rows, first, sorting, title)


def _in_order(sheet: WhiteSpaceSheet, sorting: Sorting) -> tuple[SheetRow, ...]:
    if sorting.column == "name":
        named = sorted(sheet.rows, key=lambda row: folded(row.name), reverse=sorting.reverse)
        return tuple(named)
    if sorting.column == BY_REVENUE.column:
        return sheet.rows[::-1] if sorting.reverse else sheet.rows
    group = int(sorting.column.rpartition(" ")[2])

    def rank(row: SheetRow) -> tuple[float, float]:
        amount, share = row.amounts[group], row.peer_shares[group]
        return (-(amount or 0.0), -(share or 0.0))

    return tuple(sorted(sheet.rows, key=rank, reverse=sorting.reverse))
