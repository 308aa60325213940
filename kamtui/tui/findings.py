"""How many doubtful things the check of a history finds, for the status line."""

from __future__ import annotations

from kamtui.errors import KamtuiError
from kamtui.portfolio.check import count_findings
from kamtui.portfolio.opening import Portfolio


def findings_of(portfolio: Portfolio) -> int | None:
    """Return how many findings `kamtui check` has; None when they cannot be counted now."""
    try:
        return count_findings(portfolio)
    except KamtuiError:
        return None
