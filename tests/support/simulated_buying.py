"""Accounts that buy, spend and stop as the models of lifetime value say, drawn by a seed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kamtui.model.lifetime_buying import BuyingModel
from kamtui.model.lifetime_purchases import Floats, Integers, Purchases
from kamtui.model.lifetime_spending import SpendingModel, Spent


def simulated_days(model: BuyingModel, age_days: Integers, seed: int) -> list[list[int]]:
    """Return on which days after its first purchase each account bought again, rising.

    Two purchases of one day are one, and those of the first day are none.
    """
    days: list[set[int]] = [set() for _ in age_days]
    for buying, week in _purchases(model, age_days / 7, np.random.default_rng(seed)):
        for account in buying:
            days[account].add(int(week[account] * 7))
    return [sorted(each - {0}) for each in days]


def simulated_purchases(model: BuyingModel, accounts: int, seed: int) -> Purchases:
    """Return the purchases of accounts that are known for half a year to three, drawn finely.

    In hundredths of a day, so that no purchase falls together with another.
    """
    chance = np.random.default_rng(seed)
    fine = 700
    age = chance.integers(26 * fine, 156 * fine, accounts)
    repeats, recency = np.zeros((2, accounts), dtype=np.int64)
    for buying, week in _purchases(model, age / fine, chance):
        repeats[buying] += 1
        recency[buying] = np.floor(week[buying] * fine)
    return Purchases(repeats, recency, age, fine)


def _purchases(
    model: BuyingModel, age_weeks: Floats, chance: np.random.Generator
) -> Iterator[tuple[Integers, Floats]]:
    """Yield, purchase by purchase, the accounts that make it and the week in which each does."""
    accounts = len(age_weeks)
    rate = chance.gamma(model.r, 1 / model.alpha, accounts)
    stop = chance.beta(model.a, model.b, accounts) if model.somebody_stops else np.zeros(accounts)
    week = np.zeros(accounts)
    buys = np.ones(accounts, dtype=bool)
    while buys.any():
        week += chance.exponential(1, accounts) / np.maximum(rate, 1e-300)
        buys &= week <= age_weeks
        yield np.flatnonzero(buys), week
        buys &= chance.random(accounts) >= stop


def simulated_spending(model: SpendingModel, accounts: int, seed: int) -> Spent:
    """Return the mean amounts of accounts with 1 to 20 purchases."""
    chance = np.random.default_rng(seed)
    purchases = chance.integers(1, 21, accounts)
    of_account = chance.gamma(model.q, 1 / model.v, accounts)
    return Spent(purchases, chance.gamma(model.p * purchases, 1 / of_account) / purchases)
