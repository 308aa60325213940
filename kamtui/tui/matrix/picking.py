"""Going from account to account over a scatter: to the nearest one in a direction."""

from __future__ import annotations

import numpy as np

from kamtui.tui.matrix.view import MatrixView

_SIDEWAYS = 2.0
"""How much more a step aside costs than one ahead."""
_STEEPEST = 2.0
"""What lies further aside than so many times ahead lies in another direction."""


def nearest(view: MatrixView, row: int, right: int, up: int) -> int | None:
    """Return the account nearest to another one to the right (-1: left) or up (-1: down).

    Of several in one place the one with the highest revenue; None where there is none.
    """
    rows = view.placed_rows
    if not len(rows):
        return None
    across = _distances(view.basis.x[rows], float(view.basis.x[row]))
    along = _distances(view.basis.y[rows], float(view.basis.y[row]))
    ahead = across * right + along * up
    aside = np.abs(across * up) + np.abs(along * right)
    cost = np.where(
        (ahead > 1e-9) & (aside <= _STEEPEST * ahead), ahead + _SIDEWAYS * aside, np.inf
    )
    place = int(np.argmin(cost))
    return int(rows[place]) if np.isfinite(cost[place]) else None


def by_revenue(view: MatrixView, row: int | None, step: int) -> int | None:
    """Return the placed account so many places after another one by revenue; None for none."""
    rows = view.placed_rows
    if not len(rows):
        return None
    found = np.flatnonzero(rows == row)
    place = int(found[0]) + step if len(found) else 0
    return int(rows[max(0, min(place, len(rows) - 1))])


def _distances(
    values: np.ndarray[tuple[int], np.dtype[np.float64]], value: float
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return how far values lie from one, as parts of the whole that they span."""
    span = float(values.max() - values.min()) or 1.0
    return (values - value) / span
