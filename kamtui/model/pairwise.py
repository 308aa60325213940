"""Weights from comparing criteria in pairs (Saaty 1980, 2008): the principal eigenvector."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from kamtui.model.errors import ModelError
from kamtui.model.spelling import did_you_mean
from kamtui.model.weights import Weights

CONSISTENT_BELOW = 0.10
"""The consistency ratio up to which judgements pass as consistent (Saaty 1980)."""

JUDGEMENTS = (*(1.0 / n for n in range(9, 1, -1)), *(float(n) for n in range(1, 10)))
"""The judgements that can be given, from 1/9 (far less important) to 9 (far more)."""

_FITS_WITHIN = 1e-9
_RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)


@dataclass(frozen=True)
class Judgements:
    """How many times as important each item is as each later one, as far as it was answered."""

    items: tuple[str, ...]
    """At least one, each once."""
    upper_triangle: tuple[float | None, ...]
    """Row by row: item 0 against 1, 2, …, then 1 against 2, …; None is not answered yet and
    counts as equally important."""

    def __post_init__(self) -> None:
        n = len(self.items)
        if n == 0 or len(set(self.items)) != n:
            raise ModelError("expected at least one item, and each item once")
        if len(self.upper_triangle) != n * (n - 1) // 2:
            raise ModelError(
                f"expected {n * (n - 1) // 2} judgements for {n} items,"
                f" found {len(self.upper_triangle)}"
            )
        for (i, j), value in self.answers():
            if value is not None and not 1 / 9 - 1e-9 <= value <= 9 + 1e-9:
                raise ModelError(
                    f"expected a judgement from 1/9 to 9, found {value:g}",
                    key=f"{self.items[i]} : {self.items[j]}",
                )

    @classmethod
    def unanswered(cls, items: tuple[str, ...]) -> Judgements:
        """Return the judgements before the first answer."""
        return cls(items, (None,) * (len(items) * (len(items) - 1) // 2))

    @property
    def answered(self) -> int:
        """How many of the pairs were answered."""
        return sum(value is not None for value in self.upper_triangle)

    def answers(self) -> Iterator[tuple[tuple[int, int], float | None]]:
        """Yield each pair of item numbers (i < j) with its judgement, row by row."""
        yield from zip(combinations(range(len(self.items)), 2), self.upper_triangle, strict=True)

    def with_answer(self, item: str, other: str, value: float | None) -> Judgements:
        """Return the judgements with `item` said to be `value` times as important as `other`."""
        i, j = self._position(item), self._position(other)
        if i == j:
            raise ModelError(f"expected two different items, found {item} twice")
        pair = (min(i, j), max(i, j))
        answer = value if value is None or i < j else 1.0 / value
        return replace(
            self,
            upper_triangle=tuple(answer if at == pair else before for at, before in self.answers()),
        )

    def matrix(self) -> NDArray[np.float64]:
        """Return the reciprocal matrix: entry (i, j) is item i's importance over item j's."""
        matrix = np.eye(len(self.items))
        for (i, j), value in self.answers():
            matrix[i, j] = 1.0 if value is None else value
            matrix[j, i] = 1.0 / matrix[i, j]
        return matrix

    def _position(self, item: str) -> int:
        if item not in self.items:
            raise ModelError(f"there is no item {item!r}", hint=did_you_mean(item, self.items))
        return self.items.index(item)


@dataclass(frozen=True)
class Suspect:
    """The judgement that fits the others least."""

    item: str
    other: str
    given: float
    """How many times as important `item` was said to be as `other`."""
    suggested: float
    """The judgement of the scale nearest to what the other answers make of the two."""


@dataclass(frozen=True)
class PairwiseResult:
    """What a set of judgements comes to."""

    items: tuple[str, ...]
    shares: tuple[float, ...]
    """The weight of each item; they sum to 1."""
    lambda_max: float
    consistency_index: float
    """(λ_max − n) / (n − 1)."""
    consistency_ratio: float
    """The index over that of random judgements; 0 for one or two items."""
    suspect: Suspect | None
    """The judgement to look at first; None when all fit, or none was answered."""

    @property
    def is_consistent(self) -> bool:
        """Whether the consistency ratio is at most 0.10."""
        return self.consistency_ratio <= CONSISTENT_BELOW

    @property
    def weights(self) -> Weights:
        """The shares as weights that sum to 100."""
        return Weights(self.items, tuple(100.0 * share for share in self.shares))


def compare(judgements: Judgements) -> PairwiseResult:
    """Return the weights that the judgements imply, and how well they agree with each other."""
    matrix = judgements.matrix()
    n = len(matrix)
    eigenvalue, shares = _principal(matrix)
    lambda_max = max(float(n), eigenvalue)
    index = (lambda_max - n) / (n - 1) if n > 1 else 0.0
    return PairwiseResult(
        items=judgements.items,
        shares=tuple(shares.tolist()),
        lambda_max=lambda_max,
        consistency_index=index,
        consistency_ratio=index / random_index(n) if n > 2 else 0.0,
        suspect=_suspect(judgements, matrix, shares),
    )


def random_index(n: int) -> float:
    """Return the mean consistency index of random judgements of n items.

    Saaty's table up to 10 items; above it the line of Alonso & Lamata (2006).
    """
    if n <= len(_RANDOM_INDEX):
        return _RANDOM_INDEX[n - 1]
    return (2.7699 * n - 4.3513 - n) / (n - 1)


def parse_judgement(text: str) -> float:
    """Return the judgement of a text `1` … `9` or `1/2` … `1/9`; ModelError for another."""
    over, slash, under = (part.strip() for part in text.partition("/"))
    digit = under if slash else over
    if digit in set("123456789") and (not slash or over == "1"):
        return 1.0 / int(digit) if slash else float(digit)
    raise ModelError(f"expected a judgement 1 to 9 or 1/2 to 1/9, found {text!r}")


def judgement_text(value: float) -> str:
    """Return how a judgement is written: `3`, `1/3`; between those, with two decimals."""
    for over, under in ((value, ""), (1.0 / value, "1/")):
        if over >= 1.0 - 1e-9 and abs(over - round(over)) < 1e-9:
            return f"{under}{round(over)}"
    return f"{value:.2f}"


def _principal(matrix: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """Return the largest eigenvalue and its vector, made to sum to 1."""
    values, vectors = np.linalg.eig(matrix)
    principal = int(np.argmax(values.real))
    vector = np.abs(vectors[:, principal].real)
    return float(values[principal].real), vector / vector.sum()


def _suspect(
    judgements: Judgements, matrix: NDArray[np.float64], shares: NDArray[np.float64]
) -> Suspect | None:
    """Return the answer that is furthest, as a ratio, from the ratio of the two weights."""
    deviations = {
        pair: abs(math.log(value * shares[pair[1]] / shares[pair[0]]))
        for pair, value in judgements.answers()
        if value is not None
    }
    i, j = max(deviations, key=deviations.__getitem__, default=(0, 0))
    if deviations.get((i, j), 0.0) < _FITS_WITHIN:
        return None
    without = _without(matrix, i, j)
    return Suspect(
        item=judgements.items[i],
        other=judgements.items[j],
        given=float(matrix[i, j]),
        suggested=min(JUDGEMENTS, key=lambda judgement: abs(math.log(judgement / without))),
    )


def _without(matrix: NDArray[np.float64], i: int, j: int) -> float:
    """Return the ratio of the weights of i and j as if the two had not been compared.

    Harker (1987): the missing pair is zero, and counts on the diagonal.
    """
    matrix = matrix.copy()
    matrix[i, j] = matrix[j, i] = 0.0
    matrix[i, i] = matrix[j, j] = 2.0
    _, shares = _principal(matrix)
    return float(shares[i] / shares[j])
