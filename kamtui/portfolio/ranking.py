"""What the ranking on the screen is made of, loaded once, so that a key press needs no query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kamtui.engine.catalogue import compose
from kamtui.model.ranking import Prepared, RankingInputs, prepare
from kamtui.model.scorecard import Scorecard
from kamtui.portfolio.entered_classes import class_thresholds
from kamtui.portfolio.judged import judged_params
from kamtui.portfolio.matrices import matrix_sql
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.ranked_sql import basis_fragments
from kamtui.portfolio.scorecard_sql import is_judged, points_name, raw_name

MONTHS = 24
SHOWN_MATRIX = "relationship"
"""The matrix whose cells the ranking shows."""

Texts = NDArray[np.object_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RankingBasis:
    """Every account with what the ranking shows of it; a row an account, ordered by id."""

    scorecard: Scorecard
    prepared: Prepared
    """Points and facts, ready to be ranked under any weights."""
    potential_points: Floats
    """0-100: what the purchase potential alone is worth; NaN where unknown."""
    revenue_points: Floats
    """0-100: what the revenue of 12 months alone is worth; NaN where not active."""
    account_ids: Texts
    names: Texts
    owners: Texts
    """None where nobody owns the account."""
    segments: Texts
    """None where unknown."""
    key_accounts: NDArray[np.bool_]
    revenue_12m: Floats
    profit_12m: Floats
    """NaN where unknown; likewise below."""
    revenue_growth: Floats
    """A fraction of 1."""
    days_since_order: Floats
    lifecycles: Texts
    """The stage observed; None where none fits."""
    cells: Texts
    """Where each stands in the relationship matrix; None where it is not placed."""
    monthly_revenue: Floats
    """n × 24, the oldest month first."""
    raw: Floats
    """n × criteria: the values that the points came from."""
    as_of: date
    generation: str

    def __len__(self) -> int:
        return len(self.account_ids)

    def name_of(self, account_id: str) -> str | None:
        """Return the name of an account; None when it is not there or has none."""
        row = int(self.account_ids.searchsorted(account_id))
        is_there = row < len(self) and self.account_ids[row] == account_id
        return self.names[row] if is_there else None


def load_ranking_basis(portfolio: Portfolio) -> RankingBasis:
    """Return the accounts with their points under the priority scorecard, as of the day."""
    return settled(portfolio, _load)


def _load(portfolio: Portfolio) -> RankingBasis:
    scorecard = portfolio.model.priority
    criteria = [criterion.id for criterion in scorecard.criteria]
    columns = [name for each in criteria for name in (points_name(each), raw_name(each))]
    months = [f"monthly_revenue[{n}]::DOUBLE AS month_{n}" for n in range(1, MONTHS + 1)]
    matrix = matrix_sql(portfolio, portfolio.model.matrices[SHOWN_MATRIX])
    fragments = {
        **matrix.fragments,
        **basis_fragments(portfolio.model),
        "months": ", ".join(months),
        "criteria": ", ".join(columns),
    }
    idle = {
        name: sql
        for name, sql in matrix.unneeded.items()
        if name != "judgements" or not is_judged(scorecard)
    }
    statement = compose("ranking_basis", fragments, {**stand_ins(portfolio), **idle})
    thresholds = class_thresholds(portfolio)
    params = {**judged_params(portfolio), "active_months": thresholds.active_months}
    found = portfolio.engine.ask(statement, params).numpy()
    inputs = inputs_of(found, criteria)
    return RankingBasis(
        scorecard=scorecard,
        prepared=prepare(inputs, scorecard.minimum_coverage, thresholds),
        potential_points=floats(found["potential_points"]),
        revenue_points=np.where(inputs.active, floats(found["revenue_points"]), np.nan),
        account_ids=found["account_id"],
        names=found["name"],
        owners=texts_of(found["owner"]),
        segments=texts_of(found["segment"]),
        key_accounts=np.asarray(found["key_account"], dtype=bool),
        revenue_12m=floats(found["revenue_12m"]),
        profit_12m=floats(found["profit_12m"]),
        revenue_growth=floats(found["revenue_growth"]),
        days_since_order=floats(found["days_since_order"]),
        lifecycles=texts_of(found["lifecycle"]),
        cells=texts_of(found["cell"]),
        monthly_revenue=np.column_stack(
            [floats(found[f"month_{n}"]) for n in range(1, MONTHS + 1)]
        ),
        raw=np.column_stack([floats(found[f"raw_{each}"]) for each in criteria]),
        as_of=portfolio.as_of,
        generation=portfolio.history.generation,
    )


def inputs_of(found: Mapping[str, np.ndarray[Any, Any]], criteria: Sequence[str]) -> RankingInputs:
    """Return what a ranking starts from, out of the columns of an answer over `standing`."""
    points = np.column_stack([floats(found[f"points_{each}"]) for each in criteria])
    return RankingInputs(
        criteria=tuple(criteria),
        account_ids=found["account_id"].tolist(),
        points=np.nan_to_num(points),
        scored=~np.isnan(points),
        revenue_12m=floats(found["revenue_12m"]),
        active=np.asarray(found["is_active"], dtype=bool),
        potential=floats(found["potential_annual"]),
    )


def floats(column: np.ndarray[Any, Any]) -> Floats:
    """Return a column of an answer as doubles, NaN for null."""
    filled: Floats = np.ma.filled(np.ma.asarray(column).astype(np.float64), np.nan)
    return filled


def texts_of(column: np.ndarray[Any, Any]) -> Texts:
    """Return a column of an answer as texts, None for null."""
    texts = np.array(np.ma.getdata(column), dtype=object)
    # Not filled(): to NumPy a fill value of None means "the usual one", which is a question mark.
    texts[np.ma.getmaskarray(column)] = None
    return texts
