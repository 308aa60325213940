"""The line below the matrix: what is under the cursor, or why something was not done."""

from __future__ import annotations

from textual.widgets import Static

from kamtui.text import harmless


class AboutLine(Static):
    """One line, cut where it is too long."""

    DEFAULT_CSS = """
    AboutLine {
        height: 1;
        padding: 0 1;
        background: $surface;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        &.-wrong { color: $text-error; }
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)

    def say(self, said: str) -> None:
        """Say something."""
        self.remove_class("-wrong")
        self.update(harmless(said))

    def refuse(self, reason: str) -> None:
        """Say why something was not done."""
        self.add_class("-wrong")
        self.update(f"✗ {harmless(reason)}")
