"""What the robustness panel says: of the account under the cursor, and of the first ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kamtui.model.classes import CLASS_LETTERS
from kamtui.model.ranking import Ranking
from kamtui.model.turning import SAME_CLASS, Turning
from kamtui.portfolio.ranking import RankingBasis
from kamtui.tui.ranked.trying import TOP, Counted


@dataclass(frozen=True)
class CriterionTurns:
    """How far one criterion's share of the weight must move, alone."""

    title: str
    share: float
    """Of the weight now, 0-1."""
    new_share: float
    """Where something happens; NaN where nothing does."""
    happens: str


@dataclass(frozen=True)
class AccountSure:
    """How sure an account's place and class are. Shares are 0-1 of the weightings, NaN unknown."""

    name: str
    rank: int
    """0 where it is not ranked."""
    class_letter: str
    in_top: float
    in_classes: tuple[float, float, float]
    """A, B and C."""
    is_active: bool
    turns: Sequence[CriterionTurns] | None
    """The nearest first, those that change nothing last; None while not known."""


@dataclass(frozen=True)
class Sureness:
    """Everything that the panel shows."""

    top: int
    account: AccountSure | None
    """None where no account is shown."""
    first: Sequence[AccountSure]
    """The first accounts of the ranking, without their turns."""
    vectors: int
    """How many weightings were tried; 0 while none was."""
    is_around_today: bool
    is_stopped: bool
    """Whether nothing that is missing is still being worked out."""


def sureness(
    basis: RankingBasis,
    ranking: Ranking,
    counted: Counted | None,
    turning: Turning | None,
    account_id: str | None,
    *,
    is_around_today: bool,
    is_stopped: bool,
) -> Sureness:
    """Return what the panel says; `counted` and `turning` are None while not known."""
    row = -1 if account_id is None else int(basis.account_ids.searchsorted(account_id))
    is_there = 0 <= row < len(basis) and basis.account_ids[row] == account_id
    first = ranking.order[: min(TOP, ranking.ranked_count)].tolist()
    return Sureness(
        top=TOP,
        account=_account(basis, ranking, counted, row, turning) if is_there else None,
        first=[_account(basis, ranking, counted, each) for each in first],
        vectors=0 if counted is None else counted.shares.vectors,
        is_around_today=is_around_today,
        is_stopped=is_stopped,
    )


def _account(
    basis: RankingBasis,
    ranking: Ranking,
    counted: Counted | None,
    row: int,
    turning: Turning | None = None,
) -> AccountSure:
    shares = counted.shares if counted is not None else None
    a, b, c = (math.nan,) * 3 if shares is None else shares.in_class[row].tolist()
    return AccountSure(
        name=str(basis.names[row] or basis.account_ids[row]),
        rank=int(ranking.rank[row]),
        class_letter=CLASS_LETTERS[ranking.classes[row]],
        in_top=math.nan if shares is None else float(shares.in_top[row]),
        in_classes=(a, b, c),
        is_active=bool(basis.prepared.inputs.active[row]),
        turns=None if turning is None else _turns(basis, ranking, turning, row),
    )


def _turns(
    basis: RankingBasis, ranking: Ranking, turning: Turning, row: int
) -> list[CriterionTurns]:
    changes = turning.change[row]
    shares = list(ranking.weights.shares().values())
    titles = [criterion.title for criterion in basis.scorecard.criteria]
    size = np.where(np.isnan(changes), np.inf, np.abs(changes))
    return [
        CriterionTurns(
            titles[place],
            shares[place],
            shares[place] + float(changes[place]),
            _happens(turning, row, place),
        )
        for place in np.argsort(size, kind="stable").tolist()
    ]


def _happens(turning: Turning, row: int, place: int) -> str:
    said = [f"leaves the top {turning.top}"] if turning.leaves_top[row, place] else []
    code = int(turning.class_then[row, place])
    if code != SAME_CLASS:
        said.append(f"class {CLASS_LETTERS[code]}" if code else "not ranked")
    return ", ".join(said)
