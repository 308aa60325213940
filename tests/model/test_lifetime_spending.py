"""Gamma-gamma: its likelihood and gradient, what a fit gives back, and what a purchase is worth."""

from __future__ import annotations

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from support.simulated_buying import simulated_spending

from kamtui.model.lifetime_fitting import NotBorneOut, fit_spending
from kamtui.model.lifetime_spending import (
    SpendingModel,
    Spent,
    expected_amount,
    log_likelihood,
)

parameters = st.floats(-2, 3).map(math.exp)
models = st.builds(SpendingModel, parameters, parameters, parameters)
amounts = st.lists(st.tuples(st.integers(1, 30), st.floats(0.1, 1000)), min_size=1, max_size=12)


def spent_of(rows: list[tuple[int, float]]) -> Spent:
    return Spent(np.array([n for n, _ in rows]), np.array([mean for _, mean in rows]))


def of_one(model: SpendingModel, n: int, mean: float) -> float:
    """Equation (1a) of Fader & Hardie (2013) for one account, as it stands there."""
    p, q, v = astuple(model)
    gammas = math.lgamma(p * n + q) - math.lgamma(p * n) - math.lgamma(q)
    powers = q * math.log(v) + (p * n - 1) * math.log(mean) + p * n * math.log(n)
    return gammas + powers - (p * n + q) * math.log(v + n * mean)


@given(models, amounts)
def test_the_likelihood_is_the_papers(model: SpendingModel, rows: list[tuple[int, float]]) -> None:
    one_by_one = sum(of_one(model, n, mean) for n, mean in rows)
    assert log_likelihood(model, spent_of(rows))[0] == pytest.approx(one_by_one, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("n", [1, 6])
def test_the_likelihood_is_a_density(n: int) -> None:
    model = SpendingModel(6.25, 3.74, 15.44)
    whole, _ = quad(lambda mean: math.exp(of_one(model, n, mean)), 0, np.inf, epsabs=1e-10)
    assert whole == pytest.approx(1, abs=1e-7)


@given(models, amounts)
def test_the_gradient_is_that_of_finite_differences(
    model: SpendingModel, rows: list[tuple[int, float]]
) -> None:
    spent = spent_of(rows)
    _, gradient = log_likelihood(model, spent)
    for place, at in enumerate(astuple(model)):
        sides = []
        for side in (1e-5 * at, -1e-5 * at):
            moved = list(astuple(model))
            moved[place] += side
            sides.append(log_likelihood(SpendingModel(*moved), spent)[0])
        slope = (sides[0] - sides[1]) / 2e-5
        assert gradient[place] * at == pytest.approx(slope, rel=1e-4, abs=1e-4)


def test_simulated_amounts_give_their_parameters_back() -> None:
    model = SpendingModel(6.25, 3.74, 1544.0)
    fitted = fit_spending(simulated_spending(model, 40_000, seed=4))
    assert astuple(fitted.model) == pytest.approx(astuple(model), rel=0.1)
    assert fitted.model.mean == pytest.approx(model.mean, rel=0.02)


@pytest.mark.parametrize("unit", [1e-4, 1.0, 1e7])
def test_the_unit_of_money_changes_the_unit_alone(unit: float) -> None:
    spent = simulated_spending(SpendingModel(2.0, 3.0, 100.0), 3_000, seed=6)
    here = fit_spending(spent).model
    there = fit_spending(Spent(spent.purchases, spent.mean * unit)).model
    assert (there.p, there.q, there.v / unit) == pytest.approx(astuple(here), rel=1e-4)


@given(models, st.integers(1, 50), st.floats(-1000, 1000))
def test_what_is_expected_lies_between_the_own_mean_and_that_of_all(
    model: SpendingModel, n: int, mean: float
) -> None:
    """Also where an account's mean is a loss."""
    found = expected_amount(model, np.array([n]), np.array([mean]))[0]
    if model.mean is None:
        assert np.isnan(found) or model.p * n + model.q > 1
        return
    low, high = sorted((mean, model.mean))
    slack = 1e-9 * (1 + abs(low) + abs(high))
    assert low - slack <= found <= high + slack


def test_the_more_it_bought_the_more_its_own_mean_counts() -> None:
    model = SpendingModel(6.25, 3.74, 15.44)
    found = expected_amount(model, np.array([0, 1, 5, 1000]), np.array([np.nan, 90, 90, 90]))
    assert found[0] == pytest.approx(model.mean)
    assert list(found) == sorted(found)
    assert found[3] == pytest.approx(90, rel=0.01)


def test_accounts_or_purchases_that_are_all_alike_are_models_too() -> None:
    chance = np.random.default_rng(5)
    purchases = chance.integers(1, 9, 400)
    alike = Spent(purchases, chance.gamma(2.0 * purchases, 50.0) / purchases)
    of_accounts = fit_spending(alike).model
    assert of_accounts.q > 50
    found = expected_amount(of_accounts, np.array([1, 8]), np.array([20.0, 200.0]))
    assert found == pytest.approx(100, rel=0.2)
    steady = Spent(purchases, 100 / chance.gamma(3.0, 1.0, 400))
    of_purchases = fit_spending(steady).model
    assert of_purchases.p > 50
    found = expected_amount(of_purchases, np.array([1, 8]), np.array([20.0, 200.0]))
    assert found == pytest.approx([20, 200], rel=0.05)


def test_it_refuses_too_few_and_amounts_without_a_mean() -> None:
    few = Spent(np.full(29, 4), np.linspace(1, 2, 29))
    with pytest.raises(NotBorneOut, match="29 accounts"):
        fit_spending(few)
    chance = np.random.default_rng(0)
    wild = Spent(np.ones(500, dtype=np.int64), np.exp(chance.standard_cauchy(500).clip(-200, 200)))
    with pytest.raises(NotBorneOut):
        fit_spending(wild)
