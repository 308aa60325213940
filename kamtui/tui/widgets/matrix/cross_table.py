"""Tables of two things against each other, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.geometry import Size
from textual.strip import Strip

from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.matrix.cross_tables import CrossTable, Held
from kamtui.tui.widgets.cells import bar, compact, fitted
from kamtui.tui.widgets.matrix.cell_drawing import Line
from kamtui.tui.widgets.matrix.toned import Part, Toned

_WIDEST_COLUMN = 18
_GAP = 2
_ALL = "all"


class CrossTables(Toned, can_focus=True):
    """Draws tables; what does not fit is scrolled to."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("cross_table")]

    DEFAULT_CSS = """
    CrossTables { overflow-y: auto; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._tables: Sequence[CrossTable] = ()
        self._said = ""
        self._lines: list[Line] = []
        self._drawn_for = Size(0, 0)

    @property
    def tables(self) -> Sequence[CrossTable]:
        """What is shown; empty while there is only something to say."""
        return self._tables

    def show(self, tables: Sequence[CrossTable]) -> None:
        """Show tables."""
        self._tables, self._said = tables, ""
        self._redraw()

    def say(self, said: str) -> None:
        """Show no table but a text in their place."""
        self._tables, self._said = (), said
        self._redraw()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._redraw()

    def _redraw(self) -> None:
        self._drawn_for = Size(0, 0)
        self._draw()
        self.refresh()

    def _draw(self) -> None:
        size = self.scrollable_content_region.size
        if size == self._drawn_for:
            return
        self._drawn_for = size
        self._lines = tables_lines(self._tables, size.width, size.height)
        if self._said:
            self._lines = [[], [(f"  {harmless(self._said)}", "muted", "")]]
        self.virtual_size = Size(0, len(self._lines))

    def render_line(self, y: int) -> Strip:
        """Return one line of the widget."""
        self._draw()
        line = y + self.scroll_offset.y
        return self.strip(self._lines[line] if line < len(self._lines) else ())

    def _scroll_by(self, lines: int) -> None:
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, force=True)

    def action_up(self) -> None:
        """Go one line up."""
        self._scroll_by(-1)

    def action_down(self) -> None:
        """Go one line down."""
        self._scroll_by(1)

    def action_page_up(self) -> None:
        """Go a page up."""
        self._scroll_by(-self.size.height)

    def action_page_down(self) -> None:
        """Go a page down."""
        self._scroll_by(self.size.height)


def tables_lines(tables: Sequence[CrossTable], width: int, height: int) -> list[Line]:
    """Return the lines of tables; a row has as many lines as there is room for all tables."""
    if not tables:
        return []
    every = sum(len(table.rows) + 1 for table in tables)
    first = len(tables[0].rows) + 1
    around = 4
    of_row = 1
    if every * 3 + around * len(tables) <= height:
        of_row = 3
    elif first * 2 + around - 1 <= height:
        of_row = 2
    lines: list[Line] = []
    for table in tables:
        lines += [*_table(table, width, of_row), []]
    return lines[:-1]


def _table(table: CrossTable, width: int, of_row: int) -> list[Line]:
    label = max(cell_len(each) for each in (*table.rows, _ALL, f"{table.down} ↓")) + _GAP
    column = (width - label - 2) // (len(table.columns) + 1)
    column = max(4, min(_WIDEST_COLUMN, column))
    names = (*table.columns, _ALL)
    heading: Line = [
        (f"  {fitted(f'{table.down} ↓', label)}", "muted", "heading"),
        *((" " + fitted(name, column - 1, right=True), "", "heading") for name in names),
        (" " * width, "", "heading"),
    ]
    lines: list[Line] = [
        [(f"  {harmless(table.title)}", "title", ""), (f"  {table.across} →", "muted", "")],
        heading,
    ]
    whole = table.most
    for row in table.rows:
        held = [table.at(row, each) for each in table.columns]
        marks = [_mark(table, row, each) for each in table.columns]
        lines += _row(row, [*held, table.of_row(row)], [*marks, ""], label, column, of_row, whole)
    sums = [*(table.of_column(each) for each in table.columns), table.whole]
    lines += _row(_ALL, sums, [""] * len(sums), label, column, min(2, of_row), 0)
    return lines


def _row(
    title: str,
    held: Sequence[Held],
    marks: Sequence[str],
    label: int,
    column: int,
    of_row: int,
    most: int,
) -> list[Line]:
    tone = "strong" if title == _ALL else "name"
    counts: Line = [(f"  {fitted(title, label)}", tone, "")]
    money: Line = [(" " * (label + 2), "", "")]
    bars: Line = [(" " * (label + 2), "", "")]
    for place, (each, mark) in enumerate(zip(held, marks, strict=True)):
        is_sum = place == len(held) - 1 or title == _ALL
        counts.append(_count(each, mark, column, is_sum=is_sum))
        text = compact(each.revenue_12m) if each.accounts else ""
        money.append((fitted(text, column, right=True), "muted", ""))
        part = each.accounts / most if most and not is_sum else 0.0
        bars.append((" " * _GAP + bar(part, column - _GAP), "bar", ""))
    return [counts, money, bars][:of_row]


def _count(held: Held, mark: str, column: int, *, is_sum: bool) -> Part:
    if not held.accounts:
        return (fitted("·", column, right=True), "muted", "")
    tone = {"▲": "up", "▼": "down"}.get(mark, "strong" if is_sum else "name")
    return (fitted(f"{mark}{held.accounts:,}", column, right=True), tone, "")


def _mark(table: CrossTable, row: str, column: str) -> str:
    """Return whether accounts rose or fell from a row to a column, where that is what it shows."""
    if not table.shows_moves or row == column:
        return ""
    order = table.columns
    if row not in order:
        return "▲"
    return "▲" if order.index(column) < order.index(row) else "▼"
