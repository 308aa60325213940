"""The accounts of a ranking that are shown, in the order in which they are."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kamtui.model.classes import CLASS_LETTERS, class_of
from kamtui.model.ranking import Integers, Ranking, movement
from kamtui.portfolio.ranking import RankingBasis
from kamtui.tui.ranked.rows import RANK, RankedRow, Sorting

Booleans = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RankedView:
    """An immutable snapshot of what is shown; a `RankedPage`."""

    basis: RankingBasis
    ranking: Ranking
    moved: NDArray[np.int32]
    """For each account of the basis how many places it rose against the saved weights."""
    newly_ranked: Booleans
    """For each account of the basis whether it is ranked now and was not with the saved weights."""
    rows: Integers
    """The accounts shown, in order, as rows of the basis: first the ranked ones."""
    ranked: int
    """How many of `rows` are ranked; the others come after the rule."""
    sorting: Sorting
    in_top: Floats | None = None
    """For each account of the basis the share of the weightings tried in which it is among the
    first, 0-1; None while not known."""

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def of_all(self) -> int:
        """How many accounts there are, shown or not."""
        return len(self.basis)

    @property
    def least_coverage(self) -> float:
        """The share of the weight, 0-1, that must be known for an account to be ranked."""
        return self.basis.scorecard.minimum_coverage

    def row_at(self, place: int) -> RankedRow:
        """Return the account at a place, from 0."""
        row, basis, ranking = int(self.rows[place]), self.basis, self.ranking
        account_id, thresholds = str(basis.account_ids[row]), basis.prepared.thresholds
        return RankedRow(
            account_id=account_id,
            name=basis.names[row] or account_id,
            key_account=bool(basis.key_accounts[row]),
            owner=basis.owners[row],
            segment=basis.segments[row],
            rank=int(ranking.rank[row]),
            moved=int(self.moved[row]),
            newly_ranked=bool(self.newly_ranked[row]),
            class_letter=CLASS_LETTERS[ranking.classes[row]],
            score=float(ranking.score[row]),
            coverage=float(ranking.coverage[row]),
            revenue_12m=float(basis.revenue_12m[row]),
            revenue_growth=float(basis.revenue_growth[row]),
            days_since_order=float(basis.days_since_order[row]),
            lifecycle=basis.lifecycles[row] or "",
            cell=basis.cells[row] or "",
            monthly_revenue=basis.monthly_revenue[row].tolist(),
            in_top=math.nan if self.in_top is None else float(self.in_top[row]),
            class_by_potential=class_of(float(basis.potential_points[row]), thresholds),
            class_by_revenue=class_of(float(basis.revenue_points[row]), thresholds),
        )

    def id_at(self, place: int) -> str:
        """Return the id of the account at a place."""
        return str(self.basis.account_ids[self.rows[place]])

    def place_of(self, account_id: str) -> int | None:
        """Return where an account is shown, from 0; None where it is not."""
        # The basis is ordered by account id.
        row = int(self.basis.account_ids.searchsorted(account_id))
        if row == len(self.basis) or self.basis.account_ids[row] != account_id:
            return None
        found = np.flatnonzero(self.rows == row)
        return int(found[0]) if len(found) else None


Places = Callable[[str], Floats | None]
"""Column → the alphabetical places of its texts, None when they are not known yet."""


def ranked_view(
    basis: RankingBasis,
    ranking: Ranking,
    saved: Ranking,
    wanted: Booleans | None,
    sorting: Sorting,
    places: Places,
    in_top: Floats | None = None,
) -> RankedView:
    """Return what the table shows of a ranking.

    `saved` is the ranking by the saved weights, which movement is counted from; `wanted` marks
    the accounts that pass the filters, None for all.
    """
    moved = movement(saved, ranking)
    rows, ranked = _by_rank(ranking, wanted)
    if sorting != Sorting():
        if sorting.column == "top":
            keys = None if in_top is None else -in_top
        else:
            keys = sort_keys(sorting.column, basis, ranking, moved, places)
        rows = _sorted_rows(rows, ranked, keys, reverse=sorting.reverse)
    return RankedView(
        basis=basis,
        ranking=ranking,
        moved=moved,
        newly_ranked=(ranking.rank > 0) & (saved.rank == 0),
        rows=rows,
        ranked=ranked,
        sorting=sorting,
        in_top=in_top,
    )


def _by_rank(ranking: Ranking, wanted: Booleans | None) -> tuple[Integers, int]:
    """Return the wanted rows by rank, and how many of them are ranked."""
    order, ranked = ranking.order, ranking.ranked_count
    if wanted is None:
        return order, ranked
    kept = wanted[order]
    return order[kept], int(np.count_nonzero(kept[:ranked]))


def sort_keys(
    column: str, basis: RankingBasis, ranking: Ranking, moved: NDArray[np.int32], places: Places
) -> Floats | None:
    """Return what a column orders the accounts by, smallest first, NaN last.

    None when the column's texts have not been put in order yet, and for the rank itself.
    """
    numbers: Mapping[str, Callable[[], Floats]] = {
        "move": lambda: -moved.astype(np.float64),
        "class": lambda: np.where(ranking.classes > 0, ranking.classes, np.nan),
        "score": lambda: -ranking.score,
        "revenue": lambda: -basis.revenue_12m,
        "months": lambda: -np.nansum(basis.monthly_revenue, axis=1),
        "growth": lambda: -basis.revenue_growth,
        "days": lambda: -basis.days_since_order,
    }
    if column in numbers:
        return numbers[column]()
    return None if column == RANK else places(column)


def _sorted_rows(rows: Integers, ranked: int, keys: Floats | None, *, reverse: bool) -> Integers:
    """Return the rows by their keys, the ranked and the others each among themselves.

    Rows with no key come last either way; of equal keys the higher rank comes first. Without
    keys the rows are taken as they are.
    """
    return np.concatenate([_sorted(part, keys, reverse) for part in (rows[:ranked], rows[ranked:])])


def _sorted(rows: Integers, keys: Floats | None, reverse: bool) -> Integers:
    if keys is None:
        return rows[::-1] if reverse else rows
    own = keys[rows]
    order = np.argsort(-own if reverse else own, kind="stable")
    return rows[order]
