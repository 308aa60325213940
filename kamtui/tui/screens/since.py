"""Choosing the earlier day that moves are counted from."""

from __future__ import annotations

from datetime import date

from kamtui.tui.screens.as_of import AsOf


class Since(AsOf):
    """Asks for a day that is not after the day that everything is computed for."""

    def __init__(self, since: date, as_of: date, question: str = "Moves since which day?") -> None:
        super().__init__(since, as_of)
        self._title = question
        self._subtitle = f"as of {as_of.isoformat()}"
        self._last = as_of

    def said(self, day: date) -> str:
        """Return what there is to say of a day."""
        days = (self._last - day).days
        return f"{day:%A}, {days:,} day{'' if days == 1 else 's'} before {self._last}."

    def refusal(self, day: date) -> str:
        """Return why a day cannot be taken; "" for one that can."""
        return f"{day} is after {self._last}" if day > self._last else ""
