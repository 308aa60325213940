"""The ranked table: any number of accounts, of which only the visible lines are ever drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from kamtui.tui.actions import bindings
from kamtui.tui.ranked.rows import RankedPage, Sorting
from kamtui.tui.widgets.columns import SORTABLE
from kamtui.tui.widgets.ranked_lines import HEADING, RankedLines


class RankingTable(RankedLines, can_focus=True):
    """Its cursor stays on its account, whatever is shown next."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("table")]

    @dataclass
    class Moved(Message):
        """The cursor is on another account."""

        account_id: str

    @dataclass
    class Opened(Message):
        """The card of an account is asked for."""

        account_id: str

    @dataclass
    class SortingChosen(Message):
        """Another order of the accounts is asked for."""

        sorting: Sorting

    def __init__(self) -> None:
        super().__init__()
        self._account: str | None = None

    @property
    def cursor(self) -> str | None:
        """The id of the account under the cursor; None when no account is shown."""
        if self._view is None or not len(self._view):
            return None
        return self._view.id_at(self._cursor)

    def show(self, view: RankedPage, currency: str | None = None) -> None:
        """Show another snapshot, with the cursor on the account that it was on.

        Where that account is not shown the cursor is on the first one, and goes back to the
        account when it is shown again.
        """
        self._currency = self._currency if currency is None else currency
        place = view.place_of(self._account) if self._account is not None else None
        self._draw(view, place or 0)
        if self._account is None:
            self._account = self.cursor

    def choose(self, account_id: str) -> None:
        """Put the cursor on an account."""
        self._account = account_id
        if self._view is not None:
            self.show(self._view)

    # Moving

    def _go_to(self, place: int) -> None:
        if self._view is None or not len(self._view):
            return
        self._move_cursor(max(0, min(place, len(self._view) - 1)))
        self._account = self._view.id_at(self._cursor)
        self.post_message(self.Moved(self._account))

    def action_up(self) -> None:
        """Go one account up."""
        self._go_to(self._cursor - 1)

    def action_down(self) -> None:
        """Go one account down."""
        self._go_to(self._cursor + 1)

    def action_page_up(self) -> None:
        """Go a page up."""
        self._go_to(self._cursor - self._lines_seen)

    def action_page_down(self) -> None:
        """Go a page down."""
        self._go_to(self._cursor + self._lines_seen)

    def action_first(self) -> None:
        """Go to the first account."""
        self._go_to(0)

    def action_last(self) -> None:
        """Go to the last account."""
        self._go_to(len(self._view) - 1 if self._view else 0)

    def action_left(self) -> None:
        """Bring the columns before these into view."""
        self._turn(-1)

    def action_right(self) -> None:
        """Bring the columns after these into view."""
        self._turn(+1)

    def _turn(self, pages_on: int) -> None:
        self._page = max(0, min(self._page + pages_on, len(self._pages) - 1))
        self.refresh()

    def action_open(self) -> None:
        """Ask for the card of the account under the cursor."""
        if self.cursor is not None:
            self.post_message(self.Opened(self.cursor))

    # Ordering

    def action_sort_left(self) -> None:
        """Ask for the order by the column on the left of the one that orders now."""
        self._sort_by_next(-1)

    def action_sort_right(self) -> None:
        """Ask for the order by the column on the right of the one that orders now."""
        self._sort_by_next(+1)

    def action_reverse(self) -> None:
        """Ask for the same order the other way round."""
        if self._view is not None:
            self.post_message(self.SortingChosen(self._view.sorting.reversed()))

    def action_by_rank(self) -> None:
        """Ask for the order of rank."""
        self.post_message(self.SortingChosen(Sorting()))

    def _sort_by_next(self, step: int) -> None:
        now = SORTABLE.index(self._view.sorting.column if self._view else Sorting().column)
        column = SORTABLE[(now + step) % len(SORTABLE)]
        self._show_page_with(column)
        self.post_message(self.SortingChosen(Sorting(column)))

    def _show_page_with(self, column: str) -> None:
        on_pages = [{placed.column.id for placed in page} for page in self._pages]
        if column not in on_pages[min(self._page, len(on_pages) - 1)]:
            self._page = next(n for n, columns in enumerate(on_pages) if column in columns)

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the account that was clicked; a second click opens it."""
        if self._view is None or event.y < HEADING:
            return
        place = self._lines.place_at(event.y - HEADING + self.scroll_offset.y)
        if place is None:
            return
        if place == self._cursor and event.chain > 1:
            self.action_open()
        else:
            self._go_to(place)
