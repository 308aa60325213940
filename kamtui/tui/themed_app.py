"""An app with themes: the user's last one, or the terminal's own colours where it has few."""

from __future__ import annotations

import os

from kamtui.text import harmless
from kamtui.tui.first_screen import THEME
from kamtui.tui.reading_app import ReadingApp
from kamtui.tui.themes import (
    DEFAULT_THEME,
    OWN_THEMES,
    PLAIN_THEME,
    THEMES,
    is_plain,
    theme_after,
)


class ThemedApp(ReadingApp):
    """Takes a theme by key or by name, and keeps it in the workspace."""

    def __init__(self) -> None:
        plain = is_plain(os.environ)
        super().__init__(ansi_color=True if plain else None)
        for theme in OWN_THEMES:
            self.register_theme(theme)
        self.theme = PLAIN_THEME if plain else DEFAULT_THEME

    def action_next_theme(self) -> None:
        """Take the next theme, and keep it."""
        self.action_take_theme(theme_after(self.theme))

    def action_take_theme(self, name: str) -> None:
        """Take a theme, and keep it for the next time."""
        self.show_theme(name)
        self.notify(f"Theme {name}", timeout=2)
        if self.session is not None:
            self.run_worker(lambda: self._keep_theme(name), thread=True, group="theme")

    def show_theme(self, name: str | None) -> None:
        """Show a theme, where there is one of that name."""
        if name in THEMES and name != self.theme:
            self.theme = name

    def _keep_theme(self, name: str) -> None:
        from kamtui.errors import KamtuiError

        try:
            if self.session is not None:
                self.session.portfolio.workspace.keep_setting(THEME, name)
        except KamtuiError as error:
            self.notify(f"The theme is not kept: {harmless(error.message)}", severity="warning")
