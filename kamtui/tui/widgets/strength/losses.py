"""Where we lose over the whole base: on which factor, to whom, and what revenue that touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult, RenderResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.widgets.cells import bar, compact, fitted
from kamtui.tui.widgets.strength.accounts import signed

_LARGEST_LOSS = 2.0
"""The mean weighted lead, in index points, that fills the bar."""
_BAR = 10


class StrengthLosses(VerticalScroll, can_focus=True):
    """A line a factor and competitor that is ahead of us somewhere, the worst first."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("strength_losses")]

    DEFAULT_CSS = """
    StrengthLosses { background: $background; padding: 0 1; scrollbar-size-vertical: 1; }
    """

    class Left(Message):
        """The accounts are to be shown again."""

    def compose(self) -> ComposeResult:
        """Yield the lines."""
        yield _Lines()

    def show(self, rows: Sequence[Mapping[str, Any]], currency: str) -> None:
        """Show other losses, as the rows of the query `losses`."""
        self.query_one(_Lines).show(rows, currency)

    def action_close(self) -> None:
        """Ask for the accounts."""
        self.post_message(self.Left())

    def action_up(self) -> None:
        """Scroll a line up."""
        self.scroll_up(animate=False)

    def action_down(self) -> None:
        """Scroll a line down."""
        self.scroll_down(animate=False)


class _Lines(Widget):
    DEFAULT_CSS = """
    _Lines { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Mapping[str, Any]] | None = None
        self._currency = ""

    def show(self, rows: Sequence[Mapping[str, Any]], currency: str) -> None:
        self._rows, self._currency = rows, currency
        self.refresh(layout=True)

    def render(self) -> RenderResult:
        """Return a heading and a line a loss."""
        if self._rows is None:
            return Content.styled("reading …", "$foreground-muted")
        if not self._rows:
            said = "no competitor is ahead of us on any factor, or nobody is rated"
            return Content.styled(said, "$foreground-muted")
        width = self.size.width
        factor = max(8, min(22, width - 52))
        rival = max(12, min(28, width - factor - 38))
        heading = (
            fitted("Factor", factor)
            + " "
            + fitted("Ahead of us", rival)
            + fitted("Accounts", 9, right=True)
            + "  "
            + fitted("Costs us", _BAR + 7)
            + fitted(f"{harmless(self._currency)} 12m", 9, right=True)
        )
        lines = [
            Content.styled("Where we lose, over every account that is rated", "bold"),
            Content.styled(fitted(heading, width), "bold $foreground-muted"),
        ]
        for row in self._rows:
            lead = float(row["weighted_lead"])
            lines.append(
                Content.assemble(
                    fitted(row["factor"], factor) + " ",
                    (fitted(row["rival"], rival), "bold"),
                    fitted(f"{row['accounts']:,}", 9, right=True) + "  ",
                    (bar(-lead / _LARGEST_LOSS, _BAR) + " ", "$text-error"),
                    fitted(signed(lead, 2), 6),
                    fitted(compact(float(row["revenue_12m"] or 0)), 9, right=True),
                )
            )
        return Content("\n").join(lines)
