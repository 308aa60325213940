"""The line in which a filter is typed."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from kamtui.tui.actions import bindings


class FilterLine(Horizontal):
    """Says what is typed at every key; enter and down keep it, escape clears it."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("filter")]

    DEFAULT_CSS = """
    FilterLine {
        height: 1;
        padding: 0 1;
        background: $surface;
        &:focus-within { background: $primary 25%; }
        & Label { width: 2; color: $text-accent; text-style: bold; }
        & Input, & Input:focus { width: 1fr; background: transparent; padding: 0; }
    }
    """

    class Typed(Message):
        """The filter is another."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """The keys go back to the table."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, text: str) -> None:
        super().__init__()
        self._input = Input(
            text,
            placeholder="name, id, owner or segment",
            select_on_focus=False,
            max_length=200,
            compact=True,
        )

    def compose(self) -> ComposeResult:
        """Yield the sign of a filter and the line to type in."""
        yield Label("/", markup=False)
        yield self._input

    def type(self) -> None:
        """Take the keys."""
        self._input.focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))

    def action_done(self) -> None:
        """Keep the filter and go to the table."""
        self.post_message(self.Left(self._input.value))

    def action_clear(self) -> None:
        """Filter by nothing and go to the table."""
        self._input.value = ""
        self.post_message(self.Left(""))
