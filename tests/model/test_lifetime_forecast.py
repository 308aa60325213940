"""What BG/NBD expects: the published customer, the laws, and the places where others give NaN."""

from __future__ import annotations

import json
import math
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy.special import hyp2f1
from support.simulated_buying import simulated_purchases

from kamtui.model.lifetime_buying import BuyingModel
from kamtui.model.lifetime_forecast import WEEKS_A_YEAR, forecast, probability_alive
from kamtui.model.lifetime_purchases import Purchases

# Fader, Hardie & Lee (2005), Counting Your Customers the Easy Way: the CDNOW panel, and one
# customer of it with 2 repeat purchases, the last in week 30.43 of 38.86.
PUBLISHED = {
    "params": {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426},
    "customer": {
        "x": 2,
        "t_x": 30.43,
        "T": 38.86,
        "t": 39,
        "expected_purchases": 1.226,
        "p_alive": 0.7266,
    },
}

parameters = st.floats(-3, 3).map(math.exp)
weeks_of_alpha = st.floats(0, 4).map(math.exp)
models = st.builds(
    BuyingModel, parameters, weeks_of_alpha, parameters, st.floats(-2, 7).map(math.exp)
)


def one(repeats: int, recency: int, age: int, a_week: int = 7) -> Purchases:
    return Purchases(np.array([repeats]), np.array([recency]), np.array([age]), a_week)


def expected(model: BuyingModel, bought: Purchases, weeks: float, discount: float = 0.0) -> float:
    found = forecast(model, bought, horizon_weeks=weeks, discount=discount)
    return float(found.discounted[0])


def test_the_published_customer() -> None:
    model, customer = BuyingModel(**PUBLISHED["params"]), PUBLISHED["customer"]
    bought = one(2, 3043, 3886, a_week=100)
    found = forecast(model, bought, horizon_weeks=customer["t"], discount=0.0)
    assert found.purchases[0] == pytest.approx(customer["expected_purchases"], abs=5e-4)
    assert found.p_alive[0] == pytest.approx(customer["p_alive"], abs=5e-5)


def test_the_published_numbers_are_those_of_the_case(root: Path) -> None:
    case = root.parent / "shared" / "cases" / "lifetime.json"
    if case.exists():
        told = json.loads(case.read_text(encoding="utf-8"))
        assert {name: told[name] for name in PUBLISHED} == PUBLISHED


@example(BuyingModel(1.0, 1.0, 1.1, 1.0), 0, 1, 60.0)
@example(BuyingModel(1.0, 1.0, 1.1, 1.0), 0, 1, 1040.0)
@example(BuyingModel(2.7, 1.0, 0.4, 1.0), 1, 1, 295.0)
@given(models, st.integers(0, 300), st.integers(1, 2000), st.floats(0.1, 1040))
def test_it_is_what_the_papers_equation_says(
    model: BuyingModel, repeats: int, age: int, weeks: float
) -> None:
    """Equation (10), where its hypergeometric function can be taken."""
    assume(abs(model.a - 1) > 0.05 and repeats <= age)
    r, alpha, a, b = astuple(model)
    x, t = repeats, age / 7
    waited = alpha + t
    hypergeometric = hyp2f1(r + x, b + x, a + b + x - 1, weeks / (waited + weeks))
    with np.errstate(all="ignore"):
        bought = 1 - (waited / (waited + weeks)) ** (r + x) * hypergeometric
        paper = (a + b + x - 1) / (a - 1) * bought
    # The difference from 1 of nearly 1 has lost its digits, and so has too large a number.
    assume(np.isfinite(paper) and 1e-3 < abs(bought) < 1e3)
    alive = one(x, age if x else 0, age)
    p_alive = probability_alive(model, alive)[0]
    close = 1e-6 if weeks <= 60 or weeks <= 20 * waited else 5e-2
    assert expected(model, alive, weeks) == pytest.approx(paper * p_alive, rel=close)


@pytest.mark.parametrize("repeats", [0, 1, 40, 900, 4000])
def test_nothing_is_missing_where_a_is_1_or_counts_are_large(repeats: int) -> None:
    bought = one(repeats, 4100 if repeats else 0, 4200)
    for a in (1.0, 2.0):
        found = [
            expected(BuyingModel(0.5, 3.0, at, 2.0), bought, 520, 0.1)
            for at in (a * (1 - 1e-7), a, a * (1 + 1e-7))
        ]
        assert np.isfinite(found).all()
        assert found[0] == pytest.approx(found[1], rel=1e-5)
        assert found[2] == pytest.approx(found[1], rel=1e-5)


@given(models, st.integers(0, 400), st.integers(0, 3000), st.integers(0, 3000), st.integers(1, 900))
def test_the_longer_it_is_silent_the_less_it_is_alive(
    model: BuyingModel, repeats: int, recency: int, silent: int, longer: int
) -> None:
    recency = max(recency, repeats) if repeats else 0
    before, after = (
        probability_alive(model, one(repeats, recency, recency + days))[0]
        for days in (silent, silent + longer)
    )
    assert 0 < after <= before <= 1
    assert repeats > 0 or after == 1


@given(models, st.integers(0, 60), st.integers(0, 900), st.floats(1, 300), st.floats(0.01, 1))
def test_a_longer_horizon_brings_more_and_a_discount_less(
    model: BuyingModel, repeats: int, silent: int, weeks: float, discount: float
) -> None:
    bought = one(repeats, 2 * repeats, 2 * repeats + silent)
    now, later = (expected(model, bought, horizon) for horizon in (weeks, weeks * 1.5))
    # Where all is bought that ever will be, a longer horizon brings as much.
    assert 0 < now < later * (1 + 5e-2)
    discounted = expected(model, bought, weeks, discount)
    least = now * (1 + discount) ** (-weeks / WEEKS_A_YEAR)
    assert least * (1 - 1e-9) <= discounted <= now * (1 + 1e-9)


def test_what_comes_later_is_discounted_week_by_week() -> None:
    model, bought = BuyingModel(0.8, 6.0, 0.9, 12.0), one(9, 320, 365)
    steps = np.linspace(0, 156, 3121)
    so_far = np.array([expected(model, bought, week) for week in steps])
    middle = (steps[1:] + steps[:-1]) / 2
    summed = np.sum(np.diff(so_far) * 1.15 ** (-middle / WEEKS_A_YEAR))
    assert expected(model, bought, 156, 0.15) == pytest.approx(summed, rel=1e-6)


@given(models, st.permutations(range(8)))
def test_accounts_are_independent_of_their_order(model: BuyingModel, order: list[int]) -> None:
    repeats = np.array([0, 0, 1, 3, 3, 9, 40, 3])
    recency = np.array([0, 0, 5, 90, 91, 200, 300, 90])
    age = np.array([0, 400, 400, 400, 400, 210, 300, 400])
    bought = Purchases(repeats, recency, age)
    shuffled = Purchases(repeats[order], recency[order], age[order])
    here, there = (
        forecast(model, each, horizon_weeks=52, discount=0.1) for each in (bought, shuffled)
    )
    for name in ("p_alive", "purchases", "discounted"):
        assert np.array_equal(getattr(here, name)[order], getattr(there, name))


def test_a_simulated_panel_buys_what_was_expected_of_it() -> None:
    """Of new accounts: as many as they do buy again by the age that each of them has."""
    model = BuyingModel(0.9, 7.0, 0.8, 6.0)
    panel = simulated_purchases(model, 20_000, seed=21)
    new = one(0, 0, 0)
    foretold = [
        forecast(model, new, horizon_weeks=float(weeks), discount=0.0).purchases[0]
        for weeks in np.quantile(panel.age_weeks(), np.linspace(0.005, 0.995, 100))
    ]
    assert panel.repeats.mean() == pytest.approx(np.mean(foretold), rel=0.03)


def test_where_nobody_stops_everybody_is_alive() -> None:
    bought = Purchases(np.array([0, 3, 50]), np.array([0, 30, 100]), np.array([300, 300, 300]))
    found = forecast(BuyingModel(0.8, 6.0, 0.0, 1.0), bought, horizon_weeks=52, discount=0.0)
    assert found.p_alive.tolist() == [1, 1, 1]
    # The rate of each, (r + x) / (alpha + T), goes on.
    rates = (0.8 + bought.repeats) / (6 + 300 / 7)
    assert found.purchases == pytest.approx(52 * rates)
