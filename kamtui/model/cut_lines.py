"""Cut lines of a matrix while somebody moves them: what is declared, where they are now.

Every method returns a new state. A move that cannot be made raises Refusal with the reason, and
the state it was asked of stays good.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np

from kamtui.model.errors import Refusal
from kamtui.model.matrix import Axis, Matrix
from kamtui.model.ranking import Floats

Side = Literal["x", "y"]
SIDES: tuple[Side, ...] = ("x", "y")

_STEPS_IN_SPAN = 50
# What lies outside these percentiles is too rare to set the step by.
_USUAL = (2.0, 98.0)
_SCORES = (0.0, 100.0)
_JUDGEMENTS = (0.0, 10.0)
_RATINGS = (1.0, 10.0)


@dataclass(frozen=True)
class CutLine:
    """One cut line of a matrix."""

    side: Side
    """The axis that it cuts."""
    place: int
    """Which of the axis's, from 0 at the lowest."""


@dataclass(frozen=True)
class Span:
    """Where the cut lines of an axis may be, in the unit of its values."""

    low: float
    high: float
    step: float
    """How far one key press moves a line: 1, 2 or 5 with some zeros."""


@dataclass(frozen=True)
class CutLines:
    """The state of a matrix's cut lines."""

    declared: Matrix
    current: Matrix
    """The same with the cut lines where they are now."""
    x_span: Span
    y_span: Span
    chosen: CutLine | None = None
    """The line that moves; None for none."""

    @classmethod
    def of(cls, declared: Matrix, x: Floats, y: Floats) -> CutLines:
        """Return the cut lines as they are declared; x and y are the accounts' values."""
        return cls(declared, declared, span_of(declared.x, x), span_of(declared.y, y))

    @property
    def all(self) -> tuple[CutLine, ...]:
        """The lines of the x axis from the lowest, then those of the y axis."""
        return tuple(
            CutLine(side, place) for side in SIDES for place in range(len(self._axis(side).cuts))
        )

    @property
    def is_unsaved(self) -> bool:
        """Whether any line is elsewhere than it is declared."""
        return any(self.is_moved(line) for line in self.all)

    def is_moved(self, line: CutLine) -> bool:
        """Whether a line is elsewhere than it is declared."""
        return self.value(line) != self.declared_value(line)

    def value(self, line: CutLine) -> float:
        """Return where a line is now."""
        return self._axis(line.side).cuts[line.place]

    def declared_value(self, line: CutLine) -> float:
        """Return where a line is declared."""
        axis = self.declared.x if line.side == "x" else self.declared.y
        return axis.cuts[line.place]

    def span(self, side: Side) -> Span:
        """Return where the lines of an axis may be."""
        return self.x_span if side == "x" else self.y_span

    def choosing(self, line: CutLine | None) -> CutLines:
        """Return the state with another line chosen; None for none."""
        return replace(self, chosen=line)

    def next_chosen(self) -> CutLines:
        """Return the state with the line after the chosen one chosen, none after the last."""
        lines = (None, *self.all)
        return self.choosing(lines[(lines.index(self.chosen) + 1) % len(lines)])

    def moved(self, steps: int) -> CutLines:
        """Return the state with the chosen line so many steps higher; negative: lower.

        Without a chosen line the first is chosen. Refused beyond the ends of the axis, and where
        another line is in the way.
        """
        if not self.all:
            raise Refusal("this matrix has no cut line")
        line = self.chosen or self.all[0]
        span, axis = self.span(line.side), self._axis(line.side)
        value = min(span.high, max(span.low, stepped(self.value(line), span.step, steps)))
        if value == self.value(line):
            raise Refusal(f"{axis.title}: the cut line is at the end of the axis")
        return replace(self._put(line, value), chosen=line)

    def put_back(self) -> CutLines:
        """Return the state with the chosen line where it is declared; without one, all of them.

        Refused where another line is in the way.
        """
        if self.chosen is None:
            return replace(self, current=self.declared)
        return self._put(self.chosen, self.declared_value(self.chosen))

    def at(self, x_cuts: tuple[float, ...], y_cuts: tuple[float, ...]) -> CutLines:
        """Return the state with the lines at these values; raises ModelError as `with_cuts`."""
        return replace(self, current=self.declared.with_cuts(x_cuts, y_cuts))

    def over(self, declared: Matrix, x: Floats, y: Floats) -> CutLines:
        """Return these lines over accounts that were read again.

        Those of a matrix that is declared otherwise by now go to where it declares them.
        """
        fresh = CutLines.of(declared, x, y)
        if declared != self.declared:
            return fresh
        return replace(fresh, current=self.current, chosen=self.chosen)

    def _axis(self, side: Side) -> Axis:
        return self.current.x if side == "x" else self.current.y

    def _put(self, line: CutLine, value: float) -> CutLines:
        axis = self._axis(line.side)
        cuts = (*axis.cuts[: line.place], value, *axis.cuts[line.place + 1 :])
        if any(below >= above for below, above in pairwise(cuts)):
            raise Refusal(f"{axis.title}: another cut line is in the way")
        x, y = self.current.x.cuts, self.current.y.cuts
        return self.at(cuts, y) if line.side == "x" else self.at(x, cuts)


def span_of(axis: Axis, values: Floats) -> Span:
    """Return where the cut lines of an axis may be: all of a scale, or wherever there are values.

    The step is a fiftieth of it, as 1, 2 or 5 with some zeros; values that are rare do not count
    for the step.
    """
    scale = _scale(axis)
    if scale is not None:
        return Span(*scale, nice_step(scale[1] - scale[0]))
    known = values[~np.isnan(values)]
    ends = [*axis.cuts, *([known.min(), known.max()] if len(known) else [0.0])]
    usual = np.percentile(known, _USUAL).tolist() if len(known) else [0.0]
    if usual[0] == usual[-1]:
        usual = [0.0, *ends]
    step = nice_step(max(usual) - min(usual))
    return Span(float(min(ends)) - step, float(max(ends)) + step, step)


def _scale(axis: Axis) -> tuple[float, float] | None:
    """Return the ends of an axis whose values have ends of their own."""
    if axis.scorecard is not None:
        return _SCORES
    if axis.assessment is not None:
        return _JUDGEMENTS
    return _RATINGS if axis.strength == "index" else None


def nice_step(width: float) -> float:
    """Return a fiftieth of a width as 1, 2 or 5 with some zeros; 1 for no width."""
    return round_number(width / _STEPS_IN_SPAN)


def round_number(exact: float) -> float:
    """Return the nearest of 1, 2 and 5 with some zeros; 1 for what is not above zero."""
    if not exact > 0.0:
        return 1.0
    tens = math.floor(math.log10(exact))
    digit = min((1, 2, 5, 10), key=lambda each: abs(math.log10(exact / 10.0**tens / each)))
    return float(f"{digit}e{tens}")


def stepped(value: float, step: float, steps: int) -> float:
    """Return the multiple of the step that lies so many steps from a value."""
    whole = value / step
    start = math.floor(whole + 1e-9) if steps > 0 else math.ceil(whole - 1e-9)
    decimals = max(0, -math.floor(math.log10(step)))
    return round((start + steps) * step, decimals)
