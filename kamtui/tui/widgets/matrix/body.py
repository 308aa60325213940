"""The matrix in one of its views, or a list of its accounts over it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget

from kamtui.tui.matrix import sayings
from kamtui.tui.matrix.cross_tables import CrossTable
from kamtui.tui.matrix.listing import Asked, InCell
from kamtui.tui.matrix.view import MatrixView
from kamtui.tui.matrix.views import View
from kamtui.tui.matrix.ways import BY_ACCOUNTS, way_of, ways_sheet
from kamtui.tui.matrix.writing_out import (
    accounts_shown,
    cells_shown,
    scatter_shown,
    tables_shown,
    ways_shown,
)
from kamtui.tui.shown import Shown
from kamtui.tui.widgets.matrix.account_list import AccountList
from kamtui.tui.widgets.matrix.aside import CellAside
from kamtui.tui.widgets.matrix.cross_table import CrossTables
from kamtui.tui.widgets.matrix.grid import MatrixGrid
from kamtui.tui.widgets.matrix.sheet_table import SheetTable

if TYPE_CHECKING:
    from kamtui.tui.widgets.matrix.scatter import MatrixScatter

_SCATTER_MODULE = "kamtui.tui.widgets.matrix.scatter"
_ASIDE_FROM = 150
"""Cells from which a cell is shown in full beside the grid."""


class MatrixBody(Horizontal):
    """Shows a `MatrixView`; `Changed` says that there is something else to say below it."""

    DEFAULT_CSS = """
    MatrixBody { height: 1fr; }
    MatrixBody #views { width: 1fr; }
    """

    class Changed(Message):
        """The cursor is elsewhere, or something else is shown."""

    @dataclass
    class AccountAsked(Message):
        """The card of an account is asked for."""

        account_id: str
        account_ids: Sequence[str]

    def __init__(self) -> None:
        super().__init__()
        self._view: MatrixView | None = None
        self._shown = View.CELLS
        self._asked: Asked | None = None
        self._tells_line = False
        """Whether the chosen cut line is spoken of rather than what is under the cursor."""
        self._ways_sorting = BY_ACCOUNTS
        self._scatter: MatrixScatter | None = None

    def compose(self) -> ComposeResult:
        """Yield the views, of which one is seen, and the cell beside the grid."""
        with Vertical(id="views"):
            yield MatrixGrid()
            yield SheetTable(id="moves")
            yield CrossTables(id="tables")
            yield AccountList(id="list")
        yield CellAside()

    def on_mount(self) -> None:
        """Begin with the cells."""
        self._show_current()

    def on_resize(self, event: events.Resize) -> None:
        """Show a cell in full where there is room."""
        self._show_aside()

    # What is shown

    @property
    def shown(self) -> View:
        """Which view is shown."""
        return self._shown

    @property
    def is_listing(self) -> bool:
        """Whether a list lies over the view."""
        return self._asked is not None

    @property
    def account_id(self) -> str | None:
        """The account under the cursor; None where none is."""
        if self._asked is not None:
            return self._list.cursor
        view, scatter = self._view, self._scatter
        if self._shown is not View.SCATTER or view is None or scatter is None:
            return None
        row = scatter.plot.picked
        return None if row is None else str(view.basis.account_ids[row])

    def show(self, view: MatrixView) -> None:
        """Show another snapshot, at the same place."""
        other = self._view is None or self._view.matrix.id != view.matrix.id
        if other:
            self._asked = None
            self.query_one(MatrixGrid).choose(0)
        if self._view is not None and view.lines != self._view.lines:
            self._tells_line = view.lines.chosen is not None
        self._view = view
        self._show_current()

    def turn_to(self, shown: View) -> None:
        """Show another view."""
        if shown is View.SCATTER and self._view is not None and self._scatter is not None:
            self._pick_biggest_of_cell(self._view, self._scatter)
        self._shown, self._asked = shown, None
        self._show_current()
        self.focus_shown()

    def list_accounts(self, asked: Asked) -> None:
        """List accounts over the view."""
        if self._view is None:
            return
        self._asked = asked
        self._list.list_accounts(self._view, asked)
        self._show_current()
        self.focus_shown()

    def close_list(self) -> None:
        """Go back to the view under the list."""
        self._asked = None
        self._show_current()
        self.focus_shown()

    def choose(self, account_id: str) -> None:
        """Put the cursor on an account, where it is shown."""
        if self._asked is not None:
            self._list.choose(account_id)
        elif self._view is not None and self._scatter is not None:
            row = self._view.row_of(account_id)
            if row is not None:
                self._scatter.plot.pick(row)
        self.post_message(self.Changed())

    def show_tables(self, tables: Sequence[CrossTable]) -> None:
        """Show the tables of the view."""
        self._tables.show(tables)

    def say_instead_of_tables(self, said: str) -> None:
        """Say why there are no tables, or not yet."""
        self._tables.say(said)

    def rows_shown(self) -> Shown | None:
        """Return what is on the screen as rows to be written; None while there are none."""
        if self._view is None:
            return None
        if self._asked is not None:
            return accounts_shown(self._view, self._list.rows, self._list.place)
        if self._shown is View.CELLS:
            return cells_shown(self._view, self.query_one(MatrixGrid).cursor)
        if self._shown is View.SCATTER:
            picked = None if self._scatter is None else self._scatter.plot.picked
            return scatter_shown(self._view, picked)
        if self._shown is View.MOVES:
            return ways_shown(ways_sheet(self._view, self._ways_sorting), self._moves.place)
        return tables_shown(self._view, self._tables.tables, self._shown.name.lower())

    def focus_shown(self) -> None:
        """Give the keys to what is shown."""
        self._current.focus()

    def about(self) -> str:
        """Return what there is to say of what is under the cursor."""
        view, width = self._view, self.app.size.width - 2
        if view is None:
            return ""
        if self._tells_line and view.lines.chosen is not None and not self._shown.is_table:
            return sayings.of_line(view, view.lines.chosen, width)
        row = view.row_of(self.account_id or "")
        if row is not None:
            return sayings.of_account(view, row, width)
        if self._asked is None and self._shown is View.CELLS:
            return sayings.of_cell(view, self.query_one(MatrixGrid).cursor, width)
        way = self._moves.cursor
        if self._asked is None and self._shown is View.MOVES and way is not None:
            return sayings.of_way(view, way_of(way))
        return ""

    @property
    def _list(self) -> AccountList:
        return self.query_one(AccountList)

    @property
    def _moves(self) -> SheetTable:
        return self.query_one("#moves", SheetTable)

    @property
    def _tables(self) -> CrossTables:
        return self.query_one(CrossTables)

    @property
    def _current(self) -> Widget:
        """The widget that is shown, and has the keys."""
        if self._asked is not None:
            return self._list
        if self._shown is View.SCATTER and self._scatter is not None:
            return self._scatter.plot
        if self._shown.is_table:
            return self._tables
        return self._moves if self._shown is View.MOVES else self.query_one(MatrixGrid)

    def _show_current(self) -> None:
        current = self._current
        waits = self._shown is View.SCATTER and self._scatter is None and self._asked is None
        for child in self.query_one("#views").children:
            child.display = not waits and (child is current or current in child.children)
        if waits:
            self._open_scatter()
        if self._view is not None:
            self._draw(self._view)
        self._show_aside()
        self.post_message(self.Changed())

    def _draw(self, view: MatrixView) -> None:
        """Give the snapshot to what is shown; the others get theirs when they are."""
        if self._asked is not None:
            self._list.take(view)
        elif self._shown is View.CELLS:
            self.query_one(MatrixGrid).show(view)
        elif self._shown is View.SCATTER and self._scatter is not None:
            self._scatter.show(view)
        elif self._shown is View.MOVES:
            self._moves.show(ways_sheet(view, self._ways_sorting))

    def _show_aside(self) -> None:
        aside, is_wide = self.query_one(CellAside), self.size.width >= _ASIDE_FROM
        is_seen = self._asked is None and self._shown is View.CELLS and is_wide
        aside.display = is_seen
        if is_seen and self._view is not None:
            aside.show(self._view, self.query_one(MatrixGrid).cursor)

    # The scatter

    @work(group="scatter", exclusive=True)
    async def _open_scatter(self) -> None:
        # plotext takes longer to load than a frame may.
        await asyncio.to_thread(import_module, _SCATTER_MODULE)
        from kamtui.tui.widgets.matrix.scatter import MatrixScatter

        self._scatter = MatrixScatter()
        await self.query_one("#views").mount(self._scatter)
        self._show_current()
        if self._view is not None:
            self._pick_biggest_of_cell(self._view, self._scatter)
        if self._shown is View.SCATTER and self._asked is None:
            self.focus_shown()
        self.post_message(self.Changed())

    def _pick_biggest_of_cell(self, view: MatrixView, scatter: MatrixScatter) -> None:
        """Begin with the account that the cell under the cursor is known for."""
        rows = view.biggest(self.query_one(MatrixGrid).cursor, 1)
        if rows:
            scatter.show(view)
            scatter.plot.pick(rows[0])

    # What is done to the parts

    def on_matrix_grid_moved(self) -> None:
        """Say what another cell holds."""
        self._show_aside()
        self._tell_of_cursor()

    def on_matrix_grid_opened(self, message: MatrixGrid.Opened) -> None:
        """List the accounts of a cell."""
        self.list_accounts(InCell(message.number))

    def on_scatter_plot_moved(self) -> None:
        """Say what is known of another account."""
        self._tell_of_cursor()

    def on_scatter_plot_opened(self) -> None:
        """Ask for the card of the picked account."""
        account_id = self.account_id
        if self._view is not None and account_id is not None:
            ids = self._view.ids_of(self._view.placed_rows)
            self.post_message(self.AccountAsked(account_id, ids))

    @on(SheetTable.Moved)
    def _moved(self) -> None:
        self._tell_of_cursor()

    def _tell_of_cursor(self) -> None:
        self._tells_line = False
        self.post_message(self.Changed())

    @on(SheetTable.Opened, "#list")
    def _account_opened(self, message: SheetTable.Opened) -> None:
        self.post_message(self.AccountAsked(message.key, self._list.ids))

    @on(SheetTable.Opened, "#moves")
    def _way_opened(self, message: SheetTable.Opened) -> None:
        self.list_accounts(way_of(message.key))

    @on(SheetTable.SortingChosen, "#moves")
    def _ways_sorted(self, message: SheetTable.SortingChosen) -> None:
        self._ways_sorting = message.sorting
        self._show_current()
