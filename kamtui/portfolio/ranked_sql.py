"""The ranking as SQL: the fragments and parameters of `queries/parts/ranked.sql`."""

from __future__ import annotations

from kamtui.model.scorecard import ClassThresholds, Model
from kamtui.model.weights import Weights
from kamtui.portfolio.entered_classes import class_thresholds
from kamtui.portfolio.judged import judged_params
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.scorecard_sql import scale_points, score_fragments, standing_fragments
from kamtui.portfolio.stage_sql import observed


def basis_fragments(model: Model) -> dict[str, str]:
    """Return the fragments of `queries/parts/standing.sql` for the priority scorecard."""
    return {
        **standing_fragments(model.priority),
        "lifecycle": observed(model.stages["lifecycle"]),
        "potential_points": _points_of(model, "valued.potential_annual"),
        "revenue_points": _points_of(model, "revenue_12m"),
    }


def _points_of(model: Model, amount: str) -> str:
    points = scale_points(model.classes.money, f"{amount}::DOUBLE")
    return f"CASE WHEN {amount} IS NOT NULL THEN {points} END"


def ranked_fragments(model: Model, weights: Weights) -> dict[str, str]:
    """Return the fragments of `queries/parts/ranked.sql` for a ranking by these weights."""
    return {**basis_fragments(model), **score_fragments(weights.as_mapping())}


def ranked_params(portfolio: Portfolio) -> dict[str, object]:
    """Return the parameters of `queries/parts/ranked.sql`."""
    model = portfolio.model
    return {
        **judged_params(portfolio),
        "minimum_coverage": model.priority.minimum_coverage,
        **class_params(class_thresholds(portfolio)),
    }


def class_params(classes: ClassThresholds) -> dict[str, float | int]:
    """Return the parameters by which a query tells the classes."""
    return {
        "active_months": classes.active_months,
        "class_a": classes.a,
        "class_b": classes.b,
        "class_d": classes.d,
    }
