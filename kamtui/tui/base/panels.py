"""The panels of the Base screen, in the order in which a key takes them."""

from __future__ import annotations

from enum import IntEnum


class Panel(IntEnum):
    """One thing that is said of the base."""

    BALANCE = 0
    CURVE = 1
    SEGMENTS = 2
    COHORTS = 3
    MOVES = 4

    @property
    def query(self) -> str:
        """The named query that a script asks for the same."""
        return _QUERIES[self]


PANEL_TITLES = ("Balance", "Pareto", "Segments", "Cohorts", "Moves")
"""What each is called on the screen."""

_QUERIES = ("base", "pareto", "segments", "cohorts", "migration")
