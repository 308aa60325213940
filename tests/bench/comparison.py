"""Two ways to get something done, measured in pairs, and the ratio between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

Measured = Callable[[], float]
"""Does the work once and returns the seconds it took."""


@dataclass(frozen=True)
class Allowed:
    """How much slower than the baseline something may be."""

    ratio: float
    """Times the baseline."""
    is_limit: bool = True
    """A limit fails the run when it is exceeded; a goal is reported only."""


@dataclass(frozen=True)
class Comparison:
    """What was measured, ours beside the baseline; entry i of each was measured in one pair."""

    name: str
    ours: tuple[float, ...]
    """Seconds."""
    baseline: tuple[float, ...]
    """Seconds."""
    allowed: Allowed
    details: Mapping[str, Any] = field(default_factory=dict)
    """What else was learned; JSON values."""
    notes: tuple[str, ...] = ()
    """What of it is worth a line under the table."""

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ours over the baseline, pair by pair."""
        return tuple(a / b for a, b in zip(self.ours, self.baseline, strict=True))

    @property
    def ratio(self) -> float:
        """The median over the pairs, so that a busy moment weighs no more than a quiet one."""
        return median(self.ratios)

    @property
    def is_within(self) -> bool:
        """Whether the ratio is what is allowed, or less."""
        return self.ratio <= self.allowed.ratio


def compared(
    name: str,
    ours: Measured,
    baseline: Measured,
    allowed: Allowed,
    *,
    pairs: int,
) -> Comparison:
    """Return the comparison after measuring both in turns, `pairs` times each.

    Each is done once before that, unmeasured, so that files and caches are warm on both sides.
    Which of a pair goes first alternates.
    """
    ours()
    baseline()
    ours_took: list[float] = []
    baseline_took: list[float] = []
    turns = [(ours, ours_took), (baseline, baseline_took)]
    for _ in range(pairs):
        turns.reverse()
        for measure, took in turns:
            took.append(measure())
    return Comparison(name, tuple(ours_took), tuple(baseline_took), allowed)
