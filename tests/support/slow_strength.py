"""Competitive strength computed account by account, to hold the queries against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Rows = Sequence[Mapping[str, Any]]


@dataclass
class Strength:
    """What the slow computation says of a supplier at an account."""

    index: float
    coverage: float
    position: int = 0
    relative: float | None = None
    lead: float | None = None


def _ratings(rows: Rows, as_of: date) -> dict[str, dict[str, dict[str, float]]]:
    counting: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    known = [row for row in rows if row["rated_on"] <= as_of and row["supplier"]]
    for row in sorted(known, key=lambda row: (row["view"] == "customer", row["rated_on"])):
        counting[row["account_id"]][row["supplier"]][row["factor"]] = row["rating"]
    return counting


def _weights(rows: Rows, model: Mapping[str, float], account: str) -> dict[str, float]:
    usual = {row["factor"]: row["weight"] for row in rows if not row["account_id"]}
    own = {row["factor"]: row["weight"] for row in rows if row["account_id"] == account}
    return {**(usual or model), **own}


def slow_strengths(
    ratings: Rows, weights: Rows, model: Mapping[str, float], as_of: date
) -> dict[tuple[str, str], Strength]:
    """Return (account, supplier) → its strength, where a factor rated has a weight."""
    found: dict[tuple[str, str], Strength] = {}
    for account, of_suppliers in _ratings(ratings, as_of).items():
        weighing = _weights(weights, model, account)
        here: dict[str, Strength] = {}
        for supplier, rated in of_suppliers.items():
            whole = sum(weighing.get(factor, 0) for factor in rated)
            if whole > 0:
                points = sum(weighing.get(factor, 0) * each for factor, each in rated.items())
                here[supplier] = Strength(points / whole, whole / sum(weighing.values()))
        for strength in here.values():
            above = [each for each in here.values() if each.index > strength.index + 1e-9]
            strength.position = 1 + len(above)
        rivals = [each.index for name, each in here.items() if name != "us"]
        if "us" in here and rivals:
            here["us"].relative = here["us"].index / max(rivals)
            here["us"].lead = here["us"].index - max(rivals)
        found |= {(account, supplier): strength for supplier, strength in here.items()}
    return found


def slow_levers(
    ratings: Rows, weights: Rows, model: Mapping[str, float], as_of: date
) -> dict[tuple[str, str], float]:
    """Return (account, factor) → the rise that draws level, where a competitor leads."""
    rises: dict[tuple[str, str], float] = {}
    counting = _ratings(ratings, as_of)
    for (account, supplier), strength in slow_strengths(ratings, weights, model, as_of).items():
        if supplier != "us" or strength.lead is None or strength.lead > -1e-9:
            continue
        weighing = _weights(weights, model, account)
        rated = counting[account]["us"]
        whole = sum(weighing.get(factor, 0) for factor in rated)
        for factor in rated:
            if weighing.get(factor, 0) > 0:
                rises[account, factor] = -strength.lead * whole / weighing[factor]
    return rises
