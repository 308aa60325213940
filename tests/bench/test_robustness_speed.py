"""Trying other weightings takes little longer than the products that it needs."""

from __future__ import annotations

import pytest
from bench.comparison import Allowed, Comparison, compared
from bench.reranking import made_up_accounts
from bench.trying import product_and_selection, weightings_tried

pytestmark = pytest.mark.bench


@pytest.mark.parametrize(
    ("share_unscored", "said"), [(0.0, "all scored"), (0.05, "5 % not scored")]
)
def test_ten_thousand_weightings(
    ledger: list[Comparison], share_unscored: float, said: str
) -> None:
    prepared = made_up_accounts(10_000, share_unscored)
    found = compared(
        f"10,000 weightings, 10,000 × 12, {said}",
        weightings_tried(prepared, 10_000),
        product_and_selection(prepared, 10_000),
        Allowed(3.0),
        pairs=7,
    )
    ledger.append(found)
    assert found.is_within
