"""Two lines at the top of the Relationship screen: which matrix, which view, since when."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kamtui.text import harmless
from kamtui.tui.widgets.cells import fitted


@dataclass(frozen=True)
class HeadShown:
    """What the head says."""

    title: str = ""
    place: str = ""
    """Which of the matrices it is, such as 1 of 3."""
    source: str = ""
    """Who described it."""
    since: str = ""
    views: tuple[str, ...] = ()
    view: int = 0
    """Which of the views is shown."""
    unsaved: str = ""
    """What is changed and not saved; "" for nothing."""


class MatrixHead(Widget):
    """The title of the matrix, and the views with the one that is shown marked."""

    DEFAULT_CSS = """
    MatrixHead { height: 2; padding: 0 1; background: $surface; }
    """

    shown: reactive[HeadShown] = reactive(HeadShown())

    def render(self) -> RenderResult:
        """Return the two lines."""
        shown, width = self.shown, self.size.width
        return Content("\n").join(
            [
                _line(self._title(), shown.since, "$foreground-muted", width),
                _line(self._views(), shown.unsaved, "$text-warning", width),
            ]
        )

    def _title(self) -> Content:
        shown = self.shown
        place = f"  {shown.place}" if shown.place else ""
        source = f"  {harmless(shown.source)}" if shown.source else ""
        return Content.assemble(
            (harmless(shown.title), "bold"), (place, "$text-accent"), (source, "$foreground-muted")
        )

    def _views(self) -> Content:
        return Content(" ").join(
            Content.styled(
                f"[{name}]" if place == self.shown.view else f" {name} ",
                "bold reverse" if place == self.shown.view else "$foreground-muted",
            )
            for place, name in enumerate(self.shown.views)
        )


def _line(left: Content, right: str, style: str, width: int) -> Content:
    """Return a line with something at its right end; what is on the left gives way."""
    right = fitted(right, min(cell_len(harmless(right)), width))
    room = max(0, width - cell_len(right) - (2 if right else 0))
    if left.cell_length > room:
        left = left.truncate(room, ellipsis=True)
    blank = " " * (width - left.cell_length - cell_len(right))
    return Content.assemble(left, blank, (right, style))
