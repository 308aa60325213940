"""The panels of the Base screen, in the order in which a key takes them."""

from __future__ import annotations

from enum import IntEnum


class Panel(IntEnum):
    """One thing that is said of the base."""

    BALANCE = 0
    CURVE = 1
    EQUITY = 2
    SEGMENTS = 3
    COHORTS = 4
    MOVES = 5


PANEL_TITLES = ("Balance", "Pareto", "Equity", "Segments", "Cohorts", "Moves")
"""What each is called on the screen."""
