"""The Actions screen: what to do today, in one queue, and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.events import Resize
from textual.message import Message

from kamtui.portfolio.actions import SHOWN
from kamtui.portfolio.queue import ActionRow, Contacted, Queue
from kamtui.tui.actions import bindings
from kamtui.tui.queue.about import About, AccountFigures
from kamtui.tui.queue.sheet import BY_POSITION, QueueSheet, queue_sheet
from kamtui.tui.ranked.rows import Sorting
from kamtui.tui.screens.queue_dealing import QueueDealing
from kamtui.tui.shown import Columns, Shown, dated
from kamtui.tui.widgets.filter_line import FilterLine
from kamtui.tui.widgets.matrix.sheet_table import SheetTable
from kamtui.tui.widgets.queue.aside import QueueAside
from kamtui.tui.widgets.queue.table import QueueTable
from kamtui.tui.widgets.status_line import StatusLine
from kamtui.tui.widgets.title_line import TitleLine

_WIDE = 130
"""Cells from which the pane stands beside the queue."""
_AT_ONCE = 5000
"""Rows up to which the queue is ordered before the key is done with."""
_HEADINGS = {"open": "To do", "snoozed": "Snoozed", "done": "Done"}


class ActionsScreen(QueueDealing):
    """The queue, and beside or below it what is under the cursor."""

    HERE = "app.actions"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("actions")]
    AUTO_FOCUS = "QueueTable"

    DEFAULT_CSS = """
    ActionsScreen {
        #queue { height: 1fr; layout: vertical; }
        QueueAside { height: 7; border-top: solid $foreground 25%; }
        &.-low QueueAside { height: 5; }
        &.-wide #queue { layout: horizontal; }
        &.-wide QueueAside {
            width: 56; height: 1fr; border-top: none; border-left: vkey $foreground 30%;
        }
    }
    """

    @dataclass
    class Ordered(Message):
        """What is found of a long queue, in its order, from a thread."""

        ordering: int
        sheet: QueueSheet

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._text = ""
        self._sorting = BY_POSITION
        self._contacts: dict[str, tuple[Contacted, ...]] = {}
        self._hidden: dict[str, int] = {}
        """What was dealt with since the queue was read, by id, and at which request."""
        self._ordering = 0

    def compose_body(self) -> ComposeResult:
        """Yield the queue and the pane."""
        with Container(id="queue"):
            yield QueueTable()
            yield QueueAside()

    def on_mount(self) -> None:
        """Read the queue."""
        self.ask()

    def on_resize(self, event: Resize) -> None:
        """Put the pane where there is room for it."""
        self.set_class(event.size.width >= _WIDE, "-wide")
        self.set_class(event.size.height < 20, "-low")

    @property
    def table(self) -> QueueTable:
        """The queue on the screen."""
        return self.query_one(QueueTable)

    @property
    def chosen(self) -> ActionRow | None:
        """What is under the cursor; None where nothing is."""
        return self.table.chosen

    @property
    def account_id(self) -> str | None:
        """The account under the cursor."""
        chosen = self.table.chosen
        return None if chosen is None else chosen.account_id

    def choose(self, account_id: str) -> None:
        """Put the cursor on an account, where there is something to do at it."""
        queue, chosen = self.queue, self.table.chosen
        if queue is None or (chosen is not None and chosen.account_id == account_id):
            return
        place = queue.place_of_account(account_id)
        if place is not None:
            self.table.choose(queue.row(place).id)
            self._tell()

    # What is shown

    def queue_read(self, queue: Queue) -> None:
        """Show a queue that was read."""
        self._contacts.clear()
        # What was asked for after something was dealt with knows of it.
        self._hidden = {id_: at for id_, at in self._hidden.items() if at >= self.request}
        self._show()

    def _show(self) -> None:
        queue = self.queue
        if queue is None:
            return
        self._ordering += 1
        if len(queue) <= _AT_ONCE:
            self._take(self._sheet(queue))
        else:
            order = partial(self._order, self._ordering, queue)
            self.run_worker(order, thread=True, group="queue-order")

    def _order(self, ordering: int, queue: Queue) -> None:
        self.post_message(self.Ordered(ordering, self._sheet(queue)))

    def on_actions_screen_ordered(self, message: Ordered) -> None:
        """Show what was found, unless something else was asked for meanwhile."""
        if message.ordering == self._ordering:
            self._take(message.sheet)

    def _take(self, sheet: QueueSheet) -> None:
        self.table.take(sheet)
        self._tell()

    def hide(self, row: ActionRow) -> None:
        """Show something no longer, until the queue that is read next says what is there."""
        self._hidden[row.id] = self.request
        self._show()

    def _sheet(self, queue: Queue) -> QueueSheet:
        owner = self.asked.owner
        found = queue_sheet(
            queue,
            self._text,
            self._sorting,
            of_one=owner is not None,
            title="",
            hidden=tuple(self._hidden),
        )
        whose = "everyone" if owner is None else owner or "nobody"
        there = len(queue) - sum(1 for id_ in self._hidden if id_ in queue.ids)
        count = f"{there:,}"
        if len(found) != there:
            count = f"{len(found):,} of {count}"
        title = f"{_HEADINGS[self.asked.show]} on {queue.as_of}: {count} · list of {whose}"
        return replace(found, title=title)

    def _tell(self) -> None:
        """Say what is under the cursor."""
        chosen = self.table.chosen
        if chosen is None:
            self.query_one(QueueAside).show(None)
            return
        self.query_one(QueueAside).show(self._about(chosen))
        if chosen.account_id not in self._contacts:
            self.ask_for_contacts(chosen.account_id)

    def _about(self, row: ActionRow) -> About:
        assert self.queue is not None
        others = self.queue.of_account(row.account_id)
        return About(
            row=row,
            as_of=self.queue.as_of,
            currency=self.session.portfolio.history.settings.currency,
            figures=self._figures(row.account_id),
            also=tuple(each for each in others if each.key != row.key),
            contacts=self._contacts.get(row.account_id),
        )

    def _figures(self, account_id: str) -> AccountFigures | None:
        basis = self.session.basis
        row = int(basis.account_ids.searchsorted(account_id))
        if row >= len(basis) or basis.account_ids[row] != account_id:
            return None
        return AccountFigures(
            revenue_12m=float(basis.revenue_12m[row]),
            revenue_growth=float(basis.revenue_growth[row]),
            days_since_order=float(basis.days_since_order[row]),
            lifecycle=basis.lifecycles[row],
        )

    def contacts_read(self, account_id: str, contacts: tuple[Contacted, ...]) -> None:
        """Show the newest contacts, where the cursor is still on the account."""
        self._contacts[account_id] = contacts
        chosen = self.table.chosen
        if chosen is not None and chosen.account_id == account_id:
            self.query_one(QueueAside).show(self._about(chosen))

    def shown(self) -> Shown | None:
        """Return what is shown of the queue."""
        queue, sheet = self.queue, self.table.queue_sheet
        if queue is None or sheet is None:
            return None
        places = sheet.places

        def columns() -> Columns:
            names = [column.name for column in queue.columns]
            return {name: queue.rows.column(name).take(places).to_pylist() for name in names}

        name = dated("actions", queue.as_of)
        return Shown(name, "action", len(places), columns, self.table.place)

    # Moving, ordering, finding

    def on_sheet_table_moved(self) -> None:
        """Say what is under the cursor now."""
        self._tell()

    def on_sheet_table_opened(self) -> None:
        """Open the card of the account."""
        chosen, sheet = self.table.chosen, self.table.queue_sheet
        if chosen is not None and sheet is not None:
            self.post_message(self.AccountOpened(chosen.account_id, sheet.account_ids()))

    def on_sheet_table_sorting_chosen(self, message: SheetTable.SortingChosen) -> None:
        """Order the queue by a column."""
        self._sort_by(message.sorting)

    def action_in_order(self) -> None:
        """Put the queue in its own order."""
        self._sort_by(BY_POSITION)

    def _sort_by(self, sorting: Sorting) -> None:
        self._sorting = sorting
        self._show()

    async def action_filter(self) -> None:
        """Type what is to be found."""
        if not self.query(FilterLine):
            await self.mount(FilterLine(self._text), before=self.query_one(StatusLine))
        self.query_one(FilterLine).type()

    def on_filter_line_typed(self, message: FilterLine.Typed) -> None:
        """Find as it is typed."""
        self._find(message.text)

    async def on_filter_line_left(self, message: FilterLine.Left) -> None:
        """Go back to the queue; an empty filter's line goes away."""
        self.table.focus()
        if not message.text.strip():
            await self.query("FilterLine").remove()

    def _find(self, text: str) -> None:
        self._text = text
        title = self.query_one(TitleLine)
        title.filters = replace(title.filters, text=text)
        self._show()

    async def action_clear(self) -> None:
        """Show everything that there is to do again."""
        if self._text:
            await self.query("FilterLine").remove()
            self._find("")
        elif self.asked.show != SHOWN[0]:
            self._show_state(SHOWN[0])

    def action_put_away(self) -> None:
        """Show what is snoozed, then what was done, then what there is to do."""
        self._show_state(SHOWN[(SHOWN.index(self.asked.show) + 1) % len(SHOWN)])

    def _show_state(self, show: str) -> None:
        self.asked = replace(self.asked, show=show)
        self.ask()
