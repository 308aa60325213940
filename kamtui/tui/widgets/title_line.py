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

_SCREENS = (
    *("app.priorities", "app.relationship", "app.strength", "app.account"),
    *("app.actions", "app.base"),
)
_FILTERS_SEEN = 16
"""Cells that the filters have at least, as far as they fill them."""


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
        """Return the line; where the filters need the room, only this screen has a name."""
        said = filters_text(self.filters)
        screens = self._screens(named=True)
        needed = 2 + min(cell_len(said), _FILTERS_SEEN) if said else 0
        if screens.cell_length + needed > self.size.width:
            screens = self._screens(named=False)
        room = max(0, self.size.width - screens.cell_length - 2)
        right = fitted(said, min(room, cell_len(said)))
        blank = " " * (self.size.width - screens.cell_length - cell_len(right))
        return Content.assemble(screens, blank, right)

    def _screens(self, *, named: bool) -> Content:
        return Content(" " if named else "").join(self._screen(id_, named) for id_ in _SCREENS)

    def _screen(self, action_id: str, named: bool) -> Content:
        action, is_here = BY_ID[action_id], action_id == self._here
        text = f" {action.keys[0]} {action.name} " if named or is_here else f" {action.keys[0]} "
        return Content.styled(text, "bold reverse" if is_here else "$foreground-muted")


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
