"""The accounts of a matrix: which are wanted, by which weights and cut lines they are placed.

It knows no widget: every change is made here, and `view` says what to draw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kamtui.model.cut_lines import CutLines
from kamtui.model.ranking import Integers
from kamtui.model.recut import cell_numbers, recut
from kamtui.model.weights import Weights
from kamtui.portfolio.matrix_basis import MatrixBasis
from kamtui.portfolio.ranking import Texts
from kamtui.tui.matrix.view import MatrixView
from kamtui.tui.ranked.rows import Filters

Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class Weighed:
    """The weights of a scorecard while they are edited."""

    current: Weights
    saved: Weights


class Placing:
    """The accounts of a basis in the matrix, as they are cut, weighed and filtered now."""

    def __init__(
        self,
        basis: MatrixBasis,
        filters: Filters,
        currency: str,
        weights: Mapping[str, Weighed] | None = None,
        lines: CutLines | None = None,
    ) -> None:
        """`weights` are those set now, by scorecard; `lines` cut lines that were moved before."""
        self._all = basis
        self._currency = currency
        self._filters = filters
        self._weights = dict(weights or {})
        self.lines = (
            CutLines.of(basis.matrix, basis.x, basis.y)
            if lines is None
            else lines.over(basis.matrix, basis.x, basis.y)
        )
        self._wanted = self._placed = basis
        self._by_revenue = _falling(basis)
        self._view: MatrixView
        self._choose()

    @property
    def basis(self) -> MatrixBasis:
        """Every account, as it was loaded."""
        return self._all

    def view(self) -> MatrixView:
        """Return what to draw."""
        return self._view

    def filter(self, filters: Filters) -> None:
        """Want the accounts of another owner or segment."""
        self._filters = filters
        self._choose()

    def weigh(self, scorecard: str, weighed: Weighed) -> None:
        """Place accounts by other weights of a scorecard."""
        self._weights[scorecard] = weighed
        self._weigh()

    def saved_weights(self, scorecard: str) -> Weights | None:
        """Return the saved weights of a scorecard; None where no axis is that."""
        if scorecard in self._weights:
            return self._weights[scorecard].saved
        axes = (self._all.x_axis, self._all.y_axis)
        found = (each.saved for each in axes if each.scorecard and each.scorecard.id == scorecard)
        return next(found, None)

    def moved_by_weights(self) -> int:
        """Return how many accounts stand in another cell than by the saved weights."""
        saved = self._by({name: each.saved for name, each in self._weights.items()})
        before = cell_numbers(self.lines.current, saved.x, saved.y)
        return int(np.count_nonzero(before != self._view.cut.cell))

    def cut_by(self, lines: CutLines) -> None:
        """Move the cut lines, or choose another one."""
        moved = lines.current != self.lines.current
        self.lines = lines
        if moved:
            self._recut()
        else:
            self._view = replace(self._view, lines=lines)

    def _choose(self) -> None:
        wanted = _wanted(self._all, self._filters)
        self._wanted = self._all if wanted is None else self._all.only(wanted)
        self._by_revenue = _falling(self._wanted)
        self._weigh()

    def _weigh(self) -> None:
        self._placed = self._by({name: each.current for name, each in self._weights.items()})
        self._recut()

    def _by(self, weights: Mapping[str, Weights]) -> MatrixBasis:
        """Return the accounts wanted, placed by weights; by those they were loaded with else."""
        placed = self._wanted
        for side in self._wanted.scored_axes():
            axis = self._wanted.axis(side)
            set_now = weights.get(axis.scorecard.id if axis.scorecard else "")
            if set_now is not None and set_now != axis.saved:
                placed = placed.weighed(side, set_now)
        return placed

    def _recut(self) -> None:
        placed = self._placed
        cut = recut(self.lines.current, placed.x, placed.y, placed.revenue_12m, placed.then)
        self._view = MatrixView(placed, self.lines, cut, self._by_revenue, self._currency)


def _wanted(basis: MatrixBasis, filters: Filters) -> Booleans | None:
    """Mark the accounts of an owner and a segment; None for all."""
    if filters.owner is None and filters.segment is None:
        return None
    return _equal(basis.owners, filters.owner) & _equal(basis.segments, filters.segment)


def _equal(texts: Texts, wanted: str | None) -> Booleans:
    """Mark the rows with this text, or without any where "" is wanted; all where None is."""
    if wanted is None:
        return np.ones(len(texts), dtype=bool)
    return np.asarray(texts == (wanted or None), dtype=bool)


def _falling(basis: MatrixBasis) -> Integers:
    """Return the rows by revenue, the highest first, of equal ones by id; unknown ones last."""
    return np.argsort(-basis.revenue_12m, kind="stable")
