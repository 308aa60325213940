"""The matrix as a grid of cells, with a cursor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from kamtui.tui.actions import bindings
from kamtui.tui.matrix.view import MatrixView
from kamtui.tui.widgets.matrix.cell_drawing import Line
from kamtui.tui.widgets.matrix.grid_drawing import grid_lines, laid_out
from kamtui.tui.widgets.matrix.toned import Toned


class MatrixGrid(Toned, can_focus=True):
    """Draws a `MatrixView`; its cursor stays on its cell."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("grid")]

    @dataclass
    class Moved(Message):
        """The cursor is on another cell."""

        number: int

    @dataclass
    class Opened(Message):
        """The accounts of a cell are asked for."""

        number: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._view: MatrixView | None = None
        self._cursor = 0
        self._drawn: list[Line] = []

    @property
    def cursor(self) -> int:
        """The number of the cell under the cursor."""
        return self._cursor

    def show(self, view: MatrixView) -> None:
        """Draw another snapshot."""
        self._view = view
        self._cursor = min(self._cursor, len(view.matrix.cells) - 1)
        self._redraw()

    def choose(self, number: int) -> None:
        """Put the cursor on a cell."""
        self._cursor = number
        self._redraw()

    def _redraw(self) -> None:
        self._drawn = []
        self.refresh()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._redraw()

    def on_focus(self) -> None:
        """Draw the cursor as one that moves."""
        self._redraw()

    def on_blur(self) -> None:
        """Draw the cursor as one that rests."""
        self._redraw()

    def render_line(self, y: int) -> Strip:
        """Return one line of the widget."""
        if self._view is None:
            return self.strip(())
        if not self._drawn:
            width, height = self.size
            ground, mark = ("cursor", "▸") if self.has_focus else ("resting", "›")
            layout = laid_out(self._view, width, height)
            self._drawn = grid_lines(self._view, layout, width, self._cursor, ground, mark)
        return self.strip(self._drawn[y] if y < len(self._drawn) else ())

    # Moving

    def _go_by(self, rows: int, columns: int) -> None:
        view = self._view
        if view is None:
            return
        row, column = divmod(self._cursor, view.columns)
        row = max(0, min(row + rows, len(view.matrix.cells) // view.columns - 1))
        column = max(0, min(column + columns, view.columns - 1))
        self._go_to(row * view.columns + column)

    def _go_to(self, number: int) -> None:
        if number != self._cursor:
            self.choose(number)
            self.post_message(self.Moved(number))

    def action_up(self) -> None:
        """Go one cell up."""
        self._go_by(-1, 0)

    def action_down(self) -> None:
        """Go one cell down."""
        self._go_by(1, 0)

    def action_left(self) -> None:
        """Go one cell to the left."""
        self._go_by(0, -1)

    def action_right(self) -> None:
        """Go one cell to the right."""
        self._go_by(0, 1)

    def action_open(self) -> None:
        """Ask for the accounts of the cell."""
        if self._view is not None:
            self.post_message(self.Opened(self._cursor))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the cell that was clicked; a second click opens it."""
        if self._view is None:
            return
        number = laid_out(self._view, *self.size).cell_at(event.x, event.y)
        if number is None:
            return
        if number == self._cursor and event.chain > 1:
            self.action_open()
        else:
            self._go_to(number)
