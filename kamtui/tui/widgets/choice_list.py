"""A list in a dialog to choose a line from, with the same keys everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kamtui.tui.actions import bindings


class ChoiceList(OptionList, inherit_bindings=False):
    """Lines of text, one of them highlighted. What enter means is the dialog's."""

    DEFAULT_CSS = """
    ChoiceList {
        height: auto;
        border: none;
        padding: 0;
        background: $surface;
        scrollbar-size-vertical: 1;
        &:focus { border: none; background-tint: $surface 0%; }
        & > .option-list--option { padding: 0; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("choices")]

    def __init__(self) -> None:
        super().__init__(markup=False, compact=True)

    @property
    def place(self) -> int:
        """Which line is highlighted, from 0."""
        return self.highlighted or 0

    @property
    def line_cells(self) -> int:
        """How wide a line is."""
        return max(0, self.scrollable_content_region.width)

    def show(self, lines: Iterable[Content], place: int = 0) -> None:
        """Show these lines with one highlighted."""
        self.set_options(Option(line) for line in lines)
        self.highlighted = place

    def action_up(self) -> None:
        """Go one line up."""
        self.action_cursor_up()

    def action_down(self) -> None:
        """Go one line down."""
        self.action_cursor_down()
