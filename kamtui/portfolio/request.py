"""What a question to the portfolio says besides its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FILTERS = frozenset({"owner", "segment", "account", "top"})
"""The options by which a query keeps to some accounts and rows."""


@dataclass(frozen=True)
class Request:
    """Which rows are wanted, with which weights, and what the query is told."""

    top: int | None = None
    """At most this many rows, ≥ 1; None for every row."""
    owner: str | None = None
    """Only the accounts of this key account manager; None for all."""
    segment: str | None = None
    """Only the accounts of this segment; None for all."""
    account: str | None = None
    """The account_id that the question is about; None when it is about all."""
    weights_name: str | None = None
    """The weight set to rank with, as NAME or NAME@VERSION; None for `default`."""
    weight_overrides: tuple[tuple[str, float], ...] = ()
    """Weights by criterion that hold for this question only, over those of `weights_name`."""
    params: Mapping[str, str] = field(default_factory=dict)
    """The query's own parameters by name, as they were typed."""
    explain: bool = False
    """Whether weight, raw value and contribution of each criterion are wanted as well."""
