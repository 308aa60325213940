"""One criterion in the weights editor: its title, weight, share, bar and marks."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import RenderResult
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from kamtui.tui.widgets.weights.figures import (
    bar,
    difference_text,
    in_cells,
    side_by_side,
    weight_text,
)

_WEIGHT_CELLS = 6
_SHARE_CELLS = 5
_MARKS_CELLS = 7
_COMPARED_CELLS = 17
_ABOUT_FROM_HEIGHT = 4
_LOCKED = Content.styled("locked", "$foreground-muted")


@dataclass(frozen=True)
class CriterionLine:
    """What the editor shows of one criterion."""

    title: str
    about: str
    """One line for the person who sets the weight; may be empty."""
    weight: float
    saved: float
    percentage: int
    """Its share of the whole weight, in whole per cent."""
    share: float
    """The same, 0-1."""
    saved_share: float
    scale: float
    """The share that a full bar stands for."""
    typed: str = ""
    """What is being typed; "" when nothing is."""
    locked: bool = False
    chosen: bool = False
    """Whether keys change this criterion."""
    compared: bool = False
    """Whether the saved weight is shown beside it."""

    @property
    def is_changed(self) -> bool:
        """Whether the weight is not the saved one."""
        return self.weight != self.saved


class CriterionRow(Widget):
    """One criterion, on one to four lines, as high as it is given."""

    DEFAULT_CSS = """
    CriterionRow {
        height: 2;
        &.-chosen { background: $foreground 8%; }
    }
    """

    line: reactive[CriterionLine | None] = reactive(None)

    class Clicked(Message):
        """Somebody clicked on the row."""

        def __init__(self, row: CriterionRow) -> None:
            super().__init__()
            self.row = row

    def watch_line(self, line: CriterionLine | None) -> None:
        """Mark the chosen row."""
        self.set_class(line is not None and line.chosen, "-chosen")

    def on_click(self, event: Click) -> None:
        """Let the editor choose this criterion."""
        event.stop()
        self.post_message(self.Clicked(self))

    def render(self) -> RenderResult:
        """Return the lines that there is room for."""
        if self.line is None:
            return Content("")
        width, height = self.size
        lines = [_first_line(self.line, width, has_marks=height == 1)]
        if height > 1:
            lines.append(_second_line(self.line, width))
        if height >= _ABOUT_FROM_HEIGHT:
            lines.append(
                in_cells(Content.styled(f"  {self.line.about}", "$foreground-muted"), width)
            )
        return Content("\n").join(lines)


def _first_line(line: CriterionLine, width: int, *, has_marks: bool) -> Content:
    """Title, weight and share; with the marks that the second line, if any, has no room for."""
    if line.typed:
        weight = Content.styled(f"{line.typed}▏", "bold underline $accent")
    else:
        weight = Content.styled(weight_text(line.weight), "bold")
    figures = Content.assemble(
        in_cells(weight, max(_WEIGHT_CELLS, weight.cell_length), right=True),
        in_cells(
            Content.styled(f"{line.percentage}%", "$foreground-muted"), _SHARE_CELLS, right=True
        ),
    )
    if has_marks:
        figures = _marks(line, locked=True) + Content(" ") + figures
    elif line.locked and (line.compared or line.is_changed):
        figures = _LOCKED + Content(" ") + figures
    title = Content.styled(line.title, "bold" if line.chosen else "")
    marker = Content.styled("▌" if line.chosen else " ", "$accent")
    return side_by_side(marker + Content(" ") + title, figures, width)


def _second_line(line: CriterionLine, width: int) -> Content:
    """The bar, as wide in every row, and at its right the difference, else the lock."""
    note = _saved(line) if line.compared else _marks(line, locked=not line.is_changed)
    note_width = _COMPARED_CELLS if line.compared else _MARKS_CELLS
    marker = Content.styled("▌ " if line.chosen else "  ", "$accent")
    drawn = bar(
        line.share,
        line.scale,
        max(0, width - 2 - 1 - note_width),
        before=line.saved_share if line.is_changed else None,
        style="$foreground-muted" if line.locked else "$primary",
    )
    return marker + drawn + Content(" ") + in_cells(note, note_width, right=True)


def _marks(line: CriterionLine, *, locked: bool) -> Content:
    """How far it is from the saved weight and, when told to, whether it is locked."""
    marks = [_LOCKED] if locked and line.locked else []
    if line.is_changed:
        marks.append(Content.styled(difference_text(line.weight - line.saved), "$warning"))
    return Content(" ").join(marks)


def _saved(line: CriterionLine) -> Content:
    """The saved weight and how far it is from it."""
    difference = difference_text(line.weight - line.saved)
    return Content.assemble(
        (f"was {weight_text(line.saved)} ", "$foreground-muted"),
        (f"{difference:>5}", "$warning" if line.is_changed else "$foreground-muted"),
    )
