"""The lines between the classes while somebody moves them: where they are saved, where they are.

Every method returns a new state. A move that cannot be made raises Refusal with the reason, and
the state it was asked of stays good.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from kamtui.model.cut_lines import Span, nice_step, stepped
from kamtui.model.errors import ModelError, Refusal
from kamtui.model.ranking import Floats
from kamtui.model.scorecard import ClassThresholds

Line = Literal["a", "b", "d"]
"""By the class that begins at it: a and b are lines of the score, d of the purchase potential."""
LINES: tuple[Line, ...] = ("a", "b", "d")

_SCORES = Span(0.0, 100.0, 1.0)
# What only one in ten could buy more than is too rare to set the step by.
_USUAL = 90.0


@dataclass(frozen=True)
class ClassLines:
    """The state of the lines between the classes."""

    saved: ClassThresholds
    current: ClassThresholds
    """The same with the lines where they are now."""
    potential: Span
    """Where the line between D and E may be, in money."""
    chosen: Line = "a"
    """The line that moves."""

    @classmethod
    def of(cls, saved: ClassThresholds, potential: Floats) -> ClassLines:
        """Return the lines as they are saved; `potential` is the accounts', NaN where unknown."""
        known = potential[~np.isnan(potential)]
        usual = float(np.percentile(known, _USUAL)) if len(known) else saved.d
        high = max(saved.d, float(known.max(initial=0.0)))
        step = nice_step(max(usual, saved.d))
        return cls(saved, saved, Span(0.0, high + step, step))

    @property
    def is_unsaved(self) -> bool:
        """Whether any line is elsewhere than it is saved."""
        return self.current != self.saved

    def is_moved(self, line: Line) -> bool:
        """Whether a line is elsewhere than it is saved."""
        return self.value(line) != _value(self.saved, line)

    def value(self, line: Line) -> float:
        """Return where a line is now: a score 0-100, or an amount a year."""
        return _value(self.current, line)

    def next_chosen(self, steps: int = 1) -> ClassLines:
        """Return the state with another line chosen, so many further on."""
        place = (LINES.index(self.chosen) + steps) % len(LINES)
        return replace(self, chosen=LINES[place])

    def moved(self, steps: int) -> ClassLines:
        """Return the state with the chosen line so many steps higher; negative: lower.

        Refused at the end of the scale, and where the other line of the score is in the way.
        """
        span, value = self._span, self.value(self.chosen)
        there = min(span.high, max(span.low, stepped(value, span.step, steps)))
        if there == value:
            raise Refusal(f"the line of {self.chosen.upper()} is at the end of the scale")
        return self._put(there)

    def put_back(self) -> ClassLines:
        """Return the state with the chosen line where it is saved; refused as a move is."""
        return self._put(_value(self.saved, self.chosen))

    def over(self, saved: ClassThresholds, potential: Floats) -> ClassLines:
        """Return these lines over accounts that were read again, or saved elsewhere meanwhile.

        Lines that were not moved go to where they are saved now.
        """
        fresh = replace(ClassLines.of(saved, potential), chosen=self.chosen)
        lines = {line: self.value(line) for line in LINES if self.is_moved(line)}
        try:
            return fresh._with(**lines)
        except ModelError:
            return fresh

    @property
    def _span(self) -> Span:
        return self.potential if self.chosen == "d" else _SCORES

    def _put(self, value: float) -> ClassLines:
        try:
            return self._with(**{self.chosen: value})
        except ModelError:
            other = "B" if self.chosen == "a" else "A"
            raise Refusal(f"the line of {other} is in the way") from None

    def _with(self, **lines: float) -> ClassLines:
        now: dict[str, float] = {line: self.value(line) for line in LINES}
        return replace(self, current=self.current.with_lines(**{**now, **lines}))


def _value(thresholds: ClassThresholds, line: Line) -> float:
    value: float = getattr(thresholds, line)
    return value
