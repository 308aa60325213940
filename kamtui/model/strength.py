"""Competitive strength at one account, from weights and ratings: index, position, lead, levers.

index = Σ weight · rating / Σ weight over the factors rated (McDonald & Woodburn 2007; Ojasalo &
Ojasalo 2010). `queries/parts/strengths.sql` computes the same for every account.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

US = "us"
"""How we are called among the suppliers."""
LEAST, MOST = 1.0, 10.0
"""The range of a rating."""

_DIGITS = 9


@dataclass(frozen=True)
class Standing:
    """One supplier's strength at the account."""

    supplier: str
    index: float
    """1-10, as the ratings."""
    coverage: float
    """The share of the weight that is rated, 0-1."""
    position: int
    """1 is the strongest; equal indices share a position."""


@dataclass(frozen=True)
class Lever:
    """The rise on one factor that would draw us level with the best competitor."""

    factor: str
    rise: float
    """In rating points."""
    feasible: bool
    """Whether our rating and the rise stay within 10."""


@dataclass(frozen=True)
class Strength:
    """How the suppliers stand at the account."""

    standings: tuple[Standing, ...]
    """The strongest first; we come before a competitor of the same index."""
    rival: str | None
    """The best competitor; None without one."""
    relative: float | None
    """Our index over the best competitor's; None where one of them is not rated."""
    lead: float | None
    """Our index less the best competitor's."""
    levers: tuple[Lever, ...]
    """The smallest rise first; empty where we are not behind."""

    @property
    def ours(self) -> Standing | None:
        """Our own standing; None where nobody rated us."""
        return next((each for each in self.standings if each.supplier == US), None)


def strength_of(weights: Mapping[str, float], ratings: Mapping[tuple[str, str], float]) -> Strength:
    """Return how the suppliers stand.

    `weights` are by factor, ≥ 0; `ratings` by (supplier, factor). A factor without a weight
    counts nothing, and a supplier who is rated only on such factors has no index.
    """
    whole = sum(weights.values())
    indices: dict[str, tuple[float, float]] = {}
    for supplier in {supplier for supplier, _ in ratings}:
        rated = {
            factor: weights[factor]
            for by, factor in ratings
            if by == supplier and factor in weights
        }
        weight = sum(rated.values())
        if weight > 0:
            total = sum(share * ratings[supplier, factor] for factor, share in rated.items())
            indices[supplier] = (round(total / weight, _DIGITS), round(weight / whole, _DIGITS))
    standings = tuple(
        Standing(
            supplier=supplier,
            index=index,
            coverage=coverage,
            position=1 + sum(other > index for other, _ in indices.values()),
        )
        for supplier, (index, coverage) in sorted(
            indices.items(), key=lambda each: (-each[1][0], each[0] != US, each[0])
        )
    )
    rival = next((each for each in standings if each.supplier != US), None)
    ours = next((each for each in standings if each.supplier == US), None)
    if rival is None or ours is None:
        name = None if rival is None else rival.supplier
        return Strength(standings, name, None, None, ())
    lead = round(ours.index - rival.index, _DIGITS)
    return Strength(
        standings=standings,
        rival=rival.supplier,
        relative=round(ours.index / rival.index, _DIGITS),
        lead=lead,
        levers=_levers(weights, ratings, lead) if lead < 0 else (),
    )


def _levers(
    weights: Mapping[str, float], ratings: Mapping[tuple[str, str], float], lead: float
) -> tuple[Lever, ...]:
    ours = {
        factor: rating
        for (supplier, factor), rating in ratings.items()
        if supplier == US and factor in weights
    }
    rated_weight = sum(weights[factor] for factor in ours)
    found = []
    for factor, rating in ours.items():
        if weights[factor] > 0:
            rise = round(-lead * rated_weight / weights[factor], _DIGITS)
            found.append(Lever(factor, rise, round(rating + rise, _DIGITS) <= MOST))
    return tuple(sorted(found, key=lambda lever: (lever.rise, lever.factor)))
