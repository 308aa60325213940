"""Scorecards: a named list of weighted criteria, and the scales that turn a value into points.

One idea serves prioritisation, relationship value, congruence and attractiveness (Ojasalo &
Ojasalo 2010: criteria, weights, points, weighted points and so a relative order).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from kamtui.model.errors import ModelError
from kamtui.model.matrix import Matrix
from kamtui.model.stages import Stages


@dataclass(frozen=True)
class Linear:
    """Points rise evenly from 0 at `low` to 100 at `high` and stay within 0-100 outside them."""

    low: float
    high: float


@dataclass(frozen=True)
class Log:
    """Points rise with log(1 + value): 0 at `low`, 100 at `high`. Both anchors are ≥ 0.

    Each doubling of a large value is worth about as much as the last; values of zero or less
    get what `low` or less gets: 0.
    """

    low: float
    high: float


@dataclass(frozen=True)
class Bands:
    """Points by steps: from `edges[i]` on `points[i + 1]`, below the first edge `points[0]`."""

    edges: tuple[float, ...]
    """Rising; one fewer than points."""
    points: tuple[float, ...]
    """0-100 each."""


@dataclass(frozen=True)
class Direct:
    """The value is a judgement 0-10 and counts ten points a step."""


Scale = Linear | Log | Bands | Direct


@dataclass(frozen=True)
class Source:
    """Where a criterion's value comes from, and how it becomes points. One of three is set."""

    scale: Scale
    measure: str | None = None
    """The name of a measure."""
    assessment: str | None = None
    """A dimension of the assessments table."""
    sql: str | None = None
    """A SQL expression over the measures."""


@dataclass(frozen=True)
class Criterion:
    """One thing that makes an account matter."""

    id: str
    """Lower-case letters, digits and underscores: it names columns."""
    title: str
    sources: tuple[Source, ...]
    """Tried in this order: the first that has a value for an account is used."""
    weight: float
    """≥ 0, in any unit: only the proportions between a scorecard's weights matter."""
    direction: Literal["more", "less"] = "more"
    """Whether more of it or less of it is better."""
    about: str = ""
    """One line for the person who sets the weight."""


@dataclass(frozen=True)
class Scorecard:
    """A named list of criteria with their weights."""

    id: str
    title: str
    criteria: tuple[Criterion, ...]
    minimum_coverage: float = 0.5
    """The share of the weight (0-1) that must be scored before an account is ranked."""

    @property
    def weights(self) -> dict[str, float]:
        """The weight of each criterion by its id, in the order of the criteria."""
        return {criterion.id: criterion.weight for criterion in self.criteria}

    def with_weights(self, weights: Mapping[str, float]) -> Scorecard:
        """Return the same scorecard with those weights replaced; others stay as they are.

        Raises KeyError for a criterion that it does not have.
        """
        unknown = set(weights) - {criterion.id for criterion in self.criteria}
        if unknown:
            raise KeyError(sorted(unknown)[0])
        criteria = tuple(
            replace(criterion, weight=float(weights.get(criterion.id, criterion.weight)))
            for criterion in self.criteria
        )
        return replace(self, criteria=criteria)


@dataclass(frozen=True)
class ClassThresholds:
    """Where the classes A-E begin (Rubanovitsch & Aalto 2007)."""

    a: float = 70.0
    """The score from which an active customer is A."""
    b: float = 50.0
    """The score from which an active customer is B; below it C."""
    d: float = 50_000.0
    """The annual purchase potential, in money, from which an inactive account is D; below it E."""
    active_months: int = 24
    """An account with an order in this many months is active, and A, B or C."""
    money: Scale = Log(500.0, 250_000.0)
    """How many points money a year is worth: by it and the lines a and b an account has a class
    by its purchase potential alone, and one by what it bought."""

    def with_lines(self, a: float, b: float, d: float) -> ClassThresholds:
        """Return the same with other lines between the classes; raises ModelError where b is not
        below a, both within 0-100, or d is below zero."""
        if not (0.0 <= b < a <= 100.0 and 0.0 <= d < math.inf):
            raise ModelError(
                "expected b below a, both from 0 to 100, and d from 0,"
                f" found a={a:g}, b={b:g}, d={d:g}"
            )
        return replace(self, a=a, b=b, d=d)


@dataclass(frozen=True)
class Care:
    """How the accounts of a class are looked after."""

    interval_days: int
    """A contact every so many days."""
    contents: str
    """What the contacts hold, for people."""
    kinds: tuple[str, ...] = ()
    """Of which kinds they are, the usual one first: channels of the contract's contacts."""


@dataclass(frozen=True)
class Model:
    """Everything the model TOML declares."""

    scorecards: Mapping[str, Scorecard]
    """By id; `priority` is always there."""
    classes: ClassThresholds
    matrices: Mapping[str, Matrix] = field(default_factory=dict)
    """By id."""
    stages: Mapping[str, Stages] = field(default_factory=dict)
    """By `lifecycle` and `formation`."""
    signals: Mapping[str, float] = field(default_factory=dict)
    """The thresholds of the signals, by name; one that ends in _days, _groups or _contacts is
    whole."""
    aftercare: Mapping[str, float] = field(default_factory=dict)
    """How many days each step of the after-care takes, by name; whole."""
    actions: Mapping[str, float] = field(default_factory=dict)
    """How urgent each kind of action is on the day that it is due, and how far that rises, 0-1 and
    by name; those in _days are days."""
    effort: Mapping[str, float] = field(default_factory=dict)
    """over_served and under_served: contacts of 12 months as shares of the plan."""
    care: Mapping[str, Care] = field(default_factory=dict)
    """The care plan of a class, by its letter."""
    factors: Mapping[str, float] = field(default_factory=dict)
    """The weight of each success factor, ≥ 0, where a history gives no default weights."""
    calibrated_from: str = ""
    """Where the anchors came from, for people."""

    @property
    def priority(self) -> Scorecard:
        """The scorecard that ranks the accounts."""
        return self.scorecards["priority"]
