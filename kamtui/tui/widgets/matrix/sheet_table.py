"""A table of any number of rows, of which only the visible ones are ever drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from kamtui.tui.actions import bindings
from kamtui.tui.matrix.sheet import GAP, Sheet, widths
from kamtui.tui.ranked.rows import Sorting
from kamtui.tui.widgets.cells import fitted
from kamtui.tui.widgets.matrix.toned import Part, Toned

_HEADING = 2
"""Lines that the title and the headings of the columns take."""
_GUTTER = 2
_MARGIN = 1


class SheetTable(Toned, can_focus=True):
    """Draws a `Sheet`; its cursor stays on its row, whatever is shown next."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("cell_list")]

    DEFAULT_CSS = """
    SheetTable { overflow-y: auto; }
    """

    @dataclass
    class Moved(Message):
        """The cursor is on another row."""

        table: SheetTable

        @property
        def control(self) -> SheetTable:
            """The table."""
            return self.table

    @dataclass
    class Opened(Message):
        """What stands under the cursor is asked for."""

        table: SheetTable
        key: str

        @property
        def control(self) -> SheetTable:
            """The table."""
            return self.table

    @dataclass
    class SortingChosen(Message):
        """Another order is asked for."""

        table: SheetTable
        sorting: Sorting

        @property
        def control(self) -> SheetTable:
            """The table."""
            return self.table

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._sheet: Sheet | None = None
        self._cursor = 0
        self._key: str | None = None

    @property
    def sheet(self) -> Sheet | None:
        """What is shown; None before anything is."""
        return self._sheet

    @property
    def cursor(self) -> str | None:
        """What the row under the cursor is known by; None where there is none."""
        if self._sheet is None or self._cursor >= len(self._sheet):
            return None
        return self._sheet.key_at(self._cursor)

    @property
    def place(self) -> int | None:
        """Where that row is, from 0; None where there is none."""
        return None if self.cursor is None else self._cursor

    def show(self, sheet: Sheet) -> None:
        """Show another sheet, with the cursor on the row that it was on.

        Where that row is not shown the cursor is on the first one.
        """
        place = sheet.place_of(self._key) if self._key is not None else None
        self._sheet, self._cursor = sheet, place or 0
        self.virtual_size = Size(0, _HEADING + len(sheet))
        self._bring_into_view()
        self.refresh()

    def begin(self, sheet: Sheet) -> None:
        """Show a sheet of something else, with the cursor on its first row."""
        self._key = None
        self.show(sheet)
        self.scroll_to(y=0, animate=False, force=True)

    def remember(self, key: str) -> None:
        """Put the cursor on a row of the sheet that is shown next."""
        self._key = key

    def choose(self, key: str) -> None:
        """Put the cursor on a row."""
        self._key = key
        if self._sheet is not None:
            self.show(self._sheet)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Return one line: the title, the headings, a row, or nothing."""
        sheet = self._sheet
        if sheet is None:
            return self.strip(())
        if y == 0:
            return self.strip([("  ", "", ""), (fitted(sheet.title, self._room), "title", "")])
        if y == 1:
            return self._headings(sheet)
        place = y - _HEADING + self.scroll_offset.y
        if place < len(sheet):
            return self._row(sheet, place)
        is_empty = not len(sheet) and y == _HEADING + 1
        return self.strip([(f"  {sheet.empty}" if is_empty else "", "muted", "")])

    def _headings(self, sheet: Sheet) -> Strip:
        parts: list[Part] = [(" " * _GUTTER, "", "")]
        for column, width in zip(sheet.columns, self._widths(sheet), strict=True):
            if not width:
                continue
            by_this = column.id == sheet.sorting.column
            mark = ("▾" if sheet.falls else "▴") if by_this else ""
            title = fitted(column.title, max(1, width - len(mark))).rstrip() + mark
            tone = "sorted" if by_this else ""
            parts += [(fitted(title, width, right=column.right), tone, ""), (" " * GAP, "", "")]
        return self.strip(parts, "heading")

    def _row(self, sheet: Sheet, place: int) -> Strip:
        mark, ground = " " * _GUTTER, ""
        if place == self._cursor:
            mark, ground = ("▸ ", "cursor") if self.has_focus else ("› ", "resting")
        parts: list[Part] = [(mark, "", "")]
        laid_out = self._widths(sheet)
        cells = zip(sheet.columns, laid_out, sheet.cells(place, laid_out), strict=True)
        for column, width, (text, tone) in cells:
            if width:
                parts.append((fitted(text, width, right=column.right), tone, ""))
                parts.append((" " * GAP, "", ""))
        return self.strip(parts, ground)

    def _widths(self, sheet: Sheet) -> tuple[int, ...]:
        return widths(sheet.columns, self._room)

    @property
    def _room(self) -> int:
        return max(1, self.scrollable_content_region.width - _GUTTER - _MARGIN)

    # Moving

    def on_resize(self) -> None:
        """Keep the cursor in view at the new height."""
        self._bring_into_view()

    @property
    def _rows_seen(self) -> int:
        return max(1, self.scrollable_content_region.height - _HEADING)

    def _bring_into_view(self) -> None:
        top, seen = self.scroll_offset.y, self._rows_seen
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False, force=True)
        elif self._cursor >= top + seen:
            self.scroll_to(y=self._cursor - seen + 1, animate=False, force=True)

    def _go_to(self, place: int) -> None:
        if self._sheet is None or not len(self._sheet):
            return
        self._cursor = max(0, min(place, len(self._sheet) - 1))
        self._key = self._sheet.key_at(self._cursor)
        self._bring_into_view()
        self.refresh()
        self.post_message(self.Moved(self))

    def action_up(self) -> None:
        """Go one row up."""
        self._go_to(self._cursor - 1)

    def action_down(self) -> None:
        """Go one row down."""
        self._go_to(self._cursor + 1)

    def action_page_up(self) -> None:
        """Go a page up."""
        self._go_to(self._cursor - self._rows_seen)

    def action_page_down(self) -> None:
        """Go a page down."""
        self._go_to(self._cursor + self._rows_seen)

    def action_first(self) -> None:
        """Go to the first row."""
        self._go_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self._go_to(len(self._sheet) - 1 if self._sheet is not None else 0)

    def action_open(self) -> None:
        """Ask for what stands under the cursor."""
        key = self.cursor
        if key is not None:
            self._key = key
            self.post_message(self.Opened(self, key))

    # Ordering

    def action_sort_left(self) -> None:
        """Ask for the order by the column on the left of the one that orders now."""
        self._sort_by_next(-1)

    def action_sort_right(self) -> None:
        """Ask for the order by the column on the right of the one that orders now."""
        self._sort_by_next(+1)

    def action_reverse(self) -> None:
        """Ask for the same order the other way round."""
        if self._sheet is not None:
            self.post_message(self.SortingChosen(self, self._sheet.sorting.reversed()))

    def _sort_by_next(self, step: int) -> None:
        if self._sheet is None:
            return
        laid_out = zip(self._sheet.columns, self._widths(self._sheet), strict=True)
        ids = [column.id for column, width in laid_out if width and column.title]
        now = self._sheet.sorting.column
        place = ids.index(now) + step if now in ids else 0
        self.post_message(self.SortingChosen(self, Sorting(ids[place % len(ids)])))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row that was clicked; a second click opens it."""
        place = event.y - _HEADING + self.scroll_offset.y
        if self._sheet is None or event.y < _HEADING or place >= len(self._sheet):
            return
        if place == self._cursor and event.chain > 1:
            self.action_open()
        else:
            self._go_to(place)
