"""A widget that draws its lines itself, of pieces of text whose tones have names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.css.styles import RenderStyles
from textual.scroll_view import ScrollView
from textual.strip import Strip

Part = tuple[str, str, str]
"""A text, the name of its tone and that of its ground; "" is the widget's own."""


class Toned(ScrollView):
    """Mixes the translucent colours of tones and grounds, once for a theme."""

    DEFAULT_CSS = """
    Toned {
        height: 1fr;
        overflow: hidden;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;
        & > .toned--heading { background: $panel; color: $foreground-muted; text-style: bold; }
        & > .toned--sorted { color: $text; text-style: bold underline; }
        & > .toned--cursor { background: $primary 30%; }
        &:ansi > .toned--cursor { background: ansi_bright_black; text-style: bold; }
        & > .toned--resting { background: $surface; }
        & > .toned--rule { color: $foreground 45%; }
        & > .toned--band { color: $foreground-muted; }
        & > .toned--title { color: $text-accent; text-style: bold; }
        & > .toned--cut { color: $text; text-style: bold; }
        & > .toned--chosen { color: $text-warning; text-style: bold; }
        & > .toned--name { text-style: none; }
        & > .toned--strong { text-style: bold; }
        & > .toned--muted { color: $foreground-muted; }
        & > .toned--up { color: $text-success; }
        & > .toned--down { color: $text-error; }
        & > .toned--bar { color: $primary 65%; }
        & > .toned--warning { color: $text-warning; }
        & > .toned--small { color: $foreground-muted; }
        & > .toned--large { color: $text-primary; text-style: bold; }
    }
    """
    _TONES: ClassVar[tuple[str, ...]] = (
        *("heading", "sorted", "cursor", "resting", "rule", "band", "title", "cut", "chosen"),
        *("name", "strong", "muted", "up", "down", "bar", "warning", "small", "large"),
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"toned--{name}" for name in _TONES}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 — Textual's name for it
        super().__init__(id=id)
        self._mixed: dict[tuple[str, str], Style] = {}

    def strip(self, parts: Iterable[Part], ground: str = "") -> Strip:
        """Return a line of the widget's width."""
        segments = [Segment(text, self._mix(tone, of or ground)) for text, tone, of in parts]
        return Strip(segments).adjust_cell_length(self.size.width, self._mix("", ground))

    def _mix(self, tone: str, ground: str) -> Style:
        if (tone, ground) not in self._mixed:
            behind = self._component(ground)
            text = self._component(tone) if tone else behind
            background = self.styles.background + behind.background
            style = Style.from_color((background + text.color).rich_color, background.rich_color)
            self._mixed[tone, ground] = style + behind.text_style + text.text_style
        return self._mixed[tone, ground]

    def _component(self, name: str) -> RenderStyles:
        return self.get_component_styles(f"toned--{name}") if name else self.styles

    def notify_style_update(self) -> None:
        """Forget the colours of the theme before."""
        self._mixed.clear()
        super().notify_style_update()
