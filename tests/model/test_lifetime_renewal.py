"""Contracts: the chance that one is renewed, and what it is worth until then and after."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamtui.model.lifetime_renewal import contract_value, renewal_probability

YEAR = 365.25
WEEKS = YEAR / 7
chances = st.floats(0.01, 0.99)


def worth(
    left: int, term: int, renewal: float, *, weeks: float = WEEKS, discount: float = 0.0
) -> float:
    found = contract_value(
        np.array([1000.0]),
        np.array([left]),
        np.array([term]),
        np.array([renewal]),
        horizon_weeks=weeks,
        discount=discount,
    )
    return float(found[0])


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 500), st.integers(0, 500))
def test_a_chance_is_never_none_and_never_certain(
    renewed: int, ended_not: int, others: int, others_not: int
) -> None:
    ended = renewed + ended_not
    found = renewal_probability(
        np.array([renewed]), np.array([ended]), renewed + others, ended + others + others_not
    )[0]
    assert 0 < found < 1


def test_a_segment_with_few_contracts_says_little() -> None:
    # Of all 100 that ended 80 were renewed: in one segment 1 of 1, in another 40 of 40.
    none, one, many = renewal_probability(np.array([0, 1, 40]), np.array([0, 1, 40]), 80, 100)
    of_all = 81 / 102
    assert none == pytest.approx(of_all)
    assert one == pytest.approx((1 + 5 * of_all) / 6)
    assert many == pytest.approx((40 + 5 * of_all) / 45)


def test_what_is_agreed_beyond_the_horizon_is_certain() -> None:
    assert worth(800, 1095, 0.2) == pytest.approx(1000)
    assert worth(800, 1095, 0.2, discount=0.1) == pytest.approx(1000 * (1 - 1 / 1.1) / np.log(1.1))


def test_term_by_term_it_may_end() -> None:
    # Half a year is left, then terms of a year: 0.5 + 0.8 + 0.8² + 0.8³ / 2 years of four.
    half = round(YEAR / 2)
    assert worth(half, 365, 0.8, weeks=3 * WEEKS) == pytest.approx(
        1000 * (0.5 + 0.8 + 0.64 + 0.512 / 2), rel=2e-3
    )
    assert worth(0, 365, 0.8) == pytest.approx(800, rel=2e-3)


@given(st.integers(0, 900), st.integers(1, 2000), chances, chances, st.floats(1, 500))
def test_a_better_chance_is_worth_more_and_never_more_than_certainty(
    left: int, term: int, one: float, other: float, weeks: float
) -> None:
    low, high = sorted((one, other))
    worse, better = worth(left, term, low, weeks=weeks), worth(left, term, high, weeks=weeks)
    certain = 1000 * weeks / WEEKS
    assert 0 <= worse <= better + 1e-9
    assert better <= certain * (1 + 1e-9)
    assert worth(left, term, low, weeks=weeks, discount=0.1) <= worse + 1e-9


def test_an_unknown_margin_makes_an_unknown_value() -> None:
    found = contract_value(
        np.array([np.nan, 10.0]),
        np.array([100, 100]),
        np.array([365, 365]),
        np.array([0.5, 0.5]),
        horizon_weeks=52,
        discount=0.1,
    )
    assert np.isnan(found).tolist() == [True, False]
