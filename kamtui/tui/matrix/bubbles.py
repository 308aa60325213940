"""The accounts of a scatter: where they are drawn, in size classes by revenue."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kamtui.model.cut_lines import Side, round_number
from kamtui.model.ranking import Floats, Integers
from kamtui.tui.matrix.view import MatrixView

MARKERS = ("·", "o", "O", "●")
"""One for each size class, the smallest first."""
_CLASS_PERCENTILES = (50.0, 80.0, 95.0)
_STEPS = 5
"""How many steps of a cut line the ends of the drawing are whole in."""


@dataclass(frozen=True)
class Extent:
    """What part of an axis is drawn."""

    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Bubbles:
    """What a scatter draws: one account a place, the one with the highest revenue."""

    x: Floats
    y: Floats
    size: Integers
    """For each account its size class, from 0."""
    x_extent: Extent
    y_extent: Extent
    from_revenue: tuple[float, ...]
    """Where the size classes after the first begin, in money."""


def bubbles(view: MatrixView, width: int, height: int) -> Bubbles:
    """Return what is drawn of the placed accounts on so many cells and lines."""
    rows = view.placed_rows
    x, y = view.basis.x[rows], view.basis.y[rows]
    x_extent, y_extent = extent(view, "x"), extent(view, "y")
    revenue = np.nan_to_num(view.basis.revenue_12m[rows])
    edges = _edges(revenue)
    # What falls into one place of the terminal is drawn once; rows fall by revenue.
    column = _places(x, x_extent, width)
    line = _places(y, y_extent, height)
    _, first = np.unique(line * width + column, return_index=True)
    first.sort()
    return Bubbles(
        x=x[first],
        y=y[first],
        size=np.searchsorted(np.array(edges), revenue[first], side="right"),
        x_extent=x_extent,
        y_extent=y_extent,
        from_revenue=edges,
    )


def extent(view: MatrixView, side: Side) -> Extent:
    """Return what part of an axis is drawn: every placed account and every cut line, in whole
    steps of the axis."""
    values = (view.basis.x if side == "x" else view.basis.y)[view.placed_rows]
    cuts = (view.matrix.x if side == "x" else view.matrix.y).cuts
    found = [*cuts, *([values.min(), values.max()] if len(values) else [])] or [0.0]
    step = _STEPS * view.lines.span(side).step
    low, high = math.floor(float(min(found)) / step), math.ceil(float(max(found)) / step)
    return Extent(low * step, max(high, low + 1) * step)


def _places(values: Floats, whole: Extent, count: int) -> Integers:
    part = (values - whole.low) / (whole.high - whole.low)
    places: Integers = np.clip(part * count, 0, count - 1).astype(np.int64)
    return places


def _edges(revenue: Floats) -> tuple[float, ...]:
    """Return round amounts that rise, between the size classes."""
    bought = revenue[revenue > 0.0]
    if not len(bought):
        return ()
    edges = {round_number(float(each)) for each in np.percentile(bought, _CLASS_PERCENTILES)}
    return tuple(sorted(edges))
