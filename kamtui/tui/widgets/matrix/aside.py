"""What stands beside the grid where there is room: the cell under the cursor in full."""

from __future__ import annotations

from textual.strip import Strip

from kamtui.tui.matrix.figures import counted, part_of, value_text
from kamtui.tui.matrix.view import MatrixView
from kamtui.tui.widgets.cells import bar, compact, fitted
from kamtui.tui.widgets.matrix.cell_drawing import Line, moves
from kamtui.tui.widgets.matrix.toned import Toned

_WAYS = 4
_VALUE_CELLS = 7


class CellAside(Toned):
    """Draws one cell of a `MatrixView`."""

    DEFAULT_CSS = """
    CellAside { width: 56; padding: 0 1 0 2; border-left: vkey $foreground 30%; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._view: MatrixView | None = None
        self._number = 0
        self._drawn: list[Line] = []

    def show(self, view: MatrixView, number: int) -> None:
        """Draw a cell of another snapshot."""
        self._view, self._number, self._drawn = view, number, []
        self.refresh()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._drawn = []

    def render_line(self, y: int) -> Strip:
        """Return one line of the widget."""
        if self._view is None:
            return self.strip(())
        if not self._drawn:
            self._drawn = aside_lines(self._view, self._number, *self.size)
        return self.strip(self._drawn[y] if y < len(self._drawn) else ())


def aside_lines(view: MatrixView, number: int, width: int, height: int) -> list[Line]:
    """Return what there is to say of a cell, and as many of its accounts as fit."""
    facts = view.facts(number)
    said = f"{counted(facts.accounts)} · {view.currency} {compact(facts.revenue_12m)}"
    lines: list[Line] = [
        [(fitted(facts.name, width), "title", "")],
        [(fitted(f"{said} · {part_of(facts.revenue_share)} of revenue", width), "", "")],
        [(bar(facts.revenue_share, width), "bar", "")],
    ]
    lines += _ways(view, number, width)
    lines += [[], _headings(view, width)]
    room = height - len(lines)
    rows = view.biggest(number, max(0, room) + 1)
    shown = rows if len(rows) <= room else rows[: max(0, room - 1)]
    lines += [_account(view, row, width) for row in shown]
    if len(shown) < len(rows):
        more = f"and {facts.accounts - len(shown):,} more: enter lists them"
        lines.append([(fitted(more, width), "muted", "")])
    return lines


def _ways(view: MatrixView, number: int, width: int) -> list[Line]:
    """Return where the cell's accounts came from since the earlier day, and went to."""
    facts = view.facts(number)
    if not moves(facts):
        return []
    lines: list[Line] = [[], [*moves(facts), (f"  since {view.basis.since}", "muted", "")]]
    came = [way for way in view.flows if way.after == number][:_WAYS]
    went = [way for way in view.flows if way.before == number][:_WAYS]
    for mark, tone, of, ways in (("▲", "up", "from", came), ("▼", "down", "to", went)):
        for way in ways:
            other = view.name_of(way.before if of == "from" else way.after)
            lines.append(
                [
                    (f" {mark}{way.accounts:<5,}", tone, ""),
                    (fitted(f"{of} {other}", max(1, width - 7)), "muted", ""),
                ]
            )
    return lines


def _headings(view: MatrixView, width: int) -> Line:
    room = max(1, width - 3 * (_VALUE_CELLS + 1))
    return [
        (fitted("Account", room), "", "heading"),
        *((" " + fitted(each, _VALUE_CELLS, right=True), "", "heading") for each in ("x", "y")),
        (" " + fitted(f"{view.currency}", _VALUE_CELLS, right=True), "", "heading"),
    ]


def _account(view: MatrixView, row: int, width: int) -> Line:
    basis, matrix = view.basis, view.matrix
    room = max(1, width - 3 * (_VALUE_CELLS + 1))
    figures = (
        value_text(matrix.x, float(basis.x[row])),
        value_text(matrix.y, float(basis.y[row])),
        compact(float(basis.revenue_12m[row])),
    )
    return [
        (fitted(view.account_name(row), room), "name", ""),
        *((" " + fitted(each, _VALUE_CELLS, right=True), "muted", "") for each in figures),
    ]
