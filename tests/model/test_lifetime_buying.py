"""BG/NBD: its likelihood, whatever is grouped; its gradient; and what a fit gives back."""

from __future__ import annotations

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import dblquad
from scipy.special import betaln
from support.simulated_buying import simulated_purchases

from kamtui.model.lifetime_buying import BuyingModel, log_likelihood
from kamtui.model.lifetime_fitting import (
    LEAST_REPEATERS,
    NotBorneOut,
    fit_buying,
    fit_never_stopping,
)
from kamtui.model.lifetime_purchases import Purchases, counted

parameters = st.floats(-3, 3).map(math.exp)
models = st.builds(BuyingModel, parameters, parameters, parameters, parameters)


@st.composite
def purchases_of_accounts(draw: st.DrawFn) -> Purchases:
    """Accounts of which some are alike, and some have never bought again."""
    rows = []
    for _ in range(draw(st.integers(1, 12))):
        age = draw(st.integers(0, 60))
        repeats = draw(st.integers(0, min(age, 40)))
        recency = draw(st.integers(repeats, age)) if repeats else 0
        rows += [(repeats, recency, age)] * draw(st.integers(1, 3))
    repeats, recency, age = np.array(rows, dtype=np.int64).T
    return Purchases(repeats, recency, age)


def of_one(model: BuyingModel, repeats: int, recency: float, age: float) -> float:
    """Equation (6) of Fader, Hardie & Lee (2005) for one account, as it stands there."""
    r, alpha, a, b = astuple(model)
    x = repeats
    rates = math.lgamma(r + x) - math.lgamma(r) + r * math.log(alpha)
    active = betaln(a, b + x) - betaln(a, b) - (r + x) * math.log(alpha + age)
    if x == 0:
        return rates + active
    stopped = betaln(a + 1, b + x - 1) - betaln(a, b) - (r + x) * math.log(alpha + recency)
    return rates + float(np.logaddexp(active, stopped))


@given(models, purchases_of_accounts())
def test_grouping_changes_nothing_in_the_likelihood(model: BuyingModel, bought: Purchases) -> None:
    one_by_one = sum(
        of_one(model, int(x), float(recency), float(age))
        for x, recency, age in zip(
            bought.repeats, bought.recency_weeks(), bought.age_weeks(), strict=True
        )
    )
    value, _ = log_likelihood(model, counted(bought))
    assert value == pytest.approx(one_by_one, rel=1e-9, abs=1e-9)


@given(models, purchases_of_accounts(), st.randoms(use_true_random=False))
def test_the_order_of_accounts_does_not_matter(
    model: BuyingModel, bought: Purchases, random: object
) -> None:
    order = np.arange(len(bought))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = Purchases(bought.repeats[order], bought.recency[order], bought.age[order])
    assert log_likelihood(model, counted(shuffled))[0] == log_likelihood(model, counted(bought))[0]


@given(models, purchases_of_accounts())
def test_the_gradient_is_that_of_finite_differences(model: BuyingModel, bought: Purchases) -> None:
    statistics = counted(bought)
    _, gradient = log_likelihood(model, statistics)
    for place, at in enumerate(astuple(model)):
        step = 1e-5 * at
        sides = []
        for side in (step, -step):
            moved = list(astuple(model))
            moved[place] += side
            sides.append(log_likelihood(BuyingModel(*moved), statistics)[0])
        slope = (sides[0] - sides[1]) / (2 * step)
        assert gradient[place] * at == pytest.approx(slope * at, rel=1e-4, abs=1e-4)


def test_the_likelihood_is_that_of_the_story_told() -> None:
    """Of one account: what the purchases are worth, averaged over every rate and chance to stop."""
    model, x, recency, age = BuyingModel(1.5, 4.0, 1.2, 2.5), 2, 5.0, 9.0

    def told(stop: float, rate: float) -> float:
        of_rate = model.alpha**model.r * rate ** (model.r - 1) * math.exp(-rate * model.alpha)
        of_stop = stop ** (model.a - 1) * (1 - stop) ** (model.b - 1)
        weight = of_rate / math.gamma(model.r) * of_stop / math.exp(betaln(model.a, model.b))
        active = (1 - stop) ** x * rate**x * math.exp(-rate * age)
        stopped = stop * (1 - stop) ** (x - 1) * rate**x * math.exp(-rate * recency)
        return weight * (active + stopped)

    likelihood, _ = dblquad(told, 0, 30, 0, 1, epsabs=1e-10)
    one = Purchases(np.array([x]), np.array([35]), np.array([63]))
    assert log_likelihood(model, counted(one))[0] == pytest.approx(math.log(likelihood), abs=1e-5)


@pytest.mark.parametrize(
    "model",
    [BuyingModel(0.8, 6.0, 0.8, 2.5), BuyingModel(2.0, 10.0, 1.5, 20.0)],
    ids=["many stop", "few stop"],
)
def test_a_simulated_panel_gives_its_parameters_back(model: BuyingModel) -> None:
    fitted = fit_buying(simulated_purchases(model, 40_000, seed=5))
    found = fitted.model
    assert fitted.accounts == 40_000
    assert found.r / found.alpha == pytest.approx(model.r / model.alpha, rel=0.02)
    mean = model.a / (model.a + model.b)
    assert found.a / (found.a + found.b) == pytest.approx(mean, rel=0.03)
    assert astuple(found) == pytest.approx(astuple(model), rel=0.15)


def test_no_other_model_is_more_likely_than_the_one_that_fits() -> None:
    bought = simulated_purchases(BuyingModel(0.8, 6.0, 0.8, 2.5), 2_000, seed=8)
    statistics = counted(bought)
    fitted = fit_buying(bought)
    assert log_likelihood(fitted.model, statistics)[0] == pytest.approx(fitted.log_likelihood)
    chance = np.random.default_rng(3)
    for _ in range(200):
        near = np.array(astuple(fitted.model)) * np.exp(chance.normal(0, 0.1, 4))
        assert log_likelihood(BuyingModel(*near), statistics)[0] < fitted.log_likelihood
    assert fit_never_stopping(statistics) < fitted.log_likelihood - 10


def test_where_nobody_stops_none_is_said_to() -> None:
    bought = simulated_purchases(BuyingModel(0.9, 9.0, 0.0, 1.0), 3_000, seed=1)
    fitted = fit_buying(bought)
    statistics = counted(bought)
    assert fitted.log_likelihood - fit_never_stopping(statistics) < 3
    assert fitted.model.a / (fitted.model.a + fitted.model.b) < 0.005
    assert (fitted.model.r, fitted.model.alpha) == pytest.approx((0.9, 9.0), rel=0.1)


def test_the_same_chance_to_stop_for_all_is_a_model_too() -> None:
    bought = simulated_purchases(BuyingModel(1.2, 5.0, 3e4, 7e4), 20_000, seed=3)
    found = fit_buying(bought).model
    assert found.a / (found.a + found.b) == pytest.approx(0.3, rel=0.03)
    assert np.isfinite(astuple(found)).all()


def alike(accounts: int, repeats: int, recency: int, age: int) -> Purchases:
    return Purchases(*(np.full(accounts, n) for n in (repeats, recency, age)))


@pytest.mark.parametrize(
    ("bought", "said"),
    [
        (alike(0, 0, 0, 0), "0 of 0 accounts"),
        (alike(LEAST_REPEATERS - 1, 3, 80, 400), "29 of 29 accounts"),
        (alike(500, 0, 0, 400), "0 of 500 accounts"),
        (alike(500, 3, 20, 80), "cover 11.4 weeks"),
        # Every account buys at the same pace: there is no spread of rates to be told.
        (alike(500, 20, 380, 400), "without bound"),
    ],
    ids=["nobody", "few", "nobody again", "too short", "all alike"],
)
def test_it_refuses_what_does_not_bear_it(bought: Purchases, said: str) -> None:
    with pytest.raises(NotBorneOut, match=said):
        fit_buying(bought)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(30, 300), parameters, parameters)
def test_it_fits_or_refuses_and_does_nothing_else(
    seed: int, accounts: int, rate: float, stop: float
) -> None:
    model = BuyingModel(min(rate, 3), 1 + rate, stop, 1.0)
    try:
        found = fit_buying(simulated_purchases(model, accounts, seed))
    except NotBorneOut:
        return
    assert np.isfinite(astuple(found.model)).all()
    assert math.isfinite(found.log_likelihood)
