"""What asks for attention: customers gone quiet, first orders not called, complaints, and so on.

Each signal is a query of its own, with a threshold in the model.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import compose
from kamtui.errors import WrongUsage
from kamtui.model.spelling import did_you_mean
from kamtui.portfolio.judged import judged_params
from kamtui.portfolio.measures import stand_ins_with_groups
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.priorities import check_filters
from kamtui.portfolio.request import Request

SIGNALS = (
    *("dormant", "first_order", "new_group", "narrowing", "turning_point", "complaint_open"),
    *("detractor", "late_payer", "contract_ending", "offer_idle", "step_overdue", "no_result"),
    *("will_falling", "concentration", "no_owner", "stale_data"),
)
"""Every signal, in the order of the docs."""


def signals(portfolio: Portfolio, request: Request) -> Answer:
    """Return every signal, as `queries/signals.sql` says; the parameter `signal` asks for one.

    Raises WrongUsage for a signal that is not there, and as `priorities` does.
    """
    name = request.params.get("signal")
    if name is not None and name not in SIGNALS:
        raise WrongUsage(f"there is no signal {name!r}", did_you_mean(name, SIGNALS))
    return _asked(name, portfolio, request)


def one_signal(name: str) -> Callable[[Portfolio, Request], Answer]:
    """Return what answers the query of one signal."""
    return partial(_asked, name)


def _asked(name: str | None, portfolio: Portfolio, request: Request) -> Answer:
    check_filters(portfolio, request)
    statement = compose("signals", stand_ins=stand_ins_with_groups(portfolio))
    params = {
        **judged_params(portfolio),
        **_thresholds(portfolio),
        "signal": name,
        "owner": request.owner,
        "segment": request.segment,
        "account": request.account,
        "top": request.top,
    }
    return portfolio.engine.ask(statement, params)


def _thresholds(portfolio: Portfolio) -> dict[str, float | int]:
    """Return the thresholds as parameters: whole ones as whole numbers, which days must be."""
    return {
        name: int(number) if float(number).is_integer() else number
        for name, number in portfolio.model.signals.items()
    }
