"""What each class holds, and which account a line of the score runs below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kamtui.model.classes import CLASS_LETTERS, ClassCodes
from kamtui.model.scorecard import ClassThresholds
from kamtui.tui.ranked.rows import Sorting
from kamtui.tui.ranked.view import Floats, RankedView


@dataclass(frozen=True)
class ClassHeld:
    """One class: what it holds by the lines as they are now."""

    letter: str
    """"" for no class."""
    accounts: int
    accounts_saved: int
    """By the lines as they are saved."""
    revenue_12m: float
    """Money."""
    revenue_share: float
    """Of all revenue, 0-1; NaN where there is none."""


def held(classes: ClassCodes, saved: ClassCodes, revenue_12m: Floats) -> tuple[ClassHeld, ...]:
    """Return what A to E hold, and last what is in no class; a code an account."""
    size = len(CLASS_LETTERS)
    accounts, before = (np.bincount(codes, minlength=size) for codes in (classes, saved))
    revenue = np.bincount(classes, np.nan_to_num(revenue_12m), size)
    whole = revenue.sum()
    shares = revenue / whole if whole > 0.0 else np.full(size, np.nan)
    return tuple(
        ClassHeld(
            CLASS_LETTERS[code],
            int(accounts[code]),
            int(before[code]),
            float(revenue[code]),
            float(shares[code]),
        )
        for code in (*range(1, size), 0)
    )


def lines_below(view: RankedView, thresholds: ClassThresholds) -> Mapping[str, int]:
    """Return for a and b how many of the ranked accounts shown are on or above the line.

    Empty where the accounts are not in order of rank.
    """
    if view.sorting != Sorting():
        return {}
    score = view.ranking.score[view.rows[: view.ranked]]
    return {
        name: int(np.count_nonzero(score >= line))
        for name, line in (("a", thresholds.a), ("b", thresholds.b))
    }
