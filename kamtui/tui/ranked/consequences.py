"""What the weights set now do to the ranking, beside the saved ones."""

from __future__ import annotations

import numpy as np

from kamtui.model.classes import class_changes
from kamtui.model.ranking import Ranking
from kamtui.model.robustness import smallest_changes
from kamtui.portfolio.ranking import RankingBasis
from kamtui.tui.ranked.accounts import RankedAccounts
from kamtui.tui.widgets.weights.consequences import Consequences


def consequences(accounts: RankedAccounts, unseats: str = "") -> Consequences:
    """Return how many accounts moved, which classes changed, and who is first."""
    now, saved = accounts.ranking, accounts.saved
    first = now.first
    return Consequences(
        moved=int(np.count_nonzero(now.rank != saved.rank)),
        class_changes=class_changes(saved.classes, now.classes).flows,
        first="" if first is None else _name(accounts.basis, first),
        unseats=unseats,
    )


def what_unseats(basis: RankingBasis, ranking: Ranking) -> str:
    """Return the smallest change of one weight that puts another account first, in words.

    Takes a moment for many accounts: not for the event loop.
    """
    if ranking.first is None:
        return "no account is ranked"
    smallest = smallest_changes(basis.prepared, ranking).smallest
    if smallest is None:
        return "no change of one weight"
    titles = {criterion.id: criterion.title for criterion in basis.scorecard.criteria}
    title = titles[smallest.criterion]
    now = smallest.share * ranking.weights.total
    change = f"{smallest.new_weight - now:+.1f}".replace("-", "−")
    step = f"{title} {change} ({smallest.new_weight:.1f})"
    if smallest.takes_over is None:
        return f"{step}: no account is ranked then"
    return f"{step}: {_name(basis, smallest.takes_over)} takes over"


def _name(basis: RankingBasis, row: int) -> str:
    return str(basis.names[row] or basis.account_ids[row])
