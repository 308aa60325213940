"""The accounts that a screen shows first, asked for in the cheapest way: rows, without NumPy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kamtui.model.weights import Weights
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.priorities import ranked_by
from kamtui.portfolio.request import Request

_SHOWN = """
    coalesce(key_account, false) AS key_account,
    monthly_revenue::DOUBLE[] AS monthly_revenue,
    class_by_potential,
    class_by_revenue,
    (SELECT count(*) FROM ranked) AS of_all,
    count(*) OVER () AS wanted"""


def first_page(portfolio: Portfolio, weights: Weights, request: Request) -> list[Mapping[str, Any]]:
    """Return the first accounts by rank, with the columns of `priorities` and some more.

    key_account; monthly_revenue, 24 amounts, the oldest month first; the classes by potential
    and by revenue alone; of_all, how many accounts there are; wanted, how many of them have the
    request's owner and segment.
    """
    return settled(
        portfolio, lambda current: list(ranked_by(current, weights, request, _SHOWN).records())
    )
