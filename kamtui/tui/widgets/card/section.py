"""A section of the account card: a frame with a title that tells what is under its cursor."""

from __future__ import annotations

from dataclasses import dataclass

from rich.style import Style
from textual.content import Content
from textual.message import Message
from textual.scroll_view import ScrollView

from kamtui.portfolio.account_card import AccountCard
from kamtui.text import harmless


class Section(ScrollView, can_focus=True):
    """What every section can do; the screen gives it the card to show."""

    DEFAULT_CSS = """
    Section {
        height: 1fr;
        overflow: hidden;
        border: round $foreground 25%;
        border-title-color: $text-muted;
        border-title-style: bold;
        border-subtitle-color: $text-muted;
        background: $background;
        &:focus { border: round $primary; border-title-color: $text-accent; }
    }
    """

    name_of_tab = ""
    """What the line of tabs calls it."""

    @dataclass
    class Told(Message):
        """The cursor is on something that has more to say."""

        section: Section
        about: str

        @property
        def control(self) -> Section:
            """The section."""
            return self.section

    @dataclass
    class Opened(Message):
        """The order lines behind a value are asked for."""

        asked: str
        """A criterion or a measure."""

    def show(self, card: AccountCard) -> None:
        """Show the account's card."""
        raise NotImplementedError

    def about(self) -> str:
        """Return what there is to say of what is under the cursor."""
        raise NotImplementedError

    def text(self) -> str:
        """Return what is under the cursor as tab-separated text."""
        raise NotImplementedError

    def entitle(self, title: str, subtitle: str = "") -> None:
        """Show other texts in the frame."""
        self.border_title = Content(harmless(title))
        self.border_subtitle = Content(harmless(subtitle))

    def tone_style(self, component: str) -> Style:
        """Return what a component class says of text; the background is that of its place."""
        whole = self.get_component_rich_style(component)
        return Style(color=whole.color, bold=whole.bold, underline=whole.underline)

    def tell(self) -> None:
        """Say what is under the cursor, where somebody looks at this section."""
        if self.screen.focused is self:
            self.post_message(self.Told(self, self.about()))

    def on_focus(self) -> None:
        """Say what is under the cursor."""
        self.tell()
