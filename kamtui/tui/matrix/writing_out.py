"""What the Relationship screen shows, as rows to be written or copied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kamtui.model.ranking import Integers
from kamtui.tui.matrix.cross_tables import CrossTable
from kamtui.tui.matrix.view import MatrixView
from kamtui.tui.matrix.ways import WaysSheet
from kamtui.tui.shown import Columns, Shown, dated


def accounts_shown(view: MatrixView, rows: Integers, cursor: int | None) -> Shown:
    """Return accounts of a matrix: who they are, where they stand, and where they stood."""

    def columns() -> Columns:
        basis, cell = view.basis, view.cut.cell[rows]
        found: dict[str, Sequence[Any]] = {
            "account_id": basis.account_ids[rows].tolist(),
            "name": basis.names[rows].tolist(),
            "owner": basis.owners[rows].tolist(),
            "segment": basis.segments[rows].tolist(),
            "x": basis.x[rows].tolist(),
            "y": basis.y[rows].tolist(),
            **_bands(view, cell),
            "cell": _names(view)[cell].tolist(),
            "revenue_12m": basis.revenue_12m[rows].tolist(),
        }
        if view.cut.moves is not None:
            found["cell_then"] = _names(view)[view.cut.moves.cell_then[rows]].tolist()
        found["missing"] = basis.missing[rows].tolist()
        return found

    name = dated(view.matrix.id, view.basis.as_of)
    return Shown(name, "account", len(rows), columns, cursor)


def scatter_shown(view: MatrixView, picked: int | None) -> Shown:
    """Return every account that is placed, the highest revenue first; `picked` is a row."""
    places = [] if picked is None else np.flatnonzero(view.placed_rows == picked).tolist()
    return accounts_shown(view, view.placed_rows, places[0] if places else None)


def cells_shown(view: MatrixView, cursor: int) -> Shown:
    """Return every cell with what it holds, those that are not placed last."""
    facts = [view.facts(number) for number in range(view.unplaced + 1)]

    def columns() -> Columns:
        numbers = np.arange(view.unplaced + 1)
        return {
            "cell": _names(view).tolist(),
            **_bands(view, numbers),
            "accounts": [each.accounts for each in facts],
            "revenue_12m": [each.revenue_12m for each in facts],
            "revenue_share": [each.revenue_share for each in facts],
            "entered": [each.entered for each in facts],
            "left": [each.left for each in facts],
        }

    name = dated(f"{view.matrix.id}-cells", view.basis.as_of)
    return Shown(name, "cell", len(facts), columns, cursor)


def ways_shown(sheet: WaysSheet, cursor: int | None) -> Shown:
    """Return the ways from cell to cell, in the order shown."""

    def columns() -> Columns:
        names = _names(sheet.view)
        return {
            "from_cell": [names[way.before] for way in sheet.ways],
            "to_cell": [names[way.after] for way in sheet.ways],
            "accounts": [way.accounts for way in sheet.ways],
            "revenue_12m": [way.revenue_12m for way in sheet.ways],
        }

    name = dated(f"{sheet.view.matrix.id}-moves", sheet.view.basis.as_of)
    return Shown(name, "way", len(sheet), columns, cursor)


def tables_shown(view: MatrixView, tables: Sequence[CrossTable], name: str) -> Shown:
    """Return each pair of tables of two things against each other that holds an account."""
    pairs = [
        (table, row, column, table.at(row, column))
        for table in tables
        for row in table.rows
        for column in table.columns
        if table.at(row, column).accounts
    ]

    def columns() -> Mapping[str, Sequence[Any]]:
        return {
            "table": [table.title for table, *_ in pairs],
            tables[0].down: [row for _, row, *_ in pairs],
            tables[0].across: [column for *_, column, _ in pairs],
            "accounts": [held.accounts for *_, held in pairs],
            "revenue_12m": [held.revenue_12m for *_, held in pairs],
        }

    return Shown(dated(name, view.basis.as_of), "pair", len(pairs), columns)


def _names(view: MatrixView) -> np.ndarray[Any, np.dtype[np.object_]]:
    """Return the names of the cells by their number; None stands for no cell."""
    return np.array([*view.matrix.cell_names, None], dtype=object)


def _bands(view: MatrixView, cells: np.ndarray[Any, Any]) -> dict[str, Sequence[Any]]:
    """Return the bands of x and y of some cells; None where they are no cell."""
    of_x, of_y = view.matrix.x.bands, tuple(reversed(view.matrix.y.bands))
    x = np.array([*(band for _ in of_y for band in of_x), None], dtype=object)
    y = np.array([*(band for band in of_y for _ in of_x), None], dtype=object)
    return {"x_band": x[cells].tolist(), "y_band": y[cells].tolist()}
