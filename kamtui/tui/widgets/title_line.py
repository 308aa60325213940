"""The line at the top: the screens by number, and what the accounts are filtered by."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kamtui.text import harmless
from kamtui.tui.actions import BY_ID
from kamtui.tui.ranked.rows import Filters
from kamtui.tui.widgets.cells import fitted

_SCREENS = ("app.priorities", "app.relationship", "app.strength", "app.account")


class TitleLine(Widget):
    """Shows where one is."""

    DEFAULT_CSS = """
    TitleLine { height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    filters: reactive[Filters] = reactive(Filters())

    def __init__(self, here: str) -> None:
        """`here` is the id of the action that goes to this screen."""
        super().__init__()
        self._here = here

    def render(self) -> RenderResult:
        """Return the line."""
        screens = Content(" ").join(self._screen(id_) for id_ in _SCREENS)
        room = max(0, self.size.width - screens.cell_length - 2)
        said = filters_text(self.filters)
        right = fitted(said, min(room, cell_len(said)))
        blank = " " * (self.size.width - screens.cell_length - cell_len(right))
        return Content.assemble(screens, blank, right)

    def _screen(self, action_id: str) -> Content:
        action = BY_ID[action_id]
        style = "bold reverse" if action_id == self._here else "$foreground-muted"
        return Content.styled(f" {action.keys[0]} {action.name} ", style)


def filters_text(filters: Filters) -> str:
    """Return what the accounts are filtered by, such as `owner North desk · "oy"`."""
    parts = []
    if filters.owner is not None:
        parts.append(f"owner {harmless(filters.owner)}" if filters.owner else "no owner")
    if filters.segment is not None:
        parts.append(f"segment {harmless(filters.segment)}" if filters.segment else "no segment")
    if filters.text.strip():
        parts.append(f"“{harmless(filters.text.strip())}”")
    return " · ".join(parts)
