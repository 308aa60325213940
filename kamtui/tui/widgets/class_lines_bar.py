"""The lines between the classes below the ranking: where they are, and what each class holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import RenderResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kamtui.model.class_lines import LINES, ClassLines, Line
from kamtui.model.errors import Refusal
from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.ranked.classing import ClassHeld
from kamtui.tui.widgets.cells import NO_VALUE, bar, compact
from kamtui.tui.widgets.weights.figures import in_cells, side_by_side

_FEW = 1
_MANY = 5
_STYLES = {"A": "bold $text-success", "B": "bold $text-primary", "D": "$text-warning"}
_MUTED = "$foreground-muted"
_FIGURES = 32


@dataclass(frozen=True)
class LinesShown:
    """Everything that the bar shows."""

    lines: ClassLines
    classes: Sequence[ClassHeld]
    currency: str


class ClassLinesBar(Widget, can_focus=True):
    """Moves a line with each key; the host sorts the accounts anew on `Moved`."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("class_lines")]

    DEFAULT_CSS = """
    ClassLinesBar {
        height: 9;
        padding: 0 1;
        border-top: hkey $foreground 30%;
        &:focus { border-top: hkey $accent; }
    }
    """

    shown: reactive[LinesShown | None] = reactive(None)
    said: reactive[str] = reactive("")
    """Why a key did nothing; "" where it did."""

    @dataclass
    class Moved(Message):
        """The lines are elsewhere, or another one is chosen."""

        lines: ClassLines

    class SaveAsked(Message):
        """The lines are to be saved as they are."""

    class Closed(Message):
        """The user is done with the lines: what is not saved is thrown away."""

    def action_lower(self) -> None:
        """Move the line a step down."""
        self._change(lambda lines: lines.moved(-_FEW))

    def action_higher(self) -> None:
        """Move the line a step up."""
        self._change(lambda lines: lines.moved(_FEW))

    def action_much_lower(self) -> None:
        """Move the line five steps down."""
        self._change(lambda lines: lines.moved(-_MANY))

    def action_much_higher(self) -> None:
        """Move the line five steps up."""
        self._change(lambda lines: lines.moved(_MANY))

    def action_next(self) -> None:
        """Choose the next line."""
        self._change(lambda lines: lines.next_chosen())

    def action_previous(self) -> None:
        """Choose the line before."""
        self._change(lambda lines: lines.next_chosen(-1))

    def action_put_back(self) -> None:
        """Put the line back to where it is saved."""
        self._change(ClassLines.put_back)

    def action_save(self) -> None:
        """Ask for the lines to be saved."""
        self.post_message(self.SaveAsked())

    def action_close(self) -> None:
        """Throw away what is not saved."""
        self.post_message(self.Closed())

    def _change(self, change: Callable[[ClassLines], ClassLines]) -> None:
        if self.shown is None:
            return
        try:
            lines = change(self.shown.lines)
        except Refusal as refusal:
            self.said = refusal.message
            return
        self.said = ""
        self.post_message(self.Moved(lines))

    def render(self) -> RenderResult:
        """Return the lines."""
        if self.shown is None:
            return Content("")
        width, shown = self.size.width, self.shown
        rows = [_class_row(each, shown.currency, width) for each in shown.classes]
        return Content("\n").join([_heading(shown, width), *rows, self._foot(width)])

    def _foot(self, width: int) -> Content:
        if self.said:
            return in_cells(Content.styled(f"✗ {harmless(self.said)}", "bold $error"), width)
        moves = "a score from which an active account is in it"
        if self.shown is not None and self.shown.lines.chosen == "d":
            moves = "a purchase potential from which an inactive account is D, else E"
        return in_cells(Content.styled(moves, _MUTED), width)


def _heading(shown: LinesShown, width: int) -> Content:
    lines = shown.lines
    parts = Content("  ").join(_line(lines, line, shown.currency) for line in LINES)
    state = (
        Content.styled("● unsaved", "bold $warning")
        if lines.is_unsaved
        else Content.styled("saved", "$success")
    )
    title = Content.styled("Class lines  ", "bold $accent")
    if title.cell_length + parts.cell_length + state.cell_length < width:
        parts = title + parts
    return side_by_side(parts, state, width)


def _line(lines: ClassLines, line: Line, currency: str) -> Content:
    value = lines.value(line)
    amount = f"{compact(value)} {harmless(currency)}" if line == "d" else f"{value:g}"
    mark = "▸" if line == lines.chosen else " "
    star = "*" if lines.is_moved(line) else ""
    style = "bold reverse" if line == lines.chosen else ""
    return Content.assemble(mark, (f"{line.upper()} from {amount}{star}", style))


def _class_row(held: ClassHeld, currency: str, width: int) -> Content:
    change = held.accounts - held.accounts_saved
    changed = f"{'+' if change > 0 else '−'}{abs(change):,}" if change else ""
    share = NO_VALUE if held.revenue_share != held.revenue_share else f"{held.revenue_share:.0%}"
    figures = Content.assemble(
        (f"{held.letter or NO_VALUE} ", _STYLES.get(held.letter, "" if held.letter else _MUTED)),
        f"{held.accounts:>8,} ",
        (f"{changed:>6} ", "$text-warning"),
        f"{compact(held.revenue_12m):>7} {share:>5} ",
    )
    room = max(0, width - _FIGURES)
    return figures + Content.styled(bar(held.revenue_share, room), "$primary 65%")
