"""Customer equity in figures, with how sure it is in words."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.geometry import Size
from textual.strip import Strip

from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.base.worth import Worth
from kamtui.tui.widgets.cells import fitted
from kamtui.tui.widgets.matrix.toned import Part, Toned

_LABEL, _FIGURE = 24, 9


class WorthPanel(Toned, can_focus=True):
    """Draws a `Worth`; what does not fit is scrolled to."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("base_worth")]

    DEFAULT_CSS = """
    WorthPanel { overflow-y: auto; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._worth: Worth | None = None
        self._said = ""
        self._lines: list[list[Part]] = []

    @property
    def worth(self) -> Worth | None:
        """What is shown; None before anything is."""
        return self._worth

    def show(self, worth: Worth) -> None:
        """Show another one."""
        self._worth, self._said = worth, ""
        self._draw()

    def say(self, said: str) -> None:
        """Show no figures but a text in their place."""
        self._worth, self._said = None, said
        self._draw()

    def on_resize(self) -> None:
        """Wrap the words for the new width."""
        self._draw()

    def _draw(self) -> None:
        self._lines = self._drawn()
        self.virtual_size = Size(0, len(self._lines))
        self.refresh()

    def _drawn(self) -> list[list[Part]]:
        worth, room = self._worth, max(20, self.size.width - 4)
        if worth is None:
            return [[], [(f"  {fitted(self._said, room)}", "muted", "")]]
        lines: list[list[Part]] = [[(f"  {harmless(worth.title)}", "title", "")], []]
        for place, (name, figure, beside) in enumerate(worth.figures()):
            tone = "strong" if place == 0 else "name"
            rest = max(1, room - _LABEL - _FIGURE - 2)
            lines.append(
                [
                    (f"  {fitted(name, _LABEL)}", tone, ""),
                    (fitted(figure, _FIGURE, right=True), tone, ""),
                    (f"  {fitted(beside, rest)}", "muted", ""),
                ]
            )
        lines.append([])
        lines += [[(f"  {harmless(each)}", "name", "")] for each in worth.words(room)]
        return lines

    def render_line(self, y: int) -> Strip:
        """Return one line of the widget."""
        place = y + self.scroll_offset.y
        return self.strip(self._lines[place] if place < len(self._lines) else ())

    def action_up(self) -> None:
        """Go one line up."""
        self.scroll_to(y=self.scroll_offset.y - 1, animate=False, force=True)

    def action_down(self) -> None:
        """Go one line down."""
        self.scroll_to(y=self.scroll_offset.y + 1, animate=False, force=True)
