"""Matrices: two axes with cut lines, and a name for each cell between them.

What an account is placed by is declared, not coded: a scorecard, a measure, an assessment, an
index of competitive strength or an expression on each axis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from kamtui.model.errors import ModelError

StrengthValue = Literal["relative", "lead", "index"]
"""What of our competitive strength an axis can show."""


@dataclass(frozen=True)
class Axis:
    """One axis. One of scorecard, measure, assessment, strength and sql is set."""

    title: str
    cuts: tuple[float, ...]
    """Rising, in the unit of the value; a value on a cut line counts as above it."""
    bands: tuple[str, ...]
    """From the lowest values up; one more than cuts."""
    scorecard: str | None = None
    """The id of a scorecard: its score, 0-100, where its minimum coverage is reached."""
    measure: str | None = None
    """The name of a measure."""
    assessment: str | None = None
    """A dimension of the assessments table, 0-10."""
    strength: StrengthValue | None = None
    sql: str | None = None
    """A SQL expression over the measures."""


@dataclass(frozen=True)
class Matrix:
    """Two axes, and what it means to stand in each cell."""

    id: str
    title: str
    x: Axis
    y: Axis
    cells: Mapping[tuple[str, str], str]
    """(band of x, band of y) → the cell's name, for every pair."""
    source: str = ""
    """Who described it, for people."""

    @property
    def cell_names(self) -> tuple[str, ...]:
        """The cells' names by their number: row by row from the upper left to the lower right."""
        return tuple(self.cells[x, y] for y in reversed(self.y.bands) for x in self.x.bands)

    def with_cuts(self, x_cuts: Sequence[float], y_cuts: Sequence[float]) -> Matrix:
        """Return the matrix with its cut lines elsewhere.

        Raises ModelError when they are not as many as before, or do not rise.
        """
        return replace(self, x=_cut_at(self.x, x_cuts), y=_cut_at(self.y, y_cuts))


def _cut_at(axis: Axis, cuts: Sequence[float]) -> Axis:
    if len(cuts) != len(axis.cuts):
        raise ModelError(f"{axis.title}: expected {len(axis.cuts)} cut lines, found {len(cuts)}")
    if not all(below < above for below, above in pairwise(cuts)):
        raise ModelError(f"{axis.title}: expected cut lines that rise, found {list(cuts)}")
    return replace(axis, cuts=tuple(map(float, cuts)))
