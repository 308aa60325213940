"""The frame of the weights panel: where the editor stands and what is said around it."""

from __future__ import annotations

from typing import Self

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from kamtui.text import harmless
from kamtui.tui.widgets.weights.consequences import Consequences, ConsequencesView
from kamtui.tui.widgets.weights.editor import WeightsEditor
from kamtui.tui.widgets.weights.figures import in_cells
from kamtui.tui.widgets.weights.heading import SetShown, WeightsHeading

_LINES_OF_HEADING_AND_SUM = 3
_LINES_BELOW = 7
_MOST_LINES = 4
_LEAST_ROWS = 3
_LOW = 30
_ABOUT_FITS_FROM = 46


class WeightsFrame(Vertical):
    """Heading, editor, what was said last, and consequences; as airy as its height allows."""

    DEFAULT_CSS = """
    WeightsFrame {
        width: 30%;
        min-width: 34;
        max-width: 58;
        height: 1fr;
        padding: 0 1;
        border-left: vkey $foreground 30%;
        &:focus-within { border-left: vkey $accent; }
        & #said { height: auto; min-height: 1; max-height: 8; }
        & #below { height: 1fr; margin-top: 1; }
        & WeightsHeading { margin-bottom: 1; }
        & ConsequencesView { margin-top: 1; padding-top: 1; border-top: hkey $foreground 20%; }
    }
    WeightsFrame.-lines-1 CriterionRow { height: 1; }
    WeightsFrame.-lines-2 CriterionRow { height: 2; }
    WeightsFrame.-lines-3 CriterionRow { height: 3; }
    WeightsFrame.-lines-4 CriterionRow { height: 4; }
    WeightsFrame.-low #below, WeightsFrame.-low WeightsHeading { margin: 0; }
    WeightsFrame.-low ConsequencesView { margin-top: 0; padding-top: 0; border-top: none; }
    """

    def __init__(
        self,
        editor: WeightsEditor,
        id: str | None = None,  # noqa: A002 — Textual's name for it
    ) -> None:
        super().__init__(id=id)
        self.editor = editor

    def compose(self) -> ComposeResult:
        """Yield the heading, the editor, what is said of it, and the consequences."""
        yield WeightsHeading()
        yield self.editor
        with Vertical(id="below"):
            yield Static(id="said", markup=False)
            yield ConsequencesView()

    def on_mount(self) -> None:
        """Draw the first state."""
        self.say_what_it_is()

    def on_resize(self, event: Resize) -> None:
        """Give each criterion as many lines as there are."""
        height = event.size.height
        left = height - _LINES_OF_HEADING_AND_SUM - _LINES_BELOW
        self.editor.show_at_most(max(_LEAST_ROWS, left))
        most = _MOST_LINES if event.size.width >= _ABOUT_FITS_FROM else _MOST_LINES - 1
        lines = max(1, min(most, left // max(1, self.editor.row_count)))
        for each in range(1, _MOST_LINES + 1):
            self.set_class(each == lines, f"-lines-{each}")
        self.set_class(height < _LOW, "-low")
        self.say_what_it_is()

    def focus(self, scroll_visible: bool = True) -> Self:
        """Give the keys to the editor."""
        self.editor.focus(scroll_visible)
        return self

    def show_consequences(self, consequences: Consequences) -> None:
        """Show what the weights do to the ranking."""
        self.query_one(ConsequencesView).consequences = consequences

    def entitle(self, shown: SetShown) -> None:
        """Show which weight set it is."""
        self.query_one(WeightsHeading).shown = shown

    def say_what_it_is(self) -> None:
        """Say what the chosen criterion is."""
        is_said_in_row = self.has_class(f"-lines-{_MOST_LINES}")
        about = Content.styled("" if is_said_in_row else self.editor.about, "$foreground-muted")
        if self.has_class("-low"):
            about = in_cells(about, self.query_one("#said").size.width)
        self._say(about)

    def say(self, text: str) -> None:
        """Say what was done."""
        self._say(Content(harmless(text)))

    def refuse(self, reason: str) -> None:
        """Say why something was not done."""
        self._say(Content.styled(f"✗ {harmless(reason)}", "bold $error"))

    def _say(self, content: Content) -> None:
        self.query_one("#said", Static).update(content)
