"""A sheet without rows: why there is nothing to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kamtui.tui.base.balance import IN_ORDER
from kamtui.tui.matrix.sheet import Piece, SheetColumn
from kamtui.tui.ranked.rows import Sorting


@dataclass(frozen=True)
class Nothing:
    """Says why; a `Sheet`."""

    empty: str
    title: str = ""

    def __len__(self) -> int:
        return 0

    @property
    def columns(self) -> tuple[SheetColumn, ...]:
        """One column, for nothing."""
        return (SheetColumn("", "", 1),)

    @property
    def sorting(self) -> Sorting:
        """Nothing is ordered."""
        return IN_ORDER

    @property
    def falls(self) -> bool:
        """Whether the highest stands first."""
        return False

    def cells(self, place: int, widths: Sequence[int]) -> tuple[Piece, ...]:
        """Return nothing."""
        return ()

    def key_at(self, place: int) -> str:
        """Return nothing: there is no row."""
        return ""

    def place_of(self, key: str) -> int | None:
        """Return None: there is no row."""
        return None
