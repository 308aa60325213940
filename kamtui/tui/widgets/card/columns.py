"""The columns of a section's table: what a cell is, and how wide each column is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from kamtui.text import harmless
from kamtui.tui.widgets.cells import NO_VALUE, fitted

Cell = tuple[tuple[str, str], ...]
"""Pieces of text, each with the name of its tone; "" is the row's own."""

GAP = 2
"""Cells between two columns."""


@dataclass(frozen=True)
class CardColumn:
    """A column of a section."""

    title: str
    right: bool = False
    """Whether it stands to the right."""
    stretches: bool = False
    """Whether it takes the width that the others leave; one column of a table does."""
    least: int = 12
    """For the one that stretches: below this width another column leaves."""
    most: int = 30
    """For the others: the widest that it gets."""
    leaves: int = 0
    """Columns leave a narrow table in falling order of this; at 0 it never does."""


@dataclass(frozen=True)
class CardRow:
    """A row of a section."""

    cells: tuple[Cell, ...]
    """An empty cell, and one that is not given, stays blank."""
    about: str = ""
    """What the help line says of it: how a value came about, or why there is none."""
    opens: str = ""
    """The criterion or measure whose order lines it opens; "" for none."""
    is_heading: bool = False
    """Whether it only stands over others: the cursor passes it by."""


def cell(text: object, tone: str = "") -> Cell:
    """Return a cell of one text; the sign for no value for None or an empty one."""
    if text is None or text == "":
        return ((NO_VALUE, "muted"),)
    return ((harmless(str(text)), tone),)


def heading(text: str) -> CardRow:
    """Return a row that stands over others."""
    return CardRow((cell(text, "section"),), is_heading=True)


def column_widths(
    columns: Sequence[CardColumn], rows: Sequence[CardRow], room: int
) -> tuple[int, ...]:
    """Return how wide each column is in `room` cells; 0 for one that has left."""
    widths = [_natural(column, place, rows) for place, column in enumerate(columns)]
    for place in sorted(range(len(columns)), key=lambda each: -columns[each].leaves):
        left = _left_over(columns, widths, room)
        if left >= _needed(columns) or not columns[place].leaves:
            break
        widths[place] = 0
    left = _left_over(columns, widths, room)
    return tuple(
        max(1, left) if column.stretches else width
        for column, width in zip(columns, widths, strict=True)
    )


def _natural(column: CardColumn, place: int, rows: Sequence[CardRow]) -> int:
    if column.stretches:
        return 1
    cells = (row.cells[place] for row in rows if not row.is_heading and place < len(row.cells))
    widest = max((cell_width(each) for each in cells), default=0)
    return max(cell_len(column.title), min(column.most, widest))


def _left_over(columns: Sequence[CardColumn], widths: Sequence[int], room: int) -> int:
    taken = sum(
        width for column, width in zip(columns, widths, strict=True) if not column.stretches
    )
    return room - taken - GAP * (sum(1 for width in widths if width) - 1)


def _needed(columns: Sequence[CardColumn]) -> int:
    return max((column.least for column in columns if column.stretches), default=0)


def cell_width(pieces: Cell) -> int:
    """Return how many cells of the terminal a cell takes."""
    return sum(cell_len(text) for text, _ in pieces)


def fitted_cell(pieces: Cell, width: int, *, right: bool = False) -> Cell:
    """Return a cell in exactly `width` cells of the terminal, cut where it is wider."""
    blank = width - cell_width(pieces)
    if blank >= 0:
        padding = ((" " * blank, ""),)
        return (*padding, *pieces) if right else (*pieces, *padding)
    cut: list[tuple[str, str]] = []
    for text, tone in pieces:
        room = width - cell_width(tuple(cut))
        if room <= 0:
            break
        cut.append((text if cell_len(text) <= room else fitted(text, room), tone))
    return fitted_cell(tuple(cut), width, right=right)


def line_of(row: CardRow, columns: Sequence[CardColumn], widths: Sequence[int]) -> Cell:
    """Return the pieces of a row, in exactly the cells of the columns and the gaps."""
    blank = ((),) * (len(columns) - len(row.cells))
    shown = [
        fitted_cell(pieces, width, right=column.right)
        for column, width, pieces in zip(columns, widths, (*row.cells, *blank), strict=True)
        if width
    ]
    gap = ((" " * GAP, ""),)
    line: Cell = ()
    for place, pieces in enumerate(shown):
        line += (*gap, *pieces) if place else pieces
    return line
