"""Saving weights under a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from kamtui.errors import WrongUsage
from kamtui.text import harmless
from kamtui.tui.actions import BY_ID, bindings_of
from kamtui.tui.screens.dialog import Dialog
from kamtui.tui.widgets.weights.figures import moment_text
from kamtui.workspace.weight_sets import WeightSet, checked_name, checked_note


@dataclass(frozen=True)
class SaveTarget:
    """Where weights are saved."""

    name: str
    based_on: int
    """The version that they are saved on top of; 0 when the name is to be a new one."""
    note: str = ""


class SaveAs(Dialog[SaveTarget | None]):
    """Asks for a name and a note; says what is kept under the name already."""

    DEFAULT_CSS = """
    SaveAs Input { background: $foreground 10%; }
    SaveAs Input:focus { background: $foreground 18%; }
    SaveAs Label { margin-top: 1; color: $text-muted; }
    SaveAs #name-label { margin-top: 0; }
    SaveAs #saying { margin-top: 1; height: 2; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of([BY_ID["dialog.accept"]])]

    SHOWN = ("dialog.accept",)

    def __init__(self, known: Mapping[str, WeightSet], name: str = "") -> None:
        """`known` holds the newest version of each set by its name."""
        super().__init__("Save the weights under a name")
        self._known = known
        self._suggested = name

    def contents(self) -> Iterable[Widget]:
        """Return the two lines to type in, and what would happen."""
        yield Label("Name", id="name-label", markup=False)
        yield Input(value=self._suggested, id="name", max_length=80, compact=True)
        yield Label("Note: why these weights (may be empty)", markup=False)
        yield Input(id="note", max_length=1000, compact=True)
        yield Static(id="saying", markup=False)

    def on_mount(self) -> None:
        """Begin with the name."""
        self.query_one("#name", Input).focus()
        self._say()

    @on(Input.Changed)
    def _say(self) -> None:
        """Say what saving would do, or why it cannot be."""
        said = self.query_one("#saying", Static)
        try:
            target = self._target()
        except WrongUsage as error:
            is_empty = not self.query_one("#name", Input).value.strip()
            said.update("" if is_empty else Content.styled(harmless(error.message), "$error"))
        else:
            said.update(self._consequence(target))

    @on(Input.Submitted)
    def action_accept(self) -> None:
        """Save under this name."""
        try:
            self.dismiss(self._target())
        except WrongUsage as error:
            said = Content.styled(harmless(error.message), "$error")
            self.query_one("#saying", Static).update(said)

    def _target(self) -> SaveTarget:
        name = checked_name(self.query_one("#name", Input).value)
        known = self._known.get(name)
        note = checked_note(self.query_one("#note", Input).value)
        return SaveTarget(name, known.version if known else 0, note)

    def _consequence(self, target: SaveTarget) -> Content:
        known = self._known.get(target.name)
        if known is None or not known.version:
            return Content.styled("A new weight set; this is its version 1.", "$foreground-muted")
        return Content.styled(
            f"Is there already: version {known.version}, {harmless(known.saved_by)},"
            f" {moment_text(known.saved_at)}. Yours becomes version {known.version + 1};"
            " the earlier ones stay.",
            "$warning",
        )
