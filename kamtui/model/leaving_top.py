"""Where along a path of one weight the accounts at the top are overtaken by too many others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamtui.model.ranking import Booleans, Floats, Integers, Prepared, Ranking
from kamtui.model.weight_path import LEVEL_WITHIN, NO_WEIGHT, Lead, WeightPath

_PAIRS_AT_ONCE = 400_000
_AT_ONCE_WITHIN = 7
"""Decimals of y: what lies closer happens at once, since scores count to 9 decimals only."""
_NO_CURVE = 1e-11
"""What rounding leaves of no curve."""


def leaves_top_at(prepared: Prepared, ranking: Ranking, path: WeightPath, top: int) -> Floats:
    """Return for each account the y from which it is not among the first `top`; infinite: never.

    Infinite also for those that are not among them now. Exact: an account that is overtaken and
    gets its place back further on counts as leaving.
    """
    y = np.full(len(ranking.score), np.inf)
    first = ranking.order[: min(top, ranking.ranked_count)]
    y[first] = path.loses_rank_at(first)
    others = np.flatnonzero(_comes_to_be_ranked(path)[path.pattern])
    if len(others) <= top:
        return y
    at_once = max(1, _PAIRS_AT_ONCE // len(others))
    for start in range(0, len(first), at_once):
        some = first[start : start + at_once]
        y[some] = np.minimum(y[some], _overtaken_at(prepared, path, some, others, top))
    return y


def _comes_to_be_ranked(path: WeightPath) -> Booleans:
    return path.ranked_from <= np.minimum(path.ranked_until, path.end)


@dataclass(frozen=True, eq=False)
class _Intervals:
    """From where to where each other account (a column) is ahead of each of some (a row)."""

    since: Floats
    until: Floats


def _overtaken_at(
    prepared: Prepared, path: WeightPath, rows: Integers, others: Integers, top: int
) -> Floats:
    """Return the y from which `top` others are ahead of each row at once; infinite: never."""
    y, step, row = [], [], []
    for intervals in _ahead(prepared, path, rows, others):
        holds = intervals.since < intervals.until
        for at, sign in ((intervals.since, 1), (intervals.until, -1)):
            chosen = holds & (at <= path.end)
            y.append(at[chosen])
            step.append(np.full(len(y[-1]), sign))
            row.append(np.nonzero(chosen)[0])
    return _first_with(top, np.concatenate(y), np.concatenate(step), np.concatenate(row), len(rows))


def _first_with(top: int, y: Floats, step: Integers, row: Integers, rows: int) -> Floats:
    """Return for each row the first y at which its steps sum to `top`.

    What happens at once is summed before it is looked at: steps down come first.
    """
    order = np.lexsort((step, np.round(y, _AT_ONCE_WITHIN), row))
    row, step, y = row[order], step[order], y[order]
    ahead = np.cumsum(step)
    starts = np.searchsorted(row, np.arange(rows))
    before = np.concatenate([[0], ahead])[starts]
    reached = np.flatnonzero(ahead - before[row] >= top)
    first_rows, places = np.unique(row[reached], return_index=True)
    found = np.full(rows, np.inf)
    found[first_rows] = y[reached[places]]
    return found


def _ahead(
    prepared: Prepared, path: WeightPath, rows: Integers, others: Integers
) -> tuple[_Intervals, _Intervals]:
    """Return the two stretches in which each other account is ahead; an empty one ends first.

    A lead is a quadratic in y: it changes its sign at most twice.
    """
    mine, theirs = rows[:, np.newaxis], others[np.newaxis, :]
    lead = _lead_beyond_ties(prepared, path, mine, theirs)
    constant = np.where(mine == theirs, -np.inf, lead.constant)
    first, second = _sign_changes(lead.quadratic, lead.linear, constant)
    is_ahead = constant > 0.0
    ranked_from = path.ranked_from[path.pattern[theirs]]
    ranked_until = path.ranked_until[path.pattern[theirs]]

    def clipped(since: Floats, until: Floats) -> _Intervals:
        return _Intervals(np.maximum(since, ranked_from), np.minimum(until, ranked_until))

    return (
        clipped(np.where(is_ahead, 0.0, first), np.where(is_ahead, first, second)),
        clipped(np.where(is_ahead, second, np.inf), np.full(constant.shape, np.inf)),
    )


def _lead_beyond_ties(
    prepared: Prepared, path: WeightPath, mine: Integers, theirs: Integers
) -> Lead:
    """Return the leads of `theirs` over `mine`, above zero exactly where they are ahead.

    Who wins ties is ahead also where both scores are level, who does not is not: a lead is moved
    by what counts as level, times both scored weights as the lead itself is.
    """
    lead = Lead.between(path, mine, theirs)
    wins_ties = prepared.tie_position[theirs] < prepared.tie_position[mine]
    level = np.where(wins_ties, LEVEL_WITHIN, -LEVEL_WITHIN)
    own, its = path.scored[path.pattern[mine]], path.scored[path.pattern[theirs]]
    own_slope = path.sign * path.scored_slope[path.pattern[mine]]
    its_slope = path.sign * path.scored_slope[path.pattern[theirs]]
    return Lead(
        quadratic=lead.quadratic + level * own_slope * its_slope,
        linear=lead.linear + level * (own * its_slope + its * own_slope),
        constant=lead.constant + level * own * its,
    ).over_y(its <= NO_WEIGHT)


def _sign_changes(quadratic: Floats, linear: Floats, constant: Floats) -> tuple[Floats, Floats]:
    """Return the two y above 0 at which a quadratic changes its sign, infinite where it does not.

    The smaller one first.
    """
    if not (np.abs(quadratic) > _NO_CURVE).any():
        with np.errstate(divide="ignore", invalid="ignore"):
            root = -constant / linear
        return np.where(root > 0.0, root, np.inf), np.full(constant.shape, np.inf)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        width = np.sqrt(linear * linear - 4.0 * quadratic * constant)
        sum_ = -0.5 * (linear + np.copysign(width, linear))
        roots = np.stack([sum_ / quadratic, constant / sum_])
    roots = np.where(roots > 0.0, roots, np.inf)
    return roots.min(axis=0), roots.max(axis=0)
