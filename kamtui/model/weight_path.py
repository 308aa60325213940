"""What happens to the accounts while one criterion's share of the weight moves.

The other criteria keep their proportions and the total stays. At z along the way (0 now, 1 all
weight on the criterion) an account's weighted points are S + z·(P − S) and its scored weight is
D + z·(M − D), where P are its points on the criterion and M is 1 if they are known, else 0.
Its score, the one over the other, only rises or only falls along the way. Two accounts are level
where S_a·D_b = S_b·D_a: a quadratic in z, and a line when nothing is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kamtui.model.ranking import Booleans, Floats, Integers, Prepared, weighted_sum
from kamtui.model.weights import Weights

LEVEL_WITHIN = 5e-10
"""Weighted points (0-100) this close are level: below what the rounding of scores lets count."""

_COVERED_WITHIN = 1e-13
NO_WEIGHT = 1e-13
"""A share of the weight this small is what rounding leaves of none."""


@dataclass(frozen=True, eq=False)
class WeightPath:
    """Every account as one criterion's share moves one way; `y` = |z| is how far it has moved."""

    share: float
    """The criterion's share of the weight at y = 0, below 1."""
    sign: float
    """1 when the share rises along the path, -1 when it falls."""
    points: Floats
    """Weighted points now, S, a row an account."""
    points_slope: Floats
    """P − S: what they gain as z goes to 1."""
    pattern: Integers
    """For each account the row of the arrays below."""
    scored: Floats
    """Scored weight now, D, 0-1."""
    scored_slope: Floats
    """M − D."""
    ranked_from: Floats
    """The y from which such accounts are ranked; infinite: never."""
    ranked_until: Floats

    @property
    def end(self) -> float:
        """The y at which the criterion has all the weight, or none."""
        return 1.0 if self.sign > 0.0 else self.share / (1.0 - self.share)

    def share_at(self, y: float) -> float:
        """Return the criterion's share at y, 0-1."""
        return min(1.0, max(0.0, self.share + self.sign * y * (1.0 - self.share)))

    def scores(self, y: float, rows: Integers | slice = slice(None)) -> Floats:
        """Return the scores at y, ranked or not; NaN where nothing that has weight is scored."""
        points = self.points_slope[rows] * (self.sign * y)
        points += self.points[rows]
        scored = self.scored + self.sign * y * self.scored_slope
        scored[scored <= NO_WEIGHT] = np.nan
        points /= scored if len(scored) == 1 else scored[self.pattern[rows]]
        return points

    def is_ranked(self, y: float, rows: Integers | slice = slice(None)) -> Booleans:
        """Return whether the accounts are ranked at y."""
        ranked: Booleans = (self.ranked_from <= y) & (y <= self.ranked_until)
        return ranked[self.pattern[rows]]

    def loses_rank_at(self, rows: Integers | slice = slice(None)) -> Floats:
        """Return the y at or immediately beyond which accounts are ranked no more; infinite: never.

        At the end of the path an account with exactly the minimum coverage is still ranked, and
        one of which nothing that has weight is scored is not.
        """
        at_end = self.scored + self.sign * self.end * self.scored_slope
        loses = (self.ranked_until < self.end - _COVERED_WITHIN) | (at_end <= NO_WEIGHT)
        until: Floats = np.where(loses, np.minimum(self.ranked_until, self.end), np.inf)
        return until[self.pattern[rows]]

    def overtakes(self, first: int, rows: Integers, wins_ties: Booleans) -> Floats:
        """Return the y from which each account is ranked and ahead of `first`; infinite: never.

        `first` is ahead of all of them at y = 0; `wins_ties` marks those that are before it when
        level. Points where an account draws level and falls back count only at the end.
        """
        y = np.full(len(rows), np.inf)
        able = np.flatnonzero(self._comes_to_be_ranked()[self.pattern[rows]])
        pattern, wins_ties = self.pattern[rows[able]], wins_ties[able]
        enter = self.ranked_from[pattern]
        leave = np.minimum(self.ranked_until[pattern], self.end)
        unscored = self.scored[pattern] <= NO_WEIGHT
        scored_at_end = (self.scored + self.sign * self.end * self.scored_slope)[pattern]

        lead = Lead.between(self, first, rows[able]).over_y(unscored).moved(enter)
        found = enter + lead.rises_above_zero(leave - enter)
        enters_ahead = ((enter > 0.0) | unscored) & lead.is_ahead_at_zero(wins_ties, unscored)
        found[enters_ahead] = enter[enters_ahead]
        level_at_end = wins_ties & (leave == self.end) & (scored_at_end > NO_WEIGHT)
        level_at_end &= np.abs(lead.value(leave - enter)) <= LEVEL_WITHIN
        found[level_at_end] = np.minimum(found[level_at_end], self.end)
        y[able] = found
        return y

    def _comes_to_be_ranked(self) -> Booleans:
        """Return for each pattern whether such accounts are ranked somewhere on the path."""
        until = np.minimum(self.ranked_until, self.end)
        ranked: Booleans = self.ranked_from <= until
        return ranked


@dataclass(frozen=True, eq=False)
class Lead:
    """How far accounts are ahead, times both scored weights: quadratic·y² + linear·y + constant."""

    quadratic: Floats
    linear: Floats
    constant: Floats

    @classmethod
    def between(cls, path: WeightPath, first: int | Integers, rows: Integers) -> Lead:
        """Return the lead of each account over the first; the two broadcast."""
        points, slope = path.points[rows], path.sign * path.points_slope[rows]
        its_points, its_slope = path.points[first], path.sign * path.points_slope[first]
        own, its = path.pattern[rows], path.pattern[first]
        scored, its_scored = path.scored[own], path.scored[its]
        scored_slope, its_scored_slope = (path.sign * path.scored_slope[at] for at in (own, its))
        return cls(
            quadratic=slope * its_scored_slope - its_slope * scored_slope,
            linear=points * its_scored_slope
            + slope * its_scored
            - its_points * scored_slope
            - its_slope * scored,
            constant=points * its_scored - its_points * scored,
        )

    def over_y(self, where: Booleans) -> Lead:
        """Return the leads, divided by y where told: there the constant is zero and y a factor."""
        return Lead(
            quadratic=np.where(where, 0.0, self.quadratic),
            linear=np.where(where, self.quadratic, self.linear),
            constant=np.where(where, self.linear, self.constant),
        )

    def value(self, y: Floats) -> Floats:
        """Return the leads at y."""
        return self.constant + y * (self.linear + y * self.quadratic)

    def moved(self, origin: Floats) -> Lead:
        """Return the same leads with y counted from `origin`."""
        return Lead(self.quadratic, self.linear + 2.0 * origin * self.quadratic, self.value(origin))

    def is_ahead_at_zero(self, wins_ties: Booleans, unscored: Booleans) -> Booleans:
        """Return whether accounts that come to be ranked at y = 0 are ahead there at once.

        One `unscored` at 0 is not level there, but it can be from there on.
        """
        level = np.abs(self.constant) <= LEVEL_WITHIN
        stays_level = level & (np.abs(self.linear) <= LEVEL_WITHIN)
        ahead: Booleans = self.constant > LEVEL_WITHIN
        return ahead | (wins_ties & np.where(unscored, stays_level, level))

    def rises_above_zero(self, span: Floats) -> Floats:
        """Return the y in [0, span) from which each lead, not above zero at 0, is above it.

        Infinite where it does not rise by more than what counts as level.
        """
        constant = np.minimum(self.constant, 0.0)
        discriminant = self.linear * self.linear - 4.0 * self.quadratic * constant
        with np.errstate(divide="ignore", invalid="ignore"):
            root = np.sqrt(discriminant)
            rising = -2.0 * constant / (self.linear + root)
            turning = (root - self.linear) / (2.0 * self.quadratic)
            y = np.where(self.linear > 0.0, rising, turning)
            top = -self.linear / (2.0 * self.quadratic)
        top = np.where((self.quadratic < 0.0) & (top < span), top, span)
        crosses = (self.linear > 0.0) | (self.quadratic > 0.0)
        is_root = crosses & (y >= 0.0) & (y < span) & (self.value(top) > LEVEL_WITHIN)
        return np.where(is_root, y, np.inf)


def weight_paths(prepared: Prepared, weights: Weights) -> Iterator[tuple[str, WeightPath]]:
    """Yield each criterion with the path of its share upwards, and again downwards.

    A criterion that has all the weight has no path (the others have no proportions to keep), one
    that has none no path downwards.
    """
    shares = tuple(weights.shares().values())
    points = weighted_sum(prepared.points, shares)
    scored = weighted_sum(prepared.patterns, shares)
    enough = max(prepared.minimum_coverage - _COVERED_WITHIN, 0.0)
    for j, (criterion, share) in enumerate(zip(weights.criteria, shares, strict=True)):
        if share > 1.0 - 1e-12:
            continue
        points_slope = prepared.points[:, j] - points
        scored_slope = prepared.patterns[:, j] - scored
        for sign in (1.0, -1.0) if share > 0.0 else (1.0,):
            ranked_from, ranked_until = _ranked_between(scored, sign * scored_slope, enough)
            yield (
                criterion,
                WeightPath(
                    share=share,
                    sign=sign,
                    points=points,
                    points_slope=points_slope,
                    pattern=prepared.pattern,
                    scored=scored,
                    scored_slope=scored_slope,
                    ranked_from=ranked_from,
                    ranked_until=ranked_until,
                ),
            )


def _ranked_between(scored: Floats, slope: Floats, enough: float) -> tuple[Floats, Floats]:
    """Return from which y to which y the scored weight is enough to be ranked."""
    with np.errstate(divide="ignore", invalid="ignore"):
        reaches = np.maximum((enough - scored) / slope, 0.0)
    now = (scored >= enough) & (scored > 0.0)
    ranked_from = np.where(now, 0.0, np.where(slope > 0.0, reaches, np.inf))
    ranked_until = np.where(slope < 0.0, reaches, np.inf)
    return ranked_from, ranked_until
