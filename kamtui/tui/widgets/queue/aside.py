"""What stands beside or below the queue: the thing under the cursor in full."""

from __future__ import annotations

from textual.strip import Strip

from kamtui.tui.queue.about import About, about_lines
from kamtui.tui.widgets.matrix.cell_drawing import Line
from kamtui.tui.widgets.matrix.toned import Toned


class QueueAside(Toned):
    """Draws an `About`."""

    DEFAULT_CSS = """
    QueueAside { padding: 0 1; background: $surface; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._about: About | None = None
        self._drawn: list[Line] | None = None

    @property
    def about(self) -> About | None:
        """What is drawn; None for nothing."""
        return self._about

    def show(self, about: About | None) -> None:
        """Draw something else, or nothing."""
        self._about, self._drawn = about, None
        self.refresh()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._drawn = None

    def render_line(self, y: int) -> Strip:
        """Return one line of the widget."""
        if self._about is None:
            return self.strip(())
        if self._drawn is None:
            self._drawn = about_lines(self._about, *self.size)
        return self.strip(self._drawn[y] if y < len(self._drawn) else ())
