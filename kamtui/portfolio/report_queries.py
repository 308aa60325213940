"""The named queries that report: the week, selling, feedback, white space, the days to come."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import Parameter
from kamtui.portfolio.opening import Portfolio
from kamtui.portfolio.request import FILTERS, Request
from kamtui.portfolio.when_asked import when_asked

ANSWERS: Mapping[str, tuple[Callable[[Portfolio, Request], Answer], frozenset[str]]] = {
    "calendar": (when_asked("calendar.calendar"), FILTERS | {"weights"}),
    "feedback": (when_asked("selling.feedback"), FILTERS),
    "funnel": (when_asked("selling.funnel"), FILTERS),
    "weekly": (when_asked("weekly.weekly"), FILTERS | {"weights"}),
    "white-space": (when_asked("white_space.white_space"), FILTERS),
    "win-loss": (when_asked("selling.win_loss"), FILTERS),
}
"""What answers each, and the options of a request that it heeds."""

RESTS_ON: Mapping[str, tuple[str, ...]] = {"feedback": ("feedback",), "win-loss": ("offers",)}
"""The tables without which some have no rows."""

PARAMETERS: Mapping[str, tuple[Parameter, ...]] = {
    "calendar": (Parameter("until", "the last day; else 90 days ahead"),),
    "feedback": (
        Parameter("by", "segment, theme, month, quarter, year, or all"),
        Parameter("since", "the first day of an answer that counts"),
    ),
    "funnel": (
        Parameter("since", "the first day that counts; else 12 months do"),
        Parameter("by", "owner, or seller"),
        Parameter("period", "all, or a row for each month, quarter or year"),
    ),
    "weekly": (Parameter("week", "such as 2025-W48; else the week of the as-of date"),),
    "white-space": (Parameter("only", "now, before or never bought"),),
    "win-loss": (Parameter("since", "the first day on which offers were closed; else 12 months"),),
}
"""What `--param` may set."""
