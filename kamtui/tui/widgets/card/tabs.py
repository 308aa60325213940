"""The line of tabs of a small terminal: which section is seen, and which others there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class Tabs(Widget):
    """The names of the sections, the current one marked."""

    DEFAULT_CSS = """
    Tabs { height: 1; padding: 0 1; background: $background; }
    """

    @dataclass
    class Chosen(Message):
        """A tab was clicked."""

        place: int

    names: reactive[tuple[str, ...]] = reactive(())
    current: reactive[str] = reactive("")

    def show(self, names: Sequence[str], current: str) -> None:
        """Show these names, one of them as the current."""
        self.names, self.current = tuple(names), current

    def render(self) -> RenderResult:
        """Return the line."""
        return Content("").join(
            Content.styled(
                f" {name} ", "bold reverse" if name == self.current else "$foreground 60%"
            )
            for name in self.names
        )

    def on_click(self, event: events.Click) -> None:
        """Choose the tab under the pointer."""
        end = 1
        for place, name in enumerate(self.names):
            end += len(name) + 2
            if event.x < end:
                self.post_message(self.Chosen(place))
                return
