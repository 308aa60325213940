"""How a matrix is drawn: its cells between rules, band names and cut values along two sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from kamtui.model.cut_lines import CutLine
from kamtui.text import harmless
from kamtui.tui.matrix.figures import axis_text, counted, part_of
from kamtui.tui.matrix.view import MatrixView
from kamtui.tui.widgets.cells import compact, fitted
from kamtui.tui.widgets.matrix.cell_drawing import Line, cell_lines, moves

_LINES_AROUND = 3
"""The title of the y axis above the grid; the bands and the title of the x axis below it."""
_WIDEST_GUTTER = 20
_NARROWEST_TITLE = 10

# Corners and crossings by where they stand: (top, between, bottom) × (left, between, right), each
# light, under a heavy upright rule, on a heavy level rule, and under both.
_JOINTS = {
    ("top", "left"): "┌┌┌┌",
    ("top", "between"): "┬┰┯┳",
    ("top", "right"): "┐┐┐┐",
    ("between", "left"): "├├┝┝",
    ("between", "between"): "┼╂┿╋",
    ("between", "right"): "┤┤┥┥",
    ("bottom", "left"): "└└└└",
    ("bottom", "between"): "┴┸┷┻",
    ("bottom", "right"): "┘┘┘┘",
}


@dataclass(frozen=True)
class GridLayout:
    """How wide and high everything is."""

    gutter: int
    """Cells before the left rule."""
    columns: tuple[int, ...]
    """The width of each column of cells, without rules."""
    rows: tuple[int, ...]
    """The height of each row of cells, from the top, without rules."""

    def cell_at(self, x: int, y: int) -> int | None:
        """Return the number of the cell at a place of the widget; None on a rule or outside."""
        column = _index(self.columns, x - self.gutter)
        row = _index(self.rows, y - 1)
        return None if column is None or row is None else row * len(self.columns) + column


def laid_out(view: MatrixView, width: int, height: int) -> GridLayout:
    """Return the layout of a matrix in so many cells and lines."""
    matrix, lines = view.matrix, view.lines
    labels = [*matrix.y.bands, *(_cut_label(view, line) for line in lines.all if line.side == "y")]
    widest = max(cell_len(harmless(label)) for label in labels) + 2
    gutter = min(widest, _WIDEST_GUTTER, max(4, width // 5))
    columns, rows = len(matrix.x.bands), len(matrix.y.bands)
    return GridLayout(
        gutter,
        _shared(width - gutter - columns - 1, columns),
        _shared(height - _LINES_AROUND - rows - 1, rows),
    )


def grid_lines(
    view: MatrixView, layout: GridLayout, width: int, cursor: int, ground: str, mark: str
) -> list[Line]:
    """Return the lines of the whole widget; the cell of the cursor has a ground and a mark."""
    matrix = view.matrix
    lines: list[Line] = [[(fitted(f"↑ {matrix.y.title}", width), "title", "")]]
    for row, height in enumerate(layout.rows):
        lines.append(_rule(view, layout, row))
        lines += _row(view, layout, row, height, cursor, ground, mark)
    lines.append(_rule(view, layout, len(layout.rows)))
    lines.append(_bands_of_x(view, layout))
    lines.append(_foot(view, width))
    return lines


def _row(
    view: MatrixView,
    layout: GridLayout,
    row: int,
    height: int,
    cursor: int,
    ground: str,
    mark: str,
) -> list[Line]:
    columns = len(layout.columns)
    cells = []
    for column, width in enumerate(layout.columns):
        number = row * columns + column
        at_cursor = (ground, mark) if number == cursor else ("", "")
        cells.append(cell_lines(view, number, width, height, *at_cursor))
    band = view.matrix.y.bands[len(layout.rows) - 1 - row]
    uprights = [_upright(view, layout, column) for column in range(columns + 1)]
    lines: list[Line] = []
    for n in range(height):
        label = band if n == (height - 1) // 2 else ""
        line: Line = [(fitted(label, layout.gutter - 1, right=True) + " ", "band", "")]
        for column in range(columns):
            line.append(uprights[column])
            line += cells[column][n]
        lines.append([*line, uprights[-1]])
    return lines


def _rule(view: MatrixView, layout: GridLayout, row: int) -> Line:
    """Return the rule above a row of cells; below the last one for the number of rows."""
    rows, columns = len(layout.rows), len(layout.columns)
    line = CutLine("y", rows - 1 - row) if 0 < row < rows else None
    heavy = line is not None and line == view.lines.chosen
    label = "" if line is None else _cut_label(view, line)
    tone = "chosen" if heavy else "rule"
    parts: Line = [
        (fitted(label, layout.gutter - 1, right=True) + " ", "chosen" if heavy else "cut", "")
    ]
    place = "top" if row == 0 else "bottom" if row == rows else "between"
    for column in range(columns + 1):
        under = 0 < column < columns and CutLine("x", column - 1) == view.lines.chosen
        at = "left" if column == 0 else "right" if column == columns else "between"
        joint = _JOINTS[place, at][2 * heavy + under]
        parts.append((joint, "chosen" if heavy or under else "rule", ""))
        if column < columns:
            parts.append((("━" if heavy else "─") * layout.columns[column], tone, ""))
    return parts


def _upright(view: MatrixView, layout: GridLayout, column: int) -> tuple[str, str, str]:
    is_cut = 0 < column < len(layout.columns)
    heavy = is_cut and CutLine("x", column - 1) == view.lines.chosen
    return ("┃", "chosen", "") if heavy else ("│", "rule", "")


def _bands_of_x(view: MatrixView, layout: GridLayout) -> Line:
    """Return the bands of the x axis, each under its column, and the cut values under the rules."""
    cuts = [CutLine("x", place) for place in range(len(layout.columns) - 1)]
    labels = [_cut_label(view, line) for line in cuts]
    before = [0, *(len(label) // 2 for label in labels)]
    after = [*((len(label) - 1) // 2 for label in labels), 0]
    parts: Line = [(" " * (layout.gutter + 1), "", "")]
    for column, width in enumerate(layout.columns):
        room = max(0, width - before[column] - after[column])
        parts.append((_centred(view.matrix.x.bands[column], room), "band", ""))
        if column < len(cuts):
            chosen = cuts[column] == view.lines.chosen
            parts.append((labels[column], "chosen" if chosen else "cut", ""))
    return parts


def _foot(view: MatrixView, width: int) -> Line:
    """Return who is not placed, and the title of the x axis at the right end."""
    facts = view.facts(view.unplaced)
    said = f"not placed: {counted(facts.accounts)}"
    if facts.accounts:
        said += f" · {compact(facts.revenue_12m)} · {part_of(facts.revenue_share)}"
    left: Line = [(said, "muted", "")]
    if moves(facts):
        left += [(" · ", "muted", ""), *moves(facts)]
    room = width - sum(cell_len(text) for text, _, _ in left) - 4
    title = f"{harmless(view.matrix.x.title)} →" if room >= _NARROWEST_TITLE else ""
    return [*left, ("  " + fitted(title, max(0, room), right=True) + "  ", "title", "")]


def _cut_label(view: MatrixView, line: CutLine) -> str:
    """Return where a cut line is, with a star where that is unsaved, marked where it is chosen."""
    axis = view.matrix.x if line.side == "x" else view.matrix.y
    text = axis_text(axis, view.lines.value(line)) + ("*" if view.lines.is_moved(line) else "")
    return f"▸{text}" if line == view.lines.chosen else text


def _centred(text: str, width: int) -> str:
    text = fitted(text, min(width, cell_len(harmless(text))))
    left = (width - cell_len(text)) // 2
    return " " * left + text + " " * (width - left - cell_len(text))


def _shared(whole: int, parts: int) -> tuple[int, ...]:
    """Return a whole in parts that differ by one at most, at least 1 each; the first are larger."""
    each, more = divmod(max(parts, whole), parts)
    return tuple(each + (place < more) for place in range(parts))


def _index(sizes: Sequence[int], offset: int) -> int | None:
    """Return which of some sizes, each behind a rule, an offset lies in."""
    start = 0
    for place, size in enumerate(sizes):
        if start < offset <= start + size:
            return place
        start += size + 1
    return None
