"""What is said in a line below the matrix: of a cell, an account, a way, a cut line."""

from __future__ import annotations

from rich.cells import cell_len

from kamtui.model.cut_lines import CutLine
from kamtui.text import harmless
from kamtui.tui.matrix.figures import axis_text, counted, part_of, value_text
from kamtui.tui.matrix.listing import Went
from kamtui.tui.matrix.view import MatrixView
from kamtui.tui.widgets.cells import compact

_MOST_NAMES = 12


def of_cell(view: MatrixView, number: int, width: int) -> str:
    """Return what it means to stand in a cell, and what it holds."""
    facts, matrix = view.facts(number), view.matrix
    row, column = divmod(number, view.columns)
    x_band, y_band = matrix.x.bands[column], matrix.y.bands[len(matrix.y.bands) - 1 - row]
    where = f"{facts.name}: {matrix.x.title} {x_band} · {matrix.y.title} {y_band}"
    held = f"{counted(facts.accounts)} · {view.currency} {compact(facts.revenue_12m)}"
    share = f"{part_of(facts.revenue_share)} of revenue"
    said = [where, held, share]
    if facts.entered is not None and facts.left is not None:
        said.append(f"{facts.entered:,} entered, {facts.left:,} left since {view.basis.since}")
    return _joined(said, width)


def of_account(view: MatrixView, row: int, width: int) -> str:
    """Return where an account stands, on which values, and its revenue."""
    basis, matrix = view.basis, view.matrix
    number = int(view.cut.cell[row])
    x = value_text(matrix.x, float(basis.x[row]))
    y = value_text(matrix.y, float(basis.y[row]))
    revenue = f"{view.currency} {compact(float(basis.revenue_12m[row]))}"
    name = f"{view.account_name(row)}: {view.name_of(number)}"
    if number == view.unplaced:
        name = f"{view.account_name(row)}: not placed, missing: {basis.missing[row]}"
    after = []
    then = view.cell_then(row)
    if then is not None and then != number:
        after = [f"{view.name_of(then)} on {basis.since}"]
    longer = [name, f"{matrix.x.title} {x}", f"{matrix.y.title} {y}", revenue]
    shorter = [name, f"x {x}", f"y {y}", revenue]
    fits = cell_len(harmless(" · ".join(longer))) <= width
    return _joined([*(longer if fits else shorter), *after], width)


def of_way(view: MatrixView, way: Went) -> str:
    """Return who went from one cell to another."""
    rows = view.rows_that_went(way.before, way.after)
    names = [view.account_name(row) for row in rows[:_MOST_NAMES].tolist()]
    before, after = view.name_of(way.before), view.name_of(way.after)
    said = harmless(f"{before} → {after}: {', '.join(names)}")
    return said if len(rows) <= _MOST_NAMES else f"{said}, …"


def of_line(view: MatrixView, line: CutLine, width: int) -> str:
    """Return where a cut line is, where it was, and the keys that move it."""
    axis = view.matrix.x if line.side == "x" else view.matrix.y
    lines = view.lines
    said = f"{axis.title}: cut line at {axis_text(axis, lines.value(line))}"
    if lines.is_moved(line):
        said += f" (was {axis_text(axis, lines.declared_value(line))})"
    step = lines.span(line.side).step
    small, large = axis_text(axis, step), axis_text(axis, 5 * step)
    longer = f"{said} · - and + move it by {small}, _ and L by {large} · 0 puts it back"
    shorter = f"{said} · - + by {small}, _ L by {large}, 0 back"
    return harmless(longer if cell_len(harmless(longer)) <= width else shorter)


def unsaved(view: MatrixView) -> str:
    """Return what is said while cut lines are elsewhere than they are kept."""
    return "* cuts unsaved" if view.lines.is_unsaved else ""


def _joined(parts: list[str], width: int) -> str:
    """Return as many of the parts as fit, the first in any case."""
    said = harmless(parts[0])
    for part in parts[1:]:
        longer = f"{said} · {harmless(part)}"
        if cell_len(longer) > width:
            break
        said = longer
    return said
