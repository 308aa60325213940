"""A cut line moved in a matrix of 100,000 accounts, in this process."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle

import duckdb
import numpy as np
from numpy.typing import NDArray

from kamtui.model.matrix import Axis, Matrix
from kamtui.model.recut import cell_numbers, recut

BANDS = ("low", "middle", "high")
MATRIX = Matrix(
    id="made_up",
    title="Made up",
    x=Axis("X", (30.0, 60.0), BANDS, sql="x"),
    y=Axis("Y", (30.0, 60.0), BANDS, sql="y"),
    cells={(x, y): f"{x} {y}" for x in BANDS for y in BANDS},
)
"""Nine cells."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Placed:
    """What places accounts, and their revenue."""

    x: Floats
    y: Floats
    revenue: Floats
    x_then: Floats
    y_then: Floats


def made_up_places(accounts: int, share_unknown: float = 0.2) -> Placed:
    """Return accounts with values on both axes, now and earlier, but for a share without."""
    generator = np.random.default_rng(20251130)

    def values() -> Floats:
        found = generator.uniform(0.0, 100.0, accounts)
        return np.where(generator.random(accounts) < share_unknown, np.nan, found)

    return Placed(values(), values(), generator.lognormal(9.0, 2.0, accounts), values(), values())


def cut_line_moved(placed: Placed, *, with_moves: bool) -> Callable[[], float]:
    """Return what measures the cells, counts, revenue and moves after a cut line was moved."""
    others = cycle([MATRIX.with_cuts((cut, 60.0), (30.0, 60.0)) for cut in (32.0, 34.0, 36.0)])
    then = (placed.x_then, placed.y_then) if with_moves else None

    def measure() -> float:
        matrix = next(others)
        begun = time.perf_counter()
        cut = recut(matrix, placed.x, placed.y, placed.revenue, then)
        if cut.moves is not None:
            _ = cut.moves.net
        return time.perf_counter() - begun

    return measure


def bare_aggregate(placed: Placed) -> Callable[[], float]:
    """Return what measures DuckDB counting and summing the same rows by a cell that it is given."""
    connection = duckdb.connect()
    cell = cell_numbers(MATRIX, placed.x, placed.y)
    columns = {"cell": cell, "revenue_12m": placed.revenue}
    connection.register("columns", columns)
    connection.execute("CREATE TABLE placed AS SELECT * FROM columns")
    question = "SELECT cell, count(*), sum(revenue_12m) FROM placed GROUP BY cell"

    def measure() -> float:
        begun = time.perf_counter()
        connection.execute(question).fetchall()
        return time.perf_counter() - begun

    return measure
