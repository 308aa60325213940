"""The matrices of the model TOML, checked to the key."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from itertools import pairwise, product
from typing import Any

from kamtui.model.declared_shape import AxisTable, CellTable, MatrixTable, converted, is_id
from kamtui.model.matrix import Axis, Matrix
from kamtui.model.place import Place, shown
from kamtui.model.scorecard import Scorecard
from kamtui.model.spelling import did_you_mean

_KINDS = ("scorecard", "measure", "assessment", "strength", "sql")


def declared_matrix(
    name: str,
    raw: Any,
    place: Place,
    *,
    scorecards: Mapping[str, Scorecard],
    measures: AbstractSet[str],
) -> Matrix:
    """Return the matrix that a table of the TOML declares; raises ModelError."""
    if not is_id(name):
        raise place.error(
            "expected a name of 1-40 lower-case letters, digits and underscores, a letter first"
        )
    table = converted(raw, MatrixTable, place)
    known = {"scorecard": scorecards.keys(), "measure": measures}
    x = _axis(table.x, place.of("x"), known)
    y = _axis(table.y, place.of("y"), known)
    return Matrix(
        id=name,
        title=table.title,
        x=x,
        y=y,
        cells=_cells(table.cells, x, y, place.of("cells")),
        source=table.source,
    )


def _axis(table: AxisTable, place: Place, known: Mapping[str, AbstractSet[str]]) -> Axis:
    named = {kind: getattr(table, kind) for kind in _KINDS}
    given = [kind for kind, value in named.items() if value is not None]
    if len(given) != 1:
        found = " and ".join(given) or "none of them"
        raise place.error(f"expected one of {', '.join(_KINDS)}, found {found}")
    kind = given[0]
    if kind in known and named[kind] not in known[kind]:
        raise place.of(kind).error(
            f"there is no {kind} {shown(named[kind])}", hint=did_you_mean(named[kind], known[kind])
        )
    for index, (below, above) in enumerate(pairwise(table.cuts), start=1):
        if below >= above:
            raise (
                place.of("cuts")
                .at(index)
                .error(f"expected more than the cut before it ({below:g}), found {above:g}")
            )
    if len(table.bands) != len(table.cuts) + 1:
        raise place.of("bands").error(
            f"expected {len(table.cuts) + 1} names, one more than cuts, found {len(table.bands)}"
        )
    if len(set(table.bands)) != len(table.bands):
        raise place.of("bands").error("expected names that differ, found one twice")
    return Axis(title=table.title, cuts=tuple(map(float, table.cuts)), bands=table.bands, **named)


def _cells(
    tables: tuple[CellTable, ...], x: Axis, y: Axis, place: Place
) -> Mapping[tuple[str, str], str]:
    cells: dict[tuple[str, str], str] = {}
    for index, table in enumerate(tables):
        here = place.at(index)
        for key, band, axis in (("x", table.x, x), ("y", table.y, y)):
            if band not in axis.bands:
                raise here.of(key).error(
                    f"expected one of {', '.join(axis.bands)}, found {shown(band)}",
                    hint=did_you_mean(band, axis.bands),
                )
        if (table.x, table.y) in cells:
            raise here.error(f"expected each cell once, found {table.x} and {table.y} again")
        if table.name in cells.values():
            raise here.of("name").error(f"expected a name of its own, found {shown(table.name)}")
        cells[table.x, table.y] = table.name
    unnamed = [pair for pair in product(x.bands, y.bands) if pair not in cells]
    if unnamed:
        raise place.error(f"expected a name for x {unnamed[0][0]} and y {unnamed[0][1]}")
    return cells
