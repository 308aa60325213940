"""A key press on a cut line is answered about as fast as DuckDB counts what is cut already."""

from __future__ import annotations

import pytest
from bench.comparison import Allowed, Comparison, compared
from bench.recutting import bare_aggregate, cut_line_moved, made_up_places

pytestmark = pytest.mark.bench


@pytest.mark.parametrize(("with_moves", "said"), [(False, ""), (True, ", with moves")])
def test_one_cut_line_moved(ledger: list[Comparison], with_moves: bool, said: str) -> None:
    placed = made_up_places(100_000)
    found = compared(
        f"recut of 100,000 accounts on a key{said}",
        cut_line_moved(placed, with_moves=with_moves),
        bare_aggregate(placed),
        Allowed(2.0, is_limit=False),
        pairs=101,
    )
    ledger.append(found)
