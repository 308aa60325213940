"""A section that is a table: rows under a heading, of which the visible ones are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.strip import Strip

from kamtui.tui.actions import bindings
from kamtui.tui.widgets.card.columns import (
    CardColumn,
    CardRow,
    Cell,
    cell,
    column_widths,
    line_of,
)
from kamtui.tui.widgets.card.section import Section

_GUTTER = 2
"""Cells before the first column, where the mark of the cursor stands."""
_MARGIN = 1
"""Cells after the last column."""


class SectionTable(Section, can_focus=True):
    """A table with a cursor; subclasses say which columns and rows a card gives."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("section")]

    DEFAULT_CSS = """
    SectionTable {
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .section-table--heading { color: $text-muted; text-style: bold; }
        & > .section-table--cursor { background: $primary 30%; }
        & > .section-table--section { color: $text-accent; text-style: bold; }
        & > .section-table--strong { text-style: bold; }
        & > .section-table--muted { color: $text-muted; }
        & > .section-table--good { color: $text-success; }
        & > .section-table--bad { color: $text-error; }
        & > .section-table--warning { color: $text-warning; }
        & > .section-table--bar { color: $primary; }
    }
    """
    _TONES: ClassVar[tuple[str, ...]] = (
        *("heading", "cursor", "section", "strong", "muted"),
        *("good", "bad", "warning", "bar"),
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"section-table--{name}" for name in _TONES}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._columns: Sequence[CardColumn] = ()
        self._rows: Sequence[CardRow] = ()
        self._widths: tuple[int, ...] = ()
        self._laid_out_for = -1
        self._cursor = 0
        self._empty = ""

    @property
    def row(self) -> CardRow | None:
        """The row under the cursor; None where there is none."""
        return self._rows[self._cursor] if self._cursor < len(self._rows) else None

    def about(self) -> str:
        """Return what the row under the cursor says of itself."""
        return self.row.about if self.row else self._empty

    def text(self) -> str:
        """Return the row under the cursor as tab-separated text."""
        cells = self.row.cells if self.row else ()
        return "\t".join("".join(text for text, _ in pieces).strip() for pieces in cells)

    def show_rows(
        self, columns: Sequence[CardColumn], rows: Sequence[CardRow], empty: str = ""
    ) -> None:
        """Show other rows, with the cursor on the first; `empty` stands where there are none."""
        self._columns, self._rows, self._empty = columns, rows, empty
        self._cursor = self._selectable(0, 1, 0)
        self._laid_out_for = -1
        self.virtual_size = Size(0, len(rows) + self._heading_lines)
        self.scroll_to(y=0, animate=False, force=True)
        self.refresh()
        self.tell()

    def _lay_out(self) -> None:
        """Lay the columns out for the width, which a scrollbar takes from as it comes."""
        width = self.scrollable_content_region.width
        if width != self._laid_out_for:
            self._laid_out_for = width
            room = width - _GUTTER - _MARGIN
            self._widths = column_widths(self._columns, self._rows, max(1, room))

    @property
    def _heading_lines(self) -> int:
        """How many lines stand still over the rows."""
        return 1 if any(column.title for column in self._columns) else 0

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Return one line: the heading, a row, or nothing."""
        base = self.rich_style
        self._lay_out()
        if not self._rows:
            text = f"  {self._empty}" if y == 1 else ""
            return self._strip(((text, "muted"),), base)
        if y < self._heading_lines:
            titles = CardRow(tuple(cell(column.title or " ") for column in self._columns))
            line = line_of(titles, self._columns, self._widths)
            return self._strip((("  ", ""), *line), base + self._style("heading"))
        place = y - self._heading_lines + self.scroll_offset.y
        if place >= len(self._rows):
            return Strip.blank(self.size.width, base)
        return self._row_line(place, base)

    def _row_line(self, place: int, base: Style) -> Strip:
        row = self._rows[place]
        if row.is_heading:
            return self._strip((("  ", ""), *row.cells[0]), base)
        mark = "  "
        if place == self._cursor and self.has_focus:
            mark, base = "▸ ", self.get_component_rich_style("section-table--cursor")
        return self._strip(((mark, ""), *line_of(row, self._columns, self._widths)), base)

    def _strip(self, pieces: Cell, base: Style) -> Strip:
        segments = [
            Segment(text, base + self._style(tone) if tone else base) for text, tone in pieces
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _style(self, tone: str) -> Style:
        return self.tone_style(f"section-table--{tone}")

    # Moving

    def _selectable(self, place: int, step: int, otherwise: int) -> int:
        """Return the first place from `place` on in a direction that the cursor may be at."""
        while 0 <= place < len(self._rows):
            if not self._rows[place].is_heading:
                return place
            place += step
        return otherwise

    def _go_to(self, place: int, step: int) -> None:
        place = max(0, min(place, len(self._rows) - 1))
        self._cursor = self._selectable(place, step, self._cursor)
        self._bring_into_view()
        self.refresh()
        self.tell()

    def _bring_into_view(self) -> None:
        rows, top = self._rows_visible, self.scroll_offset.y
        # The headings over the row are brought into view with it.
        first = self._cursor
        while first > 0 and self._rows[first - 1].is_heading:
            first -= 1
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif self._cursor >= top + rows:
            self.scroll_to(y=self._cursor - rows + 1, animate=False, force=True)

    @property
    def _rows_visible(self) -> int:
        return max(1, self.scrollable_content_region.height - self._heading_lines)

    def action_up(self) -> None:
        """Go one row up."""
        self._go_to(self._cursor - 1, -1)

    def action_down(self) -> None:
        """Go one row down."""
        self._go_to(self._cursor + 1, 1)

    def action_page_up(self) -> None:
        """Go a page up."""
        self._go_to(self._cursor - self._rows_visible, 1)

    def action_page_down(self) -> None:
        """Go a page down."""
        self._go_to(self._cursor + self._rows_visible, -1)

    def action_first(self) -> None:
        """Go to the first row."""
        self._go_to(0, 1)

    def action_bottom(self) -> None:
        """Go to the last row."""
        self._go_to(len(self._rows) - 1, -1)

    def action_open(self) -> None:
        """Ask for the order lines behind the row's value."""
        if self.row is not None and self.row.opens:
            self.post_message(self.Opened(self.row.opens))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row that was clicked; a second click opens it."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self._heading_lines:
            return
        place = offset.y - self._heading_lines + self.scroll_offset.y
        if place == self._cursor and event.chain > 1:
            self.action_open()
        elif place < len(self._rows):
            self._go_to(place, 1)
