"""How strong we are in each customer's eyes beside its other suppliers, and what it would take.

The competitive-strength index is Σ weight · rating / Σ weight over the success factors rated
(McDonald & Woodburn 2007; Ojasalo & Ojasalo 2010): 1-10, as the ratings. The customer's view of a
rating counts before our own, and an account's own factor weight before the default.
"""

from __future__ import annotations

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import compose
from kamtui.engine.quoting import quoted_text
from kamtui.model.scorecard import Model
from kamtui.portfolio.judged import judged_params
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.priorities import check_filters
from kamtui.portfolio.request import Request


def strength(portfolio: Portfolio, request: Request) -> Answer:
    """Return a row a supplier of each rated account, as `queries/strength.sql` says.

    Index 1-10, coverage 0-1; relative and lead are null but on our own row, and there without a
    competitor. Accounts without ratings have no row. Raises WrongUsage as `priorities` does.
    """
    return _asked("strength", portfolio, request)


def levers(portfolio: Portfolio, request: Request) -> Answer:
    """Return, where a competitor leads, the rise on each factor that would draw level with it.

    A rise is in rating points. A factor of weight 0 moves nothing and has no row.
    """
    return _asked("levers", portfolio, request)


def view_gap(portfolio: Portfolio, request: Request) -> Answer:
    """Return our own view of ourselves less the customer's, in rating points, factor by factor."""
    return _asked("view-gap", portfolio, request)


def losses(portfolio: Portfolio, request: Request) -> Answer:
    """Return, for each factor and competitor, at how many accounts it is ahead of us.

    With the mean weighted lead there, in index points below zero, and those accounts' revenue.
    """
    return _asked("losses", portfolio, request)


def _asked(name: str, portfolio: Portfolio, request: Request) -> Answer:
    check_filters(portfolio, request)
    needs_measures = name == "losses"
    statement = compose(
        name,
        {"model_factors": model_factors(portfolio.model)},
        stand_ins(portfolio) if needs_measures else None,
    )
    params = {
        **judged_params(portfolio),
        "owner": request.owner,
        "segment": request.segment,
        "account": request.account,
        "top": request.top,
    }
    return portfolio.engine.ask(statement, params)


def model_factors(model: Model) -> str:
    """Return the fragment `model_factors`: the factors' weights of the model, as rows of VALUES."""
    return ", ".join(
        f"({quoted_text(factor)}, {float(weight)!r}::DOUBLE)"
        for factor, weight in model.factors.items()
    )
