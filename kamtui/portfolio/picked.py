"""The priorities of the accounts that somebody picked out, in the order that he put them in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kamtui.engine.answer import AnswerColumn
from kamtui.model.weights import Weights
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.priorities import ranked_by
from kamtui.portfolio.request import Request
from kamtui.portfolio.scorecard_sql import shown_columns

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, eq=False)
class PickedRows:
    """Rows of an answer, to be written in any format."""

    columns: tuple[AnswerColumn, ...]
    table: pa.Table

    def rows(self, size: int = 2048) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows in lists of at most `size`, with Python values; null is None."""
        for batch in self.table.to_batches(max_chunksize=size):
            yield list(zip(*(column.to_pylist() for column in batch.columns), strict=True))

    def arrow(self) -> pa.Table:
        """Return an Arrow table."""
        return self.table


def picked_priorities(
    portfolio: Portfolio, weights: Weights, account_ids: Sequence[str]
) -> PickedRows:
    """Return the rows of `priorities` by these weights for these accounts, in their order.

    An account that is not there any more is left out.
    """
    return settled(portfolio, lambda current: _picked(current, weights, account_ids))


def _picked(portfolio: Portfolio, weights: Weights, account_ids: Sequence[str]) -> PickedRows:
    shown = shown_columns(weights.as_mapping(), explain=False)
    answer = ranked_by(portfolio, weights, Request(), shown)
    table = answer.arrow()
    ids = table.column("account_id").to_pylist()
    place = {account_id: number for number, account_id in enumerate(ids)}
    wanted = [place[account_id] for account_id in account_ids if account_id in place]
    return PickedRows(answer.columns, table.take(wanted))
