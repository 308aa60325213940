"""Weights: how much each criterion counts. Only their proportions matter to a ranking."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kamtui.model.errors import ModelError, Refusal
from kamtui.model.spelling import did_you_mean

LARGEST_WEIGHT = 1e9
"""Far above any use; keeps every weighted sum finite."""

_SCALED_WITHIN = 1e-9


@dataclass(frozen=True)
class Weights:
    """The weight of each criterion, in the order of the scorecard. At least one is above zero."""

    criteria: tuple[str, ...]
    """Criterion ids, each once."""
    values: tuple[float, ...]
    """One for each criterion: finite, ≥ 0, in any unit."""

    def __post_init__(self) -> None:
        if len(self.criteria) != len(self.values) or len(set(self.criteria)) != len(self.criteria):
            raise ModelError("expected one weight for each criterion, and each criterion once")
        checked = tuple(map(_checked, self.criteria, self.values))
        if not any(checked):
            raise Refusal("all weights would be zero: at least one criterion has to count")
        object.__setattr__(self, "values", checked)

    @classmethod
    def of(cls, weights: Mapping[str, float]) -> Weights:
        """Return the weights of a mapping, in its order.

        Raises ModelError for a weight that is not a number, is negative, NaN or infinite, and
        Refusal when all are zero.
        """
        return cls(tuple(weights), tuple(weights.values()))

    def __getitem__(self, criterion: str) -> float:
        return self.values[self.position(criterion)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.criteria)

    def __len__(self) -> int:
        return len(self.criteria)

    def position(self, criterion: str) -> int:
        """Return the place (from 0) of a criterion; raises ModelError when there is none."""
        try:
            return self.criteria.index(criterion)
        except ValueError:
            raise ModelError(
                f"there is no criterion {criterion!r}",
                hint=did_you_mean(criterion, self.criteria),
            ) from None

    @property
    def total(self) -> float:
        """The sum of the weights, above zero."""
        return math.fsum(self.values)

    def as_mapping(self) -> dict[str, float]:
        """Return criterion → weight, in order."""
        return dict(zip(self.criteria, self.values, strict=True))

    def shares(self) -> dict[str, float]:
        """Return criterion → its share of the whole weight, 0-1; they sum to 1."""
        total = self.total
        return {criterion: weight / total for criterion, weight in self.as_mapping().items()}

    def whole_percentages(self) -> dict[str, int]:
        """Return criterion → its share in whole per cent, for showing; they sum to exactly 100.

        By largest remainder; of equal remainders the earlier criterion is rounded up.
        """
        exact = [100.0 * share for share in self.shares().values()]
        whole = [math.floor(percentage) for percentage in exact]
        by_remainder = sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])
        for i in by_remainder[: 100 - sum(whole)]:
            whole[i] += 1
        return dict(zip(self.criteria, whole, strict=True))

    def replaced(self, changes: Mapping[str, float]) -> Weights:
        """Return these weights with those in `changes` put in their place.

        Raises ModelError for a criterion that is not here (with the nearest spelling) or a weight
        that is no weight, and Refusal when all would be zero.
        """
        values = list(self.values)
        for criterion, weight in changes.items():
            values[self.position(criterion)] = weight
        return Weights(self.criteria, tuple(values))

    def nudged(
        self, criterion: str, delta: float, locked: AbstractSet[str] = frozenset()
    ) -> Weights:
        """Return these weights with one moved by `delta`, not below zero.

        Raises Refusal when the criterion is locked or all weights would be zero.
        """
        weight = self[criterion]
        if criterion in locked:
            raise Refusal(f"{criterion} is locked")
        return self.replaced({criterion: max(0.0, round(weight + delta, 9))})

    def with_share(self, criterion: str, share: float) -> Weights:
        """Return weights of the same total in which one criterion has that share of it (0-1).

        The others keep their proportions to each other. Raises Refusal when they are all zero
        and so have none.
        """
        moved = self.position(criterion)
        total, rest = self.total, math.fsum(self.values[:moved] + self.values[moved + 1 :])
        if rest == 0.0:
            raise Refusal(f"{criterion} has all the weight: the others have no proportions to keep")
        return Weights(
            self.criteria,
            tuple(
                share * total if place == moved else weight / rest * total * (1.0 - share)
                for place, weight in enumerate(self.values)
            ),
        )

    def scaled_to(self, total: float = 100.0, locked: AbstractSet[str] = frozenset()) -> Weights:
        """Return weights that sum to `total` (within 1e-9).

        Locked ones stay as they are; the others keep their proportions to each other. Raises
        Refusal when that cannot be: the locked weights leave no room, or nothing is free to scale.
        """
        by_criterion = self.as_mapping()
        fixed = math.fsum(weight for name, weight in by_criterion.items() if name in locked)
        free = math.fsum(weight for name, weight in by_criterion.items() if name not in locked)
        room = total - fixed
        if abs(self.total - total) <= _SCALED_WITHIN:
            return self
        if free == 0.0:
            raise Refusal("every weight that is not locked is zero: there is nothing to scale")
        if room <= _SCALED_WITHIN:
            raise Refusal(
                f"the locked weights already make {fixed:g} of {total:g}:"
                " nothing is left for the others"
            )
        return self.replaced(
            {
                name: weight / free * room
                for name, weight in by_criterion.items()
                if name not in locked
            }
        )


def parse_weights(texts: Iterable[str]) -> dict[str, float]:
    """Return criterion → weight from texts such as `sales_volume=40`; of two for one the last.

    Raises ModelError for a text that is not CRITERION=WEIGHT with a weight ≥ 0.
    """
    return dict(map(parse_weight, texts))


def parse_weight(text: str) -> tuple[str, float]:
    """Return the criterion and weight of one `CRITERION=WEIGHT` text.

    Raises ModelError when it is none.
    """
    criterion, equals, number = (part.strip() for part in text.partition("="))
    if not (criterion and equals):
        raise ModelError(f"expected CRITERION=WEIGHT, found {text!r}")
    try:
        if "_" in number:
            raise ValueError
        weight = float(number)
    except ValueError:
        raise ModelError(f"expected a number ≥ 0, found {number!r}", key=criterion) from None
    return criterion, _checked(criterion, weight)


def _checked(criterion: str, weight: object) -> float:
    if isinstance(weight, bool) or not isinstance(weight, int | float):
        raise ModelError(f"expected a number ≥ 0, found {weight!r}", key=criterion)
    number = float(weight)
    if not 0.0 <= number <= LARGEST_WEIGHT:
        raise ModelError(
            f"expected a number from 0 to {LARGEST_WEIGHT:,.0f}, found {number:g}", key=criterion
        )
    return number + 0.0
