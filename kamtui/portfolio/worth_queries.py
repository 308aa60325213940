"""The named queries that say what customers are worth: lifetime values, their fit, the equity."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.engine.catalogue import Parameter
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.request import FILTERS, Request
from kamtui.portfolio.rows import Rows
from kamtui.portfolio.when_asked import when_asked

ANSWERS: Mapping[str, tuple[Callable[[Portfolio, Request], Rows], frozenset[str]]] = {
    "equity": (when_asked("equity.equity"), frozenset({"owner", "segment", "top"})),
    "lifetime": (when_asked("lifetime.lifetime"), FILTERS),
    "lifetime-fit": (when_asked("lifetime_fit.lifetime_fit"), frozenset({"top"})),
}
"""What answers each, and the options of a request that it heeds."""

_HORIZON = (
    Parameter("horizon_weeks", "how far value is foreseen, 52 without it"),
    Parameter("discount", "how much less a year later counts, 0.1 without it"),
)

PARAMETERS: Mapping[str, tuple[Parameter, ...]] = {
    "equity": (Parameter("since", "the earlier day; without it a year before"), *_HORIZON),
    "lifetime": _HORIZON,
    "lifetime-fit": (
        Parameter("holdout_weeks", "how many last weeks are foretold as a test, 52 without it"),
    ),
}
"""What `--param` may set."""
