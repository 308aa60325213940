"""Which accounts buy otherwise than they could: their class by potential is not that by revenue."""

from __future__ import annotations

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import compose
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.priorities import check_filters, weights_for
from kamtui.portfolio.ranked_sql import ranked_fragments, ranked_params
from kamtui.portfolio.request import Request
from kamtui.portfolio.scorecard_sql import unneeded


def potential_gap(portfolio: Portfolio, request: Request) -> Answer:
    """Return the accounts whose classes differ, as `queries/potential-gap.sql` says.

    Money in the history's currency. Raises WrongUsage as `priorities` does.
    """
    check_filters(portfolio, request)
    model = portfolio.model
    statement = compose(
        "potential-gap",
        ranked_fragments(model, weights_for(portfolio, request)),
        {**stand_ins(portfolio), **unneeded(model.priority)},
    )
    params = {
        **ranked_params(portfolio),
        "owner": request.owner,
        "segment": request.segment,
        "account": request.account,
        "top": request.top,
    }
    return portfolio.engine.ask(statement, params)
