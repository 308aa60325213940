"""A key press on a weight is answered as fast as the machine adds and sorts."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.comparison import Allowed, Comparison, compared
from bench.pressing import OpenWeights
from bench.reranking import made_up_accounts, one_weight_changed, product_and_sort
from bench.surroundings import made_up_history

pytestmark = pytest.mark.bench


@pytest.mark.parametrize(
    ("share_unscored", "said"), [(0.0, "all scored"), (0.05, "5 % not scored")]
)
def test_one_weight_changed(ledger: list[Comparison], share_unscored: float, said: str) -> None:
    prepared = made_up_accounts(100_000, share_unscored)
    found = compared(
        f"one weight changed, 100,000 × 12, {said}",
        one_weight_changed(prepared),
        product_and_sort(prepared),
        Allowed(3.0),
        pairs=101,
    )
    ledger.append(found)
    assert found.is_within


def test_a_key_is_answered_on_the_screen(
    ledger: list[Comparison], tmp_path: Path, home: Path
) -> None:
    many = made_up_history(tmp_path / "many", accounts=100_000, lines=400_000)
    few = made_up_history(tmp_path / "few", accounts=200, lines=40_000)
    with OpenWeights(many, home / "many") as ours, OpenWeights(few, home / "few") as baseline:
        found = compared(
            "key to screen, 100,000 accounts against 200",
            ours.measure,
            baseline.measure,
            Allowed(1.5),
            pairs=31,
        )
    ledger.append(found)
    assert found.is_within
