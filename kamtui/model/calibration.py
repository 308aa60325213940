"""Anchors taken from the customer base once, and the scorecard written back with them.

Anchors are fixed numbers: filtering or adding an account then never reorders the others.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from kamtui.model.errors import ModelError
from kamtui.model.scorecard import Bands, Criterion, Direct, Linear, Log, Scale, Scorecard, Source


def calibrated(scorecard: Scorecard, quantiles: Mapping[str, tuple[float, float]]) -> Scorecard:
    """Return the scorecard with its linear and log anchors taken from quantiles of the values.

    `quantiles` gives (low, high) by what a source reads: its measure, assessment or SQL text.
    Sources without quantiles, bands and direct judgements keep what they have. A low below 0
    becomes 0 on a log scale. Raises ModelError where low is not below high.
    """
    return replace(
        scorecard,
        criteria=tuple(
            replace(
                criterion,
                sources=tuple(
                    replace(source, scale=_anchored(source.scale, quantiles[reads(source)]))
                    if reads(source) in quantiles
                    else source
                    for source in criterion.sources
                ),
            )
            for criterion in scorecard.criteria
        ),
    )


def reads(source: Source) -> str:
    """Return what a source reads: the name of its measure or assessment, or its SQL text."""
    return source.measure or source.assessment or source.sql or ""


def scorecard_as_toml(scorecard: Scorecard) -> str:
    """Return the scorecard as a layer of the model TOML; `read_model` gives it back unchanged."""
    import tomlkit

    table = {
        "title": scorecard.title,
        "minimum_coverage": scorecard.minimum_coverage,
        "criteria": [_criterion_table(criterion) for criterion in scorecard.criteria],
    }
    return tomlkit.dumps({"scorecards": {scorecard.id: table}})


def _anchored(scale: Scale, anchors: tuple[float, float]) -> Scale:
    low, high = anchors
    match scale:
        case Linear():
            anchored: Linear | Log = Linear(low, high)
        case Log():
            anchored = Log(max(0.0, low), high)
        case Bands() | Direct():
            return scale
    if not (math.isfinite(low) and math.isfinite(high) and anchored.low < anchored.high):
        raise ModelError(f"expected a low anchor below the high one, found {low:g} and {high:g}")
    return anchored


def _criterion_table(criterion: Criterion) -> dict[str, Any]:
    first, *others = criterion.sources
    return {
        "id": criterion.id,
        "title": criterion.title,
        "about": criterion.about,
        "weight": criterion.weight,
        "direction": criterion.direction,
        **_source_table(first),
        "otherwise": [_source_table(source) for source in others],
    }


def _source_table(source: Source) -> dict[str, Any]:
    named = {"measure": source.measure, "assessment": source.assessment, "sql": source.sql}
    kind = type(source.scale).__name__.lower()
    return {
        **{key: value for key, value in named.items() if value is not None},
        "scale": {"kind": kind, **asdict(source.scale)},
    }
