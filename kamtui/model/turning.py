"""How far one weight must change before an account leaves the top, or its class.

For every account and every criterion: the smallest change of that criterion's share of the
weight, the others rescaled in proportion, at which the account is no longer among the first N or
is in another class. `kamtui/model/weight_path.py` says what happens along the way.

Exact where a minimum coverage above zero is asked for; without one, an account of which next to
no weight is scored rests on the last bits of a sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kamtui.model.classes import NO_CLASS, A, B, C, ClassCodes, classes_by_score
from kamtui.model.leaving_top import leaves_top_at
from kamtui.model.ranking import Booleans, Floats, Prepared, Ranking, rounded
from kamtui.model.weight_path import NO_WEIGHT, WeightPath, weight_paths

SAME_CLASS = -1

_FLAT = 1e-9
"""Points by which a score moves all along a path and does not count: less than its rounding."""
_BEYOND = 1e-9
"""So little before the end of a path is at its end."""


@dataclass(frozen=True, eq=False)
class Turning:
    """What is nearest on every criterion: arrays of n accounts × criteria."""

    top: int
    """How many places count as the top."""
    change: Floats
    """Of the criterion's share of the weight, -1 to 1: what happens, happens there or immediately
    beyond it. NaN where no share from 0 to 1 changes anything."""
    leaves_top: Booleans
    """Whether the account then leaves the top."""
    class_then: NDArray[np.int8]
    """The code of the class that it is then in; SAME_CLASS where that stays."""

    @property
    def nearest(self) -> NDArray[np.int64]:
        """For each account the place of the criterion with the smallest change, -1 for none."""
        size = np.where(np.isnan(self.change), np.inf, np.abs(self.change))
        place: NDArray[np.int64] = size.argmin(axis=1)
        return np.where(np.isfinite(size).any(axis=1), place, -1)


@dataclass(frozen=True, eq=False)
class _Events:
    """What comes first along one path, for each account: y is infinite where nothing does."""

    y: Floats
    leaves_top: Booleans
    class_then: NDArray[np.int8]


def turnings(prepared: Prepared, ranking: Ranking, top: int) -> Iterator[Turning]:
    """Yield the smallest changes after each way that a criterion can go, and at last of all; first
    those of none.

    `ranking` is that of the prepared inputs, whose rows these are. Whoever stops reading stops
    the search.
    """
    shape = (len(ranking.score), len(ranking.weights))
    change = np.full(shape, np.nan)
    leaves_top = np.zeros(shape, dtype=bool)
    class_then = np.full(shape, SAME_CLASS, dtype=np.int8)
    yield Turning(top, change.copy(), leaves_top.copy(), class_then.copy())
    for criterion, path in weight_paths(prepared, ranking.weights):
        place = ranking.weights.position(criterion)
        first = _first_events(prepared, ranking, path, top)
        moved = path.sign * first.y * (1.0 - path.share)
        nearer = np.isfinite(moved)
        nearer &= ~(np.abs(change[:, place]) <= np.abs(moved))
        change[nearer, place] = moved[nearer]
        leaves_top[nearer, place] = first.leaves_top[nearer]
        class_then[nearer, place] = first.class_then[nearer]
        yield Turning(top, change.copy(), leaves_top.copy(), class_then.copy())


def _first_events(prepared: Prepared, ranking: Ranking, path: WeightPath, top: int) -> _Events:
    """Return what comes first along a path: leaving the top, another class, or both at once."""
    class_y, class_then = _class_changes(prepared, ranking, path)
    top_y = leaves_top_at(prepared, ranking, path, top)
    y = np.minimum(class_y, top_y)
    changes_class = (class_y <= y) & np.isfinite(y)
    return _Events(
        y=y,
        leaves_top=(top_y <= y) & np.isfinite(y),
        class_then=np.where(changes_class, class_then, SAME_CLASS).astype(np.int8),
    )


def _class_changes(
    prepared: Prepared, ranking: Ranking, path: WeightPath
) -> tuple[Floats, ClassCodes]:
    """Return the y at which each account first is in another class, and in which."""
    ranked, active = ranking.rank > 0, prepared.inputs.active
    since = path.ranked_from[path.pattern]
    y = np.where(ranked, path.loses_rank_at(), np.where(since <= path.end, since, np.inf))
    then = np.where(ranked, np.int8(NO_CLASS), _classes_when_ranked(prepared, path, since))
    thresholds = prepared.thresholds
    crossings = (
        (A, thresholds.a, False, B),
        (B, thresholds.b, False, C),
        (B, thresholds.a, True, A),
        (C, thresholds.b, True, B),
    )
    for now, line, rises, after in crossings:
        crossed = np.where(
            ranked & (ranking.classes == now), _crosses(path, line, rises=rises), np.inf
        )
        is_nearer = crossed < y - _BEYOND
        y = np.where(is_nearer, crossed, y)
        then = np.where(is_nearer, np.int8(after), then)
    return np.where(active, y, np.inf), then


def _open_end(y: Floats, path: WeightPath) -> Floats:
    """Return y, infinite where it is not before the end: what is beyond the end never happens."""
    return np.where(y < path.end - _BEYOND, y, np.inf)


def _crosses(path: WeightPath, line: float, *, rises: bool) -> Floats:
    """Return the y at which each score, on the other side of a line now, has crossed it.

    S + y·S' = line · (D + y·D'), and a score on the line is above it.
    """
    gap = path.points - line * path.scored[path.pattern]
    slope = path.sign * (path.points_slope - line * path.scored_slope[path.pattern])
    if not rises:
        gap, slope = np.maximum(gap, 0.0), -slope
    with np.errstate(divide="ignore", invalid="ignore"):
        y = np.where(slope > _FLAT, np.abs(gap) / slope, np.inf)
    return np.where(y <= path.end + _BEYOND, y, np.inf) if rises else _open_end(y, path)


def _classes_when_ranked(prepared: Prepared, path: WeightPath, since: Floats) -> ClassCodes:
    """Return the class of each account at the y from which it is ranked."""
    y = np.where(np.isfinite(since), since, 0.0)
    slope, scored_slope = path.points_slope, path.scored_slope[path.pattern]
    points = path.points + path.sign * y * slope
    scored = path.scored[path.pattern] + path.sign * y * scored_slope
    # Where nothing that has weight is scored yet, it is what counts immediately beyond.
    is_to_come = scored <= NO_WEIGHT
    points = np.where(is_to_come, path.sign * slope, points)
    scored = np.where(is_to_come, path.sign * scored_slope, scored)
    score = rounded(points / np.where(scored > 0.0, scored, 1.0))
    graded = np.ones(len(y), dtype=bool)
    return classes_by_score(score, graded, prepared.classes_by_potential, prepared.thresholds)
