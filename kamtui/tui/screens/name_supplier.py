"""Naming a competitor that is to be rated."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from kamtui.errors import WrongUsage
from kamtui.portfolio.judgements import checked_supplier
from kamtui.text import harmless
from kamtui.tui.actions import BY_ID, bindings_of
from kamtui.tui.screens.dialog import Dialog


class NameSupplier(Dialog[str | None]):
    """Asks for a name; one that is spelled like a known one is refused."""

    DEFAULT_CSS = """
    NameSupplier Input { background: $foreground 10%; }
    NameSupplier Input:focus { background: $foreground 18%; }
    NameSupplier #saying { height: 2; margin-top: 1; color: $text-warning; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of([BY_ID["dialog.accept"]])]

    SHOWN = ("dialog.accept",)

    def __init__(self, known: Collection[str]) -> None:
        super().__init__("Rate another competitor")
        self._known = known

    def contents(self) -> Iterable[Widget]:
        """Return the line to type in, and why a name cannot be."""
        yield Input(id="name", max_length=80, compact=True)
        yield Static(id="saying", markup=False)

    def on_mount(self) -> None:
        """Begin with the name."""
        self.query_one("#name", Input).focus()

    @on(Input.Submitted)
    def action_accept(self) -> None:
        """Take the name."""
        name = self.query_one("#name", Input).value.strip()
        try:
            self.dismiss(checked_supplier(name, self._known))
        except WrongUsage as error:
            self.query_one("#saying", Static).update(harmless(str(error)))
