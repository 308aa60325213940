"""How robust the first place is: the smallest change of one weight that gives it to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kamtui.model.ranking import Floats, Integers, Prepared, Ranking, rounded
from kamtui.model.weight_path import WeightPath, weight_paths

_NEXT_BEST = 1000
"""The accounts looked at before all others, to bound how far the others need be followed."""

_ROUNDING = 1e-9
_JUST_BEYOND = 1e-7


@dataclass(frozen=True)
class SmallestChange:
    """The nearest point at which changing one weight alone changes who is first."""

    criterion: str
    share: float
    """Of the weight now, 0-1."""
    new_share: float
    """Where the two are level, or the first falls under the minimum coverage, 0-1: the change
    happens at this share or immediately beyond it."""
    new_weight: float
    """The new share in the unit of the weights given, their total unchanged."""
    takes_over: int | None
    """The row of the account that is then first; None when no account is ranked any more."""

    @property
    def change(self) -> float:
        """How much the share changes, signed."""
        return self.new_share - self.share


@dataclass(frozen=True)
class Robustness:
    """For each criterion the smallest change that unseats the first account."""

    first: int | None
    """The row of the first account; None when none is ranked, and then nothing can change."""
    by_criterion: Mapping[str, SmallestChange | None]
    """None where no share from 0 to 1 changes who is first."""

    @property
    def smallest(self) -> SmallestChange | None:
        """The smallest of the changes; of equal ones the earlier criterion's. None if none is."""
        changes = [change for change in self.by_criterion.values() if change is not None]
        return min(changes, key=lambda change: abs(change.change), default=None)


def smallest_changes(prepared: Prepared, ranking: Ranking) -> Robustness:
    """Return how far each criterion's share must move, alone, before another account is first.

    `ranking` is that of the prepared inputs; rows in the result are theirs. Exact, except that
    an account that draws level with the first and falls back again is passed over.
    """
    nearest: dict[str, SmallestChange | None] = dict.fromkeys(ranking.weights.criteria)
    if ranking.first is not None:
        total = ranking.weights.total
        for criterion, path in weight_paths(prepared, ranking.weights):
            change = _first_change(prepared, ranking, criterion, path, total)
            known = nearest[criterion]
            if change and (known is None or abs(change.change) < abs(known.change)):
                nearest[criterion] = change
    return Robustness(ranking.first, nearest)


def _first_change(
    prepared: Prepared, ranking: Ranking, criterion: str, path: WeightPath, total: float
) -> SmallestChange | None:
    """Return the first change of the first place along a path, or None."""
    first = int(ranking.order[0])
    loses_rank_at = float(path.ranked_until[path.pattern[first]])
    others = ranking.order[1:]
    y, rivals = _first_overtaking(prepared, path, first, others[:_NEXT_BEST])
    if len(others) > _NEXT_BEST:
        able = _able_by(path, ranking.score, first, min(y, path.end))
        y, rivals = _first_overtaking(prepared, path, first, able)
    if loses_rank_at <= y:
        y, rivals = loses_rank_at, others
    if y > path.end:
        return None
    new_share = path.share_at(y)
    return SmallestChange(
        criterion=criterion,
        share=path.share,
        new_share=new_share,
        new_weight=new_share * total,
        takes_over=_best_at(prepared, path, min(y + _JUST_BEYOND, path.end), rivals),
    )


def _first_overtaking(
    prepared: Prepared, path: WeightPath, first: int, rows: Integers
) -> tuple[float, Integers]:
    """Return the y at which the first is overtaken, and by which accounts at once."""
    wins_ties = prepared.tie_position[rows] < prepared.tie_position[first]
    y = path.overtakes(first, rows, wins_ties)
    earliest = float(y.min(initial=np.inf))
    return earliest, rows[y <= earliest + _JUST_BEYOND]


def _able_by(path: WeightPath, score: Floats, first: int, y: float) -> Integers:
    """Return the accounts that could be ahead of the first somewhere up to y, without the first.

    A score only rises or only falls along a path, so the better of both ends bounds it.
    """
    at_y = path.scores(y)
    lowest = np.fmin(score[first], at_y[first]) - _ROUNDING
    highest = np.fmax(score, at_y, out=at_y)
    highest[first] = -np.inf
    return np.flatnonzero(highest >= lowest)


def _best_at(prepared: Prepared, path: WeightPath, y: float, rows: Integers) -> int | None:
    """Return the account that is first among these at y, or None when none of them is ranked."""
    score = rounded(path.scores(y, rows))
    score[~path.is_ranked(y, rows)] = np.nan
    best = rows[score == np.fmax.reduce(score, initial=np.nan)]
    return int(min(best, key=prepared.tie_position.__getitem__)) if len(best) else None
