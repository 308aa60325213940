"""What the views beside the queue have in common: rows read in a thread, for one owner or all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from kamtui.engine.interruption import Interrupted
from kamtui.errors import KamtuiError
from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.matrix.sheet import Sheet
from kamtui.tui.ranked.rows import Filters, Sorting
from kamtui.tui.screens.choose import Choose, choices_of
from kamtui.tui.screens.session_screen import SessionScreen
from kamtui.tui.session import Session
from kamtui.tui.widgets.matrix.sheet_table import SheetTable
from kamtui.tui.widgets.title_line import TitleLine

Found = TypeVar("Found")


class AheadScreen(SessionScreen, Generic[Found]):
    """Reads in threads: one answer, one message; what comes too late is dropped."""

    HERE = "app.actions"
    VIEWS: ClassVar[tuple[str, ...]] = ("actions", "calendar", "white_space")
    """The screens that a key turns through."""
    VIEW: ClassVar[str]
    """Which of them this is."""
    BY_ITSELF: ClassVar[Sorting]
    """The order that the rows come in."""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("ahead")]
    AUTO_FOCUS = "SheetTable"

    @dataclass
    class Loaded(Message):
        """What was read, or why nothing was, from a thread."""

        request: int
        result: Any
        """A KamtuiError where it failed, None where it was stopped."""

    @dataclass
    class Ordered(Message):
        """The rows in an order, from a thread."""

        request: int
        sheet: Sheet

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.sorting = self.BY_ITSELF
        self.found: Found | None = None
        self._whose = self.filters
        """The owner and the segment whose rows are shown."""
        self._request = 0
        self._is_reading = False
        self._order_request = 0
        self._account_wanted: str | None = None

    def load(self, session: Session, whose: Filters) -> Found:
        """Return what is shown; called in a thread."""
        raise NotImplementedError

    def sheet(self, found: Found, sorting: Sorting) -> Sheet:
        """Return what was found in an order; called in a thread."""
        raise NotImplementedError

    def said_to_be(self, sheet: Sheet, sorting: Sorting) -> Sheet:
        """Return the sheet with another order in its heading."""
        raise NotImplementedError

    def key_of_account(self, account_id: str) -> str | None:
        """Return the key of the row of an account; None where it has none."""
        raise NotImplementedError

    def account_ids(self) -> list[str]:
        """Return the accounts in the order shown."""
        raise NotImplementedError

    def compose_body(self) -> ComposeResult:
        """Yield the table."""
        yield SheetTable()

    def on_mount(self) -> None:
        """Read the rows."""
        self.ask()

    @property
    def table(self) -> SheetTable:
        """The table on the screen."""
        return self.query_one(SheetTable)

    def choose(self, account_id: str) -> None:
        """Put the cursor on an account, where it has a row."""
        if account_id != self.account_id:
            key = self.key_of_account(account_id)
            if key is not None:
                self.table.choose(key)

    def session_changed(self) -> None:
        """Read again, for the owner and segment that the accounts are filtered by."""
        self._whose = self.filters
        self.ask()

    # Reading

    def ask(self) -> None:
        """Read the rows; of several asked for meanwhile the last ones follow."""
        self._request += 1
        self.query_one(TitleLine).filters = self._whose
        if not self._is_reading:
            self._is_reading = True
            load = partial(self._load, self._request, self.session, self._whose)
            self.run_worker(load, thread=True, group="ahead")

    def _load(self, request: int, session: Session, whose: Filters) -> None:
        result: Found | KamtuiError | None
        try:
            result = self.load(session, whose)
        except KamtuiError as error:
            result = error
        except Interrupted:
            result = None
        self.post_message(self.Loaded(request, result))

    def on_ahead_screen_loaded(self, message: Loaded) -> None:
        """Show what was read, unless something else was asked for meanwhile."""
        self._is_reading = False
        if message.request != self._request:
            self.ask()
        elif isinstance(message.result, KamtuiError):
            self.notify(harmless(str(message.result)), severity="error", markup=False)
        elif message.result is not None:
            self.found = message.result
            self.put_in_order()

    # Ordering

    def put_in_order(self) -> None:
        """Show what was found in the order chosen, when a thread has sorted it."""
        if self.found is None:
            return
        self._order_request += 1
        order = partial(self._order, self._order_request, self.found, self.sorting)
        self.run_worker(order, thread=True, group="ahead-order")

    def _order(self, request: int, found: Found, sorting: Sorting) -> None:
        self.post_message(self.Ordered(request, self.sheet(found, sorting)))

    def on_ahead_screen_ordered(self, message: Ordered) -> None:
        """Show the rows, unless another order was asked for meanwhile."""
        if message.request == self._order_request:
            self.table.show(message.sheet)

    def on_sheet_table_sorting_chosen(self, message: SheetTable.SortingChosen) -> None:
        """Order the rows by a column."""
        self._sort_by(message.sorting)

    def action_in_order(self) -> None:
        """Put the rows in their own order."""
        self._sort_by(self.BY_ITSELF)

    def _sort_by(self, sorting: Sorting) -> None:
        # The heading says so at once, for the next key goes on from there; the rows follow.
        self.sorting = sorting
        sheet = self.table.sheet
        if sheet is not None:
            self.table.show(self.said_to_be(sheet, sorting))
        self.put_in_order()

    # Going elsewhere

    def on_sheet_table_opened(self) -> None:
        """Open the card of the account."""
        if self.account_id is not None:
            self.post_message(self.AccountOpened(self.account_id, self.account_ids()))

    def action_view(self) -> None:
        """Go on to the next view."""
        self._turn(1)

    def action_view_before(self) -> None:
        """Go back to the view before."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        place = self.VIEWS.index(self.VIEW) + step
        self.post_message(self.Turned(self.VIEWS[place % len(self.VIEWS)], self._whose.owner))

    def show_list_of(self, owner: str | None) -> None:
        """Show the rows of an owner."""
        if owner != self._whose.owner:
            self._whose = replace(self._whose, owner=owner)
            self.ask()

    @work(group="asking")
    async def action_owner(self) -> None:
        """Choose whose accounts to show."""
        counts: Counter[str | None] = Counter(self.session.basis.owners.tolist())
        choices = choices_of(counts, "nobody")
        choice = await self.app.push_screen_wait(Choose("Whose?", choices, self._whose.owner))
        if choice is not None:
            self.show_list_of(choice.value)
