"""How one cell of a matrix is drawn: what it holds, and as many of its biggest names as fit."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from kamtui.text import harmless
from kamtui.tui.matrix.figures import part_of
from kamtui.tui.matrix.view import CellFacts, MatrixView
from kamtui.tui.widgets.cells import NO_VALUE, bar, compact, fitted
from kamtui.tui.widgets.matrix.toned import Part

_BAR_FROM_LINES = 6
_AIR_FROM_LINES = 9
_REVENUE_CELLS = 7
_OWNER_FROM_CELLS = 56
_OWNER_CELLS = 18

Line = list[Part]


def cell_lines(
    view: MatrixView, number: int, width: int, height: int, ground: str, mark: str
) -> list[Line]:
    """Return `height` lines of exactly `width` cells; `mark` stands before the name."""
    inner = max(1, width - 2)
    facts = view.facts(number)
    lines = [_heading(facts, inner, ground, mark)]
    if height > 1:
        lines.append(_between(_figures(view, facts, inner), moves(facts), inner, ground))
    if height >= _BAR_FROM_LINES:
        lines.append([(" " + bar(facts.revenue_share, inner) + " ", "bar", ground)])
    if height >= _AIR_FROM_LINES:
        lines.append(_blank(width, ground))
    lines += _names(view, facts, inner, height - len(lines), ground)
    lines += [_blank(width, ground) for _ in range(height - len(lines))]
    return lines[:height]


def moves(facts: CellFacts) -> Line:
    """Return how many accounts entered and left a cell; nothing without an earlier day."""
    if facts.entered is None or facts.left is None:
        return []
    return [
        (f"▲{facts.entered:,}", "up" if facts.entered else "muted", ""),
        (" ", "", ""),
        (f"▼{facts.left:,}", "down" if facts.left else "muted", ""),
    ]


def _heading(facts: CellFacts, inner: int, ground: str, mark: str) -> Line:
    count = f"{facts.accounts:,}"
    name = fitted(facts.name, max(1, inner - len(count) - 1))
    return [
        (mark or " ", "title", ground),
        (name, "strong", ground),
        (f" {count} ", "strong" if facts.accounts else "muted", ground),
    ]


def _figures(view: MatrixView, facts: CellFacts, inner: int) -> Line:
    revenue, share = compact(facts.revenue_12m), part_of(facts.revenue_share)
    longer = f"{harmless(view.currency)} {revenue} · {share} of revenue"
    room = inner - sum(cell_len(text) for text, _, _ in moves(facts)) - 1
    ways = (longer, f"{revenue} · {share}", f"{revenue} {share}", revenue)
    text = next((each for each in ways if cell_len(each) <= room), "")
    return [(text, "muted", "")]


def _between(left: Line, right: Line, inner: int, ground: str) -> Line:
    """Return a line with something at either end."""
    taken = sum(cell_len(text) for text, _, _ in (*left, *right))
    return [
        (" ", "", ground),
        *((text, tone, ground) for text, tone, _ in left),
        (" " * max(0, inner - taken), "", ground),
        *((text, tone, ground) for text, tone, _ in right),
        (" ", "", ground),
    ]


def _names(view: MatrixView, facts: CellFacts, inner: int, height: int, ground: str) -> list[Line]:
    if height < 1 or not facts.accounts:
        return []
    rows = view.biggest(facts.number, height + 1)
    if height == 1:
        return [[(" " + _in_one_line(view, rows, facts.accounts, inner) + " ", "name", ground)]]
    if len(rows) <= height:
        return [_account(view, row, inner, ground) for row in rows]
    lines = [_account(view, row, inner, ground) for row in rows[: height - 1]]
    more = f"and {facts.accounts - height + 1:,} more"
    return [*lines, [(f" {fitted(more, inner)} ", "muted", ground)]]


def _in_one_line(view: MatrixView, rows: Sequence[int], count: int, inner: int) -> str:
    text = ", ".join(view.account_name(row) for row in rows)
    return fitted(text if count == len(rows) else f"{text}, …", inner)


def _account(view: MatrixView, row: int, inner: int, ground: str) -> Line:
    revenue = compact(float(view.basis.revenue_12m[row]))
    room = max(1, inner - _REVENUE_CELLS - 1)
    owner: Line = []
    if inner >= _OWNER_FROM_CELLS:
        room -= _OWNER_CELLS + 1
        said = fitted(view.basis.owners[row] or NO_VALUE, _OWNER_CELLS)
        owner = [(f" {said}", "muted", ground)]
    return [
        (" " + fitted(view.account_name(row), room), "name", ground),
        *owner,
        (" " + fitted(revenue, _REVENUE_CELLS, right=True) + " ", "muted", ground),
    ]


def _blank(width: int, ground: str) -> Line:
    return [(" " * width, "", ground)]
