"""The calendar: what falls on the coming days, beside the queue."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from textual.binding import BindingType

from kamtui.portfolio.calendar import DAYS_AHEAD, Event, load_events
from kamtui.tui.actions import bindings
from kamtui.tui.ahead.days import BY_DAY, DaysSheet, days_sheet
from kamtui.tui.matrix.sheet import Sheet
from kamtui.tui.ranked.rows import Filters, Sorting
from kamtui.tui.screens.ahead import AheadScreen
from kamtui.tui.session import Session
from kamtui.tui.shown import Columns, Shown

SPANS = (7, 14, 30, DAYS_AHEAD, 180, 365)
"""How many days ahead may be looked."""


class CalendarScreen(AheadScreen[tuple[Event, ...]]):
    """A row a day and account."""

    VIEW = "calendar"
    BY_ITSELF = BY_DAY
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("days")]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._days = DAYS_AHEAD

    def load(self, session: Session, whose: Filters) -> tuple[Event, ...]:
        """Return the events; called in a thread."""
        return load_events(session.portfolio, whose.owner, whose.segment, self._days)

    def sheet(self, found: tuple[Event, ...], sorting: Sorting) -> Sheet:
        """Return the events in an order; called in a thread."""
        return days_sheet(found, self.session.as_of, self._days, sorting)

    def said_to_be(self, sheet: Sheet, sorting: Sorting) -> Sheet:
        """Return the sheet with another order in its heading."""
        return replace(sheet, sorting=sorting) if isinstance(sheet, DaysSheet) else sheet

    @property
    def _sheet(self) -> DaysSheet | None:
        sheet = self.table.sheet
        return sheet if isinstance(sheet, DaysSheet) else None

    @property
    def account_id(self) -> str | None:
        """The account under the cursor."""
        sheet, place = self._sheet, self.table.place
        return None if sheet is None or place is None else sheet.events[place].account_id

    def key_of_account(self, account_id: str) -> str | None:
        """Return the key of the first event of an account; None where it has none."""
        return None if self._sheet is None else self._sheet.key_of_account(account_id)

    def account_ids(self) -> list[str]:
        """Return the accounts in the order shown."""
        return [] if self._sheet is None else self._sheet.account_ids()

    def shown(self) -> Shown | None:
        """Return what is shown of the events."""
        sheet = self._sheet
        if sheet is None:
            return None
        names = ("day", "account_id", "name", "owner", "kind", "detail", "segment")

        def columns() -> Columns:
            return {name: [getattr(each, name) for each in sheet.events] for name in names}

        name = f"calendar-{sheet.as_of.isoformat()}"
        return Shown(name, "event", len(sheet), columns, self.table.place)

    def action_farther(self) -> None:
        """Look farther ahead."""
        self._look(1)

    def action_nearer(self) -> None:
        """Look less far ahead."""
        self._look(-1)

    def _look(self, step: int) -> None:
        place = SPANS.index(self._days) + step
        if 0 <= place < len(SPANS):
            self._days = SPANS[place]
            self.ask()
