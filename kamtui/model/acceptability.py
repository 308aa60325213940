"""How often an account would be at the top, and in each class, if the weights were others.

Rank acceptability (Lahdelma & Salminen 2001): weight vectors are drawn at random, every account
is ranked by each of them, and what is counted is the share of them in which it comes out on top.
Points, coverage, ties and classes count as in `kamtui/model/ranking.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kamtui.model.classes import NO_CLASS, A, C, ClassCodes
from kamtui.model.errors import ModelError
from kamtui.model.ranking import Booleans, Floats, Prepared, rounded
from kamtui.model.weights import Weights

CONCENTRATION = 50.0
"""How close vectors around the weights of today are drawn: of a share of 30 % nineteen out of
twenty lie between 18 % and 43 %."""

_NUMBERS_AT_ONCE = 2_500_000
_MOST_AT_ONCE = 250
"""Vectors: what is counted of them fits a byte."""
_TIE_STEP = 1e-12
"""Points by which one place in the order of ties counts: above what rounding leaves of a sum."""
_ON_A_LINE = 5e-10
_NOT_RANKED = 1e3
_LEAST_SCORE = -1.0

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Drawing:
    """Which weight vectors are drawn."""

    vectors: int = 10_000
    """How many."""
    around: Weights | None = None
    """Around which weights: Dirichlet with their shares times the concentration, in which a
    criterion without weight stays without. None for all: uniform on the simplex."""
    concentration: float = CONCENTRATION
    seed: int = 1
    """The same seed draws the same vectors."""


@dataclass(frozen=True, eq=False)
class Acceptability:
    """What was counted; rows as in the ranking inputs. Shares are 0-1 of the vectors so far."""

    vectors: int
    """How many were counted."""
    of_vectors: int
    """How many are to be."""
    top: int
    """How many places count as the top."""
    in_top: Floats
    """The share of vectors in which an account is among the first `top`."""
    in_class: Floats
    """n × 3: the share in which it is A, B and C; zero where it is not active, and where it is
    their sum is `ranked`."""
    ranked: Floats
    """The share in which enough of it is known to rank it."""

    @property
    def done(self) -> float:
        """How much is counted, 0-1."""
        return self.vectors / self.of_vectors

    def in_own_class(self, classes: ClassCodes) -> Floats:
        """Return the share in which each account is in the class that it has in `classes`.

        1 for D and E, which no weight changes; NaN without a class.
        """
        shares = np.where(classes == NO_CLASS, np.nan, 1.0)
        graded = np.flatnonzero((classes >= A) & (classes <= C))
        shares[graded] = self.in_class[graded, classes[graded] - A]
        return shares


def acceptability(prepared: Prepared, drawing: Drawing, top: int) -> Iterator[Acceptability]:
    """Yield what was counted so far after every few vectors, and at last of all of them.

    Memory is that of some millions of numbers however many vectors and accounts there are. Whoever
    stops reading stops the counting. Raises ModelError for no vectors and for no places.
    """
    if drawing.vectors < 1 or top < 1:
        raise ModelError("expected at least one vector and one place at the top")
    counting = _Counting(prepared, top)
    at_once = max(1, min(_MOST_AT_ONCE, _NUMBERS_AT_ONCE // max(1, len(prepared.pattern))))
    for shares in _drawn(drawing, len(prepared.inputs.criteria), at_once):
        counting.add(shares)
        yield counting.result(drawing.vectors)


def _drawn(drawing: Drawing, criteria: int, at_once: int) -> Iterator[Floats]:
    """Yield rows of shares that sum to 1; how many at once changes none of them."""
    generator = np.random.default_rng(drawing.seed)
    shape: Floats | None = None
    if drawing.around is not None:
        shape = drawing.concentration * np.array(list(drawing.around.shares().values()))
    left = drawing.vectors
    while left > 0:
        size = (min(left, at_once), criteria)
        shares = (
            generator.standard_exponential(size)
            if shape is None
            else generator.standard_gamma(np.broadcast_to(shape, size))
        )
        shares /= shares.sum(axis=1, keepdims=True)
        yield shares
        left -= len(shares)


class _Counting:
    """Counts, vector by vector, without ever looking at one account alone."""

    def __init__(self, prepared: Prepared, top: int) -> None:
        self._prepared = prepared
        self._top = top
        accounts = len(prepared.pattern)
        self._points = prepared.points.T
        self._patterns = np.ascontiguousarray(prepared.patterns.T, dtype=np.float64)
        self._ties = prepared.tie_position * -_TIE_STEP
        self._vectors = 0
        self._in_top: Counts = np.zeros(accounts, dtype=np.int64)
        self._at_least_a: Counts = np.zeros(accounts, dtype=np.int64)
        self._at_least_b: Counts = np.zeros(accounts, dtype=np.int64)
        self._ranked_patterns: Counts = np.zeros(len(prepared.patterns), dtype=np.int64)

    def add(self, shares: Floats) -> None:
        """Count some vectors more; rows that sum to 1."""
        thresholds = self._prepared.thresholds
        score = shares @ self._points
        self._leave_out_what_is_not_known(score, shares @ self._patterns)
        self._at_least_a += _counted(score, thresholds.a - _ON_A_LINE)
        self._at_least_b += _counted(score, thresholds.b - _ON_A_LINE)
        score += self._ties
        self._in_top += _counted(score, self._last_of_top(score))
        self._vectors += len(shares)

    def _leave_out_what_is_not_known(self, score: Floats, scored: Floats) -> None:
        """Divide by the scored weight, and put below all others who is not ranked."""
        pattern = self._prepared.pattern
        ranked = (scored > 0.0) & (rounded(scored) >= self._prepared.minimum_coverage)
        self._ranked_patterns += np.count_nonzero(ranked, axis=0)
        if not self._prepared.patterns.all():
            score /= np.where(ranked, scored, 1.0).take(pattern, axis=1)
        if not ranked.all():
            score -= np.where(ranked, 0.0, _NOT_RANKED).take(pattern, axis=1)

    def _last_of_top(self, score: Floats) -> Floats:
        """Return, as a column, the least score in each row that is still among the first."""
        place = score.shape[1] - self._top
        if place <= 0:
            return np.full((len(score), 1), _LEAST_SCORE)
        last = np.partition(score, place, axis=1)[:, place, np.newaxis]
        return np.maximum(last, _LEAST_SCORE)

    def result(self, of_vectors: int) -> Acceptability:
        """Return what was counted as shares."""
        ranked = self._ranked_patterns[self._prepared.pattern]
        a, b = self._at_least_a, self._at_least_b
        in_class = np.column_stack([a, b - a, ranked - b]) * self._active[:, np.newaxis]
        return Acceptability(
            vectors=self._vectors,
            of_vectors=of_vectors,
            top=self._top,
            in_top=self._in_top / self._vectors,
            in_class=in_class / self._vectors,
            ranked=ranked / self._vectors,
        )

    @property
    def _active(self) -> Booleans:
        return self._prepared.inputs.active


def _counted(score: Floats, least: float | Floats) -> NDArray[np.uint8]:
    """Return for each column how many of at most 255 rows are at least so much."""
    counted: NDArray[np.uint8] = np.add.reduce(
        (score >= least).view(np.uint8), axis=0, dtype=np.uint8
    )
    return counted
