"""Where every account stands once the cut lines of a matrix are elsewhere, without a query.

`queries/matrix.sql` defines what a cell holds; this computes the same from the values of the
axes, fast enough for every key press. A value on a cut line counts as above it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kamtui.model.matrix import Matrix
from kamtui.model.ranking import Floats, Integers, rounded, weighted_sum
from kamtui.model.weights import Weights

Numbers = NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Moves:
    """Who stands elsewhere than on the earlier day, by the same cut lines."""

    cell_then: Numbers
    """For each account the number of its cell on the earlier day."""
    accounts: Integers
    """Cells then × cells now: how many accounts went that way; those that stayed among them."""

    @property
    def entered(self) -> Integers:
        """For each cell, and last for no cell, the accounts that were not in it then."""
        entered: Integers = self.accounts.sum(axis=0) - self.accounts.diagonal()
        return entered

    @property
    def left(self) -> Integers:
        """Likewise those that were in it then, and are no more."""
        left: Integers = self.accounts.sum(axis=1) - self.accounts.diagonal()
        return left

    @property
    def net(self) -> Integers:
        """Likewise how many more it holds than then."""
        return self.entered - self.left


@dataclass(frozen=True, eq=False)
class Recut:
    """Every account's cell, and what each cell holds. Cells are numbered as `Matrix.cell_names`.

    The number after the last cell stands for no cell: accounts of which too little is known.
    """

    cell: Numbers
    """For each account the number of its cell."""
    accounts: Integers
    """For each cell, and last for no cell, how many accounts it holds."""
    revenue_12m: Floats
    """Likewise their revenue, in money."""
    moves: Moves | None
    """None without an earlier day."""

    @property
    def unplaced(self) -> int:
        """The number that stands for no cell."""
        return len(self.accounts) - 1

    @property
    def revenue_share(self) -> Floats:
        """Each cell's part of the whole revenue, 0-1; NaN where that is zero or less."""
        whole = self.revenue_12m.sum()
        return self.revenue_12m / whole if whole > 0.0 else np.full(len(self.revenue_12m), np.nan)


@dataclass(frozen=True)
class Flow:
    """The accounts that went from one cell to another."""

    before: int
    """The number of the cell on the earlier day."""
    after: int
    accounts: int
    revenue_12m: float
    """Theirs now, in money."""


def recut(
    matrix: Matrix,
    x: Floats,
    y: Floats,
    revenue_12m: Floats,
    then: tuple[Floats, Floats] | None = None,
) -> Recut:
    """Return where accounts stand by the cut lines of a matrix.

    x, y and revenue hold a value an account, NaN where it is unknown; `then` is x and y of the
    earlier day.
    """
    cell = cell_numbers(matrix, x, y)
    size = len(matrix.cells) + 1
    revenue: Floats = np.bincount(cell, np.nan_to_num(revenue_12m), size).astype(np.float64)
    return Recut(
        cell=cell,
        accounts=np.bincount(cell, minlength=size),
        revenue_12m=revenue,
        moves=None if then is None else _moves(cell_numbers(matrix, *then), cell, size),
    )


def cell_numbers(matrix: Matrix, x: Floats, y: Floats) -> Numbers:
    """Return the number of each account's cell; that of no cell where x or y is NaN."""
    columns = len(matrix.x.bands)
    number = _bands(matrix.y.cuts, y)
    number *= -columns
    number += (len(matrix.y.bands) - 1) * columns
    number += _bands(matrix.x.cuts, x)
    # NaN spreads to the sum, and one look at that is cheaper than two.
    np.putmask(number, np.isnan(x + y), len(matrix.cells))
    return number


def _bands(cuts: tuple[float, ...], values: Floats) -> Numbers:
    """Return how many cut lines each value is on or above, as `searchsorted` from the right.

    A comparison for each of the few cut lines takes a tenth of its time.
    """
    bands = np.zeros(len(values), dtype=np.int16)
    for cut in cuts:
        bands += values >= cut
    return bands


def _moves(cell_then: Numbers, cell: Numbers, size: int) -> Moves:
    way = cell_then.astype(np.int64)
    way *= size
    way += cell
    return Moves(cell_then, np.bincount(way, minlength=size * size).reshape(size, size))


def flows(cut: Recut, revenue_12m: Floats) -> tuple[Flow, ...]:
    """Return who went from where to where, the largest number of accounts first.

    Empty without an earlier day.
    """
    if cut.moves is None:
        return ()
    size = len(cut.accounts)
    moved = np.flatnonzero(cut.cell != cut.moves.cell_then)
    way = cut.moves.cell_then[moved].astype(np.int64) * size + cut.cell[moved]
    accounts = np.bincount(way, minlength=size * size)
    revenue = np.bincount(way, np.nan_to_num(revenue_12m[moved]), minlength=size * size)
    ways = np.flatnonzero(accounts)
    order = ways[np.lexsort((ways, -revenue[ways], -accounts[ways]))]
    return tuple(
        Flow(int(each) // size, int(each) % size, int(accounts[each]), float(revenue[each]))
        for each in order
    )


def scores(points: Floats, weights: Weights, minimum_coverage: float) -> Floats:
    """Return each account's score 0-100 on a scorecard, as `queries/parts/axes.sql` does.

    `points` has a row an account and a column a criterion, NaN where it could not be scored. The
    score is NaN where less than the minimum coverage (0-1) of the weight could be.
    """
    scored = ~np.isnan(points)
    scored_weight = weighted_sum(scored, weights.values)
    whole_weight = weighted_sum(np.ones((1, len(weights))), weights.values)
    coverage = rounded(scored_weight / whole_weight)
    is_placed = (scored_weight > 0.0) & (coverage >= minimum_coverage)
    weighted = weighted_sum(np.nan_to_num(points), weights.values)
    score: NDArray[np.float64] = rounded(weighted / np.where(is_placed, scored_weight, 1.0))
    return np.where(is_placed, score, np.nan)
