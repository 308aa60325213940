"""The ways to look at a matrix."""

from __future__ import annotations

from enum import IntEnum


class View(IntEnum):
    """In the order in which a key takes them."""

    CELLS = 0
    SCATTER = 1
    MOVES = 2
    STAGES = 3
    CLASSES = 4

    @property
    def is_table(self) -> bool:
        """Whether it shows tables that are asked for."""
        return self in (View.STAGES, View.CLASSES)


VIEW_TITLES = ("Cells", "Scatter", "Moves", "Stage × class", "Class migration")
"""What each is called on the screen."""
