"""Lists of accounts of a matrix: those of a cell, those of none, those that went a way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kamtui.model.ranking import Floats, Integers
from kamtui.portfolio.matrix_basis import MatrixBasis
from kamtui.tui.matrix.figures import counted, part_of, value_text
from kamtui.tui.matrix.sheet import Piece, SheetColumn
from kamtui.tui.matrix.view import MatrixView
from kamtui.tui.ranked.rows import Sorting
from kamtui.tui.ranked.search import alphabetical_places
from kamtui.tui.widgets.cells import NO_VALUE, compact

TEXT_COLUMNS = ("account", "owner", "segment", "missing")
BY_REVENUE = Sorting("revenue")


@dataclass(frozen=True)
class InCell:
    """The accounts of a cell, or of none."""

    number: int


@dataclass(frozen=True)
class Went:
    """The accounts that went from one cell to another."""

    before: int
    after: int


Asked = InCell | Went


@dataclass(frozen=True, eq=False)
class TextPlaces:
    """The alphabetical places of the texts of a basis's accounts; good for that basis only."""

    basis: MatrixBasis
    places: Mapping[str, Floats]
    """Column → places."""


def text_places(basis: MatrixBasis) -> TextPlaces:
    """Return what ordering by texts needs. Not for the event loop where there are many."""
    texts = {
        "account": basis.names,
        "owner": basis.owners,
        "segment": basis.segments,
        "missing": basis.missing,
    }
    return TextPlaces(basis, {name: alphabetical_places(each) for name, each in texts.items()})


@dataclass(frozen=True, eq=False)
class AccountsSheet:
    """Accounts in an order; a `Sheet`. Its keys are account ids."""

    view: MatrixView
    asked: Asked
    rows: Integers
    sorting: Sorting

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def title(self) -> str:
        """Which accounts they are, how many, and their revenue."""
        revenue = float(np.nansum(self.view.basis.revenue_12m[self.rows]))
        said = f"{counted(len(self))} · {self.view.currency} {compact(revenue)}"
        if isinstance(self.asked, Went):
            before, after = (self.view.name_of(n) for n in (self.asked.before, self.asked.after))
            return f"{before} → {after} · {said} · since {self.view.basis.since}"
        share = self.view.facts(self.asked.number).revenue_share
        return f"{self.view.name_of(self.asked.number)} · {said} · {part_of(share)}"

    @property
    def empty(self) -> str:
        """What is said where there are none."""
        return "no account stands here"

    @property
    def columns(self) -> tuple[SheetColumn, ...]:
        """The columns from the left; where none is placed, what is missing."""
        matrix = self.view.matrix
        common = (
            SheetColumn("account", "Account", 22),
            SheetColumn("owner", "Owner", 12, 22, leaves=2),
            SheetColumn("segment", "Segment", 10, 18, leaves=4),
            SheetColumn("x", matrix.x.title, 8, 26, right=True, leaves=1 if self._lacks else 0),
            SheetColumn("y", matrix.y.title, 8, 26, right=True, leaves=1 if self._lacks else 0),
            SheetColumn("revenue", f"{self.view.currency} 12m", 8, 10, right=True),
        )
        if self._lacks:
            return (*common, SheetColumn("missing", "Missing", 24, 60))
        if self.view.cut.moves is None:
            return common
        return (*common, SheetColumn("was", f"On {self.view.basis.since}", 13, 24, leaves=3))

    @property
    def falls(self) -> bool:
        """Whether the highest stands first."""
        return (self.sorting.column in ("x", "y", "revenue")) != self.sorting.reverse

    @property
    def _lacks(self) -> bool:
        return isinstance(self.asked, InCell) and self.asked.number == self.view.unplaced

    def cells(self, place: int, widths: Sequence[int]) -> tuple[Piece, ...]:
        """Return an account, a piece for each column of so many cells."""
        row, view = int(self.rows[place]), self.view
        basis, matrix = view.basis, view.matrix
        then = view.cell_then(row)
        values: dict[str, Piece] = {
            "account": (view.account_name(row), "name"),
            "owner": (basis.owners[row] or NO_VALUE, "muted"),
            "segment": (basis.segments[row] or NO_VALUE, "muted"),
            "x": (value_text(matrix.x, float(basis.x[row])), ""),
            "y": (value_text(matrix.y, float(basis.y[row])), ""),
            "revenue": (compact(float(basis.revenue_12m[row])), ""),
            "was": _was(view, int(view.cut.cell[row]), then),
        }
        if self._lacks:
            values["missing"] = (basis.missing[row] or NO_VALUE, "muted")
        return tuple(values[column.id] for column in self.columns)

    def key_at(self, place: int) -> str:
        """Return the id of the account at a place."""
        return str(self.view.basis.account_ids[self.rows[place]])

    def place_of(self, key: str) -> int | None:
        """Return where an account is shown; None where it is not."""
        found = np.flatnonzero(self.rows == self.view.row_of(key))
        return int(found[0]) if len(found) else None

    def ids(self) -> list[str]:
        """Return the ids of the accounts in the order shown."""
        return self.view.ids_of(self.rows)


def accounts_sheet(
    view: MatrixView, asked: Asked, sorting: Sorting, places: TextPlaces | None
) -> AccountsSheet:
    """Return accounts in an order; by texts only when their places are known.

    Those of which the value is unknown come last either way; of equal ones the higher revenue
    comes first.
    """
    if isinstance(asked, Went):
        rows = view.rows_that_went(asked.before, asked.after)
    else:
        rows = view.rows_in(asked.number)
    keys = _keys(view, sorting.column, places)
    if keys is not None:
        own = keys[rows]
        rows = rows[np.argsort(-own if sorting.reverse else own, kind="stable")]
    return AccountsSheet(view, asked, rows, sorting)


def _keys(view: MatrixView, column: str, places: TextPlaces | None) -> Floats | None:
    """Return what a column orders by, smallest first; None where that is not known yet."""
    basis = view.basis
    if column in TEXT_COLUMNS:
        known = places is not None and places.basis is basis
        return places.places[column] if known and places is not None else None
    if column == "was":
        moves = view.cut.moves
        return None if moves is None else moves.cell_then.astype(np.float64)
    values = {"x": basis.x, "y": basis.y}.get(column, basis.revenue_12m)
    return -values


def _was(view: MatrixView, now: int, then: int | None) -> Piece:
    if then is None:
        return (NO_VALUE, "muted")
    return ("the same", "muted") if then == now else (view.name_of(then), "up")
