"""An immutable snapshot of a matrix: where its accounts stand by the cut lines as they are now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kamtui.model.cut_lines import CutLines
from kamtui.model.matrix import Matrix
from kamtui.model.ranking import Integers
from kamtui.model.recut import Flow, Numbers, Recut, flows
from kamtui.portfolio.matrix_basis import MatrixBasis

NOT_PLACED = "not placed"


@dataclass(frozen=True)
class CellFacts:
    """What a cell holds, or no cell."""

    number: int
    name: str
    accounts: int
    revenue_12m: float
    revenue_share: float
    """Of the whole revenue, 0-1; NaN where that is zero or less."""
    entered: int | None
    """Accounts that were not in it on the earlier day; None without one."""
    left: int | None


@dataclass(frozen=True, eq=False)
class MatrixView:
    """What the Relationship screen draws."""

    basis: MatrixBasis
    """The accounts shown, placed by the weights set now."""
    lines: CutLines
    cut: Recut
    by_revenue: Integers
    """Rows of the basis, the highest revenue first."""
    currency: str

    @property
    def matrix(self) -> Matrix:
        """The matrix with its cut lines where they are now."""
        return self.lines.current

    @property
    def columns(self) -> int:
        """How many cells stand side by side."""
        return len(self.matrix.x.bands)

    @property
    def unplaced(self) -> int:
        """The number that stands for no cell."""
        return self.cut.unplaced

    def name_of(self, number: int) -> str:
        """Return the name of a cell, or of none."""
        return NOT_PLACED if number == self.unplaced else self.matrix.cell_names[number]

    def facts(self, number: int) -> CellFacts:
        """Return what a cell holds, or no cell."""
        cut, moves = self.cut, self.cut.moves
        return CellFacts(
            number=number,
            name=self.name_of(number),
            accounts=int(cut.accounts[number]),
            revenue_12m=float(cut.revenue_12m[number]),
            revenue_share=float(cut.revenue_share[number]),
            entered=None if moves is None else int(moves.entered[number]),
            left=None if moves is None else int(moves.left[number]),
        )

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """Who went from where to where since the earlier day, the most accounts first."""
        return flows(self.cut, self.basis.revenue_12m)

    def rows_in(self, number: int) -> Integers:
        """Return the accounts of a cell, or of none, as rows, the highest revenue first."""
        rows: Integers = self.by_revenue[self._ordered_cells == number]
        return rows

    def rows_that_went(self, before: int, after: int) -> Integers:
        """Return the accounts that went from one cell to another, the highest revenue first."""
        if self.cut.moves is None:
            return self.by_revenue[:0]
        went = (self.cut.cell == after) & (self.cut.moves.cell_then == before)
        rows: Integers = self.by_revenue[went[self.by_revenue]]
        return rows

    @cached_property
    def placed_rows(self) -> Integers:
        """The accounts that stand in a cell, as rows, the highest revenue first."""
        rows: Integers = self.by_revenue[self._ordered_cells != self.unplaced]
        return rows

    @cached_property
    def _ordered_cells(self) -> Numbers:
        """The number of each account's cell, the highest revenue first."""
        ordered: Numbers = self.cut.cell[self.by_revenue]
        return ordered

    def biggest(self, number: int, count: int) -> list[int]:
        """Return the accounts of a cell with the highest revenue, as rows, at most so many."""
        places = np.flatnonzero(self._ordered_cells == number)[:count]
        rows: list[int] = self.by_revenue[places].tolist()
        return rows

    def account_name(self, row: int) -> str:
        """Return what the account of a row is called."""
        return str(self.basis.names[row] or self.basis.account_ids[row])

    def cell_then(self, row: int) -> int | None:
        """Return the number of an account's cell on the earlier day; None without one."""
        return None if self.cut.moves is None else int(self.cut.moves.cell_then[row])

    def ids_of(self, rows: Integers) -> list[str]:
        """Return the ids of the accounts of some rows."""
        ids: list[str] = self.basis.account_ids[rows].tolist()
        return ids

    def row_of(self, account_id: str) -> int | None:
        """Return the row of an account; None where it is not shown."""
        # The basis is ordered by account id.
        row = int(self.basis.account_ids.searchsorted(account_id)) if len(self.basis) else 0
        if row == len(self.basis) or self.basis.account_ids[row] != account_id:
            return None
        return row
