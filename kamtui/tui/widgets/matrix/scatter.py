"""The placed accounts as a scatter. It imports plotext: load it when it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult, RenderResult
from textual.binding import BindingType
from textual.color import Color
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widgets import Static
from textual_plotext import PlotextPlot

from kamtui.model.cut_lines import CutLine, Side
from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.matrix.bubbles import MARKERS, Bubbles, Extent, bubbles
from kamtui.tui.matrix.figures import axis_text
from kamtui.tui.matrix.picking import by_revenue, nearest
from kamtui.tui.matrix.view import MatrixView
from kamtui.tui.widgets.cells import compact

_PICKED = "◆"
_COLUMNS_AROUND, _LINES_AROUND = 8, 3
"""What the ends of the axes take of the plot."""
_TERMINAL_COLOURS = {"point": "blue", "cut": "gray", "chosen": "orange", "picked": "red+"}
"""For themes of the terminal's own colours."""


class ScatterPlot(PlotextPlot, can_focus=True):
    """The plot itself, with the account that is picked."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("scatter")]

    @dataclass
    class Moved(Message):
        """Another account is picked."""

    @dataclass
    class Opened(Message):
        """The card of the picked account is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.set_reactive(PlotextPlot.theme, "clear")
        self._view: MatrixView | None = None
        self._picked: int | None = None

    @property
    def picked(self) -> int | None:
        """The row of the account that is picked; None where none is placed."""
        return self._picked

    def show(self, view: MatrixView) -> None:
        """Draw another snapshot, with the same account picked where it is placed."""
        row = None
        if self._view is not None and self._picked is not None:
            row = view.row_of(str(self._view.basis.account_ids[self._picked]))
        if row is None or view.cut.cell[row] == view.unplaced:
            row = by_revenue(view, None, 0)
        self._view, self._picked = view, row
        self.refresh()

    def pick(self, row: int) -> None:
        """Pick an account."""
        if self._view is not None and self._view.cut.cell[row] != self._view.unplaced:
            self._picked = row
            self.refresh()

    def render(self) -> RenderResult:
        """Return the plot."""
        if self._view is None:
            return ""
        self._plot_anew(self._view)
        return _coloured(self.plt.build())

    def _plot_anew(self, view: MatrixView) -> None:
        plot: Any = self.plt
        found = bubbles(view, *self.size)
        plot.clear_figure()
        # It takes its size twice: https://github.com/Textualize/textual-plotext/issues/5
        plot.plotsize(*self.size)
        plot._set_size(*self.size)
        # No colours of plotext's own: the background is the screen's.
        plot.theme("clear")
        plot.xlim(found.x_extent.low, found.x_extent.high)
        plot.ylim(found.y_extent.low, found.y_extent.high)
        plot.xticks(*_ticks(view, "x", found.x_extent))
        plot.yticks(*_ticks(view, "y", found.y_extent))
        for line in view.lines.all:
            colour = self._colour("chosen" if line == view.lines.chosen else "cut")
            draw = plot.vline if line.side == "x" else plot.hline
            draw(view.lines.value(line), colour)
        self._plot_points(plot, found)
        if self._picked is not None:
            x, y = (float(each[self._picked]) for each in (view.basis.x, view.basis.y))
            plot.scatter([x], [y], marker=_PICKED, color=self._colour("picked"))
        for name, x, y in _names(view, found, self.size):
            plot.text(name, x, y, self._colour("cut"), "default", alignment="left")

    def _plot_points(self, plot: Any, found: Bubbles) -> None:
        # The larger ones last, so that they lie over the others.
        for size, marker in enumerate(MARKERS):
            mine = found.size == size
            if mine.any():
                x, y = found.x[mine].tolist(), found.y[mine].tolist()
                plot.scatter(x, y, marker=marker, color=self._colour("point"))

    def _colour(self, name: str) -> Any:
        if self.app.current_theme.name.startswith("ansi"):
            return _TERMINAL_COLOURS[name]
        variables = self.app.theme_variables
        of = {"point": "primary", "cut": "foreground", "chosen": "warning", "picked": "error"}
        colour = Color.parse(variables[of[name]])
        if name == "cut":
            colour = Color.parse(variables["background"]).blend(colour, 0.45)
        return colour.rgb

    # Going from account to account

    def _go_to(self, row: int | None) -> None:
        if row is not None and row != self._picked:
            self._picked = row
            self.refresh()
            self.post_message(self.Moved())

    def _go(self, right: int, up: int) -> None:
        if self._view is not None and self._picked is not None:
            self._go_to(nearest(self._view, self._picked, right, up))

    def action_up(self) -> None:
        """Pick the nearest account above."""
        self._go(0, 1)

    def action_down(self) -> None:
        """Pick the nearest account below."""
        self._go(0, -1)

    def action_left(self) -> None:
        """Pick the nearest account on the left."""
        self._go(-1, 0)

    def action_right(self) -> None:
        """Pick the nearest account on the right."""
        self._go(1, 0)

    def action_smaller(self) -> None:
        """Pick the account with the next lower revenue."""
        if self._view is not None:
            self._go_to(by_revenue(self._view, self._picked, 1))

    def action_bigger(self) -> None:
        """Pick the account with the next higher revenue."""
        if self._view is not None:
            self._go_to(by_revenue(self._view, self._picked, -1))

    def action_open(self) -> None:
        """Ask for the card of the account."""
        if self._picked is not None:
            self.post_message(self.Opened())


class MatrixScatter(Vertical):
    """The plot between the titles of its axes."""

    DEFAULT_CSS = """
    MatrixScatter { height: 1fr; }
    MatrixScatter > .titles {
        height: 1; padding: 0 1; color: $text-accent; text-wrap: nowrap; text-overflow: ellipsis;
    }
    """

    def compose(self) -> ComposeResult:
        """Yield the title of the y axis with the sizes, the plot, and the title of the x axis."""
        yield Static(id="y-title", classes="titles", markup=False)
        yield ScatterPlot()
        yield Static(id="x-title", classes="titles", markup=False)

    @property
    def plot(self) -> ScatterPlot:
        """The plot."""
        return self.query_one(ScatterPlot)

    def show(self, view: MatrixView) -> None:
        """Draw another snapshot."""
        self.plot.show(view)
        sizes = _sizes(bubbles(view, 1, 1), view.currency)
        self.query_one("#y-title", Static).update(
            Content.assemble(
                (f"↑ {harmless(view.matrix.y.title)}", "bold"), (f"   {sizes}", "$foreground-muted")
            )
        )
        title = Content.styled(f"{harmless(view.matrix.x.title)} →", "bold")
        self.query_one("#x-title", Static).update(title)


_COLOUR = re.compile("\x1b\\[([0-9;]*)m")


def _coloured(drawn: str) -> Text:
    """Return what plotext drew, which gives each character a colour of its own.

    `Text.from_ansi` takes as long again as drawing it did.
    """
    text = Text(no_wrap=True)
    styles: dict[str, Style | str] = {"": "", "0": ""}
    pieces = _COLOUR.split(drawn.rstrip("\n"))
    for code, piece in zip(("", *pieces[1::2]), pieces[::2], strict=True):
        if code not in styles:
            spans = Text.from_ansi(f"\x1b[{code}m.").spans
            styles[code] = spans[0].style if spans else ""
        text.append(piece, styles[code])
    return text


def _sizes(found: Bubbles, currency: str) -> str:
    """Return which sign stands for how much revenue."""
    edges = [_round(edge) for edge in found.from_revenue]
    names = [f"<{edges[0]}", *(f"{edge}+" for edge in edges)] if edges else ["any"]
    said = "  ".join(f"{sign} {name}" for sign, name in zip(MARKERS, names, strict=False))
    return f"{harmless(currency)} {said}  {_PICKED} picked"


def _round(amount: float) -> str:
    """Return a round amount without the noughts that say how exact it is."""
    text = compact(amount)
    digits = text.rstrip("kMGT")
    short = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return short + text[len(digits) :]


def _ticks(view: MatrixView, side: Side, drawn: Extent) -> tuple[list[float], list[str]]:
    """Return the values at the ends and the cut lines of an axis, and how they are written."""
    axis = view.matrix.x if side == "x" else view.matrix.y
    values = [drawn.low, *axis.cuts, drawn.high]
    labels = [axis_text(axis, value) for value in values]
    for place in range(len(axis.cuts)):
        line = CutLine(side, place)
        mark = "▸" if line == view.lines.chosen else ""
        star = "*" if view.lines.is_moved(line) else ""
        labels[place + 1] = f"{mark}{labels[place + 1]}{star}"
    return values, labels


def _names(view: MatrixView, found: Bubbles, size: Size) -> Iterator[tuple[str, float, float]]:
    """Yield the name of each cell, as far as plotext can set it, and where it begins."""
    x, y = found.x_extent, found.y_extent
    # A cell of the terminal inside the rules, which take about as many around the plot.
    inset_x = 1.5 * (x.high - x.low) / max(1, size.width - _COLUMNS_AROUND)
    inset_y = 1.5 * (y.high - y.low) / max(1, size.height - _LINES_AROUND)
    lefts = (x.low, *view.matrix.x.cuts)
    tops = (y.high, *reversed(view.matrix.y.cuts))
    for number, name in enumerate(view.matrix.cell_names):
        row, column = divmod(number, view.columns)
        if name.isascii() and name.isprintable():
            yield name, lefts[column] + inset_x, tops[row] - inset_y
