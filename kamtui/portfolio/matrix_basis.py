"""What a matrix on the screen is made of, loaded once, so that a key press needs no query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kamtui.engine.catalogue import compose
from kamtui.engine.quoting import quoted_name
from kamtui.model.matrix import Axis, Matrix
from kamtui.model.ranking import patterns_of
from kamtui.model.recut import scores
from kamtui.model.scorecard import Scorecard
from kamtui.model.weights import Weights
from kamtui.portfolio.entered_cuts import cut_as_entered
from kamtui.portfolio.judged import judged_params
from kamtui.portfolio.matrices import matrix_sql
from kamtui.portfolio.matrix_sql import part_name
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.ranking import Floats, Texts, floats, texts_of
from kamtui.portfolio.since import stand_ins_at
from kamtui.portfolio.weights import weight_set, weights_over
from kamtui.workspace.weight_sets import WeightSet


@dataclass(frozen=True, eq=False)
class AxisBasis:
    """What places accounts on one axis."""

    axis: Axis
    scorecard: Scorecard | None
    """Whose score it is; None where the value is no score."""
    weight_set: WeightSet | None
    """The weights that were saved for the scorecard, or declared."""
    parts: Floats
    """n × criteria: points 0-100, NaN where not scored; n × 1 the value where it is no score."""
    parts_then: Floats | None
    """Likewise on the earlier day; None without one."""

    @property
    def saved(self) -> Weights | None:
        """The saved weights over the criteria; None where the value is no score."""
        if self.scorecard is None or self.weight_set is None:
            return None
        return weights_over(self.scorecard, self.weight_set)

    @property
    def titles(self) -> tuple[str, ...]:
        """What each of the parts is called."""
        if self.scorecard is None:
            return (self.axis.title,)
        return tuple(criterion.title for criterion in self.scorecard.criteria)

    def only(self, rows: NDArray[np.bool_]) -> AxisBasis:
        """Return the same for some of the accounts."""
        then = self.parts_then
        return replace(
            self, parts=self.parts[rows], parts_then=None if then is None else then[rows]
        )


@dataclass(frozen=True, eq=False)
class MatrixBasis:
    """Every account with what places it in a matrix; a row an account, ordered by id."""

    matrix: Matrix
    """With the cut lines that people saved, else the declared ones."""
    account_ids: Texts
    names: Texts
    """None where it has none; likewise owners and segments."""
    owners: Texts
    segments: Texts
    revenue_12m: Floats
    """Money; NaN where unknown."""
    x: Floats
    """In the unit of the axis; NaN where too little is known. Likewise below."""
    y: Floats
    x_then: Floats | None
    """On the earlier day; None without one."""
    y_then: Floats | None
    x_axis: AxisBasis
    y_axis: AxisBasis
    as_of: date
    since: date | None
    """The earlier day that moves are counted from."""

    def __len__(self) -> int:
        return len(self.account_ids)

    @property
    def then(self) -> tuple[Floats, Floats] | None:
        """x and y on the earlier day; None without one."""
        if self.x_then is None or self.y_then is None:
            return None
        return self.x_then, self.y_then

    @cached_property
    def missing(self) -> Texts:
        """What is lacking where an account is not placed, as `queries/parts/axes.sql` says it.

        None where nothing is. Few combinations of things are lacking, however many accounts
        there are: each is put in words once.
        """
        titles = (*self.x_axis.titles, *self.y_axis.titles)
        lacking = np.column_stack(
            [
                np.isnan(axis.parts) & np.isnan(value)[:, None]
                for axis, value in ((self.x_axis, self.x), (self.y_axis, self.y))
            ]
        )
        kinds, kind = patterns_of(lacking)
        words = [", ".join(compress(titles, lacks)) or None for lacks in kinds]
        return np.array([*words, None], dtype=object)[kind]

    def axis(self, name: str) -> AxisBasis:
        """Return one of the axes, "x" or "y"."""
        return self.x_axis if name == "x" else self.y_axis

    def scored_axes(self) -> Iterator[str]:
        """Yield the axes, "x" or "y", that are scorecards."""
        yield from (name for name in ("x", "y") if self.axis(name).scorecard is not None)

    def only(self, rows: NDArray[np.bool_]) -> MatrixBasis:
        """Return the same for some of the accounts."""
        then = self.then
        return replace(
            self,
            account_ids=self.account_ids[rows],
            names=self.names[rows],
            owners=self.owners[rows],
            segments=self.segments[rows],
            revenue_12m=self.revenue_12m[rows],
            x=self.x[rows],
            y=self.y[rows],
            x_then=None if then is None else then[0][rows],
            y_then=None if then is None else then[1][rows],
            x_axis=self.x_axis.only(rows),
            y_axis=self.y_axis.only(rows),
        )

    def weighed(self, name: str, weights: Weights) -> MatrixBasis:
        """Return the accounts placed by other weights of the scorecard of an axis, "x" or "y"."""
        axis = self.axis(name)
        if axis.scorecard is None:
            return self
        least = axis.scorecard.minimum_coverage
        value = scores(axis.parts, weights, least)
        then = None if axis.parts_then is None else scores(axis.parts_then, weights, least)
        if name == "x":
            return replace(self, x=value, x_then=then)
        return replace(self, y=value, y_then=then)


def load_matrix_basis(portfolio: Portfolio, matrix_id: str, since: date | None) -> MatrixBasis:
    """Return the accounts with what places them in a matrix, as of the day and an earlier one.

    Raises KeyError for a matrix that is not declared.
    """
    return settled(portfolio, partial(_load, matrix_id=matrix_id, since=since))


def _load(portfolio: Portfolio, matrix_id: str, since: date | None) -> MatrixBasis:
    matrix = cut_as_entered(portfolio, portfolio.model.matrices[matrix_id])
    made = matrix_sql(portfolio, matrix)
    names = [*_part_names(portfolio, "x", matrix.x), *_part_names(portfolio, "y", matrix.y)]
    if since is None:
        then = {"axes_at_since": _nothing_of(names)}
    else:
        then = stand_ins_at(portfolio, "since", since, made.unneeded)
    statement = compose(
        "matrix_basis",
        {**made.fragments, "parts": ", ".join(_both_days(names))},
        {**stand_ins(portfolio), **made.unneeded, **then},
    )
    found = portfolio.engine.ask(statement, {**judged_params(portfolio), "since": since}).numpy()
    is_compared = since is not None
    return MatrixBasis(
        matrix=matrix,
        account_ids=found["account_id"],
        names=texts_of(found["name"]),
        owners=texts_of(found["owner"]),
        segments=texts_of(found["segment"]),
        revenue_12m=floats(found["revenue_12m"]),
        x=floats(found["x"]),
        y=floats(found["y"]),
        x_then=floats(found["x_then"]) if is_compared else None,
        y_then=floats(found["y_then"]) if is_compared else None,
        x_axis=_axis(portfolio, "x", matrix.x, found, is_compared),
        y_axis=_axis(portfolio, "y", matrix.y, found, is_compared),
        as_of=portfolio.as_of,
        since=since,
    )


def _part_names(portfolio: Portfolio, name: str, axis: Axis) -> list[str]:
    """Return the columns of what an axis's value is made of."""
    if axis.scorecard is None:
        return [part_name(name)]
    scorecard = portfolio.model.scorecards[axis.scorecard]
    return [part_name(name, criterion.id) for criterion in scorecard.criteria]


def _then(name: str) -> str:
    return f"{name} then"


def _both_days(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield f"axes.{quoted_name(name)}::DOUBLE AS {quoted_name(name)}"
        yield f"axes_at_since.{quoted_name(name)}::DOUBLE AS {quoted_name(_then(name))}"


def _nothing_of(names: Sequence[str]) -> str:
    columns = ", ".join(f"NULL::DOUBLE AS {quoted_name(name)}" for name in ("x", "y", *names))
    return f"SELECT NULL::VARCHAR AS account_id, {columns} WHERE false"


def _axis(
    portfolio: Portfolio, name: str, axis: Axis, found: dict[str, Any], is_compared: bool
) -> AxisBasis:
    scorecard = portfolio.model.scorecards[axis.scorecard] if axis.scorecard else None
    names = _part_names(portfolio, name, axis)
    return AxisBasis(
        axis=axis,
        scorecard=scorecard,
        weight_set=weight_set(portfolio.workspace, scorecard) if scorecard else None,
        parts=_side_by_side(found, names),
        parts_then=_side_by_side(found, map(_then, names)) if is_compared else None,
    )


def _side_by_side(found: dict[str, Any], columns: Iterable[str]) -> Floats:
    # A criterion contiguous in memory: it is weighed column by column.
    return np.asfortranarray(np.column_stack([floats(found[name]) for name in columns]))
