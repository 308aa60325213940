"""A matrix as SQL: the fragments that `queries/parts/axes.sql` and `placed.sql` are composed of.

Everything that goes into a fragment was parsed before, as in `scorecard_sql`; names of bands and
cells are quoted text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kamtui.engine.quoting import quoted_name, quoted_text, text_list
from kamtui.model.matrix import Axis, Matrix
from kamtui.model.scorecard import Direct, Scorecard, Source
from kamtui.portfolio.scorecard_sql import (
    NO_JUDGEMENTS,
    is_judged,
    points_name,
    score_fragments,
    source_value,
    standing_fragments,
)

_NO_STRENGTHS = "SELECT NULL AS account_id WHERE false"
_OURS = (
    "LEFT JOIN (SELECT account_id, index, relative, lead FROM strengths WHERE is_us) AS ours "
    "USING (account_id)"
)


@dataclass(frozen=True)
class _AxisSql:
    """What one axis adds to the statement."""

    values: str
    points: str
    value: str
    missing: str
    parts: tuple[str, ...]
    """What the value is made of: a column each, under a name that no measure can have."""
    is_judged: bool
    is_strength: bool = False


def matrix_fragments(matrix: Matrix, scorecards: Mapping[str, Scorecard]) -> dict[str, str]:
    """Return the fragments of a matrix; `scorecards` have the weights that its axes score with."""
    x, y = _axis("x", matrix.x, scorecards), _axis("y", matrix.y, scorecards)
    joins = ["LEFT JOIN judgements USING (account_id)"] if x.is_judged or y.is_judged else []
    joins += [_OURS] if x.is_strength or y.is_strength else []
    return {
        "axis_values": f"{x.values}, {y.values}",
        "axis_joins": "\n    ".join(joins),
        "axis_points": f"{x.points}, {y.points}",
        "x": x.value,
        "y": y.value,
        "axis_parts": ", ".join((*x.parts, *y.parts)),
        "missing": f"{x.missing}, {y.missing}",
        "x_bands": text_list(matrix.x.bands),
        "y_bands": text_list(matrix.y.bands),
        "x_cuts": _numbers(matrix.x.cuts),
        "y_cuts": _numbers(matrix.y.cuts),
        "cells": ", ".join(_cells(matrix)),
    }


def part_name(axis: str, criterion: str = "value") -> str:
    """Return the column of `queries/parts/axes.sql` that holds what an axis's value is made of.

    The points of a criterion where the axis ("x" or "y") is a scorecard, else the value itself.
    """
    return f"{axis} {criterion}"


def unneeded_by(matrix: Matrix, scorecards: Mapping[str, Scorecard]) -> dict[str, str]:
    """Return what stands for the relations that a matrix makes no use of."""
    axes = [_axis("x", matrix.x, scorecards), _axis("y", matrix.y, scorecards)]
    nothing = {} if any(axis.is_judged for axis in axes) else {"judgements": NO_JUDGEMENTS}
    needs_strengths = any(axis.is_strength for axis in axes)
    return nothing if needs_strengths else {**nothing, "strengths": _NO_STRENGTHS}


def _axis(name: str, axis: Axis, scorecards: Mapping[str, Scorecard]) -> _AxisSql:
    if axis.scorecard is not None:
        return _scored(name, scorecards[axis.scorecard])
    column = quoted_name(f"value_{name}")
    return _AxisSql(
        values=f"{_value(axis)} AS {column}",
        points=f"NULL AS {quoted_name(f'points_{name}')}",
        value=column,
        missing=f"CASE WHEN {column} IS NULL THEN {quoted_text(axis.title)} END",
        parts=(f"{column} AS {quoted_name(part_name(name))}",),
        is_judged=axis.assessment is not None,
        is_strength=axis.strength is not None,
    )


def _value(axis: Axis) -> str:
    if axis.strength is not None:
        return f"ours.{quoted_name(axis.strength)}"
    return source_value(
        Source(scale=Direct(), measure=axis.measure, assessment=axis.assessment, sql=axis.sql)
    )


def _scored(name: str, scorecard: Scorecard) -> _AxisSql:
    # Both axes may be scorecards, and both may have a criterion of the same id.
    plain_criteria = scorecard.criteria
    criteria = tuple(replace(each, id=f"{name}_{each.id}") for each in plain_criteria)
    scorecard = replace(scorecard, criteria=criteria)
    standing, score = standing_fragments(scorecard), score_fragments(scorecard.weights)
    scored, weighted, whole = (
        f"({score[part]})" for part in ("scored_weight", "weighted_points", "whole_weight")
    )
    missing = [
        f"CASE WHEN {name} IS NULL AND {points_name(each.id)} IS NULL "
        f"THEN {quoted_text(each.title)} END"
        for each in criteria
    ]
    return _AxisSql(
        values=standing["values"],
        points=standing["standing"],
        value=f"CASE WHEN {scored} > 0 "
        f"AND round_even({scored} / {whole}, 9) >= {scorecard.minimum_coverage!r} "
        f"THEN round_even({weighted} / {scored}, 9) END",
        missing=", ".join(missing),
        parts=tuple(
            f"{points_name(own.id)} AS {quoted_name(part_name(name, plain.id))}"
            for own, plain in zip(criteria, plain_criteria, strict=True)
        ),
        is_judged=is_judged(scorecard),
    )


def _cells(matrix: Matrix) -> list[str]:
    """Return each cell as a row of VALUES, from the upper left to the lower right."""
    pairs = [(x, y) for y in reversed(matrix.y.bands) for x in matrix.x.bands]
    return [
        f"({quoted_text(x)}, {quoted_text(y)}, {quoted_text(matrix.cells[x, y])}, {place})"
        for place, (x, y) in enumerate(pairs)
    ]


def _numbers(numbers: tuple[float, ...]) -> str:
    return f"[{', '.join(f'{float(number)!r}::DOUBLE' for number in numbers)}]"
