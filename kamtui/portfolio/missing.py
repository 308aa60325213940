"""Why a measure or a criterion of an account is not known: the reason behind each "–"."""

from __future__ import annotations

from collections.abc import Mapping

from kamtui.model.scorecard import Source
from kamtui.portfolio.measure_names import MEASURES, Measure

_BY_NAME: Mapping[str, Measure] = {measure.name: measure for measure in MEASURES}

_NO_ORDER = "it has not ordered yet"
_NO_GROUPS = "its lines of the last 12 months name no product group"
_NO_POTENTIAL = "its purchase potential is not given"

_OF_ACCOUNT: Mapping[str, str] = {
    "revenue_growth": "it bought nothing in the 12 months before",
    "margin_12m": "none of its lines of the last 12 months has a cost",
    "margin_rate_12m": "no revenue of the last 12 months has a cost beside it",
    "margin_total": "none of its lines has a cost",
    "relationship_cost_12m": "no cost is given for its contacts or complaints of 12 months",
    "profit_12m": "its margin, or what the relationship costs, is not known",
    "first_order_on": _NO_ORDER,
    "last_order_on": _NO_ORDER,
    "days_since_order": _NO_ORDER,
    "order_interval": "orders on two different days are needed",
    "lapse": "orders on four different days are needed",
    "product_groups_12m": _NO_GROUPS,
    "breadth": _NO_GROUPS,
    "new_groups_90d": _NO_GROUPS,
    "relationship_months": "neither the day it became a customer nor an order is known",
    "days_since_contact": "nobody has contacted it yet",
    "sentiment_12m": "no contact of the last 12 months says how it went",
    "next_step_on": "no next step was agreed",
    "nps": "it has not answered an NPS question",
    "csat_12m": "it has not answered a CSAT question in 12 months",
    "win_rate": "none of its offers is won or lost yet",
    "potential_annual": _NO_POTENTIAL,
    "wallet_share": "its purchase potential is not given, or is nothing",
    "growth_room": _NO_POTENTIAL,
    "revenue_share": "nobody bought anything in the last 12 months",
}


def why_missing(name: str, known: Mapping[str, bool]) -> str:
    """Return why measure `name` is null for an account, as the end of a sentence.

    `known` says which tables and which TABLE_COLUMN the history has, as the view `known` does.
    """
    for need in _BY_NAME[name].needs:
        choices = need.split("|")
        if not any(known[choice.replace(".", "_")] for choice in choices):
            return f"the history has no {' and no '.join(choices)}"
    return _OF_ACCOUNT.get(name, "nothing is known of it")


def why_unscored(source: Source, known: Mapping[str, bool]) -> str:
    """Return why a source of a criterion gives no value for an account."""
    if source.measure is not None:
        return why_missing(source.measure, known)
    if source.assessment is not None:
        if not known["assessments"]:
            return "the history has no assessments"
        return f"nobody has assessed its {source.assessment}"
    return "what it is computed from is not known"
