"""How well purchases were foretold: what was expected beside what happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamtui.model.lifetime_purchases import Floats, Integers

_CLASSES = (0, 1, 2, 5, 10, 20)
"""Where each class of expected purchases begins; the last has no end."""


@dataclass(frozen=True)
class Foretold:
    """Accounts of which about as much was expected."""

    begins: int
    """Expected purchases, from this on."""
    ends: int | None
    """And below this; None without end."""
    accounts: int
    expected: float
    """Purchases of all of them together. So is actual."""
    actual: int

    @property
    def error(self) -> float | None:
        """How much too many were expected, as a share of the actual; None where none happened."""
        return self.expected / self.actual - 1 if self.actual else None


@dataclass(frozen=True)
class Holdout:
    """What was expected of accounts in a time that is over."""

    whole: Foretold
    """All accounts."""
    mean_absolute_error: float
    """Purchases an account, on average, whether too many or too few."""
    classes: tuple[Foretold, ...]
    """Those that hold accounts, rising."""


def compared(expected: Floats, actual: Integers) -> Holdout:
    """Return how the expected purchases of accounts compare with the actual ones; at least one."""
    place = np.digitize(expected, _CLASSES) - 1
    ends: tuple[int | None, ...] = (*_CLASSES[1:], None)
    classes = tuple(
        _foretold(expected[place == i], actual[place == i], _CLASSES[i], ends[i])
        for i in range(len(_CLASSES))
        if np.any(place == i)
    )
    error = float(np.abs(expected - actual).mean())
    return Holdout(_foretold(expected, actual, 0, None), error, classes)


def _foretold(expected: Floats, actual: Integers, begins: int, ends: int | None) -> Foretold:
    return Foretold(begins, ends, len(expected), float(expected.sum()), int(actual.sum()))
