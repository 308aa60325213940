"""Amounts by month as columns of blocks, to an eighth of a cell; what is below zero hangs down."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_MANTISSAS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True)
class Extent:
    """What the height of the chart stands for."""

    top: float
    bottom: float
    """0 or less."""
    rows_above: int
    """Rows above the zero line."""
    rows_below: int

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.rows_above + self.rows_below


@dataclass(frozen=True)
class Parts:
    """How the cells of one month are shared out."""

    revenue: int
    margin: int
    gap: int

    @property
    def width(self) -> int:
        """How many cells a month takes."""
        return self.revenue + self.margin + self.gap


def parts_for(width: int, *, with_margin: bool) -> Parts:
    """Return how `width` cells, at least 1, are shared: margin stands to the right of revenue.

    Where there are two cells no gap is left: the lower margin parts the months by itself.
    """
    if not with_margin or width == 1:
        gap = 1 if width > 1 else 0
        return Parts(width - gap, 0, gap)
    gap = 1 if width > 2 else 0
    margin = (width - gap) // 2
    return Parts(width - gap - margin, margin, gap)


def round_up(amount: float) -> float:
    """Return the first round number from `amount` on; 1 for nothing."""
    if amount <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(amount))
    return next(each * power for each in _MANTISSAS if each * power >= amount * (1 - 1e-9))


def extent_of(amounts: Iterable[float], rows: int) -> Extent:
    """Return what `rows` rows, at least 2, stand for, so that every amount fits.

    A row stands for the same amount above and below the zero line.
    """
    found = [0.0, *amounts]
    highest, lowest = max(found), min(found)
    if lowest == 0.0:
        return Extent(round_up(highest), 0.0, rows, 0)
    if highest == 0.0:
        return Extent(0.0, -round_up(-lowest), 0, rows)
    top = round_up(highest)
    for below in range(1, rows):
        of_a_row = top / (rows - below)
        if -lowest <= of_a_row * below:
            return Extent(top, -of_a_row * below, rows - below, below)
    of_a_row = round_up(-lowest / (rows - 1))
    return Extent(of_a_row, -of_a_row * (rows - 1), 1, rows - 1)


def block(amount: float, extent: Extent, row: int) -> str:
    """Return the sign of an amount's column in a row, the topmost being 0."""
    if row < extent.rows_above:
        from_zero = extent.rows_above - row - 1
        eighths = _steps(amount, extent.top, 8 * extent.rows_above) - 8 * from_zero
        return _EIGHTHS[max(0, min(8, eighths))]
    halves = _steps(amount, extent.bottom, 2 * extent.rows_below)
    left = halves - 2 * (row - extent.rows_above)
    return "█" if left >= 2 else "▀" if left == 1 else " "


def _steps(amount: float, whole: float, steps: int) -> int:
    """Return an amount in steps of which `steps` make the whole; 0 where the signs differ.

    What is not nothing is at least one step.
    """
    if amount == 0.0 or whole == 0.0 or (amount > 0) != (whole > 0):
        return 0
    return max(1, round(steps * amount / whole))
