"""The section of the months: revenue and margin as columns, and the figures of one month."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.content import Content
from textual.strip import Strip

from kamtui.formats.figures import money, share
from kamtui.portfolio.account_card import AccountCard, Month
from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.widgets.card.chart import Extent, Parts, block, extent_of, parts_for
from kamtui.tui.widgets.card.columns import Cell
from kamtui.tui.widgets.card.section import Section
from kamtui.tui.widgets.cells import compact

_AXIS = 7
"""Cells of the scale at the left, with its line."""
_WIDEST = 6
"""Cells that a month gets at most."""
_FOOT = 1
_LEAST_ROWS = 2
_LEGEND = Content.assemble(("█", "$primary"), " revenue ", ("█", "$success"), " margin")
_LEGEND_WITHOUT_MARGIN = Content.assemble(("█", "$primary"), " revenue; no cost is known")
_NO_DECIMALS = re.compile(r"\.0+(?=\D|$)")


class MonthsChart(Section, can_focus=True):
    """Draws the 24 months; the cursor is on one of them."""

    name_of_tab = "Sales"

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("months")]

    DEFAULT_CSS = """
    MonthsChart {
        & > .months-chart--axis { color: $text-muted; }
        & > .months-chart--revenue { color: $primary; }
        & > .months-chart--margin { color: $success; }
        & > .months-chart--loss { color: $error; }
        & > .months-chart--cursor { color: $text-accent; text-style: bold; }
    }
    """
    _TONES: ClassVar[tuple[str, ...]] = ("axis", "revenue", "margin", "loss", "cursor")
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"months-chart--{name}" for name in _TONES}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._months: Sequence[Month] = ()
        self._currency = ""
        self._cursor = 0
        self._has_margin = False

    def show(self, card: AccountCard) -> None:
        """Show the months, with the cursor on the newest."""
        self._months, self._currency = card.months, card.currency
        self._cursor = len(card.months) - 1
        self._has_margin = any(month.margin is not None for month in card.months)
        legend = _LEGEND if self._has_margin else _LEGEND_WITHOUT_MARGIN
        self.border_title = Content(f"Sales by month, {harmless(card.currency)}: ") + legend
        self.refresh()
        self.tell()

    def about(self) -> str:
        """Return the figures of the month under the cursor."""
        if not self._months:
            return ""
        month = self._months[self._cursor]
        margin = "margin not known: no line has a cost"
        if month.margin is not None:
            rate = f" ({share(float(month.margin / month.revenue))})" if month.revenue > 0 else ""
            margin = f"margin {money(month.margin)}{rate}"
        return f"{_span(month)}: revenue {money(month.revenue)} {self._currency}, {margin}"

    def text(self) -> str:
        """Return the month under the cursor as tab-separated text."""
        if not self._months:
            return ""
        month = self._months[self._cursor]
        margin = "" if month.margin is None else str(month.margin)
        return f"{month.first_day}\t{month.last_day}\t{month.revenue}\t{margin}"

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Return one line: a row of the columns, or the months' names below them."""
        rows = self.size.height - _FOOT
        shown = self._shown()
        if rows < _LEAST_ROWS or not shown or y > rows:
            return Strip.blank(self.size.width, self.rich_style)
        if y == rows:
            return self._strip(self._foot(shown))
        if not any(month.revenue or month.margin for month in shown):
            said = "  nothing sold in these months" if y == rows // 2 else ""
            return self._strip(((said, "axis"),))
        margins = [float(month.margin or 0) for month in shown if self._parts.margin]
        extent = extent_of((*(float(month.revenue) for month in shown), *margins), rows)
        return self._strip((*_scale(extent, y), *self._columns(shown, extent, y)))

    def _columns(self, shown: Sequence[Month], extent: Extent, row: int) -> Cell:
        parts = self._parts
        pieces: list[tuple[str, str]] = []
        for month in shown:
            for amount, width, tone in (
                (month.revenue, parts.revenue, "revenue"),
                (month.margin or 0, parts.margin, "margin"),
            ):
                pieces.append(
                    (block(float(amount), extent, row) * width, tone if amount >= 0 else "loss")
                )
            pieces.append((" " * parts.gap, ""))
        return tuple(pieces)

    def _foot(self, shown: Sequence[Month]) -> Cell:
        """Return the line below: a mark under the cursor's month, and names where there is room."""
        width = self._parts.width
        line = [" "] * (width * len(shown) + 4)
        free_from = 0
        for place, month in enumerate(shown):
            label = _label(month, is_first=place == 0)
            start = place * width
            if label and start >= free_from and start + len(label) <= len(line):
                line[start : start + len(label)] = label
                free_from = start + len(label) + 1
        text = "".join(line)
        cursor = self._cursor - (len(self._months) - len(shown))
        if not self.has_focus or cursor < 0:
            return (" " * _AXIS, ""), (text, "axis")
        mark = "▲" * (width - self._parts.gap)
        start = cursor * width
        return (
            (" " * _AXIS, ""),
            (text[:start], "axis"),
            (mark, "cursor"),
            (text[start + len(mark) :], "axis"),
        )

    def _shown(self) -> Sequence[Month]:
        """Return the months that there is room for, the newest ones."""
        room = max(1, self.size.width - _AXIS)
        return self._months[-room:]

    @property
    def _parts(self) -> Parts:
        room = max(1, self.size.width - _AXIS)
        width = max(1, min(_WIDEST, room // max(1, len(self._months))))
        return parts_for(width, with_margin=self._has_margin)

    def _strip(self, pieces: Cell) -> Strip:
        base = self.rich_style
        segments = [
            Segment(text, base + self._style(tone) if tone else base) for text, tone in pieces
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _style(self, tone: str) -> Style:
        return self.tone_style(f"months-chart--{tone}")

    # Moving

    def _go_to(self, place: int) -> None:
        self._cursor = max(0, min(place, len(self._months) - 1))
        self.refresh()
        self.tell()

    def action_earlier(self) -> None:
        """Go one month back."""
        self._go_to(self._cursor - 1)

    def action_later(self) -> None:
        """Go one month on."""
        self._go_to(self._cursor + 1)


def _scale(extent: Extent, row: int) -> Cell:
    """Return the scale's part of a row: amounts at the top, the middle, zero and the bottom."""
    at = {0: extent.top}
    if extent.rows_above >= 6 and extent.rows_above % 2 == 0:
        at[extent.rows_above // 2] = extent.top / 2
    if extent.rows_below:
        at[extent.rows - 1] = extent.bottom
    label = _NO_DECIMALS.sub("", compact(at[row])) if row in at else ""
    line = "┤" if row in at else "┼" if row == extent.rows_above else "│"
    blank = " " * (_AXIS - 1 - cell_len(label))
    return ((f"{blank}{label}{line}", "axis"),)


def _span(month: Month) -> str:
    if month.first_day.day == 1 and month.first_day.month == month.last_day.month:
        return f"{month.first_day:%B %Y}"
    return f"{month.first_day.isoformat()} to {month.last_day.isoformat()}"


def _label(month: Month, *, is_first: bool) -> str:
    """Return what stands under a month: the year where it begins, else each third month."""
    named = month.last_day
    if named.month == 1:
        return str(named.year)
    if is_first:
        # Where a year begins soon, its label needs the room.
        return "" if named.month in (11, 12) else f"{named:%b} {named.year}"
    return f"{named:%b}" if named.month % 3 == 1 else ""
