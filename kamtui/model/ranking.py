"""The ranking: weights and points in; score, coverage, order, rank and class of every account out.

`queries/priorities.sql` defines points and score; this computes the same numbers and the same
order from the points, fast enough for every key press. What both hold to:

- score = Σ weight·points / Σ weight over the scored criteria, summed in the order of the criteria
  in double precision, then rounded half to even to 9 decimals, so that the last bits of a sum
  never decide an order;
- coverage = the share of the weight that could be scored, rounded likewise; an account is ranked
  when it has a score and at least the minimum coverage;
- order: ranked before not ranked; then score, highest first; then revenue of the last 12 months,
  highest first; then account id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kamtui.model.classes import ClassCodes, classes_by_potential, classes_by_score
from kamtui.model.errors import ModelError
from kamtui.model.scorecard import ClassThresholds
from kamtui.model.weights import Weights

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]

_Scalar = TypeVar("_Scalar", bound=np.generic)

_BILLION = 1e9
_NOT_RANKED_FROM = 2e11
_NO_SCORE_FROM = 4e11
_POSITION_BITS = 24


@dataclass(frozen=True, eq=False)
class RankingInputs:
    """What is known of n accounts before any weight is: a row an account, a column a criterion."""

    criteria: tuple[str, ...]
    """Criterion ids: the columns of points, in the order of the scorecard."""
    account_ids: Sequence[str]
    points: Floats
    """n × criteria, 0-100; whatever stands where `scored` is false is not read."""
    scored: Booleans
    """n × criteria: whether the criterion could be scored for the account."""
    revenue_12m: Floats
    """Money; NaN when unknown, which orders last among equal scores."""
    active: Booleans
    """Whether the account has an order within the active months."""
    potential: Floats
    """What it could buy in a year, in money; NaN when unknown."""

    def __len__(self) -> int:
        return len(self.account_ids)


@dataclass(frozen=True, eq=False)
class Prepared:
    """Ranking inputs with everything worked out that weights do not change."""

    inputs: RankingInputs
    points: Floats
    """As in the inputs, 0 where not scored, a criterion contiguous in memory."""
    patterns: Booleans
    """Each combination of scored criteria that occurs, a row each."""
    pattern: Integers
    """For each account the row of `patterns` that is its own."""
    tie_order: Integers
    """Rows in the order that breaks ties: highest revenue first, then account id."""
    tie_position: Integers
    """For each account its place in `tie_order`, from 0."""
    classes_by_potential: ClassCodes
    thresholds: ClassThresholds
    minimum_coverage: float
    """0-1."""


@dataclass(frozen=True, eq=False)
class Ranking:
    """Every account's place under some weights; rows as in the inputs."""

    weights: Weights
    score: Floats
    """0-100; NaN when nothing that has weight could be scored."""
    coverage: Floats
    """0-1."""
    order: Integers
    """Rows in order: the ranked ones first, then the others."""
    rank: NDArray[np.int32]
    """1 is the first; 0 is not ranked."""
    classes: ClassCodes
    """Codes of `classes.CLASS_LETTERS`."""
    ranked_count: int

    @property
    def first(self) -> int | None:
        """The row of the first account, or None when none is ranked."""
        return int(self.order[0]) if self.ranked_count else None


def prepare(
    inputs: RankingInputs,
    minimum_coverage: float = 0.5,
    thresholds: ClassThresholds | None = None,
) -> Prepared:
    """Return the inputs made ready for `rank`; done once for a set of accounts and points.

    Raises ModelError when the arrays do not fit each other or points are outside 0-100.
    """
    _check(inputs)
    thresholds = thresholds or ClassThresholds()
    points = np.asfortranarray(np.where(inputs.scored, inputs.points, 0.0))
    patterns, pattern = patterns_of(inputs.scored)
    tie_order = _tie_order(inputs)
    tie_position = np.empty_like(tie_order)
    tie_position[tie_order] = np.arange(len(tie_order))
    return Prepared(
        inputs=inputs,
        points=points,
        patterns=patterns,
        pattern=pattern,
        tie_order=tie_order,
        tie_position=tie_position,
        classes_by_potential=classes_by_potential(inputs.active, inputs.potential, thresholds),
        thresholds=thresholds,
        minimum_coverage=minimum_coverage,
    )


def rank(prepared: Prepared, weights: Weights) -> Ranking:
    """Return the ranking under these weights.

    Raises ModelError when the weights are for other criteria, or in another order.
    """
    if weights.criteria != prepared.inputs.criteria:
        raise ModelError(
            f"expected weights for {', '.join(prepared.inputs.criteria)},"
            f" found {', '.join(weights.criteria)}"
        )
    scored_weight = weighted_sum(prepared.patterns, weights.values)
    whole_weight = weighted_sum(np.ones((1, len(weights))), weights.values)
    coverage = rounded(scored_weight / whole_weight)
    has_score = scored_weight > 0.0
    is_ranked = has_score & (coverage >= prepared.minimum_coverage)

    billionths = weighted_sum(prepared.points, weights.values)
    billionths /= _spread(prepared, np.where(has_score, scored_weight, 1.0))
    billionths *= _BILLION
    np.rint(billionths, out=billionths)

    behind = np.where(is_ranked, 0.0, np.where(has_score, _NOT_RANKED_FROM, _NO_SCORE_FROM))
    order = _order(prepared, _spread(prepared, behind) - billionths)

    score = np.divide(billionths, _BILLION, out=billionths)
    if not has_score.all():
        score[~_spread(prepared, has_score)] = np.nan
    ranked = _spread(prepared, is_ranked)
    ranked_count = int(np.count_nonzero(ranked))
    places = np.zeros(len(order), dtype=np.int32)
    places[order[:ranked_count]] = np.arange(1, ranked_count + 1, dtype=np.int32)
    return Ranking(
        weights=weights,
        score=score,
        coverage=_spread(prepared, coverage),
        order=order,
        rank=places,
        classes=classes_by_score(
            score,
            ranked & prepared.inputs.active,
            prepared.classes_by_potential,
            prepared.thresholds,
        ),
        ranked_count=ranked_count,
    )


def with_thresholds(prepared: Prepared, thresholds: ClassThresholds) -> Prepared:
    """Return the same with the classes beginning elsewhere."""
    inputs = prepared.inputs
    return replace(
        prepared,
        thresholds=thresholds,
        classes_by_potential=classes_by_potential(inputs.active, inputs.potential, thresholds),
    )


def classed(ranking: Ranking, prepared: Prepared) -> Ranking:
    """Return the ranking with the classes of inputs that were prepared with other thresholds."""
    classes = classes_by_score(
        ranking.score,
        (ranking.rank > 0) & prepared.inputs.active,
        prepared.classes_by_potential,
        prepared.thresholds,
    )
    return replace(ranking, classes=classes)


def movement(before: Ranking, after: Ranking) -> NDArray[np.int32]:
    """Return how many places each account rose (negative: fell) between two rankings.

    Rows are the same accounts in both; 0 also where an account is not ranked in one of them.
    """
    risen = before.rank - after.rank
    risen *= (before.rank > 0) & (after.rank > 0)
    return risen


def weighted_sum(columns: NDArray[np.float64] | Booleans, weights: Sequence[float]) -> Floats:
    """Return Σ weight·column for each row, added in the order of the columns.

    Not a matrix product: BLAS adds in an order of its own and fuses the roundings, and the last
    bits would differ from the SQL's.
    """
    total: Floats = columns[:, 0] * np.float64(weights[0])
    term = np.empty_like(total)
    for j in range(1, len(weights)):
        np.multiply(columns[:, j], weights[j], out=term)
        total += term
    return total


def rounded(values: Floats) -> Floats:
    """Return the values rounded half to even to 9 decimals, as `round_even(value, 9)` in SQL."""
    return np.rint(values * _BILLION) / _BILLION


def patterns_of(scored: Booleans) -> tuple[Booleans, Integers]:
    """Return the distinct rows, and for each row the number of its own."""
    pattern = np.zeros(len(scored), dtype=np.int64)
    first = np.zeros(min(1, len(scored)), dtype=np.int64)
    for start in range(0, scored.shape[1], 16):
        sixteen = scored[:, start : start + 16]
        code = (pattern << 16) + sixteen @ (1 << np.arange(sixteen.shape[1]))
        _, first, pattern = np.unique(code, return_index=True, return_inverse=True)
    return scored[first], pattern


def _check(inputs: RankingInputs) -> None:
    accounts, criteria = len(inputs.account_ids), len(inputs.criteria)
    matrices = {"points": inputs.points, "scored": inputs.scored}
    columns = {
        "revenue_12m": inputs.revenue_12m,
        "active": inputs.active,
        "potential": inputs.potential,
    }
    for expected, arrays in (((accounts, criteria), matrices), ((accounts,), columns)):
        for name, array in arrays.items():
            if array.shape != expected:
                raise ModelError(f"{name}: expected shape {expected}, found {array.shape}")
    if criteria == 0:
        raise ModelError("expected at least one criterion")
    within = (inputs.points >= 0.0) & (inputs.points <= 100.0)
    outside = np.flatnonzero((inputs.scored & ~within).any(axis=0))
    if len(outside):
        raise ModelError("expected points from 0 to 100", key=inputs.criteria[outside[0]])


def _tie_order(inputs: RankingInputs) -> Integers:
    ids = inputs.account_ids
    # Python compares strings by code point, which is the order of their UTF-8 bytes.
    by_id = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    by_revenue = np.argsort(-inputs.revenue_12m[by_id], kind="stable")
    return by_id[by_revenue]


def _order(prepared: Prepared, key: Floats) -> Integers:
    """Return the rows by rising key, ties by tie position. Keys are whole numbers below 2^39.

    Key and tie position share one integer, so that one unstable sort of distinct integers gives
    the full order: it costs less than an argsort and needs no repair of ties.
    """
    if len(key) > 1 << _POSITION_BITS:
        return np.lexsort((prepared.tie_position, key))
    packed = key.astype(np.int64)
    packed <<= _POSITION_BITS
    packed |= prepared.tie_position
    packed.sort()
    packed &= (1 << _POSITION_BITS) - 1
    return prepared.tie_order[packed]


def _spread(prepared: Prepared, by_pattern: NDArray[_Scalar]) -> NDArray[_Scalar]:
    """Return the value of each account's pattern; where all share one pattern, without copying."""
    if len(by_pattern) == 1:
        return np.broadcast_to(by_pattern, len(prepared.pattern))
    return by_pattern[prepared.pattern]
