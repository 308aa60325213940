"""Rank-order centroid weights (Barron & Barrett 1996)."""

import json
import math
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.model.errors import ModelError
from kamtui.model.rank_order import rank_order_centroid, weights_by_importance

# The worked example `rank_order_centroid`: weights for 3 and 4 criteria, to four decimals.
EXAMPLES = [(3, [0.6111, 0.2778, 0.1111]), (4, [0.5208, 0.2708, 0.1458, 0.0625])]
FILE = Path(__file__).parents[3] / "shared" / "cases" / "small_sums.json"
if FILE.exists():
    in_file = json.loads(FILE.read_text())["rank_order_centroid"]
    EXAMPLES += [(int(n), weights) for n, weights in in_file.items() if n.isdecimal()]


@pytest.mark.parametrize(("n", "expected"), EXAMPLES)
def test_the_worked_example(n: int, expected: list[float]) -> None:
    assert rank_order_centroid(n) == pytest.approx(expected, abs=5e-5)


@given(st.integers(1, 60))
def test_weights_fall_and_sum_to_one(n: int) -> None:
    weights = rank_order_centroid(n)
    assert len(weights) == n
    assert math.isclose(math.fsum(weights), 1.0, rel_tol=1e-12)
    assert all(more > less for more, less in pairwise(weights))
    assert weights[-1] == pytest.approx(1 / n**2)


def test_an_order_of_importance_becomes_weights_in_the_scorecards_order() -> None:
    weights = weights_by_importance(["loyalty", "sales", "growth"], ["sales", "growth", "loyalty"])
    assert weights.criteria == ("sales", "growth", "loyalty")
    assert weights.values == pytest.approx((27.7778, 11.1111, 61.1111), abs=1e-4)


@pytest.mark.parametrize("order", [["sales"], ["sales", "sales"], ["sales", "lapse"]])
def test_an_order_that_names_other_criteria_is_refused(order: list[str]) -> None:
    with pytest.raises(ModelError, match="each criterion once"):
        weights_by_importance(order, ["sales", "growth"])


def test_no_criteria_have_no_weights() -> None:
    with pytest.raises(ModelError, match="at least one"):
        rank_order_centroid(0)
